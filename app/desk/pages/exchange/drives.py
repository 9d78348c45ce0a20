"""Sticks and disks a package can be written to, with the room left on them."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_STICK_PLACES = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


@dataclass(frozen=True, slots=True)
class Drive:
    """A place to write to; ``free`` in bytes."""

    path: Path
    name: str
    free: int


def removable_drives() -> list[Drive]:
    """Mounted sticks that can be written to, in the order of their places."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if not (volume.isValid() and volume.isReady()) or volume.isReadOnly() or volume.isRoot():
            continue
        root = volume.rootPath()
        if _is_stick(root):
            found.append(Drive(Path(root), volume.displayName() or root, volume.bytesAvailable()))
    return sorted(found, key=lambda drive: str(drive.path))


def _is_stick(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        removable = 2
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == removable)
    return root.startswith(_STICK_PLACES)


def free_space(folder: Path) -> int | None:
    """Bytes free where a folder lies; None when it is not there."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
