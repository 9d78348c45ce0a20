"""The files of all procedures, the least complete first; at the right the papers of the one chosen."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.dossiers.listing import DossierList, key_of, newest
from app.desk.pages.dossiers.panel import DossierPanel
from app.desk.pages.dossiers.paper_sheet import PaperSheet
from app.desk.pages.dossiers.printing import DossierPrints
from app.desk.pages.dossiers.scan_view import ScanDialog
from app.desk.pages.dossiers.targets import parse_dossier_target
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import Latest, changed_kinds, read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.register.attachments import Scan, open_scan
from app.register.dossiers import (
    DossierLine,
    DossierView,
    PaperView,
    add_paper,
    open_dossier,
    paper_writes,
    remove_paper,
)
from app.register.people import reinstate
from app.words import _, plural

_SETTLE_MS = 200
_SHOW_MS = 60
#: What begins, ends or fills a file.
_KINDS = frozenset(
    {
        "paper", "attachment", "person", "status_period", "decision", "drug_test", "detection", "breach",
        "assessment_request", "assessment", "rehab_episode", "compulsory_file",
    }
)  # fmt: skip


class DossiersPage(Page):
    """List at the left, the checklist of one file at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(self._take)
        self._line: DossierLine | None = None
        self.dialog: ConfirmDialog | ScanDialog | None = None
        self.strips = Strips(self)
        self.list = DossierList(desk, self)
        self.panel = DossierPanel(self)
        self.panel.hide()
        self.sheet = PaperSheet(desk, self)
        self.prints = DossierPrints(desk, self, self.strips)
        self.summary = look.label("", self, tone="muted")
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self.list.ask)
        self._show = QTimer(self, singleShot=True, interval=_SHOW_MS)
        self._show.timeout.connect(self._read_file)
        self._lay_out()
        self._connect()
        self.list.ask()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(look.label(_("Files"), self, role="title"))
        head.addWidget(self.summary)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.strips)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.list, 62)
        body.addWidget(self.panel, 38)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.counted.connect(self._on_counted)
        self.list.failed.connect(self.strips.say_fault)
        panel = self.panel
        panel.print_wanted.connect(self._on_print)
        panel.list_wanted.connect(self._on_list)
        panel.person_wanted.connect(self._on_person)
        panel.other_wanted.connect(self._on_other)
        panel.papers.there_wanted.connect(self.mark_there)
        panel.papers.open_wanted.connect(self._on_open_paper)
        panel.papers.scan_wanted.connect(self._on_scan)
        panel.papers.remove_wanted.connect(self._on_remove)
        panel.papers.record_wanted.connect(self._on_person)
        self.sheet.saved.connect(self._on_saved)
        self.desk.changed.connect(self._on_changed)
        bind(self, Shortcut.PRINT, self._on_print, whole_window=True)

    # -- coming and going ------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """A file, or filters."""
        wanted = parse_dossier_target(target)
        if wanted.filters:
            self.list.bar.set_state("", dict(wanted.filters))
        elif wanted.person:
            self._find(wanted.person, wanted.procedure, wanted.about)

    def _find(self, person: str, procedure: str, about: str) -> None:
        session = session_of(self.desk)

        def work() -> DossierLine | None:
            if about:
                return open_dossier(session, person, procedure, about).line
            return newest(session, person, procedure)

        read(self.desk, work, self._on_found, self.strips.say_fault, self)

    def _on_found(self, line: DossierLine | None) -> None:
        if line is None:
            self.strips.say(_("This person has no such file yet."), "info")
            return
        filters = {"ended": "yes"} if line.until else {}
        self.list.bar.set_state("", filters)
        self.list.choose(key_of(line))
        self._on_chosen(line)

    def reload(self) -> None:
        """Read everything again."""
        self.list.ask()
        self._read_file()

    def may_leave(self) -> bool:
        """Ask when a paper is half typed."""
        return self.sheet.may_close()

    def save_draft(self) -> None:
        """Keep what is typed."""
        self.sheet.keep_draft()

    def next_pane(self) -> bool:
        """The list, then the papers."""
        focus = self.focusWidget()
        if self.panel.isHidden() or (focus is not None and self.panel.isAncestorOf(focus)):
            return False
        self.panel.take_keyboard()
        return True

    # -- reading -----------------------------------------------------------------------

    def _on_counted(self, files: int, lacking: int) -> None:
        text = plural("{n} of them lacks papers", "{n} of them lack papers", lacking) if lacking else ""
        self.summary.setText(text)

    def _on_chosen(self, line: DossierLine | None) -> None:
        self._line = line
        if line is None:
            self.panel.hide()
        else:
            self._show.start()

    def _read_file(self) -> None:
        line = self._line
        if line is None:
            return
        session = session_of(self.desk)

        def work() -> DossierView:
            return open_dossier(session, line.person, line.procedure, line.about)

        read(self.desk, work, self._latest.ask(), self.strips.say_fault, self)

    def _take(self, view: DossierView) -> None:
        self.panel.show_view(view, paper_writes(session_of(self.desk)))
        self.panel.show()

    def _on_changed(self, changed: object, origin: object) -> None:
        kinds = changed_kinds(changed)
        if not kinds or kinds & _KINDS:
            self._soon.start()
            if self._line is not None:
                self._show.start()

    # -- papers -------------------------------------------------------------------------

    def mark_there(self, paper: PaperView) -> None:
        """The paper is there; nothing more is asked."""
        view, session = self.panel.view, session_of(self.desk)
        if view is None:
            return

        def done(changed: object) -> None:
            self.desk.announce(changed, self)
            self._read_again()
            record = next((one for kind, one in getattr(changed, "records", ()) if kind == "paper"), "")
            text = _("There now: {paper}", paper=paper.title)
            self.strips.offer_undo(text, lambda: self.take_out(record, _("Taken back at once")))

        write(self.desk, lambda: add_paper(session, view, paper.id), done, self._on_failed, self)

    def take_out(self, record: str, why: str) -> None:
        """The record of a paper leaves the file, with a way back."""
        session = session_of(self.desk)

        def done(changed: object) -> None:
            self.desk.announce(changed, self)
            self._read_again()
            self.strips.offer_undo(_("The paper was taken out."), lambda: self._put_back(record))

        write(self.desk, lambda: remove_paper(session, record, why), done, self._on_failed, self)

    def _put_back(self, record: str) -> None:
        session, why = session_of(self.desk), _("Taken back at once")

        def done(changed: object) -> None:
            self.desk.announce(changed, self)
            self._read_again()

        write(self.desk, lambda: reinstate(session, "paper", record, why), done, self._on_failed, self)

    def _read_again(self) -> None:
        self.list.ask()
        self._read_file()

    def _on_open_paper(self, paper: PaperView) -> None:
        if self.panel.view is not None:
            self.sheet.open(self.panel.view, paper)

    def _on_other(self) -> None:
        if self.panel.view is not None:
            self.sheet.open(self.panel.view, None)

    def _on_saved(self, changed: object) -> None:
        self.desk.announce(changed, self)
        self._read_again()

    def _on_remove(self, paper: PaperView) -> None:
        text = _("“{paper}” leaves the file; the history keeps it.", paper=paper.title)
        self.dialog = ConfirmDialog(
            _("Entered in error"), text, _("Take it out"), self, destructive=True, needs_reason=True
        )
        if self.dialog.ask():
            self.take_out(paper.record, self.dialog.reason())
        self.dialog.deleteLater()

    def _on_scan(self, paper: PaperView) -> None:
        session = session_of(self.desk)

        def shown(scan: Scan) -> None:
            self.dialog = ScanDialog(scan, paper.title, self)
            self.dialog.open()

        write(self.desk, lambda: open_scan(session, paper.attachment), shown, self._on_failed, self)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    # -- elsewhere -----------------------------------------------------------------------

    def _on_print(self) -> None:
        if self.panel.view is not None and not self.panel.isHidden():
            self.prints.ask_bundle(self.panel.view)

    def _on_list(self) -> None:
        if self.panel.view is not None:
            self.prints.ask_list(self.panel.view)

    def _on_person(self) -> None:
        if self.panel.view is not None:
            self.desk.go("people", person_target(self.panel.view.line.person))

    def _on_opened(self, line: DossierLine) -> None:
        self.panel.take_keyboard()
