"""Counting an indicator for a unit and a period, with the records that make the number."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from app.kinds import units_catalogue
from app.kinds.declare import KINDS
from app.kinds.unit import TargetPlan, Unit
from app.ledger.reader import Reader
from app.register.counting.count import Span, count, records
from app.register.counting.measures import MEASURES
from app.register.session import Session
from app.register.targets.indicators import Indicator
from app.register.targets.judging import Fraction

#: The whole register: what an upper node counts for its own unit.
EVERYWHERE = ""
#: Units in which no other lies: where nobody sends for one of these, nothing is known of it.
_NARROW = frozenset({"team", "xa", "phuong", "dac_khu", "thi_tran", "hamlet"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and its records: ids of the kind ``Indicator.shows``; ``whole`` those a share is a part of."""

    figure: Fraction
    records: tuple[str, ...]
    whole: tuple[str, ...] = ()


def senders(
    session: Session, unit: Unit | None, others: Iterable[Unit] = (), within: Container[str] = ()
) -> tuple[str, ...] | None:
    """The nodes whose records count for a unit; None when nobody sends for it.

    Its own node, or this one for its own unit; at an upper node a wider unit has those of the ``others`` that lie
    in it and send: by their record, by the catalogue, or because they are named in ``within`` (ids of units). An
    upper node counts everything it holds for its own unit.
    """
    if unit is None:
        return None
    own = session.node
    if unit.code == own.unit:
        return (EVERYWHERE,) if own.sort == "upper" else (own.node,)
    if unit.node:
        return (unit.node,)
    if own.sort != "upper" or unit.sort in _NARROW:
        return None
    return (
        tuple(sorted({one.node for one in others if one.node and (one.id in within or _lies_in(one, unit))}))
        or None
    )


def charged(reader: Reader, plan: TargetPlan) -> Iterator[str]:
    """The units the issuer of a plan charges in its tables: they lie in its area, even where a catalogue is silent.

    A ward that was merged before the catalogue begins is known by nothing else.
    """
    sql = (
        "SELECT DISTINCT t.unit FROM r_target AS t JOIN r_target_plan AS p ON p.id = t.plan"
        " WHERE p.issuer = ? AND t.title IS NULL AND t._state = 0 AND p._state = 0"
    )
    return (row[0] for row in reader.rows(sql, (plan.issuer,)))


def _lies_in(one: Unit, wider: Unit) -> bool:
    """Whether a unit belongs to another by its record or, where that is silent, by the catalogue of units."""
    if one.parent == wider.id:
        return True
    found = units_catalogue.unit(one.code, one.until)
    while found is not None and found.parent:
        if found.parent == wider.code:
            return True
        found = units_catalogue.unit(found.parent, one.until)
    return False


def counted(
    session: Session, reader: Reader, indicator: Indicator, unit: Unit, since: date, until: date
) -> tuple[str, ...]:
    """The ids of the records that count for an indicator, a unit and a period (both days included).

    Records about a person count while the person is in the register. Fault E_ROLE.
    """
    for kind in indicator.kinds():
        session.need_read(kind)
    nodes = senders(session, unit, reader.all(Unit, "node IS NOT NULL"))
    return () if nodes is None else count_for(session, indicator, nodes, since, until).records


def count_for(
    session: Session, indicator: Indicator, nodes: Sequence[str], since: date, until: date
) -> Counted:
    """The figure over some nodes. Fault E_ROLE when the account may not read what is counted."""
    span = Span(since, until)
    if indicator.how in ("count", "ratio"):
        found, value = _one(session, indicator.part[0], span, nodes)
        if indicator.how == "count":
            return Counted(Fraction(value), found)
        among, base = _one(session, indicator.whole[0], span, nodes)
        return Counted(Fraction(value, base), found, among)
    part, whole = (
        _records(session, indicator.part, span, nodes),
        _records(session, indicator.whole, span, nodes),
    )
    if indicator.how == "parts":
        return Counted(Fraction(len(part), len(part) + len(whole)), part, part + whole)
    among = _people(session, indicator.whole, span, nodes)
    wanted = set(_people(session, indicator.part, span, nodes))
    both = tuple(one for one in among if one in wanted)
    return Counted(Fraction(len(both), len(among)), both, among)


def _one(session: Session, name: str, span: Span, nodes: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The records of a measure and its number, which is not how many they are where it is a sum."""
    found = _records(session, (name,), span, nodes)
    if MEASURES[name].what != "sum":
        return found, len(found)
    return found, sum(count(session, name, span, node=node) for node in nodes)


def _records(session: Session, names: Sequence[str], span: Span, nodes: Sequence[str]) -> tuple[str, ...]:
    found = (
        record
        for name in names
        for node in nodes
        for _kind, record in records(session, name, span, node=node)
    )
    return tuple(dict.fromkeys(found))


def _people(session: Session, names: Sequence[str], span: Span, nodes: Sequence[str]) -> tuple[str, ...]:
    """The people of some measures; those of a measure of records are whom the records are about."""
    found: dict[str, None] = {}
    for name in names:
        ids = _records(session, (name,), span, nodes)
        found.update(dict.fromkeys(ids if MEASURES[name].what == "persons" else _about(session, name, ids)))
    return tuple(found)


def _about(session: Session, name: str, ids: Sequence[str]) -> list[str]:
    kind = KINDS[MEASURES[name].kind_name]
    inside = "(SELECT value FROM json_each(?))"
    sql = f"SELECT {kind.subject} FROM r_{kind.name} WHERE id IN {inside} ORDER BY {kind.when}, id"
    with session.store.read() as reader:
        people = [row[0] for row in reader.rows(sql, (msgspec.json.encode(list(ids)).decode(),))]
        survivors = reader.survivors(people)
    return [survivors.get(one, one) for one in people]
