"""The periods reports are made for: parts of the reporting year (Decree 09/2019 article 12), or any window.

The year begins on the day that the law pack gives; months, quarters and halves are equal parts of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.law.reporting import reporting_year
from app.register.counting.periods import PERIODS as MONTHS
from app.register.counting.periods import period_of as span_of
from app.register.reports.wording import Say
from app.words import N_

CAMPAIGN = "campaign"
SORTS = (*MONTHS, CAMPAIGN)

_ORDER = N_("The first day of the period lies after the last one. Correct one of the two.")
_NO_SORT = N_("There is no report “{name}”. Choose one of: {known}.")
_NOT_REGULAR = N_(
    "{first} to {last} is not a period of this report. The one around it is {near_first} to {near_last}; "
    "for any other window use the campaign report."
)
_NEEDS_BOTH = N_("A campaign needs its first and its last day. Give both.")
_ROMAN = ("I", "II", "III", "IV")
_TITLES = {
    "month": N_("month {n} of {year}"),
    "quarter": N_("quarter {n} of {year}"),
    "half1": N_("first six months of {year}"),
    "half2": N_("last six months of {year}"),
    "year": N_("year {year}"),
    "campaign": N_("from {first} to {last}"),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period with both its days; ``sort``: month, quarter, half, year or campaign."""

    first: date
    last: date
    sort: str

    def title(self, say: Say) -> str:
        """What it is called, in the words of ``say``."""
        if self.sort == CAMPAIGN:
            return say(_TITLES[CAMPAIGN], first=show_date(self.first), last=show_date(self.last))
        begins, ends = reporting_year(self.last)
        place = _months_between(begins, self.first) // MONTHS[self.sort]
        if self.sort == "half":
            return say(_TITLES[f"half{place + 1}"], year=ends.year)
        number = self.last.month if self.sort == "month" else _ROMAN[place] if self.sort == "quarter" else ""
        return say(_TITLES[self.sort], n=number, year=ends.year)

    def is_open(self, today: date) -> bool:
        """Whether something may still happen in it: its last day has not passed."""
        return today <= self.last


def period_of(sort: str, day: date) -> Period:
    """The regular period a day lies in; Fault E_REPORT for a sort that has no regular periods."""
    if sort not in MONTHS:
        raise Fault("E_REPORT", _NO_SORT, name=sort, known=", ".join(MONTHS))
    span = span_of(sort, day)
    return Period(span.first, span.last, sort)


def before(period: Period) -> Period | None:
    """The period before a regular one; a campaign has none."""
    if period.sort == CAMPAIGN:
        return None
    return period_of(period.sort, period.first - timedelta(days=1))


def last_ended(sort: str, today: date) -> Period:
    """The newest regular period that is over."""
    found = before(period_of(sort, today))
    if found is None:
        raise LookupError(sort)
    return found


def newest(sort: str, today: date, count: int) -> Iterator[Period]:
    """The regular period of today and those before it, newest first."""
    found: Period | None = period_of(sort, today)
    for _n in range(count):
        if found is None:
            return
        yield found
        found = before(found)


def chosen(sort: str, since: date | None, until: date | None, today: date) -> Period:
    """The period asked for: by both days, by a day in it, or the newest that is over.

    Faults E_REPORT (no such sort), E_RANGE (days in the wrong order), E_PERIOD (no period of that sort).
    """
    if sort not in SORTS:
        raise Fault("E_REPORT", _NO_SORT, name=sort, known=", ".join(SORTS))
    if since and until and since > until:
        raise Fault("E_RANGE", _ORDER)
    if sort == CAMPAIGN:
        if since is None or until is None:
            raise Fault("E_PERIOD", _NEEDS_BOTH)
        return Period(since, until, sort)
    day = until or since
    if day is None:
        return last_ended(sort, today)
    near = period_of(sort, day)
    if (since or near.first, until or near.last) != (near.first, near.last):
        raise Fault(
            "E_PERIOD",
            _NOT_REGULAR,
            first=show_date(since or near.first),
            last=show_date(until or near.last),
            near_first=show_date(near.first),
            near_last=show_date(near.last),
        )
    return near


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
