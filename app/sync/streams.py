"""Names and standing of the streams between two nodes."""

from __future__ import annotations

from dataclasses import dataclass

from app.ledger.reader import Reader
from app.ledger.store import NodeInfo


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outgoing stream: the last number used, the digest before it, what was confirmed and when."""

    stream: str
    node: str
    seq: int
    prev: str
    acked_epoch: int
    acked_lsn: int
    acked_at: str
    answer: str


def package_stream(info: NodeInfo, to_node: str) -> str:
    """The name of our stream of packages to a node: ``C123/d1>U07``."""
    return f"{info.stream}>{to_node}"


def outlet(reader: Reader, stream: str, node: str) -> Outlet:
    """Where an outgoing stream stands; all zero before its first package."""
    row = reader.row(
        "SELECT stream, node, seq, prev, acked_epoch, acked_lsn, acked_at, answer FROM outlet WHERE stream = ?",
        (stream,),
    )
    return Outlet(*row) if row is not None else Outlet(stream, node, 0, "", 0, 0, "", "")
