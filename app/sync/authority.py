"""Who may write what: each operation must speak of its sender's own records (import step 8)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.kinds.declare import KINDS, Kind
from app.ledger.ops import CORRECT, LIVE, MERGE, STATE, TOMB, Op
from app.ledger.reader import Reader
from app.sync.pairing import Peer

#: What kinds call the nodes that may write them; in a commune both police and health may have accounts.
_WRITERS = {
    "commune": frozenset({"police", "health"}),
    "health": frozenset({"health"}),
    "upper": frozenset({"upper"}),
}


class Authority:
    """Says of each operation of one package whether its sender may write it.

    A sender writes records it owns, at the owner count it has, of kinds its sort
    of node may write; a record about a person must be about its own person, or
    about one of ours (a health node writes on the commune's people).
    """

    def __init__(self, reader: Reader, me: str, sender: Peer, ops: Sequence[Op | None]) -> None:
        self._me = me
        self._sender = sender.node
        self._as = _WRITERS[sender.sort]
        self._owners: dict[tuple[str, str], tuple[str, int]] = {}
        wanted: dict[str, set[str]] = {}
        for op in ops:
            kind = KINDS.get(op.k) if op is not None else None
            if op is None or kind is None:
                continue
            wanted.setdefault(kind.name, set()).add(op.id)
            person = _subject(kind, op)
            if person:
                wanted.setdefault("person", set()).add(person)
        for name, ids in wanted.items():
            self._read(reader, name, sorted(ids))

    def __call__(self, op: Op) -> bool:
        """Whether the sender may write this operation; an unknown kind is kept, not judged."""
        kind = KINDS.get(op.k)
        if kind is None:
            return True
        if not self._as & kind.writers or not _state_is_sound(op):
            return False
        owner = self._owners.get((kind.name, op.id))
        if owner is not None and owner != (self._sender, op.ow):
            return False
        if owner is None and op.ow != 1:
            return False
        person = _subject(kind, op)
        about = self._owners.get(("person", person)) if person else None
        return about is None or about[0] in (self._sender, self._me)

    def _read(self, reader: Reader, name: str, ids: list[str]) -> None:
        for start in range(0, len(ids), 5_000):
            part = msgspec.json.encode(ids[start : start + 5_000]).decode()
            sql = f'SELECT id, _node, _ow FROM "r_{name}" WHERE id IN (SELECT value FROM json_each(?))'
            for record_id, node, ow in reader.rows(sql, (part,)):
                self._owners[name, record_id] = (node, ow)


def _subject(kind: Kind, op: Op) -> str:
    value = op.f.get(kind.subject) if kind.subject else None
    return value if isinstance(value, str) else ""


def _state_is_sound(op: Op) -> bool:
    """A record's state is turned by the operation types meant for it, and by nothing else."""
    hidden = [name for name in op.f if name.startswith("_")]
    if op.t == TOMB:
        return not op.f
    if op.t == MERGE:
        return (
            op.k == "person"
            and set(op.f) == {"into"}
            and isinstance(op.f["into"], str)
            and op.f["into"] != op.id
        )
    return not hidden or (op.t == CORRECT and op.f == {STATE: LIVE})
