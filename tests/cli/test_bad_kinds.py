"""Bad input to the kinds of a case's whole way: one sentence each, status 3, nothing kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import person

PERSON = person("p1")
OTHER = person("p2", "Nguyễn Thị Khác")
TEST = {
    "kind": "drug_test",
    "id": "t1",
    "person": "p1",
    "sampled_at": "2026-08-03T10:05",
    "result": "positive",
}
REQUEST = {
    "kind": "assessment_request",
    "id": "q1",
    "person": "p1",
    "asked_on": "2026-08-04",
    "ground": "managed",
}
DECISION = {"kind": "decision", "id": "d1", "person": "p1", "sort": "manage_user", "decided_on": "2026-08-04"}
EPISODE = {
    "kind": "rehab_episode",
    "id": "e1",
    "person": "p1",
    "form": "home",
    "registered_on": "2026-08-10",
    "started_on": "2026-08-10",
}
FILE = {
    "kind": "compulsory_file",
    "id": "f1",
    "person": "p1",
    "ground": "no_register",
    "ground_on": "2026-08-03",
    "opened_on": "2026-08-05",
}
STATUS = {"kind": "status_period", "id": "s1", "person": "p1", "status": "U-QL", "since": "2026-08-04"}

Line = dict[str, Any]


def a(base: Line, **more: Any) -> Line:
    """A record with other fields."""
    return {**base, **more}


#: What is wrong, the lines beside two people, the field and the code of the refusal.
BAD: list[tuple[str, list[Line], str, str]] = [
    ("end before beginning", [a(STATUS, until="2026-08-01")], "until", "E_END_BEFORE_START"),
    (
        "arrived before leaving",
        [
            {
                "kind": "absence", "id": "a1", "person": "p1", "sort": "move_out",
                "left_at": "2026-08-04T08:00", "arrived_at": "2026-08-03T08:00",
            }
        ],
        "arrived_at",
        "E_END_BEFORE_START",
    ),
    (
        "a step of the file before the one before",
        [a(FILE, sent_on="2026-08-20", decided_on="2026-08-10")],
        "decided_on",
        "E_END_BEFORE_START",
    ),
    (
        "taken to the facility without a decision",
        [a(FILE, executed_at="2026-09-01T08:00")],
        "decided_on",
        "E_STAGE_SKIPPED",
    ),
    (
        "a stage skipped",
        [a(EPISODE, stages=[{"stage": "1", "since": "2026-08-10"}, {"stage": "3", "since": "2026-09-10"}])],
        "stages",
        "E_STAGE_SKIPPED",
    ),
    ("an outcome without its day", [a(EPISODE, outcome="completed")], "ended_on", "E_END_DAY"),
    (
        "two rehabilitations at a time",
        [EPISODE, a(EPISODE, id="e2", registered_on="2026-09-01", started_on="2026-09-01")],
        "started_on",
        "E_OVERLAP",
    ),
    ("a ground the law no longer knows", [a(REQUEST, ground="educated")], "ground", "E_GROUND"),
    (
        "a ground the law does not know yet",
        [a(FILE, ground="breach_ladder", ground_on="2025-03-03", opened_on="2025-03-05")],
        "ground",
        "E_GROUND",
    ),
    ("a ground nobody knows", [a(REQUEST, ground="vì ghét")], "ground", "E_CODE"),
    (
        "a decision before its test",
        [TEST, a(DECISION, decided_on="2026-08-02", test="t1")],
        "decided_on",
        "E_BEFORE_TEST",
    ),
    ("a request before its test", [TEST, a(REQUEST, asked_on="2026-08-01", test="t1")], "asked_on", "E_BEFORE_TEST"),
    (
        "an assessment before its request",
        [
            REQUEST,
            {
                "kind": "assessment", "id": "x1", "person": "p1", "request": "q1",
                "concluded_on": "2026-08-03", "conclusion": "addicted",
            },
        ],
        "concluded_on",
        "E_BEFORE_REQUEST",
    ),
    ("an expired kit", [a(TEST, kit_name="Que thử", kit_expiry="2026-08-02")], "kit_expiry", "E_KIT_EXPIRED"),
    (
        "a refusal with results",
        [a(TEST, result="refused", panel=[{"substance": "heroin", "result": "negative"}])],
        "result",
        "E_RESULT_DISAGREES",
    ),
    (
        "exclusive statuses at a time",
        [STATUS, a(STATUS, id="s2", status="A", since="2026-09-01")],
        "since",
        "E_OVERLAP",
    ),
    ("a test of somebody else", [a(TEST, person="p2"), a(DECISION, test="t1")], "test", "E_OTHER_PERSON"),
    ("a file of nobody", [a(FILE, person="p9")], "person", "E_REFERENCE"),
    ("a decision there is not", [a(EPISODE, decision="d9")], "decision", "E_REFERENCE"),
    (
        "an incident there is not",
        [{"kind": "involvement", "id": "i1", "incident": "n9", "name": "Người thử", "part": "user"}],
        "incident",
        "E_REFERENCE",
    ),
    (
        "more households signed than there are",
        [
            {
                "kind": "pledge_count", "id": "c1", "hamlet": "Tổ 1", "counted_on": "2026-08-01",
                "households": 10, "signed": 11,
            }
        ],
        "signed",
        "E_MORE_THAN_ALL",
    ),
    (
        "clinical text from a police account",
        [{"kind": "treatment_detail", "id": "k1", "person": "p1", "noted_on": "2026-08-01", "sealed": "40 mg"}],
        "",
        "E_ROLE",
    ),
    (
        "a health status that is no field",
        [a(EPISODE, hiv="dương tính")],
        "hiv",
        "E_FIELD",
    ),
    (
        "plants below zero",
        [{"kind": "cultivation", "id": "v1", "species": "cannabis", "detected_on": "2026-08-01", "plants": -3}],
        "plants",
        "E_VALUE",
    ),
    (
        "a part nobody has",
        [{"kind": "involvement", "id": "i2", "name": "Người thử", "part": "boss"}],
        "part",
        "E_CODE",
    ),
    (
        "a class that is none",
        [
            {
                "kind": "classification", "id": "l1", "rules": "QD28-2025", "since": "2025-12-15",
                "until": "2026-12-14", "proposed": "IV",
            }
        ],
        "proposed",
        "E_CODE",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "field", "code"), [bad[1:] for bad in BAD], ids=[bad[0] for bad in BAD])
def test_it_is_refused_in_one_sentence_and_nothing_is_kept(run, node, lines, field, code) -> None:
    text = "\n".join([PERSON, OTHER, *(json.dumps(line, ensure_ascii=False) for line in lines)])
    told = run("load", "-", *node, "--json", stdin=text)
    assert told.status == 3, told.out
    refused = told.json["refused"]
    # where two lines of the file do not go together, both are named, each with its own sentence
    assert {one["code"] for one in refused} == {code} and len(refused) <= 2, refused
    assert refused[-1]["field"] == field
    for one in refused:
        said = one["text"]
        assert (said[:1].isupper() or said[:1] == "“") and said.endswith((".", "?")) and "\n" not in said
        assert "E_" not in said and "{" not in said
    assert told.json["added"] == 0
    assert run("dump", *node).out == ""


def test_clinical_text_is_refused_from_a_health_account_too(run, tmp_path, password_file) -> None:
    home = ["--home", str(tmp_path / "yt"), "--password-file", str(password_file)]
    run("init", *home, "--node", "YT", "--name", "Trạm y tế", "--sort", "health", "--user", "bs")
    note = {
        "kind": "treatment_detail",
        "id": "k1",
        "person": "p1",
        "noted_on": "2026-08-01",
        "sealed": "40 mg",
    }
    told = run("load", "-", *home, "--json", stdin=f"{PERSON}\n{json.dumps(note)}")
    assert told.status == 3 and [one["code"] for one in told.json["refused"]] == ["E_UNSEALED"]
    place = {"kind": "place", "id": "k2", "name": "Bãi đất", "sort": "at_risk", "since": "2026-08-01"}
    told = run("load", "-", *home, "--json", stdin=json.dumps(place))
    assert [one["code"] for one in told.json["refused"]] == ["E_ROLE"]
    assert run("dump", *home).out == ""


def test_what_is_only_suspicious_is_kept(run, node) -> None:
    test = a(TEST, received_at="2026-08-06T10:05")
    late = a(DECISION, decided_on="2026-09-30", test="t1")
    lines = [PERSON, *(json.dumps(one) for one in (test, late, a(EPISODE, time=2)))]
    assert run("load", "-", *node, "--json", stdin="\n".join(lines)).json["added"] == 4


def test_the_whole_way_of_a_case_is_taken_in(run, node) -> None:
    way = [
        {
            "kind": "detection", "id": "n1", "person": "p1", "detected_at": "2026-08-03T09:00",
            "ground": "e", "notified_at": "2026-08-03T11:00",
        },
        TEST,
        a(DECISION, test="t1", effective_until="2027-08-04"),
        a(STATUS, opened_by="d1", until="2026-10-01"),
        a(REQUEST, test="t1", asked_on="2026-09-20"),
        {
            "kind": "assessment", "id": "x1", "person": "p1", "request": "q1",
            "concluded_on": "2026-09-28", "conclusion": "addicted",
        },
        a(STATUS, id="s2", status="A", since="2026-10-01"),
        a(
            EPISODE,
            registered_on="2026-10-02",
            started_on="2026-10-02",
            stages=[{"stage": "1", "since": "2026-10-02"}, {"stage": "2", "since": "2026-10-08"}],
        ),
        {
            "kind": "breach", "id": "b1", "person": "p1", "obligation": "voluntary", "sort": "missed",
            "happened_on": "2026-11-02", "record_on": "2026-11-03",
        },
        {"kind": "paper", "id": "g1", "person": "p1", "dossier": "voluntary", "about": "e1", "sort": "registration"},
    ]  # fmt: skip
    text = "\n".join([PERSON, *(json.dumps(line) for line in way)])
    told = run("load", "-", *node, "--json", stdin=text)
    assert told.status == 0 and told.json["added"] == len(way) + 1, told.out
    kept = {json.loads(line)["kind"] for line in run("dump", *node).out.splitlines()}
    assert kept == {"person", *(line["kind"] for line in way)}
    (change,) = run("history", "rehab_episode", "e1", *node, "--json").json
    assert change["fields"]["form"] == [None, "home"]
