"""Two records of one person: compared side by side, made one, and taken apart again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.kinds.codec import from_fields, to_fields
from app.kinds.codes import ADDRESS_SORT
from app.kinds.dates import VIETNAM
from app.kinds.declare import COMPOSITE, KINDS, Field, Sort
from app.kinds.faults import Fault
from app.kinds.people import Person
from app.ledger import merges
from app.ledger.clock import moment_of
from app.ledger.ops import MERGE, typed
from app.ledger.projection import projection
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register.between import check_between, check_rules
from app.register.person_records import person_kinds, records_about
from app.register.session import Session
from app.words import N_, _

Choice = Literal["keep", "take", "both"]

_NONE = N_("There is no {kind} with the id {id}.")
_SAME = N_("These are one and the same record. Choose two.")
_ELSEWHERE = N_("{name} is kept by another unit and can be merged only there.")
_TWO = N_("Two residences are open ({sort}). End the one that is over.")
_REASON = N_("A reason is needed. Say in a few words why.")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two people differ: both values as they are kept, and what is foreseen.

    ``both`` can be chosen where values can stand side by side: lists and long texts.
    """

    name: str
    kept: Any
    other: Any
    foreseen: Choice
    can_both: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Two people side by side: ``stays`` goes on, ``goes`` is merged into it.

    ``moves``: how many records of each kind will stand on the page of the one that stays. ``clashes``: what
    the records of the two would say against each other; the merge is possible all the same.
    """

    stays: Person
    goes: Person
    differences: tuple[Difference, ...]
    same: tuple[str, ...]
    moves: tuple[tuple[str, int], ...]
    clashes: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class MergePeople:
    """The command: whose record stays, whose goes, why, and the choice for each field that differs.

    A field without a choice is decided as foreseen.
    """

    stays: str
    goes: str
    why: str
    choices: Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Merged:
    """A person who was merged into another: when, by whom, why."""

    person: Person
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """A record written on the page of the one that stayed since a merge; it stays there unless it is moved."""

    kind: str
    id: str
    at: datetime
    record: Any


def preview(session: Session, stays: str, goes: str) -> MergePreview:
    """What a merge would do. Faults E_UNKNOWN_RECORD, E_SAME_PERSON, E_NOT_OWNER."""
    session.need_write(KINDS["person"])
    with session.store.read() as reader:
        one, other = _both(session, reader, stays, goes)
        kept, others = to_fields(one), to_fields(other)
        differences = tuple(
            _difference(field, kept, others)
            for field in KINDS["person"].fields
            if _differs(field, kept, others)
        )
        named = {d.name for d in differences}
        people = (goes, *sorted(reader.merged_into([goes])))
        return MergePreview(
            stays=one,
            goes=other,
            differences=differences,
            same=tuple(name for name in kept if name not in named and kept[name] == others.get(name)),
            moves=tuple((name, len(kept)) for name, kept in records_about(session, reader, people).items()),
            clashes=_clashes(session, reader, stays, people),
        )


def merge_people(session: Session, cmd: MergePeople) -> Changed:
    """Make two people one. What was written about the one that goes stands with the other from now on.

    Faults as ``preview``, E_REASON, and whatever is wrong with the fields chosen.
    """
    session.need_write(KINDS["person"])
    if not cmd.why.strip():
        raise Fault("E_REASON", _REASON, field="why")
    with session.store.write(session.user, cmd.why) as writer:
        one, other = _both(session, writer, cmd.stays, cmd.goes)
        merges.merge(writer, cmd.goes, cmd.stays, cmd.why, _taken(one, other, cmd.choices))
        writer.note("merge", f"person:{cmd.stays}", cmd.goes)
    return writer.changed


def unmerge(session: Session, person: str, why: str, moves: Sequence[tuple[str, str]] = ()) -> Changed:
    """Take a merge back: both people stand again with what was changed since.

    What was entered since then stays with the one it was entered for; the records named in ``moves`` (kind,
    id) go along with ``person``. Faults E_NOT_MERGED, E_MERGED_ON, E_REASON, and the rules between records.
    """
    session.need_write(KINDS["person"])
    with session.store.write(session.user, why) as writer:
        into = merges.unmerge(writer, person, why)
        for kind_name, record_id in moves:
            _move(session, writer, kind_name, record_id, into, person)
        writer.note("unmerge", f"person:{into}", person)
    return writer.changed


def merged_people(session: Session, person: str) -> list[Merged]:
    """Who was merged into a person, the latest first."""
    with session.store.read() as reader:
        found = [_merged(reader, one) for one in reader.merged_into([person])]
    return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)


def later_records(session: Session, person: str) -> list[Later]:
    """What was entered for the one that stayed since ``person`` was merged into them, in the order of entry."""
    with session.store.read() as reader:
        merge = _merge_of(reader, person)
        into = merges.state_of(reader, person).into
        if merge is None or into is None:
            raise Fault("E_NOT_MERGED", N_("This record was not merged into another."))
        since, found = merge[0], []
        for name, records in records_about(session, reader, (into,)).items():
            for record in records:
                sql = "SELECT min(n), line FROM op WHERE rec = ? AND kind = ?"
                row = reader.row(sql, (record.id, name))
                if row is not None and row[0] > since:
                    found.append(Later(name, record.id, _moment(row[1]), record))
    return sorted(found, key=lambda one: one.at)


# -- comparing


def _both(session: Session, reader: Reader, stays: str, goes: str) -> tuple[Person, Person]:
    if stays == goes:
        raise Fault("E_SAME_PERSON", _SAME)
    found = []
    for person_id in (stays, goes):
        person = reader.get(Person, person_id)
        if person is None:
            raise Fault("E_UNKNOWN_RECORD", _NONE, kind="person", id=person_id)
        node = reader.value("SELECT _node FROM r_person WHERE id = ?", (person_id,))
        if node != session.node.node:
            raise Fault("E_NOT_OWNER", _ELSEWHERE, name=person.name)
        found.append(person)
    return found[0], found[1]


def _differs(field: Field, kept: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if field.name == "other_names":
        return bool(_names(kept, other, kept.get("name"))) and _both_values(field, kept, other) != kept.get(
            field.name
        )
    return other.get(field.name) is not None and kept.get(field.name) != other[field.name]


def _difference(field: Field, kept: Mapping[str, Any], other: Mapping[str, Any]) -> Difference:
    can_both = field.sort in COMPOSITE or field.sort is Sort.LONG
    mine = kept.get(field.name)
    foreseen: Choice = (
        "take" if mine is None and field.name != "other_names" else "both" if can_both else "keep"
    )
    value = _names(kept, other, kept.get("name")) if field.name == "other_names" else other.get(field.name)
    return Difference(field.name, mine, value, foreseen, can_both)


def _names(kept: Mapping[str, Any], other: Mapping[str, Any], shown: Any) -> list[str]:
    """What else the one that goes is called: the search must find the one that stays by it."""
    names = [other["name"], *(other.get("other_names") or [])]
    return [
        name for name in dict.fromkeys(names) if name != shown and name not in (kept.get("other_names") or [])
    ]


def _both_values(field: Field, kept: Mapping[str, Any], other: Mapping[str, Any]) -> Any:
    mine, theirs = kept.get(field.name), other.get(field.name)
    if field.name == "other_names":
        return [*(mine or []), *_names(kept, other, kept.get("name"))]
    if field.sort in COMPOSITE:
        return [*(mine or []), *(item for item in theirs or [] if item not in (mine or []))]
    return "\n".join(str(text) for text in (mine, theirs) if text)


def _taken(one: Person, other: Person, choices: Mapping[str, Choice]) -> dict[str, Any]:
    """The fields of the one that stays that become something else."""
    kept, others = to_fields(one), to_fields(other)
    taken: dict[str, Any] = {}
    for field in KINDS["person"].fields:
        if not _differs(field, kept, others):
            continue
        found = _difference(field, kept, others)
        choice = choices.get(field.name, found.foreseen)
        if choice == "both" and found.can_both:
            taken[field.name] = _both_values(field, kept, others)
        elif choice == "take":
            taken[field.name] = found.other
    return _with_old_name(taken, kept, choices)


def _with_old_name(
    taken: dict[str, Any], kept: Mapping[str, Any], choices: Mapping[str, Choice]
) -> dict[str, Any]:
    """A name given up for the other one stays among the other names, so that it is still found."""
    name = taken.get("name")
    if name is None or choices.get("other_names") == "keep":
        return taken
    names = [*(taken.get("other_names") or kept.get("other_names") or []), kept["name"]]
    taken["other_names"] = [one for one in dict.fromkeys(names) if one != name]
    return taken


def _clashes(session: Session, reader: Reader, stays: str, people: Sequence[str]) -> tuple[Fault, ...]:
    """What the rules between records would refuse if the records of the two had been one person's."""
    found: list[Fault] = []
    for name in ("status_period", "rehab_episode", "substitution_treatment"):
        kind = KINDS[name]
        known = projection(name)
        places = ", ".join("?" * len(people))
        for row in reader.rows(f"{known.select} WHERE _state = 0 AND person IN ({places})", people):
            record = from_fields(kind, row[0], {**to_fields(known.record(row)), "person": stays})
            try:
                check_rules(session, reader, record)
            except Fault as fault:
                if fault.code == "E_OVERLAP":
                    found.append(fault)
    return (*found, *_two_residences(reader, stays, people))


def _two_residences(reader: Reader, stays: str, people: Sequence[str]) -> list[Fault]:
    """Both have a residence of one sort that did not end: one of the two is over, or they are the same."""
    places = ", ".join("?" * len(people))
    sql = "SELECT DISTINCT sort FROM r_address WHERE _state = 0 AND until IS NULL AND person"
    mine = {row[0] for row in reader.rows(f"{sql} = ?", (stays,))}
    both = [row[0] for row in reader.rows(f"{sql} IN ({places})", people) if row[0] in mine]
    return [
        Fault("W_TWO_RESIDENCES", _TWO, sort=_(ADDRESS_SORT.label(sort)).lower()) for sort in sorted(both)
    ]


# -- taking apart


def _move(session: Session, writer: Writer, kind_name: str, record_id: str, into: str, person: str) -> None:
    kind = next((k for k in person_kinds() if k.name == kind_name), None)
    record: Any = writer.get(kind.struct, record_id) if kind is not None else None
    if kind is None or record is None or getattr(record, kind.subject) != into:
        raise Fault("E_UNKNOWN_RECORD", _NONE, kind=kind_name, id=record_id)
    session.need_write(kind)
    moved = from_fields(kind, record_id, {**to_fields(record), kind.subject: person})
    writer.put(moved)
    check_between(session, writer, moved)


def _merge_of(reader: Reader, person: str) -> tuple[int, bytes] | None:
    """The latest merge of a person: its place in the ledger and its line."""
    sql = "SELECT n, line FROM op WHERE rec = ? AND kind = 'person' AND status = 0 ORDER BY n DESC"
    for n, line in reader.rows(sql, (person,)):
        if typed(line).t == MERGE:
            return int(n), line
    return None


def _merged(reader: Reader, person_id: str) -> Merged | None:
    found = _merge_of(reader, person_id)
    state = merges.state_of(reader, person_id)
    if found is None:
        return None
    op = typed(found[1])
    person: Any = from_fields(KINDS["person"], person_id, state.fields)
    return Merged(person, _moment(found[1]), op.by, op.why)


def _moment(line: bytes) -> datetime:
    return moment_of(typed(line).hlc).astimezone(VIETNAM).replace(microsecond=0)
