"""Statistics: choose a figure, a period and breakdowns; table, chart, meaning and the records behind each number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.progress import Progress
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.statistics.asking import AskBar
from app.desk.pages.statistics.behind import BehindSheet
from app.desk.pages.statistics.export import StatisticExport
from app.desk.pages.statistics.figures import FigureList
from app.desk.pages.statistics.table import SheetModel, SheetTable
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.charts import ChartView
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips, grouped
from app.kinds.faults import Fault
from app.register.counting.behind import RecordLine, records_behind
from app.register.counting.sheet import Ask, Sheet, chart_of, charts_of, sheet, unit_names
from app.words import _

_START = ("with_file", "sex")


class StatisticsPage(Page):
    """Figures at the left, what is asked on top, the table, and beside it its chart and what it means."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        session = session_of(desk)
        self._latest = Latest(self.show_sheet)
        self.sheet: Sheet | None = None
        self.figures = FigureList(session, self)
        self.asking = AskBar(session, unit_names(session) if session.node.sort == "upper" else {}, self)
        self.model = SheetModel(self)
        self.table = SheetTable(self.model, _("Table of the figure"), self)
        self.chart = ChartView(_("Chart of the figure"), self)
        self.strips = Strips(self)
        self._lay_out()
        self.behind = BehindSheet(desk, self)
        self._connect()
        self.figures.choose(_START[0])

    # -- building ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.strips)
        self.figures.setMinimumWidth(look.px(180))
        right = QWidget(self)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(8, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.asking)
        self._title = look.label("", self, role="heading", wrap=True)
        inner.addWidget(self._title)
        inner.addWidget(self._body(), 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.figures)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([look.px(216), look.px(848)])
        column.addWidget(split, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label(_("Statistics"), self, role="title"))
        row.addStretch(1)
        self.copy_button = look.button(_("Copy the table"), self, icon="copy")
        self.copy_button.clicked.connect(self._on_copy)
        self.export_button = look.button(_("Export, print"), self, icon="file-export")
        self.export_button.setToolTip(hint(_("Export, print"), Shortcut.EXPORT))
        self.export_button.clicked.connect(self.export)
        row.addWidget(self.copy_button)
        row.addWidget(self.export_button)
        return row

    def _body(self) -> QWidget:
        self._empty = EmptyState("chart-bar", _("Nothing to show in this period"), "", self)
        self._left = QStackedWidget(self)
        self._left.addWidget(self.table)
        self._left.addWidget(self._empty)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left)
        split.addWidget(self._side())
        split.setSizes([look.px(430), look.px(410)])
        return split

    def _side(self) -> QWidget:
        """Chart and meaning, one under the other."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 0, 6, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(look.label(_("Chart"), holder, role="caption"))
        line.addStretch(1)
        line.addWidget(self.asking.chart)
        column.addLayout(line)
        column.addWidget(self.chart)
        self._note = look.label("", holder, role="caption", wrap=True)
        column.addWidget(self._note)
        column.addWidget(self._meaning())
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Chart and meaning"))
        scroll.setWidget(holder)
        return scroll

    def _meaning(self) -> QWidget:
        card = QFrame()
        mark(card, kind="card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 10)
        inner.setSpacing(4)
        inner.addWidget(look.label(_("What it means"), card, role="strong"))
        self._words = look.label("", card, wrap=True)
        self._formula = look.label("", card, tone="muted", wrap=True)
        self._clause = look.label("", card, tone="muted", wrap=True)
        for part in (self._words, self._formula, self._clause):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.addWidget(part)
        return card

    def _connect(self) -> None:
        self.figures.chosen.connect(self._on_figure)
        self.asking.changed.connect(self.reload)
        self.asking.chart_changed.connect(self._show_chart)
        self.table.opened.connect(self.open_records)
        self.chart.opened.connect(self._on_chart_opened)
        self.desk.changed.connect(self._on_changed)
        bind(self, Shortcut.EXPORT, self.export)
        bind(self, Shortcut.PRINT, self.export)

    # -- showing -----------------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """A figure by its name, ``name?rows`` with a breakdown, or the page as it was left."""
        name, _mark, rows = target.partition("?")
        if name in self.figures.names():
            self.asking.set_figure(name, rows)
            self.figures.choose(name)
        self.reload()

    def reload(self) -> None:
        """Count again."""
        session, ask = session_of(self.desk), self.asking.ask()
        if ask is not None and ask.figure:
            read(self.desk, lambda: sheet(session, ask), self._latest.ask(), self._on_failed, self)

    def show_sheet(self, found: Sheet) -> None:
        """Show what was counted."""
        for strip in self.strips.strips():
            strip.dismiss()
        self.sheet = found
        self.model.set_sheet(found)
        one = found.definition
        self._title.setText(one.label)
        self._words.setText(one.words)
        self._formula.setText(_("Formula: {formula}", formula=one.formula))
        self._clause.setText(_("Basis: {clause}", clause=one.clause))
        self._note.setText(found.note)
        self._note.setVisible(bool(found.note) and found.break_at is None)
        is_blank = found.is_empty and not any(line.label for line in found.lines)
        self._left.setCurrentIndex(1 if is_blank else 0)
        why = _("Choose another period or figure, or enter the records that are counted.")
        self._empty.set_words(_("Nothing to show in this period"), why)
        self.copy_button.setEnabled(not is_blank)
        self.export_button.setEnabled(not is_blank)
        self.asking.offer_charts(charts_of(found))
        self._show_chart()

    @Slot()
    def _show_chart(self) -> None:
        if self.sheet is not None:
            self.chart.set_chart(chart_of(self.sheet, self.asking.chart_sort()))

    @Slot(str)
    def _on_figure(self, name: str) -> None:
        rows = _START[1] if not self.asking.rows.count() else ""
        self.asking.set_figure(name, rows)
        self.reload()

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if self.isVisible():
            self.reload()

    def _on_failed(self, fault: Fault) -> None:
        for strip in self.strips.strips():
            strip.dismiss()
        self.strips.say_fault(fault)

    # -- records, files ----------------------------------------------------------------

    @Slot(int, int)
    def open_records(self, row: int, column: int) -> None:
        """Show exactly the records of a number."""
        if self.sheet is None:
            return
        row_key, column_key = self.model.keys(row, column)
        title = f"{self.sheet.definition.label} · {self.model.text(row, 0)}: {self.model.text(row, column)}"
        self._ask_records(self.sheet.ask, row_key, column_key, title)

    def _ask_records(self, ask: Ask, row: str | None, column: str | None, title: str) -> None:
        session = session_of(self.desk)

        def work(progress: Progress) -> Sequence[RecordLine]:
            return records_behind(session, ask, row, column)

        def done(found: Sequence[RecordLine]) -> None:
            self.behind.show_records(title, found)

        # the look is noted in the audit list, so it goes through the writer
        self.desk.lane.run(work, done, self._on_failed, self)

    @Slot(int, int)
    def _on_chart_opened(self, series: int, label: int) -> None:
        if self.sheet is None or label >= self.model.rowCount():
            return
        name = self.chart.chart.series[series].name
        columns = [text for _key, text in self.sheet.columns]
        column = 1 if self.sheet.is_share or name not in columns else columns.index(name) + 1
        if name not in columns and self.sheet.summed:
            column = len(columns) + 1  # what was added up as others: the whole row
        if self.model.number(label, column):
            self.open_records(label, column)

    @Slot()
    def _on_copy(self) -> None:
        self.table.copy()
        rows = self.model.rowCount()
        self.desk.tell(_("The table is copied ({n} rows).", n=grouped(rows)), "good")

    @Slot()
    def export(self) -> None:
        """The dialog for the table on paper or as a file."""
        if self.sheet is not None and self.export_button.isEnabled():
            StatisticExport(self.desk, self.sheet, self.asking.chart_sort(), self).open()

    def next_pane(self) -> bool:
        """Figures, table, chart."""
        panes: list[QWidget] = [self.figures.list, self.table, self.chart]
        at = next((n for n, pane in enumerate(panes) if pane.hasFocus()), -1)
        if at + 1 >= len(panes):
            return False
        panes[at + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
