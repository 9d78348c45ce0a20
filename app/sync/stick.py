"""Looking through a stick or folder for packages without opening anything else on it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.sync import files, limits, textform
from app.sync.codes import Code, Reject
from app.sync.header import MAGIC

ENTRIES = 50_000
"""Names looked at in one scan."""
PEEKS = 2_000
"""Files of which the first bytes are read in one scan."""
DEPTH = 2
"""Folders below the chosen one that are looked into."""

_OURS = re.compile(r"BY_[0-9a-f]{8}_\d{1,3}of\d{1,3}\.(byx|txt)\Z", re.IGNORECASE)
_SUFFIXES = (".byx", ".txt", "")
_HEAD = 512
_HIDDEN, _SYSTEM, _REPARSE = 0x2, 0x4, 0x400
_SYSTEM_FOLDERS = frozenset(
    ("$recycle.bin", "system volume information", "recycler", "found.000", "lost+found")
)
_AUTORUN = "autorun.inf"


class Scan(NamedTuple):
    """What a folder holds: files that begin as packages, and warnings (W_STICK, W_CROWDED)."""

    candidates: tuple[Path, ...]
    warnings: tuple[Reject, ...]


class _Found(NamedTuple):
    path: Path
    rank: int


def scan(folder: Path) -> Scan:
    """Find packages under ``folder`` by name and first bytes; Reject E_FILE when it cannot be listed.

    Bounded whatever the stick holds. Links, pipes, hidden and system folders are
    passed over; nothing is executed or followed.
    """
    found: list[_Found] = []
    names: dict[Path, list[str]] = {}
    count = 0
    for entry in _walk(folder, DEPTH):
        count += 1
        if count > ENTRIES:
            break
        path = Path(entry.path)
        names.setdefault(path.parent, []).append(entry.name)
        if _is_wanted(entry):
            found.append(_Found(path, 0 if _OURS.match(entry.name) else 1))
    found.sort(key=lambda item: (item.rank, str(item.path)))
    candidates = tuple(item.path for item in found[:PEEKS] if _begins_as_package(item.path))
    return Scan(candidates, tuple(_warnings(names, count > ENTRIES or len(found) > PEEKS)))


def _walk(folder: Path, depth: int) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield entry
                if depth and _is_open_folder(entry):
                    yield from _walk_below(Path(entry.path), depth - 1)
    except OSError as error:
        raise Reject(Code.E_FILE, type(error).__name__) from error


def _walk_below(folder: Path, depth: int) -> Iterator[os.DirEntry[str]]:
    """A folder that cannot be listed hides its own files only."""
    try:
        yield from _walk(folder, depth)
    except Reject:
        return


def _is_open_folder(entry: os.DirEntry[str]) -> bool:
    try:
        if not entry.is_dir(follow_symlinks=False) or _is_hidden(entry):
            return False
    except OSError:
        return False
    return entry.name.casefold() not in _SYSTEM_FOLDERS


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    attributes: int = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & (_HIDDEN | _SYSTEM | _REPARSE))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name.endswith(files.TEMPORARY):
        return False
    if os.path.splitext(entry.name)[1].casefold() not in _SUFFIXES:  # noqa: PTH122 - a name, 50,000 times
        return False
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_size_right = len(MAGIC) < found.st_size <= limits.TEXT_FILE
    return stat.S_ISREG(found.st_mode) and is_size_right and not _is_hidden(entry)


def _begins_as_package(path: Path) -> bool:
    try:
        head = files.head(path, _HEAD)
    except Reject:
        return False
    return head.startswith(MAGIC) or textform.is_text(head)


def _warnings(names: dict[Path, list[str]], is_crowded: bool) -> Iterator[Reject]:
    signs = [name for here in names.values() for name in _virus_signs(here)]
    if signs:
        shown = _printable(", ".join(sorted(set(signs))[:5]))
        yield Reject(Code.W_STICK, f"{len(signs)} signs", names=shown)
    if is_crowded:
        yield Reject(Code.W_CROWDED, "scan stopped at its bound")


def _printable(text: str) -> str:
    """Names on a stick are a stranger's: nothing in them may turn or hide what is shown."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _virus_signs(names: list[str]) -> Iterator[str]:
    """``autorun.inf``, and shortcuts that stand beside something of the same name."""
    folded = {name.casefold() for name in names}
    stems = {name.rsplit(".", 1)[0] for name in folded if not name.endswith(".lnk")}
    for name in names:
        low = name.casefold()
        twin = low.removesuffix(".lnk")
        if low == _AUTORUN or (twin != low and (twin in folded or twin in stems)):
            yield name
