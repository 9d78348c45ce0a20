"""Roll calls, absences with their return, custody."""

from __future__ import annotations

from datetime import date

import pytest

from app.kinds.detection import Absence, PresenceCheck
from app.kinds.faults import Fault
from app.kinds.status import Decision, StatusPeriod
from app.register import presence
from app.register.people import save
from app.register.procedures import ABSENCES
from app.register.session import Session
from app.register.stages import StageQuery, first_stage_lines, stage_counts
from tests.register.test_procedures import all_of, one, open_statuses, person

LEFT = "2026-11-10T06:00:00+07:00"


@pytest.fixture
def who(session: Session) -> str:
    made = person(session)
    save(session, "status_period", "", {"person": made, "status": "U-QL", "since": "2026-03-01"})
    return made


def test_whom_to_call_is_asked_by_hamlet(session: Session, who: str) -> None:
    other = person(session, "Bùi Thị Khác", "Thôn 2")
    save(session, "status_period", "", {"person": other, "status": "S", "since": "2026-03-01"})
    person(session, "Ngô Không Quản")
    assert [p.id for p in presence.people_to_call(session)] == [other, who]
    assert [p.id for p in presence.people_to_call(session, hamlet="Thôn 1")] == [who]
    assert [p.id for p in presence.people_to_call(session, status="S")] == [other]


def test_calls_missed_in_a_row_are_counted(session: Session, who: str) -> None:
    for day, there in (("2026-09-01", True), ("2026-10-01", False), ("2026-11-01", False)):
        presence.record_presence(session, {"person": who, "checked_on": day, "present": there})
    assert len(all_of(session, PresenceCheck, who)) == 3
    assert presence.missed_calls(session, [who, "nobody"]) == {who: 2}
    presence.record_presence(session, {"person": who, "checked_on": "2026-11-20", "present": True})
    assert presence.missed_calls(session, [who]) == {}


def test_a_roll_call_needs_its_day(session: Session, who: str) -> None:
    with pytest.raises(Fault) as refused:
        presence.record_presence(session, {"person": who, "present": True})
    assert refused.value.field == "checked_on"


def test_an_absence_begins_and_ends_a_status(session: Session, who: str) -> None:
    presence.record_absence(session, {"person": who, "left_at": LEFT, "unit_name": "Đà Nẵng"})
    assert stage_counts(session, ABSENCES) == {"reported": 0, "unreported": 1, "custody": 0, "back": 0}
    assert open_statuses(session, who)["ABSENT"] == date(2026, 11, 10)
    with pytest.raises(Fault, match="E_OPEN_CASE"):
        presence.record_absence(session, {"person": who, "left_at": "2026-11-12T06:00:00+07:00"})
    absence = one(session, Absence, who)
    with pytest.raises(Fault) as early:
        presence.record_return(session, absence.id, {"ended_on": "2026-11-09"})
    assert early.value.field == "ended_on"
    presence.record_return(session, absence.id, {"ended_on": "2026-11-20"})
    assert set(open_statuses(session, who)) == {"U-QL"}
    assert stage_counts(session, ABSENCES)["back"] == 1


def test_a_return_entered_wrongly_is_taken_back(session: Session, who: str) -> None:
    presence.record_absence(session, {"person": who, "left_at": LEFT, "reported": True})
    absence = one(session, Absence, who)
    with pytest.raises(Fault, match="E_NOT_ENDED"):
        presence.reopen_absence(session, absence.id, "nhầm")
    presence.record_return(session, absence.id, {"ended_on": "2026-11-20"})
    presence.reopen_absence(session, absence.id, "nhầm người")
    assert "ABSENT" in open_statuses(session, who)
    assert stage_counts(session, ABSENCES)["reported"] == 1


def test_custody_suspends_without_ending_anything(session: Session, who: str) -> None:
    presence.begin_custody(
        session, {"person": who, "since": "2026-11-15", "number": "5/QĐ", "decided_on": "2026-11-15"}
    )
    assert set(open_statuses(session, who)) == {"U-QL", "CUSTODY"}
    assert one(session, Decision, who).sort == "suspend"
    line = first_stage_lines(session, ABSENCES, StageQuery(stage="custody"))[0]
    assert (line.kind, line.since) == ("status_period", "2026-11-15")
    with pytest.raises(Fault, match="E_OPEN_CASE"):
        presence.begin_custody(session, {"person": who, "since": "2026-11-16"})
    held = next(s for s in all_of(session, StatusPeriod, who) if s.status == "CUSTODY")
    with pytest.raises(Fault) as early:
        presence.end_custody(session, held.id, {"until": "2026-11-14"})
    assert early.value.field == "until"
    presence.end_custody(session, held.id, {"until": "2026-11-20", "reason": "được tại ngoại"})
    assert set(open_statuses(session, who)) == {"U-QL"}
    ended = next(s for s in all_of(session, StatusPeriod, who) if s.status == "CUSTODY")
    assert (ended.until, ended.end_reason) == (date(2026, 11, 20), "được tại ngoại")
