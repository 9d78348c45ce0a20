"""The right side of the start screen: four numbers, twelve months, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.today.reminders import Reminder
from app.desk.widgets import look
from app.desk.widgets.strips import grouped
from app.desk.widgets.tiles import BarChart, NumberTile
from app.register.today import TodayView
from app.words import _, plural


class Figures(QWidget):
    """``wanted`` names what a number leads to: managed, new, overdue, tests, ``month:2026-11``, a page."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: list[tuple[date, int]] = []
        self.tiles: dict[str, NumberTile] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, (key, caption, icon) in enumerate(
            (
                ("managed", _("Under management"), "users"),
                ("new", _("New this month"), "user-plus"),
                ("overdue", _("Overdue"), "clock-exclamation"),
                ("tests", _("Tests this month"), "test-pipe"),
            )
        ):
            tile = NumberTile(caption, parent=self, icon=icon)
            tile.setProperty("opens", key)
            tile.clicked.connect(self._on_tile)
            self.tiles[key] = tile
            grid.addWidget(tile, place // 2, place % 2)
        column.addLayout(grid)
        column.addWidget(self._chart_card())
        column.addWidget(self._reminder_card())
        column.addStretch(1)

    def _chart_card(self) -> QFrame:
        card, column = _card(self, _("Newly under management, 12 months"))
        self.chart = BarChart(_("Newly under management, 12 months"), card)
        self.chart.opened.connect(self._on_bar)
        column.addWidget(self.chart)
        return card

    def _reminder_card(self) -> QFrame:
        card, column = _card(self, _("Reminders"))
        self._reminders = QVBoxLayout()
        self._reminders.setSpacing(6)
        column.addLayout(self._reminders)
        return card

    def show_view(self, view: TodayView, overdue: int, today: int) -> None:
        """Show the numbers."""
        self._months = view.months
        self.tiles["managed"].set_value(grouped(view.managed), _("people"))
        self.tiles["new"].set_value(grouped(view.new_this_month), _("people"))
        if today:
            note, tone = plural("{n} due today", "{n} due today", today), "warn"
        else:
            note, tone = _("nothing more due today"), "good"
        self.tiles["overdue"].set_value(grouped(overdue), note, tone)
        self.tiles["tests"].set_value(grouped(view.tests_this_month), _("tests"))
        bars = [(f"{first.month:02}", n) for first, n in view.months]
        self.chart.set_bars(bars, len(bars) - 1)

    def show_reminders(self, found: Sequence[Reminder]) -> None:
        """Show these lines."""
        while entry := self._reminders.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            self._reminders.addWidget(self._line(one))

    def _line(self, one: Reminder) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(look.picture(one.icon, one.tone, 16, box))
        line.addWidget(look.label(one.text, box, wrap=True), 1)
        if one.verb:
            link = look.button(one.verb, box, kind="link")
            link.setProperty("opens", f"page:{one.page}")
            link.clicked.connect(self._on_tile)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _on_tile(self) -> None:
        self.wanted.emit(str(self.sender().property("opens")))

    def _on_bar(self, place: int) -> None:
        self.wanted.emit(f"month:{self._months[place][0]:%Y-%m}")


def _card(parent: QWidget, title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 10, 14, 12)
    column.setSpacing(8)
    column.addWidget(look.label(title, card, role="strong"))
    return card, column
