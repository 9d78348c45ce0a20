"""Operations: one canonical JSON line each, chained by SHA-256."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import msgspec

from app.kinds import canonical
from app.kinds.canonical import NotCanonical

#: Operation types (sync.md): a fact, a change of fields, a correction of a fact,
#: recorded in error, merged into another person.
EVENT, PATCH, CORRECT, TOMB, MERGE = "event", "patch", "correct", "tomb", "merge_person"
TYPES = frozenset({EVENT, PATCH, CORRECT, TOMB, MERGE})

#: Pseudo-fields of an operation that speak of the record as a whole.
STATE, INTO = "_state", "_into"
LIVE, IN_ERROR, MERGED = 0, 1, 2


class Op(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=False):
    """One operation as it stands in its line.

    ``base``: operations seen by the author of this one on the same record;
    ``hlc``: [milliseconds, counter] of the logical clock; ``ow``: how often the
    record's person had changed owner; ``sealed``: fields only the health key opens.
    """

    base: tuple[str, ...]
    by: str
    f: dict[str, Any]
    hlc: tuple[int, int]
    id: str
    k: str
    lsn: int
    op: str
    ow: int
    t: str
    why: str = ""
    sealed: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(Op)
_OP_ID = re.compile(r"[0-9a-f]{32}")
#: No clock is further on than this (the year 6429); later milliseconds are no moment that could be shown.
LAST_MS = 2**47


class BadOp(ValueError):
    """A line that is no operation of this profile."""


def line_of(op: Op) -> bytes:
    """The canonical line of an operation; raises NotCanonical when a value cannot be written."""
    values: dict[str, Any] = {
        "base": op.base,
        "by": op.by,
        "f": op.f,
        "hlc": op.hlc,
        "id": op.id,
        "k": op.k,
        "lsn": op.lsn,
        "op": op.op,
        "ow": op.ow,
        "t": op.t,
    }
    if op.sealed:
        values["sealed"] = op.sealed
    if op.why:
        values["why"] = op.why
    return canonical.encode(values, text_limit=canonical.NOTE_LIMIT)


def typed(line: bytes) -> Op:
    """The operation in a line that is known to be canonical; BadOp when it is not one."""
    try:
        op = _decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise BadOp(str(error)) from None
    if op.t not in TYPES or op.lsn < 1 or not _OP_ID.fullmatch(op.op) or not op.id:
        raise BadOp("type, position or id")
    if not 0 <= op.hlc[0] <= LAST_MS or op.hlc[1] < 0:
        raise BadOp("moment")
    return op


def read_line(line: bytes) -> Op:
    """The operation in a line of unknown origin; NotCanonical or BadOp (both ValueError) otherwise."""
    canonical.decode(line, text_limit=canonical.NOTE_LIMIT)
    return typed(line)


def line_hash(line: bytes) -> bytes:
    """What of a line goes into the chain: its SHA-256."""
    return sha256(line).digest()


def link(chain: bytes, line: bytes, digest: bytes | None = None) -> bytes:
    """The chain after one more line; ``digest``: the line's hash where it is known."""
    return sha256(chain + (digest or sha256(line).digest())).digest()


def genesis(stream: str, incarnation: str) -> bytes:
    """The chain before the first line of a stream's first epoch."""
    return sha256(b"binhyen.chain.v1\0" + stream.encode() + b"\0" + incarnation.encode()).digest()


__all__ = ["BadOp", "NotCanonical", "Op", "genesis", "line_hash", "line_of", "link", "read_line", "typed"]
