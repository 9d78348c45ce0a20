"""Whether an operation from elsewhere, or one set aside earlier, can be taken into its record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from app.kinds.declare import Kind, Record
from app.ledger.fold import Folded, fold, step
from app.ledger.ops import CORRECT, LIVE, MERGE, STATE, TOMB, Op
from app.ledger.projection import record_of

_json = msgspec.json.Encoder(order="sorted")
_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")


def is_sound(kind: Kind, op: Op) -> bool:
    """Whether an operation writes fields of its kind and nothing else, or makes exactly one turn of state.

    A change of state hidden among the fields of a patch would retract a record
    without the reason that a retraction needs.
    """
    if not _ID.fullmatch(op.id):
        return False
    if op.t == TOMB:
        return not op.f
    if op.t == MERGE:
        into = op.f.get("into")
        return kind.name == "person" and len(op.f) == 1 and _is_id(into) and into != op.id
    if op.t == CORRECT and len(op.f) == 1 and STATE in op.f:
        return op.f[STATE] == LIVE and type(op.f[STATE]) is int
    return op.f.keys() <= kind.by_name.keys()


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def accept(
    kind: Kind, before: Folded, op: Op, history: Callable[[], Sequence[Op]]
) -> tuple[Folded, Record | None] | None:
    """The state after the operation and its record, or None when it has to be set aside.

    ``before`` is used up; ``history`` gives the operations applied before, asked
    only when this one has not seen all of them. A record may be missing only
    where it is out of the register and stays so.
    """
    if not is_sound(kind, op):
        return None
    folded = before if step(before, op) else fold(kind, [*history(), op])
    record = record_of(kind, op.id, folded.fields)
    if record is None and (folded.state == LIVE or op.t not in (TOMB, MERGE)):
        return None
    if record is not None and not _is_kept_as_written(folded, op, record):
        return None
    return folded, record


def _is_kept_as_written(folded: Folded, op: Op, record: Record) -> bool:
    """Whether the fields, as they go into the table, are exactly the checked record's.

    A record is checked after its text is cleaned; what another program did not
    clean (an empty text, a moment without offset) would stand in the table as it is.
    """
    for name in op.f:
        value = folded.fields.get(name)
        if value is None:
            continue
        kept = getattr(record, name)
        if kept == value:
            continue
        if kept is None or _json.encode(kept) != _json.encode(value):
            return False
    return True
