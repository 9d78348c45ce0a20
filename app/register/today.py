"""The start screen: what is owed, in groups, and four numbers that each open a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.kinds.dates import VIETNAM
from app.law.owed import WHAT
from app.ledger.reader import Reader
from app.register.lists import people_under
from app.register.session import Session
from app.register.tables.cards import UNDER_MANAGEMENT
from app.words import _

SOON_DAYS = 7
GROUPS = ("overdue", "today", "soon", "missing")


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One thing owed about one person; ``due`` is a day or a moment, None where a fact is missing."""

    person: str
    name: str
    hamlet: str | None
    what: str
    rule: str
    status: str
    due: date | datetime | None
    state: str

    def label(self) -> str:
        """What is owed, in the language in use."""
        return _(WHAT[self.what])


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
        until = (on + timedelta(days=days + 1)).isoformat() if days is not None else "9999"
        dated = _lines(reader, f"owed.due < ? ORDER BY {_ORDER}", (until,), limit, now)
        undated = _lines(reader, f"owed.due IS NULL ORDER BY {_ORDER}", (), limit, now)
    return dated + undated


def today_view(session: Session, per_group: int = 200) -> TodayView:
    """The start screen as of now; each group holds at most ``per_group`` lines, ``counts`` tells all."""
    now = session.now()
    today = now.date()
    bounds = _bounds(now)
    with session.store.read() as reader:
        groups = {
            name: _lines(reader, f"{where} ORDER BY {_ORDER}", params, per_group, now)
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


#: As in the index, so that a short list stops at its limit.
_ORDER = "owed.due, lacks, owed.name_key, owed.p"


def _bounds(now: datetime) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The groups as conditions. A day is text of ten characters; longer ones are moments and pass within a day."""
    today = now.date().isoformat()
    tomorrow = (now.date() + timedelta(days=1)).isoformat()
    later = (now.date() + timedelta(days=SOON_DAYS + 1)).isoformat()
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


def _lines(
    reader: Reader, where: str, params: tuple[object, ...], limit: int, now: datetime
) -> list[OwedLine]:
    sql = (
        "SELECT owed.person, card.name, card.hamlet, owed.what, owed.rule, owed.status, owed.due"
        f" FROM owed CROSS JOIN card ON card.p = owed.p WHERE {where} LIMIT {limit:d}"
    )
    return [_line(row, now) for row in reader.rows(sql, params)]


def _line(row: Sequence[Any], now: datetime) -> OwedLine:
    person, name, hamlet, what, rule, status, stored = row
    due = _due(stored)
    state = "today" if due is None and not what.startswith("missing_") else state_of(due, now)
    return OwedLine(person, name, hamlet, what, rule, status, due, state)


def _due(stored: str | None) -> date | datetime | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)


def state_of(due: date | datetime | None, now: datetime) -> str:
    """overdue, today, soon, later or missing, as seen at a moment."""
    if due is None:
        return "missing"
    if isinstance(due, datetime) and due < now:
        return "overdue"
    day = due.date() if isinstance(due, datetime) else due
    if day < now.date():
        return "overdue"
    if day == now.date():
        return "today"
    return "soon" if day <= now.date() + timedelta(days=SOON_DAYS) else "later"


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
