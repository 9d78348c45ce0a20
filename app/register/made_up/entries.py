"""Collecting made-up records with the day each was entered; ids follow from the seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from app.kinds.dates import VIETNAM

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: kind, id, the day it is entered on, its fields."""

    kind: str
    id: str
    on: date
    fields: dict[str, Any]


class Entries:
    """A growing list of entries up to a day. ``regime`` names the law in force on a day."""

    def __init__(self, rng: Random, day: date, regime: Callable[[date], str]) -> None:
        self.rng = rng
        self.day = day
        self.first = day.replace(day=1)
        self._regime = regime
        self._entries: list[Entry] = []
        self._numbers: dict[str, int] = {}

    def add(self, kind: str, on: date, /, **fields: Any) -> str:
        """Add a record entered on a day (never after the register's); its new id."""
        number = self.rng.getrandbits(130)
        record_id = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
        kept = {name: _plain(value) for name, value in fields.items() if value is not None}
        self._entries.append(Entry(kind, record_id, min(on, self.day), kept))
        return record_id

    def all(self) -> list[Entry]:
        """Everything collected, in the order in which it was added."""
        return list(self._entries)

    def of(self, kind: str) -> list[Entry]:
        """What was collected of one kind."""
        return [entry for entry in self._entries if entry.kind == kind]

    def status(
        self, person: str, code: str, since: date, until: date | None = None, by: str | None = None
    ) -> str:
        """A status under the law of the day it began."""
        return self.add(
            "status_period",
            since,
            person=person,
            status=code,
            since=since,
            until=until,
            regime=self._regime(since),
            opened_by=by,
        )

    def number(self, sort: str, on: date, end: str) -> str:
        """The next number of a sort of paper in a year: 07/QĐ-UBND."""
        key = f"{sort}/{on.year}"
        self._numbers[key] = self._numbers.get(key, self.rng.randrange(5, 60)) + 1
        return f"{self._numbers[key]:02}/{end}"

    def in_month(self) -> date:
        """A day of the register's month, up to its day."""
        return self.first + timedelta(days=self.rng.randint(0, (self.day - self.first).days))

    def back(self, days: int) -> date:
        """The day so many days before the register's."""
        return self.day - timedelta(days=days)

    def moment(self, day: date) -> datetime:
        """A moment in office hours of a day."""
        return datetime.combine(day, time(self.rng.randint(8, 10), self.rng.choice((0, 10, 25, 40))), VIETNAM)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
