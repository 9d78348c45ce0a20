"""The cases of a procedure as they are looked for: stages with counts, filters, the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.pages.people.arrangement import Arrangement
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.source import lane_runner
from app.desk.pages.people.work import read, session_of
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.pattern import Pattern
from app.desk.pages.staged.source import DUE, HAMLET, STAGE, StageSource, stage_query
from app.desk.pages.staged.tiles import StageTiles
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.fields import options_of
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.strips import grouped
from app.desk.widgets.table import ListTable
from app.register import lists
from app.register.stages import StageQuery, case_of_record, stage_counts
from app.words import N_, _

_DUE = (("overdue", N_("Overdue")), ("week", N_("Within 7 days")), ("any", N_("Anything due")))


class FilteredCases(QWidget):
    """Tiles, filter line and list. ``moved``: another line has the cursor; ``begin_wanted`` carries a step."""

    moved = Signal()
    failed = Signal(object)
    begin_wanted = Signal(object)

    def __init__(
        self, desk: Desk, pattern: Pattern, beginnings: Sequence[Step], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._pattern, self._beginnings = desk, pattern, tuple(beginnings)
        self._hamlets: list[tuple[str, str]] = []
        self._wanted: int | None = None
        self._count = ""
        self.model = IdTableModel(
            StageSource(desk, pattern),
            pattern.columns,
            self,
            runner=lane_runner(desk, self, self.failed.emit),
        )
        memory = Arrangement(PageDrafts(desk, self))
        self.table = ListTable(self.model, _(pattern.title), self, memory=memory, key=pattern.key)
        self.tiles = StageTiles(self._stages(), _("Stages"), self)
        self.bar = self._make_bar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for part in (self.tiles, self.bar):
            self._column.addWidget(part)
        self._column.addWidget(self.table, 1)
        self.table.set_empty(EmptyState(pattern.icon, "", "", self))
        QWidget.setTabOrder(self.tiles, self.bar)
        QWidget.setTabOrder(self.bar, self.table)
        self._connect()
        self.ask()
        self._read_counts()

    def _stages(self) -> list[tuple[str, str]]:
        return [(code, self._pattern.stage_words(code)) for code in self._pattern.procedure.stages]

    def _make_bar(self) -> FilterBar:
        stages = self._stages()
        if self._pattern.procedure.over:
            stages.append(("*", _("All, also what has ended")))
        quick = [
            QuickFilter(STAGE, _("Stage"), stages),
            QuickFilter(HAMLET, _("Hamlet, group"), self._hamlets),
            QuickFilter(DUE, _("Next due"), [(code, _(text)) for code, text in _DUE]),
            *(QuickFilter(f.name, _(f.label), options_of(f.codes)) for f in self._pattern.filters),
        ]
        bar = FilterBar(_("Name, number, phone"), [q for q in quick if q.options], self)
        bar.search.setMinimumWidth(look.px(110))
        bar.changed.connect(self.ask)
        bar.down.connect(self.table.setFocus)
        return bar

    def _connect(self) -> None:
        self.tiles.chosen.connect(self._on_stage)
        self.table.count_text.connect(self._on_count)
        self.table.search_wanted.connect(self._on_typed)
        self.table.selectionModel().currentRowChanged.connect(self.moved)
        self.model.replaced.connect(self.moved)
        self.model.counted.connect(self._on_counted)
        self.model.loading_changed.connect(self._on_loading)
        self.model.failed.connect(self.failed)

    # -- asking --------------------------------------------------------------

    def ask(self) -> None:
        """Show what the bar asks for."""
        self.tiles.check(dict(self.bar.filters()).get(STAGE, ""))
        self.model.show(self.bar.query(self.model.query()))

    def query(self) -> StageQuery:
        """What is shown, as the register is asked for it."""
        return stage_query(self.bar.query(self.model.query()))

    def show_filters(self, filters: Mapping[str, str]) -> None:
        """Show the list behind a number."""
        self.bar.set_state("", filters)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, kind: str, record: str) -> None:
        """Go to a record, also one that has ended."""
        self._wanted = case_of_record(session_of(self._desk), self._pattern.procedure, kind, record)
        if self._wanted is None:
            return
        self.bar.set_state("", {STAGE: "*"} if self._pattern.procedure.over else {})
        self._on_loading(self.model.is_loading())

    def current_key(self) -> int | None:
        """The case that has the cursor; None while only the first page is known."""
        return self.table.current_id() if not self.model.is_loading() else None

    def reload(self) -> None:
        """Read list, counts and the choices of the filters again."""
        self.model.refresh()
        self._read_counts()

    def _read_counts(self) -> None:
        session, procedure = session_of(self._desk), self._pattern.procedure
        read(
            self._desk,
            lambda: (stage_counts(session, procedure), lists.hamlets(session)),
            self._take_counts,
            self.failed.emit,
            self,
        )

    def _take_counts(self, found: tuple[dict[str, int], list[tuple[str, int]]]) -> None:
        counts, hamlets = found
        self.tiles.set_counts(counts)
        options = [(name, f"{name}  ({grouped(n)})") for name, n in hamlets]
        if options != self._hamlets:
            self._hamlets = options
            self._renew_bar()

    def _renew_bar(self) -> None:
        """The filter line again, with the hamlets that are known by now; what stands in it stays."""
        old, self.bar = self.bar, self._make_bar()
        had_keyboard = old.search.hasFocus()
        self._column.replaceWidget(old, self.bar)
        self.bar.changed.disconnect(self.ask)
        self.bar.set_state(old.words(), dict(old.filters()))
        self.bar.changed.connect(self.ask)
        self.bar.set_count(self._count)
        old.hide()
        old.deleteLater()
        if had_keyboard:
            self.bar.search.setFocus()

    # -- what happens ----------------------------------------------------------

    def _on_count(self, text: str) -> None:
        self._count = text
        self.bar.set_count(text)

    def _on_counted(self, rows: int) -> None:
        if rows:
            return
        asked = [self.bar.words() and f"“{self.bar.words()}”", self.bar.describe()]
        named = ", ".join(part for part in asked if part)
        empty = EmptyState(self._pattern.icon, "", "", self)
        if named:
            why = _("No case fits {asked}. Try again with fewer filters or words.", asked=named)
            empty.set_words(_("Nothing found"), why)
            empty.add_action(_("Clear filters"), self.bar.clear, icon="filter-off", primary=True)
        else:
            self._fill_empty(empty)
        self.table.set_empty(empty)

    def _fill_empty(self, empty: EmptyState) -> None:
        """Why there is nothing yet, and two next actions."""
        empty.set_words(_(self._pattern.empty_title), _(self._pattern.empty_why))
        for place, step in enumerate(self._beginnings[:2]):
            begin = partial(self.begin_wanted.emit, step)
            empty.add_action(_(step.label), begin, icon=step.icon, primary=not place)
        if len(self._beginnings) < 2:
            everybody = partial(self._desk.go, "people", "")
            empty.add_action(_("Open the list of people"), everybody, icon="users")

    def _on_loading(self, loading: bool) -> None:
        if loading or self._wanted is None:
            return
        key, self._wanted = self._wanted, None
        self.table.select_ids([key], key)

    def _on_typed(self, letters: str) -> None:
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.search.insert(letters)

    def _on_stage(self, stage: str) -> None:
        self.bar.set_filter(STAGE, stage)
