"""What the print of a file needs beside its papers: whose it is, and the bytes of the scans that lie here."""

from __future__ import annotations

from dataclasses import dataclass

from app.kinds.compulsory import Attachment
from app.kinds.declare import KINDS
from app.ledger import blobs
from app.register.dossiers import DossierView
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class Cover:
    """The person of a file; ``birth`` as it is kept, ``number`` the identity number in full."""

    name: str
    birth: str = ""
    number: str = ""
    hamlet: str = ""
    residence: str = ""
    officer: str = ""


def cover_of(session: Session, view: DossierView) -> Cover:
    """Whose file it is, as the register has them today."""
    with session.store.read() as reader:
        row = reader.row(
            "SELECT name, birth, number, hamlet, residence, officer FROM card WHERE id = ?",
            (view.line.person,),
        )
    return Cover(*(value or "" for value in row)) if row else Cover(view.line.name)


def scans_of(session: Session, view: DossierView) -> dict[str, tuple[str, bytes]]:
    """Media and bytes by attachment, of those that this node keeps; photos of people are none of a file."""
    session.need_read(KINDS["attachment"])
    found: dict[str, tuple[str, bytes]] = {}
    with session.store.read() as reader:
        for paper in view.present:
            record = reader.get(Attachment, paper.attachment) if paper.attachment else None
            data = blobs.get(reader, record.digest) if record is not None and not record.is_photo else None
            if record is not None and data is not None:
                found[paper.attachment] = (record.media, data)
    return found
