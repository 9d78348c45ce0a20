"""The records about one person, of every kind the account reads, and their order in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from app.kinds.catalogue import all_kinds
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Compartment, Kind, Record
from app.ledger.projection import projection
from app.ledger.reader import Reader
from app.register.session import Session

Records = Mapping[str, tuple[Any, ...]]

#: Where somebody lives and whom they are close to is told on the page, not as something that happened.
_NO_EVENTS = frozenset({"address", "relation", "attachment"})


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event on a person's timeline: its kind, id, day (or moment), the record, who wrote it.

    ``is_end``: what ended that day, where a record lasts over time.
    """

    kind: str
    id: str
    on: date
    at: datetime | None
    record: Record
    by: str
    is_end: bool = False


@cache
def person_kinds() -> tuple[Kind, ...]:
    """The kinds of records that are about a person."""
    return tuple(kind for kind in all_kinds() if kind.subject)


def records_about(session: Session, reader: Reader, people: Sequence[str]) -> Records:
    """The live records about a person by kind, each in the order of its day; ``people`` are one person.

    Only what the account's role reads; clinical notes are left to the pages of the health side.
    """
    found: dict[str, tuple[Any, ...]] = {}
    places = ", ".join("?" * len(people))
    # most people have a few sorts of records: one statement asks which, and only those are read
    there = {row[0] for row in reader.rows(_which(len(people)), (*people,) * len(person_kinds()))}
    for kind in person_kinds():
        if kind.name not in there or kind.compartment is Compartment.HEALTH or not session.may_read(kind):
            continue
        known = projection(kind.name)
        order = f'"{kind.when}", id' if kind.when else "id"
        sql = f'{known.select} WHERE _state = 0 AND "{kind.subject}" IN ({places}) ORDER BY {order}'
        rows = reader.rows(sql, people)
        if rows:
            found[kind.name] = tuple(known.record(row) for row in rows)
    return found


@cache
def _which(people: int) -> str:
    """The statement that names the kinds of which some people have live records."""
    places = ", ".join("?" * people)
    return " UNION ALL ".join(
        f"SELECT '{kind.name}' WHERE EXISTS (SELECT 1 FROM \"r_{kind.name}\""
        f' WHERE "{kind.subject}" IN ({places}) AND _state = 0)'
        for kind in person_kinds()
    )


def has_clinical(reader: Reader, people: Sequence[str]) -> bool:
    """Whether the health side keeps notes about a person: that there are some, never what they say."""
    places = ", ".join("?" * len(people))
    return any(
        reader.row(f'SELECT 1 FROM "r_{kind.name}" WHERE _state = 0 AND person IN ({places}) LIMIT 1', people)
        for kind in person_kinds()
        if kind.compartment is Compartment.HEALTH
    )


def timeline_of(reader: Reader, records: Records) -> tuple[TimelineEntry, ...]:
    """What happened, the newest first: every dated record, and its end where it has one."""
    authors = _authors(
        reader, [r.id for name, kept in records.items() if name not in _NO_EVENTS for r in kept]
    )
    entries: list[TimelineEntry] = []
    for name, kept in records.items():
        kind = KINDS[name]
        if name in _NO_EVENTS or not kind.when:
            continue
        for record in kept:
            by = authors.get(record.id, "")
            if getattr(record, kind.when) is not None:
                entries.append(_entry(kind, kind.when, record, by))
            if kind.ended_by and getattr(record, kind.ended_by) is not None:
                entries.append(_entry(kind, kind.ended_by, record, by, is_end=True))
    entries.sort(key=_order, reverse=True)
    return tuple(entries)


def _entry(kind: Kind, name: str, record: Any, by: str, *, is_end: bool = False) -> TimelineEntry:
    when = getattr(record, name)
    at = when.astimezone(VIETNAM) if isinstance(when, datetime) else None
    return TimelineEntry(kind.name, record.id, at.date() if at else when, at, record, by, is_end)


def _order(entry: TimelineEntry) -> tuple[date, str, bool, str]:
    return entry.on, entry.at.isoformat() if entry.at else "", entry.is_end, entry.id


class _Written(msgspec.Struct, gc=False):
    """Of an operation's line only who wrote it."""

    by: str


_written = msgspec.json.Decoder(_Written)


def _authors(reader: Reader, ids: Sequence[str]) -> dict[str, str]:
    # decoded here: taking the line apart inside SQL costs ten times as much
    listed = msgspec.json.encode(list(ids)).decode()
    sql = "SELECT rec, line FROM op WHERE rec IN (SELECT value FROM json_each(?)) AND status = 0 ORDER BY n DESC"
    return {row[0]: _written.decode(row[1]).by for row in reader.rows(sql, (listed,))}
