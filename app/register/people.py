"""One person: their page, adding and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.codec import from_fields, kind_named
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.followup import Support
from app.kinds.ids import new_id
from app.kinds.people import Person, Relation
from app.law.owed import Owed
from app.ledger.history import Change, changes_of
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register.session import Session
from app.register.tables.cards import current_address, open_statuses
from app.register.tables.facts import PersonFacts, facts_of
from app.register.tables.owing import case_of, watch_at
from app.words import N_

#: What stands on a person's timeline, in the words of the kinds.
TIMELINE = ("status_period", "decision", "drug_test", "visit", "support")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event on a person's timeline: its kind, id, day (or moment), the record, who wrote it."""

    kind: str
    id: str
    on: date
    at: datetime | None
    record: Record
    by: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a person's page shows; ``owed`` has each obligation with its reason."""

    person: Person
    facts: PersonFacts
    address: Record | None
    statuses: tuple[Record, ...]
    supports: tuple[Support, ...]
    relations: tuple[Relation, ...]
    timeline: tuple[TimelineEntry, ...]
    owed: tuple[Owed, ...]
    is_ours: bool
    conflicts: Mapping[str, list[list[Any]]] = field(default_factory=dict)


def open_person(session: Session, person_id: str) -> PersonPage:
    """The page of a person; the look is recorded. Fault E_UNKNOWN_RECORD when there is none."""
    store = session.store
    if store.database.read_only:
        with store.read() as reader:
            return _page(session, reader, _facts(reader, person_id))
    # read where the look is written: a connection forgets its pages when another one has written
    with store.write(session.user) as writer:
        page = _page(session, writer, _facts(writer, person_id))
        writer.note("view", f"person:{person_id}")
    return page


def _facts(reader: Reader, person_id: str) -> PersonFacts:
    facts = facts_of(reader, [person_id]).get(person_id)
    if facts is None:
        raise Fault("E_UNKNOWN_RECORD", _NONE, kind="person", id=person_id)
    return facts


def _page(session: Session, reader: Reader, facts: PersonFacts) -> PersonPage:
    day = session.today()
    supports = reader.all(Support, "person = ? ORDER BY since, id", (facts.person.id,))
    watch = watch_at(session.law, session.calendar, day)
    conflict = reader.value("SELECT _conflict FROM r_person WHERE id = ?", (facts.person.id,))
    return PersonPage(
        person=facts.person,
        facts=facts,
        address=current_address(facts, day.isoformat()),
        statuses=tuple(open_statuses(facts, day.isoformat())),
        supports=tuple(supports),
        relations=tuple(reader.all(Relation, "person = ? ORDER BY id", (facts.person.id,))),
        timeline=_timeline(reader, facts, supports),
        owed=watch.owed(case_of(facts, day)),
        is_ours=facts.node == session.node.node,
        conflicts=msgspec.json.decode(conflict) if conflict else {},
    )


def _timeline(reader: Reader, facts: PersonFacts, supports: list[Support]) -> tuple[TimelineEntry, ...]:
    records: list[tuple[str, Record]] = [("status_period", r) for r in facts.statuses]
    records += [("decision", r) for r in facts.decisions]
    records += [("drug_test", r) for r in facts.tests]
    records += [("visit", r) for r in facts.visits]
    records += [("support", r) for r in supports]
    authors = _authors(reader, [r.id for _, r in records])
    entries = []
    for kind, record in records:
        when = getattr(record, KINDS[kind].when)
        at = when.astimezone(VIETNAM) if isinstance(when, datetime) else None
        entries.append(
            TimelineEntry(kind, record.id, at.date() if at else when, at, record, authors.get(record.id, ""))
        )
    entries.sort(key=lambda e: (e.on, e.at.isoformat() if e.at else "", e.id), reverse=True)
    return tuple(entries)


class _Written(msgspec.Struct, gc=False):
    """Of an operation's line only who wrote it."""

    by: str


_written = msgspec.json.Decoder(_Written)


def _authors(reader: Reader, ids: list[str]) -> dict[str, str]:
    # decoded here: taking the line apart inside SQL costs ten times as much
    sql = (
        f"SELECT rec, line FROM op WHERE rec IN ({', '.join('?' * len(ids))}) AND status = 0 ORDER BY n DESC"
    )
    return {row[0]: _written.decode(row[1]).by for row in reader.rows(sql, ids)}


@dataclass(frozen=True, slots=True)
class AddPerson:
    """A new person with where they live and, if known, under which status. Fields are JSON-like.

    ``duplicate_reason``: why it is not the person the program thought it to be.
    """

    person: Mapping[str, Any]
    address: Mapping[str, Any] | None = None
    status: Mapping[str, Any] | None = None
    decision: Mapping[str, Any] | None = None
    duplicate_reason: str = ""


def add_person(session: Session, cmd: AddPerson) -> tuple[str, Changed]:
    """Add a person in one transaction; returns the new id. Fault with the field where something is wrong."""
    session.need_write(KINDS["person"])
    person_id = new_id()
    records: list[Record] = [from_fields(KINDS["person"], person_id, cmd.person)]
    decision_id = new_id()
    if cmd.address:
        records.append(from_fields(KINDS["address"], new_id(), {**cmd.address, "person": person_id}))
    if cmd.decision:
        records.append(from_fields(KINDS["decision"], decision_id, {**cmd.decision, "person": person_id}))
    if cmd.status:
        opened = {"opened_by": decision_id} if cmd.decision else {}
        status = {**_with_regime(session, cmd.status), **opened, "person": person_id}
        records.append(from_fields(KINDS["status_period"], new_id(), status))
    for record in records:
        session.need_write(KINDS[_kind_name(record)])
    with session.store.write(session.user, cmd.duplicate_reason) as writer:
        for record in records:
            writer.put(record)
        for record in records:
            check_between(session, writer, record)
    return person_id, writer.changed


def save(
    session: Session, kind_name: str, record_id: str, fields: Mapping[str, Any], why: str = ""
) -> Changed:
    """Create or change one record of any kind from its fields; ``record_id`` empty makes a new one.

    What the rules between records forbid (overlapping exclusive statuses, an
    unknown person) is refused with the field's name.
    """
    kind = kind_named(kind_name)
    session.need_write(kind)
    if kind_name == "status_period":
        fields = _with_regime(session, fields)
    record = from_fields(kind, record_id or new_id(), fields)
    with session.store.write(session.user, why) as writer:
        check_between(session, writer, record)
        writer.put(record)
    return writer.changed


def retract(session: Session, kind_name: str, record_id: str, why: str) -> Changed:
    """Recorded in error, with a reason; ``reinstate`` takes it back."""
    session.need_write(kind_named(kind_name))
    with session.store.write(session.user) as writer:
        writer.retract(kind_name, record_id, why)
    return writer.changed


def reinstate(session: Session, kind_name: str, record_id: str, why: str) -> Changed:
    """Undo a retraction; the rules between records must allow it, as for a new record."""
    kind = kind_named(kind_name)
    session.need_write(kind)
    with session.store.write(session.user) as writer:
        writer.reinstate(kind_name, record_id, why)
        record = writer.get(kind.struct, record_id)
        if record is not None:
            check_between(session, writer, record)
    return writer.changed


def history(session: Session, kind_name: str, record_id: str) -> list[Change]:
    """Every change of a record; the look is recorded. Fault when the record was never written."""
    session.need_read(kind_named(kind_name))
    with session.store.read() as reader:
        found = changes_of(reader, kind_name, record_id)
    if not found:
        raise Fault("E_UNKNOWN_RECORD", _NONE, kind=kind_name, id=record_id)
    session.store.note(session.user, "history", f"{kind_name}:{record_id}")
    return found


def check_between(session: Session, writer: Writer, record: Record) -> None:
    """What must hold between a record and the others; Fault with the field."""
    kind = KINDS[_kind_name(record)]
    for spec in kind.fields:
        target = getattr(record, spec.name) if spec.ref else None
        if target and target != record.id and not writer.existing(spec.ref, [target]):
            raise Fault("E_REFERENCE", _NO_SUCH, field=spec.name, kind=spec.ref, id=target)
    if kind.name == "status_period":
        check_overlap(session, writer, record)


def _kind_name(record: Record) -> str:
    return kind_of(type(record)).name


def check_overlap(session: Session, writer: Reader, record: Any) -> None:
    """A status that the law makes exclusive with another may not run beside it."""
    excluded = _exclusive(session, record)
    from app.kinds.status import StatusPeriod

    for other in writer.all(StatusPeriod, "person = ? AND id <> ?", (record.person, record.id)):
        if other.status != record.status and other.status not in excluded:
            continue
        begins_after = other.until is not None and record.since > other.until
        ends_before = record.until is not None and other.since > record.until
        # the day on which one status ends and the next begins may be the same
        touches = other.until == record.since or record.until == other.since
        if not (begins_after or ends_before or touches):
            raise Fault(
                "E_OVERLAP",
                N_(
                    "The person is already “{status}” from {since:%d/%m/%Y}. End that first, or correct the days."
                ),
                field="since",
                status=_label(other.status),
                since=other.since,
            )


def _exclusive(session: Session, record: Any) -> set[str]:
    pack = session.law.at(max(record.since, session.law.oldest))
    mine = pack.statuses.get(record.status)
    found = set(mine.excludes) if mine else set()
    found |= {code for code, status in pack.statuses.items() if record.status in status.excludes}
    return found


def _label(code: str) -> str:
    from app.kinds.codes import STATUS
    from app.words import _

    return _(STATUS.label(code))


def _with_regime(session: Session, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A status keeps the law that was in force when it was opened."""
    values = dict(fields)
    since = values.get("since")
    if since and not values.get("regime"):
        try:
            values["regime"] = session.law.at(date.fromisoformat(str(since)[:10])).id
        except (ValueError, Fault):
            return values
    return values


_NONE = N_("There is no {kind} with the id {id}.")
_NO_SUCH = N_("The register has no {kind} with the id {id}. Enter that first.")
