"""The table of units in figures, read beside the window and turned into cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kinds.unit import TargetPlan
from app.register.session import Session
from app.register.targets import (
    Progress,
    Total,
    UnitLine,
    indicator_order,
    label_of,
    tables,
    total,
    unit_lines,
)
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
        return total([p for line in self.lines for p in line.progress if p.indicator == indicator])


def read_units(session: Session, plan_id: str = "") -> UnitsView:
    """Read the table; on a reader thread. An empty ``plan_id`` shows the newest plan that is a table of units."""
    known = tables(session)
    plan = next((p for p in known if p.id == plan_id), known[0] if known else None)
    lines = unit_lines(session, plan.id if plan else None)
    used = {p.indicator for line in lines for p in line.progress}
    ordered = sorted(used, key=indicator_order)
    return UnitsView(tuple(known), plan, tuple(ordered), tuple(lines))


def indicator_label(name: str) -> str:
    """The indicator's name in the language in use."""
    return label_of(name)


def period_text(plan: TargetPlan) -> str:
    """From when to when a plan runs."""
    first, last = _day(plan.since), _day(plan.until)
    return _("{first} to {last}", first=first, last=last)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
