from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.bootstrap_cli import REHEARSAL, Home, NewNode, create_node
from app.bootstrap_cli.statute import LawPacks
from app.register.clinical import add_note
from app.register.people import save
from app.register.search import find_people
from tests.cli.conftest import PASSWORD, person, today


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


def test_every_rule_answers_under_every_law_or_says_what_it_needs(run) -> None:
    names = LawPacks.shipped().rules()
    assert len(names) > 40
    for rule in names:
        for regime, start in (("L73", "2023-06-01T10:05"), ("L120", "2026-08-03T10:05")):
            told = run("deadline", rule, "--from", start, "--regime", regime, "--json")
            if told.status == 3:
                assert told.error == "E_NUMBER_NEEDED", (rule, told.out)
                option = "--months" if "tháng" in told.err else "--years"
                number = told.err.rstrip(". \n").split()[-1]
                told = run("deadline", rule, "--from", start, "--regime", regime, option, number, "--json")
            assert told.status == 0, (rule, regime, told.err)
            because = told.json["because"]
            assert because["rule"] == rule and because["arithmetic"], told.out
            if told.json["due"] is not None:
                assert because["article"], told.out


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["user_management.decide", "--from", "2026-07-04T10:05"], "2026-07-05T10:05:00+07:00"),
        (["user_management.decide", "--from", "2026-06-26T10:05"], "2026-07-01"),
        (["user_management.verify_residence", "--from", "2023-06-01", "--remote"], "2023-06-15"),
        (["voluntary.term", "--from", "2026-08-03", "--time", "2"], "2029-08-03"),
        (["voluntary.term", "--from", "2026-08-03", "--regime", "L73", "--months", "9"], "2027-05-03"),
        (["compulsory.term", "--from", "2024-08-05", "--minor", "--months", "9"], "2025-05-05"),
        (["aftercare.term", "--from", "2024-02-29", "--years", "1"], "2025-02-28"),
        (["aftercare.move_notice", "--from", "2026-08-08T23:30"], "2026-08-09T23:30:00+07:00"),
    ],
)
def test_the_options_of_a_deadline(run, options, due) -> None:
    assert run("deadline", *options, "--json").json["due"] == due


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["voluntary.term", "--from", "2023-06-01"], "E_NUMBER_NEEDED"),
        (["voluntary.term", "--from", "2023-06-01", "--months", "40"], "E_RANGE"),
        (["user_management.decide", "--from", "2026-08-03"], "E_TIME_NEEDED"),
        (["user_management.decide", "--from", "2026-08-03T10:05", "--months", "3"], "E_OPTION"),
        (["user_management.decide", "--from", "2026-08-03T10:05", "--regime", "L99"], "E_REGIME"),
        (["user_management.decide", "--from", "2026-02-30"], "E_MOMENT"),
    ],
)
def test_a_deadline_that_cannot_be_counted_says_why(run, options, code) -> None:
    told = run("deadline", *options, "--json")
    assert (told.status, told.error) == (3, code)
    assert told.err.count("\n") == 1


def test_a_deadline_by_what_the_unit_has_chosen(run, node) -> None:
    rule = ["deadline", "assessment.register", "--from", "2026-08-03", "--json"]
    assert run(*rule).json["due"] is None
    assert run(*rule, *node).json["due"] is None
    setting = {
        "kind": "setting", "id": "g1", "key": "amount.L120:assessment.register", "value": "5",
        "since": "2026-07-01", "document": "QC 01/2026",
    }  # fmt: skip
    assert run("load", "-", *node, stdin=json.dumps(setting)).status == 0
    assert run(*rule, *node).json["due"] == "2026-08-10"
    assert run(*rule).json["due"] is None


def test_a_clock_of_hours_says_how_far_it_has_run(run, node) -> None:
    lines = [person("p1"), person("p2", "Lê Văn Bình"), person("p3", "Đỗ Thị Hoa")]
    for n, at in (("1", "2026-08-03T20:00"), ("2", "2026-08-03T11:00"), ("3", "2026-08-04T08:00")):
        lines.append(
            json.dumps(
                {
                    "kind": "drug_test", "id": f"t{n}", "person": f"p{n}", "result": "positive",
                    "sampled_at": at, "received_at": at,
                }
            )
        )  # fmt: skip
    assert run("load", "-", *node, "--at", "2026-08-04T08:30", stdin="\n".join(lines)).status == 0
    found = run("due", *node, "--at", "2026-08-04T09:00", "--json").json
    levels = {one["person"]: one["level"] for one in found if one["what"] == "decide"}
    assert levels == {"p1": 1, "p2": 2, "p3": 0}
    english = run("due", *node, "--at", "2026-08-04T09:00", "--lang", "en").out
    assert "nine tenths of the time gone" in english and "half of the time gone" in english


def test_search_does_not_look_into_what_is_sealed(run, tmp_path, password_file) -> None:
    home = tmp_path / "yt"
    new = NewNode("YT", "Trạm y tế", "health", "", "bs", "health", PASSWORD)
    opened = create_node(Home(home), new, limits=REHEARSAL)
    save(opened.session, "person", "", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    (found,) = find_people(opened.session, "thu")
    add_note(
        opened.session,
        "treatment_detail",
        {"person": found.id, "noted_on": "2026-08-03"},
        {"drug": "methadone", "note": "Bướm trắng"},
    )
    opened.close()
    there = ["--home", str(home), "--password-file", str(password_file)]
    for text in ("methadone", "buom trang", "Bướm"):
        assert run("search", text, *there, "--json").json == []
    assert len(run("search", "nguyen van thu", *there, "--json").json) == 1
    dumped = run("dump", *there).out
    assert "treatment_detail" in dumped and "methadone" not in dumped and "Bướm" not in dumped
    note = json.loads(next(line for line in dumped.splitlines() if "treatment_detail" in line))
    (written,) = run("history", "treatment_detail", note["id"], *there, "--json").json
    assert written["fields"]["drug"] == [None, "methadone"]
    looked = run("audit", *there, "--json").json
    assert any(entry["act"] == "history" and note["id"] in entry["subject"] for entry in looked)


def test_a_police_account_asks_in_vain_for_the_history_of_a_clinical_note(run, node) -> None:
    assert run("history", "treatment_detail", "k1", *node, "--json").error == "E_ROLE"


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
