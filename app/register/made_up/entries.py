"""Collecting made-up records with the day each was entered; ids follow from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from app.kinds.dates import VIETNAM
from app.law.calendar import Calendar
from app.law.deadlines import deadline
from app.law.entries import Pack
from app.law.packs import LawPacks, as_day

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: kind, id, the day it is entered on, its fields."""

    kind: str
    id: str
    on: date
    fields: dict[str, Any]


class Entries:
    """A growing list of entries up to ``now``, under the law of each day."""

    def __init__(self, rng: Random, now: datetime, law: LawPacks, calendar: Calendar) -> None:
        self.rng = rng
        self.now = now
        self.day = now.date()
        self.first = self.day.replace(day=1)
        self.law = law
        self.calendar = calendar
        #: How many kits of a lot were used.
        self.uses: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._numbers: dict[str, int] = {}

    def add(self, kind: str, on: date, /, **fields: Any) -> str:
        """Add a record entered on a day (never after the register's); its new id."""
        number = self.rng.getrandbits(130)
        record_id = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
        kept = {name: _plain(value) for name, value in fields.items() if value is not None}
        self._entries.append(Entry(kind, record_id, min(on, self.day), kept))
        return record_id

    def again(self, kind: str, record_id: str, on: date, /, **fields: Any) -> None:
        """What was added to a record later: the former fields with these, entered on that day."""
        before = self.find(record_id)
        kept = {name: _plain(value) for name, value in fields.items() if value is not None}
        self._entries.append(Entry(kind, record_id, min(on, self.day), {**before.fields, **kept}))

    def find(self, record_id: str) -> Entry:
        """A record as it was last added; StopIteration when there is none."""
        return next(e for e in reversed(self._entries) if e.id == record_id)

    def since(self, count: int) -> list[Entry]:
        """What was added after so many entries."""
        return self._entries[count:]

    def __len__(self) -> int:
        return len(self._entries)

    def all(self) -> list[Entry]:
        """Everything collected, in the order in which it was added."""
        return list(self._entries)

    def of(self, kind: str) -> list[Entry]:
        """What was collected of one kind."""
        return [entry for entry in self._entries if entry.kind == kind]

    def number(self, sort: str, on: date, end: str) -> str:
        """The next number of a sort of paper in a year: 07/QĐ-UBND."""
        key = f"{sort}/{on.year}"
        self._numbers[key] = self._numbers.get(key, self.rng.randrange(5, 60)) + 1
        return f"{self._numbers[key]:02}/{end}"

    # -- days

    def in_month(self) -> date:
        """A day of the register's month, up to its day."""
        return self.first + timedelta(days=self.rng.randint(0, (self.day - self.first).days))

    def back(self, days: int) -> date:
        """The day so many days before the register's."""
        return self.day - timedelta(days=days)

    def has_come(self, on: date) -> bool:
        """Whether a day is not after the register's."""
        return on <= self.day

    def working(self, on: date) -> date:
        """The next working day, but never after the register's day."""
        return min(self.calendar.next_working(on), self.day)

    def before(self, on: date) -> date:
        """The last working day before a day."""
        on -= timedelta(days=1)
        while not self.calendar.is_working(on):
            on -= timedelta(days=1)
        return on

    def moment(self, day: date, hour: int = 8) -> datetime:
        """A moment of a day, in the two hours after the one given; never after now."""
        at = time(self.rng.randint(hour, hour + 2), self.rng.choice((0, 10, 25, 40)))
        return min(datetime.combine(day, at, VIETNAM), self.now)

    def hours_ago(self, hours: int) -> datetime:
        """So many hours ago, counted from the full hour."""
        return self.now.replace(minute=0, second=0) - timedelta(hours=hours)

    # -- the law of a day

    def pack(self, on: date) -> Pack:
        """The law of a day; what is older than every law goes by the oldest."""
        return self.law.at(max(on, self.law.oldest))

    def in_force_since(self) -> date:
        """The first day of the law of the register's day."""
        return self.pack(self.day).head.valid_from

    def due(self, rule: str, anchor: date | datetime, **case: Any) -> date | None:
        """The last day of a rule; None where the law of the anchor's day has no number.

        What is older than every law goes by the oldest, as if it had been in force.
        """
        before = max(self.law.oldest - as_day(anchor), timedelta(0))
        found = deadline(self.law, self.calendar, rule, anchor + before, **case).due
        return as_day(found) - before if found else None

    def length(self, rule: str, on: date, *, minor: bool = False) -> dict[str, int]:
        """The months or years that a decision fixes within what the law of a day allows; {} where it fixes none."""
        found = self.pack(on).rules[rule]
        fitting = [v.asks for v in found.variants if v.asks and v.when.minor is minor]
        asks = fitting[0] if fitting else found.asks
        return {asks.option: self.rng.randint(asks.at_least, asks.at_most)} if asks else {}

    def kept(self, rule: str, anchor: date | datetime, **case: Any) -> date:
        """A day on which an office did what a rule asks, in time; within two days where there is no number."""
        first = as_day(anchor)
        last = self.due(rule, anchor, **case) or first + timedelta(days=2)
        on = first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))
        return min(self.calendar.next_working(on), max(last, first), self.day)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
