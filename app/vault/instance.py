"""One program per home: a lock the system frees when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import IO

from app.kinds.faults import Fault
from app.vault.home import Home, unwritable
from app.words import N_

_FIRST, _PID_WIDTH = 1024, 20
_TEXT = N_("Another program (process {pid}) has this register open. Close it there first, then try again.")


class Hold:
    """The held lock; ``release`` or leaving the ``with`` block gives it back.

    ``shared`` is true for a folder that cannot be written to: nothing can be
    locked there, nothing can be changed there either.
    """

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file
        self.shared = file is None

    def release(self) -> None:
        """Give the lock back; harmless twice."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Hold:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def hold(home: Home) -> Hold:
    """Take the home for this process; Fault E_BUSY when another program has it."""
    if not home.path.is_dir():
        home.require()
    try:
        handle = os.open(home.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        if home.is_writable():
            raise unwritable(home.lock) from error
        return Hold(None)
    file = os.fdopen(handle, "r+b", buffering=0)
    if not _try_lock(file):
        pid = _holder(file)
        file.close()
        raise Fault("E_BUSY", _TEXT, pid=pid)
    file.seek(0)
    file.write(str(os.getpid()).ljust(_PID_WIDTH).encode())
    return Hold(file)


def _holder(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_PID_WIDTH).decode("ascii", "replace").strip() or "?"


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        # The locked byte lies behind the number, which others may then still read.
        file.seek(_FIRST)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
