"""What the derived tables are computed from: the live records about some people, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import msgspec

from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.compulsory import CompulsoryFile
from app.kinds.declare import Record
from app.kinds.detection import Absence, Detection, PresenceCheck
from app.kinds.followup import Visit
from app.kinds.people import Address, Person
from app.kinds.rehab import Breach, RehabEpisode, SubstitutionTreatment
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest
from app.ledger.projection import projection
from app.ledger.reader import Reader

#: People read at once: few statements, little memory.
CHUNK = 500


@dataclass(slots=True)
class PersonFacts:
    """One person and the live records about them, each list in the order of its day.

    ``aftercare_papers_on``: day of the newest paper of the after-care file; ``has_guardian``: whether a parent
    or guardian is recorded as somebody close.
    """

    n: int
    node: str
    person: Person
    addresses: list[Address] = field(default_factory=list)
    statuses: list[StatusPeriod] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    tests: list[DrugTest] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    detections: list[Detection] = field(default_factory=list)
    presence_checks: list[PresenceCheck] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    requests: list[AssessmentRequest] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    episodes: list[RehabEpisode] = field(default_factory=list)
    treatments: list[SubstitutionTreatment] = field(default_factory=list)
    files: list[CompulsoryFile] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    aftercare_papers_on: date | None = None
    has_guardian: bool = False


class _Source(NamedTuple):
    kind: str
    attribute: str
    order: str


#: Read only where one look says that there is some: few people have more than the first of them.
_SOURCES = (
    _Source("address", "addresses", "since, id"),
    _Source("status_period", "statuses", "since, id"),
    _Source("decision", "decisions", "decided_on, id"),
    _Source("drug_test", "tests", "sampled_at, id"),
    _Source("visit", "visits", "visited_on, id"),
    _Source("detection", "detections", "detected_at, id"),
    _Source("presence_check", "presence_checks", "checked_on, id"),
    _Source("absence", "absences", "left_at, id"),
    _Source("assessment_request", "requests", "asked_on, id"),
    _Source("assessment", "assessments", "concluded_on, id"),
    _Source("rehab_episode", "episodes", "registered_on, id"),
    _Source("substitution_treatment", "treatments", "started_on, id"),
    _Source("compulsory_file", "files", "opened_on, id"),
    _Source("breach", "breaches", "happened_on, id"),
)
_PAPERS = (
    "SELECT person, max(dated_on) FROM r_paper"
    " WHERE _state = 0 AND dossier = 'aftercare' AND person {where} GROUP BY 1"
)
_CLOSE = (
    "SELECT DISTINCT person FROM r_relation"
    " WHERE _state = 0 AND sort IN ('parent', 'guardian') AND person {where}"
)
_KINDS = (*(source.kind for source in _SOURCES), "paper", "relation")


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
    """The facts of the live people among ``ids`` (at most CHUNK of them).

    What was written about somebody who was merged into one of them is theirs.
    """
    where, param = _condition(ids)
    known = projection("person")
    columns = ", ".join(f'"{c}"' for c in known.columns)
    found: dict[str, PersonFacts] = {}
    sql = f"SELECT n, _node, {columns} FROM r_person WHERE _state = 0 AND id {where}"
    for row in reader.rows(sql, (param,)):
        person = known.record(row[2:])
        found[person.id] = PersonFacts(row[0], row[1], person)  # type: ignore[arg-type]
    if not found:
        return found
    merged = reader.merged_into(found)
    if merged:
        where, param = _condition([*found, *merged], many=True)
    whose = found | {record_id: found[root] for record_id, root in merged.items()}
    there = _kinds_there(reader, where, param)
    for source in _SOURCES:
        if source.kind in there:
            _add(reader, whose, source, where, param)
    if "paper" in there:
        for person_id, day in reader.rows(_PAPERS.format(where=where), (param,)):
            one, dated = whose[person_id], date.fromisoformat(day) if day else None
            one.aftercare_papers_on = max(filter(None, (one.aftercare_papers_on, dated)), default=None)
    if "relation" in there:
        for row in reader.rows(_CLOSE.format(where=where), (param,)):
            whose[row[0]].has_guardian = True
    return found


def _condition(ids: Sequence[str], many: bool = False) -> tuple[str, str]:
    """The end of a condition on a column of ids, and its value: one id is asked for by itself."""
    if len(ids) == 1 and not many:
        return "= ?", ids[0]
    return "IN (SELECT value FROM json_each(?))", msgspec.json.encode(list(ids)).decode()


def _kinds_there(reader: Reader, where: str, param: str) -> set[str]:
    """Which kinds there are records of, asked in one statement."""
    row = reader.row(_look(where), (param,))
    return {kind for kind, some in zip(_KINDS, row or (), strict=False) if some}


@cache
def _look(where: str) -> str:
    place = where.replace("?", "?1")
    looks = (f"EXISTS (SELECT 1 FROM r_{kind} WHERE person {place})" for kind in _KINDS)
    return f"SELECT {', '.join(looks)}"


def _add(reader: Reader, whose: Mapping[str, PersonFacts], source: _Source, where: str, param: Any) -> None:
    known = projection(source.kind)
    sql = f"{known.select} WHERE _state = 0 AND person {where} ORDER BY {source.order}"
    for row in reader.rows(sql, (param,)):
        record: Record = known.record(row)
        facts = whose.get(record.person)  # type: ignore[attr-defined]
        if facts is not None:
            getattr(facts, source.attribute).append(record)


def all_ids(reader: Reader) -> Iterator[str]:
    """The ids of all live people, in the order in which they were entered."""
    for row in reader.rows("SELECT id FROM r_person WHERE _state = 0 ORDER BY n"):
        yield row[0]
