"""Counting: a number, a table of it by one or two breakdowns, and the records behind any cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.kinds.faults import Fault
from app.ledger.reader import Reader
from app.register.counting.dimensions import DIMENSIONS, Dimension, dimension_of
from app.register.counting.events import DECIDED, bring_up, number_of
from app.register.counting.measures import MEASURES, Measure
from app.register.headcount import Headcount, addict_headcount
from app.register.session import Session
from app.words import N_

#: By which day a record is placed in a period: when it happened, was entered, or was decided.
DATES = {"event": "day", "entry": "entry", "decision": "decided"}
_NO_MEASURE = N_("There is no figure “{name}”. Choose one from the list.")
_NO_DIMENSION = N_("A figure cannot be broken down by “{name}”. Choose from the list.")
_NO_DATES = N_("A record is counted by event, entry or decision, not by “{name}”.")


@dataclass(frozen=True, slots=True)
class Span:
    """A period with both its days, and by which day a record is placed in it."""

    first: date
    last: date
    dates: str = "event"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number and how to find what it counts: the values of the breakdowns, None where it is a sum."""

    value: int
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A measure by rows and, where asked, columns. ``cells`` has what is not zero; sums are of the parts."""

    measure: Measure
    span: Span
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    total: int
    row_dimension: Dimension | None = None
    column_dimension: Dimension | None = None

    def at(self, row: str, column: str = "") -> int:
        """The number of a cell."""
        return self.cells.get((row, column), 0)

    def row_total(self, row: str) -> int:
        """The sum of a row."""
        return sum(n for (one, _c), n in self.cells.items() if one == row)

    def column_total(self, column: str) -> int:
        """The sum of a column."""
        return sum(n for (_r, one), n in self.cells.items() if one == column)


def measure_named(name: str) -> Measure:
    """A measure by its name; Fault E_FIGURE."""
    if name not in MEASURES:
        raise Fault("E_FIGURE", _NO_MEASURE, name=name)
    return MEASURES[name]


def dimension_named(name: str, measure: Measure | None = None) -> Dimension:
    """A breakdown by its name, of a measure also by the coded fields of what it counts; Fault E_FIGURE."""
    found = DIMENSIONS.get(name) if measure is None else dimension_of(measure, name)
    if found is None:
        raise Fault("E_FIGURE", _NO_DIMENSION, name=name)
    return found


def dates_of(measure: Measure) -> tuple[str, ...]:
    """The days by which records of a measure can be placed: a number at a day knows only when things happened."""
    if measure.mode != "flow":
        return ("event",)
    return ("event", "entry", "decision") if measure.kind_name in DECIDED else ("event", "entry")


def count(session: Session, name: str, span: Span, *, node: str = "") -> int:
    """One number; of one sending node only where ``node`` names it."""
    return table(session, name, span, node=node).total


def counts(session: Session, names: Sequence[str], span: Span, *, node: str = "") -> dict[str, int]:
    """Several numbers from one snapshot of the register."""
    found = tables(session, names, span, node=node)
    return {name: one.total for name, one in zip(names, found, strict=True)}


def table(
    session: Session, name: str, span: Span, rows: str = "", columns: str = "", *, node: str = ""
) -> Table:
    """A measure by one or two breakdowns. Faults E_FIGURE, E_ROLE."""
    return tables(session, (name,), span, rows, columns, node=node)[0]


def tables(
    session: Session, names: Sequence[str], span: Span, rows: str = "", columns: str = "", *, node: str = ""
) -> list[Table]:
    """Several measures by the same breakdowns, from one snapshot of the register. Faults as above."""
    measures = [_readable(session, name) for name in names]
    known: dict[date, Headcount] = {}  # everybody's history is read once for all of them
    hits = [_hits(session, one, span, node, known) for one in measures]
    bring_up(session.store)
    with session.store.read() as reader:
        return [
            _table(reader, one, span, _split(one, rows), _split(one, columns), found)
            for one, found in zip(measures, hits, strict=True)
        ]


def _split(measure: Measure, name: str) -> Dimension | None:
    return dimension_named(name, measure) if name else None


def _table(
    reader: Reader,
    measure: Measure,
    span: Span,
    across: Dimension | None,
    down: Dimension | None,
    hits: tuple[str, dict[str, Any]],
) -> Table:
    found = reader.rows(*_bound(_grouping(hits[0], across, down), hits[1]))
    cells = {(str(row), str(column)): int(n) for row, column, n in found if n}
    return Table(
        measure,
        span,
        _ordered(across, {r for r, _c in cells}),
        _ordered(down, {c for _r, c in cells}),
        cells,
        sum(cells.values()),
        across,
        down,
    )


def breakdowns(
    session: Session, name: str, span: Span, dimensions: Sequence[str], *, node: str = ""
) -> dict[str, Table]:
    """A measure by each of several breakdowns, in one walk over its lines; each as ``table`` gives it."""
    measure = _readable(session, name)
    asked = [dimension_named(one, measure) for one in dimensions]
    sql, named = _hits(session, measure, span, node)
    bring_up(session.store)
    shown = ", ".join(one.sql for one in asked)
    grouped = ", ".join(str(place) for place in range(1, len(asked) + 1))
    full = f"{sql} SELECT {shown}, sum(h.weight) FROM hits AS h LEFT JOIN r_person AS w ON w.n = h.p GROUP BY {grouped}"
    sums: list[dict[tuple[str, str], int]] = [{} for _ in asked]
    with session.store.read() as reader:
        for *values, number in reader.rows(*_bound(full, named)):
            for cells, value in zip(sums, values, strict=True):
                if number:
                    cells[(value, "")] = cells.get((value, ""), 0) + int(number)
    return {
        one.name: Table(
            measure,
            span,
            _ordered(one, {row for row, _ in cells}),
            ("",) if cells else (),
            cells,
            sum(cells.values()),
            one,
        )
        for one, cells in zip(asked, sums, strict=True)
    }


def records(
    session: Session,
    name: str,
    span: Span,
    rows: tuple[str, str] | None = None,
    columns: tuple[str, str] | None = None,
    *,
    node: str = "",
) -> list[tuple[str, str]]:
    """The (kind, id) behind a cell: persons where persons are counted. ``rows``: (breakdown, value)."""
    return [(kind, one) for kind, one, _n in weighed(session, name, span, rows, columns, node=node)]


def weighed(
    session: Session,
    name: str,
    span: Span,
    rows: tuple[str, str] | None = None,
    columns: tuple[str, str] | None = None,
    *,
    node: str = "",
) -> list[tuple[str, str, int]]:
    """The (kind, id) behind a cell with what each adds to it; what adds nothing is not listed."""
    measure = _readable(session, name)
    sql, named = _hits(session, measure, span, node)
    bring_up(session.store)
    conditions = ["h.weight <> 0"]
    for place, asked in (("row", rows), ("column", columns)):
        if asked is not None:
            conditions.append(f"({dimension_named(asked[0], measure).sql}) = :{place}")
            named[place] = asked[1]
    what = "w.id" if measure.what == "persons" else f"(SELECT id FROM r_{measure.kind_name} WHERE n = h.rec)"
    full = (
        f"{sql} SELECT {what}, h.weight FROM hits AS h LEFT JOIN r_person AS w ON w.n = h.p"
        f" WHERE {' AND '.join(conditions)} ORDER BY h.day, 1"
    )
    kind = "person" if measure.what == "persons" else measure.kind_name
    with session.store.read() as reader:
        return [(kind, row[0], int(row[1])) for row in reader.rows(*_bound(full, named))]


def statement(
    measure: Measure, span: Span, rows: Dimension | None, columns: Dimension | None
) -> tuple[str, tuple[Any, ...]]:
    """The statement that counts with its values, as the query plan is asked for it."""
    sql, named = _lines(measure, span, "", "[]")
    return _bound(_grouping(sql, rows, columns), named)


def _readable(session: Session, name: str) -> Measure:
    measure = measure_named(name)
    session.need_read(measure.kind)
    return measure


def _ordered(dimension: Dimension | None, values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=dimension.order)) if dimension else tuple(sorted(values))


def _grouping(sql: str, rows: Dimension | None, columns: Dimension | None) -> str:
    across, down = (one.sql if one else "''" for one in (rows, columns))
    joined = " LEFT JOIN r_person AS w ON w.n = h.p" if "w." in across + down else ""
    grouped = " GROUP BY 1, 2" if rows or columns else ""
    return f"{sql} SELECT {across}, {down}, sum(h.weight) FROM hits AS h{joined}{grouped}"


def _hits(
    session: Session, measure: Measure, span: Span, node: str, known: dict[date, Headcount] | None = None
) -> tuple[str, dict[str, Any]]:
    """The counted lines of a register, where a rule of law says who is counted with the people it names."""
    people = ""
    if measure.mode == "headcount":
        counted = (known or {}).get(span.last) or addict_headcount(session, span.last)
        if known is not None:
            known[span.last] = counted
        rule = counted.in_force if measure.rule == "in_force" else measure.rule
        people = msgspec.json.encode(counted.new if rule == "new" else counted.old).decode()
    return _lines(measure, span, node, people)


def _lines(measure: Measure, span: Span, node: str, people: str) -> tuple[str, dict[str, Any]]:
    """The counted lines as a common table: one line a record, or one a person (their first in the period)."""
    if span.dates not in DATES:
        raise Fault("E_FIGURE", _NO_DATES, name=span.dates)
    if measure.mode == "headcount":
        return _named_people(span, node, people)
    named: dict[str, Any] = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    conditions = [f"e.kind = {number_of(measure.kind_name)}", _in_span(measure, span)]
    if measure.codes:
        conditions.append(f"e.code IN ({', '.join(_quoted(code) for code in measure.codes)})")
    if node:
        conditions.append("e.node = :node")
        named["node"] = node
    needs_record = bool(measure.where or measure.of or measure.on)
    joined = f" JOIN r_{measure.kind_name} AS r ON r.n = e.rec" if needs_record else ""
    if measure.where:
        conditions.append(f"({measure.where})")
    if measure.kind.subject and measure.kind.by_name[measure.kind.subject].required:
        conditions.append("EXISTS (SELECT 1 FROM r_person AS who WHERE who.n = e.p AND who._state = 0)")
    weight = (measure.weight or f"coalesce(r.{measure.of}, 0)") if measure.what == "sum" else "1"
    lines = (
        f"SELECT e.rec AS rec, e.p AS p, {_day(measure, span)} AS day, e.code AS code, e.node AS node,"
        f" {weight} AS weight FROM event AS e{joined} WHERE {' AND '.join(conditions)}"
    )
    if measure.what == "persons":
        # bare columns are those of the least line: a person counts once, where they first stand in the period
        first = "min(day || rec) AS least, rec, p, day, code, node, 1 AS weight"
        lines = f"SELECT {first} FROM ({lines}) GROUP BY p"
    return f"WITH hits AS ({lines})", named


def _named_people(span: Span, node: str, people: str) -> tuple[str, dict[str, Any]]:
    """Lines of people that are named by their ids, as they stand on the last day."""
    named: dict[str, Any] = {"last": span.last.isoformat(), "people": people}
    where = ""
    if node:
        where, named["node"] = " WHERE p._node = :node", node
    sql = (
        "WITH hits AS (SELECT p.n AS rec, p.n AS p, :last AS day, '' AS code, p._node AS node, 1 AS weight"
        f" FROM json_each(:people) AS j JOIN r_person AS p ON p.id = j.value{where})"
    )
    return sql, named


def _day(measure: Measure, span: Span) -> str:
    """The day by which a line stands in its month."""
    if measure.mode != "flow":
        return "e.until" if measure.mode == "ended" else "e.day"
    if measure.on and span.dates != "entry":
        return f"substr(r.{measure.on}, 1, 10)"
    return f"e.{DATES[span.dates]}"


def _in_span(measure: Measure, span: Span) -> str:
    if measure.mode == "stock":
        # a place that is resolved on a day is no longer there on it; a status runs through its last day
        runs = ">" if measure.kind_name == "place" else ">="
        return f"e.day <= :last AND (e.until IS NULL OR e.until {runs} :last)"
    if measure.mode == "ended":
        return "e.until BETWEEN :first AND :last"
    return f"{_day(measure, span)} BETWEEN :first AND :last"


def _quoted(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"


def _bound(sql: str, named: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement with numbered places in place of names, as the driver is handed its values in order."""
    for place, name in enumerate(named, 1):
        sql = sql.replace(f":{name}", f"?{place}")
    return sql, tuple(named.values())
