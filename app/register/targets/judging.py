"""Whether a target is reached: whole numbers only, and what is not known is never taken for zero."""

from __future__ import annotations

from dataclasses import dataclass

from app.words import N_, _

MET, NOT_YET, NOT_MET, BEYOND, UNKNOWN = "met", "not_yet", "not_met", "beyond", "unknown"
#: Operators under which a figure can still be spoilt while the period runs.
_UPPER = frozenset({"at_most", "less", "equal", "between"})

#: Why a verdict cannot be told, and how to mend it.
WHY: dict[str, str] = {
    "blank": N_("The plan leaves this blank; there is nothing to compare with."),
    "no_definition": N_(
        "Nothing in the register counts this. Type the result with its source, or ask for a definition."
    ),
    "nobody_sends": N_("No register sends for this unit. Pair it, or type the result with its source."),
    "role": N_("Your account does not read the records this is counted from."),
    "not_begun": N_("The period has not begun."),
    "no_baseline": N_(
        "There is nothing to compare with yet. Freeze the baseline, or type it with its source."
    ),
    "zero_baseline": N_("The baseline is zero; no change in per cent can be told from it."),
    "no_whole": N_("Nobody is counted in the whole yet; a share of nothing cannot be told."),
    "no_base": N_("The result says no whole it is a part of. Fill in “out of” as well."),
}


@dataclass(frozen=True, slots=True)
class Fraction:
    """A figure as it was counted: a number, and the whole it is a part of where it is a share."""

    value: int
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached. ``value`` None: the plan leaves it blank. ``measure``: count, percent or change."""

    operator: str
    value: int | None
    upper: int | None = None
    measure: str = "count"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a figure stands to its goal.

    ``percent``: of a count, whole per cent of the goal; of a share, the share; of a change, the change, all
    rounded towards zero; None where it cannot be told. ``gap`` in tenths: figure minus goal (the nearer bound of a
    range, 0 within it), in the goal's own unit. ``why``: a key of ``WHY`` when ``state`` is unknown.
    """

    state: str
    percent: int | None = None
    gap: int | None = None
    why: str = ""

    def reason(self) -> str:
        """Why it cannot be told and how to mend it, in the language in use; empty when it can."""
        return _(WHY[self.why]) if self.why else ""


def judge(
    goal: Goal, found: Fraction | None, baseline: Fraction | None, *, is_over: bool, why: str = ""
) -> Verdict:
    """The verdict on a figure; ``why`` says why there is none; ``is_over`` whether the period has ended."""
    if found is None:
        return Verdict(UNKNOWN, why=why or "no_definition")
    top, bottom, cannot = _ratio(goal.measure, found, baseline)
    if cannot:
        return Verdict(UNKNOWN, why=cannot)
    percent = _percent(goal, top, bottom)
    if goal.value is None:
        return Verdict(UNKNOWN, percent if goal.measure != "count" else None, why="blank")
    low, high = _bounds(goal)
    state = _state(goal.operator, top, bottom, low, high)
    if state == NOT_YET and is_over:
        state = NOT_MET
    return Verdict(state, percent, _gap(goal, top, bottom, low, high))


def can_turn(operator: str) -> bool:
    """Whether what is met now can still be lost while the period runs."""
    return operator in _UPPER


def _bounds(goal: Goal) -> tuple[int, int]:
    """The lower and the upper bound; one number twice where the goal is no range."""
    value = goal.value or 0
    if goal.operator != "between" or goal.upper is None:
        return value, value
    return min(value, goal.upper), max(value, goal.upper)


def _ratio(measure: str, found: Fraction, baseline: Fraction | None) -> tuple[int, int, str]:
    """The figure as top over bottom (bottom above zero), in the goal's unit; else why not."""
    if measure == "count":
        return found.value, 1, ""
    if measure == "percent":
        if found.base is None:
            return 0, 1, "no_base"
        return (found.value * 100, found.base, "") if found.base else (0, 1, "no_whole")
    if baseline is None:
        return 0, 1, "no_baseline"
    if found.base == 0 or baseline.base == 0:
        return 0, 1, "no_whole"
    now, whole = found.value, found.base or 1
    was, out_of = baseline.value, baseline.base or 1
    if was <= 0:
        return 0, 1, "zero_baseline"
    return (now * out_of - was * whole) * 100, was * whole, ""


def _percent(goal: Goal, top: int, bottom: int) -> int | None:
    if goal.measure != "count":
        return _whole(top, bottom)
    return top * 100 // goal.value if goal.value else None


def _whole(top: int, bottom: int) -> int:
    return top // bottom if top >= 0 else -(-top // bottom)


def _state(operator: str, top: int, bottom: int, low: int, high: int) -> str:
    if operator == "between":
        return _in_range(top, bottom, low, high)
    ahead = top - low * bottom
    reached = {
        "at_least": ahead >= 0,
        "at_most": ahead <= 0,
        "equal": ahead == 0,
        "more": ahead > 0,
        "less": ahead < 0,
    }
    return MET if reached.get(operator, False) else NOT_YET


def _in_range(top: int, bottom: int, low: int, high: int) -> str:
    """Within: met. Past the bound that asks for more: beyond, for a person to judge. Short of the other: not yet."""
    if low * bottom <= top <= high * bottom:
        return MET
    falls = high <= 0  # “reduced by 10 to 15 per cent” asks for more the lower it lies
    past = top < low * bottom if falls else top > high * bottom
    return BEYOND if past else NOT_YET


def _gap(goal: Goal, top: int, bottom: int, low: int, high: int) -> int:
    if goal.operator == "between" and low * bottom <= top <= high * bottom:
        return 0
    near = high if top > high * bottom else low
    return _whole((top - near * bottom) * 10, bottom)
