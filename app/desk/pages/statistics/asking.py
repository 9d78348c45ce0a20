"""What is asked of a figure: the period, by which day, rows and columns, the unit."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.fields import DateField
from app.kinds.chart import Sort as ChartSort
from app.kinds.dates import show_date
from app.register.counting.count import Span, measure_named
from app.register.counting.definition import DATE_WORDS, definition
from app.register.counting.dimensions import dimensions_of
from app.register.counting.periods import FREE, PERIOD_WORDS, PERIODS, beside, period_of
from app.register.counting.ratios import RATIOS
from app.register.counting.sheet import CHARTS, TREND, Ask
from app.register.session import Session
from app.words import _


class AskBar(QWidget):
    """Two lines of choices; ``changed`` when another table is wanted, ``chart_changed`` when only the picture is."""

    changed = Signal()
    chart_changed = Signal()

    def __init__(self, session: Session, units: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._figure = ""
        self._span = period_of("year", session.today())
        self.period = ChipRow(self, single=True)
        for key, text in PERIOD_WORDS.items():
            self.period.add(key, _(text))
        self.period.check(["year"])
        self.period.setAccessibleName(_("Period"))
        self.back = look.tool("chevron-left", _("The period before"), self)
        self.forth = look.tool("chevron-right", _("The period after"), self)
        self.days = look.label("", self, role="strong")
        self.first = DateField(_("From"), self, bare=True)
        self.last = DateField(_("To"), self, bare=True)
        self.dates = self._combo(_("By which day"))
        self.rows = self._combo(_("Rows"))
        self.columns = self._combo(_("Columns"))
        self.unit = self._combo(_("Unit"))
        self.chart = self._combo(_("Chart"))
        self.unit.addItem(_("All units"), "")
        for node, name in units.items():
            self.unit.addItem(name, node)
        self.unit.setVisible(len(units) > 1)
        self._lay_out()
        self._connect()
        self._show_days()

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        return box

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(6)
        self.period.setMinimumWidth(look.px(380))
        for part in (self.period, self.back, self.days, self.forth, self.first, self.last):
            upper.addWidget(part)
        upper.addStretch(1)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        for name, box in (
            (_("Rows"), self.rows),
            (_("Columns"), self.columns),
            (_("Counted"), self.dates),
            (_("Unit"), self.unit),
        ):
            holder = QVBoxLayout()
            holder.setSpacing(1)
            caption = look.label(name, self, role="caption")
            caption.setBuddy(box)
            caption.setVisible(box is not self.unit or self.unit.count() > 2)
            holder.addWidget(caption)
            holder.addWidget(box)
            lower.addLayout(holder, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(upper)
        column.addLayout(lower)

    def _connect(self) -> None:
        self.period.toggled.connect(self._on_period)
        self.back.clicked.connect(self._on_back)
        self.forth.clicked.connect(self._on_forth)
        for field in (self.first, self.last):
            field.edited.connect(self._on_day)
        for box in (self.dates, self.rows, self.columns, self.unit):
            box.activated.connect(self._on_choice)
        self.chart.activated.connect(self._on_chart)

    # -- what is asked ----------------------------------------------------------------

    def ask(self) -> Ask | None:
        """What is asked now; None while a day is missing."""
        span = self._span
        if self.sort() == FREE:
            first, last = self.first.value(), self.last.value()
            if not first or not last:
                return None
            span = Span(date.fromisoformat(first), date.fromisoformat(last))
        dates = str(self.dates.currentData() or "event")
        rows, columns = str(self.rows.currentData() or ""), str(self.columns.currentData() or "")
        span = Span(span.first, span.last, dates)
        return Ask(self._figure, span, rows, columns, str(self.unit.currentData() or ""))

    def sort(self) -> str:
        """The sort of period."""
        return (self.period.checked() or ["year"])[0]

    def chart_sort(self) -> ChartSort | None:
        """The chart chosen, None: the most telling one."""
        chosen = self.chart.currentData()
        return chosen if chosen in CHARTS else None

    def set_figure(self, name: str, rows: str = "") -> None:
        """Offer what can be asked of a figure; choices that still fit stay."""
        self._figure = name
        ratio = RATIOS.get(name)
        measure = measure_named(ratio.whole if ratio else name)
        offered = {one.name: _(one.label) for one in dimensions_of(measure).values()}
        first = {"": _("No breakdown"), TREND: _("Month by month"), **offered}
        _offer(self.rows, first, rows or str(self.rows.currentData() or ""))
        _offer(
            self.dates,
            {one: _(DATE_WORDS[one]) for one in definition(name).dates},
            str(self.dates.currentData()),
        )
        self.dates.setEnabled(self.dates.count() > 1)
        self._offer_columns(offered if not ratio else {})

    def _offer_columns(self, offered: dict[str, str]) -> None:
        rows = str(self.rows.currentData() or "")
        fitting = {} if rows in ("", TREND) else {k: v for k, v in offered.items() if k != rows}
        _offer(self.columns, {"": _("No columns"), **fitting}, str(self.columns.currentData() or ""))
        self.columns.setEnabled(self.columns.count() > 1)

    def offer_charts(self, sorts: tuple[ChartSort, ...]) -> None:
        """The charts that suit the table on view."""
        _offer(self.chart, {one: _(CHARTS[one]) for one in sorts}, str(self.chart.currentData()))

    # -- handlers ---------------------------------------------------------------------

    def _on_period(self, key: str, on: bool) -> None:
        self.period.check([key])
        if key in PERIODS:
            day = min(self._session.today(), self._span.last)
            self._span = period_of(key, day)
        else:
            self.first.set_value(self._span.first.isoformat())
            self.last.set_value(self._span.last.isoformat())
        self._show_days()
        self.changed.emit()

    def _on_back(self) -> None:
        self._step(-1)

    def _on_forth(self) -> None:
        self._step(1)

    def _step(self, step: int) -> None:
        self._span = beside(self.sort(), self._span, step)
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        is_free = self.sort() == FREE
        for part in (self.back, self.days, self.forth):
            part.setVisible(not is_free)
        for field in (self.first, self.last):
            field.setVisible(is_free)
        self.days.setText(f"{show_date(self._span.first)} – {show_date(self._span.last)}")

    def _on_day(self) -> None:
        if self.ask() is not None:
            self.changed.emit()

    def _on_choice(self) -> None:
        self.set_figure(self._figure)
        self.changed.emit()

    def _on_chart(self) -> None:
        self.chart_changed.emit()


def _offer(box: QComboBox, options: dict[str, str], standing: str) -> None:
    """Other choices; the one that stands is kept when it is still offered."""
    with QSignalBlocker(box):
        box.clear()
        for key, text in options.items():
            box.addItem(text, key)
        place = box.findData(standing)
        box.setCurrentIndex(max(place, 0))
