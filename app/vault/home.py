"""One node's folder: what lies where, and which places are refused.

A register is never kept in a folder that a service copies elsewhere, on a
network drive or on a stick: copies of an encrypted database made while it is
written are broken, and a synced folder hands out every old state of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath, PureWindowsPath

from app.kinds.faults import Fault
from app.words import N_

_SYNCED = (
    "onedrive",
    "dropbox",
    "zalo",
    "google drive",
    "googledrive",
    "my drive",
    "drive của tôi",
    "icloud",
    "nextcloud",
    "owncloud",
    "pcloud",
    "megasync",
    "yandexdisk",
    "yandex.disk",
)
_NETWORK_FILE_SYSTEMS = frozenset(("cifs", "smb3", "nfs", "nfs4", "fuse.sshfs", "fuse.rclone", "davfs"))
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4
_SYNCED_TEXT = N_(
    "The folder {path} is copied elsewhere by {service}. Choose a folder on this computer's own disk."
)
_DRIVE_TEXT = N_(
    "The folder {path} is on a network drive or a removable drive. "
    "Choose a folder on this computer's own disk."
)
_FILE_TEXT = N_("{path} is a file, not a folder. Choose a folder.")
_READONLY_TEXT = N_("{path} cannot be written to. Ask for the right to write there, or free the drive.")
_MISSING_TEXT = N_("There is no register in the folder {path}. Check the folder, or set up a new register.")


class Home:
    """The files of one node under ``path``; nothing is created before ``prepare``."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().absolute()
        self.store = self.path / "store.db"
        self.keys_a = self.path / "keys.a.json"
        self.keys_b = self.path / "keys.b.json"
        self.anchor = self.path / "anchor.json"
        self.lock = self.path / "lock"
        self.unlocks = self.path / "unlocks.jsonl"
        self.outbox = self.path / "outbox"
        self.inbox = self.path / "inbox"
        self.spool = self.path / "spool"
        self.quarantine = self.path / "quarantine"
        self.backups = self.path / "backups"

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The sub folders every home has."""
        return (self.outbox, self.inbox, self.spool, self.quarantine, self.backups)

    def exists(self) -> bool:
        """Whether a node was set up here, even if part of it is gone now."""
        return any(file.exists() for file in (self.keys_a, self.keys_b, self.store))

    def require(self) -> None:
        """Fault E_NO_HOME when no node was ever set up here."""
        if not self.exists():
            raise Fault("E_NO_HOME", _MISSING_TEXT, path=str(self.path))

    def prepare(self) -> None:
        """Make the folders, private to the owner; Fault E_PLACE or E_READONLY when it may or can not be."""
        check_place(self.path)
        try:
            for folder in (self.path, *self.folders):
                folder.mkdir(parents=True, exist_ok=True)
                _make_private(folder)
        except OSError as error:
            raise unwritable(self.path) from error
        if not self.is_writable():
            raise unwritable(self.path)

    def is_writable(self) -> bool:
        """Whether a file can be made in the folder now; tried, because access rights alone do not tell."""
        return is_writable(self.path)


def unwritable(path: Path) -> Fault:
    """The fault E_READONLY for a folder or file."""
    return Fault("E_READONLY", _READONLY_TEXT, path=str(path))


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in ``folder`` now."""
    probe = folder / f".probe.{os.urandom(4).hex()}"
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        probe.unlink()
    except OSError:
        return False
    return True


def check_place(path: Path) -> None:
    """Fault E_PLACE when a register must not be kept at ``path``."""
    if path.exists() and not path.is_dir():
        raise Fault("E_PLACE", _FILE_TEXT, path=str(path))
    for place in (path, path.resolve()):
        service = synced_by(place)
        if service:
            raise Fault("E_PLACE", _SYNCED_TEXT, path=str(path), service=service)
    if str(path).startswith(("\\\\", "//")) or _is_foreign_drive(path):
        raise Fault("E_PLACE", _DRIVE_TEXT, path=str(path))


def synced_by(path: PurePath) -> str:
    """The part of ``path`` that names a copying service (``OneDrive - Ủy ban``), or an empty text."""
    for part in path.parts:
        name = part.casefold()
        if any(
            name == known or name.startswith((f"{known} ", f"{known}-", f"{known}_")) for known in _SYNCED
        ):
            return part
        if name.startswith(("onedrive", "dropbox", "zalo", "icloud")):
            return part
    return ""


def _is_foreign_drive(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        anchor = PureWindowsPath(path).anchor
        sort = ctypes.windll.kernel32.GetDriveTypeW(anchor)
        return sort in (_DRIVE_REMOVABLE, _DRIVE_REMOTE)
    return _file_system(path) in _NETWORK_FILE_SYSTEMS


def _file_system(path: Path) -> str:
    """Type of the file system holding ``path``, as Linux names it; empty where that is unknown."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, sort = "", ""
    real = path.resolve()
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) >= len(best) and real.is_relative_to(point):
            best, sort = point, kind
    return sort


def _make_private(folder: Path) -> None:
    if sys.platform != "win32" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
