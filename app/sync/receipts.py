"""Receipts in: what the other side holds of ours, believed only when its chain is our chain."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from app.kinds import canonical
from app.kinds.dates import VIETNAM
from app.ledger.foreign import chain_at
from app.ledger.ops import link
from app.ledger.store import NodeInfo, Store
from app.ledger.writer import Writer
from app.sync import answers
from app.sync.codes import LOST_ANSWERS, OLDER_HERE, Code, Reject
from app.sync.manifest import Manifest
from app.sync.outcome import Outcome
from app.sync.package import Inner
from app.sync.streams import Outlet, outlet, package_stream

_Chain = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]


class Receipt(msgspec.Struct, frozen=True):
    """One line of an answering stream; lists name what was parked or is in conflict over there."""

    lsn: int
    t: str
    stream: str
    epoch: int
    have_lsn: Annotated[int, Meta(ge=0)]
    chain: _Chain
    at: str = ""
    waiting: tuple[tuple[int, int], ...] = ()
    packages: tuple[dict[str, Any], ...] = ()
    parked: tuple[dict[str, Any], ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    parked_n: int = 0
    conflicts_n: int = 0
    trust_v: int = 0


def take(store: Store, writer: Writer, inner: Inner) -> Outcome:
    """Follow an answering stream; Reject E_FORK when either chain is not what we hold, W_GAP kept waiting."""
    head = inner.manifest
    row = writer.row("SELECT epoch, lsn, chain FROM answer_head WHERE stream = ?", (head.stream,))
    epoch, have, chain = row if row is not None else (head.epoch, 0, answers.start_of(head.stream))
    first, last = head.lsn
    if head.epoch < epoch:
        raise Reject(Code.I_OLD_EPOCH, f"answer epoch {head.epoch}")
    if first > have + 1:
        return Outcome("waiting", Code.W_GAP, gap=(have + 1, first - 1))
    _check_lines(inner)
    # a new epoch of theirs says that they put an old copy back: what they answer from here on counts
    seen = have if head.epoch == epoch else first - 1
    running = bytes.fromhex(head.start_chain)
    is_broken = first == seen + 1 and running != chain and head.epoch == epoch
    new: list[Receipt] = []
    for lsn, line in enumerate(inner.lines, first):
        running = link(running, line)
        is_broken = is_broken or (lsn == seen and running != chain)
        if lsn > seen:
            new.append(_receipt(inner.objects[lsn - first], lsn))
    if is_broken:
        raise Reject(Code.E_FORK, f"answer {have}", message=LOST_ANSWERS)
    if running.hex() != head.end_chain:
        raise Reject(Code.E_BODY_HASH, "end of the chain")
    if not new:
        return Outcome("duplicate", Code.I_DUPLICATE)
    for receipt in new:
        _believe(store, writer, head, receipt)
    writer.conn.exec_driver_sql(
        "INSERT INTO answer_head (stream, epoch, lsn, chain, seq) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (stream) DO UPDATE SET epoch = excluded.epoch, lsn = excluded.lsn,"
        " chain = excluded.chain, seq = excluded.seq",
        (head.stream, head.epoch, last, running, head.seq),
    )
    return Outcome("applied", confirmed=new[-1].have_lsn)


def note_ack(writer: Writer, info: NodeInfo, head: Manifest) -> None:
    """What the sender says it holds of our answering stream, believed when the chain is ours.

    A sender that holds other answers got them from a register of ours that is
    gone; what it sends is good all the same, and comes to agree after our new epoch.
    """
    ack = head.ack
    stream = package_stream(info, head.sender)
    if ack is None or ack.stream != stream:
        return
    if answers.chain_at(writer, stream, ack.lsn).hex() != ack.chain:
        writer.note("ack_differs", head.sender, str(ack.lsn))
        return
    before = outlet(writer, stream, head.sender)
    newest = writer.value(
        "SELECT max(seq) FROM package_in WHERE stream = ? AND status IN ('applied', 'duplicate')",
        (head.stream,),
    )
    if ack.lsn > before.acked_lsn or head.seq > (newest or 0):
        _acked(writer, before, ack.epoch, ack.lsn, head.made_at, "")


def _check_lines(inner: Inner) -> None:
    first, last = inner.manifest.lsn
    if len(inner.lines) != last - first + 1 or not inner.lines:
        raise Reject(Code.E_SCHEMA, "number of receipt lines")


def _receipt(value: dict[str, Any], lsn: int) -> Receipt:
    try:
        receipt = msgspec.convert(value, Receipt)
    except msgspec.ValidationError as error:
        raise Reject(Code.E_SCHEMA, f"receipt: {error}") from error
    if receipt.t != "receipt" or receipt.lsn != lsn:
        raise Reject(Code.E_SCHEMA, "receipt line")
    return receipt


def _believe(store: Store, writer: Writer, head: Manifest, receipt: Receipt) -> None:
    stream = package_stream(store.info, head.sender)
    if receipt.stream != stream:
        raise Reject(Code.E_ADDRESSEE, "receipt for another stream")
    own = store.position
    if receipt.have_lsn:
        known = chain_at(writer, own, receipt.have_lsn) if receipt.have_lsn <= own.lsn else None
        if known is None or known.hex() != receipt.chain:
            # they hold operations of ours that we do not: this register is older than it should be
            raise Reject(Code.E_FORK, f"own lsn {receipt.have_lsn}", message=OLDER_HERE)
    now = store.clock().astimezone(VIETNAM).replace(microsecond=0).isoformat()
    answer = canonical.encode(
        {
            "at": receipt.at,
            "have_lsn": receipt.have_lsn,
            "packages": [dict(p) for p in receipt.packages],
            "parked": [dict(p) for p in receipt.parked],
            "conflicts": [dict(c) for c in receipt.conflicts],
            "waiting": [list(w) for w in receipt.waiting],
        }
    ).decode()
    # also when it is less than before: then they put an old copy back, and get again what they lack
    _acked(writer, outlet(writer, stream, head.sender), receipt.epoch, receipt.have_lsn, now, answer)


def _acked(writer: Writer, of: Outlet, epoch: int, lsn: int, at: str, answer: str) -> None:
    writer.conn.exec_driver_sql(
        "INSERT INTO outlet (stream, node, seq, prev, acked_epoch, acked_lsn, acked_at, answer)"
        " VALUES (?, ?, 0, '', ?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET acked_epoch = excluded.acked_epoch,"
        " acked_lsn = excluded.acked_lsn, acked_at = excluded.acked_at, answer = excluded.answer",
        (of.stream, of.node, epoch, lsn, at, answer),
    )
    writer.conn.exec_driver_sql(
        "UPDATE package_out SET acked_at = CASE WHEN lsn_to <= ? THEN ? ELSE '' END"
        " WHERE stream = ? AND (acked_at = '') = (lsn_to <= ?)",
        (lsn, at, of.stream, lsn),
    )
