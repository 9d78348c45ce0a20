"""The table of a kind, made from its declaration, and rows to and from it.

Columns: ``n`` (row number), ``id``, one per field, one per derived value, then
``_node`` (owner), ``_ow`` (owner count), ``_heads``, ``_state``, ``_into`` and ``_conflict``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from app.kinds.codec import from_fields
from app.kinds.declare import COMPOSITE, KINDS, Kind, Record, Sort
from app.kinds.faults import Fault
from app.ledger.fold import Folded

SYSTEM = ("_node", "_ow", "_heads", "_state", "_into", "_conflict")
_INTEGER = frozenset({Sort.INT, Sort.BOOL})
_json = msgspec.json.Encoder(order="sorted")

#: Where a value of a row that was ``bound`` goes. The driver needs ten times as long for None as for a
#: text, and most columns of most rows are empty, so that a text no record can hold stands for NULL.
PLACE = "nullif(?, char(0))"
_NOTHING = "\0"


def bound(row: Sequence[Any]) -> list[Any]:
    """A row as it is handed to a statement whose places are ``PLACE``."""
    return [_NOTHING if value is None else value for value in row]


class Projection:
    """What the ledger knows of one kind's table; made once per kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.table = f"r_{kind.name}"
        self.fields = tuple(f.name for f in kind.fields)
        self.composite = frozenset(f.name for f in kind.fields if f.sort in COMPOSITE)
        self.bools = frozenset(f.name for f in kind.fields if f.sort is Sort.BOOL)
        self._converted = tuple(
            (place, name) for place, name in enumerate(self.fields) if name in self.composite | self.bools
        )
        self.derived = tuple(kind.derived)
        self.columns = ("id", *self.fields, *self.derived, *SYSTEM)
        names = ", ".join(f'"{c}"' for c in self.columns)
        places = ", ".join(PLACE for _ in self.columns)
        self.insert = f'INSERT INTO "{self.table}" ({names}) VALUES ({places})'
        # an update, not a replacement: rows keep their number
        self.replace = f'UPDATE "{self.table}" SET ({names}) = ({places}) WHERE id = ?'
        self.select = f'SELECT {names} FROM "{self.table}"'
        self.one = f"{self.select} WHERE id = ?"
        self.ddl = self._ddl()
        self.shape = sha256("\n".join(self.ddl).encode()).hexdigest()

    def _ddl(self) -> tuple[str, ...]:
        def column(name: str, sort: Sort) -> str:
            return f'"{name}" {"INTEGER" if sort in _INTEGER else "TEXT"}'

        columns = ["n INTEGER PRIMARY KEY", "id TEXT NOT NULL UNIQUE"]
        columns += [column(f.name, f.sort) for f in self.kind.fields]
        columns += [f'"{name}" TEXT' for name in self.derived]
        columns += ["_node TEXT NOT NULL", "_ow INTEGER NOT NULL", "_heads TEXT NOT NULL"]
        columns += ["_state INTEGER NOT NULL", "_into TEXT", "_conflict TEXT"]
        made = [f'CREATE TABLE "{self.table}" ({", ".join(columns)}) STRICT']
        indexes = [*self.kind.indexes, *((f.name,) for f in self.kind.fields if f.indexed)]
        if self.kind.subject:
            when = (self.kind.when,) if self.kind.when else ()
            indexes.append((self.kind.subject, *when))
        for parts in indexes:
            names = ", ".join(f'"{p}"' for p in parts)
            made.append(f'CREATE INDEX "{self.table}_{"_".join(parts)}" ON "{self.table}" ({names})')
        if self.kind.name == "person":  # few are ever merged, and every save asks who was merged into whom
            made.append(f'CREATE INDEX "{self.table}_into" ON "{self.table}" (_into) WHERE _into IS NOT NULL')
        return tuple(made)

    def row(
        self, record_id: str, folded: Folded, node: str, ow: int, record: Record | None
    ) -> tuple[Any, ...]:
        """The row of a record in the order of ``columns``; ``record`` gives the derived values."""
        values = folded.fields
        fields = list(map(values.get, self.fields))
        for place, name in self._converted:
            fields[place] = self._stored(name, fields[place])
        derived = [self.kind.derived[name](record) if record is not None else None for name in self.derived]
        conflict = _json.encode(folded.conflicts).decode() if folded.conflicts else None
        heads = " ".join(folded.heads)
        return (record_id, *fields, *derived, node, ow, heads, folded.state, folded.into, conflict)

    def _stored(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        if name in self.composite:
            return _json.encode(value).decode()
        return int(value) if name in self.bools else value

    def folded(self, row: Sequence[Any]) -> Folded:
        """The state a row holds."""
        first_system = 1 + len(self.fields) + len(self.derived)
        heads, state, into, conflict = row[first_system + 2 : first_system + 6]
        return Folded(
            fields=self.values(row[1:]),
            heads=tuple(heads.split(" ")) if heads else (),
            state=state,
            into=into,
            conflicts=msgspec.json.decode(conflict) if conflict else {},
        )

    def owner(self, row: Sequence[Any]) -> tuple[str, int]:
        """The node that owns the row's record and how often it changed owner."""
        at = 1 + len(self.fields) + len(self.derived)
        return row[at], row[at + 1]

    def values(self, columns: Sequence[Any]) -> dict[str, Any]:
        """JSON-like fields from the field columns of a row (the first being the first field)."""
        found: dict[str, Any] = {}
        for name, value in zip(self.fields, columns, strict=False):
            if value is None:
                continue
            if name in self.composite:
                value = msgspec.json.decode(value)
            elif name in self.bools:
                value = bool(value)
            found[name] = value
        return found

    def record(self, row: Sequence[Any]) -> Record:
        """The record in a row of ``select``; the row was checked when it was written."""
        values = self.values(row[1:])
        values["id"] = row[0]
        return msgspec.convert(values, self.kind.struct)


@cache
def projection(name: str) -> Projection:
    """The projection of the kind of that name; KeyError when there is no such kind."""
    return Projection(KINDS[name])


def record_of(kind: Kind, record_id: str, fields: Mapping[str, Any]) -> Record | None:
    """The checked record of folded fields, or None where they make no valid record (parked)."""
    try:
        return from_fields(kind, record_id, fields)
    except Fault:
        return None
