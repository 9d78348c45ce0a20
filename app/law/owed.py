"""What is owed for one person, subject by subject: each with its rule, regime, calendar and arithmetic.

Which statuses have a term, a contact rule or closing papers stands in the packs; nothing here knows a number.
An obligation is there until a record meets it; that its day has passed only makes it overdue.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from app.law.calendar import Calendar
from app.law.facts import CaseFacts
from app.law.packs import LawPacks
from app.law.reckoning import Settings
from app.law.watch import assessing, caring, filing, keeping, moving, stopping, terms, using
from app.law.watch.labels import WHAT
from app.law.watch.look import STATES, Lens, Look, Owed, State

__all__ = ["STATES", "WHAT", "Answer", "Owed", "State", "Watch", "level_at", "owed"]

_ORDER = {state: position for position, state in enumerate(STATES)}
_DEFAULTS = Settings()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What is owed, and from which day on and until which day (exclusive) exactly this is owed."""

    owed: tuple[Owed, ...]
    since: date
    until: date


class Watch:
    """Says what is owed at one moment, person by person."""

    def __init__(
        self, packs: LawPacks, calendar: Calendar, now: datetime, settings: Settings = _DEFAULTS
    ) -> None:
        """``now`` is a moment with a time zone; acts from now on follow the regime in force then."""
        self._lens = Lens(packs, calendar, now, settings)

    @property
    def today(self) -> date:
        """The day that is looked at, in Vietnam."""
        return self._lens.today

    def owed(self, case: CaseFacts) -> tuple[Owed, ...]:
        """Everything owed for a person, the most urgent first."""
        return self.answer(case).owed

    def answer(self, case: CaseFacts) -> Answer:
        """Everything owed for a person, and how long the answer stays the same by the passing of days."""
        look = Look(self._lens, case)
        found = [*keeping.missing(look), *terms.owed(look), *stopping.owed(look), *caring.coming_of_age(look)]
        if case.positives or case.detections or case.failed_test is not None:
            found += using.owed(look)
        if case.requests or case.assessments:
            found += assessing.owed(look)
        if case.episodes or case.treatments:
            found += caring.owed(look)
        if case.files:
            found += filing.owed(look)
        if case.absences:
            found += moving.owed(look)
        if case.breaches:
            found += keeping.breaches(look)
        if case.decisions:
            found += keeping.monitoring(look)
        if case.not_met_since is not None:
            found += keeping.trace(look)
        if case.appointments:
            found += keeping.appointments(look, found)
        return Answer(tuple(_once(sorted(found, key=_urgency))), look.since, look.until)


def owed(
    packs: LawPacks, calendar: Calendar, case: CaseFacts, now: datetime, settings: Settings = _DEFAULTS
) -> tuple[Owed, ...]:
    """Everything owed for one person at a moment; for many people keep one ``Watch``."""
    return Watch(packs, calendar, now, settings).owed(case)


def level_at(
    half: datetime | None, ninth: datetime | None, due: date | datetime | None, now: datetime
) -> int:
    """How pressing an hour clock is: 0, 1 from half of its time on, 2 from nine tenths, 3 when it has run out.

    Where days are counted (``half`` None) it is always 0.
    """
    if half is None or ninth is None or not isinstance(due, datetime):
        return 0
    return 3 if due < now else 2 if ninth <= now else 1 if half <= now else 0


def _once(found: list[Owed]) -> list[Owed]:
    """Several grounds for a file lead to one file: of such acts the first stays."""
    kept: list[Owed] = []
    seen: set[str] = set()
    for one in found:
        if one.what in ("compulsory_file", "limitation", "assess"):
            if one.what in seen:
                continue
            seen.add(one.what)
        kept.append(one)
    return kept


def _urgency(one: Owed) -> tuple[int, str, str]:
    return _ORDER[one.state], one.due.isoformat() if one.due else "", one.what
