from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

FORMS = ("pdf", "docx", "xlsx")


def test_the_reports_are_listed_with_what_was_sealed(run, filled) -> None:
    names = [one["name"] for one in run("report", "list", "--json").json]
    assert names == ["managed-list", "month", "quarter", "half", "year", "campaign"]
    made = run("report", "seal", "month", *filled, "--json").json
    last = run("report", "list", *filled, "--json").json[-1]
    assert (last["id"], last["digest"], last["sealed"]) == (made["id"], made["digest"], True)


@pytest.mark.parametrize("name", ["month", "quarter", "half", "year"])
def test_an_open_period_is_a_preview_and_is_not_sealed(run, filled, tmp_path, name) -> None:
    out = tmp_path / "a.xlsx"
    odd = ("--from", "2020-01-02", "--to", "2020-02-05")
    told = run("report", name, *filled, *odd, "--out", out, "--json")
    assert told.error == "E_PERIOD"
    window = _window(run, filled, name)
    told = run("report", name, *filled, *window, "--out", out, "--json").json
    assert told["sealed"] is False and told["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert told["figures"]["with_file"] > 0 and "missing" in told
    refused = run("report", "seal", name, *filled, *window, "--json")
    assert refused.status == 3 and refused.error == "E_PERIOD_OPEN"


def test_a_sealed_report_is_printed_the_same_every_time(run, filled, tmp_path) -> None:
    sealed = run("report", "seal", "year", *filled, "--json").json
    assert sealed["sealed"] and len(sealed["digest"]) == 64
    assert run("report", "seal", "year", *filled, "--json").error == "E_SEALED"
    first: dict[str, bytes] = {}
    for turn in (1, 2):
        for form in FORMS:
            out = tmp_path / f"{turn}.{form}"
            told = run("report", "show", sealed["id"], *filled, "--out", out, "--json").json
            assert told["figures"] == sealed["figures"] and told["id"] == sealed["id"]
            assert told["copy"] == (turn - 1) * 3 + FORMS.index(form) + 1
            assert first.setdefault(form, out.read_bytes()) == out.read_bytes()
    again = run("report", "year", *filled, "--out", tmp_path / "c.pdf", "--json").json
    assert again["sealed"] and (tmp_path / "c.pdf").read_bytes() == first["pdf"]
    live = run("report", "year", *filled, "--live", "--out", tmp_path / "d.pdf", "--json").json
    assert not live["sealed"] and (tmp_path / "d.pdf").read_bytes() != first["pdf"]


def test_what_changed_since_is_shown(run, filled, tmp_path) -> None:
    sealed = run("report", "seal", "year", *filled, "--json").json
    assert run("report", "show", sealed["id"][:12], *filled, "--json").json["corrections"] == []
    line = {"kind": "visit", "id": "v-late", "person": _person(run, filled), "visited_on": sealed["to"]}
    more = tmp_path / "more.ndjson"
    more.write_text(json.dumps(line) + "\n", "utf-8")
    assert run("load", more, *filled).status == 0
    shown = run("report", "show", sealed["id"], *filled, "--json").json
    (visits,) = [one for one in shown["corrections"] if one["figure"] == "visits"]
    assert visits["new"] == visits["old"] + 1 and visits["lines"][0]["why"] == "late_entry"
    assert shown["figures"] == sealed["figures"]


def test_wrong_use_is_told(run, filled, tmp_path) -> None:
    assert run("report", "seal", *filled).status == 2
    assert run("report", "show", *filled).status == 2
    assert run("report", "show", "nothing", *filled, "--json").error == "E_NO_REPORT"
    assert run("report", "year", *filled).status == 2
    out = tmp_path / "a.pdf"
    assert run("report", "campaign", *filled, "--out", out, "--json").error == "E_PERIOD"
    assert (
        run(
            "report",
            "campaign",
            *filled,
            "--from",
            "2023-06-30",
            "--to",
            "2023-06-01",
            "--out",
            out,
            "--json",
        ).error
        == "E_RANGE"
    )
    assert not out.exists()


def test_the_campaign_has_the_table_of_its_plan(run, tmp_path, password_file) -> None:
    from app.words.resources import resource

    home = ["--home", str(tmp_path / "trên"), "--password-file", str(password_file)]
    run("init", *home, "--node", "LB", "--name", "Trên", "--sort", "upper", "--user", "chi")
    loaded = run("targets", "load", resource("data/long-bien-targets.csv"), *home)
    assert loaded.status == 0, loaded.err
    window = ("--from", "2023-06-01", "--to", "2023-06-30")
    out = tmp_path / "a.xlsx"
    told = run("report", "campaign", *home, *window, "--out", out, "--json").json
    assert told["figures"]["cases_prosecuted"] == 0
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(out).get_sheet_by_name("Chỉ tiêu").to_python()
    totals = next(row for row in rows if row[1] == "Tổng")
    assert [totals[at] for at in (2, 5, 8, 11)] == [31, 17, 1, 1]
    ward = next(row for row in rows if row[1] == "Ngọc Lâm")
    assert (ward[2], ward[3], ward[8]) == (3, "", "")


def _window(run, filled, name: str) -> tuple[str, ...]:
    from app.register.reports.periods import period_of
    from tests.cli.conftest import today

    period = period_of(name, today())
    return ("--from", period.first.isoformat(), "--to", period.last.isoformat())


def _person(run, filled) -> str:
    lines = run("dump", "--kind", "person", *filled).out.splitlines()
    return str(json.loads(lines[0])["id"])


def test_files_go_where_they_can(run, filled, tmp_path) -> None:
    gone = run("report", "month", *filled, "--out", tmp_path / "no" / "a.pdf", "--json")
    assert gone.error == "E_DISK"
    assert Path(tmp_path / "no").exists() is False
