"""Step 9 of the import: one transaction that applies a verified package or undoes itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from app.ledger.foreign import (
    ForkFound,
    Incoming,
    NotAllowed,
    apply_lines,
    begin,
    check_overlap,
    incoming,
    new_epoch,
    position_of,
)
from app.ledger.ops import LAST_MS, TYPES, Op
from app.ledger.store import Store
from app.ledger.writer import Position, Writer
from app.sync import answers, body, limits, receipts, records
from app.sync.authority import Authority
from app.sync.body import Erased
from app.sync.codes import MANY_WAIT, WRONG_WAY, Code, Reject
from app.sync.manifest import Manifest, stream_ends
from app.sync.outcome import Outcome
from app.sync.package import Inner
from app.sync.pairing import CHILD, PARENT, Peer, peer_named

_DAY_MS = 86_400_000
_RECEIPT = "receipt"
_OPS = frozenset(("delta", "resend"))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A verified package: the file's hash, the id in its header, and its lines ready for the ledger."""

    sha256: str
    pid: str
    inner: Inner
    lines: list[Incoming]

    @property
    def name(self) -> str:
        """The name of the sender's stream, without whom it is for."""
        return self.inner.manifest.stream.rsplit(">", 1)[0]


def arrive(sha256: str, pid: str, inner: Inner) -> Arrived:
    """Everything that can be checked before the store is locked; Reject E_READER_OLD, E_SCHEMA."""
    kind = inner.manifest.kind
    if kind not in _OPS and kind != _RECEIPT:
        raise Reject(Code.E_READER_OLD, f"kind {kind}")
    return Arrived(sha256, pid, inner, _incoming(inner) if kind in _OPS else [])


def take(store: Store, by: str, arrived: Arrived, keep: Callable[[], None]) -> Outcome:
    """Apply a verified package, or ``keep`` its file where it has to wait.

    Reject E_FORK, E_EPOCH, I_OLD_EPOCH, E_AUTHORITY, E_BODY_HASH, E_SCHEMA, I_DUPLICATE; nothing is
    changed then.
    """
    head = arrived.inner.manifest
    with store.write(by) as writer:
        sender = _sender(writer, head)
        waited = _check_seen(writer, head, arrived.inner.digest)
        if waited is not None:
            records.drop(writer, waited)
        number = records.next_number(writer)
        if head.kind == _RECEIPT:
            outcome = receipts.take(store, writer, arrived.inner)
        else:
            outcome = _take_ops(store, writer, sender, arrived, number)
        if outcome.code is Code.W_GAP:
            _check_room(writer, head)
            keep()
        records.enter(writer, store.clock(), number, arrived, outcome)
        detail = f"{head.sender} {outcome.status} {outcome.code_name}".strip()
        writer.note("receive", arrived.pid, detail)
    return outcome


def refuse(store: Store, by: str, sha256: str, pid: str, inner: Inner, reject: Reject) -> None:
    """Note a genuine package that is not taken, and tell its sender once in our answering stream."""
    head = inner.manifest
    with store.write(by) as writer:
        is_new = records.enter_refusal(writer, store.clock(), sha256, pid, inner, reject)
        if is_new and head.kind != _RECEIPT:
            at = position_of(writer, head.stream.rsplit(">", 1)[0])
            waiting = records.waiting_ranges(writer, head.stream)
            answers.append(writer, store.info, at, head, inner.digest, reject.reason.name, waiting, (), ())


def _sender(writer: Writer, head: Manifest) -> Peer:
    """Who sent it; changes come from below, receipts from above, and a stream is a named device's."""
    sender = peer_named(writer, head.sender)
    if stream_ends(head.stream).device != sender.device:
        raise Reject(Code.E_SIGNER_MISMATCH, "the stream is another device's")
    if sender.part != (PARENT if head.kind == _RECEIPT else CHILD):
        raise Reject(Code.E_AUTHORITY, f"{head.kind} from a {sender.part}", message=WRONG_WAY)
    return sender


def _check_seen(writer: Writer, head: Manifest, digest: str) -> int | None:
    """The row of the same package kept waiting, if any; Reject for one applied, or for a fork by number."""
    waited = None
    for n, known, status in writer.rows(
        "SELECT n, digest, status FROM package_in WHERE stream = ? AND epoch = ? AND seq = ?"
        " AND status IN ('applied', 'waiting', 'duplicate')",
        (head.stream, head.epoch, head.seq),
    ):
        if known != digest:
            raise Reject(Code.E_FORK, f"seq {head.seq}")
        if status != "waiting":
            raise Reject(Code.I_DUPLICATE, f"seq {head.seq}")
        waited = int(n)
    return waited


def _take_ops(store: Store, writer: Writer, sender: Peer, arrived: Arrived, number: int) -> Outcome:
    inner, head = arrived.inner, arrived.inner.manifest
    at = position_of(writer, arrived.name)
    have = at.lsn if at is not None else 0
    if at is not None:
        _check_epoch(at, head)
    if head.lsn[0] > have + 1:
        return _wait(store, writer, inner, at, have)
    if at is None:
        if head.epoch > 1:
            # where it began is in an epoch we never saw; only its sender can tell how it goes on
            raise Reject(Code.E_EPOCH, f"begins with epoch {head.epoch}")
        at = begin(writer, arrived.name, head.sender, head.incarnation, head.epoch)
    fresh = arrived.lines[max(0, at.lsn + 1 - head.lsn[0]) :]
    try:
        check_overlap(writer, at, bytes.fromhex(head.start_chain), arrived.lines)
        if head.epoch > at.epoch:
            _close_epoch(writer, at, arrived)
        may = Authority(writer, store.info.node, sender, [line.op for line in fresh])
        done = apply_lines(writer, at, arrived.lines, may, package=number)
    except ForkFound as fork:
        raise Reject(Code.E_FORK, f"lsn {fork.lsn}") from fork
    except NotAllowed as refused:
        raise Reject(Code.E_AUTHORITY, f"op {refused.op.op}") from refused
    receipts.note_ack(writer, store.info, head)
    conflicts = list(dict.fromkeys(done.conflicts))
    outcome = Outcome("applied" if done.new else "duplicate", None if done.new else Code.I_DUPLICATE)
    outcome.ops, outcome.parked, outcome.conflicts = done.new, len(done.parked), len(conflicts)
    if done.new and _clock_is_wrong(store, fresh):
        outcome.code = Code.W_CLOCK
    waiting = records.waiting_ranges(writer, head.stream)
    answers.append(
        writer, store.info, at, head, inner.digest, outcome.code_name, waiting, done.parked, conflicts
    )
    return outcome


def _check_epoch(at: Position, head: Manifest) -> None:
    """Step 9b: an old epoch is not applied; a new one must close the one we hold, not before where we stand."""
    if head.epoch < at.epoch:
        raise Reject(Code.I_OLD_EPOCH, f"epoch {head.epoch}")
    if head.epoch == at.epoch:
        if head.incarnation != at.incarnation:
            raise Reject(Code.E_FORK, "another incarnation of the same epoch")
        return
    closes = head.closes
    if closes is None or closes.epoch != at.epoch or closes.lsn < at.lsn:
        raise Reject(Code.E_EPOCH, f"epoch {head.epoch}")


def _close_epoch(writer: Writer, at: Position, arrived: Arrived) -> None:
    """Go over to the package's epoch when its lines lead to exactly the head that it closes.

    Lines of the old epoch we had not received may stand before the new ones.
    """
    head, closes = arrived.inner.manifest, arrived.inner.manifest.closes
    before = arrived.inner.lines[: max(0, closes.lsn + 1 - head.lsn[0])] if closes is not None else []
    chain = at.chain.hex()
    if closes is not None and closes.lsn > at.lsn:
        chain = body.end_of_chain(head.start_chain, before)
    if closes is None or closes.chain != chain or (closes.lsn > head.lsn[1] and closes.lsn > at.lsn):
        raise Reject(Code.E_EPOCH, f"epoch {head.epoch}")
    closed = Position(at.n, at.name, at.node, at.incarnation, at.epoch, closes.lsn, bytes.fromhex(chain))
    new_epoch(writer, closed, head.epoch, head.incarnation)
    at.epoch, at.incarnation = closed.epoch, closed.incarnation


def _wait(store: Store, writer: Writer, inner: Inner, at: Position | None, have: int) -> Outcome:
    head = inner.manifest
    waiting = sorted([*records.waiting_ranges(writer, head.stream), head.lsn])
    answers.append(writer, store.info, at, head, inner.digest, Code.W_GAP.name, waiting, (), ())
    return Outcome("waiting", Code.W_GAP, gap=(have + 1, head.lsn[0] - 1))


def _check_room(writer: Writer, head: Manifest) -> None:
    if records.waiting_count(writer, head.stream) >= limits.WAITING:
        raise Reject(Code.E_SIZE, "too many packages waiting", message=MANY_WAIT)


def _incoming(inner: Inner) -> list[Incoming]:
    found = []
    chain = bytes.fromhex(inner.manifest.start_chain)
    for lsn, (line, op) in enumerate(zip(inner.lines, inner.ops, strict=True), inner.manifest.lsn[0]):
        if isinstance(op, Erased):
            one = Incoming(lsn, None, None, bytes.fromhex(op.erased))
        else:
            _check_op(op)
            one = incoming(lsn, line, op)
        chain = sha256(chain + one.hash).digest()
        found.append(one)
    if chain.hex() != inner.manifest.end_chain:
        raise Reject(Code.E_BODY_HASH, "end of the chain")
    return found


def _check_op(op: Op) -> None:
    if op.t not in TYPES or not records.is_op_id(op.op) or not op.id or op.hlc[0] > LAST_MS:
        raise Reject(Code.E_SCHEMA, f"op at {op.lsn}")


def _clock_is_wrong(store: Store, lines: list[Incoming]) -> bool:
    limit = int(store.clock().timestamp() * 1000) + _DAY_MS
    return any(line.op is not None and line.op.hlc[0] > limit for line in lines)
