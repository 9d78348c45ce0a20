"""The list of the desk: a table over an ``IdTableModel`` with columns the user arranges."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QStyleOptionViewItem, QTableView, QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.models.pages import PAGE
from app.desk.models.source import Column
from app.desk.theme import sizes
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.header import ListHeader, Memory
from app.desk.widgets.row_delegate import RowDelegate
from app.desk.widgets.strips import grouped
from app.desk.widgets.text_fields import ENTER
from app.words import _, plural

_SELECT_ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_MOST_VISIBLE = 200


class ListTable(QTableView):
    """Rows of fixed height, selected whole, kept by id; ``opened`` on Enter and double click.

    ``count_text`` says how many lines there are and how many are selected;
    ``search_wanted`` hands on letters typed over the list.
    """

    opened = Signal(int)
    selected = Signal(list)
    count_text = Signal(str)
    search_wanted = Signal(str)

    def __init__(
        self,
        model: IdTableModel,
        name: str,
        parent: QWidget | None = None,
        *,
        memory: Memory | None = None,
        key: str = "",
    ) -> None:
        super().__init__(parent)
        self._list = model
        self._columns = model.columns
        self.hover_row = self.focus_row = -1
        self._kept: tuple[list[int], int] | None = None
        self._actions: list[QAction] = []
        self._empty: EmptyState | None = None
        self.setAccessibleName(name)
        self._dress()
        self.setItemDelegate(RowDelegate(self))
        self.header = ListHeader(self, memory=memory, key=key)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.header.start(model.columns)
        self.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.header.sortIndicatorChanged.connect(model.sort)
        model.about_to_replace.connect(self._on_about_to_replace)
        model.loading_changed.connect(self._on_loading)
        model.counted.connect(self._on_counted)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._read_ahead)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        self._set_heights()

    def row_height(self) -> int:
        """The height of every row at the type size in use."""
        return min(max(look.px(sizes.ROW), 26), 40)

    def _set_heights(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(10)
        rows.setDefaultSectionSize(self.row_height())

    # -- reading ----------------------------------------------------------------

    def columns(self) -> Sequence[Column]:
        """The columns, running number first."""
        return self._columns

    def text_at(self, row: int, column: int) -> str:
        """What a cell says."""
        return self._list.text_at(row, column)

    def selected_rows(self) -> list[int]:
        """Selected rows in order."""
        return sorted({row for part in self._ranges() for row in range(part.top(), part.bottom() + 1)})

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(place) for place in range(chosen.count())]

    def selected_ids(self) -> list[int]:
        """Selected ids in the order of the list."""
        rows = self.selected_rows()
        if not rows:
            return []
        ids = self._list.all_ids()
        return [ids[row] for row in rows if row < len(ids)]

    def current_id(self) -> int | None:
        """The id of the row that has the keyboard."""
        row = self.currentIndex().row()
        return self._list.id_at(row) if 0 <= row < self._list.rowCount() else None

    def select_ids(self, ids: Sequence[int], current: int | None = None) -> None:
        """Select these, and bring ``current`` into view."""
        rows = self._list.rows_of(ids)
        chosen = QItemSelection()
        start = None
        for place, row in enumerate(rows):
            start = row if start is None else start
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                chosen.select(self._list.index(start, 0), self._list.index(row, len(self._columns) - 1))
                start = None
        if current is not None and (at := self._list.rows_of([current])):
            index = self._list.index(at[0], 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self.selectionModel().select(chosen, _SELECT_ROWS | QItemSelectionModel.SelectionFlag.Clear)

    # -- actions -----------------------------------------------------------------

    def add_menu_action(self, action: QAction) -> None:
        """An action of the context menu."""
        self._actions.append(action)

    def set_empty(self, empty: EmptyState) -> None:
        """What is shown instead of no rows."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = empty
        empty.setParent(self.viewport())
        self._place_empty()

    def copy_rows(self) -> None:
        """Selected rows with the header, tab-separated, in the order shown."""
        order = [self.header.logicalIndex(v) for v in range(self.header.count())]
        shown = [c for c in order if not self.header.isSectionHidden(c)]
        lines = [[_(self._columns[c].label) for c in shown]]
        lines += [[str(self.text_at(row, c)) for c in shown] for row in self.selected_rows()]
        text = "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
        QGuiApplication.clipboard().setText(text)

    def open_current(self) -> None:
        """Open the row that has the keyboard."""
        current = self.current_id()
        if current is not None:
            self.opened.emit(current)

    # -- Qt ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies."""
        if event.key() in ENTER:
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search box: looking through the rows would read the whole list."""
        self.search_wanted.emit(search)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row under the pointer."""
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the row that has the keyboard; the first one when none has."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._list.rowCount():
            first = self._list.index(0, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._mark_focus(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went elsewhere."""
        super().focusOutEvent(event)
        self._mark_focus(-1)

    def sizeHintForColumn(self, column: int) -> int:
        """As wide as the visible rows and the header need; the others are not looked at."""
        first = max(0, self.rowAt(0))
        last = min(self._list.rowCount(), first + _MOST_VISIBLE)
        bottom = self.rowAt(self.viewport().height() - 1)
        last = bottom + 1 if bottom >= 0 else last
        option = QStyleOptionViewItem()
        delegate = self.itemDelegate()
        widths = [delegate.sizeHint(option, self._list.index(r, column)).width() for r in range(first, last)]
        return max([*widths, look.px(40)])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The page's actions, then copy and columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        if self._actions:
            menu.addSeparator()
        copy = menu.addAction(_("Copy rows"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(bool(self.selected_rows()))
        copy.triggered.connect(self.copy_rows)
        menu.addMenu(self.header.columns_menu(menu))
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            box = self.visualRect(self.currentIndex())
            at = self.viewport().mapToGlobal(box.bottomLeft())
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The overlay fills the list."""
        super().resizeEvent(event)
        self._place_empty()

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the type size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_list"):
            self._set_heights()

    # -- inside ----------------------------------------------------------------------

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            old, self.hover_row = self.hover_row, row
            self._repaint(old, row)

    def _mark_focus(self, row: int) -> None:
        old, self.focus_row = self.focus_row, row
        self._repaint(old, row)

    def _repaint(self, *rows: int) -> None:
        port = self.viewport()
        for row in rows:
            if row >= 0:
                port.update(0, self.rowViewportPosition(row), port.width(), self.row_height())

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if self.hasFocus():
            self._mark_focus(current.row())

    def _on_selection(self) -> None:
        self.selected.emit(self.selected_ids())
        self._say_count()

    def _on_scrolled(self) -> None:
        self._ahead.start()

    def _read_ahead(self) -> None:
        top = self.rowAt(0)
        if top >= 0:
            bottom = top + self.viewport().height() // self.row_height()
            self._list.prefetch(top - PAGE // 4, bottom + PAGE // 2)

    def _on_about_to_replace(self) -> None:
        if self._list.has_ids():
            self._kept = (self.selected_ids(), self.current_id() or 0)
        self.hover_row = self.focus_row = -1

    def _on_loading(self, loading: bool) -> None:
        if not loading and self._kept is not None:
            (ids, current), self._kept = self._kept, None
            if ids or current:
                self.select_ids(ids, current or None)
        self._place_empty()

    def _on_counted(self) -> None:
        self._place_empty()
        self._say_count()

    def _say_count(self) -> None:
        rows = self._list.rowCount()
        text = plural("{n} line", "{n} lines", rows).replace(str(rows), grouped(rows), 1)
        chosen = sum(part.height() for part in self._ranges())
        if chosen > 1:
            text += " · " + _("{n} selected", n=grouped(chosen))
        self.count_text.emit(text)

    def _place_empty(self) -> None:
        if getattr(self, "_empty", None) is None or self._empty is None:
            return
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(not self._list.rowCount() and not self._list.is_loading())
