"""From a file of the register to its prints: the bundle, and the list of documents that goes with it."""

from __future__ import annotations

from datetime import date, datetime

from app.documents.blocks import PrintMark
from app.documents.bundle import Bundle, BundlePaper
from app.documents.file_list import FileList, ListedPaper
from app.documents.office import Office
from app.documents.people_list import birth_cell
from app.kinds.dates import show_date
from app.register.dossier_cover import Cover, cover_of, scans_of
from app.register.dossiers import DossierView
from app.register.session import Session


def bundle_of(session: Session, view: DossierView, office: Office, mark: PrintMark | None = None) -> Bundle:
    """The file to print, with the scans that this node keeps. Fault E_BLOB when one of them is damaged."""
    scans = scans_of(session, view)
    papers = tuple(
        BundlePaper(
            title=paper.title_vi,
            number=paper.number,
            dated_on=paper.dated_on,
            pages=paper.pages,
            held_at=paper.held_at,
            scan=scans.get(paper.attachment) if paper.attachment else None,
        )
        for paper in view.present
    )
    return Bundle(
        office=office,
        title=view.title_vi,
        facts=_facts(view, cover_of(session, view)),
        papers=papers,
        missing=tuple((paper.title_vi, paper.owes_vi) for paper in view.missing),
        numbered=view.numbered,
        made_at=session.now(),
        mark=mark,
    )


def file_list_of(
    session: Session, view: DossierView, office: Office, mark: PrintMark | None = None
) -> FileList:
    """The list of what is in the file, to go with it to another office."""
    papers = tuple(
        ListedPaper(paper.title_vi, paper.number, paper.dated_on, paper.pages) for paper in view.present
    )
    about = "Kèm theo Thông báo số ……/TB-……… ngày … tháng … năm …"
    facts = (("Loại hồ sơ", view.title_vi), *_facts(view, cover_of(session, view)))
    return FileList(office, about, facts, papers, session.now(), mark)


def _facts(view: DossierView, cover: Cover) -> tuple[tuple[str, str], ...]:
    line = view.line
    lived = ", ".join(part for part in (cover.residence, cover.hamlet) if part)
    facts = [
        ("Họ và tên", cover.name),
        ("Ngày, tháng, năm sinh", _words(birth_cell(cover.birth)) if cover.birth else ""),
        ("Số định danh/CCCD", cover.number),
        ("Nơi ở hiện tại", lived),
        ("Ngày bắt đầu", show_date(date.fromisoformat(line.opened))),
    ]
    if line.until:
        facts.append(("Ngày kết thúc", show_date(date.fromisoformat(line.until))))
    facts.append(("Luật áp dụng", view.law_vi))
    return tuple(facts)


def _words(value: object) -> str:
    if isinstance(value, datetime | date):
        return show_date(value.date() if isinstance(value, datetime) else value)
    return str(value or "")
