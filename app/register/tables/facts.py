"""What the derived tables are computed from: the live records about some people, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.kinds.declare import Record
from app.kinds.followup import Visit
from app.kinds.people import Address, Person
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest
from app.ledger.projection import projection
from app.ledger.reader import Reader

#: People read at once: few statements, little memory.
CHUNK = 500


@dataclass(slots=True)
class PersonFacts:
    """One person and the live records about them, each list in the order of its day."""

    n: int
    node: str
    person: Person
    addresses: list[Address] = field(default_factory=list)
    statuses: list[StatusPeriod] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    tests: list[DrugTest] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists of at most CHUNK."""
    batch: list[str] = []
    for record_id in ids:
        batch.append(record_id)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def facts_of(reader: Reader, ids: Sequence[str]) -> dict[str, PersonFacts]:
    """The facts of the live people among ``ids`` (at most CHUNK of them)."""
    known = projection("person")
    wanted = msgspec.json.encode(list(ids)).decode()
    one = len(ids) == 1
    where = "= ?" if one else "IN (SELECT value FROM json_each(?))"
    param = ids[0] if one else wanted
    columns = ", ".join(f'"{c}"' for c in known.columns)
    found: dict[str, PersonFacts] = {}
    sql = f"SELECT n, _node, {columns} FROM r_person WHERE _state = 0 AND id {where}"
    for row in reader.rows(sql, (param,)):
        person = known.record(row[2:])
        found[person.id] = PersonFacts(row[0], row[1], person)  # type: ignore[arg-type]
    if found:
        _add(reader, found, "address", "addresses", "since, id", where, param)
        _add(reader, found, "status_period", "statuses", "since, id", where, param)
        _add(reader, found, "decision", "decisions", "decided_on, id", where, param)
        _add(reader, found, "drug_test", "tests", "sampled_at, id", where, param)
        _add(reader, found, "visit", "visits", "visited_on, id", where, param)
    return found


def _add(
    reader: Reader,
    found: dict[str, PersonFacts],
    kind: str,
    attribute: str,
    order: str,
    where: str,
    param: Any,
) -> None:
    known = projection(kind)
    sql = f"{known.select} WHERE _state = 0 AND person {where} ORDER BY {order}"
    for row in reader.rows(sql, (param,)):
        record: Record = known.record(row)
        facts = found.get(record.person)  # type: ignore[attr-defined]
        if facts is not None:
            getattr(facts, attribute).append(record)


def all_ids(reader: Reader) -> Iterator[str]:
    """The ids of all live people, in the order in which they were entered."""
    for row in reader.rows("SELECT id FROM r_person WHERE _state = 0 ORDER BY n"):
        yield row[0]
