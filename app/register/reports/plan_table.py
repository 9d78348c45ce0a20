"""The table of a target plan with results beside the targets, as the annex of the plan has it."""

from __future__ import annotations

from app.kinds.declare import KINDS
from app.register.reports.periods import Period
from app.register.reports.snapshot import Targets
from app.register.reports.wording import vietnamese
from app.register.session import Session
from app.register.targets.indicators import INDICATORS
from app.register.targets.progress import Progress, plans, progress, total


def plan_table(session: Session, period: Period) -> Targets | None:
    """The table of the newest plan for exactly this window; None where no plan has it.

    A target the plan leaves blank and a result nobody knows stay empty: neither is zero.
    """
    if not session.may_read(KINDS["target"]):
        return None
    plan = next((p for p in plans(session) if (p.since, p.until) == (period.first, period.last)), None)
    if plan is None:
        return None
    found = progress(session, plan.id, min(period.last, session.today()))
    names = [name for name in INDICATORS if any(one.indicator == name for one in found)]
    names += sorted({one.indicator for one in found} - set(names))
    rows: dict[str, dict[str, Progress]] = {}
    for one in found:
        rows.setdefault(one.unit_name, {})[one.indicator] = one
    cells = [(unit, [_cell(row.get(name)) for name in names]) for unit, row in rows.items()]
    sums = [total([one for one in found if one.indicator == name]) for name in names]
    labels = [vietnamese(INDICATORS[name].label) if name in INDICATORS else name for name in names]
    return Targets(plan.number, labels, cells, [[one.target, one.done] for one in sums])


def _cell(one: Progress | None) -> list[int | None]:
    return [one.target, one.done] if one is not None else [None, None]
