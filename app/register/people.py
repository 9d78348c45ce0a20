"""One person: their page, adding and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.kinds.codec import from_fields, kind_named
from app.kinds.declare import KINDS, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.followup import Support
from app.kinds.ids import new_id
from app.kinds.people import Person, Relation
from app.law.owed import Owed
from app.ledger.history import Change, changes_of
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.between import check_between
from app.register.case_stage import Stage, stage_of
from app.register.foreseen import filled_in
from app.register.person_records import Records, TimelineEntry, has_clinical, records_about, timeline_of
from app.register.session import Session
from app.register.tables.cards import current_address, open_statuses
from app.register.tables.facts import PersonFacts, facts_of
from app.register.tables.owing import case_of
from app.register.tables.people import tables_of
from app.words import N_


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a person's page shows; ``owed`` has each obligation with its reason.

    ``records``: what the account reads about the person, by kind, each in the order of its day; what was
    written about somebody merged into the person is among them. ``merged``: ids of those. ``clinical``:
    that the health side keeps notes.
    """

    person: Person
    facts: PersonFacts
    address: Record | None
    statuses: tuple[Record, ...]
    records: Records
    timeline: tuple[TimelineEntry, ...]
    owed: tuple[Owed, ...]
    stage: Stage
    is_ours: bool
    merged: tuple[str, ...] = ()
    clinical: bool = False
    conflicts: Mapping[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def supports(self) -> tuple[Support, ...]:
        """Help given, in the order of its day."""
        return self.records.get("support", ())

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Whom the person is close to."""
        return self.records.get("relation", ())


def open_person(session: Session, person_id: str) -> PersonPage:
    """The page of a person, or of who they were merged into; the look is recorded.

    Fault E_UNKNOWN_RECORD when there is none.
    """
    store = session.store
    if store.database.read_only:
        with store.read() as reader:
            return _page(session, reader, person_id)
    # read where the look is written: a connection forgets its pages when another one has written
    with store.write(session.user) as writer:
        page = _page(session, writer, person_id)
        writer.note("view", f"person:{page.person.id}")
    return page


def _page(session: Session, reader: Reader, person_id: str) -> PersonPage:
    people = reader.people_as_one(person_id)
    facts = facts_of(reader, people[:1]).get(people[0])
    if facts is None:
        raise Fault("E_UNKNOWN_RECORD", _NONE, kind="person", id=person_id)
    day = session.today()
    watch = tables_of(session).watch(reader, day)
    conflict = reader.value("SELECT _conflict FROM r_person WHERE id = ?", (facts.person.id,))
    records = records_about(session, reader, people)
    return PersonPage(
        person=facts.person,
        facts=facts,
        address=current_address(facts, day.isoformat()),
        statuses=tuple(open_statuses(facts, day.isoformat())),
        records=records,
        timeline=timeline_of(reader, records),
        owed=watch.owed(case_of(facts, day)),
        stage=stage_of(records, day),
        is_ours=facts.node == session.node.node,
        merged=people[1:],
        clinical=has_clinical(reader, people),
        conflicts=msgspec.json.decode(conflict) if conflict else {},
    )


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
    with session.store.write(session.user, cmd.duplicate_reason) as writer:
        if cmd.status:
            opened = {"opened_by": decision_id} if cmd.decision else {}
            status = {**cmd.status, **opened, "person": person_id}
            kind = KINDS["status_period"]
            records.append(from_fields(kind, new_id(), filled_in(session, writer, kind.name, status)))
        for record in records:
            session.need_write(kind_of(type(record)))
            writer.put(record)
        for record in records:
            check_between(session, writer, record)
    return person_id, writer.changed


def save(
    session: Session, kind_name: str, record_id: str, fields: Mapping[str, Any], why: str = ""
) -> Changed:
    """Create or change one record of any kind from its fields; ``record_id`` empty makes a new one.

    What follows from other fields is filled in (``foreseen.filled_in``). What the rules between records
    forbid (``between``) is refused with the field's name.
    """
    kind = kind_named(kind_name)
    session.need_write(kind)
    with session.store.write(session.user, why) as writer:
        record = from_fields(kind, record_id or new_id(), filled_in(session, writer, kind_name, fields))
        check_between(session, writer, record)
        writer.put(record)
    return writer.changed


def retract(session: Session, kind_name: str, record_id: str, why: str) -> Changed:
    """Recorded in error, with a reason; ``reinstate`` takes it back.

    Fault E_HAS_MERGED for a person into whom others were merged: their records would stand nowhere.
    """
    session.need_write(kind_named(kind_name))
    with session.store.write(session.user) as writer:
        if kind_name == "person" and writer.merged_into([record_id]):
            raise Fault("E_HAS_MERGED", _HAS_MERGED)
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


_NONE = N_("There is no {kind} with the id {id}.")
_HAS_MERGED = N_("Other records were merged into this one. Take the merge back first, then take it out.")
