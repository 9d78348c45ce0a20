from __future__ import annotations

from pypdf import PdfReader


def test_a_figure_by_two_breakdowns_adds_up(run, filled) -> None:
    found = run("statistics", "with_file", *filled, "--by", "sex", "--and", "age", "--json")
    assert found.status == 0, found.err
    answer = found.json
    assert answer["rows"] and answer["total"]["total"] == sum(row["total"] for row in answer["rows"]) > 0
    for at, value in enumerate(answer["total"]["values"]):
        assert value == sum(row["values"][at] for row in answer["rows"])


def test_every_figure_is_listed_and_answers(run, filled) -> None:
    names = [one["name"] for one in run("statistics", "list", *filled, "--json").json]
    assert {"with_file", "offenders", "share_in_rehab", "headcount"} <= set(names)
    for name in names:
        answer = run("statistics", name, *filled, "--json")
        assert answer.status == 0 and answer.json["definition"] and answer.json["clause"], (name, answer.err)


def test_what_cannot_be_counted_is_named(run, filled) -> None:
    assert run("statistics", "shoes", *filled, "--json").error == "E_FIGURE"
    assert run("statistics", "visits", *filled, "--by", "shoe", "--json").error == "E_FIGURE"
    assert run("statistics", "visits", *filled, "--date-sort", "decision", "--json").error == "E_FIGURE"
    assert (
        run("statistics", "visits", *filled, "--from", "2026-12-31", "--to", "2026-01-01", "--json").error
        == "E_RANGE"
    )
    assert run("statistics", "visits", *filled, "--out", "a.txt", "--json").error == "E_FORMAT"


def test_the_paper_names_what_was_counted(run, filled, tmp_path) -> None:
    path = tmp_path / "biểu.pdf"
    made = run(
        "statistics", "visits", *filled, "--by", "trend", "--date-sort", "entry", "--out", path, "--json"
    )
    assert made.status == 0, made.err
    text = " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "Từ ngày" in text and "Định nghĩa" in text and "Căn cứ" in text and "Người lập: an" in text
    for suffix in ("docx", "xlsx"):
        assert (
            run("statistics", "visits", *filled, "--by", "sex", "--out", tmp_path / f"b.{suffix}").status == 0
        )
