"""Asking for an assessment, the appointment, the conclusion: what the law of the day allows, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kinds.clinical import AssessmentNote
from app.kinds.faults import Fault
from app.register import assessing
from app.register.assessing import (
    ASSESSMENTS,
    days_waiting,
    grounds_on,
    record_assessment,
    request_assessment,
    schedule,
    serves_until,
)
from app.register.clinical_forms import check_note, criteria_labels, criteria_on, form_name
from app.register.entries import record_test
from app.register.session import Session
from app.register.stages import StageQuery, first_stage_lines, open_case, stage_counts
from tests.register.clinic import somebody


def positive(session: Session, person: str, at: str = "2026-11-20T09:00:00+07:00", **more: Any) -> str:
    """A test; its id."""
    record_test(
        session, {"id": f"t{at[8:10]}", "person": person, "sampled_at": at, "result": "positive"} | more
    )
    return f"t{at[8:10]}"


def fault(act: Any, *args: Any) -> Fault:
    with pytest.raises(Fault) as told:
        act(*args)
    return told.value


def codes(saved: assessing.Saved) -> set[str]:
    return {warning.code for warning in saved.warnings}


def test_a_ground_must_be_known_to_the_law_of_the_day(session: Session) -> None:
    person = somebody(session, since="2026-06-01")
    told = fault(request_assessment, session, {"person": person, "ground": "educated"})
    assert (told.code, told.field) == ("E_GROUND", "ground")
    known = told.sentence()
    for ground in grounds_on(session, session.today()):
        assert ground.label in known  # the fault names what may be chosen
    # the same ground under the law before 1 July 2026
    kept = request_assessment(session, {"person": person, "ground": "educated", "asked_on": "2026-06-20"})
    assert kept.changed.ops == 1
    assert (
        fault(
            request_assessment, session, {"person": person, "ground": "deported", "asked_on": "2026-06-20"}
        ).code
        == "E_GROUND"
    )


def test_grounds_of_a_day_are_those_of_its_regime_with_their_article(session: Session) -> None:
    new = {g.code: g.article for g in grounds_on(session, date(2026, 11, 23))}
    old = {g.code: g.article for g in grounds_on(session, date(2026, 6, 30))}
    assert set(new) == {"managed", "no_residence", "aftercare", "voluntary", "registering", "deported"}
    assert set(old) == {"managed", "no_residence", "aftercare", "voluntary", "educated"}
    assert "Điều 31" in new["registering"] and "Điều 40" in new["deported"] and "Điều 27" in old["managed"]


def test_a_request_without_a_positive_test_is_kept_and_warns(session: Session) -> None:
    person = somebody(session)
    assert codes(request_assessment(session, {"person": person, "ground": "managed"})) == {"W_NO_TEST"}
    assert codes(request_assessment(session, {"person": person, "ground": "voluntary"})) == set()
    test = positive(session, person)
    kept = request_assessment(session, {"person": person, "ground": "managed", "test": test})
    assert codes(kept) == set()
    record_test(
        session,
        {"id": "neg", "person": person, "sampled_at": "2026-11-21T09:00:00+07:00", "result": "negative"},
    )
    assert codes(request_assessment(session, {"person": person, "ground": "managed", "test": "neg"})) == {
        "W_NOT_POSITIVE"
    }


def test_a_ground_of_a_status_that_the_person_has_not_warns(session: Session) -> None:
    person = somebody(session, status="U-QL")
    test = positive(session, person)
    saved = request_assessment(session, {"person": person, "ground": "aftercare", "test": test})
    assert codes(saved) == {"W_STATUS"}


def test_the_order_of_days_is_kept_at_the_field(session: Session) -> None:
    person, other = somebody(session), somebody(session)
    test = positive(session, person)
    early = {"person": person, "ground": "managed", "test": test, "asked_on": "2026-11-19"}
    assert fault(request_assessment, session, early).field == "asked_on"
    assert (
        fault(request_assessment, session, early | {"person": other, "asked_on": "2026-11-21"}).field
        == "test"
    )
    request = request_assessment(session, early | {"asked_on": "2026-11-21"}).id
    assert fault(schedule, session, request, "2026-11-20T08:00:00+07:00").field == "scheduled_at"
    conclusion = {
        "person": person,
        "request": request,
        "conclusion": "addicted",
        "concluded_on": "2026-11-20",
    }
    assert fault(record_assessment, session, conclusion).field == "concluded_on"
    assert fault(record_assessment, session, conclusion | {"person": other}).field == "request"


def test_a_conclusion_needs_the_certificate_and_a_request_and_says_so(session: Session) -> None:
    person = somebody(session)
    bare = {"person": person, "conclusion": "not_addicted", "concluded_on": "2026-11-23"}
    saved = record_assessment(session, bare)
    assert codes(saved) == {"W_CERTIFICATE", "W_NO_REQUEST"}
    assert codes(record_assessment(session, bare | {"conclusion": "observing"})) == {"W_NO_REQUEST"}
    asked = request_assessment(
        session, {"person": person, "ground": "managed", "asked_on": "2026-11-22", "facility": "TTYT"}
    )
    full = record_assessment(session, bare | {"certificate_number": "012/CC"})
    assert codes(full) == set()
    (found,) = assessing.about_assessment(session, asked.id)  # the only open request is taken
    assert found.id == full.id and found.facility == "TTYT"


def test_two_open_requests_are_not_guessed_between(session: Session) -> None:
    person = somebody(session)
    for day in ("2026-11-20", "2026-11-21"):
        request_assessment(session, {"person": person, "ground": "managed", "asked_on": day})
    fields = {"person": person, "conclusion": "addicted", "concluded_on": "2026-11-23"}
    assert "W_NO_REQUEST" in codes(record_assessment(session, fields))


def test_correcting_keeps_the_record(session: Session) -> None:
    person = somebody(session)
    made = request_assessment(session, {"person": person, "ground": "managed", "number": "1"})
    again = request_assessment(
        session, {"id": made.id, "person": person, "ground": "managed", "number": "2"}, "sai số"
    )
    assert again.id == made.id and again.changed.added == 0
    assert schedule(session, made.id, "2026-11-25T08:00:00+07:00", "Bệnh viện").changed.ops == 1
    with session.store.read() as reader:
        row = reader.row("SELECT number, facility, scheduled_at FROM r_assessment_request")
    assert row is not None and tuple(row) == ("2", "Bệnh viện", "2026-11-25T08:00:00+07:00")
    assert fault(schedule, session, "none", "2026-11-25T08:00:00+07:00").code == "E_UNKNOWN_RECORD"


def test_stages_follow_the_records(session: Session) -> None:
    people = [somebody(session) for _n in range(5)]
    asked = [
        request_assessment(session, {"person": p, "ground": "managed", "asked_on": "2026-11-20"}).id
        for p in people[:4]
    ]
    for request in asked[1:]:
        schedule(session, request, "2026-11-23T08:00:00+07:00")
    for place, conclusion in ((2, "observing"), (3, "addicted")):
        record_assessment(
            session,
            {
                "person": people[place],
                "request": asked[place],
                "conclusion": conclusion,
                "concluded_on": "2026-11-23",
            },
        )
    record_assessment(
        session, {"person": people[4], "conclusion": "not_addicted", "concluded_on": "2026-11-23"}
    )
    assert stage_counts(session, ASSESSMENTS) == {
        "asked": 1,
        "scheduled": 1,
        "observing": 1,
        "concluded": 2,
    }
    lines = first_stage_lines(session, ASSESSMENTS, StageQuery(stage="asked"))
    assert [line.id for line in lines] == asked[:1]
    detail = open_case(session, ASSESSMENTS, lines[0].key)
    assert days_waiting(detail.record, session.today()) == 3
    assert (
        len(first_stage_lines(session, ASSESSMENTS, StageQuery())) == 3
    )  # what is concluded waits on request
    assert len(first_stage_lines(session, ASSESSMENTS, StageQuery(stage="*"))) == 5


def test_a_slip_serves_as_long_as_the_law_of_its_day_says(session: Session) -> None:
    assert serves_until(session, date(2026, 8, 31)) == date(2027, 2, 28)
    assert serves_until(session, date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("criteria", "lasting", "conclusion", "verdict"),
    [
        (("1", "2", "3"), "yes", "addicted", "agree"),
        (("1", "2", "3"), "yes", "not_addicted", "disagree"),
        (("1", "6"), "yes", "addicted", "disagree"),
        (("1", "2"), "yes", "observing", "agree"),
        (("1", "2", "3"), None, "addicted", "unknown"),
        ((), "no", "not_addicted", "agree"),
    ],
)
def test_the_counting_rule_is_a_check(
    session: Session, criteria: tuple[str, ...], lasting: str | None, conclusion: str, verdict: str
) -> None:
    note = AssessmentNote(id="n", criteria=criteria, lasting=lasting)
    found = check_note(session, note, session.today(), conclusion)
    assert found is not None and found.verdict == verdict
    assert check_note(session, AssessmentNote(id="n"), session.today(), conclusion) is None


def test_criteria_are_named_by_the_form_in_force(session: Session) -> None:
    rules = criteria_on(session, session.today())
    assert form_name(rules).startswith("TT18 ")
    labels = criteria_labels(rules, AssessmentNote(id="n", criteria=("6", "9")))
    assert labels[0].startswith("6. ") and labels[1] == "9"
