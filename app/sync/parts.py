"""Files of the inbox: volumes that wait for the others, packages that wait for earlier ones.

Everything here is a copy of a file from outside and is verified again whenever it
is used, so that a copy lost or torn by a crash costs nothing but sending it again.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from app.sync import files, limits, package
from app.sync.codes import Code, Reject
from app.sync.header import Header
from app.sync.package import KeyBook, Outer
from app.vault import durable
from app.vault.home import Home


def gather(home: Home, outer: Outer, spooled: Path, keys: KeyBook, now: datetime) -> list[Outer]:
    """The verified volumes of a package that are here by now, this one included.

    Reject E_VOL_MIXED when volumes of another ciphertext came under the same id, E_DISK.
    """
    head = outer.header
    if head.vols == 1:
        return [outer]
    folder = _folder(home, "volumes")
    found = [outer]
    for path in sorted(folder.glob(f"{head.pid}.{head.kid}.*")):
        try:
            other = package.open_outer(files.read(path), keys)
        except Reject:
            path.unlink(missing_ok=True)
            continue
        if other.header.tsha256 != head.tsha256:
            raise Reject(Code.E_VOL_MIXED, f"volumes {other.header.vol} and {head.vol}")
        if other.header.vols == head.vols:
            found.append(other)
    if len({one.header.vol for one in found}) < head.vols:
        _keep_volume(folder, head, spooled, now)
    return found


def _keep_volume(folder: Path, head: Header, spooled: Path, now: datetime) -> None:
    try:
        copy(spooled, folder / f"{head.pid}.{head.kid}.{head.vol}of{head.vols}")
        tidy(folder, now)
    except OSError as error:
        raise Reject(Code.E_DISK, type(error).__name__) from error


def forget(home: Home, head: Header) -> None:
    """Remove the kept volumes of a package that was taken."""
    for path in _folder(home, "volumes").glob(f"{head.pid}.{head.kid}.*"):
        with contextlib.suppress(OSError):
            path.unlink()


def keep_waiting(home: Home, sha256: str, spooled: Path) -> None:
    """Keep a package until the ones before it come, or until a newer program can read it; Reject E_DISK."""
    try:
        copy(spooled, _folder(home, "waiting") / sha256)
    except OSError as error:
        raise Reject(Code.E_DISK, type(error).__name__) from error


def waiting_file(home: Home, sha256: str) -> Path | None:
    """The kept file of a waiting package, or None when it is gone (its sender will send it again)."""
    path = _folder(home, "waiting") / sha256
    return path if path.is_file() else None


def archive(home: Home, sha256: str, spooled: Path, now: datetime) -> None:
    """Keep the file of an applied package for a month; it is applied whether this succeeds or not."""
    with contextlib.suppress(OSError):
        folder = _folder(home, "applied")
        copy(spooled, folder / sha256)
        tidy(folder, now)


def copy(source: Path, target: Path) -> None:
    """Copy a file that was spooled, whole and durable or not at all; OSError."""
    if not target.exists():
        durable.write_file(target, source.read_bytes())


def tidy(folder: Path, now: datetime, keep: frozenset[str] = frozenset()) -> None:
    """Remove what is a month old, and the oldest while the folder holds more than it may."""
    found = sorted(((p.stat().st_mtime, p) for p in folder.iterdir() if p.is_file()), reverse=True)
    total = 0
    for changed, path in found:
        total += path.stat().st_size
        is_old = now.timestamp() - changed > limits.KEPT_SECONDS
        if path.name not in keep and (is_old or total > limits.KEPT_BYTES):
            path.unlink(missing_ok=True)


def _folder(home: Home, name: str) -> Path:
    folder = home.inbox / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
