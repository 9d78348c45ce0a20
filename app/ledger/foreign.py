"""Taking in another node's operations: in order, chained, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from app.kinds.declare import KINDS
from app.ledger.ops import Op, genesis, line_hash
from app.ledger.reader import Reader
from app.ledger.writer import Position, Writer

#: What may stand in place of a line: its hash, where the content was withheld or lawfully erased.
Line = bytes
Authority = Callable[[Op], bool]


class ForkFound(Exception):
    """The stream we hold and the stream we are given differ at ``lsn``."""

    def __init__(self, lsn: int) -> None:
        super().__init__(lsn)
        self.lsn = lsn


class NotAllowed(Exception):
    """An operation that its sender may not write."""

    def __init__(self, op: Op) -> None:
        super().__init__(op.op)
        self.op = op


@dataclass(slots=True)
class Applied:
    """What became of the lines: how many were new, parked and in conflict."""

    new: int = 0
    parked: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One position of a stream as received: its line, or only the line's hash."""

    lsn: int
    line: Line | None
    op: Op | None
    hash: bytes


def incoming(lsn: int, line: bytes, op: Op) -> Incoming:
    """A received line with its operation."""
    return Incoming(lsn, line, op, line_hash(line))


def position_of(reader: Reader, name: str) -> Position | None:
    """Where we stand in a stream, or None when nothing of it was ever received."""
    row = reader.row(
        "SELECT n, name, node, incarnation, epoch, lsn, chain FROM stream WHERE name = ?", (name,)
    )
    return Position(*row) if row is not None else None


def begin(writer: Writer, name: str, node: str, incarnation: str, epoch: int = 1) -> Position:
    """Start holding a stream of which nothing was received before."""
    n = int(writer.value("SELECT max(n) + 1 FROM stream"))
    chain = genesis(name, incarnation)
    writer.conn.exec_driver_sql(
        "INSERT INTO stream (n, name, node, own, incarnation, epoch, lsn, chain, hlc_ms, hlc_n)"
        " VALUES (?, ?, ?, 0, ?, ?, 0, ?, 0, 0)",
        (n, name, node, incarnation, epoch, chain),
    )
    return Position(n, name, node, incarnation, epoch, 0, chain)


def new_epoch(writer: Writer, at: Position, epoch: int, incarnation: str) -> None:
    """Close the present epoch of a stream where it stands and go on with the next."""
    writer.conn.exec_driver_sql(
        "INSERT INTO epoch (stream, epoch, incarnation, lsn, chain) VALUES (?, ?, ?, ?, ?)",
        (at.n, at.epoch, at.incarnation, at.lsn, at.chain),
    )
    at.epoch, at.incarnation = epoch, incarnation


def chain_at(reader: Reader, at: Position, lsn: int) -> bytes | None:
    """The chain after the line at ``lsn`` of a stream we hold; None beyond what we have."""
    if lsn == at.lsn:
        return at.chain
    if lsn == 0:
        first = reader.value("SELECT incarnation FROM epoch WHERE stream = ? ORDER BY epoch LIMIT 1", (at.n,))
        return genesis(at.name, first or at.incarnation)
    found: bytes | None = reader.value("SELECT chain FROM op WHERE stream = ? AND lsn = ?", (at.n, lsn))
    return found


def check_overlap(reader: Reader, at: Position, start_chain: bytes, lines: Sequence[Incoming]) -> bytes:
    """Compare the lines we hold already; returns the chain after the last of them.

    ``lines`` begin at or before ``at.lsn + 1``. Raises ForkFound where they differ.
    """
    first = lines[0].lsn if lines else at.lsn + 1
    if chain_at(reader, at, first - 1) != start_chain:
        raise ForkFound(first - 1)
    chain = start_chain
    have = reader.stream(
        "SELECT lsn, chain FROM op WHERE stream = ? AND lsn BETWEEN ? AND ? ORDER BY lsn",
        (at.n, first, lines[-1].lsn if lines else at.lsn),
    )
    for line, row in zip(lines, have, strict=False):
        chain = sha256(chain + line.hash).digest()
        if chain != row[1]:
            raise ForkFound(line.lsn)
    return chain


def apply_lines(
    writer: Writer, at: Position, lines: Sequence[Incoming], may: Authority, package: int | None = None
) -> Applied:
    """Append the lines after ``at.lsn`` and fold them in; raises NotAllowed before anything is folded.

    The caller has checked the overlap; ``at`` moves on. An operation that makes
    no record here (unknown kind or code), or belongs to another node's record, is
    kept in the ledger as parked. ValueError for a gap.
    """
    fresh = [line for line in lines if line.lsn > at.lsn]
    if [line.lsn for line in fresh] != list(range(at.lsn + 1, at.lsn + 1 + len(fresh))):
        raise ValueError("a gap in the lines")
    for line in fresh:
        if line.op is not None and (line.op.lsn != line.lsn or not may(line.op)):
            raise NotAllowed(line.op)
    _check_ids(writer, fresh)
    _foresee(writer, fresh)
    done = Applied()
    newest = (0, 0)
    for line in fresh:
        op = line.op
        if op is None or line.line is None:
            _skip(writer, at, line, package)
        else:
            newest = max(newest, op.hlc)
            _take(writer, at, line.line, line.hash, op, package, done)
        done.new += 1
    writer.flush()
    writer.conn.exec_driver_sql(
        "UPDATE stream SET lsn = ?, chain = ?, epoch = ?, incarnation = ? WHERE n = ?",
        (at.lsn, at.chain, at.epoch, at.incarnation, at.n),
    )
    writer.conn.exec_driver_sql(
        "UPDATE stream SET hlc_ms = ?, hlc_n = ? WHERE n = ? AND (hlc_ms, hlc_n) < (?, ?)",
        (*newest, at.n, *newest),
    )
    return done


def _check_ids(writer: Writer, lines: Sequence[Incoming]) -> None:
    """Every operation has an id of its own: NotAllowed for the first one whose id was used before."""
    ops = {line.op.op: line.op for line in lines if line.op is not None}
    if len(ops) < sum(line.op is not None for line in lines):
        seen: set[str] = set()
        for line in lines:
            if line.op is not None and line.op.op in seen:
                raise NotAllowed(line.op)
            seen.add(line.op.op if line.op is not None else "")
    known = writer.value(
        "SELECT op FROM op WHERE op IN (SELECT value FROM json_each(?)) LIMIT 1",
        (msgspec.json.encode(list(ops)).decode(),),
    )
    if known is not None:
        raise NotAllowed(ops[known])


def _take(
    writer: Writer, at: Position, line: bytes, digest: bytes, op: Op, package: int | None, done: Applied
) -> None:
    kind = KINDS.get(op.k)
    reason, conflict = writer.fold_in(kind, op, at.node) if kind is not None else ("unknown_kind", False)
    # folded from the ledger's other lines and this one; the line itself is buffered after it
    writer.log(op, line, at, 1 if reason else 0, package, digest)
    if reason:
        done.parked.append((op.op, reason))
    elif conflict:
        done.conflicts.append((op.k, op.id))


def _skip(writer: Writer, at: Position, line: Incoming, package: int | None) -> None:
    chain = sha256(at.chain + line.hash).digest()
    writer.flush()
    writer.conn.exec_driver_sql(
        "INSERT INTO op (stream, lsn, op, kind, rec, status, package, line, chain) VALUES (?,?,?,'','',2,?,?,?)",
        (at.n, line.lsn, f"{at.n:x}:{line.lsn:x}", package, line.hash, chain),
    )
    at.lsn, at.chain = line.lsn, chain


def _foresee(writer: Writer, lines: Sequence[Incoming]) -> None:
    by_kind: dict[str, list[str]] = {}
    for line in lines:
        if line.op is not None and not line.op.base and line.op.k in KINDS:
            by_kind.setdefault(line.op.k, []).append(line.op.id)
    unknown: set[tuple[str, str]] = set()
    for name, ids in by_kind.items():
        unknown |= {(name, i) for i in set(ids) - writer.existing(name, ids)}
    writer.foresee_new(unknown)
