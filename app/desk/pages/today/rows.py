"""The rows of the start screen: groups that fold, and what is owed in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desk.pages.people.owing import shown_due
from app.desk.pages.today.clock import pressing
from app.register.today import GROUPS, OwedLine, TodayView
from app.words import N_, _, plural

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))

TITLES = {
    "overdue": N_("Overdue"),
    "today": N_("Today"),
    "missing": N_("Missing facts"),
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group with how many things are in it; ``rest`` of them are not listed here."""

    key: str
    count: int
    is_open: bool
    days: int = 7

    def title(self) -> str:
        """The group in words; how far ahead it looks is the unit's own choice."""
        if self.key == "soon":
            return plural("Next {n} day", "Next {n} days", self.days)
        return _(TITLES[self.key])


@dataclass(frozen=True, slots=True)
class MoreRow:
    """How many more there are than are listed."""

    key: str
    count: int


TodayRow = GroupRow | MoreRow | OwedLine


class TodayModel(QAbstractListModel):
    """Rows of all groups in order; folded groups show their head only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, list[OwedLine]] = {key: [] for key in GROUPS}
        self._counts: dict[str, int] = dict.fromkeys(GROUPS, 0)
        self._folded: set[str] = set()
        self._now: datetime | None = None
        self._days = 7
        self._rows: list[TodayRow] = []

    def show_view(self, view: TodayView, now: datetime | None = None, days: int = 7) -> None:
        """Show what is owed at a moment; ``days``: how far ahead the unit looks."""
        self._now, self._days = now, days
        self._groups = {key: sorted(lines, key=_clocks_first) for key, lines in view.groups.items()}
        self._counts = view.counts
        self._build()

    def toggle(self, key: str) -> None:
        """Fold or unfold a group."""
        self._folded ^= {key}
        self._build()

    def set_folded(self, key: str, folded: bool) -> None:
        """Fold a group or not."""
        if (key in self._folded) != folded:
            self.toggle(key)

    def counts(self) -> dict[str, int]:
        """How many things are in each group."""
        return dict(self._counts)

    def rows(self) -> Sequence[TodayRow]:
        """Everything on view."""
        return self._rows

    def set_now(self, now: datetime) -> None:
        """Another minute: the same things, said anew."""
        self._now = now

    def row_at(self, row: int) -> TodayRow:
        """What a row shows."""
        return self._rows[row]

    def place_of(self, line: TodayRow | None) -> int:
        """The row of the same thing after a new reading; the first line when it is gone."""
        same = [n for n, row in enumerate(self._rows) if row == line]
        lines = [n for n, row in enumerate(self._rows) if isinstance(row, OwedLine)]
        return (same or lines or [-1])[0]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What the row says; in speech all of it."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == _DISPLAY or role in _SPOKEN:
            return _spoken(row, self._now)
        return None

    def _build(self) -> None:
        self.beginResetModel()
        self._rows = []
        for key in GROUPS:
            lines, count = self._groups[key], self._counts[key]
            if not count:
                continue
            is_open = key not in self._folded
            self._rows.append(GroupRow(key, count, is_open, self._days))
            if is_open:
                self._rows += lines
                if count > len(lines):
                    self._rows.append(MoreRow(key, count - len(lines)))
        self.endResetModel()


def _clocks_first(line: OwedLine) -> tuple[int, bool]:
    """A clock of hours stands before what has the whole day; else the order of the register stays."""
    if line.state != "today":
        return 0, False
    return -line.level, not isinstance(line.due, datetime)


def has_clock(rows: Iterable[TodayRow]) -> bool:
    """Whether something among the rows is counted in hours."""
    return any(isinstance(row, OwedLine) and isinstance(row.due, datetime) for row in rows)


def _spoken(row: TodayRow, now: datetime | None) -> str:
    if isinstance(row, GroupRow):
        return f"{row.title()}: {row.count}"
    if isinstance(row, MoreRow):
        return _("{n} more", n=row.count)
    parts = [row.name, row.hamlet or "", row.label(), shown_due(row.due)]
    if now is not None and row.state != "missing":
        how = pressing(row, now)
        parts += [how.words, how.note]
    return ". ".join(part for part in parts if part)
