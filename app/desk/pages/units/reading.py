"""The table of units in figures, read beside the window and turned into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kinds.unit import TargetPlan
from app.register.session import Session
from app.register.targets import INDICATORS, Progress, UnitLine, plans, unit_lines
from app.words import _


@dataclass(frozen=True, slots=True)
class UnitsView:
    """Plans to choose from, the one shown, its indicators in order, one line a unit."""

    plans: tuple[TargetPlan, ...]
    plan: TargetPlan | None
    indicators: tuple[str, ...]
    lines: tuple[UnitLine, ...]

    def cell(self, row: int, indicator: str) -> Progress | None:
        """Target and result of a unit, or None where the plan has no such line."""
        return next((p for p in self.lines[row].progress if p.indicator == indicator), None)

    def total(self, indicator: str) -> Total:
        """The sums of an indicator; blank where nothing is to be added."""
        return total_of([p for line in self.lines for p in line.progress if p.indicator == indicator])


@dataclass(frozen=True, slots=True)
class Total:
    """Sums: None where no unit has a figure; ``percent`` None without a target to divide by."""

    target: int | None
    done: int | None
    percent: int | None
    records: tuple[str, ...]


def total_of(found: Sequence[Progress]) -> Total:
    """The sums over units."""
    targets = [p.target for p in found if p.target is not None]
    results = [p.done for p in found if p.done is not None]
    target, done = (sum(targets) if targets else None), (sum(results) if results else None)
    percent = done * 100 // target if target and done is not None else None
    return Total(target, done, percent, tuple(one for p in found for one in p.records))


def read_units(session: Session, plan_id: str = "") -> UnitsView:
    """Read the table; on a reader thread. An empty ``plan_id`` shows the newest plan."""
    known = plans(session)
    plan = next((p for p in known if p.id == plan_id), known[0] if known else None)
    lines = unit_lines(session, plan.id if plan else None)
    used = {p.indicator for line in lines for p in line.progress}
    ordered = [name for name in INDICATORS if name in used] + sorted(used - set(INDICATORS))
    return UnitsView(tuple(known), plan, tuple(ordered), tuple(lines))


def indicator_label(name: str) -> str:
    """The indicator's name in the language in use."""
    known = INDICATORS.get(name)
    return _(known.label) if known else name


def period_text(plan: TargetPlan) -> str:
    """From when to when a plan runs."""
    first, last = _day(plan.since), _day(plan.until)
    return _("{first} to {last}", first=first, last=last)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
