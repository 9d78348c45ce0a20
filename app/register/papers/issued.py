"""Papers that went out: issued with number and digest in one transaction, printed again byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.papers import IssuedPaper
from app.ledger import blobs
from app.ledger.writer import Changed
from app.register.papers.book import shown, take
from app.register.session import Session
from app.words import N_

#: The files of issued papers lie apart from scans, so that clearing scans never touches them.
MEDIA = "application/vnd.binhyen.issued+pdf"
_NOT_HERE = N_(
    "The file of this paper is kept at the unit that issued it; packages do not carry it. Ask that unit."
)
_NONE = N_("There is no such issued paper any more. Read the list again.")


@dataclass(frozen=True, slots=True)
class ToIssue:
    """A paper ready to go out. ``symbol`` empty: it has no number; ``serial`` 0 takes the next one."""

    form: str
    version: str
    title: str
    on: date
    person: str = ""
    about_kind: str = ""
    about: str = ""
    symbol: str = ""
    serial: int = 0
    signatory: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """An issued paper in a list."""

    id: str
    title: str
    number: str
    on: date
    person: str
    name: str
    signatory: str
    by: str
    at: datetime
    digest: str
    here: bool
    printed: int


def issue(
    session: Session, what: ToIssue, write: Callable[[str], bytes]
) -> tuple[IssuedPaper, bytes, Changed]:
    """Give the number, make the file, keep both; all of it or nothing. Returns record, file and what changed.

    ``write`` makes the PDF for the full number ("07/QĐ-UBND", empty for a paper without one). Faults E_ROLE and
    those of the book.
    """
    session.need_write(KINDS["issued_paper"])
    record_id = new_id()
    with session.store.write(session.user) as writer:
        number = ""
        if what.symbol:
            entry = take(session, writer, what.symbol, what.on, what.title, what.serial, paper=record_id)
            number = shown(entry.serial, entry.symbol)
        data = write(number)
        record = IssuedPaper(
            id=record_id,
            form=what.form,
            version=what.version,
            title=what.title,
            number=number or None,
            dated_on=what.on,
            person=what.person or None,
            about_kind=what.about_kind or None,
            about=what.about or None,
            signatory=what.signatory or None,
            by=session.user,
            issued_at=session.now(),
            digest=blobs.put(writer, data, MEDIA),
        )
        writer.put(record)
        writer.note("issue", f"person:{what.person}" if what.person else f"form:{what.form}", record.digest)
    return record, data, writer.changed


def reprint(session: Session, record: str) -> tuple[IssuedPaper, bytes]:
    """The very file that was issued, for another print; the print is noted.

    Faults E_UNKNOWN_RECORD, E_NOT_HERE for a paper of another unit, E_BLOB for damaged bytes.
    """
    session.need_read(KINDS["issued_paper"])
    with session.store.read() as reader:
        found = reader.get(IssuedPaper, record)
        if found is None:
            raise Fault("E_UNKNOWN_RECORD", _NONE)
        data = blobs.get(reader, found.digest)
    if data is None:
        raise Fault("E_NOT_HERE", _NOT_HERE)
    session.store.note(session.user, "print", f"paper:{record}", sha256(data).hexdigest())
    return found, data


def copies(session: Session, *, person: str = "", limit: int = 500) -> list[Copy]:
    """The issued papers, the newest first; of one person, or of all."""
    session.need_read(KINDS["issued_paper"])
    where, values = ("AND i.person = ?", [person]) if person else ("", [])
    sql = f"""
        SELECT i.id, i.title, i.number, i.dated_on, i.person, p.name, i.signatory, i.by, i.issued_at, i.digest,
               EXISTS (SELECT 1 FROM blob AS b WHERE b.digest = i.digest),
               (SELECT count(*) FROM audit AS a WHERE a.act = 'print' AND a.subject = 'paper:' || i.id)
        FROM r_issued_paper AS i LEFT JOIN r_person AS p ON p.id = i.person
        WHERE i._state = 0 {where} ORDER BY i.issued_at DESC, i.n DESC LIMIT ?
    """
    with session.store.read() as reader:
        rows = reader.rows(sql, [*values, limit])
    return [
        Copy(
            row[0], row[1], row[2] or "", date.fromisoformat(row[3]), row[4] or "", row[5] or "", row[6] or "",
            row[7], datetime.fromisoformat(row[8]), row[9], bool(row[10]), row[11],
        )
        for row in rows
    ]  # fmt: skip
