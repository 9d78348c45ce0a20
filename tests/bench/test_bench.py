"""The benchmark on a small register: it measures what it says and keeps its shape; no clock is judged."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path

from app.bench.main import line_of, run
from app.bench.measure import Goal, in_turn, percentile

# Goals that need no window (the others start whole programs), and that a small register has: 2 compares
# two sizes, 20 wants more changes.
SMALL = {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 22, 23, 24, 25}


def test_every_goal_is_measured_against_its_floor(tmp_path: Path, monkeypatch) -> None:
    from app.bench import store_goals

    short = store_goals.load_many
    monkeypatch.setattr(store_goals, "load_many", lambda world: short(world, 50))
    said: list[str] = []
    goals = run(tmp_path / "bench.json", sizes=[300], desk=False, say=said.append)
    assert {goal.number for goal in goals} == SMALL
    assert all(isfinite(goal.ratio) and goal.ratio >= 0 for goal in goals)
    assert all(goal.ours > 0 and goal.floor > 0 for goal in goals if goal.number != 6)
    # what is no matter of speed holds at any size
    assert all(goal.holds for goal in goals if goal.number == 6)
    stored = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [one["goal"] for one in stored] == [goal.number for goal in goals]
    assert [line for line in said if line.startswith("  1  ")] == [line_of(goals[0])]


def test_a_goal_holds_up_to_its_bound() -> None:
    def goal(ours: float, most: float | None = None, least: float | None = None) -> Goal:
        return Goal(1, "x", 10, ours, 2.0, "ms", most=most, least=least)

    assert goal(12.0, most=6).holds is True
    assert goal(12.1, most=6).holds is False
    assert goal(4.0, least=2).holds is True
    assert goal(3.9, least=2).holds is False
    assert goal(3.9).holds is None


def test_medians_are_taken_in_turn() -> None:
    turns: list[str] = []
    in_turn(lambda: turns.append("a"), lambda: turns.append("b"), 3, warm_up=1)
    assert turns == ["a", "b"] * 4
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
