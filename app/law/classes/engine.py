"""The class of a unit: which criteria are met, what decides, what is not known. Pure, with integers only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import msgspec

from app.law.classes.facts import TEN, Facts, all_of
from app.law.classes.rules import Criterion, Level, RuleSet
from app.law.classes.standing import Standing, standing

INSUFFICIENT, NOBODY = "insufficient", "none"


class Met(msgspec.Struct, frozen=True, rename={"of": "class"}):
    """A criterion that is met: of which class, by which value, where that class begins."""

    criterion: str
    value: int | str | None
    threshold: int | str | None
    of: str
    text: str
    article: str


class Class(msgspec.Struct, frozen=True, rename={"of": "class"}):
    """The answer of ``classify`` (cli.md): the class, whether drug-free, what was met, missing and read."""

    of: str
    drug_free: bool | None
    met: tuple[Met, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    rules: str
    level: str

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def classify(rules: RuleSet, facts: Facts) -> Class:
    """The class of a unit under a rule set; Fault E_LEVEL when the set does not know its level.

    Where a fact that is not known could change the answer the class is
    ``insufficient`` and ``missing`` names what could. A value above a band also
    satisfies the bands below it; zero is in no band.
    """
    level = rules.level(facts.level)
    found = standings(level, facts)
    least, most = (_class_of(level, [getattr(one, end) for one in found]) for end in ("least", "most"))
    free = _drug_free(level, facts)
    missing: tuple[str, ...] = ()
    if free is True and level.certificate == "all_zero":
        decided = NOBODY
    elif least != most:
        decided, missing = INSUFFICIENT, _deciding(level, found)
    elif free is None and _would_matter(level, facts):
        decided, missing = INSUFFICIENT, _unknown(facts, level.zero_facts)
    else:
        decided = _name(level, least)
    free, met_all = _blocked(level, free, least, most)
    return Class(
        decided,
        free,
        tuple(_met(level, found)),
        missing,
        tuple(_notes(rules, level, facts, found, least, met_all)),
        rules.id,
        level.level,
    )


def standings(level: Level, facts: Facts) -> list[Standing]:
    """Where the unit stands under each criterion of its level, the routes last: they depend on the others."""
    found = [standing(level, one, facts) for one in level.criteria if one.route is None]
    return found + [_of_route(level, one, facts, found) for one in level.criteria if one.route is not None]


def class_name(level: Level, rank: int) -> str:
    """The class of a rank; ``none`` (for a level with one class ``not_key``) for 0."""
    return _name(level, rank)


def _class_of(level: Level, ranks: Sequence[int]) -> int:
    """The rank of the heaviest class that enough criteria reach."""
    top = len(level.classes)
    for place, needed in enumerate(level.needs):
        if sum(rank >= top - place for rank in ranks) >= needed:
            return top - place
    return 0


def _name(level: Level, rank: int) -> str:
    if rank:
        return level.classes[len(level.classes) - rank]
    return "not_key" if level.classes == ("key",) else NOBODY


def _of_route(level: Level, criterion: Criterion, facts: Facts, others: Sequence[Standing]) -> Standing:
    route = criterion.route
    if route is None:
        raise ValueError(criterion.id)
    said = facts.words.get(route.fact)
    on_route = said in route.values
    least = _route_rank(level, route.criteria, [one.least for one in others]) if on_route else 0
    could_be = on_route or said is None
    most = _route_rank(level, route.criteria, [one.most for one in others]) if could_be else 0
    missing = (route.fact,) if said is None else ()
    return Standing(criterion, least, most, said, route.criteria or None, missing)


def _route_rank(level: Level, needed: int, ranks: Sequence[int]) -> int:
    """The heaviest class whose neighbour below has so many criteria; the lightest class has no neighbour."""
    top = len(level.classes)
    if needed == 0:
        return top
    for rank in range(top, 1, -1):
        if sum(other >= rank - 1 for other in ranks) >= needed:
            return rank
    return 0


def _deciding(level: Level, found: Sequence[Standing]) -> tuple[str, ...]:
    """The unknown facts by which the class could still change, whatever the other unknown ones are."""
    names: dict[str, None] = {}
    spans = [range(one.least, one.most + 1) for one in found]
    for place, one in enumerate(found):
        if one.least == one.most:
            continue
        rest = [span if other != place else (one.least,) for other, span in enumerate(spans)]
        for ranks in product(*rest):
            higher = [*ranks[:place], one.most, *ranks[place + 1 :]]
            if _class_of(level, ranks) != _class_of(level, higher):
                names.update(dict.fromkeys(one.missing))
                break
    return tuple(names)


def _drug_free(level: Level, facts: Facts) -> bool | None:
    if level.certificate == "ten_criteria":
        return all_of([facts.criteria.get(name) for name in TEN])
    if level.certificate == "all_zero":
        counts = [facts.count(name) for name in level.zero_facts]
        return all_of([None if count is None else count == 0 for count in counts])
    if level.certificate == "share_of_communes":
        return _share(level, facts)
    return None


def _share(level: Level, facts: Facts) -> bool | None:
    """Enough certified communes, and none of a key class among the others."""
    free, total = facts.count("communes.drug_free"), facts.count("communes.total")
    enough = None if free is None or not total else free * 100 >= total * level.share_percent
    heavy = [facts.count(f"communes.{name}") for name in ("I", "II", "III")]
    return all_of([enough, *(None if number is None else number == 0 for number in heavy)])


def _would_matter(level: Level, facts: Facts) -> bool:
    """Whether facts of the drug-free test were asked for in part: then what is lacking decides.

    Where none of them is given, the question was not asked and the bands alone answer.
    """
    if level.certificate != "all_zero":
        return False
    own = [name for name in level.zero_facts if not _is_in_bands(level, name)]
    return any(facts.count(name) is not None for name in own)


def _is_in_bands(level: Level, name: str) -> bool:
    return any(name in one.count for one in level.criteria)


def _unknown(facts: Facts, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if facts.count(name) is None)


def _blocked(level: Level, free: bool | None, least: int, most: int) -> tuple[bool | None, bool]:
    """The certificate after a heavy class has blocked it, and whether all its criteria were met."""
    met_all = free is True
    if level.certificate == "ten_criteria" and free is not False:
        top = len(level.classes)
        lightest = top - len(level.blocks_certificate) + 1
        if least >= lightest:
            return False, met_all
        if most >= lightest and free is True:
            return None, met_all
    return free, met_all


def _met(level: Level, found: Sequence[Standing]) -> Iterator[Met]:
    for one in found:
        if one.least:
            yield Met(
                one.criterion.id,
                one.value,
                one.threshold,
                _name(level, one.least),
                one.criterion.text.said(),
                one.criterion.article,
            )


def _notes(
    rules: RuleSet, level: Level, facts: Facts, found: Sequence[Standing], least: int, met_all: bool
) -> Iterator[str]:
    """The readings that were used (law.md 6.2, 6.3)."""
    if any(one.kept_zero for one in found):
        yield "zero_is_not_a_band"
    if rules.id == "NT-2024" and level.level == "commune":
        yield from _notes_nt(facts)
    if met_all and level.certificate == "ten_criteria" and least:
        yield "certified_but_classed"
    if (
        level.needs != (1,) * len(level.needs)
        and len(level.classes) > 1
        and least != _word_for_word(level, found)
    ):
        yield "monotone_band"


def _notes_nt(facts: Facts) -> Iterator[str]:
    persons, plants = facts.count("persons_with_file"), facts.count("plants")
    if persons == 100:
        yield "boundary_100"
    if persons is not None and 1 <= persons <= 19:
        yield "few_is_1_19"
    if plants is not None and 2000 <= plants < 3000:
        yield "gap_plants"


def _word_for_word(level: Level, found: Sequence[Standing]) -> int:
    """The class if a value counted only for the band it lies in."""
    top = len(level.classes)
    ranks = [one.least for one in found]
    for place, needed in enumerate(level.needs):
        if sum(rank == top - place for rank in ranks) >= needed:
            return top - place
    return 0
