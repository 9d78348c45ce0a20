"""Substitution treatment: start, missed days, transfer, stop; what is refused, and the run of missed days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.kinds.rehab import SubstitutionTreatment
from app.register import treatment
from app.register.session import Session
from app.register.stages import StageQuery, first_stage_lines, stage_counts
from app.register.treatment import (
    TREATMENTS,
    miss_days,
    missed_run,
    months_in_treatment,
    set_next,
    start_treatment,
    stop_treatment,
    take_back_missed,
    transfer,
)
from tests.register.clinic import somebody


def started(session: Session, person: str, on: str = "2026-10-01", **more: Any) -> str:
    return start_treatment(session, {"person": person, "facility": "TTYT", "started_on": on} | more).id


def kept(session: Session, record_id: str) -> SubstitutionTreatment:
    with session.store.read() as reader:
        found = reader.get(SubstitutionTreatment, record_id)
    assert found is not None
    return found


def fault(act: Any, *args: Any) -> Fault:
    with pytest.raises(Fault) as told:
        act(*args)
    return told.value


def test_missed_days_are_entered_once_in_order_and_taken_back(session: Session) -> None:
    case = started(session, somebody(session))
    miss_days(session, case, [date(2026, 11, 20), date(2026, 11, 18)], "Đi làm xa")
    miss_days(session, case, [date(2026, 11, 19)])
    assert [line.on.day for line in kept(session, case).missed] == [18, 19, 20]
    assert kept(session, case).missed[0].reason == "Đi làm xa"
    assert fault(miss_days, session, case, [date(2026, 11, 19)]).code == "E_TWICE"
    take_back_missed(session, case, date(2026, 11, 19), "nhầm người")
    assert [line.on.day for line in kept(session, case).missed] == [18, 20]
    assert fault(take_back_missed, session, case, date(2026, 11, 19)).code == "E_DAY"


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 11, 24)])
def test_a_missed_day_outside_the_treatment_is_refused(session: Session, day: date) -> None:
    told = fault(miss_days, session, started(session, somebody(session)), [day])
    assert (told.code, told.field) == ("E_DAY", "missed")


def test_a_transfer_moves_the_person_and_keeps_where_they_were(session: Session) -> None:
    case = started(session, somebody(session), site="Trạm y tế A")
    transfer(session, case, date(2026, 11, 1), "Bệnh viện B", "Điểm C")
    found = kept(session, case)
    assert (found.facility, found.site) == ("Bệnh viện B", "Điểm C")
    assert [(move.on, move.to) for move in found.transfers] == [(date(2026, 11, 1), "Bệnh viện B")]
    assert fault(transfer, session, case, date(2026, 9, 1), "X").field == "on"
    assert fault(transfer, session, case, date(2026, 11, 2), " ").field == "facility"


def test_a_stop_needs_its_reason_and_a_day_after_everything(session: Session) -> None:
    case = started(session, somebody(session), next_on="2026-12-01")
    miss_days(session, case, [date(2026, 11, 20)])
    assert fault(stop_treatment, session, case, date(2026, 11, 21), "").field == "stop_reason"
    assert fault(stop_treatment, session, case, date(2026, 11, 19), "quit").field == "stopped_on"
    assert fault(stop_treatment, session, case, date(2026, 11, 30), "quit").field == "stopped_on"
    assert fault(stop_treatment, session, case, date(2026, 11, 21), "bored").code == "E_CODE"
    stop_treatment(session, case, date(2026, 11, 21), "quit", "Gia đình báo")
    found = kept(session, case)
    assert (found.stop_reason, found.next_on, found.note) == ("quit", None, "Gia đình báo")
    assert fault(set_next, session, case, date(2026, 12, 1)).code == "E_STOPPED"
    assert fault(miss_days, session, case, [date(2026, 11, 22)]).code == "E_DAY"
    miss_days(session, case, [date(2026, 11, 19)])  # what is learnt later, up to the stop
    assert len(kept(session, case).missed) == 2


def test_nobody_is_in_two_treatments_at_a_time(session: Session) -> None:
    person = somebody(session)
    case = started(session, person)
    told = fault(started, session, person, "2026-11-01")
    assert (told.code, told.field) == ("E_OVERLAP", "started_on")
    stop_treatment(session, case, date(2026, 11, 1), "moved")
    assert started(session, person, "2026-11-01") != case


def test_months_in_treatment_are_full_months(session: Session) -> None:
    case = started(session, somebody(session), "2025-11-23")
    found = kept(session, case)
    assert months_in_treatment(found, date(2026, 11, 22)) == 11
    assert months_in_treatment(found, date(2026, 11, 23)) == 12
    stop_treatment(session, case, date(2026, 3, 1), "moved")
    assert months_in_treatment(kept(session, case), date(2026, 11, 23)) == 3


def test_a_run_of_missed_working_days_reaches_the_rule_across_a_weekend(session: Session) -> None:
    """Thursday to Wednesday without the weekend: five working days (ND116 art. 3, under law 73/2021)."""
    case = started(session, somebody(session), "2026-05-01")
    miss_days(session, case, [date(2026, 6, d) for d in (11, 12, 15, 16)])
    run = missed_run(session, kept(session, case))
    assert run is not None and (run.days, run.first, run.rule) == (4, date(2026, 6, 11), None)
    miss_days(session, case, [date(2026, 6, 17)])
    run = missed_run(session, kept(session, case))
    assert run is not None and run.days == 5 and run.rule is not None and "116" in run.rule.article
    miss_days(session, case, [date(2026, 6, 19)])  # Thursday the 18th was kept: a new run
    run = missed_run(session, kept(session, case))
    assert run is not None and (run.days, run.first) == (1, date(2026, 6, 19))
    assert missed_run(session, kept(session, started(session, somebody(session)))) is None


def test_stages_follow_missed_days_and_the_stop(session: Session) -> None:
    cases = [started(session, somebody(session), facility=f"CS {n}") for n in range(3)]
    miss_days(session, cases[1], [date(2026, 11, 20)])
    stop_treatment(session, cases[2], date(2026, 11, 1), "completed")
    assert stage_counts(session, TREATMENTS) == {"active": 1, "missing": 1, "stopped": 1}
    only = first_stage_lines(session, TREATMENTS, StageQuery(filters=(("facility", "CS 1"),)))
    assert [line.id for line in only] == [cases[1]]
    long_ago = started(session, somebody(session))
    miss_days(session, long_ago, [date(2026, 11, 23 - treatment.RECENT_DAYS)])
    assert stage_counts(session, TREATMENTS)["active"] == 2


def test_the_next_appointment_is_set_and_taken_away(session: Session) -> None:
    case = started(session, somebody(session))
    set_next(session, case, date(2026, 12, 1))
    assert kept(session, case).next_on == date(2026, 12, 1)
    set_next(session, case, None)
    assert kept(session, case).next_on is None
    assert fault(set_next, session, "none", None).code == "E_UNKNOWN_RECORD"
