"""Targets: a plan's criteria with goal, result and verdict, each number down to its records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.progress import Progress as Job
from app.desk.pages.exchange.papers import office_of
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.targets.acts import TargetActs
from app.desk.pages.targets.detail import TargetDetail
from app.desk.pages.targets.papers import paper_of
from app.desk.pages.targets.reading import TargetsView, read_targets, read_years
from app.desk.pages.targets.table import TargetsTable
from app.desk.pages.units.papers import write_paper
from app.desk.pages.units.reading import indicator_label, period_text
from app.desk.pages.units.records import RecordsSheet
from app.desk.pages.units.table import UnitsModel, UnitsTable, plan_text
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds.faults import Fault
from app.register.targets import (
    Progress,
)
from app.words import _, plural

_CRITERIA, _UNITS, _EMPTY = range(3)
_DETAIL = 270


class TargetsPage(Page):
    """Plan chooser above; the table of criteria with one of them at the right, or the table of units."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._latest = Latest(self.show_view)
        self._years = Latest(self._show_years)
        self._plan = ""
        self.view = TargetsView((), None, (), None)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addLayout(self._plan_line())
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._criteria())
        self.units_model = UnitsModel(self)
        self.units = UnitsTable(self.units_model, _("Units and their targets"), self)
        self.units.opened.connect(self.open_unit_records)
        self.stack.addWidget(self.units)
        self.stack.addWidget(self._empty())
        column.addWidget(self.stack, 1)
        self._records = RecordsSheet(desk, self)
        self.acts = TargetActs(desk, self)
        self.acts.done.connect(self.reload)
        self.acts.loaded.connect(self.show_plan)
        desk.changed.connect(self._on_changed)

    # -- what it is made of --------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label(_("Targets"), self, role="title"))
        self._count = look.label("", self, tone="muted")
        row.addWidget(self._count)
        row.addStretch(1)
        self.load = look.button(_("Load a plan"), self, icon="download")
        self.load.clicked.connect(self._on_load)
        self.pdf = look.button("PDF", self, icon="file-type-pdf")
        self.pdf.clicked.connect(self._on_pdf)
        self.excel = look.button("Excel", self, icon="file-spreadsheet")
        self.excel.clicked.connect(self._on_excel)
        for part in (self.load, self.pdf, self.excel):
            row.addWidget(part)
        return row

    def _plan_line(self) -> QHBoxLayout:
        self.plans = QComboBox(self)
        self.plans.setMinimumContentsLength(30)
        self.plans.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plans.activated.connect(self._on_plan)
        self.plans.setAccessibleName(_("Target plan"))
        self._plan_label = look.label(_("Target plan"), self, role="caption")
        self._plan_label.setBuddy(self.plans)
        self._period = look.label("", self, tone="muted")
        self.by_criterion = QRadioButton(_("By criterion"), self)
        self.by_unit = QRadioButton(_("By unit"), self)
        self._ways = QButtonGroup(self)
        self._ways.addButton(self.by_criterion)
        self._ways.addButton(self.by_unit)
        self.by_criterion.setChecked(True)
        self._ways.buttonClicked.connect(self._on_way)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._plan_label, self.plans, self._period):
            row.addWidget(part, 3 if part is self.plans else 0)
        row.addStretch(1)
        row.addWidget(self.by_criterion)
        row.addWidget(self.by_unit)
        return row

    def _criteria(self) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.table = TargetsTable(box)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.open_records)
        self.detail = TargetDetail(box)
        self.detail.setFixedWidth(look.px(_DETAIL))
        self.detail.records_wanted.connect(self._on_open)
        self.detail.result_wanted.connect(self._on_result)
        self.detail.freeze_wanted.connect(self._on_freeze)
        self.detail.take_back_wanted.connect(self._on_take_back)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        return box

    def _empty(self) -> QWidget:
        made = EmptyState(
            "target-arrow",
            _("No target plan yet"),
            _(
                "A plan says what is to be reached, by when. Several come with the program, each with its clause."
            ),
            self,
        )
        made.add_action(_("Load a plan"), self._on_load, icon="download", primary=True)
        return made

    # -- reading --------------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """Read again; ``target`` may name a plan."""
        self._plan = target or self._plan
        self.reload()

    def reload(self) -> None:
        """Read the figures again."""
        session, plan = session_of(self.desk), self._plan
        read(self.desk, lambda: read_targets(session, plan), self._latest.ask(), self._on_failed, self)

    def show_view(self, view: TargetsView) -> None:
        """Show what was read."""
        self.view = view
        self._show_plans(view)
        self.table.show_lines(view.lines)
        for way in (self.by_criterion, self.by_unit):
            way.setVisible(view.units is not None)
        if view.units is not None:
            self.units_model.set_view(view.units)
        for part in (self.pdf, self.excel):
            part.setEnabled(bool(view.lines))
        self.load.setVisible(view.may_write and bool(view.plans))
        self._show_way()
        states = view.counts()
        n = len(view.lines)
        text = plural("{n} criterion", "{n} criteria", n)
        met = plural("{n} met", "{n} met", states.get("met", 0))
        unknown = plural("{n} cannot be told", "{n} cannot be told", states.get("unknown", 0))
        self._count.setText(" · ".join((text, met, unknown)) if n else "")

    def _show_plans(self, view: TargetsView) -> None:
        self.plans.clear()
        for plan in view.plans:
            self.plans.addItem(plan_text(plan), plan.id)
        for part in (self._plan_label, self.plans, self._period):
            part.setVisible(view.plan is not None)
        if view.plan is not None:
            self.plans.setCurrentIndex(view.plans.index(view.plan))
            self.plans.setToolTip(plan_text(view.plan))
            self._period.setText(period_text(view.plan))

    def _show_way(self) -> None:
        by_unit = self.view.units is not None and self.by_unit.isChecked()
        page = _EMPTY if self.view.plan is None else _UNITS if by_unit else _CRITERIA
        self.stack.setCurrentIndex(page)

    @Slot(int)
    def _on_plan(self, row: int) -> None:
        self._plan = str(self.plans.itemData(row) or "")
        self.reload()

    @Slot()
    def _on_way(self) -> None:
        self._show_way()

    def _on_chosen(self, one: Progress | None) -> None:
        self.detail.show_line(one, may_write=self.view.may_write)
        self._years.drop()
        if one is not None and one.given.yearly and one.id:
            session, target = session_of(self.desk), one.id
            read(self.desk, lambda: read_years(session, target), self._years.ask(), self._on_failed, self)

    def _show_years(self, found: Sequence[Progress]) -> None:
        self.detail.show_years(found)

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if self.isVisible():
            self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self.desk.tell(fault.sentence(), "danger")

    # -- records ----------------------------------------------------------------------

    @Slot()
    def _on_open(self) -> None:
        if self.detail.line is not None:
            self.open_records(self.detail.line)

    def open_records(self, one: Progress) -> None:
        """Show the records behind a criterion's figure."""
        self._records.show_behind(one.label(), one.indicator, one.records)

    @Slot(int, int)
    def open_unit_records(self, row: int, column: int) -> None:
        """Show the records behind a unit's figure."""
        indicator = self.units_model.indicator(column)
        title = f"{self.units_model.text(row, 1)}: {indicator_label(indicator)}"
        self._records.show_behind(title, indicator, self.units_model.records(row, column))

    # -- what can be done ---------------------------------------------------------------

    @Slot(str)
    def show_plan(self, plan: str) -> None:
        """Show a plan."""
        self._plan = plan
        self.reload()

    @Slot()
    def _on_load(self) -> None:
        self.acts.offer_plans()

    @Slot()
    def _on_result(self) -> None:
        if self.detail.line is not None:
            self.acts.state_result(self.detail.line)

    @Slot()
    def _on_freeze(self) -> None:
        if self.detail.line is not None:
            self.acts.ask_freeze(self.detail.line)

    @Slot()
    def _on_take_back(self) -> None:
        if self.detail.line is not None:
            self.acts.ask_take_back(self.detail.line)

    # -- papers -----------------------------------------------------------------------------

    @Slot()
    def _on_pdf(self) -> None:
        self._ask_file("chi-tieu.pdf", "PDF (*.pdf)")

    @Slot()
    def _on_excel(self) -> None:
        self._ask_file("chi-tieu.xlsx", "Excel (*.xlsx)")

    def _ask_file(self, suggested: str, sort: str) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the table"), suggested, sort)
        if name:
            self.save_table(Path(name))

    def save_table(self, path: Path) -> None:
        """Write the plan as it is shown, in the lane."""
        register, plan = self.desk.register, self.view.plan
        if plan is None:
            return
        paper = paper_of(register.session, office_of(register), self.view)

        def work(progress: Job) -> Path:
            return write_paper(register.session, paper, plan.id, path)

        self.desk.lane.run(work, self._on_saved, self._on_failed, self, label=_("Writing the paper"))

    def _on_saved(self, path: Path) -> None:
        self.desk.tell(_("Saved: {file}", file=path.name), "good")
