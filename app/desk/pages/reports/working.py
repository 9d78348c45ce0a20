"""What the page has done beside the window: counting a report, drawing it, sealing it, handing out copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.documents.files import Written, put_file
from app.documents.reports.paper import report_bytes, report_paper
from app.kinds.dates import show_moment
from app.register.reports.build import Letterhead, build
from app.register.reports.checks import Check, checks
from app.register.reports.copies import Copy, copies_of, note_copy, sealed_bytes
from app.register.reports.definitions import definition
from app.register.reports.overview import Entry
from app.register.reports.sealing import load
from app.register.reports.snapshot import Snapshot
from app.register.session import Session
from app.sync.pairing import PARENT, peers
from app.words import N_, _

FORMS = {
    "pdf": N_("PDF document (*.pdf)"),
    "docx": N_("Word document (*.docx)"),
    "xlsx": N_("Excel workbook (*.xlsx)"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as the page shows it: what it says, the PDF of it, what it lacks, its copies."""

    entry: Entry
    report: Snapshot
    pdf: bytes
    checks: tuple[Check, ...]
    copies: tuple[Copy, ...] = ()


def made(session: Session, entry: Entry, dates: str) -> Shown:
    """A sealed report as it was sealed, any other counted now."""
    if entry.sealed is not None:
        report = load(session, entry.sealed)
        pdf = report_bytes(report_paper(report, entry.sealed.digest), "pdf")
        return Shown(entry, report, pdf, (), tuple(copies_of(session, entry.sealed)))
    report = build(session, definition(entry.name), entry.period, dates=dates, letterhead=letterhead(session))
    return Shown(entry, report, report_bytes(report_paper(report), "pdf"), tuple(checks(report)))


def letterhead(session: Session) -> Letterhead:
    """Who stands above the office: the node it sends to."""
    above = (one.name for one in peers(session.store) if one.part == PARENT and one.status == "active")
    return Letterhead(next(above, ""))


def write_copy(session: Session, shown: Shown, path: Path) -> Written:
    """Write a report to a file: of a sealed one a numbered copy with the same bytes as every other."""
    form = path.suffix.lower()[1:]
    sealed = shown.entry.sealed
    if sealed is None:
        data = report_bytes(report_paper(shown.report), form)
    else:
        paper = report_paper(shown.report, sealed.digest)
        data = sealed_bytes(session, sealed, form, lambda: report_bytes(paper, form))
    sha256, size = put_file(path, lambda file: (file.write(data), None)[1])
    if sealed is None:
        session.store.note(session.user, "report", shown.entry.name, sha256)
    else:
        note_copy(session, sealed, form, data)
    return Written(path, sha256, size)


def file_name(shown: Shown) -> str:
    """A name for the file, without letters that some drives refuse."""
    head = shown.report.head
    return f"bao-cao-{head.name}-{head.since}-{head.until}"


def said_copy(copy: Copy) -> str:
    """A copy on one line."""
    at = show_moment(datetime.fromisoformat(copy.at))
    return _("No. {n} · {form} · {at} · {by}", n=copy.number, form=copy.form.upper(), at=at, by=copy.by)
