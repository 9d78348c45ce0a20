"""The units under an upper node: what came from each, and how it stands to its targets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.papers import office_of
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.units.papers import table_paper, write_paper
from app.desk.pages.units.reading import UnitsView, indicator_label, period_text, read_units
from app.desk.pages.units.records import RecordsSheet
from app.desk.pages.units.table import UnitsModel, UnitsTable, plan_text
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.say import count
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds.faults import Fault
from app.words import _, plural


class UnitsPage(Page):
    """The table, its plan, and the records behind a number at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._latest = Latest(self.show_view)
        self._plan = ""
        self.model = UnitsModel(self)
        self.table = UnitsTable(self.model, _("Units and their targets"), self)
        self.table.opened.connect(self.open_records)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addLayout(self._plan_line())
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._empty())
        column.addWidget(self.stack, 1)
        self._sheet = RecordsSheet(desk, self)
        desk.changed.connect(self._on_changed)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label(_("Units"), self, role="title"))
        self._count = look.label("", self, tone="muted")
        row.addWidget(self._count)
        row.addStretch(1)
        self.receive = look.button(_("Receive packages"), self, icon="inbox")
        self.receive.clicked.connect(self._go_receive)
        self.pdf = look.button("PDF", self, icon="file-type-pdf")
        self.pdf.clicked.connect(self._on_pdf)
        self.excel = look.button("Excel", self, icon="file-spreadsheet")
        self.excel.clicked.connect(self._on_excel)
        for part in (self.receive, self.pdf, self.excel):
            row.addWidget(part)
        return row

    def _plan_line(self) -> QHBoxLayout:
        self.plans = QComboBox(self)
        self.plans.setMinimumContentsLength(30)
        self.plans.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plans.activated.connect(self._on_plan)
        self._plan_label = look.label(_("Target plan"), self, role="caption")
        self._plan_label.setBuddy(self.plans)
        self.plans.setAccessibleName(_("Target plan"))
        self._period = look.label("", self, tone="muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._plan_label, self.plans, self._period):
            row.addWidget(part, 3 if part is self.plans else 0)
        row.addStretch(2)
        return row

    def _empty(self) -> QWidget:
        made = EmptyState(
            "building-community",
            _("No unit yet"),
            _("Units appear when they are paired and send, or when a target plan names them."),
            self,
        )
        made.add_action(_("Pair the first unit"), self._go_pair, icon="link", primary=True)
        made.add_action(_("Receive packages"), self._go_receive, icon="inbox")
        return made

    @Slot()
    def _go_pair(self) -> None:
        self.desk.go("exchange", "pair")

    @Slot()
    def _go_receive(self) -> None:
        self.desk.go("exchange")

    def arrive(self, target: str) -> None:
        """Read again."""
        self.reload()

    def reload(self) -> None:
        """Read the figures again."""
        session, plan = session_of(self.desk), self._plan
        read(self.desk, lambda: read_units(session, plan), self._latest.ask(), self._on_failed, self)

    def show_view(self, view: UnitsView) -> None:
        """Show what was read."""
        self.model.set_view(view)
        self.stack.setCurrentIndex(0 if view.lines else 1)
        n, paired = len(view.lines), sum(bool(line.node) for line in view.lines)
        text = plural("{n} unit, {paired} paired", "{n} units, {paired} paired", n, paired=count(paired))
        self._count.setText(text if n else "")
        self._show_plans(view)
        for part in (self.pdf, self.excel):
            part.setEnabled(view.plan is not None and bool(view.lines))
        self.receive.setVisible(bool(view.lines))

    def _show_plans(self, view: UnitsView) -> None:
        self.plans.clear()
        for plan in view.plans:
            self.plans.addItem(plan_text(plan), plan.id)
        has_plan = view.plan is not None
        for part in (self._plan_label, self.plans):
            part.setVisible(has_plan)
        if view.plan is not None:
            self.plans.setCurrentIndex(view.plans.index(view.plan))
            self._period.setText(period_text(view.plan))
        else:
            self._period.setText(
                _("No target plan yet: figures of packages and people only.") if view.lines else ""
            )

    @Slot(int)
    def _on_plan(self, row: int) -> None:
        self._plan = str(self.plans.itemData(row) or "")
        self.reload()

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if self.isVisible():
            self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self.desk.tell(fault.sentence(), "danger")

    @Slot(int, int)
    def open_records(self, row: int, column: int) -> None:
        """Show the records behind a result."""
        indicator = self.model.indicator(column)
        title = f"{self.model.text(row, 1)}: {indicator_label(indicator)}"
        self._sheet.show_behind(title, indicator, self.model.records(row, column))

    @Slot()
    def _on_pdf(self) -> None:
        self._ask_file("bieu-chi-tieu.pdf", "PDF (*.pdf)")

    @Slot()
    def _on_excel(self) -> None:
        self._ask_file("bieu-chi-tieu.xlsx", "Excel (*.xlsx)")

    def _ask_file(self, suggested: str, sort: str) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the table"), suggested, sort)
        if name:
            self.save_table(Path(name))

    def save_table(self, path: Path) -> None:
        """Write the table in the lane."""
        register, plan = self.desk.register, self.model.view.plan
        if plan is None:
            return
        paper = table_paper(register.session, office_of(register), self.model.view)

        def work(progress: Progress) -> Path:
            return write_paper(register.session, paper, plan.id, path)

        self.desk.lane.run(work, self._on_saved, self._on_failed, self, label=_("Writing the paper"))

    def _on_saved(self, path: Path) -> None:
        self.desk.tell(_("Saved: {file}", file=path.name), "good")
