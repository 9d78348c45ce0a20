"""Where a unit stands under one criterion: the least and the most class that its facts allow.

A rank is 0 for no band and grows with the class: with classes I, II, III the rank of I is 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.law.classes.facts import Facts, parts_of
from app.law.classes.rules import PARTS, Band, Criterion, Level


@dataclass(frozen=True, slots=True)
class Standing:
    """``least`` and ``most`` differ where a fact is not known; ``missing`` names those facts.

    ``value`` and ``threshold`` are what was compared, for people; ``kept_zero`` tells that a value of zero
    was kept out of a band that begins above nothing.
    """

    criterion: Criterion
    least: int
    most: int
    value: int | str | None
    threshold: int | str | None
    missing: tuple[str, ...] = ()
    kept_zero: bool = False


def standing(level: Level, criterion: Criterion, facts: Facts) -> Standing:
    """The standing under a criterion that stands by itself (the route depends on the others)."""
    if criterion.rate is not None:
        return _of_rate(level, criterion, facts)
    first = _of_count(level, criterion, criterion.count, criterion.bands, facts)
    if criterion.or_count is None:
        return first
    other = _of_count(level, criterion, criterion.or_count.facts, criterion.or_count.bands, facts)
    leading = first if first.least >= other.least else other
    missing = tuple(dict.fromkeys((*first.missing, *other.missing)))
    zero = leading.least == 0 and (first.kept_zero or other.kept_zero)
    return Standing(
        criterion,
        leading.least,
        max(first.most, other.most),
        leading.value,
        leading.threshold,
        missing,
        zero,
    )


def _of_count(
    level: Level, criterion: Criterion, names: Sequence[str], bands: Sequence[Band], facts: Facts
) -> Standing:
    known = [facts.count(name) for name in names]
    missing = tuple(name for name, number in zip(names, known, strict=True) if number is None)
    value = sum(number or 0 for number in known)
    least, threshold = _in_bands(level, bands, value, 1)
    most = len(level.classes) if missing else least
    shown = value if not missing or value else None
    zero = not missing and value == 0 and _begins_at_nothing(level, bands)
    return Standing(criterion, least, most, shown, threshold, missing, zero)


def _of_rate(level: Level, criterion: Criterion, facts: Facts) -> Standing:
    rate = criterion.rate
    if rate is None:
        raise ValueError(criterion.id)
    above, below = facts.count(rate.of), facts.count(rate.to)
    top = len(level.classes)
    if above == 0:
        # nothing to nothing is nothing, whatever the other number is
        shown = f"0/{below}" if below is not None else "0"
        return Standing(criterion, 0, 0, shown, None, kept_zero=_begins_at_nothing(level, criterion.bands))
    missing = tuple(
        part
        for name, number in ((rate.of, above), (rate.to, below or None))
        if number is None
        for part in parts_of(name)
        if facts.count(part) in (None, 0)
    )
    if above is None or not below:
        lowest = _rank(level, len(criterion.bands) - 1)
        is_above_nothing = above is not None and _begins_at_nothing(level, criterion.bands)
        return Standing(criterion, lowest if is_above_nothing else 0, top, None, None, missing)
    least, threshold = _in_bands(level, criterion.bands, above * PARTS, below)
    limit = None if threshold is None else percent_text(threshold)
    return Standing(criterion, least, least, f"{above}/{below}", limit)


def _in_bands(level: Level, bands: Sequence[Band], value: int, per: int) -> tuple[int, int | None]:
    """The rank of the heaviest band a value (times ``per``'s parts) reaches, and where that band begins."""
    for place, band in enumerate(bands):
        if value > 0 and value >= band.start * per:
            return _rank(level, place), band.start
    return 0, None


def _rank(level: Level, place: int) -> int:
    return len(level.classes) - place


def _begins_at_nothing(level: Level, bands: Sequence[Band]) -> bool:
    """Whether the lightest class has a band that, word for word, would hold zero too."""
    return len(bands) == len(level.classes) > 1 and bands[-1].start <= 1


def percent_text(parts: int) -> str:
    """Parts of a rate as per cent: 500 → ``0.5%``."""
    whole, rest = divmod(parts, PARTS // 100)
    digits = f"{rest:03d}".rstrip("0")
    return f"{whole}.{digits}%" if digits else f"{whole}%"
