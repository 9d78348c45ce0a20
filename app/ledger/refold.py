"""Folding tables again from the ledger, to make them or to compare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from app.kinds.declare import Kind
from app.ledger.accept import accept
from app.ledger.fold import Folded, fold, step
from app.ledger.ops import LIVE, Op, typed
from app.ledger.projection import bound, projection, record_of
from app.ledger.reader import Reader

_OPS = (
    "SELECT op.rec, stream.node, op.line FROM op JOIN stream ON stream.n = op.stream"
    " WHERE op.kind = ? AND op.status = 0 ORDER BY op.rec, op.n"
)
_CHUNK = 2_000


def folded_rows(reader: Reader, kind: Kind) -> Iterator[tuple[Any, ...]]:
    """The rows of a kind as the ledger gives them, in the order of ids."""
    known = projection(kind.name)
    rows = reader.stream(_OPS, (kind.name,))
    for record_id, group in groupby(rows, key=lambda row: row[0]):
        lines = list(group)
        ops: list[Op] = [typed(row[2]) for row in lines]
        state = fold(kind, ops)
        record = record_of(kind, record_id, state.fields)
        if record is None and state.state == LIVE:
            continue
        yield known.row(record_id, state, lines[0][1], ops[-1].ow, record)


def unparkable(reader: Reader, kind: Kind) -> dict[int, str]:
    """Operations set aside that this program can take in: row number in the ledger → record id."""
    sql = (
        "SELECT op.rec, op.n, op.status, stream.node, op.line FROM op JOIN stream ON stream.n = op.stream"
        " WHERE op.kind = ? AND op.status < 2"
        " AND op.rec IN (SELECT rec FROM op WHERE kind = ? AND status = 1) ORDER BY op.rec, op.n"
    )
    found: dict[int, str] = {}
    rows = reader.rows(sql, (kind.name, kind.name))
    for record_id, group in groupby(rows, key=lambda row: row[0]):
        owner, state = "", Folded()
        seen: list[Op] = []
        for _rec, n, status, node, line in group:
            op = typed(line)
            if status == 0:
                owner = owner or node
                state = state if step(state, op) else fold(kind, [*seen, op])
            else:
                taken = accept(kind, _copy(state), op, seen.copy) if owner in ("", node) else None
                if taken is None:
                    continue
                owner, state = node, taken[0]
                found[n] = record_id
            seen.append(op)
    return found


def _copy(state: Folded) -> Folded:
    return replace(state, fields=dict(state.fields), conflicts=dict(state.conflicts))


def refold(reader: Reader, kind: Kind) -> None:
    """Drop a kind's table, make it anew and fill it from the ledger, with what was set aside and now fits."""
    known = projection(kind.name)
    fitting = [(n,) for n in unparkable(reader, kind)]
    if fitting:
        reader.conn.exec_driver_sql("UPDATE op SET status = 0 WHERE n = ?", fitting)
    reader.conn.exec_driver_sql(f'DROP TABLE IF EXISTS "{known.table}"')
    for statement in known.ddl:
        reader.conn.exec_driver_sql(statement)
    batch: list[tuple[Any, ...]] = []
    for row in folded_rows(reader, kind):
        batch.append(tuple(bound(row)))
        if len(batch) >= _CHUNK:
            reader.conn.exec_driver_sql(known.insert, batch)
            batch = []
    if batch:
        reader.conn.exec_driver_sql(known.insert, batch)


def differences(reader: Reader, kind: Kind, most: int = 20) -> list[tuple[str, str]]:
    """(record id, column) wherever the table is not what the ledger gives; at most ``most``.

    The column is ``+`` for a row the ledger does not know and ``-`` for one that is missing.
    """
    known = projection(kind.name)
    have = iter(reader.stream(f"{known.select} ORDER BY id"))
    found: list[tuple[str, str]] = []
    row = next(have, None)
    for wanted in folded_rows(reader, kind):
        while row is not None and row[0] < wanted[0]:
            found.append((row[0], "+"))
            row = next(have, None)
        if row is None or row[0] != wanted[0]:
            found.append((wanted[0], "-"))
        else:
            pairs = zip(known.columns, row, wanted, strict=True)
            found += [(wanted[0], name) for name, a, b in pairs if a != b]
            row = next(have, None)
        if len(found) >= most:
            return found[:most]
    while row is not None and len(found) < most:
        found.append((row[0], "+"))
        row = next(have, None)
    return found
