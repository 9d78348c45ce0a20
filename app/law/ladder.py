"""What follows a breach, who may be monitored electronically, and the grounds beside those of a regime's own pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from app.kinds.codes import STATUS
from app.kinds.codes_care import BREACH_SORT, COMPULSORY_GROUND, CONSEQUENCE, OBLIGATION
from app.kinds.faults import Fault
from app.law.beside import Beside, in_force, read_beside, shipped_texts
from app.law.entries import Entry, Ground, Label, Mark, Unit
from app.law.headcount import Removal
from app.law.reading import damaged
from app.words import N_, _

SORT = "measures"

_NO_BREACH = N_("There is no breach to look at. Enter the breach first.")
_NO_SORT = N_("“{code}” is not on the list “{list}”. Choose from the list.")


class BreachFact(msgspec.Struct, frozen=True):
    """A breach as the ladder looks at it; codes of the lists of obligations and of breaches."""

    obligation: str
    sort: str
    on: date


class Rung(Entry, frozen=True):
    """One line of the ladder.

    ``obligations``, ``sorts``: of the newest breach, empty for any; ``after``: a breach of one of these sorts
    went before; ``time`` to ``time_to``: which time it is in the same obligation; ``ground``: the ground for
    compulsory rehabilitation it gives.
    """

    id: str
    consequence: str
    text: Label
    article: str
    mark: Mark
    obligations: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    time: int = 1
    time_to: int | None = None
    ground: str = ""

    def fits(self, newest: BreachFact, before: Sequence[BreachFact], time: int) -> bool:
        """Whether the line answers the newest breach."""
        return (
            (not self.obligations or newest.obligation in self.obligations)
            and (not self.sorts or newest.sort in self.sorts)
            and (not self.after or any(one.sort in self.after for one in before))
            and self.time <= time
            and (self.time_to is None or time <= self.time_to)
        )


class Bound(Entry, frozen=True):
    """A limit of electronic monitoring with its mark; ``least`` is an age."""

    text: Label
    mark: Mark
    least: int | None = msgspec.field(name="from", default=None)


class Monitoring(Entry, frozen=True):
    """To whom electronic monitoring may be applied, by whom; ``statuses`` empty: the law has none."""

    by: str
    text: Label
    article: str
    mark: Mark
    statuses: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    age: Bound | None = None
    term: Bound | None = None


class Quitting(Entry, frozen=True):
    """From when on somebody counts as having ended rehabilitation or treatment themselves."""

    obligation: str
    days: int
    unit: Unit
    text: Label
    article: str
    mark: Mark
    sessions: int | None = None


class Measures(Beside, frozen=True, kw_only=True):
    """Breaches, electronic monitoring and further grounds under one regime."""

    regime: str
    rungs: tuple[Rung, ...]
    monitoring: Monitoring
    counts_older: bool
    older: Label
    removal: Removal
    quitting: tuple[Quitting, ...] = ()
    grounds: tuple[Ground, ...] = ()

    def grounds_of(self, name: str) -> tuple[Ground, ...]:
        """The grounds on one of the lists."""
        return tuple(ground for ground in self.grounds if ground.list == name)

    def quits_after(self, obligation: str) -> Quitting | None:
        """When an obligation counts as ended by the person; None where the law has no number."""
        return next((one for one in self.quitting if one.obligation == obligation), None)


class Step(msgspec.Struct, frozen=True):
    """What the law lets follow the newest breach.

    ``time``: which time it is in its obligation; ``not_counted``: breaches under an older law that were left
    out; ``ground``: code of the ground for compulsory rehabilitation, if it leads there.
    """

    time: int
    consequence: str
    ground: str
    text: Label
    article: str
    mark: Mark
    regime: str
    not_counted: int = 0
    older: Label | None = None

    def sentence(self) -> str:
        """The step in the language in use, with its article."""
        told = f"{self.text.said()} ({self.article})."
        return f"{told} {self.older.said()}" if self.not_counted and self.older else told


def next_step(pack: Measures, breaches: Iterable[BreachFact]) -> Step:
    """What follows the newest of some breaches of one person in one measure (L120 art. 47).

    Faults: E_NO_BREACH when there is none; E_CODE for an obligation or sort that does not exist.
    """
    ordered = sorted(breaches, key=lambda one: one.on)
    for one in ordered:
        for codes, code in ((OBLIGATION, one.obligation), (BREACH_SORT, one.sort)):
            if not codes.has(code):
                raise Fault("E_CODE", _NO_SORT, code=code, list=codes.name)
    if not ordered:
        raise Fault("E_NO_BREACH", _NO_BREACH)
    newest = ordered[-1]
    counted = [one for one in ordered if pack.counts_older or one.on >= pack.valid_from] or [newest]
    of_same = [one for one in counted if one.obligation == newest.obligation]
    before = of_same[:-1]
    rung = next(rung for rung in pack.rungs if rung.fits(newest, before, len(of_same)))
    left = sum(one.obligation == newest.obligation for one in ordered) - len(of_same)
    return Step(
        len(of_same),
        rung.consequence,
        rung.ground,
        rung.text,
        rung.article,
        rung.mark,
        pack.regime,
        left,
        pack.older,
    )


class MonitoringAnswer(msgspec.Struct, frozen=True):
    """Whether electronic monitoring may be applied: ``yes``, ``no``, or ``ask`` where the law is open."""

    answer: Literal["yes", "no", "ask"]
    by: str
    article: str
    mark: Mark
    text: Label


def may_monitor(pack: Measures, status: str, age: int | None) -> MonitoringAnswer:
    """Whether a person in a status may be monitored electronically; ``age`` in full years, None if unknown."""
    rule = pack.monitoring
    fits = status in rule.statuses and status not in rule.never
    if not fits:
        return MonitoringAnswer("no", rule.by, rule.article, rule.mark, rule.text)
    bound = rule.age
    if bound is not None and bound.least is not None and (age is None or age < bound.least):
        return MonitoringAnswer("ask", rule.by, rule.article, bound.mark, bound.text)
    return MonitoringAnswer("yes", rule.by, rule.article, rule.mark, rule.text)


def read_measures(file: str, text: str) -> Measures:
    """The measures in a file's text; ``Fault`` E_PACK."""
    return read_beside(file, text, Measures, _check)


def measures_at(packs: Iterable[Measures], on: date) -> Measures:
    """The measures in force on a day; ``Fault`` E_REGIME before all of them."""
    return in_force(packs, on)


@cache
def shipped_measures() -> tuple[Measures, ...]:
    """The measures that come with the program."""
    return tuple(read_measures(name, text) for name, text in shipped_texts(SORT))


def consequence_label(code: str) -> str:
    """A consequence in the language in use."""
    return _(CONSEQUENCE.label(code))


def _check(file: str, made: Measures) -> None:
    for rung in made.rungs:
        where = f"rungs[{rung.id}]"
        lists = (
            (OBLIGATION, rung.obligations),
            (BREACH_SORT, (*rung.sorts, *rung.after)),
            (CONSEQUENCE, (rung.consequence,)),
            (COMPULSORY_GROUND, (rung.ground,) if rung.ground else ()),
        )
        if not all(codes.has(code) for codes, named in lists for code in named):
            raise damaged(file, where)
        if rung.time < 1 or (rung.time_to is not None and rung.time_to < rung.time):
            raise damaged(file, f"{where}.time")
    _check_complete(file, made)
    removal = made.removal
    if not all(STATUS.has(code) for code in (*removal.enters, *removal.away, *removal.facility)):
        raise damaged(file, "removal")
    statuses = (*made.monitoring.statuses, *made.monitoring.never)
    if not all(STATUS.has(code) for code in statuses):
        raise damaged(file, "monitoring.statuses")
    if not all(OBLIGATION.has(one.obligation) and one.days > 0 for one in made.quitting):
        raise damaged(file, "quitting")


def _check_complete(file: str, made: Measures) -> None:
    """Every breach must have an answer: the ladder has no gap for any obligation."""
    day = made.valid_from
    for obligation in OBLIGATION.labels:
        for sort in BREACH_SORT.labels:
            fact = BreachFact(obligation, sort, day)
            for time in range(1, 5):
                if not any(rung.fits(fact, [fact] * (time - 1), time) for rung in made.rungs):
                    raise damaged(file, f"rungs.{obligation}")
