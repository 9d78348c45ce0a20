"""How far a unit stands from the next heavier and the next lighter band, in whole numbers, and what a change does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.law.classes.engine import Class, class_name, classify, standings
from app.law.classes.facts import Facts, read_facts
from app.law.classes.rules import PARTS, Band, Criterion, Level, RuleSet
from app.law.classes.standing import Standing, percent_text


@dataclass(frozen=True, slots=True)
class Step:
    """A change of one number that moves its criterion into another band.

    ``facts``: the names whose sum is counted; ``by``: how many more, below zero how many fewer; ``reaches``: the
    class of that band, ``none`` where the criterion would not be met; ``begins``: where the band begins as people
    read it. ``near``: within the margin that the rule set states.
    """

    facts: tuple[str, ...]
    by: int
    reaches: str
    begins: str
    near: bool = False


@dataclass(frozen=True, slots=True)
class Distance:
    """A criterion with its bands and the way to the next ones.

    ``met``: the class it is met for, ``none``, or ``insufficient``. ``bands``: (class, where it begins) from the
    heaviest. Any one of ``heavier`` moves it up; all of ``lighter`` together move it down. Both are empty where a
    number is not known or where no number decides (the route).
    """

    criterion: str
    short: str
    text: str
    article: str
    value: int | str | None
    met: str
    bands: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    missing: tuple[str, ...]
    heavier: tuple[Step, ...] = ()
    lighter: tuple[Step, ...] = ()

    @property
    def is_near(self) -> bool:
        """Whether it nearly reaches a heavier band."""
        return any(step.near for step in self.heavier)


@dataclass(frozen=True, slots=True)
class Trial:
    """What changing some facts would do; nothing of it is kept.

    ``changed``: (criterion in words, class before, class after) of each criterion whose class would be another.
    """

    before: Class
    after: Class
    changed: tuple[tuple[str, str, str], ...]


def distances(rules: RuleSet, facts: Facts) -> tuple[Distance, ...]:
    """The distances of every criterion of the unit's level; Fault E_LEVEL when the set does not know the level."""
    level = rules.level(facts.level)
    return tuple(_distance(level, one, facts) for one in standings(level, facts))


def what_if(rules: RuleSet, raw: Mapping[str, Any], changes: Mapping[str, Any]) -> Trial:
    """The class on these facts, and with some of them changed (None: unknown); Faults E_FACT, E_LEVEL."""
    known = read_facts(raw)
    tried = read_facts({**raw, **changes})
    level = rules.level(known.level)
    pairs = zip(standings(level, known), standings(level, tried), strict=True)
    changed = (
        (before.criterion.text.said(), _met(level, before), _met(level, after)) for before, after in pairs
    )
    return Trial(
        classify(rules, known),
        classify(rules, tried),
        tuple(one for one in changed if one[1] != one[2]),
    )


def _met(level: Level, found: Standing) -> str:
    if found.least != found.most:
        return "insufficient"
    return class_name(level, found.least) if found.least else "none"


def _distance(level: Level, found: Standing, facts: Facts) -> Distance:
    criterion = found.criterion
    ways = tuple(_ways(criterion))
    known = () if found.missing else ways
    return Distance(
        criterion.id,
        criterion.short.said(),
        criterion.text.said(),
        criterion.article,
        found.value if found.value is not None else _nothing(ways, facts),
        _met(level, found),
        _bands(level, ways),
        tuple(dict.fromkeys(name for way in ways for name in way.names()))
        or ((criterion.route.fact,) if criterion.route else ()),
        found.missing,
        tuple(step for way in known for step in way.up(level, facts, found.least)),
        _down(level, facts, known, found.least),
    )


def _down(level: Level, facts: Facts, ways: Sequence[_Way], rank: int) -> tuple[Step, ...]:
    """The changes that together take a criterion out of its band, each with the class it then has."""
    found = [(way, way.value(facts), way.least(level, facts, rank)) for way in ways] if rank else []
    moved = {way: least - 1 for way, value, least in found if value and least and value >= least}
    after = max((way.rank(level, facts, moved.get(way)) for way in ways), default=0)
    name = class_name(level, after) if after else "none"
    return tuple(
        Step(way.facts, below - (way.value(facts) or 0), name, way.told_at(facts, below))
        for way, below in moved.items()
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """One number that a criterion looks at: a sum of counts, or a count to another (``to``)."""

    facts: tuple[str, ...]
    bands: tuple[Band, ...]
    to: str = ""

    def names(self) -> tuple[str, ...]:
        """Every fact it needs."""
        return (*self.facts, *((self.to,) if self.to else ()))

    def value(self, facts: Facts) -> int | None:
        """The number, None when a part of it is not known."""
        parts = [facts.count(name) for name in self.facts]
        return None if None in parts else sum(part or 0 for part in parts)

    def begins(self, facts: Facts, band: Band) -> int | None:
        """The least number in a band: above zero, and for a rate the next whole number; None when not known."""
        if not self.to:
            return max(1, band.start)
        per = facts.count(self.to)
        return max(1, -(-band.start * per // PARTS)) if per else None

    def told(self, band: Band) -> str:
        """Where a band begins, for people."""
        if not self.to:
            return str(band.start)
        return percent_text(band.start) if band.start else "> 0%"

    def up(self, level: Level, facts: Facts, rank: int) -> Iterator[Step]:
        """To the next band that is heavier than the criterion's present one."""
        value = self.value(facts)
        starts = [self.begins(facts, band) for band in self._bands_above(level, rank)]
        start = min((one for one in starts if one is not None), default=None)
        if start is None or value is None:
            return
        by, reached = start - value, self.rank(level, facts, start)
        near = value > 0 and by <= max(1, start * level.near_percent // 100)
        yield Step(self.facts, by, class_name(level, reached), self.told_at(facts, start), near)

    def _bands_above(self, level: Level, rank: int) -> Iterator[Band]:
        return (band for place, band in enumerate(self.bands) if len(level.classes) - place > rank)

    def least(self, level: Level, facts: Facts, rank: int) -> int | None:
        """The least number that holds a criterion at a rank, None where this number cannot."""
        starts = (self.begins(facts, band) for band in self._held(level, rank))
        return min((start for start in starts if start is not None), default=None)

    def _held(self, level: Level, rank: int) -> Iterator[Band]:
        return (band for place, band in enumerate(self.bands) if len(level.classes) - place >= rank)

    def rank(self, level: Level, facts: Facts, value: int | None = None) -> int:
        """The rank that a number gives; without one the number the unit has."""
        number = self.value(facts) if value is None else value
        band = self._band(facts, number)
        return 0 if band is None else len(level.classes) - self.bands.index(band)

    def told_at(self, facts: Facts, value: int) -> str:
        """Where the band of a number begins, for people."""
        band = self._band(facts, value)
        return "0" if band is None else self.told(band)

    def _band(self, facts: Facts, value: int | None) -> Band | None:
        for band in self.bands:
            start = self.begins(facts, band)
            if value is not None and start is not None and value >= start:
                return band
        return None


def _ways(criterion: Criterion) -> Iterator[_Way]:
    if criterion.rate is not None:
        yield _Way((criterion.rate.of,), criterion.bands, criterion.rate.to)
    elif criterion.count:
        yield _Way(criterion.count, criterion.bands)
    if criterion.or_count is not None:
        yield _Way(criterion.or_count.facts, criterion.or_count.bands)


def _bands(level: Level, ways: Sequence[_Way]) -> tuple[tuple[str, str], ...]:
    """Where each class begins; with two numbers both, in their order."""
    found: dict[str, list[str]] = {}
    for way in ways:
        for place, band in enumerate(way.bands):
            found.setdefault(level.classes[place], []).append(way.told(band))
    return tuple((name, " / ".join(found[name])) for name in level.classes if name in found)


def _nothing(ways: Sequence[_Way], facts: Facts) -> int | None:
    """What is known where nothing was compared: the first number."""
    return ways[0].value(facts) if ways else None
