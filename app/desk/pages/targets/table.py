"""The table of criteria: goal, figure, a bar with its value, the difference, how it stands, what is behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.widgets import look
from app.desk.widgets.row_delegate import RowDelegate
from app.desk.widgets.table import ListTable
from app.register.targets import Progress
from app.register.targets.words import MARKS, figure_text, gap_text, goal_text, percent_text, state_text
from app.words import N_, _, plural

Index = QModelIndex | QPersistentModelIndex
_BAR, _BEHIND = 4, 7
_TALL = 7
COLUMNS = (
    Column("criterion", N_("Criterion"), 196, strong=True, sortable=False),
    Column("goal", N_("Target"), 66, right=True, sortable=False),
    Column("figure", N_("Result"), 72, right=True, sortable=False),
    Column(
        "percent", N_("%"), 94, sortable=False, marked=True, tip=N_("Share of the target, share, or change")
    ),
    Column("gap", N_("Difference"), 84, right=True, sortable=False),
    Column("state", N_("State"), 126, sortable=False, marked=True),
    Column(
        "behind", N_("Evidence"), 80, right=True, sortable=False, tip=N_("Enter opens the records behind it")
    ),
)


class TargetsDelegate(RowDelegate):
    """The usual lines; per cent with a bar beside it, numbers of records as links."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A bar where a share can be drawn, painted over the usual ground."""
        super().paint(painter, option, index)
        text = self._view.text_at(index.row(), index.column())
        if index.column() == _BAR and isinstance(text, Marked):
            self._paint_bar(painter, option.rect, text)

    def _paint_bar(self, painter: QPainter, rect: QRect, text: Marked) -> None:
        share = int(text.icon)
        pad, tall = self.dress().pad, look.px(_TALL)
        box = QRectF(rect.left() + pad, rect.center().y() - tall / 2, _bar_width(rect, pad), tall)
        look.pill(painter, box, look.role("line"), radius=tall / 2)
        if share:
            done = QRectF(box)
            done.setWidth(max(box.width() * share / 100, tall))
            look.pill(painter, done, look.role(look.tone_role(text.tone)), radius=tall / 2)

    def _paint_marked(self, painter: QPainter, rect: QRect, text: Marked, selected: bool) -> None:
        if not text.icon.isdigit():
            super()._paint_marked(painter, rect, text, selected)
            return
        dress = self.dress()
        painter.setPen(dress.chosen if selected else dress.text)
        painter.setFont(dress.font)
        room = rect.adjusted(dress.pad, 0, -dress.pad, -1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(text))

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, column: int, selected: bool) -> None:
        if column != _BEHIND or not text[:1].isdigit():
            super()._paint_text(painter, rect, text, column, selected)
            return
        dress = self.dress()
        font = dress.bold
        painter.setFont(font)
        painter.setPen(dress.chosen if selected else look.role("accent"))
        room = rect.adjusted(dress.pad, 0, -dress.pad, -1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)


def _bar_width(rect: QRect, pad: int) -> float:
    return max(rect.width() - 2 * pad - look.px(46), look.px(20))


class TargetsTable(QWidget):
    """``chosen`` carries the line with the keyboard, None when there is none; ``opened`` one on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Progress, ...] = ()
        self._is_filling = False
        self.model = RowsModel(COLUMNS, self)
        self.table = ListTable(self.model, _("Criteria and their results"), self)
        self.table.setItemDelegate(TargetsDelegate(self.table))
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_lines(self, lines: Sequence[Progress]) -> None:
        """Show these; what was chosen stays chosen."""
        kept = self.current()
        self.lines = tuple(lines)
        self._is_filling = True
        self.model.set_lines([cells(one) for one in self.lines])
        self._is_filling = False
        place = next((n for n, one in enumerate(self.lines) if kept and key_of(one) == key_of(kept)), 0)
        if self.lines:
            self.table.select_ids([place], place)
        self.chosen.emit(self.current())

    def current(self) -> Progress | None:
        """The line chosen."""
        found = self.table.selected_ids() if self.lines else []
        return self.lines[found[0]] if found and found[0] < len(self.lines) else None

    def _on_selected(self, ids: list[int]) -> None:
        if not self._is_filling:
            self.chosen.emit(self.current())

    def _on_opened(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.opened.emit(self.lines[place])


def key_of(one: Progress) -> tuple[str, str, str]:
    """What makes a line the same one after a new reading."""
    return one.given.plan, one.id, one.indicator


def cells(one: Progress) -> Line:
    """A line of the table."""
    tone, icon = MARKS[one.verdict.state]
    return (
        one.label(),
        goal_text(one.goal) or "–",
        figure_text(one) or "–",
        _share(one, tone),
        gap_text(one, is_short=True) or "–",
        Marked(state_text(one), tone, icon),
        behind_text(one),
    )


def behind_text(one: Progress) -> str:
    """What stands behind a figure: so many records, or a stated source."""
    if one.records:
        return plural("{n} record", "{n} records", len(one.records))
    if one.origin == "typed":
        return _("Stated")
    return _("No record") if one.done == 0 else "–"


def _share(one: Progress, tone: str) -> str:
    if one.percent is None:
        return "–"
    if one.goal.measure == "change" or one.goal.operator in ("at_most", "less"):
        return percent_text(one)  # a bar that fills up would say the opposite
    return Marked(percent_text(one), tone, str(max(0, min(one.percent, 100))))
