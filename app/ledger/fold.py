"""Folding the operations of one record into its present state.

The result does not depend on the order in which operations arrived: an operation
that lists another in its base, directly or through others, comes after it; the
rest are concurrent and meet the field's policy (sync.md, Conflicts).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.kinds.declare import Kind, Policy
from app.ledger.ops import EVENT, IN_ERROR, INTO, LIVE, MERGE, MERGED, PATCH, STATE, TOMB, Op


@dataclass(slots=True)
class Folded:
    """The state of a record: its fields, its heads (latest operations) and open conflicts.

    ``conflicts`` maps a field to its candidate values as [operation id, value],
    the shown one first.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    state: int = LIVE
    into: str | None = None
    conflicts: dict[str, list[list[Any]]] = field(default_factory=dict)


def writes(op: Op) -> dict[str, Any]:
    """The fields an operation sets, its effect on the record's state included."""
    if op.t == TOMB:
        return {STATE: IN_ERROR}
    if op.t == MERGE:
        return {STATE: MERGED, INTO: op.f.get("into")}
    if STATE in op.f:  # taken back into the register
        return {STATE: LIVE, INTO: None}
    return op.f


def step(state: Folded, op: Op) -> bool:
    """Apply an operation that has seen all heads; False (and nothing done) when it has not."""
    base = op.base
    if state.heads != base and not set(state.heads) <= set(base):
        return False
    if not state.heads and (op.t == EVENT or op.t == PATCH) and STATE not in op.f:
        # the first of a record, as most operations of a package are
        state.fields = {name: value for name, value in op.f.items() if value is not None}
        state.heads = (op.op,)
        return True
    for name, value in writes(op).items():
        _set(state, name, value)
        if state.conflicts:
            state.conflicts.pop(name, None)
    state.heads = (op.op,)
    return True


def fold(kind: Kind, ops: Sequence[Op]) -> Folded:
    """The state after all operations of one record, in whatever order they are given."""
    state = Folded()
    for op in ops:
        if not step(state, op):
            return _fold_concurrent(kind, ops)
    return state


def _set(state: Folded, name: str, value: Any) -> None:
    if name == STATE:
        state.state = int(value)
    elif name == INTO:
        state.into = value
    elif value is None:
        state.fields.pop(name, None)
    else:
        state.fields[name] = value


def _fold_concurrent(kind: Kind, ops: Sequence[Op]) -> Folded:
    past = _pasts(ops)
    seen = set().union(*past.values())
    state = Folded(heads=tuple(sorted(op.op for op in ops if op.op not in seen)))
    for name in dict.fromkeys(n for op in ops for n in writes(op)):
        writers = [op for op in ops if name in writes(op)]
        alive = [op for op in writers if not any(op.op in past[other.op] for other in writers)]
        _settle(kind, state, name, sorted(alive, key=_order, reverse=True))
    return state


def _settle(kind: Kind, state: Folded, name: str, alive: list[Op]) -> None:
    """Choose what is shown of a field written by several; ``alive`` comes latest first."""
    values = [writes(op)[name] for op in alive]
    declared = kind.by_name.get(name)
    policy = declared.policy if declared else Policy.LEGAL
    if policy is Policy.UNION and len(alive) > 1:
        _set(state, name, _union(values) or None)
        return
    _set(state, name, values[0])
    if policy is Policy.LEGAL and any(value != values[0] for value in values):
        state.conflicts[name] = [[op.op, value] for op, value in zip(alive, values, strict=True)]


def _union(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found += [item for item in value or [] if item not in found]
    return sorted(found, key=str)


def _order(op: Op) -> tuple[tuple[int, int], str]:
    return op.hlc, op.op


def _pasts(ops: Sequence[Op]) -> dict[str, set[str]]:
    """For each operation, all operations of the record that it has seen."""
    known = {op.op: op for op in ops}
    past: dict[str, set[str]] = {}
    for start in ops:
        stack = [start.op]
        while stack:
            at = stack[-1]
            missing = [b for b in known[at].base if b in known and b not in past]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            if at not in past:
                bases = [b for b in known[at].base if b in known]
                past[at] = set(bases).union(*(past[b] for b in bases))
    return past
