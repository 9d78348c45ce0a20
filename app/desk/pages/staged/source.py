"""The cases of a procedure as a source of a long list."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from app.desk.models.source import Line, Query
from app.desk.pages.people.work import session_of
from app.desk.pages.staged.clock import owing_cell
from app.desk.pages.staged.pattern import Pattern, shown_iso
from app.desk.shell.desk import Desk
from app.register.stages import SORTS, StageLine, StageQuery, first_stage_lines, stage_ids, stage_lines

STAGE, HAMLET, DUE = "stage", "hamlet", "due"


class StageSource:
    """Reads lines, keys and first pages; every order and filter is the register's own."""

    def __init__(self, desk: Desk, pattern: Pattern) -> None:
        self._desk, self._pattern = desk, pattern

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first page."""
        session = session_of(self._desk)
        found = first_stage_lines(session, self._pattern.procedure, stage_query(query), n)
        return [self.cells(line) for line in found]

    def ids(self, query: Query) -> array[int]:
        """All keys in order."""
        return stage_ids(session_of(self._desk), self._pattern.procedure, stage_query(query))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """The lines of some keys, an empty one for a case that is gone."""
        session = session_of(self._desk)
        found = {line.key: line for line in stage_lines(session, self._pattern.procedure, ids)}
        return [self.cells(found[key]) if key in found else () for key in ids]

    def cells(self, line: StageLine) -> Line:
        """The cells of a line, in the order of the pattern's columns."""
        now = session_of(self._desk).now()
        known = {
            "name": line.name,
            "hamlet": line.hamlet or "",
            "stage": self._pattern.stage_words(line.stage),
            "since": shown_iso(line.since),
            "due": owing_cell(line, now),
            "ends": shown_iso(line.ends),
        }
        return tuple(known[column.key] for column in self._pattern.columns)


def stage_query(query: Query) -> StageQuery:
    """The register's query for what a list asks."""
    given = dict(query.filters)
    own = (STAGE, HAMLET, DUE)
    return StageQuery(
        text=query.words,
        stage=given.get(STAGE, ""),
        hamlet=given.get(HAMLET, ""),
        due=given.get(DUE, ""),
        filters=tuple((name, value) for name, value in query.filters if name not in own),
        sort=query.sort if query.sort in SORTS else "due",
        descending=query.descending,
    )
