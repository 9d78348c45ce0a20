"""The page of official papers: make and issue, the numbering book, issued copies, the unit's own wording."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.papers.book_tab import BookTab
from app.desk.pages.papers.issued_tab import IssuedTab
from app.desk.pages.papers.make_tab import MakeTab, Shown, file_name
from app.desk.pages.papers.own_tab import OwnTab
from app.desk.pages.papers.printing import PaperPrinter
from app.desk.pages.papers.targets import TABS, parse_papers_target
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import changed_kinds, session_of
from app.desk.pages.settings.fields_dialog import FieldsDialog, Values
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import IntField, TextField
from app.desk.widgets.strips import Strips
from app.documents.files import Written
from app.documents.forms.copies import shelf_of
from app.documents.forms.make import issue_paper, symbol_of
from app.kinds.declare import KINDS
from app.kinds.papers import IssuedPaper
from app.register.papers.book import next_serial, shown
from app.words import _


class PapersPage(Page):
    """Four tabs; the first makes papers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.dialog: FieldsDialog | None = None
        self.strips = Strips(self)
        self.make = MakeTab(desk, self.strips, self)
        self.book = BookTab(desk, self.strips, self)
        self.issued = IssuedTab(desk, self.strips, self)
        self.own = OwnTab(desk, self.strips, self)
        self.printer = PaperPrinter(desk, self, self.strips)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.issue_button = look.button(_("Issue…"), self, kind="primary", icon="file-text")
        self.print_button = look.button(_("Print"), self, icon="printer")
        self.pdf_button = look.button(_("PDF…"), self, icon="file-type-pdf")
        self.word_button = look.button(_("Word…"), self, icon="file-export")
        self._lay_out()
        self._connect()
        self._update()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(_("Official papers"), self, role="title"))
        head.addStretch(1)
        for button in (self.word_button, self.pdf_button, self.print_button, self.issue_button):
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.strips)
        for tab, title in (
            (self.make, _("Make a paper")),
            (self.book, _("Numbering book")),
            (self.issued, _("Issued copies")),
            (self.own, _("Own wording")),
        ):
            self.tabs.addTab(tab, title)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.make.changed.connect(self._update)
        self.make.person_wanted.connect(lambda person: self.desk.go("people", person_target(person)))
        self.tabs.currentChanged.connect(self._on_tab)
        self.issue_button.clicked.connect(self.ask_issue)
        self.print_button.clicked.connect(self._on_print)
        self.pdf_button.clicked.connect(lambda: self._ask_file("pdf"))
        self.word_button.clicked.connect(lambda: self._ask_file("docx"))
        self.desk.changed.connect(self._on_changed)
        bind(self, Shortcut.PRINT, self._on_print, whole_window=True)

    # -- coming and going ----------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """Papers of a person, or a tab; an empty target leaves the page as it is."""
        if not target:
            return
        wanted = parse_papers_target(target)
        self.tabs.setCurrentIndex(TABS.index(wanted.tab))
        if wanted.person:
            self.make.go(wanted)

    def reload(self) -> None:
        """Read everything again."""
        self.make.refresh()
        self._on_tab(self.tabs.currentIndex())

    def may_leave(self) -> bool:
        """Ask when a wording is half typed."""
        return self.own.may_leave()

    def _on_tab(self, index: int) -> None:
        tab = self.tabs.widget(index)
        if isinstance(tab, BookTab | IssuedTab | OwnTab):
            tab.reload()
        for button in (self.issue_button, self.print_button, self.pdf_button, self.word_button):
            button.setVisible(tab is self.make)

    def _on_changed(self, changed: object, _origin: object) -> None:
        kinds = changed_kinds(changed)
        if self.make.shown is not None and (not kinds or kinds - {"number_entry", "issued_paper"}):
            self.make.refresh()

    def _update(self) -> None:
        there = self.make.shown is not None
        for button in (self.print_button, self.pdf_button, self.word_button):
            button.setEnabled(there)
        may = session_of(self.desk).may_write(KINDS["issued_paper"])
        self.issue_button.setEnabled(there and may)

    # -- the paper in view ---------------------------------------------------------------

    def _on_print(self) -> None:
        shown_ = self.make.shown
        if shown_ is None:
            return
        self._note(shown_, "")
        self.printer.print_file(shown_.data, shown_.made.template.label.said())

    def _ask_file(self, suffix: str) -> None:
        from app.desk.pages.people.paper_job import ask_file

        shown_ = self.make.shown
        if shown_ is None:
            return
        path = ask_file(self, _("Save the paper"), file_name(shown_, suffix), suffix)
        if path is not None:
            self.write(shown_, path)

    def write(self, what: Shown, path: Path) -> None:
        """Write the paper in view as the file name says; noted in the audit list."""

        def make(_progress: Progress) -> Written:
            from app.documents.docx import write_docx
            from app.documents.pdf import write_pdf

            writer = write_docx if path.suffix.lower() == ".docx" else write_pdf
            written = writer(what.made.document, path)
            self._note(what, f"{written.path.name} {written.sha256}")
            return written

        self.printer.run(make)

    def _note(self, what: Shown, detail: str) -> None:
        session = session_of(self.desk)
        subject = f"person:{what.request.person} {what.made.template.id}"
        session.store.note(session.user, "print", subject, detail)

    # -- issuing -------------------------------------------------------------------------

    def ask_issue(self) -> None:
        """Ask for the number and who signs, then issue; what is missing is named first."""
        what = self.make.shown
        if what is None:
            return
        symbol, session = symbol_of(what.made), session_of(self.desk)
        fields: dict[str, FieldWidget] = {}
        if symbol:
            free = shown(next_serial(session, symbol, what.request.on.year), symbol)
            hint = _("Empty: the next one, {number}.", number=free)
            fields["serial"] = IntField(_("Number"), self, hint=hint)
        if not what.made.facts.has("signer.name"):
            fields["signer.name"] = TextField(_("Name of the signatory"), self, expected=True)
        text = _(
            "The paper gets its number and is kept as the file that went out; it is not changed any more."
        )
        lacking = [spec.words() for spec in what.made.needed]
        if lacking:
            more = _("Still missing: {what}.", what=", ".join(lacking))
            text = f"{text}\n{more}"
        title = what.made.template.label.said()
        dialog = FieldsDialog(
            self.desk, title, text, _("Issue"), fields, lambda v: self._issue(what, v), self
        )
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._on_issued(dialog.result_of))
        dialog.open()

    def _issue(self, what: Shown, values: Values) -> object:
        """In the lane: the paper as it is in view, with its number."""
        session = session_of(self.desk)
        name = values.get("signer.name") or ""
        typed = {**what.request.typed, "signer.name": name} if name else what.request.typed
        request = dataclasses.replace(what.request, typed=typed)
        return issue_paper(session, request, shelf_of(session), serial=values.get("serial") or 0)

    def _on_issued(self, result: object) -> None:
        if not isinstance(result, tuple):
            return
        record: IssuedPaper = result[0]
        data: bytes = result[1]
        self.desk.announce(result[2], self)
        number = record.number or record.title
        strip = self.strips.say(_("Issued: {number}", number=number), "good")
        strip.add_action(
            _("Print"), lambda: self.printer.print_file(data, record.title), icon="printer", closes=False
        )
        strip.add_action(
            _("Issued copies"), lambda: self.tabs.setCurrentWidget(self.issued), icon="file-text"
        )
        self.make.preview.show_pdf(data)
