"""Moves: notice, file, receipt; the person stays on this list until the receipt."""

from __future__ import annotations

from datetime import date

import pytest

from app.kinds.detection import Absence
from app.kinds.faults import Fault
from app.kinds.status import StatusPeriod
from app.register import moves
from app.register.people import save
from app.register.procedures import MOVES
from app.register.session import Session
from app.register.stages import case_of_record, stage_lines
from tests.register.test_procedures import all_of, one, open_statuses, person

LEFT = "2026-11-22T08:30:00+07:00"


@pytest.fixture
def who(session: Session) -> str:
    made = person(session)
    save(session, "status_period", "", {"person": made, "status": "U-QL", "since": "2026-03-01"})
    save(session, "status_period", "", {"person": made, "status": "U", "since": "2026-03-01"})
    return made


def leave(session: Session, who: str, **more: object) -> Absence:
    moves.record_departure(session, {"person": who, "left_at": LEFT, "unit_name": "Xã Bên"} | more)
    return one(session, Absence, who)


def stage(session: Session, move: Absence) -> str:
    key = case_of_record(session, MOVES, "absence", move.id)
    assert key is not None
    return stage_lines(session, MOVES, [key])[0].stage


def test_a_departure_goes_through_notice_file_and_receipt(session: Session, who: str) -> None:
    move = leave(session, who)
    assert stage(session, move) == "notify"
    moves.notify_commune(
        session, move.id, {"notified_at": "2026-11-22T15:00:00+07:00", "notice_number": "4/TB"}
    )
    assert stage(session, move) == "send"
    moves.send_file(session, move.id, {"file_sent_at": "2026-11-22T16:00:00+07:00"})
    assert stage(session, move) == "receipt"
    assert set(open_statuses(session, who)) == {"U", "U-QL"}
    assert {p.status for p in moves.moving_ends(session, one(session, Absence, who)).statuses} == {
        "U",
        "U-QL",
    }
    changed = moves.enter_receipt(session, move.id, {"receipt": "BN-77", "ended_on": "2026-11-23"})
    assert open_statuses(session, who) == {"MOVED": date(2026, 11, 23)}
    assert sorted(kind for kind, _id in changed.records) == ["absence", *["status_period"] * 3]
    ended = [s for s in all_of(session, StatusPeriod, who) if s.status == "U-QL"]
    assert ended[0].end_reason is not None
    assert "Xã Bên" in ended[0].end_reason
    assert stage(session, move) == "done"


def test_no_step_is_passed_over(session: Session, who: str) -> None:
    move = leave(session, who)
    with pytest.raises(Fault) as no_notice:
        moves.send_file(session, move.id, {"file_sent_at": "2026-11-22T16:00:00+07:00"})
    assert (no_notice.value.code, no_notice.value.field) == ("E_STAGE_SKIPPED", "file_sent_at")
    with pytest.raises(Fault) as no_file:
        moves.enter_receipt(session, move.id, {"receipt": "1", "ended_on": "2026-11-23"})
    assert no_file.value.field == "ended_on"
    assert "MOVED" not in open_statuses(session, who)


def test_a_step_before_the_one_before_it_is_refused_with_both_named(session: Session, who: str) -> None:
    move = leave(session, who)
    with pytest.raises(Fault) as refused:
        moves.notify_commune(session, move.id, {"notified_at": "2026-11-22T08:00:00+07:00"})
    assert refused.value.field == "notified_at"
    assert "08:30" in refused.value.sentence()


def test_one_open_move_at_a_time(session: Session, who: str) -> None:
    leave(session, who)
    with pytest.raises(Fault, match="E_OPEN_CASE"):
        leave(session, who)


def test_a_receipt_entered_wrongly_is_taken_back(session: Session, who: str) -> None:
    move = leave(session, who)
    moves.notify_commune(session, move.id, {"notified_at": LEFT})
    moves.send_file(session, move.id, {"file_sent_at": LEFT})
    moves.enter_receipt(session, move.id, {"receipt": "1", "ended_on": "2026-11-23"})
    with pytest.raises(Fault, match="E_REASON"):
        moves.reopen_move(session, move.id, "")
    moves.reopen_move(session, move.id, "biên nhận của người khác")
    assert set(open_statuses(session, who)) == {"U", "U-QL"}
    assert stage(session, move) == "receipt"


def test_an_arrival_presents_and_is_taken_over(session: Session) -> None:
    who = person(session, "Lê Thị Đến")
    save(session, "status_period", "", {"person": who, "status": "MOVED", "since": "2026-01-01"})
    moves.record_arrival(
        session, {"person": who, "arrived_at": "2026-11-22T07:00:00+07:00", "unit_name": "Xã Kia"}
    )
    move = one(session, Absence, who)
    assert (move.sort, stage(session, move)) == ("move_in", "present")
    assert move.left_at == move.arrived_at
    with pytest.raises(Fault) as early:
        moves.take_over(session, move.id, {"ended_on": "2026-11-23"})
    assert early.value.code == "E_STAGE_SKIPPED"
    moves.present(session, move.id, {"presented_at": "2026-11-22T18:00:00+07:00"})
    assert stage(session, move) == "take_over"
    moves.take_over(session, move.id, {"ended_on": "2026-11-23", "receipt": "12"})
    assert open_statuses(session, who) == {}
    assert stage(session, move) == "done"


def test_the_steps_of_the_other_direction_are_refused(session: Session, who: str) -> None:
    move = leave(session, who)
    with pytest.raises(Fault, match="E_SORT"):
        moves.present(session, move.id, {"presented_at": LEFT})
    assert [name for name, _label, _at in moves.steps_of_move(move)] == [
        "left_at",
        "notified_at",
        "file_sent_at",
        "ended_on",
    ]
