"""Verdicts: every operator at its boundary, one below and one above, and what cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.register.targets.judging import Fraction, Goal, judge


def state(goal: Goal, value: int, base: int | None = None, was: Fraction | None = None) -> str:
    return judge(goal, Fraction(value, base), was, is_over=False).state


@pytest.mark.parametrize(
    ("operator", "states"),
    [
        ("at_least", ("not_yet", "met", "met")),
        ("at_most", ("met", "met", "not_yet")),
        ("equal", ("not_yet", "met", "not_yet")),
        ("more", ("not_yet", "not_yet", "met")),
        ("less", ("met", "not_yet", "not_yet")),
    ],
)
def test_operators_at_their_boundary(operator: str, states: tuple[str, ...]) -> None:
    assert tuple(state(Goal(operator, 31), n) for n in (30, 31, 32)) == states
    share = Goal(operator, 80, measure="percent")
    assert tuple(state(share, n, 1000) for n in (799, 800, 801)) == states
    change = Goal(operator, -30, measure="change")
    assert tuple(state(change, n, None, Fraction(1000)) for n in (699, 700, 701)) == states


def test_a_range_has_two_ends_and_beyond_is_for_a_person() -> None:
    grows = Goal("between", 5, 10, "percent")
    assert [state(grows, n, 100) for n in (4, 5, 10, 11)] == ["not_yet", "met", "met", "beyond"]
    falls = Goal("between", -15, -10, "change")
    assert [state(falls, n, None, Fraction(100)) for n in (84, 85, 90, 91)] == [
        "beyond",
        "met",
        "met",
        "not_yet",
    ]


def test_zero_is_a_figure_and_a_goal() -> None:
    none_at_all = Goal("equal", 0)
    assert state(none_at_all, 0) == "met" and state(none_at_all, 1) == "not_yet"
    assert judge(none_at_all, Fraction(0), None, is_over=False).percent is None
    assert judge(Goal("at_least", 3), Fraction(0), None, is_over=False).percent == 0


@pytest.mark.parametrize(
    ("goal", "figure", "baseline", "why"),
    [
        (Goal("at_least", 3), None, None, "nobody_sends"),
        (Goal("at_least", None), Fraction(3), None, "blank"),
        (Goal("at_least", 80, measure="percent"), Fraction(0, 0), None, "no_whole"),
        (Goal("at_least", 80, measure="percent"), Fraction(8), None, "no_base"),
        (Goal("at_most", -30, measure="change"), Fraction(8), None, "no_baseline"),
        (Goal("at_most", -30, measure="change"), Fraction(8), Fraction(0), "zero_baseline"),
        (Goal("at_most", -30, measure="change"), Fraction(8, 0), Fraction(5, 10), "no_whole"),
    ],
)
def test_what_cannot_be_told_says_why(
    goal: Goal, figure: Fraction | None, baseline: Fraction | None, why: str
) -> None:
    found = judge(goal, figure, baseline, is_over=True, why="nobody_sends")
    assert (found.state, found.why) == ("unknown", why) and found.reason()


def test_what_is_missed_is_missed_when_the_period_is_over() -> None:
    goal = Goal("at_least", 31)
    assert judge(goal, Fraction(30), None, is_over=True).state == "not_met"
    assert judge(goal, Fraction(31), None, is_over=True).state == "met"


def test_both_numbers_of_a_share_and_the_gap_in_tenths() -> None:
    found = judge(Goal("at_least", 100, measure="percent"), Fraction(1, 12), None, is_over=False)
    assert (found.percent, found.gap) == (8, -916)
    rate = judge(
        Goal("at_most", -10, measure="change"), Fraction(90, 1000), Fraction(99, 1000), is_over=False
    )
    assert (rate.state, rate.percent, rate.gap) == ("not_yet", -9, 9)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 100))
def test_a_share_is_compared_without_rounding(part: int, whole: int, goal: int) -> None:
    part = min(part, whole)
    reached = judge(Goal("at_least", goal, measure="percent"), Fraction(part, whole), None, is_over=False)
    missed = judge(Goal("less", goal, measure="percent"), Fraction(part, whole), None, is_over=False)
    assert (reached.state == "met") is (part * 100 >= goal * whole)
    assert (reached.state == "met") is not (missed.state == "met")
