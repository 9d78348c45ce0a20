"""What is owed for one person: decisions, visits, ends of terms, papers, missing facts; each with its reason.

Which statuses have a term, a visit rule or closing papers stands in the packs; nothing here knows a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from app.kinds.dates import in_vietnam
from app.kinds.faults import Fault
from app.law.calendar import Calendar
from app.law.entries import Pack, Status
from app.law.explain import Because, explain
from app.law.facts import CaseFacts, PositiveTest, StatusFact
from app.law.packs import LawPacks, as_day
from app.law.reckoning import Case, Reckoning, Settings, measure_in
from app.words import N_, _

State = Literal["overdue", "today", "soon", "later", "missing"]

#: In the order of the start screen.
STATES: tuple[State, ...] = ("overdue", "today", "soon", "later", "missing")

#: What can be owed, with its label.
WHAT = {
    "decide": N_("Decide on user management"),
    "assess": N_("Ask for an assessment of addiction"),
    "compulsory_file": N_("Make the file for compulsory rehabilitation"),
    "visit": N_("Visit and residence check"),
    "term_end": N_("End of the term"),
    "end_papers": N_("Papers at the end of the term"),
    "missing_birth": N_("Birth not recorded"),
    "missing_residence": N_("Residence not recorded"),
    "missing_decision": N_("Number of the decision not recorded"),
    "missing_length": N_("Length of the term not recorded"),
    "missing_time": N_("Time of receipt not recorded"),
}
_ORDER = {state: position for position, state in enumerate(STATES)}
_DEFAULTS = Settings()
_ANY_CASE = Case()


class Owed(msgspec.Struct, frozen=True):
    """One obligation. ``due`` is None where the law has no number (then ``today``) or a fact is missing."""

    person: str
    what: str
    rule: str
    due: date | datetime | None
    state: State
    status: str = ""
    reckoning: Reckoning | None = None

    def label(self) -> str:
        """What is owed, in the language in use."""
        return _(WHAT[self.what])

    @property
    def because(self) -> Because | None:
        """The reason, in the language in use; None for a missing fact that no rule counts from."""
        return explain(self.reckoning) if self.reckoning else None


class Watch:
    """Says what is owed at one moment, person by person."""

    def __init__(
        self, packs: LawPacks, calendar: Calendar, now: datetime, settings: Settings = _DEFAULTS
    ) -> None:
        """``now`` is a moment with a time zone; acts from now on follow the regime in force then."""
        self._packs = packs
        self._calendar = calendar
        self._now = in_vietnam(now)
        self._today = self._now.date()
        self._settings = settings
        self._pack = packs.at(now)
        self._soon = self._today + timedelta(days=settings.soon_days)

    def owed(self, case: CaseFacts) -> tuple[Owed, ...]:
        """Everything owed for a person, the most urgent first."""
        found = [*self._tests(case), *self._missing(case)]
        known = self._pack.statuses
        running = [status for status in case.statuses if status.code in known and status.runs_on(self._today)]
        paused = any(known[status.code].pauses for status in running)
        for status in running:
            found += self._of_status(case, status, known[status.code], paused)
        return tuple(sorted(found, key=_urgency))

    def _pack_on(self, when: date | datetime) -> Pack:
        """The regime of a day; records older than every pack are read by the oldest."""
        return self._packs.at(max(as_day(when), self._packs.oldest))

    def _tests(self, case: CaseFacts) -> Iterator[Owed]:
        for test in case.positives:
            if not test.answered and not self._decided_after(case, test):
                owed = self._after_test(case, test)
                if owed is not None:
                    yield owed

    def _decided_after(self, case: CaseFacts, test: PositiveTest) -> bool:
        """A status with a term that began on or after the day of the test answers it."""
        day, known = as_day(test.received), self._pack.statuses
        return any(
            status.since >= day and status.code in known and bool(known[status.code].term)
            for status in case.statuses
        )

    def _after_test(self, case: CaseFacts, test: PositiveTest) -> Owed | None:
        day = as_day(test.received)
        pack = self._pack_on(day)
        held = frozenset(
            status.code for status in case.statuses if status.since < day and status.runs_on(day)
        )
        unsettled = not case.stable_residence and pack.has_ground("assessment", "no_residence")
        if unsettled or pack.grounds_for("assessment", held):
            return self._act(case, "assess", "assessment.request", test.received)
        if pack.grounds_for("compulsory", held):
            return self._act(case, "compulsory_file", "compulsory.make_file", test.received)
        if any(pack.statuses[code].list == "addict" for code in held if code in pack.statuses):
            return None
        return self._act(case, "decide", "user_management.decide", test.received)

    def _act(self, case: CaseFacts, what: str, rule: str, anchor: date | datetime, status: str = "") -> Owed:
        """An obligation under the regime in force at its anchor."""
        try:
            found = self._measure(self._pack_on(anchor), rule, anchor)
        except Fault as fault:
            if fault.code != "E_TIME_NEEDED":
                raise
            return Owed(case.person, "missing_time", rule, None, "missing", status)
        return self._made(case, what, status, found)

    def _measure(self, pack: Pack, rule: str, anchor: date | datetime, facts: Case = _ANY_CASE) -> Reckoning:
        return measure_in(self._packs, pack, rule, self._calendar, anchor, facts, self._settings)

    def _made(self, case: CaseFacts, what: str, status: str, found: Reckoning) -> Owed:
        return Owed(case.person, what, found.rule.id, found.due, self._state(found.due), status, found)

    def _of_status(
        self, case: CaseFacts, status: StatusFact, follows: Status, paused: bool
    ) -> Iterator[Owed]:
        if follows.visit and not paused:
            last = max(status.since, case.last_visit or status.since)
            found = self._measure(self._pack, follows.visit, last)
            if found.due is not None:
                yield self._made(case, "visit", status.code, found)
        if follows.term:
            yield from self._term(case, status, follows)

    def _term(self, case: CaseFacts, status: StatusFact, follows: Status) -> Iterator[Owed]:
        found = self._term_end(case, status, follows.term)
        if found is None:
            yield Owed(case.person, "missing_length", follows.term, None, "missing", status.code)
        elif found.due is not None:
            end = as_day(found.due)
            if end >= self._today or not follows.papers:
                yield self._made(case, "term_end", status.code, found)
            else:
                yield self._act(case, "end_papers", follows.papers, end, status.code)

    def _term_end(self, case: CaseFacts, status: StatusFact, name: str) -> Reckoning | None:
        """The term of a status under the regime that measures it; None when its length is not recorded."""
        opened = max(status.decided_on or status.since, self._packs.oldest)
        pack = self._packs.regime_for(name, opened=opened, act=self._now)
        start = status.counted_from or status.since
        rule = pack.rules.get(name)
        if status.ends is not None and rule is not None:
            return Reckoning(pack, rule, start, self._calendar, due=status.ends, stated=True)
        asked = rule is not None and rule.asks is not None
        facts = Case(
            minor=case.minor,
            time=status.time,
            months=status.months if asked else None,
            years=status.years if asked else None,
        )
        try:
            return self._measure(pack, name, start, facts)
        except Fault as fault:
            if fault.code not in ("E_NUMBER_NEEDED", "E_RANGE"):
                raise
            return None

    def _missing(self, case: CaseFacts) -> Iterator[Owed]:
        if not case.birth:
            yield Owed(case.person, "missing_birth", "", None, "missing")
        if not case.has_residence:
            yield Owed(case.person, "missing_residence", "", None, "missing")
        for status in case.statuses:
            if status.decision or not status.runs_on(self._today):
                continue
            pack = self._pack_on(status.decided_on or status.since)
            opened = pack.statuses.get(status.code)
            if opened and any(name in pack.decisions for name in opened.opened_by):
                yield Owed(case.person, "missing_decision", "", None, "missing", status.code)

    def _state(self, due: date | datetime | None) -> State:
        if due is None:
            return "today"
        day = as_day(due)
        if day < self._today or (isinstance(due, datetime) and due < self._now):
            return "overdue"
        if day == self._today:
            return "today"
        return "soon" if day <= self._soon else "later"


def owed(
    packs: LawPacks, calendar: Calendar, case: CaseFacts, now: datetime, settings: Settings = _DEFAULTS
) -> tuple[Owed, ...]:
    """Everything owed for one person at a moment; for many people keep one ``Watch``."""
    return Watch(packs, calendar, now, settings).owed(case)


def _urgency(one: Owed) -> tuple[int, str, str]:
    return _ORDER[one.state], one.due.isoformat() if one.due else "", one.what
