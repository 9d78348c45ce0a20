"""One look at one person at one moment: measures rules, and remembers how long the answer stays the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from app.kinds.dates import birth_range, in_vietnam
from app.kinds.faults import Fault
from app.law.ages import is_minor
from app.law.calendar import Calendar, add_months
from app.law.entries import Pack, Rule, Status
from app.law.explain import Because, explain
from app.law.facts import CaseFacts, StatusFact
from app.law.packs import LawPacks, as_day
from app.law.reckoning import Case, Reckoning, Settings, measure_in
from app.law.watch.labels import WHAT
from app.words import _

State = Literal["overdue", "today", "soon", "later", "missing"]

#: In the order of the start screen.
STATES: tuple[State, ...] = ("overdue", "today", "soon", "later", "missing")
#: Rehabilitation under way, by the form of an episode.
STATUS_OF_FORM = {
    "home": "A-TN-GĐ",
    "facility": "A-TN-CS",
    "private": "A-TN-CS",
    "compulsory": "A-BB",
    "compulsory_minor": "A-BB-TN",
}
ONE_DAY = timedelta(days=1)
_ANY_CASE = Case()
_MONTHS_A_YEAR = 12


class Owed(msgspec.Struct, frozen=True, gc=False):
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

    @property
    def half_at(self) -> datetime | None:
        """When half of an hour clock has passed; None where days are counted."""
        return self.reckoning.part(5) if self.reckoning else None

    @property
    def ninth_at(self) -> datetime | None:
        """When nine tenths of an hour clock have passed; None where days are counted."""
        return self.reckoning.part(9) if self.reckoning else None


class Lens:
    """What is the same for everybody at one moment: packs, calendar, settings, the regime in force."""

    def __init__(self, packs: LawPacks, calendar: Calendar, now: datetime, settings: Settings) -> None:
        self.packs = packs
        self.calendar = calendar
        self.settings = settings
        self.now = in_vietnam(now)
        self.today = self.now.date()
        self.pack = packs.at(now)
        self.soon = self.today + timedelta(days=settings.soon_days)
        self.since, self.until = self._steady()
        self._packs_of: dict[date, Pack] = {}
        self._kept: dict[tuple[str, date], Pack] = {}

    def _steady(self) -> tuple[date, date]:
        """From which day on, and until which day, the same law is in force."""
        changes = self.packs.changes
        at = bisect_right(changes, self.today)
        return (changes[at - 1] if at else date.min), (changes[at] if at < len(changes) else date.max)

    def pack_on(self, when: date | datetime) -> Pack:
        """The regime of a day; records older than every pack are read by the oldest."""
        day = as_day(when)
        found = self._packs_of.get(day)
        if found is None:
            found = self._packs_of[day] = self.packs.at(max(day, self.packs.oldest))
        return found

    def pack_for(self, rule: str, opened: date) -> Pack:
        """The regime that measures a rule of a case that was opened on a day, by what the transitions keep."""
        found = self._kept.get((rule, opened))
        if found is None:
            first = max(opened, self.packs.oldest)
            found = self._kept[rule, opened] = self.packs.regime_for(rule, opened=first, act=self.now)
        return found

    def measure(self, pack: Pack, rule: str, anchor: date | datetime, facts: Case = _ANY_CASE) -> Reckoning:
        """A rule as one regime has it; faults as ``reckoning.reckon``."""
        return measure_in(self.packs, pack, rule, self.calendar, anchor, facts, self.settings)

    def state(self, due: date | datetime | None) -> State:
        """How a due day stands to now."""
        if due is None:
            return "today"
        day = as_day(due)
        if day < self.today or (isinstance(due, datetime) and due < self.now):
            return "overdue"
        if day == self.today:
            return "today"
        return "soon" if day <= self.soon else "later"


class Look:
    """One person through the lens. Whether a day has come is asked of ``come`` alone.

    ``since`` and ``until``: from the first of these days to before the second, the same is owed.
    """

    def __init__(self, lens: Lens, case: CaseFacts) -> None:
        self.lens = lens
        self.case = case
        self.since = lens.since
        self.until = lens.until
        known = lens.pack.statuses
        self.running = tuple([one for one in case.statuses if one.code in known and self.runs(one)])
        codes = [one.code for one in self.running]
        self.is_dead = "DEAD" in codes
        #: The commune has nothing more to do with the person (moved, dead).
        self.is_gone = any(known[code].leaves for code in codes)
        #: The person cannot be met (custody, prison, moved, dead).
        self.is_away = any(known[code].pauses for code in codes)

    # -- time

    def come(self, day: date) -> bool:
        """Whether a day has come; its coming changes the answer."""
        if day <= self.lens.today:
            self.since = max(self.since, day)
            return True
        self.until = min(self.until, day)
        return False

    def past(self, day: date) -> bool:
        """Whether a day is over."""
        return day < date.max and self.come(day + ONE_DAY)

    def runs(self, status: StatusFact) -> bool:
        """Whether a status is in force today."""
        return self.come(status.since) and not (status.until is not None and self.past(status.until))

    # -- the person

    def entry(self, status: StatusFact) -> Status:
        """What the regime in force says of a status that it knows."""
        return self.lens.pack.statuses[status.code]

    def rule(self, name: str, when: date | datetime) -> Rule | None:
        """A rule as the law of a day has it."""
        found = self.lens.packs.rule(self.lens.pack_on(when), name, as_day(when))
        return found[1] if found else None

    def is_minor(self, day: date) -> bool:
        """Whether the person is, or may be, of the age of duties but not yet adult on a day."""
        return self.case.minor or is_minor(self.lens.pack, self.case.birth, day)

    def is_child(self, day: date) -> bool:
        """Whether the person is certainly below the age at which duties begin."""
        ages, birth = self.lens.pack.head.ages, self.case.birth
        if ages is None or not birth:
            return False
        return day < add_months(birth_range(birth)[0], ages.duty_from * _MONTHS_A_YEAR)[0]

    def comes_of_age(self) -> date | None:
        """The day on which the person is certainly an adult; None without a birth."""
        ages, birth = self.lens.pack.head.ages, self.case.birth
        if ages is None or not birth:
            return None
        return add_months(birth_range(birth)[1], ages.adult_from * _MONTHS_A_YEAR)[0]

    def held_on(self, day: date) -> frozenset[str]:
        """The statuses the person was already in on a day."""
        return frozenset(one.code for one in self.case.statuses if one.since < day and one.runs_on(day))

    # -- what is owed

    def act(
        self,
        what: str,
        rule: str,
        anchor: date | datetime,
        status: str = "",
        *,
        pack: Pack | None = None,
        facts: Case = _ANY_CASE,
    ) -> Owed:
        """An obligation under the regime in force at its anchor, unless another is given."""
        try:
            found = self.lens.measure(pack or self.lens.pack_on(anchor), rule, anchor, facts)
        except Fault as fault:
            if fault.code != "E_TIME_NEEDED":
                raise
            return self.missing("missing_time", rule, status)
        return self.made(what, found, status)

    def made(self, what: str, found: Reckoning, status: str = "") -> Owed:
        """The obligation of a computation."""
        return Owed(
            self.case.person, what, found.rule.id, found.due, self.lens.state(found.due), status, found
        )

    def missing(self, what: str, rule: str = "", status: str = "") -> Owed:
        """A fact without which nothing can be reckoned."""
        return Owed(self.case.person, what, rule, None, "missing", status)

    def agreed(self, what: str, rule: str, made_on: date, due: date | datetime) -> Owed:
        """Something for which the unit itself recorded the day."""
        blank = self.lens.measure(self.lens.pack_on(made_on), rule, made_on)
        due = in_vietnam(due) if isinstance(due, datetime) else due
        return self.made(what, msgspec.structs.replace(blank, due=due, appointed=True))

    def on_birthday(self, what: str, least: Reckoning, day: date, status: str) -> Owed:
        """Something due on the day itself that a rule counts from."""
        return self.made(what, msgspec.structs.replace(least, due=day, on_anchor=True), status)

    def waiting(self, what: str, rule: str, since: date | datetime, status: str = "") -> Owed:
        """An obligation whose days run from an event that is not recorded yet."""
        pack = self.lens.pack_on(since)
        found = self.lens.packs.rule(pack, rule, as_day(since))
        if found is None or found[1].without is not None:
            return self.act(what, rule, since, status)
        return self.made(what, Reckoning(*found, since, self.lens.calendar, gap="waiting"), status)
