"""Copies of reports that left the program: the same bytes every time, and who took which when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from app.ledger import blobs
from app.ledger.reader import Reader
from app.register.reports.sealing import Sealed
from app.register.session import Session

#: The forms a report can take.
FORMS = ("pdf", "docx", "xlsx")
ACT = "report"


@dataclass(frozen=True, slots=True)
class Copy:
    """One issued copy of a sealed report: its number, when, by whom, in which form, its SHA-256."""

    number: int
    at: str
    by: str
    form: str
    sha256: str


def sealed_bytes(session: Session, report: Sealed, form: str, make: Callable[[], bytes]) -> bytes:
    """A sealed report as a file: made once, and from then on the very same bytes whatever program prints it."""
    media = _media(report, form)
    with session.store.read() as reader:
        kept = _kept(reader, media)
    if kept is not None:
        return kept
    data = make()
    if session.store.database.read_only:
        return data
    with session.store.write(session.user) as writer:
        found = _kept(writer, media)
        if found is None:
            blobs.put(writer, data, media)
        return found or data


def note_copy(session: Session, report: Sealed, form: str, data: bytes) -> Copy:
    """Enter an issued copy in the audit list, under the next number of this report."""
    digest = sha256(data).hexdigest()
    number = len(copies_of(session, report)) + 1
    session.store.note(session.user, ACT, report.id, f"{number} {form} {digest}")
    return Copy(number, session.now().isoformat(), session.user, form, digest)


def copies_of(session: Session, report: Sealed) -> list[Copy]:
    """The issued copies of a sealed report at this node, the first one first."""
    sql = "SELECT at, who, detail FROM audit WHERE act = ? AND subject = ? ORDER BY n"
    with session.store.read() as reader:
        rows = reader.rows(sql, (ACT, report.id))
        found = [(row[0], row[1], str(row[2]).split(" ")) for row in rows]
    return [Copy(int(parts[0]), at, who, parts[1], parts[2]) for at, who, parts in found]


def _media(report: Sealed, form: str) -> str:
    return f"report/{report.id}/{form}"


def _kept(reader: Reader, media: str) -> bytes | None:
    row = reader.row("SELECT digest FROM blob WHERE media = ?", (media,))
    return blobs.get(reader, row[0]) if row is not None else None
