"""What the page of packages shows, read beside the window in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.desk.shell.desk import Desk
from app.desk.shell.say import count, moment
from app.kinds.catalogue import all_kinds
from app.sync import answers, inbox, outbox, pairing
from app.sync.outbox import Pending, Sent
from app.sync.pairing import Peer
from app.sync.records import Met
from app.sync.streams import outlet, package_stream
from app.words import _


@dataclass(frozen=True, slots=True)
class PeerView:
    """A paired node: what is pending towards it, what we hold of it, receipts it has not taken yet."""

    peer: Peer
    pending: Pending | None
    held: int
    last_at: str
    unanswered: int


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """Everything on the page."""

    peers: tuple[PeerView, ...]
    sent: tuple[Sent, ...]
    met: tuple[Met, ...]

    @property
    def parent(self) -> PeerView | None:
        """The level above."""
        return next((p for p in self.peers if p.peer.part == pairing.PARENT), None)

    @property
    def children(self) -> tuple[PeerView, ...]:
        """The nodes that send to this one."""
        return tuple(p for p in self.peers if p.peer.part == pairing.CHILD)


def read_view(desk: Desk) -> ExchangeView:
    """Read it; on a reader thread."""
    store = desk.register.session.store
    views = tuple(_view(store, peer) for peer in pairing.peers(store) if peer.status == "active")
    return ExchangeView(views, tuple(outbox.packages_out(store)), tuple(inbox.packages_in(store)))


def _view(store: Any, peer: Peer) -> PeerView:
    if peer.part == pairing.PARENT:
        return PeerView(peer, outbox.pending(store, peer.node), 0, "", 0)
    held, last = inbox.holds(store, peer.node)
    stream = package_stream(store.info, peer.node)
    with store.read() as reader:
        acked = outlet(reader, stream, peer.node).acked_lsn
        unanswered = len(answers.lines_after(reader, stream, acked))
    return PeerView(peer, None, held, last, unanswered)


def counts_text(counts: dict[str, int]) -> str:
    """“Người 3 · Xét nghiệm 5”: what changed, by kind, the most first."""
    labels = {kind.name: kind.plural for kind in all_kinds()}
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return "  ·  ".join(f"{_(labels.get(kind, kind))}: {count(n)}" for kind, n in ordered)


def when(text: str) -> str:
    """A stored moment in words; empty stays empty."""
    return moment(datetime.fromisoformat(text)) if text else ""


def size_text(size: int) -> str:
    """``12,4 KB``: a size for people."""
    value, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    text = f"{value:.0f}" if unit in ("B", "KB") else f"{value:.1f}"
    from app.words import language

    return f"{text.replace('.', ',') if language() == 'vi' else text} {unit}"
