"""A table of the scorecard with one sentence under it about the line that has the keyboard, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.id_table import NUMBER
from app.desk.models.rows import RowsModel
from app.desk.models.source import Column
from app.desk.pages.scorecard.cells import Shown, mend_words
from app.desk.widgets import look
from app.desk.widgets.table import ListTable
from app.words import N_, _
from app.words.forms import number

CRITERIA = (
    Column("criterion", N_("Criterion"), 226, sortable=False, strong=True),
    Column("value", N_("Figure"), 92, right=True, sortable=False),
    Column("bands", N_("Begins at"), 250, sortable=False),
    Column("met", N_("Class by it"), 140, sortable=False, marked=True),
    Column("distance", N_("To the next class"), 244, sortable=False, marked=True),
    Column("records", N_("Record count"), 96, right=True, sortable=False),
)
TEN = (
    Column("criterion", N_("Criterion"), 466, sortable=False, strong=True),
    Column("answer", N_("Answer"), 140, sortable=False, marked=True),
    Column("why", N_("Why"), 346, sortable=False),
    Column("records", N_("Record count"), 96, right=True, sortable=False),
)
FACTS = (
    Column("fact", N_("Figure"), 420, sortable=False, strong=True),
    Column("value", N_("Value"), 170, sortable=False, marked=True),
    Column("as_of", N_("As of"), 120, sortable=False),
    Column("source", N_("Source"), 220, sortable=False),
    Column("records", N_("Record count"), 90, right=True, sortable=False),
)


class LinesTab(QWidget):
    """Enter on a line opens the records behind it, or what mends it where there are none."""

    records_wanted = Signal(str, object)  # title, records
    mend_wanted = Signal(str)  # how what is missing is mended

    def __init__(
        self, columns: Sequence[Column], name: str, parent: QWidget | None = None, *, numbered: bool = True
    ) -> None:
        super().__init__(parent)
        self.lines: Sequence[Shown] = ()
        self.model = RowsModel(columns, self)
        self.table = ListTable(self.model, name, self)
        self.table.setColumnHidden([c.key for c in self.table.columns()].index(NUMBER.key), not numbered)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.said = look.label("", self, wrap=True)
        self.open_button = look.button("", self, icon="list-check")
        self.open_button.clicked.connect(self._on_open)
        self.mend_button = look.button("", self, icon="pencil")
        self.mend_button.clicked.connect(self._on_mend)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        foot = QFrame(self)
        foot.setProperty("kind", "well")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.mend_button)
        row.addWidget(self.open_button)
        foot.setMinimumHeight(look.px(44))
        column.addWidget(foot)

    def set_lines(self, lines: Sequence[Shown]) -> None:
        """Show these lines; the keyboard stays on its line."""
        at = max(0, self.table.currentIndex().row())
        self.lines = lines
        self.model.set_lines([line.cells for line in lines])
        self.model.all_ids()
        if lines:
            self.table.setCurrentIndex(self.model.index(min(at, len(lines) - 1), 1))
        self._tell(self.current())

    def current(self) -> Shown | None:
        """The line that has the keyboard."""
        row = self.table.currentIndex().row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell(self.lines[current.row()] if 0 <= current.row() < len(self.lines) else None)

    def _tell(self, line: Shown | None) -> None:
        self.said.setText(line.said if line else "")
        self.open_button.setVisible(bool(line and line.records))
        self.mend_button.setVisible(bool(line and line.mend))
        if line and line.records:
            self.open_button.setText(_("Records ({n})", n=number(len(line.records))))
        if line and line.mend:
            self.mend_button.setText(mend_words(line.mend))

    @Slot(int)
    def _on_opened(self, place: int) -> None:
        line = self.lines[place]
        if line.records:
            self.records_wanted.emit(line.title, line.records)
        elif line.mend:
            self.mend_wanted.emit(line.mend)

    @Slot()
    def _on_open(self) -> None:
        line = self.current()
        if line is not None:
            self.records_wanted.emit(line.title, line.records)

    @Slot()
    def _on_mend(self) -> None:
        line = self.current()
        if line is not None:
            self.mend_wanted.emit(line.mend)
