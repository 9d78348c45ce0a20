"""The only door to SQLCipher: its settings are pinned before the module is loaded.

The module reads OpenSSL's settings file when it is loaded, and the Windows build
looks for it in a folder that anybody could create (the class of CVE-2019-5443).
Ours lies beside the program.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident
from typing import Any

from app.kinds.faults import Fault
from app.words import N_
from app.words.resources import resource

os.environ["OPENSSL_CONF"] = str(resource("openssl.cnf"))

from sqlcipher3 import dbapi2 as dbapi  # the line above must come first

__all__ = [
    "APPLICATION_ID", "BUSY", "KEY_SIZE", "MIN_SQLITE", "PAGE_SIZE", "PLAIN_HEADER", "READONLY", "Link",
    "as_fault", "check_key", "code_of", "connect", "dbapi", "fault_of",
    "has_log", "look_at", "opens", "rekey", "versions",
]  # fmt: skip

KEY_SIZE = 32
PAGE_SIZE = 4096
PLAIN_HEADER = b"SQLite format 3\0"
MIN_SQLITE = (3, 51, 3)  # the WAL-reset fault is repaired from here on
APPLICATION_ID = 0x42594E31  # "BYN1"
_BUSY_MS = 5000
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    f"busy_timeout={_BUSY_MS}",
    "mmap_size=0",
    "cache_size=-65536",
)
_CODE_MASK = 0xFF
READONLY, BUSY, _LOCKED, _FULL, _CORRUPT, _NOTADB, _CANTOPEN, _IOERR = 8, 5, 6, 13, 11, 26, 14, 10

_DISK_TEXT = N_("The disk is full. Free some space; nothing that was saved before is lost.")
_READONLY_TEXT = N_(
    "The register can be read but not changed, because its folder or file cannot be written to."
)
_DAMAGED_TEXT = N_("The register's file is damaged. Nothing is changed any more; restore a backup.")
_BUSY_TEXT = N_("The register is in use by another program or task. Wait a moment and try again.")
_DRIVE_TEXT = N_("The disk did not answer while the register was used. Check the disk, then start again.")
_MISSING_TEXT = N_(
    "The register's file is missing. Restore a backup; do not start an empty register in its place."
)
_PLAIN_TEXT = N_("The register's file is not encrypted and was not made by this program. Restore a backup.")

_FAULTS = {
    _FULL: ("E_DISK", _DISK_TEXT),
    READONLY: ("E_READONLY", _READONLY_TEXT),
    _CORRUPT: ("E_STORE_DAMAGED", _DAMAGED_TEXT),
    _NOTADB: ("E_STORE_DAMAGED", _DAMAGED_TEXT),
    BUSY: ("E_BUSY", _BUSY_TEXT),
    _LOCKED: ("E_BUSY", _BUSY_TEXT),
    _CANTOPEN: ("E_DRIVE", _DRIVE_TEXT),
    _IOERR: ("E_DRIVE", _DRIVE_TEXT),
}


class Link(dbapi.Connection):  # type: ignore[misc]  # the library ships no types
    """A connection that only its own thread can use or close.

    Closing it from another thread does nothing; it is then closed when the last
    reference to it goes, which SQLite allows from any thread.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.owner = get_ident()

    def close(self) -> None:
        if self.owner == get_ident():
            super().close()


def check_key(key: bytes) -> None:
    """ValueError unless ``key`` is 32 bytes: SQLCipher silently takes any other length as a passphrase."""
    if len(key) != KEY_SIZE:
        raise ValueError("a store key has 32 bytes")


def look_at(path: Path) -> None:
    """Fault when ``path`` cannot be our store by its outside: E_STORE_MISSING, _DAMAGED or _PLAIN.

    An empty or missing file would otherwise open as a fresh store without a word.
    """
    try:
        with path.open("rb") as file:
            head = file.read(PAGE_SIZE)
    except FileNotFoundError as error:
        raise Fault("E_STORE_MISSING", _MISSING_TEXT) from error
    except OSError as error:
        raise fault_of(_IOERR) from error
    if head.startswith(PLAIN_HEADER):
        raise Fault("E_STORE_PLAIN", _PLAIN_TEXT)
    if len(head) < PAGE_SIZE:
        raise fault_of(_NOTADB)


def connect(
    path: Path, key: bytes, *, read_only: bool = False, query_only: bool = False, alone: bool = False
) -> Link:
    """A keyed connection of this thread, proved to read, in autocommit mode.

    ``read_only`` opens the file itself that way (a folder that cannot be written
    to); ``query_only`` merely refuses changes; ``alone`` refuses to share the file
    with any other connection. Raises the library's own errors;
    ``as_fault`` knows them.
    """
    check_key(key)
    link = _opened(path, read_only)
    try:
        # Version 4.19 writes to standard error otherwise.
        link.execute("PRAGMA cipher_log_level=NONE")
        # Not PRAGMA key: it cannot be bound, and its text stays in memory.
        link.set_key(_literal(key))
        if link.execute("PRAGMA cipher_status").fetchone()[0] != "1":
            raise dbapi.NotSupportedError("encryption is not at work")
        if alone:
            link.execute("PRAGMA locking_mode=EXCLUSIVE")
        # A wrong key shows at the first read, not before.
        link.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS[read_only:]:
            link.execute("PRAGMA " + setting)
        if query_only or read_only:
            link.execute("PRAGMA query_only=ON")
    except BaseException:
        link.close()
        raise
    return link


def _opened(path: Path, read_only: bool) -> Link:
    mode = "rw" if path.exists() else "rwc"
    if read_only:
        # Without a pending log the file stands for itself; with one, SQLite needs to see it.
        mode = "ro" if has_log(path) else "ro&immutable=1"
    return Link(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=256,
        timeout=_BUSY_MS / 1000,
    )


def has_log(path: Path) -> bool:
    """Whether changes are still in the log beside the store."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _literal(key: bytes) -> str:
    return "x'" + key.hex() + "'"


def rekey(link: Link, key: bytes) -> None:
    """Encrypt the whole store under ``key``; the caller is alone on it and checks that it opens."""
    check_key(key)
    link.reset_key(_literal(key))


def opens(path: Path, key: bytes, *, read_only: bool = False) -> bool:
    """Whether ``key`` opens the store; other errors than a wrong key pass through."""
    try:
        connect(path, key, read_only=read_only, query_only=True).close()
    except dbapi.DatabaseError as error:
        if code_of(error) == _NOTADB:
            return False
        raise
    return True


def as_fault(error: BaseException) -> Fault | None:
    """The fault people are told for a known error of the store, or None for a defect."""
    code = code_of(error)
    return fault_of(code) if code in _FAULTS else None


def fault_of(code: int) -> Fault:
    """The fault for one of SQLite's primary result codes that have one."""
    return Fault(*_FAULTS[code])


def code_of(error: BaseException) -> int:
    """SQLite's primary result code of an error, 0 when it has none."""
    original = getattr(error, "orig", None) or error
    if not isinstance(original, dbapi.Error):
        return 0
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & _CODE_MASK
    # set_key and reset_key raise without a code.
    return _NOTADB if "not a database" in str(original) else 0


def versions() -> dict[str, str]:
    """Versions of the parts inside the library, for the list of parts and the self-test."""
    link = dbapi.connect(":memory:")
    try:
        link.set_key(_literal(bytes(KEY_SIZE)))
        cipher = link.execute("PRAGMA cipher_version").fetchone()[0]
        provider = link.execute("PRAGMA cipher_provider_version").fetchone()[0]
    finally:
        link.close()
    return {"sqlite": dbapi.sqlite_version, "sqlcipher": cipher.split(" ")[0], "openssl": provider}
