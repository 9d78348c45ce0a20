"""Puts a finished paper in place whole or not at all, and says what was written."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.kinds.faults import Fault
from app.words import N_

_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on the disk.

    ``missing`` are the characters the font does not have (a box stands in their
    place); ``cut`` counts cells shortened because the format cannot hold them.
    """

    path: Path
    sha256: str
    size: int
    missing: tuple[str, ...] = ()
    cut: int = 0


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turns what the disk refuses into the sentence people are shown."""
    try:
        yield
    except OSError as refused:
        if refused.errno in _READ_ONLY:
            message = N_(
                "{file} cannot be written there: the place is read-only. Choose another folder or drive."
            )
            raise Fault("E_READONLY", message, file=path.name) from refused
        message = N_(
            "{file} could not be written: the disk is full, missing or damaged. "
            "Check the drive and try again; nothing was left half written."
        )
        raise Fault("E_DISK", message, file=path.name) from refused


def put_file(path: Path, write: Callable[[BinaryIO], None]) -> tuple[str, int]:
    """Writes beside ``path``, flushes to the disk, renames; SHA-256 and size of the file.

    Faults: E_READONLY, E_DISK. An older file of the same name stays until the new
    one is whole; nothing is left behind after a refusal.
    """
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    with disk_faults(path):
        try:
            with draft.open("xb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            figures = _figures(draft)
            draft.replace(path)
            _flush_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)
    return figures


def _figures(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return digest.hexdigest(), path.stat().st_size


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to flush; replace is durable there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as refused:
        if refused.errno not in (errno.EINVAL, errno.ENOTSUP):  # some drives cannot flush a folder
            raise
    finally:
        os.close(handle)
