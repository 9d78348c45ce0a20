"""Records in and out as JSON Lines: all or nothing in, canonical bytes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from app.kinds import canonical
from app.kinds.catalogue import all_kinds
from app.kinds.codec import from_fields, kind_named, to_fields
from app.kinds.declare import Field, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.ledger.history import as_of
from app.ledger.writer import Writer
from app.register.between import check_rules
from app.register.session import Session
from app.words import N_

#: A file with more faults than this is refused without listing the rest.
_MOST_REFUSED = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be kept: its number from 1, the field, the sentence."""

    line: int
    field: str
    code: str
    text: str


@dataclass(slots=True)
class Loaded:
    """What a load did, or why it did nothing (``refused`` is then not empty)."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)


def load(session: Session, lines: Iterable[bytes], why: str = "") -> Loaded:
    """Load records, one JSON object a line (``kind``, ``id`` and the fields).

    All or nothing: when any line is refused, nothing is kept and every refusal
    is named. References may point forward within the file.
    """
    records, refused = _read(session, lines)
    done = Loaded(refused=refused)
    if refused:
        return done
    try:
        with session.store.write(session.user, why) as writer:
            numbers = {(type(record), record.id): number for number, record in reversed(records)}

            def refuse(record: Record, fault: Fault) -> None:
                done.refused.append(_refused(numbers[type(record), record.id], fault))

            done.added, done.changed, done.same = writer.put_many((r for _, r in records), refuse)
            _check(session, writer, records, done.refused)
            if done.refused:
                raise _Undo
    except _Undo:
        return Loaded(refused=done.refused)
    if len(records) > 1_000:
        session.store.settle_down()
    return done


class _Undo(Exception):
    pass


def _read(session: Session, lines: Iterable[bytes]) -> tuple[list[tuple[int, Record]], list[Refused]]:
    records: list[tuple[int, Record]] = []
    refused: list[Refused] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            records.append((number, _record(session, line)))
        except Fault as fault:
            refused.append(_refused(number, fault))
            if len(refused) >= _MOST_REFUSED:
                break
    return _once(records, refused), refused


def _once(records: list[tuple[int, Record]], refused: list[Refused]) -> list[tuple[int, Record]]:
    """The records, each once; two lines that say different things of one record are refused."""
    first: dict[tuple[type[Record], str], tuple[int, Record]] = {}
    for number, record in records:
        line, known = first.setdefault((type(record), record.id), (number, record))
        if known != record:
            fault = Fault("E_TWICE", _TWICE, field="id", id=record.id, line=line)
            refused.append(_refused(number, fault))
    return list(first.values())


def _refused(number: int, fault: Fault) -> Refused:
    return Refused(number, fault.field, fault.code, fault.sentence())


_TWICE = N_("Line {line} has the same id ({id}) with other content. Keep one of the two lines.")


def _record(session: Session, line: bytes) -> Record:
    try:
        values = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Fault("E_JSON", N_("The line is not a JSON object. Check the file.")) from None
    if not isinstance(values, dict) or not isinstance(values.get("kind"), str):
        raise Fault(
            "E_JSON", N_("The line is not a JSON object with a “kind”. Check the file."), field="kind"
        )
    kind = kind_named(values.pop("kind"))
    session.need_write(kind)
    record_id = values.pop("id", None)
    if record_id is not None and not isinstance(record_id, str):
        raise Fault("E_VALUE", N_("The id is not a text. Check the file."), field="id")
    return from_fields(kind, record_id or new_id(), values)


def _check(
    session: Session, writer: Writer, records: list[tuple[int, Record]], refused: list[Refused]
) -> None:
    """References and rules between records, after all of them are in."""
    wanted: dict[str, set[str]] = {}
    for _, record in records:
        for spec, target in _references(record):
            wanted.setdefault(spec.ref, set()).add(target)
    have = {name: _existing(writer, name, sorted(ids)) for name, ids in wanted.items()}
    for number, record in records:
        for spec, target in _references(record):
            if target not in have[spec.ref]:
                fault = Fault("E_REFERENCE", _NO_SUCH, field=spec.name, kind=spec.ref, id=target)
                refused.append(_refused(number, fault))
        try:
            check_rules(session, writer, record)
        except Fault as fault:
            refused.append(_refused(number, fault))
        if len(refused) >= _MOST_REFUSED:
            return


def _references(record: Record) -> Iterator[tuple[Field, str]]:
    for spec in kind_of(type(record)).fields:
        target = getattr(record, spec.name) if spec.ref else None
        if target:
            yield spec, target


def _existing(writer: Writer, name: str, ids: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), 5_000):
        found |= writer.existing(name, ids[start : start + 5_000])
    return found


_NO_SUCH = N_("Neither the register nor the file has a {kind} with the id {id}.")


def dump(session: Session, kind_name: str = "", at: datetime | None = None) -> Iterator[bytes]:
    """Every current record as canonical JSON, a line each, sorted by kind and id.

    ``at``: as the register stood at that moment. Equal stores give equal bytes.
    """
    kinds = [kind_named(kind_name)] if kind_name else list(all_kinds())
    if kind_name:
        session.need_read(kinds[0])
    session.store.note(session.user, "dump", kind_name)
    with session.store.read() as reader:
        for kind in kinds:
            if not session.may_read(kind):
                continue
            if at is None:
                for record in reader.each(kind.name):
                    yield _line(kind.name, record.id, to_fields(record))
            else:
                for record_id, fields in as_of(reader, kind.name, at):
                    yield _line(kind.name, record_id, fields)


def _line(kind: str, record_id: str, fields: dict[str, Any]) -> bytes:
    return canonical.encode({**fields, "id": record_id, "kind": kind}) + b"\n"
