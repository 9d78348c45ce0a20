"""Scans of papers and photos of people: taken in, looked at, and dropped once nothing names them.

Bytes stay in this node's encrypted store and are never written to a file of their own; packages carry the
record only. Images of identity papers are sensitive data (Decree 356/2025 article 4) and off by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.kinds.codec import from_fields
from app.kinds.compulsory import Attachment
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.people import Person
from app.ledger import blobs
from app.ledger.history import changes_of
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register.session import Session
from app.words import N_, _

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
MEDIAS = (PDF, JPEG, PNG)
#: The largest file taken in: a few pages at 200 dpi, and little enough for backups of a small laptop.
MOST_BYTES = 10 * 1024 * 1024
#: How long the bytes of an attachment recorded in error stay, so that taking it back brings them back.
KEPT_DAYS = 30
#: The setting under which images of identity papers are taken in; anything but "yes" refuses them.
IDENTITY_SETTING = "identity_scans"

_TOO_LARGE = N_(
    "{name} has {size} MB; at most {most} MB are taken in. Scan it again in grey, at 200 dots per inch."
)
_NO_MEDIA = N_(
    "{name} is not a PDF, JPEG or PNG file, whatever its name says. Save the scan as one of these."
)
_CUT = N_("{name} is cut off or damaged. Copy the file again, or scan the paper once more.")
_LOCKED = N_("{name} is a PDF with a password. Save it without one and attach it again.")
_IDENTITY = N_(
    "Images of identity papers are sensitive data and are not kept here unless the head of the unit has allowed it"
    " in the settings. Record the number of the paper and where the copy is kept instead."
)
_NOT_HERE = N_(
    "The bytes of this attachment are kept at the unit that attached it; packages do not carry them. Ask that unit."
)
_NO_PHOTO_RIGHT = N_("The photo may be seen by the head, the administrator and the officer in charge only.")
_NO_ATTACHMENT = N_("There is no such attachment any more. Read the page again.")
_PHOTO_MEDIA = N_("A photo is a JPEG or PNG picture. {name} is a PDF file.")


@dataclass(frozen=True, slots=True)
class Scan:
    """An attachment with its bytes."""

    name: str
    media: str
    data: bytes


def sniff(name: str, data: bytes) -> str:
    """The media of a file by its content; ``Fault`` E_TOO_LARGE, E_MEDIA, E_DAMAGED, E_LOCKED."""
    if len(data) > MOST_BYTES:
        tenths = -(-len(data) * 10 // (1024 * 1024))
        size = f"{tenths // 10},{tenths % 10}"
        raise Fault("E_TOO_LARGE", _TOO_LARGE, name=name, size=size, most=MOST_BYTES // (1024 * 1024))
    if data.startswith(b"%PDF-"):
        whole, media = b"%%EOF" in data[-2048:], PDF
    elif data.startswith(b"\xff\xd8\xff"):
        whole, media = b"\xff\xd9" in data[-2048:], JPEG
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        whole, media = b"IEND" in data[-64:], PNG
    else:
        raise Fault("E_MEDIA", _NO_MEDIA, name=name)
    if not whole:
        raise Fault("E_DAMAGED", _CUT, name=name)
    if media == PDF and b"/Encrypt" in data:
        raise Fault("E_LOCKED", _LOCKED, name=name)
    return media


def attach(
    session: Session, paper: str, name: str, data: bytes, *, identity: bool = False
) -> tuple[str, Changed]:
    """Take in the scan of a paper (the id of its record); returns the attachment's id.

    ``identity``: it shows an identity paper, which needs the setting. The bytes, their record and the
    paper that names them are written together or not at all.
    """
    media = sniff(name, data)
    session.need_write(KINDS["attachment"])
    session.need_write(KINDS["paper"])
    kind = KINDS["paper"]
    with session.store.write(session.user) as writer:
        found = writer.get(kind.struct, paper)
        if found is None:
            raise Fault("E_UNKNOWN_RECORD", _NO_ATTACHMENT)
        if identity and not takes_identity(writer, session.node.node, session.today().isoformat()):
            raise Fault("E_IDENTITY_SCAN", _IDENTITY)
        made = _record(session, writer, found.person, name, data, media)  # type: ignore[attr-defined]
        writer.patch(kind, paper, {"attachment": made})
        _collect(session, writer)
    return made, writer.changed


def set_photo(session: Session, person: str, name: str, data: bytes) -> tuple[str, Changed]:
    """Take in the photo of a person; the one before it is recorded as replaced."""
    media = sniff(name, data)
    if media == PDF:
        raise Fault("E_MEDIA", _PHOTO_MEDIA, name=name)
    session.need_write(KINDS["person"])
    session.need_write(KINDS["attachment"])
    with session.store.write(session.user) as writer:
        found = writer.get(Person, person)
        if found is None:
            raise Fault("E_UNKNOWN_RECORD", _NO_ATTACHMENT)
        made = _record(session, writer, person, name, data, media, is_photo=True)
        writer.patch(KINDS["person"], person, {"photo": made})
        if found.photo and writer.get(Attachment, found.photo) is not None:
            writer.retract("attachment", found.photo, _("Replaced by a newer photo"))
        _collect(session, writer)
    return made, writer.changed


def open_scan(session: Session, attachment: str) -> Scan:
    """An attachment to look at; the look is recorded. Fault E_ROLE for a photo that is not for this account."""
    with session.store.read() as reader:
        found = reader.get(Attachment, attachment)
        if found is None:
            raise Fault("E_UNKNOWN_RECORD", _NO_ATTACHMENT)
        session.need_read(KINDS["attachment"])
        if found.is_photo and not _sees_photo(session, reader, found.person or ""):
            raise Fault("E_ROLE", _NO_PHOTO_RIGHT)
        data = blobs.get(reader, found.digest)
    if data is None:
        raise Fault("E_NOT_HERE", _NOT_HERE)
    act = "photo" if found.is_photo else "view"
    session.store.note(session.user, act, f"attachment:{attachment}", f"person:{found.person or ''}")
    return Scan(found.name, found.media, data)


def may_see_photo(session: Session, person: str) -> bool:
    """Whether the account may look at the photo of a person: the head, an administrator, the officer in charge."""
    with session.store.read() as reader:
        return _sees_photo(session, reader, person)


def detach(session: Session, paper: str, why: str) -> Changed:
    """The scan was attached in error: the paper loses it, its record leaves with a reason."""
    session.need_write(KINDS["paper"])
    with session.store.write(session.user, why) as writer:
        found: Any = writer.get(KINDS["paper"].struct, paper)
        if found is None or not found.attachment:
            raise Fault("E_UNKNOWN_RECORD", _NO_ATTACHMENT)
        writer.patch(KINDS["paper"], paper, {"attachment": None})
        writer.retract("attachment", found.attachment, why)
        _collect(session, writer)
    return writer.changed


def kept_here(session: Session, attachments: Mapping[str, str] | list[str]) -> set[str]:
    """Which of the attachments this node has the bytes of."""
    with session.store.read() as reader:
        found = {one: reader.get(Attachment, one) for one in attachments}
        here = blobs.has(reader, [record.digest for record in found.values() if record is not None])
    return {one for one, record in found.items() if record is not None and record.digest in here}


def identity_allowed(session: Session) -> bool:
    """Whether the unit takes in images of identity papers."""
    with session.store.read() as reader:
        return takes_identity(reader, session.node.node, session.today().isoformat())


def takes_identity(reader: Reader, node: str, day: str) -> bool:
    """The choice of a unit as of a day; off where it said nothing."""
    sql = (
        'SELECT value FROM r_setting WHERE _state = 0 AND "key" = ? AND _node = ? AND since <= ?'
        " ORDER BY since DESC, n DESC LIMIT 1"
    )
    return bool(reader.value(sql, (IDENTITY_SETTING, node, day)) == "yes")


# -- inside


def _record(
    session: Session,
    writer: Writer,
    person: str,
    name: str,
    data: bytes,
    media: str,
    *,
    is_photo: bool = False,
) -> str:
    fields = {
        "person": person,
        "added_on": session.today().isoformat(),
        "name": name[-120:],
        "media": media,
        "size": len(data),
        "digest": blobs.put(writer, data, media),
    }
    made = new_id()
    writer.put(from_fields(KINDS["attachment"], made, fields | ({"is_photo": True} if is_photo else {})))
    return made


def _sees_photo(session: Session, reader: Reader, person: str) -> bool:
    if session.is_admin or session.role in ("head", "admin"):
        return True
    found = reader.get(Person, person)
    return found is not None and bool(found.officer) and found.officer == session.user


def _collect(session: Session, writer: Writer) -> int:
    """Drop bytes that no attachment names, or only ones recorded in error long ago."""
    long_ago = session.now() - timedelta(days=KEPT_DAYS)
    used = [row[0] for row in writer.rows("SELECT digest FROM r_attachment WHERE _state = 0")]
    sql = "SELECT id, digest FROM r_attachment WHERE _state <> 0 AND digest IN (SELECT digest FROM blob)"
    for record, digest in writer.rows(sql):
        if changes_of(writer, "attachment", record)[-1].at >= long_ago:
            used.append(digest)
    return blobs.collect(writer, MEDIAS, used, long_ago)
