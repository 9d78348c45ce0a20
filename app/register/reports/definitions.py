"""What each report holds, as data: its headings, figures, breakdowns and lists in order, and when it is due."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from app.kinds.faults import Fault
from app.law.entries import Entry, Label, Mark
from app.register.counting.dimensions import DIMENSIONS
from app.register.counting.measures import MEASURES
from app.register.reports.periods import SORTS, Period
from app.words import N_
from app.words.resources import resource

_FOLDER = "data/reports"
_DAMAGED = N_("The report definition {file} is damaged at {place}. Install the program again.")
_NONE = N_("There is no report “{name}”. Choose one of: {known}.")
#: The lists of people that can stand in a report (``reports.listing``).
LISTS = ("managed",)


class SectionSpec(Entry, frozen=True):
    """A heading with its figures."""

    heading: Label
    figures: tuple[str, ...]


class BreakdownSpec(Entry, frozen=True):
    """Figures side by side, by each of several breakdowns."""

    heading: Label
    figures: tuple[str, ...]
    by: tuple[str, ...]


class RateSpec(Entry, frozen=True):
    """A figure as a share of the residents."""

    label: Label
    part: str


class ListSpec(Entry, frozen=True):
    """A list of people."""

    heading: Label
    name: str


class DueSpec(Entry, frozen=True):
    """Before which day the report is with whom; ``month`` 0: the month in which the period ends."""

    to: Label
    day: int
    month: int
    source: str
    mark: Mark


class ReportSpec(Entry, frozen=True, kw_only=True):
    """One report. ``mark``: whether its layout is that of an official form that was seen."""

    id: str
    version: str
    sort: str
    place: int
    title: Label
    about: Label
    source: str
    mark: Mark
    section: tuple[SectionSpec, ...]
    breakdown: tuple[BreakdownSpec, ...] = ()
    rate: tuple[RateSpec, ...] = ()
    list: tuple[ListSpec, ...] = ()
    due: tuple[DueSpec, ...] = ()
    targets: bool = False

    def figures(self) -> tuple[str, ...]:
        """Every figure it needs, once, in the order of first use."""
        named = [name for one in self.section for name in one.figures]
        named += [name for one in self.breakdown for name in one.figures]
        return tuple(dict.fromkeys((*named, *(one.part for one in self.rate))))

    def dimensions(self) -> tuple[str, ...]:
        """Every breakdown it needs, once."""
        return tuple(dict.fromkeys(name for one in self.breakdown for name in one.by))


@dataclass(frozen=True, slots=True)
class Due:
    """The day before which a report of a period is with somebody."""

    to: str
    before: date
    source: str
    mark: str


def definition(name: str) -> ReportSpec:
    """A report by its name; Fault E_REPORT."""
    known = definitions()
    if name not in known:
        raise Fault("E_REPORT", _NONE, name=name, known=", ".join(known))
    return known[name]


@cache
def definitions() -> dict[str, ReportSpec]:
    """The reports shipped, in the order they are shown."""
    found = (read_definition(file.name, file.read_text("utf-8")) for file in resource(_FOLDER).glob("*.toml"))
    return {one.id: one for one in sorted(found, key=lambda one: (one.place, one.id))}


def read_definition(file: str, text: str) -> ReportSpec:
    """One definition, checked; Fault E_PACK naming the file and the place where it is damaged."""
    try:
        made = msgspec.convert(tomllib.loads(text), ReportSpec)
    except tomllib.TOMLDecodeError:
        raise Fault("E_PACK", _DAMAGED, file=file, place="toml") from None
    except msgspec.ValidationError as error:
        raise Fault("E_PACK", _DAMAGED, file=file, place=str(error).rpartition("`$")[2].strip(".`")) from None
    for place in _wrong(made):
        raise Fault("E_PACK", _DAMAGED, file=file, place=place)
    return made


def dues(spec: ReportSpec, period: Period) -> list[Due]:
    """When a report of a period is due, earliest first; the words in the language in use."""
    found = []
    for one in spec.due:
        if one.month and one.month != period.last.month:
            continue
        found.append(Due(one.to.said(), period.last.replace(day=one.day), one.source, one.mark))
    return sorted(found, key=lambda one: one.before)


def _wrong(made: ReportSpec) -> Iterator[str]:
    """What a definition names that does not exist."""
    if made.sort not in SORTS:
        yield f"sort {made.sort}"
    yield from (f"figure {name}" for name in made.figures() if name not in MEASURES)
    for name in made.dimensions():
        if name not in DIMENSIONS or not DIMENSIONS[name].of_person:
            yield f"by {name}"
    for one in made.breakdown:
        yield from (f"breakdown {name}" for name in one.figures if MEASURES[name].what != "persons")
    yield from (f"list {one.name}" for one in made.list if one.name not in LISTS)
    yield from (f"due {one.day}" for one in made.due if not _is_day(one.day, one.month))


def _is_day(day: int, month: int) -> bool:
    """Whether a year has the day; without a month it has to be one that every month has."""
    return 0 <= month <= 12 and 1 <= day <= monthrange(2001, month or 2)[1]
