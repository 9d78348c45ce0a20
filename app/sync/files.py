"""Files on sticks and disks: writing so that success is true, reading so that nothing is trusted."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.sync import limits
from app.sync.codes import FULL, Code, Reject
from app.vault import durable

_CHUNK = 256 * limits.KIB
_BINARY: int = getattr(os, "O_BINARY", 0)
_READ_FLAGS: int = (
    os.O_RDONLY
    | _BINARY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_REPARSE_POINT = 0x400
"""Windows file attribute of symbolic links, junctions and placeholders of synced folders."""
TEMPORARY = ".byx-part"
"""How the names of unfinished files end; they are never candidates."""


class Written(NamedTuple):
    """A file that was written and read back."""

    path: Path
    sha256: str
    size: int


class Spooled(NamedTuple):
    """A copy in the spool of a file from outside."""

    path: Path
    sha256: str
    size: int
    source: Path


def need_space(folder: Path, size: int) -> None:
    """Reject E_DISK unless three times ``size`` and a reserve are free where ``folder`` is (sync.md, Limits)."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Reject(Code.E_DISK, type(error).__name__) from error
    if free < 3 * size + limits.SPARE:
        raise Reject(Code.E_DISK, f"{free} bytes free", message=FULL)


def write_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Written]:
    """Write (name, bytes) pairs into ``folder``; Reject E_DISK, then none of them remains."""
    written: list[Written] = []
    try:
        for name, data in files:
            written.append(write(folder / name, data))
    except Reject:
        for done in written:
            _remove(done.path)
        raise
    return written


def write(path: Path, data: bytes) -> Written:
    """Write a file on any disk: temporary name, fsync, rename, read back; Reject E_DISK.

    Only when this returns may a person be told that the file is there.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    wanted = hashlib.sha256(data).hexdigest()
    unproven = temporary
    try:
        _write_new(temporary, data)
        temporary.replace(path)
        unproven = path
        _sync_folder(path.parent)
        if _hash_of(path) != wanted:
            raise Reject(Code.E_DISK, "read back other bytes than written")
    except OSError as error:
        _remove(unproven)
        raise Reject(Code.E_DISK, f"{type(error).__name__} {error.errno}") from error
    except Reject:
        _remove(unproven)
        raise
    return Written(path, wanted, len(data))


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # FAT and network drives may refuse this on folders; the file itself is safe.
    with contextlib.suppress(OSError):
        durable.sync_folder(folder)


def _hash_of(path: Path) -> str:
    """SHA-256 as the medium gives it back, past the system's memory of it where that can be asked for."""
    digest = hashlib.sha256()
    handle = os.open(path, _READ_FLAGS)
    with os.fdopen(handle, "rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _remove(path: Path) -> None:
    # When the medium is gone or write-protected, the name shows that the file is unfinished.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def read(path: Path, limit: int = limits.TEXT_FILE) -> bytes:
    """The bytes of an ordinary file of at most ``limit`` bytes; Reject E_FILE, E_SIZE, E_DISK."""
    return b"".join(_chunks(path, limit))


def head(path: Path, size: int) -> bytes:
    """The first ``size`` bytes of an ordinary file; Reject E_FILE."""
    for chunk in _chunks(path, limits.TEXT_FILE, size):
        return chunk
    return b""


def spool(path: Path, folder: Path, limit: int = limits.TEXT_FILE) -> Spooled:
    """Copy a file from outside into ``folder`` under its hash (import step 1).

    Reject E_FILE when it is no ordinary file, E_SIZE, E_DISK. The source is only read.
    """
    digest = hashlib.sha256()
    size = 0
    temporary = folder / f"{secrets.token_hex(8)}{TEMPORARY}"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as copy:
            for chunk in _chunks(path, limit):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        name = digest.hexdigest()
        target = folder / name
        temporary.replace(target)
        _sync_folder(folder)
    except OSError as error:
        _remove(temporary)
        raise Reject(Code.E_DISK, f"{type(error).__name__} {error.errno}") from error
    except Reject:
        _remove(temporary)
        raise
    return Spooled(target, name, size, path)


def _chunks(path: Path, limit: int, step: int = _CHUNK) -> Iterator[bytes]:
    """The contents of an ordinary file, never following links nor waiting for pipes."""
    try:
        if not is_ordinary(path):
            raise Reject(Code.E_FILE, "not a regular file")
        handle = os.open(path, _READ_FLAGS)
        with os.fdopen(handle, "rb", buffering=0) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise Reject(Code.E_FILE, "not a regular file")
            if found.st_size > limit:
                raise Reject(Code.E_SIZE, f"{found.st_size} bytes")
            size = 0
            while chunk := file.read(step):
                size += len(chunk)
                if size > limit:
                    raise Reject(Code.E_SIZE, "grows while being read")
                yield chunk
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the name.
        raise Reject(Code.E_FILE, type(error).__name__) from error


def size_of(path: Path) -> int:
    """How many bytes a file holds; Reject E_FILE when there is none."""
    try:
        return path.lstat().st_size
    except (OSError, ValueError) as error:
        raise Reject(Code.E_FILE, type(error).__name__) from error


def is_ordinary(path: Path) -> bool:
    """Whether ``path`` is a regular file itself: no link, junction, folder, pipe or device."""
    found = path.lstat()
    if getattr(found, "st_file_attributes", 0) & _REPARSE_POINT:
        return False
    return stat.S_ISREG(found.st_mode)
