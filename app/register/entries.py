"""Recording what happened: tests and visits, one person at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.dates import VIETNAM
from app.kinds.testing import DrugTest, KitLot
from app.ledger.writer import Changed
from app.register.between import NO_SAMPLE, in_people
from app.register.people import save
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class KitLine:
    """A kit lot as the test form offers it."""

    id: str
    name: str
    lot: str
    expiry: str
    left: int | None
    panel: tuple[str, ...]


def record(session: Session, kind_name: str, fields: Mapping[str, Any], why: str = "") -> Changed:
    """Record what happened to a person, of any kind; with an ``id`` among the fields it is corrected.

    The same as ``people.save`` for whoever has the fields in one piece.
    """
    values = dict(fields)
    return save(session, kind_name, str(values.pop("id", "") or ""), values, why)


def record_test(session: Session, fields: Mapping[str, Any], why: str = "") -> Changed:
    """Record a test; the kit's name, lot and expiry are copied from its lot where one is named.

    An expired kit is refused (E_KIT_EXPIRED); where results per substance are
    given without an overall result, the result follows from them.
    """
    return record(session, "drug_test", fields, why)


def record_visit(session: Session, fields: Mapping[str, Any], why: str = "") -> Changed:
    """Record a visit."""
    return record(session, "visit", fields, why)


def kits(session: Session) -> list[KitLine]:
    """The kit lots that can still be used today, the first to expire first, with what is left."""
    today = session.today()
    with session.store.read() as reader:
        lots = reader.all(KitLot, "expiry >= ? ORDER BY expiry, name, id", (today.isoformat(),))
        sql = "SELECT kit, count(*) FROM r_drug_test WHERE _state = 0 AND kit IS NOT NULL GROUP BY kit"
        used = {row[0]: row[1] for row in reader.rows(sql)}
    return [
        KitLine(
            lot.id,
            lot.name,
            lot.lot,
            lot.expiry.isoformat(),
            lot.quantity - used.get(lot.id, 0) if lot.quantity is not None else None,
            lot.panel,
        )
        for lot in lots
    ]


@dataclass(frozen=True, slots=True)
class Task:
    """What a positive result asks for; ``due`` is a day or a moment, None where the law has no number."""

    person: str
    name: str
    what: str
    due: date | datetime | None


def tasks_after(session: Session, people: Iterable[str]) -> list[Task]:
    """What is owed about some people because they tested positive, the most urgent first."""
    sql = (
        "SELECT owed.person, card.name, owed.what, owed.due FROM owed JOIN card ON card.p = owed.p"
        " WHERE owed.what IN ('decide', 'assess', 'compulsory_file')"
        " AND owed.person IN (SELECT value FROM json_each(?))"
        " ORDER BY owed.due IS NULL, owed.due, card.name_key"
    )
    with session.store.read() as reader:
        rows = reader.rows(sql, (msgspec.json.encode(sorted(people)).decode(),))
    return [Task(row[0], row[1], row[2], _due(row[3])) for row in rows]


def latest_tests(session: Session, people: Iterable[str], before: datetime) -> dict[str, DrugTest]:
    """The latest test of each person that a test made at a moment can confirm: one with a result."""
    found: dict[str, DrugTest] = {}
    with session.store.read() as reader:
        for person in people:
            where, one = in_people(reader, person, " AND sampled_at < ? ORDER BY sampled_at DESC")
            tests = reader.all(DrugTest, where, (*one, before.astimezone(VIETNAM).isoformat()))
            first = next((test for test in tests if test.result not in NO_SAMPLE), None)
            if first is not None:
                found[person] = first
    return found


def _due(stored: str | None) -> date | datetime | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
