"""A short list held in memory, shown by the same table as the long ones."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.models.source import Column, Line, Query
from app.desk.widgets.table import ListTable


class MemorySource:
    """Lines as they are; their numbers are their places."""

    def __init__(self) -> None:
        self.kept: list[Line] = []

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first lines."""
        return self.kept[:n]

    def ids(self, query: Query) -> array[int]:
        """All places."""
        return array("q", range(len(self.kept)))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """The lines of some places."""
        return [self.kept[i] if i < len(self.kept) else () for i in ids]


class ShortTable(ListTable):
    """A table of one person's things; ``rows_shown`` carries what each line stands for."""

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget | None = None) -> None:
        self._source = MemorySource()
        fixed = [replace(column, sortable=False) for column in columns]
        self._rows: IdTableModel = IdTableModel(self._source, fixed)
        super().__init__(self._rows, name, parent)
        self._rows.setParent(self)
        self.header.setSortIndicatorShown(False)
        self.things: list[Any] = []

    def show_lines(self, lines: Sequence[Line], things: Sequence[Any]) -> None:
        """Show these lines, each standing for one thing."""
        self._source.kept = list(lines)
        self.things = list(things)
        self._rows.show(Query())
        self._rows.all_ids()

    def current_thing(self) -> Any:
        """What the line with the keyboard stands for, or None."""
        current = self.current_id()
        return self.things[current] if current is not None and current < len(self.things) else None
