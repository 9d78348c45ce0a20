"""Target plans: what each unit is to reach, what it has reached, and the records that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kinds.declare import KINDS, Kind
from app.kinds.faults import Fault
from app.kinds.text import text_key
from app.kinds.unit import Target, TargetPlan, Unit
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_, _


@dataclass(frozen=True, slots=True)
class Indicator:
    """How an indicator is counted: a kind's live records with ``where`` true and ``day`` in the period."""

    name: str
    label: str
    table: str
    day: str
    where: str

    @property
    def kind(self) -> Kind:
        """The kind whose records are counted."""
        return KINDS[self.table.removeprefix("r_")]


#: Indicators that are counted from the register. ``day`` names the date that places a record in a period.
INDICATORS: dict[str, Indicator] = {
    one.name: one
    for one in (
        Indicator("cases_prosecuted", N_("Cases prosecuted"), "r_incident", "prosecuted_on", "sort = 'case'"),
        Indicator(
            "compulsory_rehab_admissions",
            N_("Sent to compulsory rehabilitation"),
            "r_status_period",
            "since",
            "status IN ('A-BB', 'A-BB-TN')",
        ),
        Indicator(
            "complex_points_resolved",
            N_("Complex places resolved"),
            "r_place",
            "resolved_on",
            "sort IN ('complex', 'hot_spot') AND state = 'resolved'",
        ),
        Indicator(
            "at_risk_points_resolved",
            N_("Places at risk resolved"),
            "r_place",
            "resolved_on",
            "sort = 'at_risk' AND state = 'resolved'",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Progress:
    """One target and what has been reached. ``target`` None: the plan leaves it blank.

    ``done`` None: the indicator is not counted
    from the register, or nobody sends for the unit, which is not zero. ``percent``
    is whole per cent of the target, None where there is nothing to divide by.
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

    def label(self) -> str:
        """The indicator's name in the language in use."""
        known = INDICATORS.get(self.indicator)
        return _(known.label) if known else self.indicator


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit under this node: who sends for it, what was received, who is under management, its targets."""

    unit_id: str
    code: str
    name: str
    node: str
    last_received: str | None
    operations: int
    people: int
    managed: int
    progress: tuple[Progress, ...]


def plans(session: Session) -> list[TargetPlan]:
    """All plans, the newest period first."""
    with session.store.read() as reader:
        return reader.all(TargetPlan, "1 ORDER BY since DESC, id")


def progress(session: Session, plan_id: str | None = None) -> list[Progress]:
    """Every target of a plan (default: the newest) with its result, in the order of the annex."""
    with session.store.read() as reader:
        plan = _plan(reader, plan_id)
        units = {u.id: u for u in reader.all(Unit)}
        targets = reader.all(Target, "plan = ?", (plan.id,))
        made = [_progress(session, reader, plan, units.get(t.unit), t) for t in targets]
    order = {name: i for i, name in enumerate(INDICATORS)}
    return sorted(
        made, key=lambda p: (p.line, text_key(p.unit_name), order.get(p.indicator, 99), p.indicator)
    )


def unit_lines(session: Session, plan_id: str | None = None) -> list[UnitLine]:
    """The units under this node with what came from them and how they stand to the plan's targets."""
    with session.store.read() as reader:
        has_plan = reader.value("SELECT count(*) FROM r_target_plan WHERE _state = 0")
    reached: dict[str, list[Progress]] = {}
    for one in progress(session, plan_id) if has_plan else []:
        reached.setdefault(one.unit_id, []).append(one)
    with session.store.read() as reader:
        streams = {
            row[0]: (row[1], row[2])
            for row in reader.rows(
                "SELECT stream.node, max(package_in.met_at), max(stream.lsn) FROM stream"
                " LEFT JOIN package_in ON package_in.node = stream.node AND package_in.status = 'applied'"
                " WHERE own = 0 GROUP BY stream.node"
            )
        }
        people = _people_by_node(reader)
        units = reader.all(Unit, "node IS NOT NULL OR id IN (SELECT unit FROM r_target WHERE _state = 0)")
    # a node stands once: with the unit that has targets where one of its units has
    with_targets = {u.node for u in units if u.node and u.id in reached}
    shown = [u for u in units if u.id in reached or u.node not in with_targets]
    lines = [_unit_line(u, streams, people, reached.get(u.id, [])) for u in shown]
    return sorted(
        lines, key=lambda line: (min((p.line for p in line.progress), default=9999), text_key(line.name))
    )


def _unit_line(
    unit: Unit,
    streams: dict[str, tuple[str | None, int]],
    people: dict[str, tuple[int, int]],
    reached: Sequence[Progress],
) -> UnitLine:
    node = unit.node or ""
    met, operations = streams.get(node, (None, 0))
    everyone, managed = people.get(node, (0, 0))
    return UnitLine(unit.id, unit.code, unit.name, node, met, operations, everyone, managed, tuple(reached))


def _people_by_node(reader: Reader) -> dict[str, tuple[int, int]]:
    from app.register.tables.cards import UNDER_MANAGEMENT

    codes = ", ".join(f"'{c}'" for c in sorted(UNDER_MANAGEMENT))
    sql = f"SELECT node, count(*), sum(main_status IN ({codes})) FROM card GROUP BY node"
    return {row[0]: (row[1], row[2]) for row in reader.rows(sql)}


def _plan(reader: Reader, plan_id: str | None) -> TargetPlan:
    where = ("id = ?", (plan_id,)) if plan_id else ("1 ORDER BY since DESC, id LIMIT 1", ())
    found = reader.all(TargetPlan, *where)
    if not found:
        raise Fault("E_NO_PLAN", N_("There is no target plan yet. Load one with the command targets load."))
    return found[0]


def _progress(
    session: Session, reader: Reader, plan: TargetPlan, unit: Unit | None, target: Target
) -> Progress:
    records: tuple[str, ...] = ()
    done: int | None = None
    indicator = INDICATORS.get(target.indicator)
    is_sent = unit is not None and bool(_sender(session, unit))
    if indicator is not None and unit is not None and is_sent and session.may_read(indicator.kind):
        records = counted(session, reader, indicator, unit, plan.since, plan.until)
        done = len(records)
    percent = None
    if done is not None and target.value:
        percent = done * 100 // target.value
    return Progress(
        unit_id=target.unit,
        unit=unit.code if unit else "",
        unit_name=unit.name if unit else target.unit,
        line=target.line or 9999,
        indicator=target.indicator,
        target=target.value,
        done=done,
        percent=percent,
        records=records,
    )


def _sender(session: Session, unit: Unit) -> str:
    """The node whose records count for a unit: the one that sends for it, or this one for its own unit."""
    return unit.node or (session.node.node if unit.code == session.node.unit else "")


def counted(
    session: Session, reader: Reader, indicator: Indicator, unit: Unit, since: date, until: date
) -> tuple[str, ...]:
    """The ids of the records that count for an indicator, a unit and a period (both days included).

    Records about a person count while the person is in the register.
    """
    session.need_read(indicator.kind)
    about = indicator.kind.subject
    live = (
        f" AND EXISTS (SELECT 1 FROM r_person AS who WHERE who.id = {about} AND who._state = 0)"
        if about
        else ""
    )
    sql = (
        f"SELECT id FROM {indicator.table} WHERE _state = 0 AND _node = ? AND {indicator.where}{live}"
        f" AND {indicator.day} BETWEEN ? AND ? ORDER BY {indicator.day}, id"
    )
    return tuple(
        row[0] for row in reader.rows(sql, (_sender(session, unit), since.isoformat(), until.isoformat()))
    )
