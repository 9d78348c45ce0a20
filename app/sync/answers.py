"""Receipts: what we hold of another's stream, as lines of a chained stream of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.kinds import canonical
from app.kinds.dates import VIETNAM
from app.ledger.ops import genesis, link
from app.ledger.reader import Reader
from app.ledger.store import NodeInfo
from app.ledger.writer import Position, Writer
from app.sync.manifest import Manifest
from app.sync.pairing import Peer
from app.sync.streams import package_stream

#: Parked operations and conflicts named in one receipt; more are counted, and come with the next.
_MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of an answering stream."""

    lsn: int
    line: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """Where we stand in the answering stream of another node."""

    stream: str
    epoch: int
    lsn: int
    chain: bytes
    seq: int


def start_of(stream: str) -> bytes:
    """The chain before the first line of an answering stream; it begins anew with no incarnation."""
    return genesis(stream, "answers")


def append(
    writer: Writer,
    info: NodeInfo,
    at: Position | None,
    manifest: Manifest,
    digest: str,
    code: str,
    waiting: Sequence[tuple[int, int]],
    parked: Sequence[tuple[str, str]],
    conflicts: Sequence[tuple[str, str]],
) -> None:
    """Say in our answering stream to the sender what became of a package, and what we hold now."""
    stream = package_stream(info, manifest.sender)
    row = writer.row("SELECT lsn, chain FROM answer WHERE stream = ? ORDER BY lsn DESC LIMIT 1", (stream,))
    lsn, chain = (row[0], row[1]) if row is not None else (0, start_of(stream))
    values: dict[str, Any] = {
        "lsn": lsn + 1,
        "t": "receipt",
        "at": writer.ticker.clock().astimezone(VIETNAM).isoformat(timespec="seconds"),
        "stream": manifest.stream,
        "epoch": at.epoch if at else manifest.epoch,
        "have_lsn": at.lsn if at else 0,
        "chain": at.chain.hex() if at else "",
        "waiting": [list(pair) for pair in waiting],
        "packages": [{"digest": digest, "code": code, "seq": manifest.seq}],
        "parked": [{"op": op, "reason": reason} for op, reason in parked[:_MOST_NAMED]],
        "parked_n": len(parked),
        "conflicts": [{"kind": kind, "id": record} for kind, record in conflicts[:_MOST_NAMED]],
        "conflicts_n": len(conflicts),
        "audit_seen": {"n": manifest.audit.n, "head": manifest.audit.head} if manifest.audit else None,
        "trust_v": manifest.trust_v,
    }
    line = canonical.encode(values)
    writer.conn.exec_driver_sql(
        "INSERT INTO answer (stream, lsn, line, chain) VALUES (?, ?, ?, ?)",
        (stream, lsn + 1, line, link(chain, line)),
    )


def lines_after(reader: Reader, stream: str, lsn: int) -> list[AnswerLine]:
    """The lines of our answering stream after a position."""
    rows = reader.rows(
        "SELECT lsn, line, chain FROM answer WHERE stream = ? AND lsn > ? ORDER BY lsn", (stream, lsn)
    )
    return [AnswerLine(*row) for row in rows]


def lines_between(reader: Reader, stream: str, first: int, last: int) -> list[AnswerLine]:
    """The lines of our answering stream from one position to another, both included."""
    rows = reader.rows(
        "SELECT lsn, line, chain FROM answer WHERE stream = ? AND lsn BETWEEN ? AND ? ORDER BY lsn",
        (stream, first, last),
    )
    return [AnswerLine(*row) for row in rows]


def chain_at(reader: Reader, stream: str, lsn: int) -> bytes:
    """The chain of our answering stream after a position; empty beyond its end."""
    if lsn == 0:
        return start_of(stream)
    found: bytes | None = reader.value("SELECT chain FROM answer WHERE stream = ? AND lsn = ?", (stream, lsn))
    return found or b""


def held(reader: Reader, peer: Peer, info: NodeInfo) -> Held | None:
    """What we hold of a peer's answering stream to us, or None when no receipt ever came."""
    stream = f"{peer.node}/{peer.device}>{info.node}"
    row = reader.row("SELECT stream, epoch, lsn, chain, seq FROM answer_head WHERE stream = ?", (stream,))
    return Held(*row) if row is not None else None
