"""A short list that is in memory already, shown by the same table as the long ones."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from app.desk.jobs.lane import Lane
from app.desk.jobs.progress import Progress
from app.desk.models.id_table import IdTableModel, Runner
from app.desk.models.source import Column, Line, Query
from app.kinds.faults import Fault


class RowsSource:
    """Lines given once; the number of a line is its id. Nothing is sorted or filtered here."""

    def __init__(self) -> None:
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Other lines."""
        self._lines = tuple(lines)

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first lines."""
        return self._lines[:n]

    def ids(self, query: Query) -> array[int]:
        """Places of all lines."""
        return array("q", range(len(self._lines)))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """Lines by their places."""
        return [self._lines[place] if 0 <= place < len(self._lines) else () for place in ids]


class RowsModel(IdTableModel):
    """The model over a ``RowsSource``; ``set_lines`` shows other lines at once."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        self._rows_source = RowsSource()
        super().__init__(self._rows_source, columns, parent, runner=_at_once)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._rows_source.set_lines(lines)
        self.show(Query())


def _at_once(read: Callable[[], Any], done: Callable[[Any], None]) -> None:
    done(read())


def lane_runner(lane: Lane, owner: QObject, failed: Callable[[Fault], object]) -> Runner:
    """Reads of a long list on the reader threads of the lane."""

    def run(read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def work(progress: Progress) -> Any:
            return read()

        lane.run(work, done, failed, owner, reads=True, quiet=True)

    return run
