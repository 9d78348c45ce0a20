"""The tests behind the number of the month: who, when, with which result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import read, session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.codes import TEST_RESULT
from app.kinds.declare import KINDS
from app.register.kind_lists import Condition, KindLine, KindQuery, each_kind_line
from app.register.kind_words import told
from app.register.session import Session
from app.words import N_, _

_FIELDS = ("sampled_at", "person", "result", "ground", "taken_by", "place")
_TONES = {"positive": "danger", "unclear": "warn", "negative": "good"}
_COLUMNS = (
    Column("sampled_at", N_("Sampled at"), 130, sortable=False),
    Column("person", N_("Full name"), 170, strong=True, sortable=False),
    Column("result", N_("Overall result"), 120, marked=True, sortable=False),
    Column("ground", N_("Ground"), 150, sortable=False),
    Column("taken_by", N_("Taken by"), 130, sortable=False),
)


class TestsDialog(QDialog):
    """The tests of a month, newest first; Enter opens the person's tests."""

    __test__ = False

    def __init__(self, desk: Desk, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.people: list[str] = []
        self.setWindowTitle(_("Tests this month"))
        self.resize(look.px(800), look.px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(look.label(_("Tests this month"), self, role="heading"))
        self.count = look.label("", self, tone="muted")
        head.addWidget(self.count)
        head.addStretch(1)
        column.addLayout(head)
        self.strips = Strips(self)
        column.addWidget(self.strips)
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Tests this month"), self)
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self.count.setText)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        grid = look.button(_("Enter tests"), self, icon="test-pipe")
        grid.clicked.connect(self._on_grid)
        close = look.button(_("Close"), self, kind="primary")
        close.clicked.connect(self.accept)
        foot.addWidget(grid)
        foot.addWidget(close)
        column.addLayout(foot)
        session = session_of(desk)
        read(desk, lambda: tests_between(session, first, last), self._take, self.strips.say_fault, self)

    def _take(self, found: Sequence[KindLine]) -> None:
        self.people = [line.values[1].id if line.values[1] else "" for line in found]
        self.model.set_lines([_cells(line) for line in found])
        if not found:
            text = _("Tests stand here from the day they are entered.")
            self.table.set_empty(EmptyState("test-pipe", _("No test this month yet"), text, self))
        else:
            self.table.select_ids([0], 0)
        self.table.setFocus()

    def _on_opened(self, place: int) -> None:
        self.accept()
        self._desk.go("people", person_target(self.people[place], "tab:tests"))

    def _on_grid(self) -> None:
        self.accept()
        self._desk.go("testing")


def tests_between(session: Session, first: date, last: date) -> list[KindLine]:
    """The tests sampled from a day to a day, newest first. Fault E_ROLE where the account reads none."""
    asked = (
        Condition("sampled_at", "from", first.isoformat()),
        Condition("sampled_at", "to", last.isoformat()),
    )
    fields = [KINDS["drug_test"].field(name) for name in _FIELDS]
    return list(each_kind_line(session, KindQuery("drug_test", asked=asked), fields))


def _cells(line: KindLine) -> Line:
    kind = KINDS["drug_test"]
    words = [told(kind.field(name), value) for name, value in zip(_FIELDS, line.values, strict=True)]
    result = line.values[2]
    words[2] = Marked(_(TEST_RESULT.label(result)), _TONES.get(result, "neutral"))
    return tuple(words[: len(_COLUMNS)])
