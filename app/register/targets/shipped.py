"""The plans that come with the program: every target of the founding texts, each with its clause and wording.

``resources/data/targets/*.toml``, one file a plan. Ids follow from the content: loading a plan twice changes nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.kinds.codec import from_fields
from app.kinds.declare import KINDS, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.unit import Unit
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.targets.annex import Plan, known_units, read_table, records_of, stable_id
from app.words import N_
from app.words.resources import resource

_FOLDER = "data/targets"
_KINDS = ("unit", "target_plan", "target")
#: Keys of a file that are fields of a target under another name.
_RENAMED = {"upper": "upper_value"}


@dataclass(frozen=True, slots=True)
class ShippedPlan:
    """A plan as its file has it: ``targets`` as plain fields, or the name of a table with the annex."""

    name: str
    number: str
    title: str
    issuer: str
    issued_on: date | None
    since: date
    until: date
    note: str
    unit: dict[str, Any]
    targets: tuple[dict[str, Any], ...]
    table: str = ""

    @property
    def id(self) -> str:
        """The id its record has."""
        return stable_id("tp", self.number, self.since.isoformat())

    def count(self) -> int:
        """How many targets it sets."""
        if self.table:
            return sum(len(line.values) for line in read_table(resource(self.table)))
        return len(self.targets)


@dataclass(frozen=True, slots=True)
class Addition:
    """What loading a plan does: records by kind that would be new, changed, and the same already."""

    added: dict[str, int]
    changed: dict[str, int]
    same: int

    @property
    def is_nothing(self) -> bool:
        """Whether everything is there already."""
        return not (sum(self.added.values()) or sum(self.changed.values()))


@cache
def shipped() -> tuple[ShippedPlan, ...]:
    """All plans that come with the program, the newest first."""
    files = sorted(resource(_FOLDER).glob("*.toml"))
    return tuple(sorted(map(_read, files), key=lambda p: (-p.since.toordinal(), p.name)))


def shipped_named(name: str) -> ShippedPlan:
    """A plan by its name; Fault E_NO_PLAN naming those there are."""
    for one in shipped():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in shipped())
    raise Fault("E_NO_PLAN", _UNKNOWN, name=name, names=names)


_UNKNOWN = N_("No plan named “{name}” comes with the program. There are: {names}.")


def _read(path: Any) -> ShippedPlan:
    with path.open("rb") as file:
        raw = tomllib.load(file)
    return ShippedPlan(
        name=raw["name"],
        number=raw["number"],
        title=raw["title"],
        issuer=raw["issuer"],
        issued_on=raw.get("issued_on"),
        since=raw["since"],
        until=raw["until"],
        note=raw.get("note", ""),
        unit=raw.get("unit", {}),
        targets=tuple(raw.get("target", ())),
        table=raw.get("table", ""),
    )


def foresee(session: Session, plan: ShippedPlan, *, here: bool = False) -> Addition:
    """What loading the plan would add; nothing is written."""
    with session.store.read() as reader:
        return _compare(reader, _records(session, reader, plan, here=here))


def load_shipped(session: Session, plan: ShippedPlan, *, here: bool = False) -> Addition:
    """Take the plan over. ``here``: its targets are followed for this register's own unit.

    Faults E_ROLE, E_NO_UNIT (``here`` where the register has no unit of its own).
    """
    for name in _KINDS:
        session.need_write(KINDS[name])
    with session.store.write(session.user, plan.number) as writer:
        records = _records(session, writer, plan, here=here)
        done = _compare(writer, records)
        writer.put_many(records)
    return done


def _compare(reader: Reader, records: Sequence[Record]) -> Addition:
    added: dict[str, int] = {}
    changed: dict[str, int] = {}
    same = 0
    for record in records:
        name = kind_of(type(record)).name
        old = reader.get(type(record), record.id)
        if old is None:
            added[name] = added.get(name, 0) + 1
        elif old != record:
            changed[name] = changed.get(name, 0) + 1
        else:
            same += 1
    return Addition(added, changed, same)


def _records(session: Session, reader: Reader, plan: ShippedPlan, *, here: bool) -> list[Record]:
    known = known_units(reader)
    if plan.table:
        paper = Plan(plan.number, plan.title, plan.issued_on, plan.issuer, plan.since, plan.until)
        return records_of(paper, read_table(resource(plan.table)), known)
    fields = {
        "number": plan.number,
        "title": plan.title,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "issuer": plan.issuer,
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat(),
        "note": plan.note or None,
    }
    made = [from_fields(KINDS["target_plan"], plan.id, fields)]
    unit, is_new = _own_unit(session, reader) if here else _unit(plan, known)
    if is_new is not None:
        made.append(is_new)
    return made + [_target(plan, unit, place, raw) for place, raw in enumerate(plan.targets, start=1)]


def _unit(plan: ShippedPlan, known: dict[tuple[str, str | None], str]) -> tuple[str, Record | None]:
    """The id of the unit a plan is for, and its record where it is not there yet."""
    fields = {k: v.isoformat() if isinstance(v, date) else v for k, v in plan.unit.items()}
    kept = known.get((fields["code"], fields.get("until")))
    if kept is not None:
        return kept, None
    made = stable_id("un", fields["code"], fields.get("until", ""))
    return made, from_fields(KINDS["unit"], made, fields)


def _own_unit(session: Session, reader: Reader) -> tuple[str, Record | None]:
    own = session.node
    if not own.unit:
        raise Fault("E_NO_UNIT", N_("This register has no unit of its own. Load the plan for its own unit."))
    found = reader.all(Unit, "code = ? ORDER BY until IS NOT NULL, id", (own.unit,))
    if found:
        return found[0].id, None
    made = stable_id("un", own.unit, "")
    return made, from_fields(KINDS["unit"], made, {"code": own.unit, "name": own.name, "sort": "other"})


def _target(plan: ShippedPlan, unit: str, place: int, raw: dict[str, Any]) -> Record:
    fields = {_RENAMED.get(k, k): v.isoformat() if isinstance(v, date) else v for k, v in raw.items()}
    fields |= {"plan": plan.id, "unit": unit, "line": place}
    return from_fields(KINDS["target"], stable_id("tg", plan.id, unit, str(place), raw["indicator"]), fields)
