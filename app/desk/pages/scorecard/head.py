"""The line above the scorecard: which commune, as of which day, and the two verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.desk.shell.shortcuts import Shortcut, hint
from app.desk.widgets import look
from app.desk.widgets.date_fields import DateField
from app.kinds.dates import show_date
from app.register.scoring.scorecard import Commune, Scorecard
from app.words import N_, _

TITLE = N_("Scorecard")


class ScorecardHead(QWidget):
    """Signals say what was asked for; the page does it."""

    unit_chosen = Signal(str)  # node
    day_chosen = Signal()
    print_wanted = Signal()
    propose_wanted = Signal()

    def __init__(self, today: date, parent: QWidget, *, is_upper: bool, may_write: bool) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(look.label(_(TITLE), self, role="title"))
        self.units = QComboBox(self)
        self.units.setMinimumContentsLength(22)
        self.units.setAccessibleName(_("Commune"))
        self.units.activated.connect(self._on_unit)
        self.units.setVisible(is_upper)
        self.period = look.label("", self, tone="muted")
        caption = look.label(_("As of"), self, role="caption")
        self.on = DateField(_("As of"), self, bare=True)
        self.on.setMaximumWidth(look.px(150))
        self.on.set_value(today.isoformat())
        self.on.edited.connect(self._on_day)
        self.print_button = look.button(_("Print"), self, icon="printer")
        self.print_button.setToolTip(hint(_("Print the scorecard"), Shortcut.PRINT))
        self.print_button.clicked.connect(self.print_wanted)
        self.propose_button = look.button(_("Propose the class"), self, kind="primary", icon="certificate")
        self.propose_button.clicked.connect(self.propose_wanted)
        self.propose_button.setVisible(may_write)
        row.addWidget(self.units)
        row.addWidget(self.period)
        row.addStretch(1)
        for part in (caption, self.on, self.print_button, self.propose_button):
            row.addWidget(part)

    def day(self) -> date | None:
        """The day typed, None while it is no day."""
        typed = self.on.value()
        return date.fromisoformat(typed) if typed else None

    def show_card(self, card: Scorecard, known: Sequence[Commune]) -> None:
        """The year and the commune of a scorecard."""
        self.on.error("")
        first, last = show_date(card.since), show_date(card.until)
        self.period.setText(_("Evaluation year {first} to {last}", first=first, last=last))
        self.units.clear()
        for one in known:
            self.units.addItem(one.name, one.node)
        self.units.setCurrentIndex(max(0, self.units.findData(card.node)))

    @Slot(int)
    def _on_unit(self, row: int) -> None:
        self.unit_chosen.emit(str(self.units.itemData(row) or ""))

    @Slot()
    def _on_day(self) -> None:
        if self.on.value() and not self.on.fault():
            self.day_chosen.emit()
