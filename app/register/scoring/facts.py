"""The facts a class is decided on, as of a day, each with the records that make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.kinds.declare import KINDS
from app.register.scoring.asking import Ask, Records, as_people
from app.register.scoring.criteria_ten import TenAnswer, ten_answers
from app.register.scoring.stated import NOT_STATED, stated
from app.register.scoring.ten_crime import (
    AT_RISK,
    COMPLEX,
    HOT,
    LISTED,
    OFFENDING,
    SUSPECTED,
    USE,
    dealers,
    places,
)
from app.register.scoring.year import evaluation_year
from app.register.session import Session
from app.words import N_

#: What the register has no records of and a unit therefore states, with its document.
_SAID = ("on_route", "wanted_suspects")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: None where it is not known. ``records``: (kind, id) of what was counted.

    ``warning`` is a sentence (message id) about how the figure came to be, empty when there is nothing to say.
    """

    name: str
    value: int | str | None
    records: Records = ()
    source: str = ""
    as_of: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Everything known of one commune on a day; ``since`` is the first day of the evaluation year.

    ``ten`` are the ten criteria of a drug-free commune with what each part rests on.
    """

    on: date
    since: date
    facts: Mapping[str, Fact] = field(default_factory=dict)
    ten: tuple[TenAnswer, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The facts as ``classify`` takes them."""
        numbers = {name: fact.value for name, fact in self.facts.items()}
        return {"level": "commune"} | numbers | {"criteria": {one.number: one.holds for one in self.ten}}


LABELS = {
    "population": N_("Actual residents"),
    "persons_with_file": N_("Persons with addiction and users with a file"),
    "complex_points": N_("Complex places"),
    "hot_spots": N_("Hot spots"),
    "at_risk_points": N_("Places at risk"),
    "organised_use_points": N_("Places of organised or harboured use"),
    "retail_dealers": N_("Retail dealers"),
    "plants": N_("Plants with narcotics"),
    "area_m2": N_("Area of plants with narcotics (m²)"),
    "offenders": N_("Drug offenders in the year"),
    "cases": N_("Drug cases in the year"),
    "on_route": N_("On a key route"),
    "addicts_or_users_not_exempt": N_(
        "Resident persons with addiction and users outside treatment and after-care"
    ),
    "residents_breaking_drug_law": N_("Residents who broke the drug law"),
    "wanted_suspects": N_("Wanted drug suspects"),
}
_REGISTERED = N_("Only registered residents are recorded; the law counts those who actually live there.")
_NO_POPULATION = N_("No population figure is recorded. Enter one with its day and source.")


def unit_facts(session: Session, on: date, node: str = "") -> UnitFacts:
    """The facts of this commune, or of the one a node sends for, as of a day; kinds the role reads only."""
    for name in ("place", "incident"):
        session.need_read(KINDS[name])
    since, _until = evaluation_year(on)
    sender = node or session.node.node
    with session.store.read() as reader:
        ask = Ask(session, reader, sender, since, on)
        made = [
            _population(ask),
            _persons(ask),
            *(_places(ask, name, sorts, states) for name, sorts, states in _POINTS),
            _dealers(ask),
            *_cultivation(ask),
            *_incidents(ask),
            _not_exempt(ask),
            _residents(ask),
            *(_stated(ask, name) for name in _SAID),
        ]
        ten = ten_answers(ask)
    return UnitFacts(on, since, {fact.name: fact for fact in made}, ten)


#: Which places a fact counts (QĐ 28 art. 2: a place of use when it is suspected too).
_POINTS: tuple[tuple[str, str, str], ...] = (
    ("complex_points", COMPLEX, LISTED),
    ("hot_spots", HOT, LISTED),
    ("at_risk_points", AT_RISK, LISTED),
    ("organised_use_points", USE, SUSPECTED),
)


def _population(ask: Ask) -> Fact:
    sql = (
        "SELECT id, persons, sort, as_of, source FROM r_population WHERE _state = 0 AND _node = ? AND as_of <= ?"
        " ORDER BY sort = 'actual' DESC, as_of DESC, id LIMIT 1"
    )
    row = ask.reader.row(sql, (ask.node, ask.on.isoformat()))
    if row is None:
        return Fact("population", None, warning=_NO_POPULATION)
    record, persons, sort, as_of, source = row
    warning = "" if sort == "actual" else _REGISTERED
    return Fact("population", persons, (("population", record),), source or "", as_of, warning)


def _persons(ask: Ask) -> Fact:
    """Distinct persons; somebody on both lists counts once (law.md 6.2, 18), who moved away or died does not."""
    found = ask.on_lists("user", "addict")
    return Fact("persons_with_file", len(found), as_people(found))


#: Who does not bar a drug-free commune: in substitution treatment, rehabilitation at home, after-care (QĐ 28).
_EXEMPT = frozenset(("A-TT", "A-TN-GĐ", "S"))


def _not_exempt(ask: Ask) -> Fact:
    """Residents outside substitution treatment, rehabilitation at home and after-care (QĐ 28, không ma túy)."""
    found = {one for one in ask.on_lists("user", "addict") if not ask.statuses[one] & _EXEMPT}
    return Fact("addicts_or_users_not_exempt", len(found), as_people(found))


def _places(ask: Ask, name: str, sorts: str, states: str) -> Fact:
    found = places(ask, sorts, states)
    return Fact(name, len(found), found)


def _dealers(ask: Ask) -> Fact:
    found = dealers(ask)
    return Fact("retail_dealers", len(found), found)


def _cultivation(ask: Ask) -> tuple[Fact, Fact]:
    """What was found and destroyed in the year; a find without a number leaves the sum unknown."""
    sql = (
        "SELECT id, plants, area_m2 FROM r_cultivation WHERE _state = 0 AND _node = ?"
        " AND detected_on BETWEEN ? AND ? ORDER BY id"
    )
    rows = ask.reader.rows(sql, (ask.node, *ask.period))
    records = tuple(("cultivation", row[0]) for row in rows)
    return (
        Fact("plants", _sum([row[1] for row in rows], [row[2] for row in rows]), records),
        Fact("area_m2", _sum([row[2] for row in rows], [row[1] for row in rows]), records),
    )


def _sum(values: Sequence[int | None], others: Sequence[int | None]) -> int | None:
    """The sum; a find measured the other way only adds nothing, one measured in no way makes it unknown."""
    if any(value is None and other is None for value, other in zip(values, others, strict=True)):
        return None
    return sum(value or 0 for value in values)


def _incidents(ask: Ask) -> tuple[Fact, Fact]:
    """Cases and offenders are counted apart: the number of a case where it is given, else those entered with it."""
    sql = (
        "SELECT r.id, r.offenders, (SELECT count(*) FROM r_involvement AS i WHERE i.incident = r.id AND i._state = 0"
        f" AND i.part IN {OFFENDING}) FROM r_incident AS r WHERE r._state = 0 AND r._node = ? AND r.sort = 'case'"
        " AND r.detected_on BETWEEN ? AND ? ORDER BY r.id"
    )
    rows = ask.reader.rows(sql, (ask.node, *ask.period))
    cases = tuple(("incident", row[0]) for row in rows)
    offenders = sum(row[1] if row[1] is not None else row[2] for row in rows)
    counted = tuple(("incident", row[0]) for row in rows if (row[1] if row[1] is not None else row[2]))
    return Fact("cases", len(cases), cases), Fact("offenders", offenders, counted)


def _residents(ask: Ask) -> Fact:
    where = (
        f"part IN {OFFENDING} AND is_resident = 1 AND EXISTS (SELECT 1 FROM r_incident AS c WHERE c.id = r.incident"
        " AND c._state = 0 AND c.detected_on BETWEEN ? AND ?)"
    )
    found = ask.ids("involvement", where, *ask.period)
    return Fact("residents_breaking_drug_law", len(found), found)


def _stated(ask: Ask, name: str) -> Fact:
    said = stated(ask.reader, ask.node, name, ask.on)
    value = said.value
    plain = value if isinstance(value, int | str) else None
    return Fact(name, plain, said.records, said.document, said.since, "" if said.record else NOT_STATED)
