"""Printing a file: the bundle with its index, or the list of documents that goes with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.strips import Strips
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.kinds.faults import Fault
from app.register.dossiers import DossierView
from app.words import _, plural


class DossierPrints(QObject):
    """Asks for the place, writes in the lane, says what is on the disk. ``done`` comes after either."""

    done = Signal()

    def __init__(self, desk: Desk, host: QWidget, strips: Strips) -> None:
        super().__init__(host)
        self._desk, self._host, self._strips = desk, host, strips
        self._unread: tuple[str, ...] = ()
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)

    def ask_bundle(self, view: DossierView) -> None:
        """Print the file; one that lacks papers only as a copy that says so."""
        if view.missing and not self._take_incomplete(view):
            return
        name = f"{_('file')}-{view.line.procedure}-{view.line.opened}.pdf"
        path = ask_file(self._host, _("Print the file"), name, "pdf")
        if path is not None:
            self.write_bundle(view, path, partial=bool(view.missing))

    def _take_incomplete(self, view: DossierView) -> bool:
        text = plural(
            "The file still lacks {n} paper.", "The file still lacks {n} papers.", len(view.missing)
        )
        dialog = ConfirmDialog(
            _("The file is not complete"),
            text,
            _("Print an incomplete copy"),
            self._host,
            details=[_("{paper}, owed by {who}", paper=one.title, who=one.owes) for one in view.missing],
        )
        return bool(dialog.ask())

    def write_bundle(self, view: DossierView, path: Path, *, partial: bool = False) -> None:
        """Write the bundle to ``path`` in the lane."""
        session = session_of(self._desk)
        self._unread = ()

        def make(progress: Progress, mark: PrintMark) -> Written:
            from app.documents.bundle import write_bundle
            from app.documents.dossier_files import bundle_of

            progress.say(_("Gathering the papers"))
            what = bundle_of(session, view, office_of(session), mark)
            progress.say(_("Writing the file"))
            written, made = write_bundle(what, path, partial=partial)
            self._unread = made.unread
            return written

        self._job.run(make, "print", _subject(view), _("Writing the file"))

    def ask_list(self, view: DossierView) -> None:
        """The list of documents."""
        name = f"{_('documents')}-{view.line.procedure}-{view.line.opened}.pdf"
        path = ask_file(self._host, _("List of documents"), name, "pdf")
        if path is not None:
            self.write_list(view, path)

    def write_list(self, view: DossierView, path: Path) -> None:
        """Write the list to ``path`` in the lane."""
        session = session_of(self._desk)
        self._unread = ()

        def make(_progress: Progress, mark: PrintMark) -> Written:
            from app.documents.dossier_files import file_list_of
            from app.documents.file_list import file_list_paper
            from app.documents.pdf import write_pdf

            return write_pdf(file_list_paper(file_list_of(session, view, office_of(session), mark)), path)

        self._job.run(make, "print", _subject(view), _("Writing the list"))

    def _on_written(self, written: Written) -> None:
        self._strips.add(written_strip(written, self._strips))
        if self._unread:
            text = _("Not printed along, lay them in by hand: {papers}", papers="; ".join(self._unread))
            self._strips.say(text, "warn")
        self.done.emit()

    def _on_refused(self, fault: Fault) -> None:
        self._strips.say_fault(fault)
        self.done.emit()


def _subject(view: DossierView) -> str:
    return f"person:{view.line.person} {view.line.procedure}"
