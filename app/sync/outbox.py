"""Packages out: everything since the last position the other side confirmed, finished once, sent again at will."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from app import __version__
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.ledger.ops import typed
from app.ledger.reader import Reader
from app.ledger.store import Store
from app.ledger.writer import Writer
from app.sync import answers, files, limits, package, seal
from app.sync.batches import Batch, last_position, next_batch
from app.sync.codes import Reject
from app.sync.manifest import RECOVERY, Ack, AuditHead, Manifest, Schema
from app.sync.package import Sealed
from app.sync.pairing import CHILD, Peer, peer_named
from app.sync.streams import Outlet, outlet, package_stream
from app.vault.identity import Device
from app.words import N_

#: The version of the record kinds written, and the oldest reader that understands them.
SCHEMA = Schema("binhyen", 1, 1)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One written volume of a package. ``pid``: the id in its header; ``counts``: operations by kind."""

    file: Path
    pid: str
    seq: int
    lsn: tuple[int, int]
    bytes: int
    sha256: str
    kind: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; empty when the other side has confirmed everything."""

    packages: tuple[PackageFile, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What a node has not confirmed: operations, by kind, when it last confirmed, days since the first of them."""

    ops: int
    counts: dict[str, int]
    last_acked_at: str
    days: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A package of the past. ``state``: made, copied or confirmed."""

    pid: str
    node: str
    kind: str
    seq: int
    lsn: tuple[int, int]
    bytes: int
    sha256: str
    counts: dict[str, int]
    made_at: str
    made_by: str
    state: str


def export(
    store: Store,
    device: Device,
    by: str,
    to_node: str,
    folder: Path,
    *,
    text: bool = False,
    volume: int | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write packages for a paired node into ``folder``: changes upwards, receipts downwards.

    What was finished before and not confirmed is the same package again, sealed anew.
    Faults: E_NO_PEER, E_RESTORED, E_VOLUME, E_FOLDER; Reject E_DISK, E_SIZE.
    """
    if store.restored:
        raise Fault("E_RESTORED", _RESTORED)
    size = limits.VOLUME_DEFAULT if volume is None else volume
    if not limits.VOLUME_LEAST <= size <= limits.VOLUME:
        raise Fault("E_VOLUME", _VOLUME, least=limits.VOLUME_LEAST, most=limits.VOLUME)
    if not folder.is_dir():
        raise Fault(
            "E_FOLDER",
            N_("The folder {folder} is not there. Choose another, or put the stick in."),
            folder=folder,
        )
    with store.read() as reader:
        peer = peer_named(reader, to_node)
        job = _Job(store, device, by, peer, package_stream(store.info, to_node), size, text)
        start = outlet(reader, job.stream, to_node).acked_lsn
        last = last_position(reader, peer, job.stream)
    made: list[PackageFile] = []
    done = start
    while done < last:
        if progress is not None:
            progress(done - start, last - start)
        # one after the other: two hundred thousand operations fill memory enough
        with store.read() as reader:
            batch = next_batch(reader, peer, job.stream, done + 1, last)
        sealed, pid = _again(job, batch) or _finish(job, batch)
        made += _deliver(job, folder, batch, sealed, pid)
        done = batch.lsn[1]
    return Exported(tuple(made))


def pending(store: Store, node: str) -> Pending:
    """What a paired node has not confirmed yet: operations to a node above, receipts to one below."""
    with store.read() as reader:
        stream = package_stream(store.info, node)
        state = outlet(reader, stream, node)
        if peer_named(reader, node).part == CHILD:
            left = last_position(reader, peer_named(reader, node), stream) - state.acked_lsn
            return Pending(left, {"receipt": left} if left else {}, state.acked_at, 0)
        rows = reader.rows(
            "SELECT kind, count(*) FROM op WHERE stream = 1 AND lsn > ? AND status <> 2 GROUP BY kind",
            (state.acked_lsn,),
        )
        first = reader.value(
            "SELECT line FROM op WHERE stream = 1 AND lsn > ? AND status <> 2 ORDER BY lsn LIMIT 1",
            (state.acked_lsn,),
        )
    counts = {row[0]: row[1] for row in rows}
    since = typed(first).hlc[0] if first is not None else 0
    days = int((store.clock().timestamp() * 1000 - since) // 86_400_000) if since else 0
    return Pending(sum(counts.values()), counts, state.acked_at, max(0, days))


def packages_out(store: Store) -> list[Sent]:
    """Every package made, the newest first."""
    sql = (
        "SELECT pid, node, kind, seq, lsn_from, lsn_to, bytes, sha256, counts, made_at, made_by, copied_at, acked_at"
        " FROM package_out ORDER BY n DESC"
    )
    with store.read() as reader:
        return [
            Sent(
                pid=row[0],
                node=row[1],
                kind=row[2],
                seq=row[3],
                lsn=(row[4], row[5]),
                bytes=row[6],
                sha256=row[7],
                counts=msgspec.json.decode(row[8]),
                made_at=row[9],
                made_by=row[10],
                state="confirmed" if row[12] else "copied" if row[11] else "made",
            )
            for row in reader.rows(sql)
        ]


# -- finishing, keeping, delivering


@dataclass(frozen=True, slots=True)
class _Job:
    """One export: from where to whom, and the form of the files."""

    store: Store
    device: Device
    by: str
    peer: Peer
    stream: str
    size: int
    text: bool

    def wrap(self, inner: bytes) -> Sealed:
        # ourselves too: the kept ciphertext must open again to be sealed anew
        recipients = [self.peer.recipient, *self.peer.recovery, self.device.recipient]
        return package.wrap(self.device, inner, recipients, volume_bytes=self.size, text=self.text)


def _finish(job: _Job, batch: Batch) -> tuple[Sealed, str]:
    """Finish a new package; its ciphertext is kept before its number is committed.

    Returns it with the id it is kept under.
    """
    store = job.store
    files.need_space(store.home.path, sum(map(len, batch.lines)))
    with store.read() as reader:
        state = outlet(reader, job.stream, job.peer.node)
        head = _manifest(store, reader, job.peer, state, batch)
    finished = package.finish(job.device, head, batch.lines)
    sealed = job.wrap(finished.inner)
    files.write(_kept(store, sealed.pid), sealed.ciphertext)
    with store.write(job.by) as writer:
        if outlet(writer, job.stream, job.peer.node).seq != state.seq:
            raise Fault("E_BUSY", _AT_WORK)
        _enter(writer, job, batch, head, finished.digest, sealed)
    return sealed, sealed.pid


def _enter(writer: Writer, job: _Job, batch: Batch, head: Manifest, digest: str, sealed: Sealed) -> None:
    writer.conn.exec_driver_sql(
        "INSERT INTO package_out (stream, node, seq, kind, pid, epoch, lsn_from, lsn_to, digest, sha256, bytes,"
        " counts, made_at, made_by, copied_at, acked_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,'','')",
        (
            job.stream,
            job.peer.node,
            head.seq,
            batch.kind,
            sealed.pid,
            batch.epoch,
            *batch.lsn,
            digest,
            "",
            len(sealed.ciphertext),
            msgspec.json.encode(batch.counts, order="sorted").decode(),
            head.made_at,
            job.by,
        ),
    )
    writer.conn.exec_driver_sql(
        "INSERT INTO outlet (stream, node, seq, prev, acked_epoch, acked_lsn, acked_at, answer)"
        " VALUES (?, ?, ?, ?, 0, 0, '', '') ON CONFLICT (stream)"
        " DO UPDATE SET seq = excluded.seq, prev = excluded.prev",
        (job.stream, job.peer.node, head.seq, digest),
    )


def _again(job: _Job, batch: Batch) -> tuple[Sealed, str] | None:
    """The newest package of the same lines sealed anew, with the id it is kept under.

    None when there is none, when its bytes are lost, or when they are not what
    may be sent today (a line erased since then): that package gets a new number.
    """
    with job.store.read() as reader:
        row = reader.row(
            "SELECT pid, digest FROM package_out WHERE stream = ? AND epoch = ? AND lsn_from = ? AND lsn_to = ?"
            " ORDER BY seq DESC LIMIT 1",
            (job.stream, batch.epoch, *batch.lsn),
        )
    if row is None or not _kept(job.store, row[0]).is_file():
        return None
    try:
        inner = seal.decrypt(
            files.read(_kept(job.store, row[0]), limits.CIPHERTEXT), (job.device.age_secret,)
        )
        head, digest = package.manifest_in(inner, SCHEMA.v)
    except Reject:
        return None
    plain = b"".join(line + b"\n" for line in batch.lines)
    if digest != row[1] or head.body.sha256 != sha256(plain).hexdigest():
        return None
    return job.wrap(inner), row[0]


def _manifest(store: Store, reader: Reader, peer: Peer, state: Outlet, batch: Batch) -> Manifest:
    tail = store.audit_tail
    now = store.clock().astimezone(VIETNAM).replace(microsecond=0)
    held = answers.held(reader, peer, store.info)
    return Manifest(
        kind="receipt" if batch.kind == "receipt" else "delta",
        sender=store.info.node,
        device="0" * 16,
        stream=state.stream,
        incarnation=batch.incarnation,
        epoch=batch.epoch,
        seq=state.seq + 1,
        prev=state.prev or None,
        lsn=batch.lsn,
        start_chain=batch.start.hex(),
        end_chain=batch.end.hex(),
        closes=batch.closes,
        to=(peer.node, RECOVERY) if peer.recovery else (peer.node,),
        schema=SCHEMA,
        app=__version__,
        made_at=now.isoformat(),
        hlc=(int(now.timestamp() * 1000), 0),
        ack=Ack(held.stream, held.epoch, held.lsn, held.chain.hex(), held.seq) if held else None,
        audit=AuditHead(tail.n, tail.head.hex()),
    )


def _kept(store: Store, pid: str) -> Path:
    return store.home.outbox / f"{pid}.age"


def _deliver(job: _Job, folder: Path, batch: Batch, sealed: Sealed, kept: str) -> list[PackageFile]:
    written = files.write_all(folder, sealed.files)
    store = job.store
    now = _iso(store.clock())
    with store.write(job.by) as writer:
        seq = int(writer.value("SELECT seq FROM package_out WHERE pid = ?", (kept,)) or 0)
        writer.conn.exec_driver_sql(
            "UPDATE package_out SET copied_at = ?, sha256 = ? WHERE pid = ?", (now, written[0].sha256, kept)
        )
        writer.note("export", sealed.pid, f"{batch.kind} {batch.lsn[0]}-{batch.lsn[1]} {len(written)}")
    return [
        PackageFile(w.path, sealed.pid, seq, batch.lsn, w.size, w.sha256, batch.kind, dict(batch.counts))
        for w in written
    ]


def forget_confirmed(store: Store, by: str, before: datetime) -> int:
    """Remove kept ciphertexts of packages confirmed before a moment, and those of no package; rows stay."""
    with store.read() as reader:
        rows = reader.rows("SELECT pid, acked_at FROM package_out")
    confirmed = {_kept(store, pid): at for pid, at in rows}
    gone = 0
    for path in store.home.outbox.iterdir():
        # in no row: what a crash left, or what is just being made
        is_left = path not in confirmed and path.stat().st_mtime < before.timestamp()
        if is_left or "" < confirmed.get(path, "") < _iso(before):
            path.unlink()
            gone += 1
    if gone:
        store.note(by, "outbox_tidied", detail=str(gone))
    return gone


def _iso(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).replace(microsecond=0).isoformat()


_RESTORED = N_(
    "This register is an older copy than the one last in use, so nothing may be sent from it yet."
    " Telephone the level above; entry stays possible."
)
_VOLUME = N_("A volume must hold between {least} and {most} bytes.")
_AT_WORK = N_("Another export is just being made. Wait until it has finished.")
