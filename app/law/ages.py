"""Ages the law speaks of, judged from births that may be known only in part."""

from __future__ import annotations

from datetime import date
from typing import Literal

from app.kinds.dates import age_range
from app.law.entries import Pack

#: ``child`` below the age of duties, ``minor`` from there to under adult age, ``unknown`` without a birth.
AgeGroup = Literal["child", "minor", "adult", "unknown"]


def age_group(pack: Pack, birth: str | None, day: date) -> tuple[AgeGroup, bool]:
    """The age group on a day, and whether it is certain.

    Where a birth is not known to the day the youngest age possible decides (the Criminal Procedure Code 2015
    art. 417 reads a doubt about age so), and the answer is not certain if another age would change it.
    """
    ages = pack.head.ages
    span = age_range(birth, day) if birth else None
    if ages is None or span is None:
        return "unknown", False

    def group(age: int) -> AgeGroup:
        if age < ages.duty_from:
            return "child"
        return "minor" if age < ages.adult_from else "adult"

    youngest, oldest = span
    return group(youngest), group(youngest) == group(oldest)


def is_minor(pack: Pack, birth: str | None, day: date) -> bool:
    """Whether the person is, or may be, of the age of duties but not yet adult on a day."""
    return age_group(pack, birth, day)[0] == "minor"
