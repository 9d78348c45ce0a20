"""Figures that are stated, not counted: results with their source, and baselines frozen with their records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.unit import Target, TargetPlan, TargetResult, Unit
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.session import Session
from app.register.targets.figures import Counted, charged, count_for, senders
from app.register.targets.indicators import INDICATORS
from app.register.targets.judging import Fraction
from app.register.targets.periods import a_year_before
from app.words import N_

#: Ids in one record: a long list is kept in parts, so that each stays small enough for a package.
_PART = 2_000
_KIND = KINDS["target_result"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated figure: what, as of when, from where; ``records`` behind a frozen one, ``ids`` what it is kept as."""

    figure: Fraction
    as_of: date
    source: str
    note: str = ""
    records: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def stated(results: Iterable[TargetResult], target: str) -> tuple[tuple[Stated, ...], Stated | None]:
    """The results stated for a target, the newest first, and its frozen baseline."""
    mine = sorted((r for r in results if r.target == target), key=lambda r: (r.as_of, r.id), reverse=True)
    typed = tuple(_stated((one,)) for one in mine if not one.baseline and one.value is not None)
    parts = sorted((r for r in mine if r.baseline and r.value is not None), key=lambda r: r.part or 0)
    return typed, _stated(parts) if parts else None


def _stated(parts: Sequence[TargetResult]) -> Stated:
    first = parts[0]
    return Stated(
        Fraction(first.value or 0, first.base),
        first.as_of,
        first.source,
        first.note or "",
        tuple(one for part in parts for one in part.records),
        tuple(part.id for part in parts),
    )


def type_result(
    session: Session,
    target: str,
    value: int,
    as_of: date,
    source: str,
    *,
    base: int | None = None,
    note: str = "",
) -> Changed:
    """State a result with its source. Faults E_NO_TARGET, E_SOURCE, E_ROLE, and what the kind refuses."""
    session.need_write(_KIND)
    if not source.strip():
        raise Fault("E_SOURCE", _NO_SOURCE, field="source")
    if as_of > session.today():
        raise Fault("E_FUTURE", _LATER, field="as_of")
    with session.store.write(session.user, note) as writer:
        _target(writer, target)
        writer.put(
            TargetResult(
                id=new_id(),
                target=target,
                as_of=as_of,
                value=value,
                base=base,
                source=source,
                note=note or None,
            )
        )
    return writer.changed


def freeze_baseline(session: Session, target_id: str, on: date, why: str = "") -> Stated:
    """Freeze what an indicator stands at on a day, with its records, as what changes are measured from.

    Faults E_NO_TARGET, E_NO_DEFINITION (nothing counts it: state the baseline with its source instead),
    E_NOBODY_SENDS, E_FROZEN (there is one already), E_FUTURE, E_ROLE.
    """
    session.need_write(_KIND)
    if on > session.today():
        raise Fault("E_FUTURE", _LATER, field="as_of")
    with session.store.read() as reader:
        target = _target(reader, target_id)
        _typed, old = stated(reader.all(TargetResult, "target = ?", (target_id,)), target_id)
        unit = reader.get(Unit, target.unit)
        plan = reader.get(TargetPlan, target.plan)
        within = frozenset(charged(reader, plan)) if plan else frozenset()
        nodes = senders(session, unit, reader.all(Unit, "node IS NOT NULL"), within)
    if old is not None:
        raise Fault("E_FROZEN", _FROZEN, day=f"{old.as_of:%d/%m/%Y}")
    indicator = INDICATORS.get(target.indicator)
    if indicator is None:
        raise Fault("E_NO_DEFINITION", _NOT_COUNTED, name=target.title or target.indicator)
    if nodes is None:
        raise Fault("E_NOBODY_SENDS", _NOBODY)
    for kind in indicator.kinds():
        session.need_read(kind)
    found = count_for(session, indicator, nodes, _year_start(on), on)
    made = _parts(target_id, on, found, f"{session.user}, {session.now():%H:%M %d/%m/%Y}")
    with session.store.write(session.user, why) as writer:
        writer.put_many(made)
    return _stated(made)


def _year_start(on: date) -> date:
    """What happened is counted over the twelve months up to the day."""
    return date.fromordinal(a_year_before(on).toordinal() + 1)


def _parts(target: str, on: date, found: Counted, source: str) -> list[TargetResult]:
    ids = found.records
    pieces = [ids[start : start + _PART] for start in range(0, max(len(ids), 1), _PART)]
    return [
        TargetResult(
            id=new_id(),
            target=target,
            as_of=on,
            value=found.figure.value,
            base=found.figure.base,
            source=source,
            baseline=True,
            records=tuple(piece),
            part=place,
        )
        for place, piece in enumerate(pieces, start=1)
    ]


def state_baseline(
    session: Session, target: str, value: int, as_of: date, source: str, *, base: int | None = None
) -> Changed:
    """State a baseline that no register counted, with its source. Faults E_FROZEN, E_NO_TARGET, E_SOURCE."""
    session.need_write(_KIND)
    if not source.strip():
        raise Fault("E_SOURCE", _NO_SOURCE, field="source")
    with session.store.write(session.user) as writer:
        _target(writer, target)
        _typed, old = stated(writer.all(TargetResult, "target = ?", (target,)), target)
        if old is not None:
            raise Fault("E_FROZEN", _FROZEN, day=f"{old.as_of:%d/%m/%Y}")
        writer.put(
            TargetResult(
                id=new_id(), target=target, as_of=as_of, value=value, base=base, source=source, baseline=True
            )
        )
    return writer.changed


def take_back(session: Session, ids: Iterable[str], why: str) -> Changed:
    """Take back a stated result or a frozen baseline, with a reason. Faults E_REASON, E_ROLE."""
    session.need_write(_KIND)
    with session.store.write(session.user) as writer:
        for one in ids:
            writer.retract("target_result", one, why)
    return writer.changed


def _target(reader: Reader, target_id: str) -> Target:
    found = reader.get(Target, target_id)
    if found is None:
        raise Fault("E_NO_TARGET", N_("There is no such target. Choose one from the list."))
    return found


_NO_SOURCE = N_("Say where the figure comes from: a report with its number and day, an office, a list.")
_LATER = N_("The day lies ahead. A figure is stated or frozen for a day that has come.")
_FROZEN = N_("A baseline of {day} is frozen already. Take it back first, with a reason.")
_NOT_COUNTED = N_("Nothing in the register counts “{name}”. State the baseline with its source instead.")
_NOBODY = N_("No register sends for this unit. Pair it, or state the baseline with its source.")
