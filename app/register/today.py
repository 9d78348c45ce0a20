"""The start screen: what is owed, in groups, and four numbers that each open a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.kinds.dates import VIETNAM
from app.law.owed import WHAT, level_at
from app.law.reckoning import Settings
from app.ledger.reader import Reader
from app.register.lists import people_under
from app.register.session import Session
from app.register.tables.cards import UNDER_MANAGEMENT
from app.register.tables.people import soon_days
from app.words import _

#: How far ahead the start screen looks where the unit has not chosen.
SOON_DAYS = Settings().soon_days
_WEEK = 7
GROUPS = ("overdue", "today", "soon", "missing")


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One thing owed about one person; ``due`` is a day or a moment, None where a fact is missing.

    ``level`` says how pressing an hour clock is: 0, 1 once half of it has passed, 2 at nine tenths, 3 when it
    has run out; 0 where days are counted.
    """

    person: str
    name: str
    hamlet: str | None
    what: str
    rule: str
    status: str
    due: date | datetime | None
    state: str
    level: int = 0

    def label(self) -> str:
        """What is owed, in the language in use."""
        return _(WHAT[self.what])


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line of a week's plan: the day it is to be done, None where that was before the week; whose it is."""

    day: date | None
    officer: str
    line: OwedLine


@dataclass(frozen=True, slots=True)
class TodayView:
    """The start screen. ``months``: (first day of month, new people) of the last twelve, oldest first."""

    groups: dict[str, list[OwedLine]]
    counts: dict[str, int]
    managed: int
    new_this_month: int
    tests_this_month: int
    months: list[tuple[date, int]]


def due_lines(session: Session, on: date, days: int | None = None, limit: int = 100_000) -> list[OwedLine]:
    """What is owed on a day: everything overdue or missing, and what falls due within ``days`` (None: all)."""
    now = _moment(session, on)
    with session.store.read() as reader:
        look = _Look(now, soon_days(session, reader))
        until = (on + timedelta(days=days + 1)).isoformat() if days is not None else "9999"
        dated = _lines(reader, f"owed.due < ? ORDER BY {_ORDER}", (until,), limit, look)
        undated = _lines(reader, f"owed.due IS NULL ORDER BY {_ORDER}", (), limit, look)
    return dated + undated


def week(session: Session, first_day: date) -> list[WeekLine]:
    """The plan of the seven days from ``first_day`` on: what was due before, then day by day, by officer.

    What the law wants at once without a number of days stands on the first day; missing facts are left out.
    """
    now = _moment(session, first_day)
    after = (first_day + timedelta(days=_WEEK)).isoformat()
    where = "(owed.due < ? OR owed.due IS NULL AND lacks = 0)"
    with session.store.read() as reader:
        look = _Look(now, soon_days(session, reader))
        found = [
            WeekLine(_planned(line, first_day), officer, line)
            for line, officer in _with_officer(reader, f"{where} ORDER BY {_ORDER}", (after,), 100_000, look)
        ]
    # those of nobody last; within an officer the order of the list stays
    found.sort(key=lambda one: (one.day or date.min, one.officer == "", one.officer))
    return found


def _planned(line: OwedLine, first_day: date) -> date | None:
    if line.due is None:
        return first_day
    day = _day(line.due)
    return day if day >= first_day else None


def today_view(session: Session, per_group: int = 200) -> TodayView:
    """The start screen as of now; each group holds at most ``per_group`` lines, ``counts`` tells all."""
    now = session.now()
    today = now.date()
    with session.store.read() as reader:
        look = _Look(now, soon_days(session, reader))
        bounds = _bounds(look)
        groups = {
            name: _lines(reader, f"{where} ORDER BY {_ORDER}", params, per_group, look)
            for name, (where, params) in bounds.items()
        }
        counts = {
            name: int(reader.value(f"SELECT count(*) FROM owed WHERE {where}", params) or 0)
            for name, (where, params) in bounds.items()
        }
        month = today.replace(day=1)
        return TodayView(
            groups,
            counts,
            people_under(reader),
            _opened(reader, month, today),
            _tests(reader, month, today),
            _months(reader, today),
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """The moment at which things are looked at, and how many days ahead are soon."""

    now: datetime
    soon: int


#: As in the index, so that a short list stops at its limit.
_ORDER = "owed.due, lacks, owed.name_key, owed.p"


def _bounds(look: _Look) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The groups as conditions. A day is text of ten characters; longer ones are moments and pass within a day."""
    now = look.now
    today = now.date().isoformat()
    tomorrow = (now.date() + timedelta(days=1)).isoformat()
    later = (now.date() + timedelta(days=look.soon + 1)).isoformat()
    passed = "(length(owed.due) > 10 AND owed.due < ?)"
    return {
        "overdue": (f"owed.due < ? AND (owed.due < ? OR {passed})", (tomorrow, today, now.isoformat())),
        "today": (
            f"(owed.due >= ? AND owed.due < ? AND NOT {passed} OR owed.due IS NULL AND lacks = 0)",
            (today, tomorrow, now.isoformat()),
        ),
        "soon": ("owed.due >= ? AND owed.due < ?", (tomorrow, later)),
        "missing": ("owed.due IS NULL AND lacks = 1", ()),
    }


def _moment(session: Session, on: date) -> datetime:
    now = session.now()
    return now if now.date() == on else datetime(on.year, on.month, on.day, tzinfo=VIETNAM)


def _lines(reader: Reader, where: str, params: tuple[object, ...], limit: int, look: _Look) -> list[OwedLine]:
    return [line for line, _officer in _with_officer(reader, where, params, limit, look)]


def _with_officer(
    reader: Reader, where: str, params: tuple[object, ...], limit: int, look: _Look
) -> list[tuple[OwedLine, str]]:
    sql = (
        "SELECT owed.person, card.name, card.hamlet, owed.what, owed.rule, owed.status, owed.due,"
        " owed.half_at, owed.ninth_at, card.officer"
        f" FROM owed CROSS JOIN card ON card.p = owed.p WHERE {where} LIMIT {limit:d}"
    )
    return [(_line(row, look), row[9] or "") for row in reader.rows(sql, params)]


def _line(row: Sequence[Any], look: _Look) -> OwedLine:
    person, name, hamlet, what, rule, status, stored, half, ninth, _officer = row
    due = _due(stored)
    undated = due is None and not what.startswith("missing_")
    state = "today" if undated else state_of(due, look.now, look.soon)
    level = level_at(_at(half), _at(ninth), due, look.now)
    return OwedLine(person, name, hamlet, what, rule, status, due, state, level)


def _at(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _due(stored: str | None) -> date | datetime | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)


def _day(due: date | datetime) -> date:
    return due.date() if isinstance(due, datetime) else due


def state_of(due: date | datetime | None, now: datetime, soon: int = SOON_DAYS) -> str:
    """overdue, today, soon (within so many days), later or missing, as seen at a moment."""
    if due is None:
        return "missing"
    if isinstance(due, datetime) and due < now:
        return "overdue"
    day = _day(due)
    if day < now.date():
        return "overdue"
    if day == now.date():
        return "today"
    return "soon" if day <= now.date() + timedelta(days=soon) else "later"


#: Statuses that a person is newly under management by; only of people who are in the register.
_CODES = ", ".join(f"'{code}'" for code in sorted(UNDER_MANAGEMENT))
# asked row by row: as a list of everybody, the planner would walk through all of them
_IN_REGISTER = "EXISTS (SELECT 1 FROM r_person AS who WHERE who.id = person AND who._state = 0)"
_MANAGED = f"_state = 0 AND status IN ({_CODES}) AND {_IN_REGISTER}"


def _opened(reader: Reader, first: date, last: date) -> int:
    sql = f"SELECT count(DISTINCT person) FROM r_status_period WHERE {_MANAGED} AND since BETWEEN ? AND ?"
    return int(reader.value(sql, (first.isoformat(), last.isoformat())) or 0)


def _tests(reader: Reader, first: date, last: date) -> int:
    sql = (
        "SELECT count(*) FROM r_drug_test WHERE _state = 0 AND sampled_at >= ? AND sampled_at < ?"
        f" AND {_IN_REGISTER}"
    )
    after = last + timedelta(days=1)
    return int(reader.value(sql, (first.isoformat(), after.isoformat())) or 0)


def _months(reader: Reader, today: date) -> list[tuple[date, int]]:
    firsts = [today.replace(day=1)]
    while len(firsts) < 12:
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    sql = (
        f"SELECT substr(since, 1, 7), count(DISTINCT person) FROM r_status_period WHERE {_MANAGED}"
        " AND since BETWEEN ? AND ? GROUP BY 1"
    )
    found = {row[0]: row[1] for row in reader.rows(sql, (firsts[0].isoformat(), today.isoformat()))}
    return [(first, int(found.get(first.isoformat()[:7], 0))) for first in firsts]
