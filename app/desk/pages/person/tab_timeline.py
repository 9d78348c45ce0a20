"""The tab of what happened, newest first, with what can be done about an event."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.desk.pages.person.events import events_of
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.timeline import Timeline
from app.kinds.declare import KINDS
from app.register.people import PersonPage
from app.words import _


class TimelineTab(QWidget):
    """Signals carry ``kind:record``."""

    opened = Signal(str)
    end_wanted = Signal(str)
    retract_wanted = Signal(str)
    history_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 0)
        self.timeline = Timeline(_("Timeline"), self)
        self.timeline.opened.connect(self.opened)
        column.addWidget(self.timeline)
        self.empty = EmptyState(
            "timeline",
            _("Nothing entered yet"),
            _("Enter a test, a visit or a decision with the button “Enter” (Ctrl+N)."),
            self,
        )
        column.addWidget(self.empty)
        view = self.timeline.view
        view.setStyleSheet("QListView { border: none; background: transparent; }")
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_retract)
        self.setFocusProxy(view)

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        current = self.current()
        self.timeline.set_events(events_of(page.timeline))
        model = self.timeline.model
        rows = range(model.rowCount())
        row = next((r for r in rows if model.event_at(r).id == current), 0)
        if rows:
            self.timeline.view.setCurrentIndex(model.index(row, 0))
        self.timeline.setVisible(bool(page.timeline))
        self.empty.setVisible(not page.timeline)

    def current(self) -> str:
        """The event with the keyboard, as ``kind:record``."""
        index = self.timeline.view.currentIndex()
        return self.timeline.model.event_at(index.row()).id if index.isValid() else ""

    def _on_menu(self, at: QPoint) -> None:
        if not self.current():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ends = KINDS[self.current().partition(":")[0]].ended_by and not self.current().endswith(":end")
        for text, icon, slot in (
            (_("Correct"), "pencil", self._on_correct),
            *([(_("End"), "hourglass", self._on_end)] if ends else []),
            (_("Entered in error"), "trash", self._on_retract),
            (_("History of changes"), "history", self._on_history),
        ):
            action = QAction(text, menu)
            look.keep_icon(action, icon, "muted", 16)
            action.triggered.connect(slot)
            menu.addAction(action)
        menu.popup(self.timeline.view.viewport().mapToGlobal(at))

    def _on_correct(self) -> None:
        self.opened.emit(self.current())

    def _on_end(self) -> None:
        self.end_wanted.emit(self.current())

    def _on_retract(self) -> None:
        self.retract_wanted.emit(self.current())

    def _on_history(self) -> None:
        self.history_wanted.emit(self.current())
