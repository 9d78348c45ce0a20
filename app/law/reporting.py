"""The reporting year: from which day to which day the events of a year are counted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from app.law.beside import Beside, in_force, read_beside, shipped_texts
from app.law.entries import Entry, Mark
from app.law.reading import damaged

SORT = "reporting"


class YearStart(Entry, frozen=True):
    """The day on which a reporting year begins, every year."""

    month: int
    day: int
    article: str
    mark: Mark


class Reporting(Beside, frozen=True, kw_only=True):
    """The file of a rule on periodic reports."""

    year: YearStart


def reporting_year(day: date) -> tuple[date, date]:
    """The first and the last day of the reporting year that a day lies in (NĐ 09/2019/NĐ-CP article 12)."""
    rule = in_force(shipped_reporting(), day).year
    begins = date(day.year, rule.month, rule.day)
    if day < begins:
        begins = date(day.year - 1, rule.month, rule.day)
    return begins, date(begins.year + 1, rule.month, rule.day) - timedelta(days=1)


@cache
def shipped_reporting() -> tuple[Reporting, ...]:
    """The files shipped."""
    return tuple(read_beside(file, text, Reporting, _check) for file, text in shipped_texts(SORT))


def _check(file: str, made: Reporting) -> None:
    try:
        date(2001, made.year.month, made.year.day)  # a day that every year has
    except ValueError:
        raise damaged(file, "year") from None
