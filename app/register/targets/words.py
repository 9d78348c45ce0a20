"""A goal, a figure and how one stands to the other, as short texts in the language in use."""

from __future__ import annotations

from app.kinds.dates import show_date
from app.register.targets.judging import BEYOND, MET, NOT_MET, NOT_YET, UNKNOWN, Goal, Verdict, can_turn
from app.register.targets.progress import COUNTED, TYPED, Progress
from app.words import N_, _, language
from app.words.forms import number

_SIGNS = {"at_least": "≥", "at_most": "≤", "equal": "=", "more": ">", "less": "<"}
_MINUS = "−"
_STATES = {
    MET: N_("Target reached"),
    NOT_YET: N_("Not reached yet"),
    NOT_MET: N_("Not reached"),
    BEYOND: N_("Beyond the range"),
    UNKNOWN: N_("Cannot be told"),
}
_SO_FAR, _BLANK = N_("Reached so far"), N_("Left blank")
#: Tone and icon of each state, so that colour is never the only sign.
MARKS = {
    MET: ("good", "circle-check"),
    NOT_YET: ("warn", "hourglass"),
    NOT_MET: ("danger", "circle-x"),
    BEYOND: ("info", "arrow-big-up"),
    UNKNOWN: ("neutral", "help-circle"),
}


def goal_text(goal: Goal) -> str:
    """``"≥ 31"``, ``"5–10%"``, ``"≤ −30%"``; empty where the plan leaves it blank."""
    if goal.value is None:
        return ""
    unit = "" if goal.measure == "count" else "%"
    if goal.operator == "between" and goal.upper is not None:
        low, high = sorted((goal.value, goal.upper))
        if high < 0:
            return f"{signed(high)}% … {signed(low)}%"
        return f"{number(low)}–{number(high)}{unit}"
    shown = signed(goal.value) if goal.measure == "change" else number(goal.value)
    return f"{_SIGNS.get(goal.operator, '')} {shown}{unit}".strip()


def figure_text(one: Progress) -> str:
    """The figure with both its numbers: ``"28"``, ``"45/60"``; a change with what it started from, ``"150 → 120"``."""
    if one.done is None:
        return ""
    shown = number(one.done) if one.base is None else f"{number(one.done)}/{number(one.base)}"
    if one.goal.measure != "change" or one.baseline is None:
        return shown
    was = one.baseline.figure
    start = number(was.value) if was.base is None else f"{number(was.value)}/{number(was.base)}"
    return f"{start} → {shown}"


def percent_text(one: Progress) -> str:
    """The per cent column; a change with its sign."""
    if one.percent is None:
        return ""
    return f"{signed(one.percent) if one.goal.measure == 'change' else number(one.percent)}%"


def gap_text(one: Progress, *, is_short: bool = False) -> str:
    """By how much the figure differs from the goal: a number, or points of a per cent (named unless short)."""
    gap = one.verdict.gap
    if gap is None:
        return ""
    if one.goal.measure == "count":
        return signed(gap // 10)
    mark = "," if language() == "vi" else "."
    text = f"{number(abs(gap) // 10)}{mark}{abs(gap) % 10}"
    sign = _MINUS if gap < 0 else "+" if gap > 0 else ""
    return f"{sign}{text}" if is_short else _("{n} points", n=f"{sign}{text}")


def signed(value: int) -> str:
    """A whole number with its sign; zero has none."""
    return f"{_MINUS if value < 0 else '+' if value > 0 else ''}{number(abs(value))}"


def state_text(one: Progress) -> str:
    """How it stands, in a word or two."""
    return verdict_text(one.verdict, one.goal, is_over=one.is_over)


def verdict_text(verdict: Verdict, goal: Goal, *, is_over: bool) -> str:
    """How a figure stands to its goal, in a word or two."""
    if verdict.why == "blank":
        return _(_BLANK)
    if verdict.state == MET and not is_over and can_turn(goal.operator):
        return _(_SO_FAR)
    return _(_STATES[verdict.state])


def origin_text(one: Progress) -> str:
    """Where the figure comes from."""
    if one.origin == COUNTED:
        return _("Counted from the register")
    if one.origin == TYPED and one.typed:
        return _(
            "Stated as of {day}: {source}", day=show_date(one.typed[0].as_of), source=one.typed[0].source
        )
    return ""
