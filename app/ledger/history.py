"""What became of a record: who changed which field from what to what, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.kinds.codec import kind_named
from app.kinds.dates import VIETNAM
from app.ledger.clock import moment_of
from app.ledger.fold import Folded, fold, step, writes
from app.ledger.ops import Op, typed
from app.ledger.reader import Reader

_OPS = (
    "SELECT op.line, op.status, stream.node FROM op JOIN stream ON stream.n = op.stream"
    " WHERE op.rec = ? AND op.kind = ? AND op.status < 2 ORDER BY op.n"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One operation on a record. ``at`` is Vietnam time; ``fields``: name → (old, new)."""

    op: str
    at: datetime
    by: str
    node: str
    why: str
    sort: str
    parked: bool
    fields: dict[str, tuple[Any, Any]]


def changes_of(reader: Reader, name: str, record_id: str) -> list[Change]:
    """Every operation on a record in the order they arrived here; empty for an unknown record."""
    kind = kind_named(name)
    state = Folded()
    seen: list[Op] = []
    found = []
    for line, status, node in reader.rows(_OPS, (record_id, kind.name)):
        op = typed(line)
        before = dict(state.fields)
        written = writes(op)
        fields = {
            key: (before.get(key), value)
            for key, value in written.items()
            if not key.startswith("_") and before.get(key) != value
        }
        found.append(
            Change(
                op=op.op,
                at=moment_of(op.hlc).astimezone(VIETNAM).replace(microsecond=0),
                by=op.by,
                node=node,
                why=op.why,
                sort=op.t,
                parked=bool(status),
                fields=fields,
            )
        )
        if not status:
            seen.append(op)
            if not step(state, op):
                state = fold(kind, seen)
    return found


def as_of(reader: Reader, name: str, moment: datetime) -> list[tuple[str, dict[str, Any]]]:
    """(id, fields) of every record of a kind that was live at a moment, in the order of ids.

    "At a moment" means: operations entered up to then, by their logical clock.
    """
    return [
        (record_id, state.fields) for record_id, state in states_at(reader, name, moment) if not state.state
    ]


def states_at(reader: Reader, name: str, moment: datetime) -> Iterator[tuple[str, Folded]]:
    """(id, state) of every record of a kind that was known at a moment, live or not, in the order of ids."""
    kind = kind_named(name)
    limit = int(moment.timestamp() * 1000)
    sql = "SELECT rec, line FROM op WHERE kind = ? AND status = 0 ORDER BY rec, n"
    for record_id, rows in groupby(reader.stream(sql, (kind.name,)), key=lambda row: str(row[0])):
        ops = [op for op in (typed(row[1]) for row in rows) if op.hlc[0] <= limit]
        if ops:
            yield record_id, fold(kind, ops)
