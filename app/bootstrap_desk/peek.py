"""A look at a closed home: what is there, who can open it. Fast, and believes nothing.

The key file is read here without checking its signature, because that needs libraries which
cost more than the whole first picture. What is shown is only a list of names; unlocking reads
the file again, properly.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from app.desk.shell.home import HomeKind, HomeState
from app.kinds.faults import Fault
from app.vault.home import Home
from app.words import N_, _

_LEAST_STORE = 4096
_PLAIN_HEAD = b"SQLite format 3\0"
_STORE_MISSING = N_("The key file is there, but the file of the register ({name}) is not.")
_STORE_EMPTY = N_("The file of the register ({name}) is empty or cut off.")
_STORE_PLAIN = N_("The file {name} is not an encrypted register of this program.")
_NO_RIGHT = N_("The folder {path} cannot be read.")


class Named(NamedTuple):
    """One account as the key file names it."""

    user: str
    role: str
    admin: bool


def named_accounts(home: Home) -> list[Named]:
    """The accounts of the key file; the slow, checked way when it cannot simply be read."""
    for path in (home.keys_a, home.keys_b):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            stored: dict[str, Any] = json.loads(path.read_bytes())
            return [Named(str(s["user"]), str(s["role"]), bool(s["admin"])) for s in stored["slots"]]
    from app.vault.keys import accounts  # says in a Fault what is wrong

    return [Named(a.user, a.role, a.admin) for a in accounts(home)]


def state_of(home: Home, unit: str) -> HomeState:
    """What is in the folder, and one sentence where it cannot be opened."""
    try:
        if not home.exists():
            return HomeState(HomeKind.NONE)
        with (home.keys_a if home.keys_a.exists() else home.keys_b).open("rb"):
            pass
    except PermissionError:
        return HomeState(HomeKind.UNREADABLE, _(_NO_RIGHT, path=home.path), unit)
    except OSError:
        return HomeState(HomeKind.DAMAGED, _keys_trouble(home).sentence(), unit)
    trouble = _keys_trouble(home) if not _has_accounts(home) else None
    if trouble is not None:
        kind = HomeKind.NEWER if trouble.code == "E_KEYS_NEWER" else HomeKind.DAMAGED
        return HomeState(kind, trouble.sentence(), unit)
    return _store_state(home, unit) or _busy_state(home, unit) or HomeState(HomeKind.LOCKED, "", unit)


def _has_accounts(home: Home) -> bool:
    for path in (home.keys_a, home.keys_b):
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            stored = json.loads(path.read_bytes())
            if stored.get("v") == 1 and isinstance(stored.get("slots"), list):
                return True
    return False


def _keys_trouble(home: Home) -> Fault:
    """What the proper reader says of the key file."""
    from app.vault.slots import load

    try:
        load(home)
    except Fault as fault:
        return fault
    return Fault("E_KEYS_DAMAGED", _STORE_PLAIN, name=home.keys_a.name)


def _store_state(home: Home, unit: str) -> HomeState | None:
    name = home.store.name
    if not home.store.exists():
        return HomeState(HomeKind.MISSING, _(_STORE_MISSING, name=name), unit)
    try:
        head = _head(home.store)
    except OSError:
        return HomeState(HomeKind.UNREADABLE, _(_NO_RIGHT, path=home.store), unit)
    if home.store.stat().st_size < _LEAST_STORE:
        return HomeState(HomeKind.DAMAGED, _(_STORE_EMPTY, name=name), unit)
    if head == _PLAIN_HEAD:
        return HomeState(HomeKind.DAMAGED, _(_STORE_PLAIN, name=name), unit)
    return None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEAD))


def _busy_state(home: Home, unit: str) -> HomeState | None:
    from app.vault.instance import hold

    try:
        hold(home).release()
    except Fault as fault:
        kind = HomeKind.BUSY if fault.code == "E_BUSY" else HomeKind.UNREADABLE
        return HomeState(kind, fault.sentence(), unit)
    return None
