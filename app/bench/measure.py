"""Timing: medians, taken in turn with the floor so that a busy machine slows both alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a run: its number, what is done, how many people, our figure and the floor's.

    ``ratio`` is ours / floor; it ``holds`` while it is at most ``most`` (or at
    least ``least``). ``unit`` is ms, s, MB or bytes. Without a floor the figure is only told.
    """

    number: int
    title: str
    people: int
    ours: float
    floor: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else 0.0

    @property
    def holds(self) -> bool | None:
        """Whether the goal holds; None where there is nothing to hold it against."""
        if self.most is not None:
            return self.ratio <= self.most
        if self.least is not None:
            return self.ratio >= self.least
        return None

    def as_json(self) -> dict[str, object]:
        """The goal for ``--json``."""
        return {
            "goal": self.number,
            "title": self.title,
            "people": self.people,
            "ours": round(self.ours, 4),
            "floor": round(self.floor, 4),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "most": self.most,
            "least": self.least,
            "holds": self.holds,
            "note": self.note,
        }


def once(work: Work) -> float:
    """Seconds one run takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(ours: Work, floor: Work, rounds: int, warm_up: int = 1) -> tuple[float, float]:
    """Median seconds of ours and of the floor over ``rounds`` pairs, after ``warm_up`` uncounted ones."""
    for _ in range(warm_up):
        ours()
        floor()
    mine, theirs = [], []
    gc.collect()
    for _ in range(rounds):
        mine.append(once(ours))
        theirs.append(once(floor))
    return statistics.median(mine), statistics.median(theirs)


def percentile(values: list[float], part: float) -> float:
    """The value below which ``part`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
