"""What goes into the next package: lines of our ledger upwards, lines of our answers downwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from app.kinds import canonical
from app.kinds.declare import KINDS, Compartment
from app.kinds.faults import Fault
from app.ledger.foreign import chain_at
from app.ledger.ops import line_hash
from app.ledger.reader import Reader, Row
from app.ledger.store import own_position
from app.ledger.writer import Position
from app.sync import answers, limits
from app.sync.manifest import Closes
from app.sync.pairing import CHILD, Peer
from app.words import N_

#: Plain bytes of one package: what is over goes into the next one.
_MOST_BYTES = limits.BODY * 3 // 4
_ERASED = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one package: positions, the chain before and after, and what they are."""

    kind: str
    lsn: tuple[int, int]
    start: bytes
    end: bytes
    lines: list[bytes]
    counts: dict[str, int]
    epoch: int
    incarnation: str
    closes: Closes | None


def last_position(reader: Reader, peer: Peer, stream: str) -> int:
    """The number of the newest line there is for a peer."""
    if peer.part == CHILD:
        return int(reader.value("SELECT coalesce(max(lsn), 0) FROM answer WHERE stream = ?", (stream,)))
    return own_position(reader).lsn


def next_batch(reader: Reader, peer: Peer, stream: str, first: int, last: int) -> Batch:
    """The lines ``first`` to ``last`` for a peer, or as many of them as one package holds."""
    last = min(last, first + limits.OPS - 1)
    if peer.part == CHILD:
        return _answers(reader, stream, first, last)
    return _ops(reader, peer, first, last)


def _ops(reader: Reader, peer: Peer, first: int, last: int) -> Batch:
    at = own_position(reader)
    rows = reader.rows(
        "SELECT line, kind, status FROM op WHERE stream = ? AND lsn BETWEEN ? AND ? ORDER BY lsn",
        (at.n, first, last),
    )
    lines, counts = list(map(itemgetter(0), rows)), Counter(map(itemgetter(1), rows))
    if any(map(itemgetter(2), rows)) or not all(_may_leave(kind, peer) for kind in counts):
        lines, counts = _with_placeholders(rows, peer, first)
    fitting = _fitting(lines)
    if fitting < len(lines):
        counts -= Counter(row[1] for row in rows[fitting:])
        del lines[fitting:]
    end = first + len(lines) - 1
    chains = chain_at(reader, at, first - 1), chain_at(reader, at, end)
    if len(rows) != last - first + 1 or chains[0] is None or chains[1] is None:
        raise Fault("E_STORE_DAMAGED", _LEDGER_SHORT)
    return Batch(
        kind="delta",
        lsn=(first, end),
        start=chains[0],
        end=chains[1],
        lines=lines,
        counts=dict(sorted(counts.items())),
        epoch=at.epoch,
        incarnation=at.incarnation,
        closes=_closes(reader, at),
    )


def _fitting(lines: list[bytes]) -> int:
    """How many of the lines one package holds; at least one."""
    if sum(map(len, lines)) + len(lines) <= _MOST_BYTES:
        return len(lines)
    sizes = accumulate(len(line) + 1 for line in lines)
    return max(1, sum(size <= _MOST_BYTES for size in sizes))


def _may_leave(kind: str, peer: Peer) -> bool:
    """Police records never leave to a health node; what it gets instead is the line's hash."""
    if peer.sort != "health":
        return True
    known = KINDS.get(kind)
    return known is not None and known.compartment is not Compartment.POLICE


def _with_placeholders(rows: Sequence[Row], peer: Peer, first: int) -> tuple[list[bytes], Counter[str]]:
    lines: list[bytes] = []
    counts: Counter[str] = Counter()
    for lsn, (line, kind, status) in enumerate(rows, first):
        if status == _ERASED:
            lines.append(_placeholder(lsn, line))
        elif not _may_leave(kind, peer):
            lines.append(_placeholder(lsn, line_hash(line)))
        else:
            lines.append(line)
            counts[kind] += 1
    return lines, counts


def _placeholder(lsn: int, digest: bytes) -> bytes:
    return canonical.encode({"erased": digest.hex(), "lsn": lsn})


def _closes(reader: Reader, at: Position) -> Closes | None:
    """Where the epoch before the present one ended; told with every package, for who did not hear of it."""
    row = reader.row(
        "SELECT epoch, lsn, chain FROM epoch WHERE stream = ? ORDER BY epoch DESC LIMIT 1", (at.n,)
    )
    return Closes(row[0], row[1], row[2].hex()) if row is not None else None


def _answers(reader: Reader, stream: str, first: int, last: int) -> Batch:
    rows = answers.lines_between(reader, stream, first, last)
    lines = [row.line for row in rows]
    del rows[_fitting(lines) :], lines[_fitting(lines) :]
    if not rows or rows[0].lsn != first:
        raise Fault("E_STORE_DAMAGED", _LEDGER_SHORT)
    at = own_position(reader)
    return Batch(
        kind="receipt",
        lsn=(first, rows[-1].lsn),
        start=answers.chain_at(reader, stream, first - 1),
        end=rows[-1].chain,
        lines=lines,
        counts={"receipt": len(rows)},
        epoch=at.epoch,
        incarnation=at.incarnation,
        closes=_closes(reader, at),
    )


_LEDGER_SHORT = N_("The ledger is damaged: operations are missing. Run the check, then restore a backup.")
