"""Writing a paper to a file chosen by the user: in the lane, noted in the audit list, opened on request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.strips import Strip
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.documents.office import Office
from app.register.session import Session
from app.words import _

Make = Callable[[Progress, PrintMark], Written]


class PaperJob(QObject):
    """One paper at a time; ``written`` carries the finished file, ``refused`` the fault."""

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def run(self, make: Make, act: str, subject: str, label: str) -> None:
        """Make the paper in the lane; the audit entry is made once the file is whole."""
        session = session_of(self._desk)

        def work(progress: Progress) -> Written:
            mark = print_mark(session)
            written = make(progress, mark)
            session.store.note(
                session.user, act, subject, f"{written.path.name} {mark.code} {written.sha256}"
            )
            return written

        self._desk.lane.run(work, self.written.emit, self.refused.emit, self, label=label)


def print_mark(session: Session) -> PrintMark:
    """The foot of every page: who, when, which copy, the audit head."""
    code = secrets.token_hex(4).upper()
    head = session.store.audit_tail.head.hex()
    return PrintMark(session.user, session.now(), f"{code[:4]}-{code[4:]}", head)


def office_of(session: Session) -> Office:
    """The unit as papers name it; what it has not said is left to be written in by hand."""
    return Office("", session.node.name, "……………")


def ask_file(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Where to put a file; None when the user thinks better of it."""
    known = {"pdf": _("PDF document (*.pdf)"), "xlsx": _("Excel workbook (*.xlsx)")}
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, known[kind])
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")


def written_strip(written: Written, parent: QWidget) -> Strip:
    """“Written: …” with ways to it; said only when the file is on the disk."""
    strip = Strip(_("Written: {file}", file=written.path.name), parent, tone="good")
    strip.add_action(_("Open"), lambda: _open(written.path), icon="external-link", closes=False)
    strip.add_action(
        _("Open the folder"), lambda: _open(written.path.parent), icon="folder-open", closes=False
    )
    if written.missing:
        text = _(
            "Written: {file}. Not printable: {signs}", file=written.path.name, signs=" ".join(written.missing)
        )
        strip.set_text(text)
    return strip


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
