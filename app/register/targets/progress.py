"""How the units stand to a plan: every target with its result, the verdict, and the records behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.kinds.faults import Fault
from app.kinds.text import text_key
from app.kinds.unit import Target, TargetPlan, TargetResult, Unit
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.targets import periods
from app.register.targets.figures import Counted, charged, count_for, senders
from app.register.targets.indicators import INDICATORS, label_of
from app.register.targets.judging import Fraction, Goal, Verdict, judge
from app.register.targets.periods import Period
from app.register.targets.results import Stated, stated
from app.words import N_

#: Where a figure comes from.
COUNTED, TYPED, NOWHERE = "counted", "typed", ""
LAST = 9999
_NOWHERE = Counted(Fraction(0), ())


@dataclass(frozen=True, slots=True)
class Progress:
    """One target and what has been reached.

    ``target`` None: the plan leaves it blank. ``done`` None: there is no figure, which is not zero; ``base`` is
    the whole it is a part of, for a share. ``percent`` is whole per cent (see ``Verdict``), None where there is
    nothing to divide by. ``records`` are of the kind the indicator shows. ``origin``: counted, typed or "".
    """

    unit_id: str
    unit: str
    unit_name: str
    line: int
    indicator: str
    target: int | None
    done: int | None
    percent: int | None
    records: tuple[str, ...]
    id: str
    goal: Goal
    base: int | None
    verdict: Verdict
    period: Period
    is_over: bool
    origin: str
    units_counted: int
    baseline: Stated | None
    typed: tuple[Stated, ...]
    given: Target

    def label(self) -> str:
        """What is to be reached: the plan's own words, else the indicator's name."""
        return self.given.title or label_of(self.indicator)


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over units: None where no unit has a figure; ``percent`` None without a target to divide by."""

    target: int | None
    done: int | None
    percent: int | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every target of a plan is judged on, read once."""

    plan: TargetPlan
    units: Mapping[str, Unit]
    sending: tuple[Unit, ...]
    results: tuple[TargetResult, ...]
    within: frozenset[str]
    on: date


def plans(session: Session) -> list[TargetPlan]:
    """All plans, the newest period first."""
    return plans_where(session, "1")


def plans_where(session: Session, where: str) -> list[TargetPlan]:
    """The plans a condition on their rows holds for, the newest period first."""
    with session.store.read() as reader:
        return reader.all(TargetPlan, f"{where} ORDER BY since DESC, id")


def plan_named(reader: Reader, plan_id: str | None) -> TargetPlan:
    """A plan by its id, or the newest; Fault E_NO_PLAN."""
    where = ("id = ?", (plan_id,)) if plan_id else ("1 ORDER BY since DESC, id LIMIT 1", ())
    found = reader.all(TargetPlan, *where)
    if not found:
        raise Fault("E_NO_PLAN", N_("There is no target plan yet. Load one with the command targets load."))
    return found[0]


def progress(session: Session, plan_id: str | None = None, on: date | None = None) -> list[Progress]:
    """Every target of a plan (default: the newest) as of a day (default: today), in the order of the plan."""
    with session.store.read() as reader:
        plan = plan_named(reader, plan_id)
        ground = _ground(reader, plan, on or session.today())
        targets = reader.all(Target, "plan = ?", (plan.id,))
    made = [_progress(session, ground, target) for target in targets]
    return sorted(made, key=lambda p: (p.line, text_key(p.unit_name), indicator_order(p.indicator), p.id))


def years(session: Session, target_id: str, on: date | None = None) -> list[Progress]:
    """A target in each of its periods that has begun, the oldest first; none for an unknown target."""
    with session.store.read() as reader:
        target = reader.get(Target, target_id)
        if target is None:
            return []
        plan = plan_named(reader, target.plan)
        ground = _ground(reader, plan, on or session.today())
    begun = [p for p in periods.periods(plan, target) if p.has_begun(ground.on)]
    return [_in_period(session, ground, target, period) for period in begun]


def total(found: Sequence[Progress]) -> Total:
    """The sums over units; what is blank or not counted is left out, never taken for zero."""
    targets = [p.target for p in found if p.target is not None]
    results = [p.done for p in found if p.done is not None]
    target, done = (sum(targets) if targets else None), (sum(results) if results else None)
    percent = done * 100 // target if target and done is not None else None
    return Total(target, done, percent, tuple(one for p in found for one in p.records))


def criteria(session: Session, plan_id: str | None = None, on: date | None = None) -> list[Progress]:
    """One line a criterion: the targets of a plan, those of a table of units added up over its units."""
    found = progress(session, plan_id, on)
    if not found or any(one.given.title for one in found):
        return found
    names = sorted({one.indicator for one in found}, key=indicator_order)
    return [_summed([one for one in found if one.indicator == name]) for name in names]


def indicator_order(name: str) -> tuple[int, str]:
    """Where an indicator stands among the others: in the order they are defined, unknown ones last."""
    return (_PLACES.get(name, LAST), name)


_PLACES = {name: place for place, name in enumerate(INDICATORS)}


def _summed(parts: Sequence[Progress]) -> Progress:
    first, added = parts[0], total(parts)
    goal = replace(first.goal, value=added.target)
    figure = Fraction(added.done) if added.done is not None else None
    why = next((one.verdict.why for one in parts if one.verdict.why not in ("", "blank")), "")
    return replace(
        first,
        unit_id="",
        unit="",
        unit_name="",
        target=added.target,
        done=added.done,
        percent=added.percent,
        records=added.records,
        id="",
        goal=goal,
        verdict=judge(goal, figure, None, is_over=first.is_over, why=why),
        origin=COUNTED if any(one.origin == COUNTED for one in parts) else first.origin,
        units_counted=sum(1 for one in parts if one.done is not None),
    )


def _ground(reader: Reader, plan: TargetPlan, on: date) -> _Ground:
    units = reader.all(Unit)
    results = reader.all(TargetResult, "target IN (SELECT id FROM r_target WHERE plan = ?)", (plan.id,))
    sending = tuple(u for u in units if u.node)
    within = frozenset(charged(reader, plan))
    return _Ground(plan, {u.id: u for u in units}, sending, tuple(results), within, on)


def _progress(session: Session, ground: _Ground, target: Target) -> Progress:
    return _in_period(session, ground, target, periods.at(ground.plan, target, ground.on))


def _in_period(session: Session, ground: _Ground, target: Target, period: Period) -> Progress:
    """The figure of a target in one of its periods, where it comes from, and the verdict."""
    unit = ground.units.get(target.unit)
    nodes = senders(session, unit, ground.sending, ground.within)
    typed, frozen = stated(ground.results, target.id)
    found, why = _counted(session, target.indicator, nodes, period, ground.on)
    said = _said(typed, period, ground.on, is_open=not target.yearly)
    origin = COUNTED if found is not None else TYPED if said is not None else NOWHERE
    figure = found.figure if found is not None else said.figure if said is not None else None
    baseline = frozen or _given_baseline(target) or _last_year(session, ground, target, nodes, period, typed)
    goal = Goal(target.operator, target.value, target.upper_value, target.measure)
    is_over = period.is_over(ground.on)
    verdict = judge(goal, figure, baseline.figure if baseline else None, is_over=is_over, why=why)
    return Progress(
        unit_id=target.unit,
        unit=unit.code if unit else "",
        unit_name=unit.name if unit else target.unit,
        line=target.line or LAST,
        indicator=target.indicator,
        target=target.value,
        done=figure.value if figure else None,
        percent=verdict.percent,
        records=(found or _NOWHERE).records,
        id=target.id,
        goal=goal,
        base=figure.base if figure else None,
        verdict=verdict,
        period=period,
        is_over=is_over,
        origin=origin,
        units_counted=len(nodes or ()),
        baseline=baseline,
        typed=typed,
        given=target,
    )


def _counted(
    session: Session, name: str, nodes: Sequence[str] | None, period: Period, on: date
) -> tuple[Counted | None, str]:
    """What the register counts, or why it does not."""
    indicator = INDICATORS.get(name)
    if indicator is None:
        return None, "no_definition"
    if nodes is None:
        return None, "nobody_sends"
    if not all(session.may_read(kind) for kind in indicator.kinds()):
        return None, "role"
    if not period.has_begun(on):
        return None, "not_begun"
    part = period.up_to(on)
    return count_for(session, indicator, nodes, part.since, part.until), ""


def _said(typed: Sequence[Stated], period: Period, on: date, *, is_open: bool) -> Stated | None:
    """The newest stated result that belongs to a period; after its end too where no other follows."""
    for one in typed:
        if period.since <= one.as_of <= on and (is_open or one.as_of <= period.until):
            return one
    return None


def _given_baseline(target: Target) -> Stated | None:
    """The baseline the plan itself names."""
    if target.baseline is None or target.base_date is None:
        return None
    figure = Fraction(target.baseline, target.baseline_base)
    return Stated(figure, target.base_date, target.clause or "")


def _last_year(
    session: Session,
    ground: _Ground,
    target: Target,
    nodes: Sequence[str] | None,
    period: Period,
    typed: Sequence[Stated],
) -> Stated | None:
    """What a yearly change is measured from: the year before, counted or as it was stated."""
    if not target.yearly or target.measure != "change":
        return None
    earlier = periods.before(period)
    found, _why = _counted(session, target.indicator, nodes, earlier, ground.on)
    if found is not None:
        return Stated(found.figure, earlier.until, "", records=found.records)
    return _said(typed, earlier, ground.on, is_open=False)
