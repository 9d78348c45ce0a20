"""When a target runs: its own days or its plan's, and the years of one that begins anew each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.kinds.unit import Target, TargetPlan

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A period with both its days."""

    since: date
    until: date

    def is_over(self, on: date) -> bool:
        """Whether it has ended before a day."""
        return self.until < on

    def has_begun(self, on: date) -> bool:
        """Whether it has begun on a day."""
        return self.since <= on

    def up_to(self, on: date) -> Period:
        """The part of it up to a day; what is in force is counted as of that day."""
        return Period(self.since, max(self.since, min(self.until, on)))


def whole(plan: TargetPlan, target: Target) -> Period:
    """From when to when a target runs."""
    return Period(target.since or plan.since, target.until or plan.until)


def periods(plan: TargetPlan, target: Target) -> tuple[Period, ...]:
    """The periods a target is judged in: one, or each year from its first day."""
    full = whole(plan, target)
    if not target.yearly:
        return (full,)
    found, first = [], full.since
    while first <= full.until:
        following = a_year_after(first)
        found.append(Period(first, min(following - _DAY, full.until)))
        first = following
    return tuple(found)


def at(plan: TargetPlan, target: Target, on: date) -> Period:
    """The period a day lies in; the last one begun, or the first when none has."""
    found = periods(plan, target)
    begun = [one for one in found if one.has_begun(on)]
    return begun[-1] if begun else found[0]


def before(period: Period) -> Period:
    """The year before a year."""
    return Period(a_year_before(period.since), period.since - _DAY)


def a_year_after(day: date) -> date:
    """The same date a year on; 29 February becomes 1 March, so that no day is left out."""
    return _in_year(day, day.year + 1)


def a_year_before(day: date) -> date:
    """The same date a year back; 29 February becomes 1 March."""
    return _in_year(day, day.year - 1)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
