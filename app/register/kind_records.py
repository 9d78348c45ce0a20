"""One record of any kind: looked at, saved with a reason where it corrects, ended, and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.codec import from_fields, kind_named, to_fields
from app.kinds.dates import show_date
from app.kinds.declare import Kind, Record
from app.kinds.faults import Fault
from app.ledger.history import changes_of
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.ending import put, reason_given, taken
from app.register.kind_lists import name_of
from app.register.kind_words import Named, is_guarded
from app.register.people import save
from app.register.session import Session
from app.words import N_, _

_WHY = N_("Say why “{fields}” is corrected. The history keeps the reason and what stood there before.")
_NO_END = N_("“{kind}” does not end on a day. Record it in error if it is wrong.")
_FUTURE = N_("{day} lies in the future. Type today or an earlier day.")


@dataclass(frozen=True, slots=True)
class RecordLook:
    """A record as a page shows it.

    ``fields`` as ``from_fields`` takes them; ``names`` the records it names, by field; ``is_ours`` false for
    what another node sent; ``conflicts`` the fields with several values waiting for a person.
    """

    kind: Kind
    record: Record
    fields: Mapping[str, Any]
    names: Mapping[str, Named]
    is_ours: bool
    may_write: bool
    entered_by: str
    entered_at: datetime | None
    changed_by: str
    changed_at: datetime | None
    conflicts: Mapping[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    def ends_on(self) -> date | None:
        """The last day of a record that lasts over time, None while it runs."""
        found: date | None = getattr(self.record, self.kind.ended_by) if self.kind.ended_by else None
        return found


def look_at(session: Session, kind_name: str, record_id: str) -> RecordLook:
    """A record with what it names; a look at what only the police may read is recorded.

    Faults E_ROLE, E_UNKNOWN_RECORD.
    """
    kind = kind_named(kind_name)
    session.need_read(kind)
    store = session.store
    if is_guarded(kind) and not store.database.read_only:
        with store.write(session.user) as writer:
            found = _look(session, writer, kind, record_id)
            writer.note("view", f"{kind.name}:{record_id}")
    else:
        with store.read() as reader:
            found = _look(session, reader, kind, record_id)
    return found


def _look(session: Session, reader: Reader, kind: Kind, record_id: str) -> RecordLook:
    record = taken(reader, kind.struct, record_id)
    fields = to_fields(record)
    system = reader.row(f'SELECT _node, _conflict FROM "r_{kind.name}" WHERE id = ?', (record_id,))
    node, conflict = system or ("", None)
    changes = [change for change in changes_of(reader, kind.name, record_id) if not change.parked]
    first, last = (changes[0], changes[-1]) if changes else (None, None)
    is_changed = last is not None and len(changes) > 1
    return RecordLook(
        kind=kind,
        record=record,
        fields=fields,
        names={
            f.name: _named(session, f.ref, fields[f.name]) for f in kind.fields if f.ref and f.name in fields
        },
        is_ours=node == session.node.node,
        may_write=session.may_write(kind),
        entered_by=first.by if first else "",
        entered_at=first.at if first else None,
        changed_by=last.by if last and is_changed else "",
        changed_at=last.at if last and is_changed else None,
        conflicts=msgspec.json.decode(conflict) if conflict else {},
    )


def _named(session: Session, kind_name: str, record_id: str) -> Named:
    return Named(record_id, name_of(session, kind_name, record_id))


def rewritten(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The fields in which something recorded would be changed or taken out.

    Filling in what was empty, and adding lines to those there are, corrects nothing.
    """
    found = []
    for one in kind.fields:
        before, after = old.get(one.name), new.get(one.name)
        if before in (None, "", []) or before == after:
            continue
        if isinstance(before, list) and all(item in (after or []) for item in before):
            continue
        found.append(one.name)
    return found


def save_record(
    session: Session, kind_name: str, record_id: str, fields: Mapping[str, Any], why: str = ""
) -> Changed:
    """Enter a record (``record_id`` empty) or change one; what corrects needs a reason.

    Faults: those of ``people.save``, and E_REASON at ``why`` naming the fields.
    """
    kind = kind_named(kind_name)
    session.need_write(kind)
    if record_id:
        with session.store.read() as reader:
            known = reader.get(kind.struct, record_id)
        if known is not None and not why.strip():
            after = to_fields(from_fields(kind, record_id, fields))
            changed = [_(kind.field(name).label) for name in rewritten(kind, to_fields(known), after)]
            if changed:
                raise Fault("E_REASON", _WHY, field="why", fields="”, “".join(changed))
    return save(session, kind_name, record_id, fields, why)


def end_record(session: Session, kind_name: str, record_id: str, on: date, why: str) -> Changed:
    """End a record that lasts over time, on a day, with a reason.

    Faults E_NO_END, E_FUTURE, E_REASON, E_UNKNOWN_RECORD and what the kind's own rules say (an end before
    the beginning).
    """
    kind = kind_named(kind_name)
    if not kind.ended_by:
        raise Fault("E_NO_END", _NO_END, kind=_(kind.label))
    need_past(session, on, kind.ended_by)
    return _patched(session, kind, record_id, {kind.ended_by: on.isoformat()}, why)


def reopen_record(session: Session, kind_name: str, record_id: str, why: str) -> Changed:
    """Take the end of a record back, with a reason."""
    kind = kind_named(kind_name)
    return _patched(session, kind, record_id, {kind.ended_by: None}, why)


def put_back(
    session: Session, kind_name: str, record_id: str, fields: Mapping[str, Any], why: str
) -> Changed:
    """Write a record as it was before a change: what Undo does."""
    return save(session, kind_name, record_id, fields, why)


def need_past(session: Session, on: date, name: str) -> None:
    """Fault E_FUTURE at the field for a day after today."""
    if on > session.today():
        raise Fault("E_FUTURE", _FUTURE, field=name, day=show_date(on))


def _patched(session: Session, kind: Kind, record_id: str, fields: dict[str, Any], why: str) -> Changed:
    session.need_write(kind)
    with session.store.write(session.user, reason_given(why)) as writer:
        known = taken(writer, kind.struct, record_id)
        put(session, writer, from_fields(kind, record_id, {**to_fields(known), **fields}))
    return writer.changed
