"""The tabs that are short tables: tests, history of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.person.events import positives
from app.desk.pages.person.stories import Stories
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds import codes
from app.kinds.dates import show_moment
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.people import PersonPage, history
from app.words import N_, _

_RESULT_TONE = {"positive": "danger", "negative": "good", "unclear": "warn"}
_SORTS = {
    "event": N_("Entered"),
    "patch": N_("Changed"),
    "correct": N_("Corrected"),
    "tomb": N_("Taken back: entered in error"),
    "merge_person": N_("Merged"),
}


class TableTab(QWidget):
    """A table with one button above; ``opened`` names the record of a line."""

    opened = Signal(str)
    entry_wanted = Signal(str)

    def __init__(
        self, kind: str, columns: Sequence[Column], add: str, empty: EmptyState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 0)
        column.setSpacing(8)
        self.head = QHBoxLayout()
        self.note = look.label("", self, role="caption")
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        if add:
            made = look.button(add, self, icon="plus")
            made.clicked.connect(self._on_add)
            self.head.addWidget(made)
        column.addLayout(self.head)
        self.table = ShortTable(columns, _(KINDS[kind].plural), self)
        self.table.set_empty(empty)
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self.note.setText)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _on_add(self) -> None:
        self.entry_wanted.emit(self._kind)

    def _on_opened(self, number: int) -> None:
        self.opened.emit(f"{self._kind}:{self.table.things[number].id}")


class TestsTab(TableTab):
    """Every test of the person, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("at", N_("Sampled at"), 152),
            Column("result", N_("Result"), 120, marked=True),
            Column("positive", N_("Positive for"), 170),
            Column("story", N_("With the other tests"), 260, marked=True),
            Column("place", N_("Place"), 150),
            Column("by", N_("Taken by"), 140),
            Column("kit", N_("Kit lot"), 200),
        )
        empty = EmptyState("test-pipe", _("No test yet"), _("Enter the first test of this person."))
        super().__init__("drug_test", columns, _("Enter a drug test"), empty, parent)

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        stories = Stories(page.records.get("drug_test", ()))
        told = stories.ordered()
        lines = [_test_line(test, depth, *stories.told(test.id)) for test, depth in told]
        self.table.show_lines(lines, [test for test, _n in told])


def _test_line(test: Any, depth: int, story: str, tone: str) -> Line:
    result = Marked(_(codes.TEST_RESULT.label(test.result)), _RESULT_TONE.get(test.result, "neutral"))
    kit = " · ".join(p for p in (test.kit_name, test.kit_lot_number) if p)
    moment = ("↳ " if depth else "") + show_moment(test.sampled_at)
    linked = Marked(story, tone or "neutral", "alert-triangle" if tone else "link") if story else ""
    return (moment, result, positives(test), linked, test.place or "", test.taken_by or "", kit)


class HistoryTab(QWidget):
    """Who changed which field from what to what, when and why; reading it is recorded."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown = ""
        self._latest = Latest(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 0)
        column.setSpacing(8)
        self.title = look.label("", self, role="heading")
        column.addWidget(self.title)
        columns = (
            Column("at", N_("When"), 130),
            Column("by", N_("Entered by"), 130),
            Column("field", N_("What was changed"), 170, strong=True),
            Column("old", N_("Before"), 210),
            Column("new", N_("After"), 210),
            Column("why", N_("Reason"), 170),
        )
        self.table = ShortTable(columns, _("History of changes"), self)
        self.table.set_empty(EmptyState("history", _("Nothing to show"), _("This record was never changed.")))
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_record(self, kind: str, record: str, title: str) -> None:
        """Read the history of one record."""
        self._shown = kind
        self.title.setText(title)
        session = session_of(self._desk)
        take = self._latest.ask()
        read(self._desk, lambda: history(session, kind, record), take, self._on_failed, self)

    def _take(self, changes: list[Any]) -> None:
        lines: list[Line] = []
        things: list[Any] = []
        for change in reversed(changes):
            for line in _change_lines(self._shown, change):
                lines.append(line)
                things.append(change)
        self.table.show_lines(lines, things)

    def _on_failed(self, fault: Fault) -> None:
        self.table.show_lines([], [])
        self._desk.tell(fault.sentence(), "warn")


def _change_lines(kind: str, change: Any) -> list[Line]:
    at, by = show_moment(change.at), change.by
    fields = KINDS[kind].by_name
    found: list[Line] = []
    for name, (old, new) in change.fields.items():
        if name not in fields or name == KINDS[kind].subject:
            continue
        label = _(fields[name].label)
        found.append((at, by, label, shown(fields[name], old), shown(fields[name], new), change.why))
        at = by = ""  # said once for each change
    if not found:
        found.append((at, by, _(_SORTS.get(change.sort, change.sort)), "", "", change.why))
    return found
