"""Periods of reporting: parts of the reporting year, whose first day the law's own file says."""

from __future__ import annotations

from datetime import date, timedelta

from app.law.calendar import add_months
from app.law.reporting import reporting_year
from app.register.counting.count import Span
from app.words import N_

#: Months in each sort of period (NĐ 09/2019/NĐ-CP article 12: all begin on the same day of a month).
PERIODS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FREE = "free"
PERIOD_WORDS = {
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "half": N_("Six months"),
    "year": N_("Year"),
    FREE: N_("Other days"),
}


def period_of(sort: str, day: date, dates: str = "event") -> Span:
    """The period of a sort that a day lies in."""
    begins, _ends = reporting_year(day)
    months = PERIODS[sort]
    first = begins
    while (following := add_months(first, months)[0]) <= day:
        first = following
    return Span(first, following - timedelta(days=1), dates)


def beside(sort: str, span: Span, step: int) -> Span:
    """The period before (-1) or after (+1) one of the same sort."""
    day = span.first - timedelta(days=1) if step < 0 else span.last + timedelta(days=1)
    return period_of(sort, day, span.dates)
