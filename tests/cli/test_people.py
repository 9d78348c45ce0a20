from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.cli.conftest import person, today


def test_search_finds_without_marks(run, node) -> None:
    lines = [person("p1", "Đặng Thị Ánh"), person("p2", "Dang Thi Anh"), person("p3", "Lê Văn Bình")]
    run("load", "-", *node, stdin="\n".join(lines))
    found = run("search", "dang thi anh", *node, "--json").json
    assert {hit["id"] for hit in found} == {"p1", "p2"}
    assert {"id", "name", "born", "score", "because"} <= set(found[0])
    assert len(run("search", "dang thi anh", *node, "--json", "--limit", "1").json) == 1
    assert run("search", "Đặng Thị Ánh", *node, "--json").json[0]["id"] == "p1"
    assert run("search", "không ai cả", *node).out.strip() == "Không tìm thấy ai."


def test_duplicates_with_reasons(run, node) -> None:
    lines = [person("p1", birth="1990-05-12"), person("p2", birth="1990-05-12"), person("p3", "Lê Văn Bình")]
    run("load", "-", *node, stdin="\n".join(lines))
    (pair,) = run("duplicates", *node, "--json").json
    assert {pair["first"]["id"], pair["second"]["id"]} == {"p1", "p2"}
    assert pair["because"] == ["name", "birth"] and pair["score"] >= 80
    assert run("duplicates", "--person", "p1", *node, "--json").json[0]["second"]["id"] == "p2"
    assert run("duplicates", "--person", "none", *node, "--json").error == "E_UNKNOWN_RECORD"


def test_scan(run) -> None:
    text = "001099012345||Nguyễn Văn An|01021999|Nam|Long Biên, Hà Nội|01012022"
    card = run("scan", text, "--json").json
    assert (card["number"], card["birth"], card["sex"], card["issued_on"]) == (
        "001099012345", "1999-02-01", "male", "2022-01-01",
    )  # fmt: skip
    assert card["warnings"] == []
    assert run("scan", "-", "--json", stdin=text + "\n").json == card
    assert run("scan", "hello", "--json").error == "E_SCAN"


def test_due_lists_each_with_its_reason(run, filled) -> None:
    found = run("due", *filled, "--json").json
    assert {one["state"] for one in found} >= {"overdue", "today", "soon", "missing"}
    visit = next(one for one in found if one["what"] == "visit")
    assert {"rule", "article", "regime", "anchor", "arithmetic"} <= set(visit["because"])
    week = run("due", *filled, "--json", "--days", "7").json
    assert "later" not in {one["state"] for one in week} and len(week) < len(found)
    missing = next(one for one in week if one["state"] == "missing")
    assert missing["due"] is None and missing["because"]["arithmetic"]


def test_due_on_another_day_is_computed_for_that_day(run, filled) -> None:
    later = today() + timedelta(days=40)
    found = run("due", *filled, "--json", "--on", later.isoformat()).json
    now = run("due", *filled, "--json").json
    overdue = [one for one in found if one["state"] == "overdue"]
    assert len(overdue) > len([one for one in now if one["state"] == "overdue"])
    assert all(one["due"][:10] <= later.isoformat() for one in overdue)
    same = run("due", *filled, "--json", "--on", today().isoformat()).json
    assert same == now


def test_deadlines(run) -> None:
    found = run("deadline", "user_management.decide", "--from", "2023-06-01", "--json").json
    assert found["due"] == "2023-06-06" and found["because"]["regime"] == "L73"
    hours = run("deadline", "breach.personal_data", "--from", "2026-11-20T10:00", "--json")
    assert hours.status == 0 and "T10:00" in hours.json["due"]
    assert run("deadline", "bogus.rule", "--from", "2026-11-20", "--json").error == "E_RULE"
    assert run("deadline", "user_management.decide", "--from", "x", "--json").status == 3
    english = run("deadline", "user_management.decide", "--from", "2023-06-01", "--lang", "en")
    assert english.out.startswith("Due: 06/06/2023")


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_the_managed_list_as_a_file(run, filled, tmp_path, suffix) -> None:
    out = tmp_path / f"danh sách.{suffix}"
    told = run("report", "managed-list", *filled, "--out", out, "--json").json
    assert set(told) >= {"file", "sha256", "figures", "sealed"}
    assert (
        told["figures"]["people"] > 15
        and sum(told["figures"]["statuses"].values()) == told["figures"]["lines"]
    )
    assert out.stat().st_size > 1000
    acts = [entry["act"] for entry in run("audit", *filled, "--json").json]
    assert {"report", "print"} <= set(acts)


def test_the_managed_list_of_an_earlier_day(run, filled, tmp_path) -> None:
    long_ago = run(
        "report", "managed-list", *filled, "--to", "2010-01-01", "--out", tmp_path / "a.pdf", "--json"
    )
    assert long_ago.json["figures"]["people"] == 0


def test_reports_that_cannot_be(run, filled, tmp_path) -> None:
    assert json.loads(run("report", "list", *filled, "--json").out)[0]["name"] == "managed-list"
    assert run("report", "managed-list", *filled).status == 2
    assert run("report", "managed-list", *filled, "--out", tmp_path / "a.txt", "--json").error == "E_FORMAT"
    gone = run("report", "managed-list", *filled, "--out", tmp_path / "no" / "a.pdf", "--json")
    assert gone.status == 3 and gone.error.startswith("E_")
    assert run("report", "bogus", *filled).status == 2
