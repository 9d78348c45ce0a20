"""Who looked, exported, printed and unlocked: a hash-chained list beside the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from app.kinds import canonical
from app.kinds.dates import VIETNAM
from app.kinds.text import bad_characters, clean
from app.vault.engine import link_of

#: The chain before the first entry.
START = sha256(b"binhyen.audit.v1").digest()
_INSERT = "INSERT INTO audit (n, at, who, act, subject, detail, hash) VALUES (?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class AuditTail:
    """The last entry's number and hash."""

    n: int = 0
    head: bytes = START


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry: when (Vietnam time), which account, what it did, to what, and a short detail."""

    n: int
    at: str
    who: str
    act: str
    subject: str
    detail: str


def entry_hash(head: bytes, entry: AuditEntry) -> bytes:
    """The chain after an entry."""
    values = {
        "act": entry.act,
        "at": entry.at,
        "detail": entry.detail,
        "n": entry.n,
        "subject": entry.subject,
        "who": entry.who,
    }
    return sha256(head + b"\0" + canonical.encode(values)).digest()


def append(
    conn: sa.Connection,
    tail: AuditTail,
    at: datetime,
    who: str,
    act: str,
    subject: str = "",
    detail: str = "",
) -> AuditTail:
    """Add an entry inside the connection's transaction; returns the new tail."""
    moment = at.astimezone(VIETNAM).replace(microsecond=0).isoformat()
    who, act, subject, detail = (_kept(text) for text in (who, act, subject, detail[:2000]))
    entry = AuditEntry(tail.n + 1, moment, who, act, subject, detail)
    head = entry_hash(tail.head, entry)
    link_of(conn).execute(_INSERT, (entry.n, entry.at, who, act, subject, detail, head))
    return AuditTail(entry.n, head)


def _kept(text: str) -> str:
    """A text as an entry keeps it: whatever was typed, an entry is never refused."""
    text = clean(text)
    return "".join(c for c in text if not bad_characters(c)) if bad_characters(text) else text


def tail_of(conn: sa.Connection) -> AuditTail:
    """The last entry as stored."""
    row = conn.exec_driver_sql("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    return AuditTail(row[0], row[1]) if row is not None else AuditTail()


def first_break(conn: sa.Connection) -> int | None:
    """Number of the first entry whose hash does not follow from the ones before, or None."""
    head, expected = START, 1
    for row in conn.exec_driver_sql("SELECT n, at, who, act, subject, detail, hash FROM audit ORDER BY n"):
        entry = AuditEntry(*row[:6])
        head = entry_hash(head, entry)
        if entry.n != expected or head != row[6]:
            return expected
        expected += 1
    return None
