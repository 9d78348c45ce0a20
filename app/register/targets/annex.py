"""A plan whose annex is a table: units, one target for each cell that is not blank.

Ids follow from the content, so that the same table taken over again changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.kinds import units_catalogue
from app.kinds.codec import from_fields
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.kinds.text import clean, fold
from app.kinds.unit import Unit
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_
from app.words.resources import resource

#: The plan whose annex ships with the program (for trying out and for the demonstration).
SHIPPED = "data/long-bien-targets.csv"
_SORTS = {"phuong": "phuong", "xa": "xa", "thi tran": "thi_tran", "dac khu": "dac_khu", "doi": "team"}
_FIXED = ("tt", "unit", "unit_sort")
_LARGEST = 1_000_000

_NOT_A_TABLE = N_(
    "The file is not a table of targets: its first line must name tt, unit, unit_sort and indicators."
)
_BAD_CELL = N_("Line {line}, {column}: “{value}” is not a whole number. Correct it, or leave it blank.")
_NO_PLAN = N_("Say which plan these targets belong to: --number, --from and --to are needed.")


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan a table of targets is the annex of."""

    number: str
    title: str
    issued_on: date | None
    issuer: str
    since: date
    until: date


#: KH 265/KH-UBND of 1 June 2023, whose annex the shipped table is.
LONG_BIEN = Plan(
    number="265/KH-UBND",
    title="Triển khai Tháng hành động phòng, chống ma túy năm 2023 trên địa bàn quận Long Biên",
    issued_on=date(2023, 6, 1),
    issuer="Ủy ban nhân dân quận Long Biên",
    since=date(2023, 6, 1),
    until=date(2023, 6, 30),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the annex with its targets; a blank cell is absent."""

    tt: int
    unit: str
    sort: str
    values: Mapping[str, int]


def read_table(path: Path) -> list[Line]:
    """The lines of a CSV table of targets; Fault E_TARGETS with the line and column."""
    with path.open("rb") as file:
        data = file.read(_LARGEST)
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error):
        raise Fault("E_TARGETS", _NOT_A_TABLE) from None
    head = [clean(cell) for cell in rows[0]] if rows else []
    if tuple(head[:3]) != _FIXED or len(head) < 4 or len(set(head)) != len(head):
        raise Fault("E_TARGETS", _NOT_A_TABLE)
    return [_line(number, head, row) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]


def _line(number: int, head: list[str], row: list[str]) -> Line:
    cells = dict(zip(head, (clean(cell) for cell in [*row, *[""] * len(head)]), strict=False))
    values = {name: _whole(number, name, cells[name]) for name in head[3:] if cells[name]}
    return Line(_whole(number, "tt", cells["tt"]), cells["unit"], cells["unit_sort"], values)


def _whole(line: int, field: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Fault("E_TARGETS", _BAD_CELL, field=field, line=line, column=field, value=text)
    return int(text)


def plan_of(lines: list[Line], given: Plan | None) -> Plan:
    """The plan: the one given, or the shipped one when the table has its units; Fault E_PLAN."""
    if given is not None:
        return given
    shipped = read_table(resource(SHIPPED))
    if [(x.tt, x.unit) for x in lines] != [(x.tt, x.unit) for x in shipped]:
        raise Fault("E_PLAN", _NO_PLAN)
    return LONG_BIEN


def load_plan(session: Session, plan: Plan, lines: list[Line]) -> tuple[int, int, int]:
    """Keep the units, the plan and its targets; how many records were (added, changed, the same)."""
    for name in ("unit", "target_plan", "target"):
        session.need_write(KINDS[name])
    with session.store.write(session.user, plan.number) as writer:
        known = known_units(writer)
        return writer.put_many(records_of(plan, lines, known))


def known_units(reader: Reader) -> dict[tuple[str, str | None], str]:
    """The ids of the units there are, by code and last day: a code may be given again.

    Where a unit has sent its own record of itself, the one a plan made, or the one with its sender, is taken.
    """
    found = [(u, u.until.isoformat() if u.until else None) for u in reader.all(Unit)]
    found.sort(
        key=lambda pair: (pair[0].id == stable_id("un", pair[0].code, pair[1] or ""), pair[0].node or "")
    )
    return {(unit.code, until): unit.id for unit, until in found}


def records_of(plan: Plan, lines: list[Line], known: Mapping[tuple[str, str | None], str]) -> list[Record]:
    """The plan, the units that are not there yet, the targets."""
    plan_id = stable_id("tp", plan.number, plan.since.isoformat())
    issued = plan.issued_on.isoformat() if plan.issued_on else None
    fields: dict[str, Any] = {
        "number": plan.number,
        "title": plan.title,
        "issued_on": issued,
        "issuer": plan.issuer or None,
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat(),
    }
    made = [from_fields(KINDS["target_plan"], plan_id, fields)]
    for line in lines:
        unit = _unit(plan, line)
        kept = known.get((unit["code"], unit.get("until")))
        unit_id = kept or stable_id("un", unit["code"], unit.get("until", ""))
        if kept is None:
            made.append(from_fields(KINDS["unit"], unit_id, unit))
        made += [_target(plan_id, unit_id, line, name, value) for name, value in line.values.items()]
    return made


def _unit(plan: Plan, line: Line) -> dict[str, Any]:
    """The unit of a line as the catalogue of administrative units has it, else by its name alone."""
    sort = _SORTS.get(fold(line.sort), "other")
    around = fold(plan.issuer)
    found = [
        one
        for one in units_catalogue.find(f"{line.sort} {line.unit}", 50, old=True)
        if (one.sort, fold(one.name)) == (sort, fold(line.unit)) and fold(one.within.split(",")[0]) in around
    ]
    if len(found) != 1:
        return {"code": unit_code(line.unit), "name": line.unit, "sort": sort}
    fields: dict[str, Any] = {"code": found[0].code, "name": line.unit, "sort": sort}
    if found[0].since:
        fields["since"] = found[0].since.isoformat()
    if found[0].until:
        fields["until"] = found[0].until.isoformat()
    return fields


def _target(plan_id: str, unit_id: str, line: Line, indicator: str, value: int) -> Record:
    fields = {"plan": plan_id, "unit": unit_id, "indicator": indicator, "value": value, "line": line.tt}
    return from_fields(KINDS["target"], stable_id("tg", plan_id, unit_id, indicator), fields)


def unit_code(name: str) -> str:
    """The code a unit gets when the table has none: its name without marks, words joined."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())[:64]


def stable_id(prefix: str, *parts: str) -> str:
    """An id that follows from the content."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{prefix}-{digest[:24]}"
