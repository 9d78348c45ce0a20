"""One file at the right of the page: whose, how complete, its papers, what can be done with it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.dossiers.bar import Bar
from app.desk.pages.dossiers.checklist import PaperList
from app.desk.pages.dossiers.words import counted
from app.desk.shell.shortcuts import Shortcut, hint
from app.desk.widgets import look
from app.kinds.dates import show_date
from app.register.dossiers import DossierView
from app.words import _


class DossierPanel(QFrame):
    """Shows a view; the page does what its signals ask."""

    print_wanted = Signal()
    list_wanted = Signal()
    person_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.view: DossierView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 8)
        column.setSpacing(5)
        head = QHBoxLayout()
        self.name = look.label("", self, role="heading")
        head.addWidget(self.name, 1)
        self.person = look.tool("external-link", _("Open the record"), self)
        self.person.clicked.connect(self.person_wanted)
        head.addWidget(self.person)
        column.addLayout(head)
        self.title = look.label("", self, wrap=True)
        self.facts = look.label("", self, tone="muted", wrap=True)
        self.bar = Bar(self)
        self.note = look.label("", self, role="caption", wrap=True)
        for part in (self.title, self.facts, self.bar, self.note):
            column.addWidget(part)
        column.addLayout(self._buttons())
        column.addWidget(look.hairline(self))
        self.papers = PaperList(self)
        column.addWidget(self.papers, 1)
        self.keys = look.label("", self, role="caption", wrap=True)
        column.addWidget(self.keys)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.print = look.button(_("Print the file"), self, icon="printer")
        self.print.setToolTip(hint(_("Print the file"), Shortcut.PRINT))
        self.print.clicked.connect(self.print_wanted)
        self.list = look.button(_("List of documents"), self, icon="list-check")
        self.list.clicked.connect(self.list_wanted)
        self.other = look.tool("plus", _("Another paper"), self)
        self.other.clicked.connect(self.other_wanted)
        for part in (self.print, self.list):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.other)
        return line

    def show_view(self, view: DossierView, may_write: bool) -> None:
        """Show a file."""
        self.view = view
        line = view.line
        self.name.setText(line.name)
        self.title.setText(line.title)
        since = _("since {day}", day=show_date(date.fromisoformat(line.opened)))
        if line.until:
            since = f"{since} – {show_date(date.fromisoformat(line.until))}"
        self.facts.setText(f"{since} · {view.law}")
        self.bar.show_state(line.percent, counted(line))
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.papers.may_write = may_write
        self.papers.show_papers(view.papers)
        self.other.setVisible(may_write)
        self.keys.setText(
            _("Space: it is there · Enter: number, day, scan · Delete: entered in error")
            if may_write
            else _("Your account reads this file only.")
        )

    def take_keyboard(self) -> None:
        """To the papers."""
        self.papers.setFocus(Qt.FocusReason.ShortcutFocusReason)
