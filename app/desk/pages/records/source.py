"""Records of one kind as a source of a long list."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.desk.models.source import Line, Marked, Query
from app.desk.pages.people.work import session_of
from app.desk.pages.records.listing import FIGURE, HAMLET, PERIOD, Extra, Listing, Shape
from app.desk.shell.desk import Desk
from app.kinds.declare import Field
from app.register.figures import Figure, year_of
from app.register.kind_lists import (
    Condition,
    KindLine,
    KindQuery,
    count_kind,
    first_kind_lines,
    kind_ids,
    kind_lines_of,
)
from app.register.kind_words import told
from app.register.session import Session
from app.words import N_

#: With more records than this the order and the search are left to the reading lane.
_AT_ONCE = 2_000

PERIODS = (
    ("month", N_("This month")),
    ("last_month", N_("Last month")),
    ("year", N_("This reporting year")),
    ("last_year", N_("Last reporting year")),
)


class KindSource:
    """Reads lines, ids and first pages; every order and filter is the register's own.

    ``figures`` are the numbers on view: a list behind one asks what the number counted.
    """

    def __init__(self, desk: Desk, listing: Listing) -> None:
        self._desk = desk
        self.listing = listing
        self.figures: Sequence[Figure] = ()
        self._names: dict[int, str] = {}

    @property
    def session(self) -> Session:
        """The register's session."""
        return session_of(self._desk)

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first page; none yet where finding it takes longer than a blink."""
        asked = self.query(query)
        is_slow = bool(query.words) or bool(query.sort)
        if is_slow and count_kind(self.session, KindQuery(asked.kind)) > _AT_ONCE:
            return ()
        return self._cells(first_kind_lines(self.session, asked, self.listing.fields, n))

    def ids(self, query: Query) -> array[int]:
        """All numbers in order."""
        return kind_ids(self.session, self.query(query))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """The lines of some numbers, an empty one for a record that is gone."""
        found = kind_lines_of(self.session, self.listing.kind_name, ids, self.listing.fields)
        by_number = dict(zip((line.n for line in found), self._cells(found), strict=True))
        return [by_number.get(i, ()) for i in ids]

    def record_of(self, number: int | None) -> str:
        """The id of the record on a line that was read, empty for none."""
        return self._names.get(number, "") if number is not None else ""

    def query(self, query: Query) -> KindQuery:
        """The register's query for what a list asks."""
        asked = [part for key, code in query.filters for part in self._asked(key, code)]
        return KindQuery(
            self.listing.kind_name,
            query.words,
            tuple(asked),
            query.sort or self.listing.sort,
            query.descending,
        )

    def _asked(self, key: str, code: str) -> Sequence[Condition]:
        if key == FIGURE:
            return next((figure.asked for figure in self.figures if figure.key == code), ())
        if key == PERIOD:
            since, until = period(self.session, code)
            when = self.listing.kind.when
            return (Condition(when, "from", since.isoformat()), Condition(when, "to", until.isoformat()))
        for narrow in self.listing.narrows:
            if narrow.key == key and narrow.options:
                return next((asked for option, _label, asked in narrow.options if option == code), ())
        return (Condition(HAMLET if key == HAMLET else key, "is", code),)

    def _cells(self, lines: Sequence[KindLine]) -> list[Line]:
        self._names.update((line.n, line.id) for line in lines)
        extras = [
            shape.read(self.session, lines) if isinstance(shape, Extra) and lines else {}
            for shape in self.listing.shown
        ]
        return [line_cells(self.listing, line, extras) for line in lines]


def line_cells(listing: Listing, line: KindLine, extras: Sequence[Mapping[str, str]]) -> Line:
    """The cells of a record's line, in the order of the listing's columns."""
    values = iter(zip(listing.fields, line.values, strict=True))
    cells = []
    for shape, extra in zip(listing.shown, extras, strict=True):
        if isinstance(shape, Extra):
            cells.append(extra.get(line.id, ""))
        else:
            cells.append(_cell(shape, *next(values)))
    return tuple(cells)


def _cell(shape: Shape, field: Field, value: Any) -> str:
    text = " ".join(told(field, value).split())
    if shape.tones is None or not text:
        return text
    tone, icon = shape.tones.get(_code(value), ("neutral", ""))
    return Marked(text, tone, icon)


def _code(value: Any) -> str:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else str(value)


def period(session: Session, code: str) -> tuple[date, date]:
    """First and last day of a named period."""
    today = session.today()
    month = today.replace(day=1)
    if code == "month":
        return month, _month_end(month)
    if code == "last_month":
        before = (month - timedelta(days=1)).replace(day=1)
        return before, _month_end(before)
    since, until = year_of(today)
    return (since, until) if code == "year" else year_of(since - timedelta(days=1))


def _month_end(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
