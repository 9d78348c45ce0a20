"""The units under an upper node: what came from each, and how it stands to its targets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.models.rows import RowsModel
from app.desk.models.source import Column
from app.desk.pages.exchange.papers import office_of
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.units.papers import write_table
from app.desk.pages.units.reading import UnitsView, indicator_label, period_text, read_units
from app.desk.pages.units.table import UnitsModel, UnitsTable, plan_text
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.say import count, day
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register.evidence import EvidenceLine, evidence
from app.words import N_, _, plural

_SHEET = 520
_EVIDENCE = (
    Column("day", N_("Day"), 92, sortable=False),
    Column("title", N_("Record"), 150, strong=True, sortable=False),
    Column("detail", N_("Details"), 190, sortable=False),
)


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
        self._sheet = SideSheet(self, _("Records"), width=_SHEET)
        self._sheet.save_button.hide()
        self._sheet.cancel_button.setText(_("Close"))
        self._behind: tuple[EvidenceLine, ...] = ()
        self._list = RowsModel(_EVIDENCE, self)
        self._records = ListTable(self._list, _("Records behind the number"))
        self._records.opened.connect(self._on_record)
        self._sheet.set_content(self._records)
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
        session, indicator = session_of(self.desk), self.model.indicator(column)
        ids = self.model.records(row, column)
        self._sheet.set_title(f"{self.model.text(row, 1)}: {indicator_label(indicator)} ({count(len(ids))})")

        def work(progress: Progress) -> list[EvidenceLine]:
            return evidence(session, indicator, ids)

        # The look is noted in the audit list, so it goes through the writer.
        self.desk.lane.run(work, self.show_records, self._on_failed, self)

    def show_records(self, found: Sequence[EvidenceLine]) -> None:
        """One line a record."""
        self._behind = tuple(found)
        self._list.set_lines([(day(e.day) if e.day else "", e.title, e.detail) for e in found])
        self._sheet.open()

    @Slot(int)
    def _on_record(self, place: int) -> None:
        person = self._behind[place].person
        if person:
            self.desk.go("people", person)

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
        register, view = self.desk.register, self.model.view

        def work(progress: Progress) -> Path:
            return write_table(register.session, office_of(register), view, path)

        self.desk.lane.run(work, self._on_saved, self._on_failed, self, label=_("Writing the paper"))

    def _on_saved(self, path: Path) -> None:
        self.desk.tell(_("Saved: {file}", file=path.name), "good")
