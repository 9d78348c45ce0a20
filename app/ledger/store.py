"""The store of one node: opening it, reading it, writing it, telling who listens what changed."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

import sqlalchemy as sa

from app.kinds.faults import Fault
from app.ledger import audit, shape
from app.ledger.audit import AuditTail
from app.ledger.clock import Clock, Ticker, wall
from app.ledger.foreign import new_epoch
from app.ledger.ops import genesis
from app.ledger.reader import Reader
from app.ledger.upgrade import NEWEST, bring_up
from app.ledger.writer import Changed, Position, Writer
from app.vault.anchor import Anchor, AnchorLook, AnchorState
from app.vault.engine import Database
from app.vault.home import Home
from app.vault.keys import Bundle
from app.words import N_

Listener = Callable[[Changed], None]


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """Which node a store belongs to. ``sort``: commune, health or upper; ``unit``: its unit's code."""

    node: str
    device: str
    name: str
    sort: str
    unit: str
    install_id: str

    @property
    def stream(self) -> str:
        """The name of its stream of operations: one writing device, one stream."""
        return f"{self.node}/{self.device}"


class Derived(Protocol):
    """Tables computed from records and kept up to date with every write (search index, what is owed)."""

    name: str
    version: str

    def create(self, conn: sa.Connection) -> None:
        """Drop and make its tables, empty."""

    def refresh(self, reader: Reader, persons: frozenset[str], own: frozenset[str]) -> None:
        """Recompute what belongs to these people; ``own``: those whose own record changed."""

    def rebuild(self, reader: Reader) -> None:
        """Recompute everything into empty tables."""

    def differences(self, reader: Reader) -> list[str]:
        """What in its tables is not what a recomputation gives, one sentence each."""


class Store:
    """An open store. One per process and home; readers may be on any thread, one lane writes."""

    def __init__(
        self,
        home: Home,
        key: bytes,
        database: Database,
        anchor: Anchor,
        clock: Clock,
        derived: Sequence[Derived],
    ) -> None:
        self.home = home
        self.key = key
        self.clock = clock
        self.alarms: list[str] = []
        self.restored = False
        self._database = database
        self._anchor = anchor
        self._derived = tuple(derived)
        self._listeners: list[Listener] = []
        self._lane = threading.RLock()
        self._writing = False
        self._is_known = False
        with database.reader() as conn:
            reader = Reader(conn)
            self.info = _info(reader)
            newest = reader.row("SELECT hlc_ms, hlc_n FROM stream WHERE own = 1") or (0, 0)
            self._at, self._audit, self._out_seq = _standing(reader)
            self._ticker = Ticker(clock, (int(newest[0]), int(newest[1])))
            self._check_anchor(reader)

    # -- opening

    @classmethod
    def create(
        cls,
        home: Home,
        bundle: Bundle,
        info: NodeInfo,
        *,
        clock: Clock = wall,
        derived: Sequence[Derived] = (),
    ) -> Store:
        """Make the store of a new node; the key slots exist already."""
        database = Database(home.store, bundle.db, create=True, install_id=info.install_id)
        try:
            with database.writer() as conn:
                bring_up(conn)
                _found(conn, info)
                shape.bring_up(conn, derived)
            anchor = Anchor(home.anchor, bundle.anchor)
            anchor.write(AnchorState(info.install_id, 1, 0, 0, 0, audit.START.hex()))
            return cls(home, bundle.db, database, anchor, clock, derived)
        except BaseException:
            database.close()
            raise

    @classmethod
    def open(
        cls, home: Home, bundle: Bundle, *, clock: Clock = wall, derived: Sequence[Derived] = ()
    ) -> Store:
        """Open a node's store, bringing its tables up to this program's shape where needed.

        Raises Fault for a missing, damaged, foreign or newer store.
        """
        database = Database(home.store, bundle.db)
        try:
            with database.reader() as conn:
                current = _is_current(conn, derived)
            if not current:
                with database.writer() as conn:
                    bring_up(conn)
                    shape.bring_up(conn, derived)
            return cls(home, bundle.db, database, Anchor(home.anchor, bundle.anchor), clock, derived)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Close every connection and make the anchor durable."""
        with self._lane:
            if not self.restored:
                self._anchor.close()
            self._database.close()

    # -- reading and writing

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent snapshot for the calling thread."""
        with self._database.reader() as conn:
            yield Reader(conn)

    @contextmanager
    def write(self, by: str, why: str = "") -> Iterator[Writer]:
        """One transaction: all of it is kept or, when the block raises, none.

        ``by`` is the account, ``why`` the reason kept with every operation.
        """
        with self._lane:
            if self._writing:
                raise RuntimeError("a write inside a write")
            self._writing = True
            last = self._ticker.last
            try:
                with self._database.writer() as conn:
                    if not self._is_known:
                        self._at, self._audit, self._out_seq = _standing(Reader(conn))
                    self._is_known = False
                    writer = Writer(conn, replace(self._at), self._ticker, self._audit, by, why)
                    yield writer
                    self._finish(writer)
            except BaseException:
                self._ticker.last = last
                raise
            finally:
                self._writing = False
            self._is_known = True
            if writer.at.epoch > self._at.epoch:
                self._leave_restored()
            self._at, self._audit = writer.at, writer.audit
            self._note_anchor()
            changed = writer.changed
        if changed.ops:
            for listener in tuple(self._listeners):
                listener(changed)

    def note(self, who: str, act: str, subject: str = "", detail: str = "") -> None:
        """Record a look, an export, a print or an unlock; a store that can only be read takes no notes."""
        if self._database.read_only:
            return
        with self.write(who) as writer:
            writer.note(act, subject, detail)

    def start_epoch(self, by: str, why: str) -> None:
        """After an old copy was put back: close the epoch where it stands and go on with a new one."""
        known = self._anchor.look().state
        newest = max(self._at.epoch, known.epoch if known is not None else 0)
        with self.write(by, why) as writer:
            new_epoch(writer, writer.at, newest + 1, secrets.token_hex(16))
            writer.note("new_epoch", str(newest + 1), why)

    @contextmanager
    def maintain(self) -> Iterator[Reader]:
        """One transaction on tables that are computed from the records; it writes no operation."""
        with self._lane, self._database.writer() as conn:
            yield Reader(conn)

    def settle_down(self) -> None:
        """After a bulk load: fresh statistics for the planner, and no log that the next save would wait for."""
        with self._lane:
            with self._database.writer() as conn:
                conn.exec_driver_sql("ANALYZE")
            self._database.checkpoint()

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every transaction that changed records; returns how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def position(self) -> Position:
        """Where our own stream stands."""
        return replace(self._at)

    @property
    def audit_tail(self) -> AuditTail:
        """The last audit entry."""
        return self._audit

    @property
    def clock_is_suspect(self) -> bool:
        """Whether the computer's clock cannot be right."""
        return self._ticker.suspect()

    def anchor_look(self) -> AnchorLook:
        """The anchor as it stands outside the store, and what is wrong with its file."""
        return self._anchor.look()

    def anchor_agrees(self) -> bool:
        """Whether the anchor names exactly the state the register is in."""
        with self._lane:
            return self._anchor.look().state == self._state()

    @property
    def database(self) -> Database:
        """The encrypted database, for checks and backups."""
        return self._database

    @property
    def derived(self) -> tuple[Derived, ...]:
        """The derived tables kept beside the records."""
        return self._derived

    # -- inside

    def _finish(self, writer: Writer) -> None:
        writer.flush()
        if writer.touched:
            persons = frozenset(writer.touched)
            own = frozenset(i for name, i in writer.changed.records if name == "person")
            for derived in self._derived:
                derived.refresh(writer, persons, own)
        self._out_seq = int(writer.value("SELECT coalesce(max(seq), 0) FROM outlet"))
        at = writer.at
        if at.lsn != self._at.lsn or at.epoch != self._at.epoch:
            writer.run(
                "UPDATE stream SET lsn = ?, chain = ?, epoch = ?, incarnation = ?, hlc_ms = ?, hlc_n = ? WHERE n = ?",
                (at.lsn, at.chain, at.epoch, at.incarnation, *self._ticker.last, at.n),
            )

    def _state(self) -> AnchorState:
        tail = self._audit
        return AnchorState(
            self.info.install_id, self._at.epoch, self._at.lsn, self._out_seq, tail.n, tail.head.hex()
        )

    def _note_anchor(self) -> None:
        if self.restored:
            return
        try:
            self._anchor.write(self._state())
        except Fault:
            # the change itself is kept, and an older anchor is harmless: saying that it failed would be false
            if "W_ANCHOR_OLD" not in self.alarms:
                self.alarms.append("W_ANCHOR_OLD")

    def _leave_restored(self) -> None:
        self.restored = False
        self.alarms = [code for code in self.alarms if code != "E_RESTORED"]

    def _check_anchor(self, reader: Reader) -> None:
        """Compare the store with the anchor: an older store was restored or cut, and says so."""
        look = self._anchor.look()
        if look.code:
            self.alarms.append(look.code)
        known = look.state
        if known is None:
            return
        if known.install_id != self.info.install_id:
            self.alarms.append("E_ANCHOR_FOREIGN")
            return
        behind = (self._at.epoch, self._at.lsn) < (known.epoch, known.lsn) or self._out_seq < known.out_seq
        # every unlock adds an entry, so that a store put back stays known even after it has grown again
        entry = reader.value("SELECT hash FROM audit WHERE n = ?", (known.audit_n,)) or audit.START
        if behind or entry.hex() != known.audit_head:
            self.restored = True
            self.alarms.append("E_RESTORED")


def own_position(reader: Reader) -> Position:
    """Where our own stream stands in the store."""
    row = reader.row("SELECT n, name, node, incarnation, epoch, lsn, chain FROM stream WHERE own = 1")
    if row is None:
        raise Fault("E_STORE_DAMAGED", _NO_STREAM)
    return Position(*row)


_NO_STREAM = N_("The register is damaged: it does not know which node it belongs to. Restore a backup.")


def _standing(reader: Reader) -> tuple[Position, AuditTail, int]:
    """What is kept in memory of a store: our stream, the last look, the last package."""
    seq = int(reader.value("SELECT coalesce(max(seq), 0) FROM outlet"))
    return own_position(reader), audit.tail_of(reader.conn), seq


def _found(conn: sa.Connection, info: NodeInfo) -> None:
    """The rows a new store begins with."""
    incarnation = secrets.token_hex(16)
    values = {name: getattr(info, name) for name in ("node", "device", "name", "sort", "unit", "install_id")}
    conn.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", list(values.items()))
    conn.exec_driver_sql(
        "INSERT INTO stream (n, name, node, own, incarnation, epoch, lsn, chain, hlc_ms, hlc_n)"
        " VALUES (1, ?, ?, 1, ?, 1, 0, ?, 0, 0)",
        (info.stream, info.node, incarnation, genesis(info.stream, incarnation)),
    )


def _info(reader: Reader) -> NodeInfo:
    meta = {row[0]: row[1] for row in reader.rows("SELECT key, value FROM meta")}
    try:
        return NodeInfo(*(meta[key] for key in ("node", "device", "name", "sort", "unit", "install_id")))
    except KeyError:
        raise Fault("E_STORE_DAMAGED", _NO_STREAM) from None


def _is_current(conn: sa.Connection, derived: Sequence[Derived]) -> bool:
    names = {row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in names:
        raise Fault("E_STORE_DAMAGED", _NO_STREAM)
    at = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return at == NEWEST and shape.is_current(conn, derived)
