"""A number as it is shown: lines and columns with their words, sums, per cents, and the chart of the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.kinds.chart import Chart
from app.kinds.chart import Series as Row
from app.kinds.chart import Sort as ChartSort
from app.kinds.faults import Fault
from app.register.counting.care import LEAST, Hidden, hidden
from app.register.counting.count import Span, Table, measure_named, table
from app.register.counting.definition import Definition, definition
from app.register.counting.dimensions import Dimension
from app.register.counting.ratios import RATIOS, RatioTable, ratio_table, share
from app.register.counting.series import ORDER, Series, series
from app.register.session import Session
from app.register.units import units
from app.words import N_, _, language

#: As rows: month after month, which is no breakdown of one number but a number for each month.
TREND = "trend"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: a measure or share by its name, the period, the breakdowns, one sending unit or all."""

    figure: str
    span: Span
    rows: str = ""
    columns: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, its words, the numbers under each column, their sum, tenths of a per cent."""

    key: str
    label: str
    values: tuple[int | None, ...]
    total: int | None = None
    tenths: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a number. None is not known or left out, never zero.

    ``sums`` is the last line; ``summed`` says whether rows have a sum of their own; ``is_share`` that the two
    columns are a part and its whole. ``careful``: small cells were left out. ``note``: what a reader must know.
    """

    ask: Ask
    definition: Definition
    row_title: str
    column_title: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    sums: Line
    summed: bool = False
    is_share: bool = False
    careful: bool = False
    note: str = ""
    break_at: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(value for line in self.lines for value in line.values)


def sheet(session: Session, ask: Ask) -> Sheet:
    """What is asked, from one snapshot for a table. Faults E_FIGURE, E_ROLE, E_RANGE."""
    if ask.span.first > ask.span.last:
        raise Fault("E_RANGE", ORDER)
    if ask.rows == TREND:
        return _trend(session, ask)
    if ask.figure in RATIOS:
        return _share(session, ask)
    found = table(session, ask.figure, ask.span, ask.rows, ask.columns, node=ask.node)
    return _of_table(ask, found, unit_names(session))


def unit_names(session: Session) -> dict[str, str]:
    """The names of the units that send, by their nodes; this one's too."""
    return {one.node: one.name for one in units(session) if one.node} | {session.node.node: session.node.name}


def _word(dimension: Dimension | None, value: str, names: dict[str, str]) -> str:
    if dimension is None:
        return _("Total")
    return names.get(value, value) if dimension.name == "node" else dimension.word(value)


def _of_table(ask: Ask, found: Table, names: dict[str, str]) -> Sheet:
    across, down = found.row_dimension, found.column_dimension
    keys = found.columns if down else ("",)
    lines = tuple(
        Line(
            row,
            _word(across, row, names),
            tuple(found.at(row, column) for column in keys),
            found.row_total(row),
            share(found.row_total(row), found.total),
        )
        for row in (found.rows if across else ("",))
    )
    whole = share(found.total, found.total)
    sums = Line(
        "", _("Total"), tuple(found.column_total(c) if found.cells else 0 for c in keys), found.total, whole
    )
    return Sheet(
        ask,
        definition(ask.figure),
        _(across.label) if across else "",
        _(down.label) if down else "",
        tuple((key, _word(down, key, names) if down else _("Number")) for key in keys),
        lines if across else (replace(sums, label=_(found.measure.label)),),
        sums,
        summed=down is not None,
    )


def _share(session: Session, ask: Ask) -> Sheet:
    found: RatioTable = ratio_table(session, ask.figure, ask.span, ask.rows, node=ask.node)
    across, names = found.whole.row_dimension, unit_names(session)
    part, whole = found.part, found.whole
    lines = tuple(
        Line(
            row,
            _word(across, row, names),
            (part.row_total(row), whole.row_total(row)),
            None,
            found.per_mille(row),
        )
        for row in found.rows
    )
    sums = Line("", _("Total"), (part.total, whole.total), None, found.per_mille())
    columns = (("A", _(part.measure.label)), ("B", _(whole.measure.label)))
    if across is None:
        lines = (replace(sums, label=_(found.ratio.label)),)
    title = _(across.label) if across else ""
    return Sheet(ask, definition(ask.figure), title, "", columns, lines, sums, is_share=True)


def _trend(session: Session, ask: Ask) -> Sheet:
    """A line for each month; only records that happened in it add up over months."""
    ratio = RATIOS.get(ask.figure)
    names = (ratio.part, ratio.whole) if ratio else (ask.figure,)
    found: list[Series] = [series(session, name, ask.span, node=ask.node) for name in names]
    lines = []
    for at, point in enumerate(found[0].points):
        values = tuple(one.points[at].value for one in found)
        tenths = share(values[0], values[1]) if ratio and None not in values else None  # type: ignore[arg-type]
        label = f"{point.span.first:%m/%Y}"
        lines.append(Line(point.span.first.isoformat(), label, values, None, tenths))
    measure = measure_named(names[0])
    known = [line.values[0] for line in lines if line.values[0] is not None]
    adds = ratio is None and measure.what != "persons" and measure.mode != "stock"
    sums = Line("", _("Total"), tuple(sum(known) if adds else None for _n in names))
    note = found[0].note
    if not note and not adds:
        note = _("The months do not add up: somebody or something can stand in several of them.")
    columns = tuple(("AB"[n] if ratio else "", _(measure_named(name).label)) for n, name in enumerate(names))
    starts = [point.span.first for point in found[0].points]
    broken = found[0].break_on
    at_break = next((n for n, day in enumerate(starts) if broken and day >= broken), None)
    what = definition(ask.figure)
    return Sheet(
        ask, what, _("Month"), "", columns, tuple(lines), sums, False, ratio is not None, note=note, break_at=at_break
    )  # fmt: skip


# -- small numbers --------------------------------------------------------------------


def careful(session: Session, found: Sheet) -> Sheet:
    """The same without cells that point at somebody: fewer than three people, and what would give them away."""
    ask = found.ask
    if not _is_of_people(ask.figure):
        return found
    if found.is_share or ask.rows == TREND:
        return _careful_lines(found)
    gone = hidden(table(session, ask.figure, ask.span, ask.rows, ask.columns, node=ask.node))
    return _without(found, gone) if gone else found


def _is_of_people(figure: str) -> bool:
    ratio = RATIOS.get(figure)
    one = measure_named(ratio.whole if ratio else figure)
    return one.what == "persons" or one.of_people


def _without(found: Sheet, gone: Hidden) -> Sheet:
    keys = [key for key, _label in found.columns]
    two = found.summed

    def line(one: Line, row: str | None) -> Line:
        values = tuple(
            None if gone.has(row, key if two or row is not None else None) else value
            for key, value in zip(keys, one.values, strict=True)
        )
        lost = gone.has(row, None if two or row is None else "")
        return replace(
            one, values=values, total=None if lost else one.total, tenths=None if lost else one.tenths
        )

    by_row = bool(found.ask.rows)
    lines = tuple(line(one, one.key if by_row else None) for one in found.lines)
    return replace(found, lines=lines, sums=line(found.sums, None), careful=True)


def _careful_lines(found: Sheet) -> Sheet:
    """Lines of which one number is small; where the sum would tell the one line left out, the next small one too."""
    small = {n for n, line in enumerate(found.lines) if _gives_away(found, line)}
    if found.sums.values[0] is not None and len(small) == 1:
        others = [n for n, line in enumerate(found.lines) if n not in small and any(line.values)]
        small |= {min(others, key=lambda n: found.lines[n].values[-1] or 0)} if others else set()
    if not small:
        return found
    blank: tuple[int | None, ...] = tuple(None for _value in found.sums.values)
    lines = tuple(
        replace(line, values=blank, tenths=None) if n in small else line for n, line in enumerate(found.lines)
    )
    sums = found.sums
    if _gives_away(found, sums) or len(small) == len(found.lines) == 1:
        sums = replace(sums, values=blank, tenths=None)
    return replace(found, lines=lines, sums=sums, careful=True)


def _gives_away(found: Sheet, line: Line) -> bool:
    numbers = [value for value in line.values if value is not None]
    if found.is_share and len(numbers) == 2:
        numbers.append(numbers[1] - numbers[0])
    return any(0 < n < LEAST for n in numbers)


# -- the chart ------------------------------------------------------------------------

CHARTS: dict[ChartSort, str] = {
    "bars": N_("Bars"),
    "stacked": N_("Stacked bars"),
    "lines": N_("Lines"),
    "columns": N_("Columns"),
}


def charts_of(found: Sheet) -> tuple[ChartSort, ...]:
    """The charts that suit a table, the most telling first."""
    if found.ask.rows == TREND:
        return ("lines", "columns")
    if found.summed:
        return ("stacked", "bars")
    return ("columns", "bars") if found.ask.rows == "month" else ("bars", "columns")


def chart_of(found: Sheet, sort: ChartSort | None = None) -> Chart:
    """The chart of a table, in the language in use; a share shows its per cents."""
    offered = charts_of(found)
    chosen = sort if sort in offered else offered[0]
    if found.is_share:
        rows: tuple[Row, ...] = (Row(found.definition.label, tuple(line.tenths for line in found.lines)),)
    else:
        rows = tuple(
            Row(label, tuple(line.values[n] for line in found.lines))
            for n, (_k, label) in enumerate(found.columns)
        )
    vi = language() == "vi"
    return Chart(
        chosen or "bars",
        tuple(line.label for line in found.lines),
        rows,
        places=1 if found.is_share else 0,
        unit="%" if found.is_share else "",
        break_at=found.break_at,
        break_text=found.note if found.break_at is not None else "",
        empty=_("Nothing to show in this period"),
        others=_("Others"),
        comma="," if vi else ".",
        dot="." if vi else ",",
    )
