"""The units under a node: what came from each, and how it stands to a plan that is a table of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.kinds.text import text_key
from app.kinds.unit import TargetPlan, Unit
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.targets.progress import LAST, Progress, plans_where, progress


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


def tables(session: Session) -> list[TargetPlan]:
    """The plans whose targets form a table of units, the newest period first."""
    words = "SELECT 1 FROM r_target WHERE plan = r_target_plan.id AND _state = 0"
    return plans_where(session, f"NOT EXISTS ({words} AND title IS NOT NULL)")


def unit_lines(session: Session, plan_id: str | None = None) -> list[UnitLine]:
    """The units under this node with what came from them and how they stand to the plan's targets.

    Without ``plan_id`` it is the newest plan that is a table of units.
    """
    reached: dict[str, list[Progress]] = {}
    shown_plan = plan_id or next((plan.id for plan in tables(session)), "")
    for one in progress(session, shown_plan) if shown_plan else []:
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
    shown = [u for u in units if u.id in reached or (u.node and u.node not in with_targets)]
    lines = [_unit_line(u, streams, people, reached.get(u.id, [])) for u in shown]
    return sorted(
        lines, key=lambda line: (min((p.line for p in line.progress), default=LAST), text_key(line.name))
    )


def _unit_line(
    unit: Unit,
    streams: Mapping[str, tuple[str | None, int]],
    people: Mapping[str, tuple[int, int]],
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
