"""The list of files: filters, the table with its bars, what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.dossiers.bar import BarDelegate
from app.desk.pages.dossiers.words import counted, lacking, short_title
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.strips import grouped
from app.desk.widgets.table import ListTable
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.register import lists
from app.register.dossiers import DossierLine, DossierQuery, list_dossiers, paper_titles, procedures
from app.register.session import Session
from app.words import N_, _, plural

Key = tuple[str, str, str]
_BAR = 3
COLUMNS = (
    Column("name", N_("Full name"), 138, strong=True, sortable=False),
    Column("procedure", N_("Kind of file"), 128, sortable=False),
    Column("bar", N_("There"), 146, sortable=False, marked=True, tip=N_("Required papers that are there")),
    Column("lacks", N_("Missing"), 176, sortable=False, marked=True),
    Column("officer", N_("Officer"), 110, sortable=False, hidden=True),
    Column("hamlet", N_("Hamlet, group"), 110, sortable=False, hidden=True),
    Column("opened", N_("Since"), 84, sortable=False, hidden=True),
    Column("law", N_("Law that applies"), 80, sortable=False, hidden=True),
)


def key_of(line: DossierLine) -> Key:
    """What makes a file the same one after a new reading."""
    return line.person, line.procedure, line.about


class DossierList(QWidget):
    """``chosen`` carries the line with the keyboard, None when there is none; ``counts`` all and incomplete."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int, int)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest = Latest(self._take)
        self.lines: list[DossierLine] = []
        self._key: Key | None = None
        self._is_filling = False
        self.model = RowsModel(COLUMNS, self)
        self.table = ListTable(self.model, _("Files of procedures"), self)
        self.table.setItemDelegate(BarDelegate(self.table, _BAR))
        self.bar = self._make_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)
        self.table.search_wanted.connect(self._on_letters)

    def _make_bar(self) -> FilterBar:
        session = session_of(self._desk)
        officers = [(name, f"{name}  ({grouped(n)})") for name, n in lists.officers(session)]
        quick = [
            QuickFilter("procedure", _("Procedure"), procedures(session)),
            QuickFilter("missing", _("Missing paper"), paper_titles(session)),
            QuickFilter("officer", _("Officer"), officers),
            QuickFilter("ended", _("Ended cases"), [("yes", _("Shown as well"))]),
        ]
        bar = FilterBar(_("Name"), [one for one in quick if one.options], self)
        bar.search.setMinimumWidth(120)
        bar.changed.connect(self.ask)
        bar.down.connect(self.table.setFocus)
        return bar

    def query(self) -> DossierQuery:
        """What is asked."""
        filters = dict(self.bar.filters())
        return DossierQuery(
            words=self.bar.words(),
            procedure=filters.get("procedure", ""),
            officer=filters.get("officer", ""),
            missing=filters.get("missing", ""),
            ended=filters.get("ended") == "yes",
        )

    def ask(self) -> None:
        """Read the list beside the window."""
        session, asked = session_of(self._desk), self.query()

        def work() -> list[DossierLine]:
            return list_dossiers(session, asked)

        read(self._desk, work, self._latest.ask(), self._on_failed, self)

    def choose(self, key: Key) -> None:
        """Show this file once it is in the list."""
        self._key = key
        self._select()

    def _take(self, found: Sequence[DossierLine]) -> None:
        self.lines = list(found)
        self._is_filling = True  # the table keeps places selected, which are other files from here on
        self.model.set_lines([cells(line) for line in self.lines])
        self._is_filling = False
        lacking_some = sum(1 for line in self.lines if line.missing)
        text = plural("{n} file", "{n} files", len(self.lines))
        self.bar.set_count(text.replace(str(len(self.lines)), grouped(len(self.lines)), 1))
        self.counted.emit(len(self.lines), lacking_some)
        if not self.lines:
            self._show_empty()
            self.chosen.emit(None)
            return
        self._select()

    def _select(self) -> None:
        keys = [key_of(line) for line in self.lines]
        if not keys:
            return
        place = keys.index(self._key) if self._key in keys else 0
        self.table.select_ids([place], place)
        self._on_selected([place])  # also where the table had that place selected before

    def _on_selected(self, ids: list[int]) -> None:
        if self._is_filling or not ids or ids[0] >= len(self.lines):
            return
        line = self.lines[ids[0]]
        self._key = key_of(line)
        self.chosen.emit(line)

    def _on_opened(self, place: int) -> None:
        self.opened.emit(self.lines[place])

    def _on_letters(self, typed: str) -> None:
        self.bar.search.setFocus()
        self.bar.search.insert(typed)

    def _on_failed(self, fault: Fault) -> None:
        self.failed.emit(fault)

    def _show_empty(self) -> None:
        asked = [self.bar.words() and f"“{self.bar.words()}”", self.bar.describe()]
        named = ", ".join(part for part in asked if part)
        if named:
            empty = EmptyState("folder", _("No file found"), _("No file fits {asked}.", asked=named), self)
            empty.add_action(_("Clear filters"), self.bar.clear, icon="filter-off", primary=True)
        else:
            text = _(
                "A file begins with a positive test, a decision, a request, a registration or a file for the court."
            )
            empty = EmptyState("folder", _("No files yet"), text, self)
            empty.add_action(_("Open the list of people"), self._on_people, icon="users", primary=True)
        self.table.set_empty(empty)

    def _on_people(self) -> None:
        self._desk.go("people")


def cells(line: DossierLine) -> Line:
    """The cells of a file; the icon of the bar's cell is its per cent."""
    return (
        line.name,
        short_title(line),
        Marked(counted(line), "neutral", str(line.percent)),
        lacking(line),
        line.officer,
        line.hamlet,
        show_date(date.fromisoformat(line.opened)),
        line.regime,
    )


def newest(session: Session, person: str, procedure: str) -> DossierLine | None:
    """The file a link means that names no case."""
    from app.register.dossiers import dossiers_of

    found = [view.line for view in dossiers_of(session, person) if view.line.procedure == procedure]
    return found[0] if found else None
