"""The events of a record for a timeline: newest first, filtered by kind in place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.kinds.dates import in_vietnam, show_date

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    ``at`` is timezone-aware; ``all_day`` events show no time; ``tone`` is one of
    neutral, info, good, warn, danger; ``by`` who entered it; ``papers`` how many
    attachments it has.
    """

    id: str
    at: datetime
    kind: str
    kind_label: str
    title: str
    detail: str = ""
    by: str = ""
    icon: str = "circle-dot"
    tone: str = "neutral"
    all_day: bool = False
    papers: int = 0


class EventsModel(QAbstractListModel):
    """Events newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Event] = []
        self._shown: list[Event] = []
        self._kinds: frozenset[str] = frozenset()

    def set_events(self, events: Sequence[Event]) -> None:
        """Show other events, in any order."""
        self._all = sorted(events, key=_moment, reverse=True)
        self._filter()

    def set_kinds(self, kinds: Collection[str]) -> None:
        """Show only these kinds; none means all."""
        self._kinds = frozenset(kinds)
        self._filter()

    def kinds(self) -> list[tuple[str, str, int]]:
        """Kind, label and number of events, the most frequent first."""
        found: dict[str, tuple[str, int]] = {}
        for event in self._all:
            label, n = found.get(event.kind, (event.kind_label, 0))
            found[event.kind] = (label, n + 1)
        rows = [(kind, label, n) for kind, (label, n) in found.items()]
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    def event_at(self, row: int) -> Event:
        """The event of a row."""
        return self._shown[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Events shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The title; in speech and tooltip all there is."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        event = self._shown[index.row()]
        if role == _DISPLAY:
            return event.title
        if role in _SPOKEN:
            parts = (show_date(in_vietnam(event.at).date()), event.title, event.detail, event.by)
            return ". ".join(part for part in parts if part)
        return None

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [e for e in self._all if not self._kinds or e.kind in self._kinds]
        self.endResetModel()


def _moment(event: Event) -> datetime:
    return event.at
