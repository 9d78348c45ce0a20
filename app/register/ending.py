"""What ends when a procedure ends: the statuses it closes, the tasks that fall away, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

from app.kinds.codec import from_fields, to_fields
from app.kinds.codes import STATUS
from app.kinds.declare import KINDS, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.status import Decision, StatusPeriod
from app.law.packs import LawPacks
from app.ledger.reader import Reader
from app.ledger.writer import Writer
from app.register.between import check_between, in_people
from app.register.session import Session
from app.words import N_, _

R = TypeVar("R", bound=Record)

_NONE = N_("There is no {kind} with the id {id}.")
_NEEDED = N_("{label} is missing. Fill it in; without it this step cannot be taken.")
_REASON = N_("A reason is needed. Say in a few words why.")
_BEFORE = N_("The status “{status}” began on {since:%d/%m/%Y}, after the day of its end. Correct the day.")


@dataclass(frozen=True, slots=True)
class Ends:
    """What an end closes: statuses in force, and what was owed in them (keys of what can be owed)."""

    statuses: tuple[StatusPeriod, ...] = ()
    owed: tuple[str, ...] = ()


def what_ends(session: Session, person: str, codes: Iterable[str]) -> Ends:
    """The statuses of these codes that are in force, and the tasks that fall away with them."""
    wanted = tuple(codes)
    with session.store.read() as reader:
        open_ones = running(reader, person, wanted)
        held = [period.status for period in open_ones]
        marks = ", ".join("?" for _code in held)
        sql = (
            "SELECT DISTINCT what FROM owed WHERE p = (SELECT n FROM r_person WHERE id = ?)"
            f" AND status IN ({marks}) AND substr(what, 1, 8) <> 'missing_' ORDER BY what"
        )
        owed = [row[0] for row in reader.rows(sql, (person, *held))] if held else []
    return Ends(tuple(open_ones), tuple(owed))


def running(reader: Reader, person: str, codes: Sequence[str]) -> list[StatusPeriod]:
    """The statuses of a person among ``codes`` that have no last day."""
    found = about(reader, StatusPeriod, person, " AND until IS NULL ORDER BY since, id")
    return [period for period in found if period.status in codes]


def about(
    reader: Reader, struct: type[R], person: str, extra: str = "", params: Sequence[Any] = ()
) -> list[R]:
    """The live records about a person, and about whoever was merged into them, for which ``extra`` holds."""
    where, people = in_people(reader, person, extra)
    return reader.all(struct, where, (*people, *params))


def close(
    session: Session,
    writer: Writer,
    periods: Iterable[StatusPeriod],
    until: date,
    *,
    reason: str,
    closed_by: str | None = None,
    field: str = "ended_on",
) -> None:
    """Give statuses their last day; Fault at ``field`` when one began later."""
    for period in periods:
        if period.since > until:
            raise Fault(
                "E_END_BEFORE_START", _BEFORE, field=field, status=_(status_name(period)), since=period.since
            )
        ended = msgspec.structs.replace(
            period, until=until, closed_by=closed_by or period.closed_by, end_reason=reason or None
        )
        put(session, writer, ended)


def open_again(session: Session, writer: Writer, periods: Iterable[StatusPeriod]) -> None:
    """Take the last day off statuses that an end had closed; the rules between records must allow it."""
    for period in periods:
        put(session, writer, msgspec.structs.replace(period, until=None, closed_by=None, end_reason=None))


def begin_status(
    session: Session, writer: Writer, person: str, code: str, since: date, opened_by: str | None = None
) -> StatusPeriod:
    """Put a person into a status from a day; the law of that day stays with it."""
    fields = {"person": person, "status": code, "since": since.isoformat(), "opened_by": opened_by}
    fields["regime"] = session.law.at(max(since, session.law.oldest)).id
    made = made_of("status_period", fields)
    put(session, writer, made)
    return made  # type: ignore[return-value]


def begin_decision(session: Session, writer: Writer, fields: Mapping[str, Any]) -> str:
    """Keep a decision; returns its id."""
    made = made_of("decision", fields)
    put(session, writer, made)
    return made.id


def drop_decision(session: Session, writer: Writer, decision: str | None, why: str) -> None:
    """Take back a decision that was entered with an end, when the end itself is taken back."""
    if decision and writer.get(Decision, decision) is not None:
        session.need_write(KINDS["decision"])
        writer.retract("decision", decision, why)


# -- small parts of every step ---------------------------------------------------------------------------------


def made_of(kind: str, fields: Mapping[str, Any], record_id: str = "") -> Record:
    """A checked record of a kind from fields, without those that are empty."""
    said = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return from_fields(KINDS[kind], record_id or new_id(), said)


def put(session: Session, writer: Writer, record: Record) -> None:
    """Write a record as any other entry: the role, the rules of its kind and those between records hold."""
    session.need_write(kind_of(type(record)))
    check_between(session, writer, record)
    writer.put(record)


def taken(reader: Reader, struct: type[R], record_id: str) -> R:
    """The live record; Fault E_UNKNOWN_RECORD when there is none."""
    found = reader.get(struct, record_id)
    if found is None:
        raise Fault("E_UNKNOWN_RECORD", _NONE, kind=_(kind_of(struct).label), id=record_id)
    return found


def changed_to(record: R, fields: Mapping[str, Any]) -> R:
    """The record with other fields given as plain JSON; what is empty stays as it was."""
    kind = kind_of(type(record))
    said = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return from_fields(kind, record.id, {**to_fields(record), **said})  # type: ignore[return-value]


def needed(fields: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """Fault E_MISSING at the first of some fields (name: label) that is not filled in."""
    for name, label in labels.items():
        if fields.get(name) in (None, "", []):
            raise Fault("E_MISSING", _NEEDED, field=name, label=_(label))


def reason_given(why: str) -> str:
    """The reason, cleaned; Fault E_REASON when there is none."""
    if not why.strip():
        raise Fault("E_REASON", _REASON, field="why")
    return why.strip()


def day_in(fields: Mapping[str, Any], name: str) -> date:
    """A day of plain fields, checked before by ``needed``; of a moment its day."""
    return date.fromisoformat(str(fields[name])[:10])


def status_name(period: StatusPeriod) -> str:
    """The message id of a status."""
    return STATUS.label(period.status)


def regime_title(session: Session, name: str | None) -> str:
    """The name of a law in the language in use; what is written where this program has no such law."""
    return session.law.regime(name).title() if name in session.law.regimes() else name or ""


def regime_of(law: LawPacks, day: date) -> str:
    """The law of a day."""
    return law.at(max(day, law.oldest)).id
