"""The files of one person as a few lines with bars, for the person's page; each leads to the file itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.dossiers.bar import Bar
from app.desk.pages.dossiers.targets import dossier_target
from app.desk.pages.dossiers.words import counted
from app.desk.pages.people.work import Latest, changed_kinds, read, session_of, touches
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.kinds.faults import Fault
from app.register.dossiers import DossierView, dossiers_of
from app.words import _

_MOST_NAMED = 3


class DossierMeter(QWidget):
    """Reads beside the window; follows changes about its person by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = ""
        self._latest = Latest(self._take)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        desk.changed.connect(self._on_changed)

    def show_person(self, person: str) -> None:
        """Show the files of a person."""
        self._person = person
        session = session_of(self._desk)
        read(self._desk, lambda: dossiers_of(session, person), self._latest.ask(), self._on_failed, self)

    def _take(self, views: Sequence[DossierView]) -> None:
        while entry := self._column.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for view in views:
            self._column.addWidget(self._line(view))
        if not views:
            self._column.addWidget(look.label(_("No files yet"), self, tone="muted"))

    def _line(self, view: DossierView) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        link = look.button(view.line.title, box, kind="link", icon="folder")
        link.setProperty("opens", dossier_target(view.line.person, view.line.procedure, view.line.about))
        link.clicked.connect(self._on_open)
        head.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        head.addStretch(1)
        if view.line.until:
            head.addWidget(look.label(_("ended"), box, role="caption"))
        column.addLayout(head)
        bar = Bar(box)
        bar.show_state(view.line.percent, counted(view.line))
        column.addWidget(bar)
        if view.missing:
            named = [paper.title for paper in view.missing[:_MOST_NAMED]]
            more = len(view.missing) - len(named)
            text = "; ".join(named) + (f" +{more}" if more else "")
            column.addWidget(look.label(_("Missing: {papers}", papers=text), box, role="caption", wrap=True))
        return box

    def _on_open(self) -> None:
        self._desk.go("dossiers", str(self.sender().property("opens")))

    def _on_changed(self, changed: object, origin: object) -> None:
        if self._person and changed_kinds(changed) and touches(changed, self._person):
            self.show_person(self._person)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "warn")
