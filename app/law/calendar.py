"""Which days are worked: the holiday table, and how days, months and hours are counted.

Working days are Monday to Friday less holidays and days off by swap, plus make-up days; the first day is not
counted (Civil Code 2015 art. 147). A term of months or years ends on the corresponding date, or on the last
day of the month where there is none (art. 148).
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Literal

import msgspec

from app.kinds.dates import VIETNAM, in_vietnam
from app.kinds.faults import Fault
from app.words import N_
from app.words.resources import resource

_DAMAGED = N_(
    "The holiday table {file} cannot be read at line {line}. Correct that line or take the shipped table."
)
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the holiday table; ``unconfirmed`` lines do not count until the unit confirms them."""

    date: date
    sort: Literal["holiday", "day_off_by_swap", "working_day_by_swap"]
    name: str
    certainty: Literal["sure", "likely", "unconfirmed"]


class Calendar:
    """Working days by a holiday table; a day without a line is judged by its weekday alone."""

    def __init__(self, rows: Iterable[DayRow], confirmed: frozenset[date] = frozenset()) -> None:
        """``confirmed`` are the days of unconfirmed lines that the unit has switched on."""
        table = tuple(rows)
        counted = [row for row in table if row.certainty != "unconfirmed" or row.date in confirmed]
        self.off = {row.date: row for row in counted if row.sort != "working_day_by_swap"}
        self.made_up = {row.date: row for row in counted if row.sort == "working_day_by_swap"}
        self.waiting = {row.date: row for row in table if row not in counted}
        self.years = frozenset(row.date.year for row in table)

    @classmethod
    def shipped(cls, confirmed: frozenset[date] = frozenset()) -> Calendar:
        """The table that comes with the program."""
        return _shipped(confirmed)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the days that count: another table or another confirmed day, another digest."""
        days = [self.off, self.made_up, self.waiting]
        return sha256(msgspec.json.encode([sorted(map(str, table)) for table in days])).hexdigest()

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day."""
        if day in self.off:
            return False
        return day.weekday() < _SATURDAY or day in self.made_up

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The last of so many working days after ``start``, which is not counted itself."""
        day = start
        while count > 0:
            day += _ONE_DAY
            if self.is_working(day):
                count -= 1
        return day

    def years_without_table(self, first: date, last: date) -> tuple[int, ...]:
        """The years from one day to another for which the table says nothing."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def waiting_between(self, first: date, last: date) -> tuple[DayRow, ...]:
        """The lines of a stretch of days that are not confirmed and so were not counted."""
        return tuple(row for day, row in sorted(self.waiting.items()) if first < day <= last)


def parse_holidays(text: str, file: str) -> tuple[DayRow, ...]:
    """The lines of a holiday table (CSV: date, sort, name, certainty); ``Fault`` E_HOLIDAYS with the line."""
    reader = csv.DictReader(io.StringIO(text))
    rows: dict[date, DayRow] = {}
    for raw in reader:
        try:
            row = msgspec.convert(raw, DayRow)
        except msgspec.ValidationError:
            raise Fault("E_HOLIDAYS", _DAMAGED, file=file, line=reader.line_num) from None
        if row.date in rows:
            raise Fault("E_HOLIDAYS", _DAMAGED, file=file, line=reader.line_num)
        rows[row.date] = row
    if not rows:
        raise Fault("E_HOLIDAYS", _DAMAGED, file=file, line=1)
    return tuple(rows.values())


def add_months(start: date, months: int) -> tuple[date, bool]:
    """The corresponding date so many months later, and whether the last day of the month stands in for it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)), start.day > last


def add_hours(start: datetime, hours: int) -> datetime:
    """Clock hours, nights and days off included, in Vietnam time; a moment without a zone is Vietnam time."""
    return in_vietnam(start if start.tzinfo else start.replace(tzinfo=VIETNAM)) + timedelta(hours=hours)


@lru_cache(maxsize=8)
def _shipped(confirmed: frozenset[date]) -> Calendar:
    file = resource("data/holidays.csv")
    return Calendar(parse_holidays(file.read_text(encoding="utf-8"), file.name), confirmed)
