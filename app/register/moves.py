"""Going to another commune and coming from one: notice, file, receipt; arrival, presenting, taking over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.dates import in_vietnam, show_moment
from app.kinds.detection import Absence
from app.kinds.faults import Fault
from app.kinds.status import StatusPeriod
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register import ending
from app.register.session import Session
from app.register.tables.cards import UNDER_MANAGEMENT
from app.words import N_, _

#: What a departure and an arrival still need, in order: the field that dates the step, and its words.
OUT_STEPS = (
    ("left_at", N_("Left this commune")),
    ("notified_at", N_("Other commune notified")),
    ("file_sent_at", N_("File sent")),
    ("ended_on", N_("Receipt entered, transfer done")),
)
IN_STEPS = (
    ("left_at", N_("Left the other commune")),
    ("arrived_at", N_("Arrived here")),
    ("presented_at", N_("Presented themselves")),
    ("ended_on", N_("File received, taken over")),
)

_OPEN = N_("A move that began at {at} is not done yet. Go on with that one.")
_DONE = N_("This move is done. Correct it in the record if something is wrong.")
_NOT_OUT = N_("This step belongs to a departure.")
_NOT_IN = N_("This step belongs to an arrival.")
_SKIPPED = N_("“{missing}” is not entered yet. Enter that step first.")
_EARLY = N_("“{step}” is before “{before}” ({at}). Correct the time.")


def record_departure(session: Session, fields: Mapping[str, Any]) -> Changed:
    """A person leaves for another commune: ``left_at``, ``unit`` or ``unit_name``, ``reported``, ``reason``.

    The person stays on this commune's list, shown as moving, until the receipt of the file is entered.
    """
    ending.needed(fields, {"left_at": N_("Left at"), "unit_name": N_("Other commune")})
    return _begin(session, {**fields, "sort": "move_out"})


def record_arrival(session: Session, fields: Mapping[str, Any]) -> Changed:
    """A person comes from another commune: ``arrived_at``, ``unit_name``, ``left_at`` when it is known."""
    ending.needed(fields, {"arrived_at": N_("Arrived at"), "unit_name": N_("Other commune")})
    return _begin(
        session, {**fields, "sort": "move_in", "left_at": fields.get("left_at") or fields["arrived_at"]}
    )


def _begin(session: Session, fields: Mapping[str, Any]) -> Changed:
    with session.store.write(session.user) as writer:
        open_move = _open_move(writer, str(fields.get("person") or ""))
        if open_move is not None:
            raise Fault("E_OPEN_CASE", _OPEN, field="person", at=show_moment(open_move.left_at))
        ending.put(session, writer, ending.made_of("absence", fields))
    return writer.changed


def _open_move(reader: Reader, person: str) -> Absence | None:
    found = ending.about(reader, Absence, person, " AND sort <> 'absent' AND ended_on IS NULL")
    return found[0] if found else None


def notify_commune(session: Session, move_id: str, fields: Mapping[str, Any]) -> Changed:
    """The other commune was told: ``notified_at``, ``notice_number`` (24 hours under law 120/2025 art. 27)."""
    ending.needed(fields, {"notified_at": N_("Other commune notified at")})
    return _step(session, move_id, "move_out", fields, "left_at", "notified_at")


def send_file(session: Session, move_id: str, fields: Mapping[str, Any]) -> Changed:
    """The file went to the other commune: ``file_sent_at``. Refused before the notice."""
    ending.needed(fields, {"file_sent_at": N_("File sent at")})
    return _step(session, move_id, "move_out", fields, "notified_at", "file_sent_at")


def present(session: Session, move_id: str, fields: Mapping[str, Any]) -> Changed:
    """Who arrived presented themselves: ``presented_at`` (law 120/2025 art. 25)."""
    ending.needed(fields, {"presented_at": N_("Presented themselves at")})
    return _step(session, move_id, "move_in", fields, "arrived_at", "presented_at")


def _step(
    session: Session, move_id: str, sort: str, fields: Mapping[str, Any], before: str, name: str
) -> Changed:
    with session.store.write(session.user) as writer:
        move = _running(writer, move_id, sort)
        _need_step(move, before, name)
        changed = ending.changed_to(move, fields)
        at, earlier = getattr(changed, name), getattr(changed, before)
        if at < earlier:
            said = {"step": _(_label(sort, name)), "before": _(_label(sort, before))}
            raise Fault("E_ORDER", _EARLY, field=name, at=show_moment(earlier), **said)
        ending.put(session, writer, changed)
    return writer.changed


def moving_ends(session: Session, move: Absence) -> ending.Ends:
    """What the receipt closes here: every status that puts the person on one of this commune's lists."""
    return ending.what_ends(session, move.person, _listed(session))


def _listed(session: Session) -> list[str]:
    statuses = session.law.at(max(session.today(), session.law.oldest)).statuses
    return sorted(UNDER_MANAGEMENT | {code for code, status in statuses.items() if status.list})


def enter_receipt(session: Session, move_id: str, fields: Mapping[str, Any]) -> Changed:
    """The other commune has the file: ``receipt``, ``ended_on``. Only now does the person leave this list.

    In one transaction the statuses under management end here and the person becomes “moved away”.
    """
    ending.needed(fields, {"receipt": N_("Receipt of the file"), "ended_on": N_("Back or transfer done on")})
    day = ending.day_in(fields, "ended_on")
    with session.store.write(session.user) as writer:
        move = _running(writer, move_id, "move_out")
        _need_step(move, "file_sent_at", "ended_on")
        sent = _day(move.file_sent_at) if move.file_sent_at else day
        if day < sent:
            said = {
                "step": _(_label("move_out", "ended_on")),
                "before": _(_label("move_out", "file_sent_at")),
            }
            raise Fault(
                "E_ORDER",
                _EARLY,
                field="ended_on",
                at=show_moment(move.file_sent_at or session.now()),
                **said,
            )
        ending.put(session, writer, ending.changed_to(move, fields))
        held = ending.running(writer, move.person, _listed(session))
        reason = _(N_("Moved to {place}"), place=move.unit_name or "")
        ending.close(session, writer, held, day, reason=reason)
        if not ending.running(writer, move.person, ["MOVED"]):
            ending.begin_status(session, writer, move.person, "MOVED", day)
    return writer.changed


def take_over(session: Session, move_id: str, fields: Mapping[str, Any]) -> Changed:
    """The file of somebody who arrived is here: ``ended_on``, ``receipt`` given for it.

    A status “moved away” from an earlier departure ends: the person is back on this commune's list.
    """
    ending.needed(fields, {"ended_on": N_("Back or transfer done on")})
    day = ending.day_in(fields, "ended_on")
    with session.store.write(session.user) as writer:
        move = _running(writer, move_id, "move_in")
        _need_step(move, "presented_at", "ended_on")
        ending.put(session, writer, ending.changed_to(move, fields))
        gone = ending.running(writer, move.person, ["MOVED"])
        ending.close(session, writer, gone, day, reason=_(N_("Came back to this commune")))
    return writer.changed


def reopen_move(session: Session, move_id: str, why: str) -> Changed:
    """Take back a receipt that was entered wrongly, with a reason; the statuses it closed run again."""
    why = ending.reason_given(why)
    with session.store.write(session.user, why) as writer:
        move = ending.taken(writer, Absence, move_id)
        if move.ended_on is None:
            raise Fault("E_NOT_ENDED", N_("This move is not done; there is nothing to open again."))
        day = move.ended_on
        if move.sort == "move_out":
            for period in ending.running(writer, move.person, ["MOVED"]):
                if period.since == day:
                    writer.retract("status_period", period.id, why)
            ending.open_again(session, writer, _closed_by_move(session, writer, move, day))
        ending.put(session, writer, msgspec.structs.replace(move, ended_on=None, receipt=None))
    return writer.changed


def _closed_by_move(session: Session, reader: Reader, move: Absence, day: date) -> list[StatusPeriod]:
    found = ending.about(reader, StatusPeriod, move.person, " AND until = ?", (day.isoformat(),))
    listed = _listed(session)
    return [period for period in found if period.status in listed and period.closed_by is None]


def steps_of_move(move: Absence) -> tuple[tuple[str, str, date | datetime | None], ...]:
    """The steps of a move in order: field, words (a message id), when it was done."""
    steps = OUT_STEPS if move.sort == "move_out" else IN_STEPS
    return tuple((name, label, getattr(move, name)) for name, label in steps)


# -- inside --------------------------------------------------------------------------------------------------


def _running(reader: Reader, move_id: str, sort: str) -> Absence:
    move = ending.taken(reader, Absence, move_id)
    if move.sort != sort:
        raise Fault("E_SORT", _NOT_OUT if sort == "move_out" else _NOT_IN)
    if move.ended_on is not None:
        raise Fault("E_ENDED", _DONE)
    return move


def _need_step(move: Absence, before: str, name: str) -> None:
    if getattr(move, before) is None:
        raise Fault("E_STAGE_SKIPPED", _SKIPPED, field=name, missing=_(_label(move.sort, before)))


def _label(sort: str, name: str) -> str:
    return dict(OUT_STEPS if sort == "move_out" else IN_STEPS)[name]


def _day(when: date | datetime) -> date:
    return in_vietnam(when).date() if isinstance(when, datetime) else when
