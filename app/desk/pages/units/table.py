"""The table itself: a header in two storeys, figures with bars, a total at the foot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desk.pages.exchange.reading import when
from app.desk.pages.units.reading import UnitsView, indicator_label
from app.desk.shell.say import count
from app.desk.theme import sizes
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.text_fields import ENTER
from app.kinds.unit import TargetPlan
from app.register.targets import Progress, Total
from app.words import N_, _

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIXED = (N_("No."), N_("Unit"), N_("Last package"), N_("Changes"), N_("Managed"))
_WIDE = (38, 140, 112, 66, 62)
_PARTS = (N_("Target"), N_("Result"), N_("Share"))
_PART_WIDE = (56, 56, 70)
LEAD = len(_FIXED)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPEECH = int(Qt.ItemDataRole.AccessibleTextRole)

Figure = Progress | Total | None


class UnitsModel(QAbstractTableModel):
    """A view of figures; the last row is the total."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = UnitsView((), None, (), ())

    def set_view(self, view: UnitsView) -> None:
        """Show other figures."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Units and the total."""
        return 0 if parent.isValid() or not self.view.lines else len(self.view.lines) + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """What stands before, and three columns an indicator."""
        return 0 if parent.isValid() else LEAD + 3 * len(self.view.indicators)

    def is_total(self, row: int) -> bool:
        """Whether a row is the total."""
        return row == len(self.view.lines)

    def figure(self, row: int, column: int) -> Figure:
        """The figures behind a cell of an indicator."""
        if column < LEAD or column >= self.columnCount():
            return None
        name = self.view.indicators[(column - LEAD) // 3]
        return self.view.total(name) if self.is_total(row) else self.view.cell(row, name)

    def indicator(self, column: int) -> str:
        """The indicator of a column, or empty."""
        return self.view.indicators[(column - LEAD) // 3] if column >= LEAD else ""

    def records(self, row: int, column: int) -> tuple[str, ...]:
        """The records behind a result."""
        found = self.figure(row, column)
        return found.records if found is not None and (column - LEAD) % 3 == 1 else ()

    def text(self, row: int, column: int) -> str:
        """What a cell says; nothing is blank, zero is zero."""
        if column < LEAD:
            return self._lead(row, column)
        found = self.figure(row, column)
        if found is None:
            return ""
        part = (column - LEAD) % 3
        if part == 2:
            return f"{count(found.percent)} %" if found.percent is not None else ""
        value = found.target if part == 0 else found.done
        return "" if value is None else count(value)

    def _lead(self, row: int, column: int) -> str:
        if self.is_total(row):
            lines = self.view.lines
            sums = {3: sum(line.operations for line in lines), 4: sum(line.managed for line in lines)}
            return _("Total") if column == 1 else count(sums[column]) if column in sums else ""
        line = self.view.lines[row]
        if not line.node and column in (2, 3, 4):
            return _("not paired") if column == 2 else ""
        values = (
            str(row + 1),
            line.name,
            when(line.last_received or "") or "–",
            count(line.operations),
            count(line.managed),
        )
        return values[column]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, and in speech what the column is."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.text(row, column)
        if role == _SPEECH:
            return f"{self._lead(row, 1)}. {self.title(column)}: {self.text(row, column) or _('blank')}"
        if role == _TIP and self.records(row, column):
            return _("Show the records behind this number")
        return self.text(row, column) if role == _TIP and column == 1 else None

    def title(self, column: int) -> str:
        """The heading of a column, with its indicator."""
        if column < LEAD:
            return _(_FIXED[column])
        return f"{indicator_label(self.indicator(column))}, {_(_PARTS[(column - LEAD) % 3])}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The lower storey; the upper one is painted by the header."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == _DISPLAY:
            return _(_FIXED[section]) if section < LEAD else _(_PARTS[(section - LEAD) % 3])
        return self.title(section) if role in (_TIP, _SPEECH) else None


class UnitsHeader(QHeaderView):
    """Indicator names above their three columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(look.px(36))

    def sizeHint(self) -> QSize:
        """Two lines for the indicator, one for its parts."""
        line = theme().scaled(sizes.ROW)
        return QSize(super().sizeHint().width(), line + round(line * 1.3))

    def paintEvent(self, event: Any) -> None:
        """Everything visible, group after group."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.role("sunken"))
        model = self.model()
        if isinstance(model, UnitsModel):
            for section in range(model.columnCount()):
                self._draw_section(painter, model, section)
            for place, name in enumerate(model.view.indicators):
                self._draw_group(painter, LEAD + 3 * place, indicator_label(name))
        painter.setPen(look.role("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _box(self, first: int, last: int) -> QRect:
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        return QRect(left, 0, right - left, self.height())

    def _draw_section(self, painter: QPainter, model: UnitsModel, section: int) -> None:
        box = self._box(section, section)
        low = theme().scaled(sizes.ROW)
        if section >= LEAD:
            box = QRect(box.left(), box.bottom() - low, box.width(), low)
        painter.setFont(theme().font(-1, bold=section < LEAD))
        painter.setPen(look.role("muted"))
        where = Qt.AlignmentFlag.AlignLeft if section in (1, 2) else Qt.AlignmentFlag.AlignRight
        flags = int(where | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        painter.drawText(box.adjusted(4, 2, -7, -2), flags, text)

    def _draw_group(self, painter: QPainter, first: int, name: str) -> None:
        box = self._box(first, first + 2)
        low = theme().scaled(sizes.ROW)
        upper = QRect(box.left(), 0, box.width(), box.height() - low)
        painter.setPen(look.role("line"))
        painter.drawLine(box.left(), 0, box.left(), box.bottom())
        painter.drawLine(box.left() + 6, upper.bottom(), box.right() - 6, upper.bottom())
        painter.setFont(theme().font(-1, bold=True))
        painter.setPen(look.role("text"))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(upper.adjusted(6, 2, -6, -2), flags, name)


class UnitsDelegate(QStyledItemDelegate):
    """Figures at the right, bars with their value, results as links."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, UnitsModel):
            return
        row, column = index.row(), index.column()
        total = model.is_total(row)
        box = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if chosen else "sunken" if total else "surface"
        painter.save()
        painter.fillRect(box, look.role(ground))
        painter.setPen(look.role("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if column >= LEAD and (column - LEAD) % 3 == 0:
            painter.drawLine(box.left(), box.top(), box.left(), box.bottom())
        self._draw_words(painter, model, index, box, chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            look.focus_ring(painter, box.toRectF(), 4)
        painter.restore()

    def _draw_words(
        self, painter: QPainter, model: UnitsModel, index: Index, box: QRect, chosen: bool
    ) -> None:
        row, column = index.row(), index.column()
        text, total = model.text(row, column), model.is_total(row)
        painter.setFont(theme().font(bold=total or column == 1))
        ink = "on_selection" if chosen else "text"
        if model.records(row, column):
            ink = "accent"
            font = theme().font(bold=True)
            font.setUnderline(True)
            painter.setFont(font)
        elif column < LEAD and column != 1 and not total:
            ink = "muted"
        painter.setPen(look.role("on_selection" if chosen else ink))
        inner = box.adjusted(7, 0, -7, 0)
        if column >= LEAD and (column - LEAD) % 3 == 2:
            self._draw_share(painter, model.figure(row, column), text, inner)
            return
        left = column in (1, 2)
        where = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(where | Qt.AlignmentFlag.AlignVCenter), shown)

    def _draw_share(self, painter: QPainter, found: Figure, text: str, box: QRect) -> None:
        """A bar and its value: the length is never the only sign."""
        if found is None or found.percent is None:
            return
        tall = look.px(4)
        words = box.adjusted(0, 0, 0, -tall - 1)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        bar = QRectF(box.left(), box.bottom() - tall - 3, box.width(), tall)
        look.pill(painter, bar, look.role("line"), radius=3)
        part = min(found.percent, 100) / 100
        if part > 0:
            full = QRectF(bar.left(), bar.top(), max(bar.width() * part, 4), bar.height())
            look.pill(painter, full, look.role("accent"), radius=3)


class UnitsTable(QTableView):
    """``opened`` carries row and column of a result whose records are wanted."""

    opened = Signal(int, int)

    def __init__(self, model: UnitsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._figures = model
        self.setHorizontalHeader(UnitsHeader(self))
        self.setModel(model)
        self.setItemDelegate(UnitsDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        model.modelReset.connect(self.arrange)
        self.clicked.connect(self._on_clicked)
        theme().changed.connect(self.arrange)
        self.arrange()

    def arrange(self) -> None:
        """Widths for the indicators there are, heights for the type size."""
        self.verticalHeader().setMinimumSectionSize(10)
        self.verticalHeader().setDefaultSectionSize(min(max(look.px(sizes.ROW), 26), 40))
        for column in range(self._figures.columnCount()):
            wide = _WIDE[column] if column < LEAD else _PART_WIDE[(column - LEAD) % 3]
            self.setColumnWidth(column, look.px(wide))
        self.fill_width()

    def fill_width(self) -> None:
        """Room that is left goes to the unit's name and to the bars."""
        columns = self._figures.columnCount()
        wanted = sum(_WIDE) + sum(_PART_WIDE) * len(self._figures.view.indicators)
        spare = self.viewport().width() - look.px(wanted)
        bars = [c for c in range(LEAD, columns) if (c - LEAD) % 3 == 2]
        if spare <= 0:
            return
        share = min(spare // (len(bars) + 2), look.px(70)) if bars else 0
        for column in bars:
            self.setColumnWidth(column, look.px(_PART_WIDE[2]) + share)
        self.setColumnWidth(1, look.px(_WIDE[1]) + spare - share * len(bars))

    def resizeEvent(self, event: Any) -> None:
        """Keep the table as wide as its place."""
        super().resizeEvent(event)
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is behind a result."""
        if event.key() in ENTER:
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        index = self.indexAt(event.position().toPoint())
        link = index.isValid() and bool(self._figures.records(index.row(), index.column()))
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns grow with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_figures"):
            self.arrange()

    def _on_clicked(self, index: Index) -> None:
        if index.isValid() and self._figures.records(index.row(), index.column()):
            self.opened.emit(index.row(), index.column())


def plan_text(plan: TargetPlan) -> str:
    """A plan in a list to choose from."""
    return f"{plan.number} – {plan.title}"
