"""How many people with addiction there are as of any day, under the old and the new rule of removal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from app.kinds.faults import Fault
from app.law.calendar import add_months
from app.law.headcount import REASONS, Period, Removal, standing
from app.law.ladder import Measures
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_, _

_ORDER = N_("The first month lies after the last one. Correct one of the two.")
_LONGEST_SERIES = 600
_TOO_LONG = N_("Choose at most {n} months.")

_STATUSES = "SELECT person, status, since, until FROM r_status_period WHERE _state = 0 AND since <= ?"
_COMPLETED = """
SELECT person, ended_on AS day FROM r_rehab_episode WHERE _state = 0 AND outcome = 'completed' AND day <= ?1
 UNION ALL
SELECT person, stopped_on AS day FROM r_substitution_treatment
 WHERE _state = 0 AND stop_reason = 'completed' AND day <= ?1
 UNION ALL
SELECT s.person, s.until AS day FROM r_status_period AS s JOIN r_decision AS d ON d.id = s.closed_by
 WHERE s._state = 0 AND d._state = 0 AND d.sort = 'completion' AND s.status <> 'S' AND day <= ?1
"""


class Difference(msgspec.Struct, frozen=True):
    """A person whom only one of the rules counts; reasons are keys of ``REASONS``."""

    person: str
    by_old: bool
    by_new: bool
    old_reason: str
    new_reason: str

    def why(self) -> str:
        """Both reasons in the language in use."""
        return _(
            "Old rule: {old}. New rule: {new}.",
            old=_(REASONS[self.old_reason]),
            new=_(REASONS[self.new_reason]),
        )


class Headcount(msgspec.Struct, frozen=True):
    """Both counts of a day with the people counted; ``in_force``: which one the law of the day asks for."""

    on: date
    old: tuple[str, ...]
    new: tuple[str, ...]
    differs: tuple[Difference, ...]
    in_force: str
    old_rule: Removal
    new_rule: Removal

    @property
    def count(self) -> int:
        """The figure by the law in force on the day."""
        return len(self.new if self.in_force == "new" else self.old)


class Point(msgspec.Struct, frozen=True):
    """One day of a series."""

    on: date
    old: int
    new: int
    in_force: str

    @property
    def count(self) -> int:
        """The figure by the law in force on the day."""
        return self.new if self.in_force == "new" else self.old


class Series(msgspec.Struct, frozen=True):
    """Counts by month; ``break_on``: the first day of the new rule, which a chart must mark."""

    points: tuple[Point, ...]
    break_on: date
    note: str


class _History:
    """What is known of one person."""

    __slots__ = ("completions", "periods")

    def __init__(self) -> None:
        self.periods: list[Period] = []
        self.completions: list[date] = []


def addict_headcount(session: Session, on: date | None = None) -> Headcount:
    """Both counts as of a day (default: today), with the ids counted and whom only one of them counts."""
    day = on or session.today()
    old_rule, new_rule = _rules(session)
    with session.store.read() as reader:
        known = _histories(reader, day)
    old, new, differs = [], [], []
    for person, history in sorted(known.items()):
        was = standing(old_rule.removal, history.periods, history.completions, day)
        now = standing(new_rule.removal, history.periods, history.completions, day)
        if was.listed:
            old.append(person)
        if now.listed:
            new.append(person)
        if was.listed != now.listed:
            differs.append(Difference(person, was.listed, now.listed, was.reason, now.reason))
    return Headcount(
        on=day,
        old=tuple(old),
        new=tuple(new),
        differs=tuple(differs),
        in_force=_in_force(new_rule, day),
        old_rule=old_rule.removal,
        new_rule=new_rule.removal,
    )


def headcount_series(session: Session, first: date, last: date) -> Series:
    """Both counts at the end of every month from that of ``first`` to that of ``last`` (not beyond today).

    Faults: E_RANGE when the days are the wrong way round or too far apart. Seconds for a large register.
    """
    if first > last:
        raise Fault("E_RANGE", _ORDER)
    days = list(_month_ends(first, min(last, session.today())))
    if len(days) > _LONGEST_SERIES:
        raise Fault("E_RANGE", _TOO_LONG, n=_LONGEST_SERIES)
    old_rule, new_rule = _rules(session)
    with session.store.read() as reader:
        known = _histories(reader, days[-1] if days else last)
    histories = list(known.values())
    points = tuple(
        Point(
            on=day,
            old=_count(old_rule.removal, histories, day),
            new=_count(new_rule.removal, histories, day),
            in_force=_in_force(new_rule, day),
        )
        for day in days
    )
    note = _(
        "From {day:%d/%m/%Y} people leave the list when they complete rehabilitation: figures before and after "
        "are not comparable.",
        day=new_rule.valid_from,
    )
    return Series(points, new_rule.valid_from, note)


def _rules(session: Session) -> tuple[Measures, Measures]:
    """The newest rule by which after-care counts, and the one by which completion does."""
    measures = session.shelf.measures
    old = max((one for one in measures if one.removal.leaves == "aftercare"), key=lambda one: one.since)
    new = max((one for one in measures if one.removal.leaves == "completion"), key=lambda one: one.since)
    return old, new


def _in_force(new: Measures, day: date) -> str:
    return "new" if day >= new.valid_from else "old"


def _count(rule: Removal, histories: Sequence[_History], day: date) -> int:
    return sum(standing(rule, one.periods, one.completions, day).listed for one in histories)


def _histories(reader: Reader, day: date) -> dict[str, _History]:
    """Everybody with a status by that day; what is written of a merged person is the other's."""
    until = (day.isoformat(),)
    statuses = reader.rows(_STATUSES, until)
    survivors = reader.survivors({row[0] for row in statuses})
    live = {row[0] for row in reader.rows("SELECT id FROM r_person WHERE _state = 0")}
    known: dict[str, _History] = {}
    for person, status, since, last in statuses:
        one = _one(survivors, person)
        if one in live:
            ends = date.fromisoformat(last) if last else None
            known.setdefault(one, _History()).periods.append(Period(status, date.fromisoformat(since), ends))
    for person, on in reader.rows(_COMPLETED, until):
        one = _one(survivors, person)
        if one in known:
            known[one].completions.append(date.fromisoformat(on))
    return known


def _one(survivors: Mapping[str, str], person: str) -> str:
    return survivors.get(person, person)


def _month_ends(first: date, last: date) -> Iterator[date]:
    """The last day of each month from one day's to another's; the last one never beyond ``last``."""
    start = first.replace(day=1)
    n = 0
    while True:
        begin, _clamped = add_months(start, n)
        if begin > last:
            return
        following, _clamped = add_months(start, n + 1)
        yield min(following - timedelta(days=1), last)
        n += 1


__all__ = ["Difference", "Headcount", "Point", "Series", "addict_headcount", "headcount_series"]
