"""The criteria of addiction and their counting rule: a check on what a practitioner entered.

The program never concludes (law.md of the field: circular 18/2021/TT-BYT article 4); it says whether an entered
conclusion agrees with the rule, with the clause, or that the rule does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from app.kinds.codes_care import CONCLUSION, SUBSTANCE_GROUP
from app.kinds.faults import Fault
from app.law.beside import Beside, in_force, read_beside, shipped_texts
from app.law.entries import Entry, Label, Mark
from app.law.reading import damaged
from app.words import N_, _

SORT = "criteria"
Verdict = Literal["agree", "disagree", "unknown"]

_NO_CRITERION = N_("“{criterion}” is not one of the criteria of {source}. Choose from: {known}.")
_NO_CONCLUSION = N_("“{conclusion}” is not a conclusion. Choose from the list.")
_AGREES = N_("The conclusion agrees with the counting rule: {rule}.")
_DISAGREES = N_("The conclusion does not agree with the counting rule: {rule}. Compare it with the slip.")
_SILENT = N_("The counting rule does not answer here: {rule}. The practitioner decides.")
_NO_DURATION = N_("The counting rule cannot be compared until it is entered whether this holds: {duration}.")
_SHORT = N_("The counting rule does not answer here, because this does not hold: {duration}.")
_NO_RULE = N_("The counting rule names no case with these criteria. The practitioner decides.")


class Criterion(Entry, frozen=True):
    """One of the criteria."""

    id: str
    label: Label
    article: str
    mark: Mark


class Duration(Entry, frozen=True):
    """How long or how often the signs must have been there together."""

    text: Label
    article: str
    mark: Mark


class Clause(Entry, frozen=True):
    """One case of the counting rule.

    ``with``/``without``: criteria that must or must not be among those met; ``lasting``: the duration must hold
    too; ``open``: conclusions about which the rule says nothing in this case.
    """

    id: str
    conclusion: str
    text: Label
    article: str
    mark: Mark
    at_least: int = 0
    at_most: int | None = None
    among: tuple[str, ...] = msgspec.field(name="with", default=())
    without: tuple[str, ...] = ()
    lasting: bool = False
    open: tuple[str, ...] = ()

    def fits(self, met: AbstractSet[str]) -> bool:
        """Whether the criteria met are this case."""
        return (
            self.at_least <= len(met)
            and (self.at_most is None or len(met) <= self.at_most)
            and met >= set(self.among)
            and met.isdisjoint(self.without)
        )


class Sign(Entry, frozen=True):
    """A sign of withdrawal."""

    id: str
    label: Label
    mark: Mark = "found"


class Withdrawal(Entry, frozen=True):
    """The signs of one substance group; ``at_least`` is how many of them count, None where not established."""

    group: str
    text: Label
    article: str
    mark: Mark
    signs: tuple[Sign, ...]
    at_least: int | None = None


class Observation(Entry, frozen=True):
    """How long observation lasts in one substance group, as a text; a unit may write its own."""

    group: str
    text: Label
    article: str
    mark: Mark


class Criteria(Beside, frozen=True, kw_only=True):
    """The criteria as in force in a period, with the counting rule and the signs."""

    duration: Duration
    criteria: tuple[Criterion, ...]
    logic: tuple[Clause, ...]
    withdrawal: tuple[Withdrawal, ...] = ()
    observation: tuple[Observation, ...] = ()

    def signs(self, group: str) -> Withdrawal | None:
        """The withdrawal signs of a substance group; None where the text lists none."""
        return next((one for one in self.withdrawal if one.group == group), None)

    def observed(self, group: str) -> Observation | None:
        """The length of observation in a substance group."""
        return next((one for one in self.observation if one.group == group), None)


class Check(msgspec.Struct, frozen=True):
    """What the counting rule says about an entered conclusion.

    ``expected``: the conclusion the rule leads to, empty where it does not answer; ``clause``: the case that
    fits; ``sentence()`` is what a person is shown.
    """

    verdict: Verdict
    expected: str = ""
    clause: Clause | None = None
    version: str = ""
    reason: str = ""
    duration: Duration | None = None

    @property
    def article(self) -> str:
        """The clause of the circular, empty where no case fits."""
        return self.clause.article if self.clause else ""

    def sentence(self) -> str:
        """The answer in the language in use, with the clause."""
        rule = self.clause.text.said() if self.clause else ""
        lasting = self.duration.text.said() if self.duration else ""
        told = _(self.reason, rule=rule, duration=lasting)
        return f"{told} ({self.article})" if self.article else told


def check_conclusion(rules: Criteria, met: AbstractSet[str], duration: bool | None, conclusion: str) -> Check:
    """Compare an entered conclusion with the counting rule of the circular (article 4).

    ``met``: ids of the criteria found; ``duration``: whether they lasted or came back as the circular asks, None
    while not entered; ``conclusion``: a code of the list of conclusions. Faults: E_CODE for a criterion or a
    conclusion that does not exist.
    """
    known = {one.id for one in rules.criteria}
    strange = next((one for one in sorted(met) if one not in known), None)
    if strange is not None:
        listed = ", ".join(one.id for one in rules.criteria)
        raise Fault("E_CODE", _NO_CRITERION, criterion=strange, source=rules.source, known=listed)
    if not CONCLUSION.has(conclusion):
        raise Fault("E_CODE", _NO_CONCLUSION, field="conclusion", conclusion=conclusion)
    clause = next((one for one in rules.logic if one.fits(met)), None)
    return _compared(rules, clause, duration, conclusion)


def _compared(rules: Criteria, clause: Clause | None, duration: bool | None, conclusion: str) -> Check:
    version = f"{rules.id} {rules.version}"
    if clause is None:
        return Check("unknown", version=version, reason=_NO_RULE)
    if clause.lasting and not duration:
        reason = _NO_DURATION if duration is None else _SHORT
        return Check("unknown", "", clause, version, reason, rules.duration)
    if conclusion == clause.conclusion:
        return Check("agree", clause.conclusion, clause, version, _AGREES)
    if conclusion in clause.open:
        return Check("unknown", clause.conclusion, clause, version, _SILENT)
    return Check("disagree", clause.conclusion, clause, version, _DISAGREES)


def read_criteria(file: str, text: str) -> Criteria:
    """The criteria in a file's text; ``Fault`` E_PACK."""
    return read_beside(file, text, Criteria, _check)


def criteria_at(packs: Iterable[Criteria], on: date) -> Criteria:
    """The criteria in force on a day; ``Fault`` E_REGIME before all of them."""
    return in_force(packs, on)


@cache
def shipped_criteria() -> tuple[Criteria, ...]:
    """The criteria that come with the program."""
    return tuple(read_criteria(name, text) for name, text in shipped_texts(SORT))


def _check(file: str, made: Criteria) -> None:
    known = [one.id for one in made.criteria]
    if not known or len(set(known)) != len(known):
        raise damaged(file, "criteria")
    for clause in made.logic:
        where = f"logic[{clause.id}]"
        named = (*clause.among, *clause.without)
        if not set(named) <= set(known):
            raise damaged(file, where)
        if not all(CONCLUSION.has(code) for code in (clause.conclusion, *clause.open)):
            raise damaged(file, f"{where}.conclusion")
    if not made.logic:
        raise damaged(file, "logic")
    for name, groups in _groups(made):
        if len(set(groups)) != len(groups) or not all(SUBSTANCE_GROUP.has(code) for code in groups):
            raise damaged(file, name)


def _groups(made: Criteria) -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        ("withdrawal", [one.group for one in made.withdrawal]),
        ("observation", [one.group for one in made.observation]),
    )
