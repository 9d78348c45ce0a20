"""Running the benchmark: every goal at the asked sizes, a table for people, JSON for machines."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.bench import count_goals, list_goals, owed_goals, package_goals, store_goals
from app.bench.measure import Goal
from app.bench.world import World, build

SIZES = (10_000, 100_000)
Say = Callable[[str], None]


def run(
    out: Path | None, *, sizes: Sequence[int] = SIZES, desk: bool = True, say: Say = lambda _text: None
) -> list[Goal]:
    """Measure every goal; ``out`` gets the JSON, ``say`` a line per goal as it is measured."""
    goals: list[Goal] = []
    saves: dict[int, float] = {}
    with tempfile.TemporaryDirectory(prefix="binhyen-bench-") as name:
        folder = Path(name)
        for size in sizes:
            say(f"{size:,} people …")
            world = build(folder, size)
            try:
                for goal in _store(world):
                    if goal.number == 1:
                        saves[size] = goal.ours
                    goals.append(goal)
                    say(line_of(goal))
            finally:
                world.close()
        if len(saves) > 1:
            small, large = min(saves), max(saves)
            growth = Goal(2, "growth of saving one person", large, saves[large], saves[small], "ms", most=1.3)
            goals.append(growth)
            say(line_of(growth))
        if desk:
            goals += _desk(folder, sizes, say)
    if out is not None:
        out.write_text(
            json.dumps([g.as_json() for g in goals], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    return goals


def _store(world: World) -> Iterator[Goal]:
    yield store_goals.save_one(world)
    yield store_goals.load_many(world)
    yield store_goals.open_one(world)
    yield from store_goals.search_box(world)
    yield from store_goals.sorted_page(world)
    yield count_goals.statistic(world)
    yield store_goals.who_is_due(world)
    yield store_goals.csv_of_all(world)
    yield list_goals.xlsx_of_all(world)
    yield from package_goals.packages(world)
    yield owed_goals.recompute_all(world)


def _desk(folder: Path, sizes: Sequence[int], say: Say) -> list[Goal]:
    from app.bench import desk_goals

    goals = []
    for goal in desk_goals.measure(folder, max(sizes)):
        goals.append(goal)
        say(line_of(goal))
    return goals


def line_of(goal: Goal) -> str:
    """A goal as one line: number, title, ours, floor, ratio, bound, verdict."""
    bound = (
        f"≤ {goal.most:.3g}"
        if goal.most is not None
        else f"≥ {goal.least:.3g}"
        if goal.least is not None
        else "–"
    )
    verdict = {True: "holds", False: "MISSES", None: "told"}[goal.holds]
    figure = f"{goal.ours:,.3f} / {goal.floor:,.3f} {goal.unit}"
    return (
        f"{goal.number:>3}  {goal.title:<44} {goal.people:>8,}  {figure:>28}  {goal.ratio:>7.3f}  {bound:>8}"
        f"  {verdict}  {goal.note}"
    ).rstrip()
