"""The list of what is owed, worked with the keyboard: Enter does, Space says why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QMenu, QWidget

from app.desk.pages.people.owing import action_for
from app.desk.pages.today.delegate import TodayDelegate, action_rect
from app.desk.pages.today.rows import GroupRow, MoreRow, TodayModel
from app.desk.theme.theme import theme
from app.desk.widgets.text_fields import ENTER
from app.register.today import OwedLine
from app.words import _


class OwedList(QListView):
    """Signals carry the thing owed; ``more_wanted`` the group whose whole list is asked for."""

    action_wanted = Signal(object)
    why_wanted = Signal(object)
    open_wanted = Signal(object)
    more_wanted = Signal(str)
    selection_told = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TodayModel(self)
        self.painter_delegate = TodayDelegate(self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter_delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")  # the card is its frame
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(_("What is due"))
        self.selectionModel().selectionChanged.connect(self._on_selected)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def current_line(self) -> OwedLine | None:
        """The thing with the keyboard."""
        row = self.currentIndex().row()
        found = self.rows.row_at(row) if 0 <= row < self.rows.rowCount() else None
        return found if isinstance(found, OwedLine) else None

    def selected_lines(self) -> list[OwedLine]:
        """The things selected, in the order shown."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = [self.rows.row_at(row) for row in rows]
        return [line for line in found if isinstance(line, OwedLine)]

    def _on_selected(self) -> None:
        self.selection_told.emit(self.selected_lines())

    def go_to(self, line: object) -> None:
        """Put the keyboard on the same thing as before, if it is still there."""
        place = self.rows.place_of(line if isinstance(line, OwedLine) else None)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the one action, Space says why, Left and Right fold."""
        index = self.currentIndex()
        key = event.key()
        if not index.isValid():
            super().keyPressEvent(event)
        elif key in ENTER:
            self._act(index)
        elif key == Qt.Key.Key_Space:
            self._on_why()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(index, key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not search through the rows."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a group folds it, on the action does it."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            return
        row = self.rows.row_at(index.row())
        if not isinstance(row, OwedLine) or action_rect(self.visualRect(index)).contains(at):
            self._act(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over what can be pressed."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        on = index.isValid() and (
            not isinstance(self.rows.row_at(index.row()), OwedLine)
            or action_rect(self.visualRect(index)).contains(at)
        )
        shape = Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the record."""
        line = self.current_line()
        if line is not None and not action_rect(self.visualRect(self.currentIndex())).contains(
            event.position().toPoint()
        ):
            self.open_wanted.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The action, why, and the record."""
        line = self.current_line()
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_(action_for(line.what).label)).triggered.connect(self._on_action)
        menu.addAction(_("Why (Space)")).triggered.connect(self._on_why)
        menu.addAction(_("Open the record")).triggered.connect(self._on_open)
        menu.popup(event.globalPos())

    def _act(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index.row())
        if isinstance(row, GroupRow):
            self.rows.toggle(row.key)
        elif isinstance(row, MoreRow):
            self.more_wanted.emit(row.key)
        else:
            self.action_wanted.emit(row)

    def _fold(self, index: QModelIndex, folded: bool) -> None:
        row = self.rows.row_at(index.row())
        if isinstance(row, GroupRow):
            self.rows.set_folded(row.key, folded)
            self.setCurrentIndex(self.rows.index(index.row(), 0))

    def _on_action(self) -> None:
        line = self.current_line()
        if line is not None:
            self.action_wanted.emit(line)

    def _on_why(self) -> None:
        line = self.current_line()
        if line is not None:
            self.why_wanted.emit(line)

    def _on_open(self) -> None:
        line = self.current_line()
        if line is not None:
            self.open_wanted.emit(line)
