"""What one record may not say against another is refused at its field; what is only odd warns and is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from app.kinds.codec import from_fields
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.case_stage import Stage, stage_of
from app.register.entries import record, record_test
from app.register.foreseen import foreseen, which_time
from app.register.loading import load
from app.register.people import AddPerson, add_person, open_person, save
from app.register.session import Session
from app.register.suspicions import suspicions

PERSON = {"name": "Đỗ Thị Hòa", "birth": "1990-05-12"}
MINOR = {"name": "Lê Văn Bé", "birth": "2010-03-01"}


@pytest.fixture
def person(session: Session) -> str:
    return add_person(session, AddPerson(PERSON))[0]


def put(session: Session, kind: str, record_id: str = "", **fields: Any) -> str:
    return save(session, kind, record_id, fields).records[0][1]


def a_test(
    session: Session, person: str, at: str = "2026-11-10T08:00", result: str = "positive", **more: Any
) -> str:
    fields = {"person": person, "sampled_at": f"{at}:00+07:00", "result": result, **more}
    return record_test(session, fields).records[0][1]


def refused(session: Session, kind: str, code: str, field: str, record_id: str = "", **fields: Any) -> Fault:
    """Refused with the code at the field, in a sentence in Vietnamese that names no place left open."""
    with pytest.raises(Fault, match=code) as caught:
        save(session, kind, record_id, fields)
    assert caught.value.field == field
    sentence = caught.value.sentence()
    assert sentence and "{" not in sentence
    return caught.value


def warned(session: Session, kind: str, record_id: str = "x", **fields: Any) -> dict[str, Fault]:
    """What is odd about fields that may be kept, by code."""
    found = suspicions(session, from_fields(KINDS[kind], record_id, fields))
    for fault in found:
        assert fault.code.startswith("W_") and fault.sentence() and "{" not in fault.sentence()
        assert not fault.field or fault.field in KINDS[kind].by_name
    return {fault.code: fault for fault in found}


# -- refused


def test_a_decision_is_not_before_the_test_it_rests_on(session: Session, person: str) -> None:
    test = a_test(session, person)
    fields = {"person": person, "sort": "manage_user", "test": test}
    refused(session, "decision", "E_BEFORE_TEST", "decided_on", decided_on="2026-11-09", **fields)
    made = put(session, "decision", decided_on="2026-11-10", **fields)
    moved = {"person": person, "sampled_at": "2026-11-12T08:00:00+07:00", "result": "positive"}
    fault = refused(session, "drug_test", "E_BEFORE_TEST", "sampled_at", test, **moved)
    assert "10/11/2026" in fault.sentence()
    save(session, "decision", made, {**fields, "decided_on": "2026-11-12"})
    save(session, "drug_test", test, moved)


def test_an_assessment_is_not_before_its_request_nor_the_request_before_its_test(
    session: Session, person: str
) -> None:
    test = a_test(session, person)
    fields = {"person": person, "ground": "managed", "test": test}
    refused(session, "assessment_request", "E_BEFORE_TEST", "asked_on", asked_on="2026-11-01", **fields)
    asked = put(session, "assessment_request", asked_on="2026-11-11", **fields)
    answer = {"person": person, "request": asked, "conclusion": "addicted"}
    refused(session, "assessment", "E_BEFORE_REQUEST", "concluded_on", concluded_on="2026-11-10", **answer)
    begun = {"started_on": "2026-11-10", "concluded_on": "2026-11-15"}
    refused(session, "assessment", "E_BEFORE_REQUEST", "started_on", **answer, **begun)
    put(session, "assessment", concluded_on="2026-11-15", **answer)
    refused(
        session, "assessment_request", "E_BEFORE_REQUEST", "asked_on", asked, asked_on="2026-11-16", **fields
    )


@pytest.mark.parametrize(
    ("kind", "when", "ground", "day", "known"),
    [
        ("assessment_request", "asked_on", "educated", "2026-06-30", True),
        ("assessment_request", "asked_on", "educated", "2026-07-01", False),
        ("assessment_request", "asked_on", "registering", "2026-06-30", False),
        ("assessment_request", "asked_on", "registering", "2026-07-01", True),
        ("assessment_request", "asked_on", "deported", "2026-06-30", False),
        ("assessment_request", "asked_on", "deported", "2026-07-01", True),
        ("compulsory_file", "opened_on", "breach_ladder", "2026-06-30", False),
        ("compulsory_file", "opened_on", "breach_ladder", "2026-07-01", True),
        ("compulsory_file", "opened_on", "refused_monitoring", "2026-07-01", True),
        ("decision", "decided_on", "dd", "2026-07-01", True),
        ("decision", "decided_on", "zz", "2026-07-01", False),
    ],
)
def test_a_ground_the_law_of_the_day_does_not_know(
    session: Session, person: str, kind: str, when: str, ground: str, day: str, known: bool
) -> None:
    fields: dict[str, Any] = {"person": person, "ground": ground, when: day}
    fields |= {"sort": "stop"} if kind == "decision" else {}
    if known:
        put(session, kind, **fields)
    else:
        refused(session, kind, "E_GROUND", "ground", **fields)


def test_the_ground_of_a_file_is_judged_on_the_day_it_was_found(session: Session, person: str) -> None:
    fields = {"person": person, "ground": "breach_ladder", "opened_on": "2026-07-03"}
    refused(session, "compulsory_file", "E_GROUND", "ground", ground_on="2026-06-29", **fields)
    put(session, "compulsory_file", ground_on="2026-07-02", **fields)


@pytest.mark.parametrize(
    ("kind", "start", "end", "more"),
    [
        ("rehab_episode", "registered_on", "ended_on", {"form": "home"}),
        ("substitution_treatment", "started_on", "stopped_on", {"facility": "Trạm y tế"}),
    ],
)
def test_nobody_is_in_two_episodes_of_one_sort(
    session: Session, person: str, kind: str, start: str, end: str, more: dict[str, Any]
) -> None:
    fields = {"person": person, **more}
    first = put(session, kind, **fields, **{start: "2026-03-01"})
    refused(session, kind, "E_OVERLAP", start, **fields, **{start: "2026-06-01"})
    refused(session, kind, "E_OVERLAP", start, **fields, **{start: "2026-01-01", end: "2026-04-01"})
    put(session, kind, **fields, **{start: "2026-01-01", end: "2026-02-01"})
    save(session, kind, first, {**fields, start: "2026-03-01", end: "2026-05-31"})
    put(session, kind, **fields, **{start: "2026-05-31"})  # one ends the day the next begins


def test_stages_and_steps_are_not_skipped(session: Session, person: str) -> None:
    stages = [{"stage": "1", "since": "2026-03-01"}, {"stage": "3", "since": "2026-04-01"}]
    fields = {"person": person, "form": "home", "registered_on": "2026-03-01"}
    refused(session, "rehab_episode", "E_STAGE_SKIPPED", "stages", stages=stages, **fields)
    file = {"person": person, "ground": "no_register", "opened_on": "2026-08-01"}
    taken = {"executed_at": "2026-09-01T08:00:00+07:00"}
    refused(session, "compulsory_file", "E_STAGE_SKIPPED", "decided_on", **file, **taken)
    put(session, "compulsory_file", decided_on="2026-08-20", **file, **taken)


def test_a_sample_of_a_minor_other_than_urine_needs_consent(session: Session) -> None:
    child = add_person(session, AddPerson(MINOR))[0]
    test = {"person": child, "sampled_at": "2026-11-10T08:00:00+07:00", "result": "negative"}
    fault = refused(session, "drug_test", "E_CONSENT", "guardian_consent", sample="blood", **test)
    assert "18" in fault.sentence()
    put(session, "drug_test", sample="blood", guardian_consent=True, **test)
    put(session, "drug_test", sample="urine", **test)
    put(session, "drug_test", sample="blood", **{**test, "result": "refused"})
    unsure = add_person(session, AddPerson({"name": "Lê Văn Bé", "birth": "2008"}))[0]
    assert "W_MINOR" in warned(session, "drug_test", **{**test, "person": unsure, "sample": "blood"})


def test_a_second_result_is_linked_and_never_written_over(session: Session, person: str) -> None:
    first = a_test(session, person, method="rapid")
    over = {"person": person, "sampled_at": "2026-11-10T08:00:00+07:00"}
    refused(
        session,
        "drug_test",
        "E_SECOND_RESULT",
        "method",
        first,
        method="laboratory",
        result="negative",
        **over,
    )
    second = a_test(session, person, "2026-11-11T10:00", "negative", method="laboratory", confirms=first)
    tests = open_person(session, person).facts.tests
    assert [(t.id, t.result) for t in tests] == [(first, "positive"), (second, "negative")]
    early = {"person": person, "sampled_at": "2026-11-09T08:00:00+07:00", "result": "negative"}
    refused(session, "drug_test", "E_CHAIN", "confirms", confirms=first, **early)
    refused(session, "drug_test", "E_CHAIN", "confirms", second, confirms=second, **early)
    late = {"person": person, "sampled_at": "2026-11-12T08:00:00+07:00", "result": "positive"}
    refused(session, "drug_test", "E_CHAIN", "sampled_at", first, **late)
    refused(session, "drug_test", "E_CHAIN", "confirms", first, confirms=second, **late)


def test_what_a_record_names_is_the_same_person_s(session: Session, person: str) -> None:
    other = add_person(session, AddPerson(MINOR))[0]
    test = a_test(session, other)
    fields = {"person": person, "sort": "manage_user", "decided_on": "2026-11-11", "test": test}
    refused(session, "decision", "E_OTHER_PERSON", "test", **fields)
    decision = put(session, "decision", **{**fields, "person": other})
    period = {"person": person, "status": "U-QL", "since": "2026-11-11", "opened_by": decision}
    refused(session, "status_period", "E_OTHER_PERSON", "opened_by", **period)


def test_a_load_refuses_what_a_form_refuses(session: Session) -> None:
    lines = [
        {"kind": "person", "id": "p1", **PERSON},
        {"kind": "drug_test", "id": "t1", "person": "p1", "sampled_at": "2026-11-10T08:00", "result": "positive"},
        {"kind": "decision", "id": "d1", "person": "p1", "sort": "stop", "decided_on": "2026-11-09", "test": "t1"},
        {"kind": "assessment_request", "id": "a1", "person": "p1", "ground": "educated", "asked_on": "2026-11-11"},
        {"kind": "rehab_episode", "id": "r1", "person": "p1", "form": "home", "registered_on": "2026-01-01"},
        {"kind": "rehab_episode", "id": "r2", "person": "p1", "form": "home", "registered_on": "2026-02-01"},
    ]  # fmt: skip
    done = load(session, [json.dumps(line).encode() for line in lines])
    assert {(r.line, r.code) for r in done.refused} == {
        (2, "E_BEFORE_TEST"),
        (3, "E_BEFORE_TEST"),
        (4, "E_GROUND"),
        (5, "E_OVERLAP"),
        (6, "E_OVERLAP"),
    }
    assert session.store.position.lsn == 0


# -- warned of


def test_days_ahead_and_ages_warn(session: Session, person: str) -> None:
    assert warned(session, "visit", person=person, visited_on="2026-11-24")["W_FUTURE"].field == "visited_on"
    assert not warned(session, "visit", person=person, visited_on="2026-11-23")
    child = add_person(session, AddPerson({"name": "Em Bé", "birth": "2016-01-01"}))[0]
    found = warned(session, "detection", person=child, detected_at="2026-11-10T08:00:00+07:00")
    assert "12" in found["W_CHILD"].sentence()
    put(session, "status_period", person=person, status="DEAD", since="2026-11-01")
    assert warned(session, "visit", person=person, visited_on="2026-11-02")["W_DEAD"].field == "visited_on"


def test_a_test_that_looks_odd_warns(session: Session, person: str) -> None:
    put(session, "kit_lot", "k1", name="Que", lot="L1", expiry="2027-01-01", quantity=1)
    first = a_test(session, person, kit="k1", supervisor="An")
    second = {"person": person, "sampled_at": "2026-11-11T10:00:00+07:00", "result": "negative"}
    assert {"W_SUPERVISOR", "W_NEAR"} <= set(warned(session, "drug_test", **second))
    assert "26" in warned(session, "drug_test", **second)["W_NEAR"].sentence()
    linked = warned(session, "drug_test", confirms=first, supervisor="An", **second)
    assert set(linked) == {"W_DIFFERS"} and linked["W_DIFFERS"].field == "result"
    a_test(session, person, "2026-11-20T08:00", "negative", kit="k1", supervisor="An")
    again = {**second, "sampled_at": "2026-11-20T08:00:00+07:00", "kit": "k1", "supervisor": "An"}
    assert "W_KIT" in warned(session, "drug_test", **again)
    refusal = {**second, "sampled_at": "2026-10-01T10:00:00+07:00", "result": "refused"}
    assert not warned(session, "drug_test", **refusal)


def test_a_decision_that_looks_odd_warns(session: Session, person: str) -> None:
    decision: dict[str, Any] = {"person": person, "sort": "manage_user", "decided_on": "2026-11-12"}
    assert set(warned(session, "decision", **decision)) == {"W_NO_POSITIVE"}
    a_test(session, person, "2026-11-13T08:00")
    assert warned(session, "decision", **decision)["W_TEST_AFTER"].field == "decided_on"
    a_test(session, person, "2026-11-10T10:05", received_at="2026-11-10T10:05:00+07:00")
    late = warned(session, "decision", **decision)["W_LATE"]
    assert "11/11/2026 10:05" in late.sentence() and "120/2025" in late.sentence()
    assert not warned(session, "decision", **{**decision, "decided_on": "2026-11-11"})
    education = {**decision, "sort": "education"}
    assert warned(session, "decision", **education)["W_NOT_IN_LAW"].field == "sort"
    assert not warned(session, "decision", **{**education, "decided_on": "2026-06-01"})
    made = put(session, "decision", **decision)
    period = {"person": person, "since": "2026-11-01", "opened_by": made}
    assert "W_STATUS_EARLY" in warned(session, "status_period", status="U-QL", **period)
    assert not warned(session, "status_period", status="S", **period), "after-care counts from completion"


def test_numbers_requests_and_incidents_warn(session: Session, person: str) -> None:
    paper = [{"sort": "cccd", "number": "000190000001"}]
    add_person(session, AddPerson({"name": "Người Khác", "birth": "1990", "papers": paper}))
    found = warned(session, "person", "new", name="Trần Văn A", sex="male", birth="1990", papers=paper)
    assert set(found) == {"W_NUMBER", "W_SAME_NUMBER"} and "Người Khác" in found["W_SAME_NUMBER"].sentence()
    ask: dict[str, Any] = {"person": person, "ground": "managed", "asked_on": "2026-11-12"}
    assert "W_NO_TEST" in warned(session, "assessment_request", **ask)
    negative = a_test(session, person, result="negative")
    assert "W_NOT_POSITIVE" in warned(session, "assessment_request", **ask, test=negative)
    answer = {"person": person, "concluded_on": "2026-11-12", "conclusion": "addicted"}
    assert "W_CERTIFICATE" in warned(session, "assessment", **answer)
    incident = {"sort": "case", "detected_on": "2026-05-02", "prosecuted_on": "2026-05-01"}
    assert warned(session, "incident", **incident)["W_ORDER"].field == "prosecuted_on"
    file = {"person": person, "ground": "no_register", "opened_on": "2026-08-01"}
    assert "W_STAGE" in warned(session, "compulsory_file", sent_on="2026-08-09", **file)
    assert "W_STAGE" in warned(session, "compulsory_file", accepted_on="2026-08-09", **file)


def test_which_time_is_counted_and_a_wrong_count_warns(session: Session, person: str) -> None:
    episode = {"person": person, "form": "home"}
    put(session, "rehab_episode", registered_on="2024-01-01", ended_on="2024-06-01", **episode)
    records = open_person(session, person).records
    assert which_time("rehab_episode", records, {})[0] == 2
    assert foreseen(session, "rehab_episode", records)["time"] == 2
    assert "W_TIME" in warned(session, "rehab_episode", registered_on="2026-01-01", **episode)
    assert not warned(session, "rehab_episode", registered_on="2026-01-01", time=2, **episode)
    breach = {"person": person, "obligation": "voluntary", "sort": "absent"}
    put(session, "breach", happened_on="2026-02-01", **breach)
    assert "W_TIME" in warned(session, "breach", happened_on="2026-03-01", **breach)
    assert not warned(session, "breach", happened_on="2026-03-01", time=2, **breach)
    put(session, "substitution_treatment", person=person, facility="Trạm", started_on="2026-01-05")
    assert "W_BESIDE" in warned(session, "rehab_episode", registered_on="2026-02-01", time=2, **episode)


def test_what_only_warns_is_kept(session: Session, person: str) -> None:
    changed = record(session, "visit", {"person": person, "visited_on": "2026-12-24"})
    assert changed.ops == 1
    corrected = record(
        session, "visit", {"id": changed.records[0][1], "person": person, "visited_on": "2026-11-20"}
    )
    assert corrected.ops == 1 and corrected.added == 0


# -- good beginnings


def test_a_new_record_begins_with_what_is_known(session: Session, person: str) -> None:
    records = open_person(session, person).records
    test = foreseen(session, "drug_test", records)
    assert test["sampled_at"].startswith("2026-11-23T10:00") and test["taken_by"] == session.user
    made = a_test(session, person, "2026-11-22T08:00", "unclear")
    assert foreseen(session, "drug_test", open_person(session, person).records)["confirms"] == made
    positive = a_test(session, person, "2026-11-22T09:00")
    records = open_person(session, person).records
    assert foreseen(session, "decision", records) | {"regime": 0} == {
        "decided_on": "2026-11-23", "sort": "manage_user", "test": positive, "regime": 0,
    }  # fmt: skip
    put(session, "status_period", person=person, status="U-QL", since="2026-11-22")
    records = open_person(session, person).records
    assert "test" not in foreseen(session, "decision", records)
    assert foreseen(session, "assessment_request", records)["ground"] == "managed"
    assert foreseen(session, "breach", records)["obligation"] == "user_management"
    asked = put(
        session, "assessment_request", person=person, ground="managed", asked_on="2026-11-23", facility="TT"
    )
    answer = foreseen(session, "assessment", open_person(session, person).records)
    assert (answer["request"], answer["facility"]) == (asked, "TT")


# -- how far a case is

TODAY = date(2026, 11, 23)


def made(kind: str, n: int, fields: Mapping[str, Any]) -> Any:
    return from_fields(KINDS[kind], f"{kind}{n}", {"person": "p", **fields})


TEST = ("drug_test", {"sampled_at": "2026-01-10T08:00:00+07:00", "result": "positive"})
MANAGED = ("status_period", {"status": "U-QL", "since": "2026-01-11"})
OVER = ("status_period", {"status": "U-QL", "since": "2025-01-11", "until": "2026-01-11"})
ASKED = ("assessment_request", {"asked_on": "2026-05-01", "ground": "managed"})
ANSWER = (
    "assessment",
    {"concluded_on": "2026-05-09", "conclusion": "addicted", "request": "assessment_request1"},
)
WATCHED = (
    "assessment",
    {"concluded_on": "2026-05-09", "conclusion": "observing", "request": "assessment_request1"},
)
HOME = ("rehab_episode", {"form": "home", "registered_on": "2026-06-01"})
DONE = ("rehab_episode", {"form": "home", "registered_on": "2025-06-01", "ended_on": "2026-10-01"})
AFTER = ("status_period", {"status": "S", "since": "2026-10-01"})
MOVED = ("status_period", {"status": "MOVED", "since": "2026-11-01"})
LATER = ("drug_test", {"sampled_at": "2026-11-01T08:00:00+07:00", "result": "positive"})
AHEAD = ("status_period", {"status": "S", "since": "2026-12-01"})


@pytest.mark.parametrize(
    ("records", "stage"),
    [
        ((), Stage.DETECTED),
        ((TEST,), Stage.TESTED),
        ((TEST, MANAGED), Stage.MEASURE),
        ((TEST, MANAGED, ASKED), Stage.ASSESSED),
        ((TEST, MANAGED, ASKED, WATCHED), Stage.ASSESSED),
        ((TEST, MANAGED, ASKED, ANSWER), Stage.MEASURE),
        ((TEST, OVER), Stage.ENDED),
        ((OVER, LATER), Stage.TESTED),
        ((TEST, ASKED, ANSWER), Stage.ASSESSED),
        ((TEST, ASKED, ANSWER, HOME), Stage.MEASURE),
        ((DONE,), Stage.ENDED),
        ((DONE, AFTER), Stage.AFTERCARE),
        ((DONE, AFTER, MOVED), Stage.ENDED),
        ((DONE, AHEAD), Stage.ENDED),
    ],
)
def test_the_stage_follows_from_the_records(
    records: tuple[tuple[str, dict[str, Any]], ...], stage: Stage
) -> None:
    kept: dict[str, list[Any]] = {}
    for kind, fields in records:
        kept.setdefault(kind, []).append(made(kind, len(kept.get(kind, [])) + 1, fields))
    assert stage_of(kept, TODAY) is stage
