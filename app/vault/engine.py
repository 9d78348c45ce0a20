"""The encrypted database: one lane that writes, a reading connection per thread.

A connection belongs to the thread that opened it and lives as long as it, because
a connection's page cache is what makes large questions fast. A thread that ends
early calls ``release``. Readers see one unmoving state from their first question
to the end of the block and cannot change anything. Known errors of the file leave
every block as a Fault: E_DISK, E_READONLY, E_STORE_DAMAGED, E_BUSY, E_DRIVE.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from app.kinds.faults import Fault
from app.vault import driver
from app.vault.driver import Link
from app.vault.durable import sync_folder
from app.vault.home import is_writable
from app.words import N_

LANE_WAIT = 60.0
CLOSE_WAIT = 5.0
_AGAIN = 0.02
_INTERRUPTED = 9
_EXISTS = N_("There is already a register file at {path}. It is not replaced by an empty one.")
_CLOSED = N_("The register was closed. Unlock it again.")


class _Seat:
    """The connections of one thread, and how many blocks it is inside of."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.reader: sa.Connection | None = None
        self.writer: sa.Connection | None = None
        self.inside = 0
        self.reading = False
        self.writing = False

    def links(self) -> Iterator[Link]:
        for connection in (self.reader, self.writer):
            if connection is not None:
                yield link_of(connection)

    def drop(self) -> None:
        """Close both connections; from another thread they close when nothing holds them any more."""
        for connection in (self.reader, self.writer):
            if connection is not None:
                connection.close()
        self.reader = self.writer = None


class Database:
    """The store at ``path``, opened with its raw 32-byte key.

    ``create`` makes a new file that must not exist yet and marks it with
    ``install_id``. In a folder that cannot be written to ``read_only`` is true and
    ``writer`` refuses. Faults: E_STORE_MISSING, E_STORE_DAMAGED, E_STORE_PLAIN,
    E_STORE_EXISTS, E_READONLY; ValueError for a key of another length.
    """

    def __init__(self, path: Path, key: bytes, *, create: bool = False, install_id: str = "") -> None:
        driver.check_key(key)
        self.path = path
        self.read_only = False
        self._closed = False
        self._lane = threading.Lock()
        self._gate = threading.Condition()
        self._here = threading.local()
        self._seats: list[_Seat] = []
        if create:
            _found(path, key, install_id)
        else:
            driver.look_at(path)
            self.read_only = not (is_writable(path.parent) and os.access(path, os.W_OK))
        self._write_engine = _engine(path, key, read_only=self.read_only, query_only=False)
        self._read_engine = _engine(path, key, read_only=self.read_only, query_only=True)
        self.raw()

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    @contextmanager
    def reader(self) -> Iterator[sa.Connection]:
        """This thread's reading connection inside one snapshot; inner blocks share it."""
        seat = self._enter()
        try:
            if seat.reading:
                yield self._reader_of(seat)
                return
            seat.reading = True
            try:
                with known_errors(writes=False):
                    connection = self._reader_of(seat)
                    with connection.begin():
                        yield connection
            finally:
                seat.reading = False
        finally:
            self._leave(seat)

    @contextmanager
    def writer(self) -> Iterator[sa.Connection]:
        """This thread's writing connection inside BEGIN IMMEDIATE: committed at the end, undone on any error.

        One writer at a time; Faults E_READONLY, E_DISK, E_BUSY. A writer inside a
        writer is a defect (RuntimeError).
        """
        if self.read_only:
            raise driver.fault_of(driver.READONLY)
        seat = self._enter()
        try:
            if seat.writing:
                raise RuntimeError("a writer inside a writer")
            if not self._lane.acquire(timeout=LANE_WAIT):
                raise driver.fault_of(driver.BUSY)
            seat.writing = True
            try:
                with known_errors():
                    connection = self._writer_of(seat)
                    with connection.begin():
                        yield connection
            finally:
                seat.writing = False
                self._lane.release()
        finally:
            self._leave(seat)

    def raw(self) -> Link:
        """This thread's reading connection as the driver knows it, for hot paths with prepared questions.

        Inside ``reader()`` it sees that snapshot; outside, each question stands
        for itself. Errors come as the driver's own; wrap uses in ``known_errors``.
        """
        seat = self._enter()
        try:
            with known_errors(writes=False):
                return link_of(self._reader_of(seat))
        finally:
            self._leave(seat)

    def checkpoint(self) -> None:
        """Move the log into the file and empty it: after a bulk load, so that no later save waits for it."""
        self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, path: Path) -> None:
        """A compact, consistent copy under the same key, made while others read and write."""
        self._outside("VACUUM INTO ?", str(path), lane=False)

    def install_id(self) -> str:
        """The mark this store was made with."""
        row = self.raw().execute("SELECT value FROM vault_mark WHERE name = 'install_id'").fetchone()
        return str(row[0]) if row else ""

    def release(self) -> None:
        """Close the calling thread's connections; it gets new ones when it asks again."""
        seat: _Seat | None = getattr(self._here, "seat", None)
        if seat is not None and not seat.inside:
            with self._gate:
                self._forget(seat)

    def close(self) -> None:
        """Close every thread's connections; running questions of other threads are interrupted first.

        A thread still inside a block after five seconds closes its own when it
        leaves. Afterwards every use is Fault E_CLOSED.
        """
        me = threading.current_thread()
        with self._gate:
            if any(seat.thread is me and seat.inside for seat in self._seats):
                raise RuntimeError("closed inside its own block")
            self._closed = True
            until = time.monotonic() + CLOSE_WAIT
            while self._interrupted() and time.monotonic() < until:
                # An interruption only meets a question that is running; the next one may just have begun.
                self._gate.wait(_AGAIN)
            for seat in list(self._seats):
                if not seat.inside:
                    self._forget(seat)

    def _interrupted(self) -> bool:
        """Interrupt the questions that run now; whether any thread is still inside a block."""
        inside = [seat for seat in self._seats if seat.inside]
        for seat in inside:
            for link in seat.links():
                link.interrupt()
        return bool(inside)

    def _outside(self, statement: str, *values: str, lane: bool = True) -> None:
        """Run a statement that must stand outside a transaction."""
        if self.read_only and lane:
            raise driver.fault_of(driver.READONLY)
        seat = self._enter()
        try:
            if seat.writing or (lane and not self._lane.acquire(timeout=LANE_WAIT)):
                raise RuntimeError("inside a writer") if seat.writing else driver.fault_of(driver.BUSY)
            try:
                with known_errors():
                    link_of(self._writer_of(seat)).execute(statement, values).fetchall()
            finally:
                if lane:
                    self._lane.release()
        finally:
            self._leave(seat)

    def _enter(self) -> _Seat:
        seat: _Seat | None = getattr(self._here, "seat", None)
        with self._gate:
            if self._closed:
                raise Fault("E_CLOSED", _CLOSED)
            if seat is None:
                seat = self._here.seat = _Seat()
                for other in [other for other in self._seats if not other.thread.is_alive()]:
                    self._forget(other)
                self._seats.append(seat)
            seat.inside += 1
        return seat

    def _leave(self, seat: _Seat) -> None:
        with self._gate:
            seat.inside -= 1
            if self._closed and not seat.inside:
                self._forget(seat)
                self._gate.notify_all()

    def _forget(self, seat: _Seat) -> None:
        seat.drop()
        if seat in self._seats:
            self._seats.remove(seat)
        if seat.thread is threading.current_thread():
            self._here.__dict__.pop("seat", None)

    def _reader_of(self, seat: _Seat) -> sa.Connection:
        if seat.reader is None:
            seat.reader = self._read_engine.connect()
        return seat.reader

    def _writer_of(self, seat: _Seat) -> sa.Connection:
        if seat.writer is None:
            seat.writer = self._write_engine.connect()
        return seat.writer


def link_of(connection: sa.Connection) -> Link:
    """The driver's connection under a SQLAlchemy connection."""
    link = connection.connection.driver_connection
    if not isinstance(link, Link):
        raise TypeError("not a connection of this store")
    return link


@contextmanager
def known_errors(*, writes: bool = True) -> Iterator[None]:
    """Turn the store's known errors into Faults; everything else passes as the defect it is.

    Without ``writes`` a refused change is a defect too: somebody wrote through a reader.
    """
    try:
        yield
    except (sa.exc.DBAPIError, driver.dbapi.Error) as error:
        if driver.code_of(error) == _INTERRUPTED:
            raise Fault("E_CLOSED", _CLOSED) from error
        fault = driver.as_fault(error)
        if fault is None or (fault.code == "E_READONLY" and not writes):
            raise
        raise fault from error


def _engine(path: Path, key: bytes, *, read_only: bool, query_only: bool) -> sa.Engine:
    begin = "BEGIN DEFERRED" if query_only else "BEGIN IMMEDIATE"
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=driver.dbapi,
        poolclass=NullPool,
        pool_reset_on_return=None,
        hide_parameters=True,
    )

    def connect(*_: Any) -> Link:
        return driver.connect(path, key, read_only=read_only, query_only=query_only)

    def start(connection: sa.Connection) -> None:
        link_of(connection).execute(begin)

    sa.event.listen(engine, "do_connect", connect)
    sa.event.listen(engine, "begin", start)
    return engine


def _found(path: Path, key: bytes, install_id: str) -> None:
    """Make the file, private to its owner, with its marks."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Fault("E_STORE_EXISTS", _EXISTS, path=str(path)) from error
    except OSError as error:
        raise driver.fault_of(driver.READONLY) from error
    try:
        with known_errors():
            link = driver.connect(path, key)
            link.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
            link.execute("BEGIN IMMEDIATE")
            link.execute(
                "CREATE TABLE vault_mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT"
            )
            link.execute("INSERT INTO vault_mark VALUES ('install_id', ?)", (install_id,))
            link.execute("COMMIT")
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            link.close()
        sync_folder(path.parent)
    except Fault:
        path.unlink(missing_ok=True)
        raise
