"""Packages in: copied, verified, applied whole or not at all, answered (sync.md, Import)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.kinds.faults import Fault
from app.ledger.foreign import position_of
from app.ledger.store import Store
from app.sync import applying, files, package, parts, quarantine, records
from app.sync.applying import Arrived
from app.sync.codes import Code, Reject
from app.sync.header import Header
from app.sync.outcome import Outcome
from app.sync.package import DeviceKey, Inner, Reader
from app.sync.pairing import Keys, peers
from app.sync.records import Met
from app.vault.identity import Device

APPLIED, DUPLICATE, WAITING, QUARANTINED = "applied", "duplicate", "waiting", "quarantined"
SCHEMA_VERSION = 1
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: status, reason code, counts, sender, and one sentence for people.

    ``followed``: waiting packages that could be applied after it.
    """

    file: str
    status: str
    code: str
    ops: int
    conflicts: int
    parked: int
    node: str
    text: str
    lsn: tuple[int, int] = (0, 0)
    followed: tuple[Received, ...] = ()


def receive(store: Store, device: Device, by: str, path: Path, progress: Progress | None = None) -> Received:
    """Take in one file. Nothing is raised for a bad package: its status says what became of it.

    Faults are raised only for this computer's own trouble (full disk, damaged store).
    """
    _step(progress, 0)
    job = _Job(store, device, by, progress)
    done = job.receive(path)
    if done.status != APPLIED:
        return done
    return replace(done, followed=_follow(job, done.node))


def retry_waiting(store: Store, device: Device, by: str) -> tuple[Received, ...]:
    """After an update of the program: try the packages again that needed a newer one."""
    with store.read() as reader:
        kept = records.for_newer_program(reader)
    job = _Job(store, device, by, None)
    done = [job.again(met) for met in kept]
    return tuple(one for one in done if one is not None)


def packages_in(store: Store) -> list[Met]:
    """Every package met, the newest first."""
    with store.read() as reader:
        return records.all_met(reader)


@dataclass(slots=True)
class _File:
    """What is known so far of the file being taken in."""

    name: str
    path: Path
    sha256: str
    signer: DeviceKey | None = None
    header: Header | None = None
    inner: Inner | None = None

    @property
    def node(self) -> str:
        """The sender, once its outer signature was right."""
        return self.signer.node if self.signer is not None else ""


@dataclass(frozen=True, slots=True)
class _Job:
    """Taking in files of one account's choice."""

    store: Store
    device: Device
    by: str
    progress: Progress | None

    def receive(self, path: Path) -> Received:
        """Copy a file from outside and take it in."""
        name = "".join(letter if letter.isprintable() else "?" for letter in path.name)
        try:
            files.need_space(self.store.home.path, files.size_of(path))
            spooled = files.spool(path, self.store.home.spool)
        except Reject as reject:
            if reject.reason is Code.E_DISK:
                raise
            return self._refused(_File(name, path, ""), reject)
        try:
            return self._taken(_File(name, spooled.path, spooled.sha256))
        finally:
            spooled.path.unlink(missing_ok=True)

    def again(self, met: Met) -> Received | None:
        """Try a kept file once more; None when it is gone, which its sender makes good."""
        path = parts.waiting_file(self.store.home, met.sha256)
        done = self.receive(path) if path is not None else None
        if done is None or done.code not in (Code.W_GAP.name, Code.E_READER_OLD.name):
            with self.store.write(self.by) as writer:
                records.drop(writer, met.n)
            if path is not None:
                path.unlink(missing_ok=True)
        return done

    def _taken(self, file: _File) -> Received:
        store = self.store
        with store.read() as reader:
            earlier = records.applied_with(reader, file.sha256)
        if earlier is not None:
            return _told(file.name, DUPLICATE, Code.I_DUPLICATE, node=earlier.node)
        try:
            arrived = self._verified(file)
            outcome = applying.take(
                store, self.by, arrived, lambda: parts.keep_waiting(store.home, file.sha256, file.path)
            )
        except Reject as reject:
            return self._not_taken(file, reject)
        self._clear_up(file, outcome)
        _step(self.progress, 3)
        return Received(
            file=file.name,
            status=outcome.status,
            code=outcome.code_name,
            ops=outcome.ops,
            conflicts=outcome.conflicts,
            parked=outcome.parked,
            node=arrived.inner.manifest.sender,
            text=outcome.sentence(),
            lsn=arrived.inner.manifest.lsn,
        )

    def _verified(self, file: _File) -> Arrived:
        """Steps 2 to 7, without a lock on the store."""
        store = self.store
        keys = Keys(peers(store))
        outer = package.open_outer(files.read(file.path), keys)
        file.signer, file.header = outer.key, outer.header
        _step(self.progress, 1)
        with store.read() as reader:
            if records.already_taken(reader, outer.header.pid, outer.key.node) is not None:
                raise Reject(Code.I_DUPLICATE, "a volume of a package that was taken")
        outers = parts.gather(store.home, outer, file.path, keys, store.clock())
        ciphertext = package.assemble(outers)
        mine = Reader((self.device.age_secret,), store.info.node, SCHEMA_VERSION)
        file.inner = package.open_inner(ciphertext, outer.key, mine)
        _step(self.progress, 2)
        return applying.arrive(file.sha256, outer.header.pid, file.inner)

    def _clear_up(self, file: _File, outcome: Outcome) -> None:
        """After the commit; all of it may be lost by a crash."""
        if outcome.status == WAITING:
            return  # its volumes are needed when its turn comes
        if outcome.status == APPLIED:
            parts.archive(self.store.home, file.sha256, file.path, self.store.clock())
        if file.header is not None:
            parts.forget(self.store.home, file.header)

    def _not_taken(self, file: _File, reject: Reject) -> Received:
        code = reject.reason
        if code is Code.E_DISK:
            raise reject
        if code is Code.W_PARTIAL:
            return _told(file.name, WAITING, code, node=file.node, text=reject.sentence())
        if code is Code.I_DUPLICATE:
            if file.header is not None:
                parts.forget(self.store.home, file.header)
            return _told(file.name, DUPLICATE, code, node=file.node)
        if code is Code.E_READER_OLD and file.signer is not None:
            parts.keep_waiting(self.store.home, file.sha256, file.path)
            records.note_refusal(self.store, self.by, file.sha256, reject, file.node, WAITING)
            return _told(file.name, WAITING, code, node=file.node)
        quarantine.keep(self.store.home, file.sha256, file.path, self.store.clock())
        return self._refused(file, reject)

    def _refused(self, file: _File, reject: Reject) -> Received:
        if file.inner is not None and file.header is not None:
            applying.refuse(self.store, self.by, file.sha256, file.header.pid, file.inner, reject)
        else:
            records.note_refusal(self.store, self.by, file.sha256, reject, file.node, QUARANTINED)
        return _told(file.name, QUARANTINED, reject.reason, node=file.node, text=reject.sentence())


def _follow(job: _Job, node: str) -> tuple[Received, ...]:
    """Try the packages of that sender that were waiting for the one just applied, until nothing moves."""
    done: list[Received] = []
    while True:
        with job.store.read() as reader:
            ready = records.ready_after_gap(reader, node)
        tried = [one for one in (job.again(met) for met in ready) if one is not None]
        done += tried
        if not any(one.status == APPLIED for one in tried):
            return tuple(done)


def _told(name: str, status: str, code: Code, *, node: str = "", text: str = "") -> Received:
    sentence = text or Fault(code.name, code.message).sentence()
    return Received(name, status, code.name, 0, 0, 0, node, sentence)


def _step(progress: Progress | None, n: int) -> None:
    if progress is not None:
        progress(n, 3)


def holds(store: Store, node: str) -> tuple[int, str]:
    """How many operations of a node's first device we hold, and when its last package came."""
    with store.read() as reader:
        row = reader.row("SELECT name FROM stream WHERE node = ? AND own = 0 ORDER BY n LIMIT 1", (node,))
        at = position_of(reader, row[0]) if row is not None else None
        last = reader.value(
            "SELECT max(met_at) FROM package_in WHERE node = ? AND status = ?", (node, APPLIED)
        )
    return (at.lsn if at else 0), str(last or "")
