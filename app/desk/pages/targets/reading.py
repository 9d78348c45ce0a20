"""A plan as the page shows it, read beside the window."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.pages.units.reading import UnitsView, read_units
from app.kinds.unit import TargetPlan
from app.register.session import Session
from app.register.targets import Addition, Progress, ShippedPlan, criteria, foresee, plans, shipped, years


@dataclass(frozen=True, slots=True)
class TargetsView:
    """Plans to choose from, the one shown, a line a criterion; ``units`` where it is a table of units."""

    plans: tuple[TargetPlan, ...]
    plan: TargetPlan | None
    lines: tuple[Progress, ...]
    units: UnitsView | None
    may_write: bool = False

    def counts(self) -> dict[str, int]:
        """How many criteria stand how."""
        found: dict[str, int] = {}
        for one in self.lines:
            found[one.verdict.state] = found.get(one.verdict.state, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan that comes with the program, and what loading it would add."""

    plan: ShippedPlan
    addition: Addition


def read_targets(session: Session, plan_id: str = "") -> TargetsView:
    """Read a plan; an empty ``plan_id`` shows the newest."""
    known = plans(session)
    plan = next((p for p in known if p.id == plan_id), known[0] if known else None)
    may = _may_write(session)
    if plan is None:
        return TargetsView((), None, (), None, may)
    lines = criteria(session, plan.id)
    is_table = bool(lines) and not any(one.given.title for one in lines)
    units = read_units(session, plan.id) if is_table else None
    return TargetsView(tuple(known), plan, tuple(lines), units, may)


def _may_write(session: Session) -> bool:
    from app.kinds.declare import KINDS

    return session.may_write(KINDS["target_result"])


def read_offers(session: Session) -> list[Offer]:
    """The plans that come with the program, each with what loading it would add."""
    return [Offer(one, foresee(session, one)) for one in shipped()]


def read_years(session: Session, target: str) -> list[Progress]:
    """A yearly target year after year."""
    return years(session, target)
