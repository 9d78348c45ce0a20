"""The model of a long list: ids in order plus a small cache of pages.

Measured against the alternatives, this is the shape whose cost does not grow
with the list: the first page is read with a limit and painted, the ids follow,
and a page of 128 lines is read when it scrolls into view.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.desk.models.pages import KEPT_PAGES, PAGE, PAGE_BITS, PAGE_MASK, PageCache
from app.desk.models.source import Column, Line, Query, Source
from app.kinds.faults import Fault
from app.words import N_, _

# Enum look-ups cost several microseconds each in PySide; data() is called
# some thousand times a wheel step, so the numbers are fetched once.
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPEECH = int(Qt.ItemDataRole.AccessibleTextRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HORIZONTAL = Qt.Orientation.Horizontal
_DOWN = Qt.SortOrder.DescendingOrder

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: Runs a read and hands its result back on the main thread.
Runner = Callable[[Callable[[], Any], Callable[[Any], None]], None]

NUMBER = Column("stt", N_("No."), 44, right=True, sortable=False)


class IdTableModel(QAbstractTableModel):
    """A read-only table over a ``Source``; column 0 is the running number.

    ``runner`` decides where the ids are read: by default on the main thread
    right after the first paint; the shell hands in its reading lane.
    """

    loading_changed = Signal(bool)
    counted = Signal(int)
    failed = Signal(object)
    about_to_replace = Signal()
    replaced = Signal()

    def __init__(
        self,
        source: Source,
        columns: Sequence[Column],
        parent: QObject | None = None,
        *,
        runner: Runner | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.columns: tuple[Column, ...] = (NUMBER, *columns)
        self._align = [_RIGHT if c.right else _LEFT for c in self.columns]
        self._run = runner or self._soon
        self._query = Query()
        self._ids: array[int] | None = array("q")
        self._rows = 0
        self._cache = PageCache(source, self.failed.emit)
        self._pages = self._cache.pages
        self._turn = 0
        self._loading = False

    # -- reading ---------------------------------------------------------

    def query(self) -> Query:
        """The query shown."""
        return self._query

    def is_loading(self) -> bool:
        """True while only the first page is known."""
        return self._loading

    def has_ids(self) -> bool:
        """True when every row's id is known, also while a refresh is under way."""
        return self._ids is not None

    def show(self, query: Query) -> None:
        """Show another query: the first page at once, the rest when its ids arrive."""
        self.about_to_replace.emit()
        self._query = query
        self._turn += 1
        first = self._cache.read_first(query)
        self.beginResetModel()
        self._pages.clear()
        self._pages[0] = first
        self._rows = len(first)
        self._ids = None
        self.endResetModel()
        self.replaced.emit()
        self._set_loading(True)
        self._run(partial(self._source.ids, query), partial(self._take_ids, self._turn))

    def refresh(self, changed: Collection[int] | None = None) -> None:
        """Read again after a change; ``changed`` ids keep the other pages when the order is the same."""
        self._turn += 1
        self._set_loading(True)
        self._run(partial(self._source.ids, self._query), partial(self._take_refresh, self._turn, changed))

    def prefetch(self, first_row: int, last_row: int) -> None:
        """Make sure the pages of these rows are in the cache."""
        if self._ids is None or not self._rows:
            return
        low = max(0, first_row) >> PAGE_BITS
        high = min(self._rows - 1, last_row) >> PAGE_BITS
        for number in range(low, min(high, low + KEPT_PAGES - 1) + 1):
            if number not in self._pages:
                self._cache.fetch(number, self._ids)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the source for another order."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            key = self.columns[column].key
            query = replace(self._query, sort=key, descending=order == _DOWN)
            if query != self._query:
                self.show(query)

    # -- ids and rows ------------------------------------------------------

    def all_ids(self) -> array[int]:
        """The ids in order; read now when they have not arrived yet."""
        if self._ids is None:
            self._take_ids(self._turn, self._cache.read_ids(self._query))
        return self._ids if self._ids is not None else array("q")

    def id_at(self, row: int) -> int:
        """The id of a row."""
        return self.all_ids()[row]

    def rows_of(self, ids: Iterable[int]) -> list[int]:
        """The rows of these ids in order; ids no longer in the list are left out."""
        wanted = set(ids)
        if not wanted:
            return []
        if len(wanted) == 1:
            try:
                return [self.all_ids().index(wanted.pop())]
            except ValueError:
                return []
        return [row for row, number in enumerate(self.all_ids()) if number in wanted]

    def line(self, row: int) -> Line:
        """The line of a row, read when its page is not in the cache."""
        page = self._pages.get(row >> PAGE_BITS)
        if page is None:
            page = self._cache.fetch(row >> PAGE_BITS, self._ids)
        place = row & PAGE_MASK
        return page[place] if place < len(page) else ()

    def text_at(self, row: int, column: int) -> str:
        """What a cell says, ``Marked`` when it carries a state; empty outside the list."""
        if not column:
            return str(row + 1)
        line = self.line(row)
        return line[column - 1] if column <= len(line) else ""

    # -- Qt ------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows known so far."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns, running number included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Display text, alignment and speech; reads at most one page and never raises."""
        if role:
            if role == _ALIGN:
                return self._align[index.column()] if index.isValid() else None
            if role == _SPEECH:
                return self._speech(index)
            return None
        row = index.row()
        column = index.column()
        if column < 1:
            return str(row + 1) if column == 0 else None
        page = self._pages.get(row >> PAGE_BITS)
        if page is None:
            page = self._cache.fetch(row >> PAGE_BITS, self._ids)
        try:
            return page[row & PAGE_MASK][column - 1]
        except IndexError:
            return ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Labels in the language in use."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return _(self.columns[section].label)
        if role == _TIP:
            return _(self.columns[section].tip or self.columns[section].label)
        if role == _ALIGN:
            return self._align[section]
        return None

    # -- inside ----------------------------------------------------------

    def _speech(self, index: Index) -> str | None:
        if not index.isValid():
            return None
        label = _(self.columns[index.column()].label)
        return f"{label}: {self.text_at(index.row(), index.column())}"

    def _take_ids(self, turn: int, ids: array[int] | None) -> None:
        if turn != self._turn or self._ids is not None:
            return
        ids = ids if ids is not None else array("q")
        if len(ids) < self._rows:
            self.beginRemoveRows(QModelIndex(), len(ids), self._rows - 1)
            self._ids, self._rows = ids, len(ids)
            self.endRemoveRows()
        elif len(ids) > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, len(ids) - 1)
            self._ids, self._rows = ids, len(ids)
            self.endInsertRows()
        else:
            self._ids = ids
        self._check_first_page()
        self._set_loading(False)
        self.counted.emit(self._rows)

    def _check_first_page(self) -> None:
        """The first page was read before the ids: read it again should something have changed between."""
        if not self._rows or self._ids is None:
            return
        page = self._cache.read_lines(self._ids[:PAGE])
        if list(page) != list(self._pages.get(0, ())):
            self._pages[0] = page
            self._say_changed(0, min(PAGE, self._rows) - 1)

    def _take_refresh(self, turn: int, changed: Collection[int] | None, ids: array[int] | None) -> None:
        if turn != self._turn:
            return
        ids = ids if ids is not None else array("q")
        if ids == self._ids:
            self._drop_pages(changed)
        else:
            self.about_to_replace.emit()
            self.beginResetModel()
            self._pages.clear()
            self._ids, self._rows = ids, len(ids)
            self.endResetModel()
            self.replaced.emit()
        self._set_loading(False)
        self.counted.emit(self._rows)

    def _drop_pages(self, changed: Collection[int] | None) -> None:
        ids = self._ids if self._ids is not None else array("q")
        for number in list(self._pages):
            start = number << PAGE_BITS
            if changed is None or not set(changed).isdisjoint(ids[start : start + PAGE]):
                del self._pages[number]
                self._say_changed(start, min(start + PAGE, self._rows) - 1)

    def _say_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last < self._rows:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _soon(self, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        QTimer.singleShot(0, self, partial(self._now, read, done))

    def _now(self, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        try:
            result = read()
        except Fault as fault:
            self.failed.emit(fault)
            result = None
        done(result)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)
