"""Is the store's file whole: what is looked at when the program starts, daily, and before a backup.

No single check finds every damage: a page put back from an older file passes all
of these (the ledger's replay finds it), a lost tail of the log passes too (the
anchor finds it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.kinds.faults import Fault
from app.vault import driver, slots
from app.vault.driver import Link
from app.vault.home import Home
from app.words import N_, _

START, DAILY, DEEP = "start", "daily", "deep"
LEVELS = (START, DAILY, DEEP)
_LOG_UNKNOWN = (1, 0)

_OK = N_("in order")
_FOREIGN = N_("The file belongs to another register or was not made by this program.")
_SIZE = N_("The file has {have} bytes where {want} are expected: a part is missing or was added.")
_FOUND = N_("Damage was found: {what}")


@dataclass(frozen=True)
class Check:
    """One check: a stable ``name``, the outcome, and a sentence in the language in use."""

    name: str
    ok: bool
    text: str


def check_file(home: Home, key: bytes, level: str = START, *, install_id: str = "") -> list[Check]:
    """The checks of ``level`` in order; after a failed ``open`` no others are possible.

    ``start``: open, mark, size. ``daily``: and quick_check. ``deep``: and
    cipher_integrity_check and integrity_check. Nothing is raised for damage.
    """
    if level not in LEVELS:
        raise ValueError(level)
    wanted = install_id or slots.load(home).install_id
    read_only = not home.is_writable()
    try:
        driver.look_at(home.store)
        link = driver.connect(home.store, key, read_only=read_only)
    except Fault as fault:
        return [Check("open", False, fault.sentence())]
    except driver.dbapi.Error as error:
        return [Check("open", False, _told(error))]
    try:
        done = [Check("open", True, _(_OK))]
        done += [_run(name, link, check) for name, check in _checks(home, wanted, level, read_only)]
    finally:
        link.close()
    return done


def _checks(
    home: Home, install_id: str, level: str, read_only: bool
) -> Iterator[tuple[str, Callable[[Link], str]]]:
    yield "mark", lambda link: _mark(link, install_id)
    yield "size", lambda link: _size(link, home, read_only)
    if level == DAILY:
        yield "quick_check", lambda link: _pragma(link, "quick_check(10)")
    if level == DEEP:
        yield "cipher_integrity_check", lambda link: _pragma(link, "cipher_integrity_check")
        yield "integrity_check", lambda link: _pragma(link, "integrity_check(10)")


def _run(name: str, link: Link, check: Callable[[Link], str]) -> Check:
    try:
        problem = check(link)
    except driver.dbapi.Error as error:
        problem = _told(error)
    return Check(name, not problem, problem or _(_OK))


def _told(error: BaseException) -> str:
    fault = driver.as_fault(error)
    if fault is None:
        raise error
    return fault.sentence()


def _mark(link: Link, install_id: str) -> str:
    application = link.execute("PRAGMA application_id").fetchone()[0]
    if application != driver.APPLICATION_ID or not _has_mark(link):
        return _(_FOREIGN)
    found = link.execute("SELECT value FROM vault_mark WHERE name = 'install_id'").fetchone()
    return "" if found and found[0] == install_id else _(_FOREIGN)


def _has_mark(link: Link) -> bool:
    return bool(link.execute("SELECT count(*) FROM sqlite_master WHERE name = 'vault_mark'").fetchone()[0])


def _size(link: Link, home: Home, read_only: bool) -> str:
    """Pages times page size must be the file's size once the log has been moved into it."""
    logged, moved = _LOG_UNKNOWN
    if not read_only:
        _busy, logged, moved = link.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    want = link.execute("PRAGMA page_count").fetchone()[0] * driver.PAGE_SIZE
    have = home.store.stat().st_size
    if logged != moved and driver.has_log(home.store) and have % driver.PAGE_SIZE == 0:
        return ""
    return "" if have == want else _(_SIZE, have=have, want=want)


def _pragma(link: Link, name: str) -> str:
    rows = [str(row[0]) for row in link.execute(f"PRAGMA {name}").fetchall()]
    return "" if rows in ([], ["ok"]) else _(_FOUND, what="; ".join(rows[:3]))
