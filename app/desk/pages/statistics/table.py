"""The table of a figure: numbers that open their records, sums at the foot and at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desk.theme import sizes
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.strips import grouped
from app.desk.widgets.text_fields import ENTER
from app.register.counting.sheet import Line, Sheet
from app.words import _
from app.words.forms import scaled

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOST_FOLDED = 60
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class SheetModel(QAbstractTableModel):
    """A sheet as rows and columns; the last row holds the sums."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._heads: list[str] = []

    def set_sheet(self, found: Sheet) -> None:
        """Show another table."""
        self.beginResetModel()
        self.sheet = found
        heads = [found.row_title or _("Figure"), *(label for _key, label in found.columns)]
        if found.summed:
            heads.append(_("Total"))
        if found.is_share or any(line.tenths is not None for line in found.lines):
            heads.append(_("Per cent"))
        self._heads = heads
        self.endResetModel()

    def _lines(self) -> tuple[Line, ...]:
        if self.sheet is None:
            return ()
        has_sum = bool(self.sheet.ask.rows) and any(value is not None for value in self.sheet.sums.values)
        return (*self.sheet.lines, self.sheet.sums) if has_sum else self.sheet.lines

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Lines, and the sums where there are any."""
        return 0 if parent.isValid() else len(self._lines())

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Words, numbers, their sum, per cent."""
        return 0 if parent.isValid() else len(self._heads)

    def is_sum(self, row: int) -> bool:
        """Whether a row is the last one with the sums."""
        return self.sheet is not None and row == len(self.sheet.lines)

    def number(self, row: int, column: int) -> int | None:
        """The number in a cell; None where there is none."""
        if self.sheet is None or not column:
            return None
        line, count = self._lines()[row], len(self.sheet.columns)
        if column <= count:
            return line.values[column - 1]
        return line.total if self.sheet.summed and column == count + 1 else None

    def keys(self, row: int, column: int) -> tuple[str | None, str | None]:
        """Row and column of a cell as the register knows them; None along a sum."""
        if self.sheet is None:
            return None, None
        by_row = self.sheet.ask.rows and not self.is_sum(row)
        inside = column <= len(self.sheet.columns)
        key = (
            self.sheet.columns[column - 1][0]
            if inside and (self.sheet.summed or self.sheet.is_share)
            else None
        )
        return (self.sheet.lines[row].key if by_row else None), key

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        line = self._lines()[row]
        if not column:
            return line.label
        if self.sheet is not None and column > len(self.sheet.columns) + self.sheet.summed:
            return "–" if line.tenths is None else f"{scaled(line.tenths, 1)}%"
        value = self.number(row, column)
        return "–" if value is None else grouped(value)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, alignment, a bold last line, links."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.text(row, column)
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == int(Qt.ItemDataRole.FontRole):
            font = theme().font(bold=self.is_sum(row))
            font.setUnderline(bool(self.number(row, column)))
            return font
        if role == int(Qt.ItemDataRole.ForegroundRole):
            return look.role("accent" if self.number(row, column) else "text")
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.text(row, 0)}. {self._heads[column]}: {self.text(row, column)}"
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return (
                _("Show the records behind this number")
                if self.number(row, column)
                else self.text(row, column)
            )
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return self._heads[section] if role in (_DISPLAY, int(Qt.ItemDataRole.ToolTipRole)) else None

    def as_text(self) -> str:
        """The whole table with its heading, tab-separated, as a spreadsheet takes it."""
        rows = [self._heads]
        rows += [[self.text(r, c) for c in range(len(self._heads))] for r in range(self.rowCount())]
        return "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)


class _Padded(QStyledItemDelegate):
    """Air between the numbers and the edge."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(look.px(5), 0, -look.px(5), 0)


class SheetTable(QTableView):
    """``opened`` carries row and column of a number whose records are wanted."""

    opened = Signal(int, int)

    def __init__(self, model: SheetModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_Padded(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumSectionSize(look.px(48))
        model.modelReset.connect(self.arrange)
        theme().changed.connect(self.arrange)
        self.clicked.connect(self._on_clicked)

    def arrange(self) -> None:
        """Numbers as wide as their heading needs, folded; words take the rest, in two lines where they must."""
        row = min(max(look.px(sizes.ROW), 26), 40)
        self.verticalHeader().setDefaultSectionSize(row)
        metrics = QFontMetrics(theme().font(bold=True))
        used, high = 0, metrics.height()
        fold = int(Qt.TextFlag.TextWordWrap)
        for column in range(1, self._sheet.columnCount()):
            head = str(self._sheet.headerData(column, Qt.Orientation.Horizontal) or "")
            longest = max((metrics.horizontalAdvance(word) for word in head.split()), default=0)
            wide = max(longest, metrics.horizontalAdvance(head) // 4, look.px(44)) + look.px(22)
            room = QRect(0, 0, wide - look.px(20), 400)
            high = max(high, metrics.boundingRect(room, fold, head).height())
            self.setColumnWidth(column, wide)
            used += wide
        self.horizontalHeader().setFixedHeight(high + look.px(12))
        first = max(self.viewport().width() - used, look.px(130))
        self.setColumnWidth(0, first)
        for place in range(min(self._sheet.rowCount(), _MOST_FOLDED)):
            room = QRect(0, 0, first - look.px(18), 400)
            words = metrics.boundingRect(room, fold, self._sheet.text(place, 0)).height()
            self.setRowHeight(place, max(row, words + look.px(8)))

    def resizeEvent(self, event: Any) -> None:
        """Keep the table as wide as its place."""
        super().resizeEvent(event)
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies the whole table."""
        if event.key() in ENTER:
            self._on_clicked(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the table with its heading on the clipboard."""
        QGuiApplication.clipboard().setText(self._sheet.as_text())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        index = self.indexAt(event.position().toPoint())
        link = index.isValid() and bool(self._sheet.number(index.row(), index.column()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def _on_clicked(self, index: Index) -> None:
        if index.isValid() and self._sheet.number(index.row(), index.column()):
            self.opened.emit(index.row(), index.column())
