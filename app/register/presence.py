"""Who is there and who is not: roll calls, absences with their return, custody; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.dates import in_vietnam, show_date, show_moment
from app.kinds.detection import Absence
from app.kinds.faults import Fault
from app.kinds.status import StatusPeriod
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register import ending
from app.register.lists import ListQuery, PersonLine, lines_of, list_ids
from app.register.session import Session
from app.words import N_, _

#: People offered at once for a roll call; no hamlet has more, and a grid of more is not typed in one go.
MOST_CALLED = 500

_AWAY = N_("The person is away since {at} already. Enter the return first.")
_BACK = N_("This absence ended on {day}.")
_NOT_AWAY = N_("This is not an absence for a time.")
_BACK_EARLY = N_("The return is before the person left ({at}). Correct the day.")
_HELD = N_("The person is in custody since {day} already.")
_NOT_HELD = N_("This is not a time in custody, or it has ended.")
_HELD_EARLY = N_("The end is before the custody began ({day}). Correct the day.")


def people_to_call(
    session: Session, hamlet: str = "", status: str = "managed", officer: str = ""
) -> list[PersonLine]:
    """Whom to call: those under management (or of one status), of a hamlet, of an officer; by name."""
    query = ListQuery(status=status or "managed", hamlet=hamlet, officer=officer)
    return lines_of(session, list_ids(session, query)[:MOST_CALLED])


def record_presence(session: Session, fields: Mapping[str, Any]) -> Changed:
    """One person of a roll call: ``checked_on``, ``way``, ``present``, ``said_to_be``, ``by``."""
    ending.needed(fields, {"person": N_("Person"), "checked_on": N_("Day")})
    with session.store.write(session.user) as writer:
        ending.put(session, writer, ending.made_of("presence_check", fields))
    return writer.changed


def record_absence(session: Session, fields: Mapping[str, Any]) -> Changed:
    """A person is away for a time: ``left_at``, ``reported``, ``unit_name`` (where), ``reason``.

    The status “absent” begins on that day in the same transaction.
    """
    ending.needed(fields, {"left_at": N_("Left at")})
    with session.store.write(session.user) as writer:
        made = ending.made_of("absence", {**fields, "sort": "absent"})
        person, since = made.person, _day(made.left_at)  # type: ignore[attr-defined]
        away = ending.about(writer, Absence, person, " AND sort = 'absent' AND ended_on IS NULL")
        if away:
            raise Fault("E_OPEN_CASE", _AWAY, field="left_at", at=show_moment(away[0].left_at))
        ending.put(session, writer, made)
        if not ending.running(writer, person, ["ABSENT"]):
            ending.begin_status(session, writer, person, "ABSENT", since)
    return writer.changed


def record_return(session: Session, absence_id: str, fields: Mapping[str, Any]) -> Changed:
    """The person is back on ``ended_on``; the status “absent” ends with it."""
    ending.needed(fields, {"ended_on": N_("Back or transfer done on")})
    day = ending.day_in(fields, "ended_on")
    with session.store.write(session.user) as writer:
        absence = _absence(writer, absence_id)
        if absence.ended_on is not None:
            raise Fault("E_ENDED", _BACK, field="ended_on", day=show_date(absence.ended_on))
        if day < _day(absence.left_at):
            raise Fault("E_ORDER", _BACK_EARLY, field="ended_on", at=show_moment(absence.left_at))
        ending.put(session, writer, ending.changed_to(absence, fields))
        held = ending.running(writer, absence.person, ["ABSENT"])
        ending.close(session, writer, held, day, reason=_(N_("Has returned")))
    return writer.changed


def reopen_absence(session: Session, absence_id: str, why: str) -> Changed:
    """Take back a return that was entered wrongly, with a reason."""
    why = ending.reason_given(why)
    with session.store.write(session.user, why) as writer:
        absence = _absence(writer, absence_id)
        if absence.ended_on is None:
            raise Fault("E_NOT_ENDED", N_("The person is not back; there is nothing to take back."))
        ended = (absence.ended_on.isoformat(),)
        back = " AND status = 'ABSENT' AND until = ?"
        closed = ending.about(writer, StatusPeriod, absence.person, back, ended)
        ending.put(session, writer, msgspec.structs.replace(absence, ended_on=None))
        ending.open_again(session, writer, closed)
    return writer.changed


def begin_custody(session: Session, fields: Mapping[str, Any]) -> Changed:
    """A person is held: ``person``, ``since``, and the decision to suspend (``number``, ``decided_on``, ``office``).

    Management is suspended, not ended (law 120/2025 art. 24 paragraph 7); whether the clock stops is the
    unit's setting.
    """
    ending.needed(fields, {"person": N_("Person"), "since": N_("From")})
    person, since = str(fields["person"]), ending.day_in(fields, "since")
    with session.store.write(session.user) as writer:
        held = ending.running(writer, person, ["CUSTODY"])
        if held:
            raise Fault("E_OPEN_CASE", _HELD, field="since", day=show_date(held[0].since))
        decision = None
        if fields.get("number") or fields.get("decided_on"):
            decision = ending.begin_decision(
                session,
                writer,
                {
                    "person": person,
                    "sort": "suspend",
                    "number": fields.get("number"),
                    "decided_on": fields.get("decided_on") or since.isoformat(),
                    "office": fields.get("office"),
                },
            )
        ending.begin_status(session, writer, person, "CUSTODY", since, decision)
    return writer.changed


def end_custody(session: Session, period_id: str, fields: Mapping[str, Any]) -> Changed:
    """The custody ended on ``until``; what was suspended goes on. ``reason``: how it ended."""
    ending.needed(fields, {"until": N_("To")})
    day = ending.day_in(fields, "until")
    with session.store.write(session.user) as writer:
        period = ending.taken(writer, StatusPeriod, period_id)
        if period.status != "CUSTODY" or period.until is not None:
            raise Fault("E_NOT_HELD", _NOT_HELD)
        if day < period.since:
            raise Fault("E_ORDER", _HELD_EARLY, field="until", day=show_date(period.since))
        reason = str(fields.get("reason") or "") or _(N_("Custody ended"))
        ending.close(session, writer, [period], day, reason=reason, field="until")
    return writer.changed


def missed_calls(session: Session, people: Sequence[str]) -> dict[str, int]:
    """How many times in a row each person was not there, the latest calls first; those who were are left out."""
    found: dict[str, int] = {}
    with session.store.read() as reader:
        for person in people:
            sql = (
                "SELECT present FROM r_presence_check WHERE person = ? AND _state = 0"
                " ORDER BY checked_on DESC, n DESC LIMIT 12"
            )
            count = 0
            for (present,) in reader.rows(sql, (person,)):
                if present:
                    break
                count += 1
            if count:
                found[person] = count
    return found


def _absence(reader: Reader, absence_id: str) -> Absence:
    absence = ending.taken(reader, Absence, absence_id)
    if absence.sort != "absent":
        raise Fault("E_SORT", _NOT_AWAY)
    return absence


def _day(when: date | datetime) -> date:
    return in_vietnam(when).date() if isinstance(when, datetime) else when
