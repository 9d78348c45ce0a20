from __future__ import annotations

from pathlib import Path

import pypdf


def managed(run, filled) -> tuple[str, str]:
    """A person of the sample with a decision on user management, and the day of it."""
    import json

    for line in run("dump", *filled).out.splitlines():
        record = json.loads(line)
        if record.get("kind") == "decision" and record.get("sort") == "manage_user":
            return record["person"], record["decided_on"]
    raise AssertionError("the sample has no such decision")


def test_the_forms_are_listed_by_the_law_of_the_day(run, node) -> None:
    new = {one["form"]: one for one in run("paper", "list", *node, "--on", "01/09/2026", "--json").json}
    old = {one["form"]: one for one in run("paper", "list", *node, "--on", "01/09/2025", "--json").json}
    assert new["manage_user"]["id"] == "L120-manage-user" and new["manage_user"]["unseen"] is True
    assert old["manage_user"]["id"] == "ND105-07" and old["manage_user"]["mark"] == "Mẫu số 07"
    assert "suspend" in new and "suspend" not in old


def test_a_paper_comes_out_as_pdf_and_word(run, filled, tmp_path: Path) -> None:
    person, _on = managed(run, filled)
    for suffix, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = tmp_path / f"giấy.{suffix}"
        told = run("paper", "make", "summary", *filled, "--person", person, "--out", file, "--json")
        assert told.status == 0, told.err
        assert file.read_bytes().startswith(magic) and len(told.json["sha256"]) == 64


def test_issuing_takes_the_next_number(run, filled, tmp_path: Path) -> None:
    person, on = managed(run, filled)
    given = ("paper", "make", "manage_user", *filled, "--person", person, "--on", on, "--issue", "--json")
    first = run(*given, "--out", tmp_path / "1.pdf").json
    second = run(*given, "--out", tmp_path / "2.pdf").json
    assert [one["number"][:3] for one in (first, second)] == ["01/", "02/"]
    assert first["number"] in pypdf.PdfReader(tmp_path / "1.pdf").pages[0].extract_text()


def test_wrong_use_is_told(run, node, tmp_path: Path) -> None:
    assert run("paper", "make", *node).status == 2
    assert run("paper", "make", "summary", *node, "--out", tmp_path / "a.txt", "--json").error == "E_FORMAT"
    told = run("paper", "make", "nothing", *node, "--person", "p", "--out", tmp_path / "a.pdf", "--json")
    assert told.error == "E_NO_FORM"
    told = run("paper", "make", "summary", *node, "--person", "p", "--out", tmp_path / "a.pdf", "--json")
    assert told.error == "E_UNKNOWN_RECORD"
