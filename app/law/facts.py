"""What the law needs to know about one person to say what is owed; the register fills these in."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class StatusFact(msgspec.Struct, frozen=True):
    """One legal status with what its decision says.

    ``counted_from``: the day the term runs from if not ``since`` (after-care: completion of rehabilitation);
    ``decided_on``: day of the decision that opened it, which fixes the regime; ``ends``: last day as the
    decision states it, which then counts; ``months``, ``years``, ``time``: length where a choice is left.
    """

    code: str
    since: date
    until: date | None = None
    decision: str = ""
    decided_on: date | None = None
    counted_from: date | None = None
    ends: date | None = None
    months: int | None = None
    years: int | None = None
    time: int = 1

    def runs_on(self, day: date) -> bool:
        """Whether the status is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class PositiveTest(msgspec.Struct, frozen=True):
    """A positive result, when who decides received it; ``answered`` once a decision or request followed."""

    received: date | datetime
    answered: bool = False


class CaseFacts(msgspec.Struct, frozen=True):
    """One person as the law sees them; ``stable_residence`` in the sense of Decree 105/2021 art. 41."""

    person: str
    birth: str | None = None
    has_residence: bool = True
    stable_residence: bool = True
    minor: bool = False
    statuses: tuple[StatusFact, ...] = ()
    positives: tuple[PositiveTest, ...] = ()
    last_visit: date | None = None
