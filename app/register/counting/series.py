"""A number month after month, with the day marked on which it changed its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kinds.faults import Fault
from app.law.calendar import add_months
from app.register.counting.count import Span, count, measure_named
from app.register.headcount import headcount_series
from app.register.session import Session
from app.words import N_

_LONGEST = 120
ORDER = N_("The first day of the period lies after the last one. Correct one of the two.")
_TOO_LONG = N_("Choose a period of at most {n} months.")


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A month, or the part of it that lies in the period; None: it has not begun, so nothing is known."""

    span: Span
    value: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """A number by month. ``break_on``: from that day on the figures mean something else, as ``note`` says."""

    points: tuple[SeriesPoint, ...]
    break_on: date | None = None
    note: str = ""


def series(session: Session, name: str, span: Span, *, node: str = "") -> Series:
    """A measure for every month of a period. Faults E_FIGURE, E_ROLE, E_RANGE."""
    if span.first > span.last:
        raise Fault("E_RANGE", ORDER)
    months = list(months_of(span))
    if len(months) > _LONGEST:
        raise Fault("E_RANGE", _TOO_LONG, n=_LONGEST)
    today = session.today()
    if measure_named(name).mode == "headcount":
        return _headcounts(session, name, span, months, node)
    return Series(
        tuple(
            SeriesPoint(month, None if month.first > today else count(session, name, month, node=node))
            for month in months
        )
    )


def months_of(span: Span) -> Iterator[Span]:
    """The months of a period; the first and the last one only as far as they lie in it."""
    first = span.first
    while first <= span.last:
        following, _clamped = add_months(first.replace(day=1), 1)
        yield Span(first, min(following - timedelta(days=1), span.last), span.dates)
        first = following


def _headcounts(session: Session, name: str, span: Span, months: list[Span], node: str) -> Series:
    rule = measure_named(name).rule
    session.need_read(measure_named(name).kind)
    known = headcount_series(session, span.first, span.last)
    points = {
        (p.on.year, p.on.month): p.count if rule == "in_force" else p.new if rule == "new" else p.old
        for p in known.points
    }
    values = [points.get((month.last.year, month.last.month)) for month in months]
    if node:
        values = [
            None if value is None else count(session, name, month, node=node)
            for month, value in zip(months, values, strict=True)
        ]
    has_break = rule == "in_force" and span.first < known.break_on <= span.last
    return Series(
        tuple(SeriesPoint(month, value) for month, value in zip(months, values, strict=True)),
        known.break_on if has_break else None,
        known.note if has_break else "",
    )
