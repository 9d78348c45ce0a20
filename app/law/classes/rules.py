"""The rule sets of classification as they stand in their files."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from app.kinds.faults import Fault
from app.law.entries import Entry, Label
from app.words import N_
from app.words.resources import resource

#: Rates are compared in parts of this many: 0,5 % is 500.
PARTS = 100_000
_FOLDER = "packs/classes"
RULE_SETS = ("NT-2024", "QD28-2025")
_NO_SET = N_("There is no rule set {rules}. Use one of: {known}.")
_NO_LEVEL = N_("The rule set {rules} does not classify a {level}. It classifies: {known}.")


class Band(Entry, frozen=True):
    """A band of a class: closed below. ``from`` 0 means above zero."""

    start: int = msgspec.field(name="from")


class Rate(Entry, frozen=True):
    """A number to another: both facts, or counts made of them."""

    of: str
    to: str


class OrCount(Entry, frozen=True):
    """A second number that may satisfy the criterion instead."""

    facts: tuple[str, ...]
    bands: tuple[Band, ...]


class Route(Entry, frozen=True):
    """On a key route, together with so many other criteria of the class below."""

    fact: str
    values: tuple[str, ...]
    criteria: int


class Criterion(Entry, frozen=True):
    """One criterion: bands from the heaviest class to the lightest it has; ``short`` names it in a narrow column."""

    id: str
    article: str
    text: Label
    short: Label
    bands: tuple[Band, ...]
    count: tuple[str, ...] = ()
    rate: Rate | None = None
    or_count: OrCount | None = None
    route: Route | None = None


class Level(Entry, frozen=True):
    """How units of one level are classed: ``needs`` criteria for each class, the heaviest class first.

    ``near_percent``: a number is near a band when it lacks at most so many per cent of where the band begins, or
    one. The law knows no such margin; it is a help of the program and is called that.
    """

    level: str
    classes: tuple[str, ...]
    needs: tuple[int, ...]
    criteria: tuple[Criterion, ...]
    certificate: Literal["", "ten_criteria", "all_zero", "share_of_communes"] = ""
    blocks_certificate: tuple[str, ...] = ()
    zero_facts: tuple[str, ...] = ()
    share_percent: int = 0
    near_percent: int = 0


class RuleSet(Entry, frozen=True):
    """A rule set with its source and the day it began."""

    id: str
    sort: Literal["classes"]
    version: str
    valid_from: date
    title: Label
    source: str
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """The rules of a level; Fault E_LEVEL when the set has none."""
        for one in self.levels:
            if one.level == name:
                return one
        known = ", ".join(one.level for one in self.levels)
        raise Fault("E_LEVEL", _NO_LEVEL, rules=self.id, level=name, known=known)


@lru_cache
def rule_set(name: str) -> RuleSet:
    """A shipped rule set by its id; Fault E_RULES when there is none."""
    if name not in RULE_SETS:
        raise Fault("E_RULES", _NO_SET, rules=name, known=", ".join(RULE_SETS))
    text = resource(f"{_FOLDER}/{name}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), RuleSet)
