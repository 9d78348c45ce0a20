"""The signed manifest: what a package is, from whom, for whom, and where it stands in a stream."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from app.kinds import canonical
from app.sync import limits
from app.sync.codes import Code, Reject
from app.sync.header import Count, Hex16, Hex32, Hex64, Positive

FORMAT: Final = "byx"
VERSION: Final = 1
READER = 1
"""The newest ``min_reader`` this program understands."""
SCHEMA_NAME = "binhyen"
RECOVERY = "RECOVERY"
"""The name in ``to`` of the holders of recovery keys; never a node."""

_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z"
_STREAM = re.compile(r"(?P<node>[^\s/>]{1,64})(/(?P<device>[^\s/>]{1,64}))?>(?P<to>[^\s/>]{1,64})\Z")
OP_KINDS = frozenset(("delta", "resend", "restore", "mixed"))

Node = Annotated[str, Meta(pattern=r"^[^\s/>]{1,64}\Z")]
StreamName = Annotated[str, Meta(max_length=200)]
PackageKind = Literal[
    "delta",
    "snapshot",
    "receipt",
    "transfer_offer",
    "transfer_accept",
    "resend",
    "restore",
    "trust",
    "mixed",
]


class Closes(msgspec.Struct, frozen=True):
    """The head of the epoch that a new epoch closes."""

    epoch: Count
    lsn: Count
    chain: Hex64


class Ack(msgspec.Struct, frozen=True):
    """What the sender holds of the stream coming the other way."""

    stream: StreamName
    epoch: Count
    lsn: Count
    chain: Hex64
    seq: Count


class AuditHead(msgspec.Struct, frozen=True):
    """Number and hash of the sender's last audit entry."""

    n: Count
    head: Hex64


class Schema(msgspec.Struct, frozen=True):
    """Version of the record kinds inside, and the oldest reader version that understands them."""

    name: Annotated[str, Meta(max_length=32)]
    v: Positive
    min: Positive


class BodyInfo(msgspec.Struct, frozen=True):
    """Lengths, hashes and number of lines of the body, compressed and plain."""

    enc: Literal["zstd"]
    clen: Positive
    csha256: Hex64
    len: Count
    sha256: Hex64
    n: Count


NO_BODY = BodyInfo("zstd", 1, "0" * 64, 0, "0" * 64, 0)
"""What stands in a manifest until its body is packed."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One package of one stream.

    ``lsn`` is the first and last position in the body (last = first - 1 when it
    is empty), ``start_chain`` and ``end_chain`` the chain before and after it,
    ``prev`` the digest of the manifest with ``seq`` - 1, ``made_at`` an ISO
    moment with offset, ``hlc`` milliseconds and counter. Fields a later version
    adds are ignored; what must not be ignored raises ``min_reader``.
    """

    fmt: Literal["byx"] = FORMAT
    v: Literal[1] = VERSION
    min_reader: Positive = 1
    kind: PackageKind
    sender: Node
    device: Hex16
    stream: StreamName
    incarnation: Hex32
    epoch: Positive
    seq: Positive
    prev: Hex64 | None = None
    lsn: tuple[Positive, Count]
    start_chain: Hex64
    end_chain: Hex64
    closes: Closes | None = None
    to: Annotated[tuple[Node, ...], Meta(min_length=1, max_length=limits.RECIPIENTS)]
    schema: Schema
    app: Annotated[str, Meta(max_length=32)]
    made_at: Annotated[str, Meta(pattern=_MOMENT)]
    hlc: tuple[Count, Count]
    ack: Ack | None = None
    audit: AuditHead | None = None
    trust_v: Count = 0
    body: BodyInfo = NO_BODY

    @property
    def moment(self) -> datetime:
        """``made_at`` with its offset."""
        return datetime.fromisoformat(self.made_at)


class StreamEnds(msgspec.Struct, frozen=True):
    """The parts of a stream name ``node/device>to``; ``device`` may be empty."""

    node: str
    device: str
    to: str


def stream_ends(stream: str) -> StreamEnds:
    """The ends named by ``C123>U07`` or ``C123/d1>U07``; Reject E_SCHEMA."""
    found = _STREAM.match(stream)
    if not found:
        raise Reject(Code.E_SCHEMA, "stream name")
    return StreamEnds(found["node"], found["device"] or "", found["to"])


def encode(manifest: Manifest) -> bytes:
    """The canonical bytes that are signed."""
    return canonical.encode(msgspec.to_builtins(manifest))


def decode(data: bytes, schema_version: int) -> Manifest:
    """The manifest in ``data`` for a reader of ``schema_version``.

    Reject E_CANON, E_READER_OLD, E_SCHEMA. Who signed it is the caller's business.
    """
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical as error:
        raise Reject(Code.E_CANON, f"manifest: {error}") from error
    _check_reader(value)
    try:
        manifest = msgspec.convert(value, Manifest)
    except msgspec.ValidationError as error:
        raise Reject(Code.E_SCHEMA, f"manifest: {error}") from error
    _check_sense(manifest)
    if manifest.schema.min > schema_version:
        raise Reject(Code.E_READER_OLD, f"schema {manifest.schema.min} over {schema_version}")
    return manifest


def _check_reader(value: Any) -> None:
    """Version numbers come first: everything else may mean something new in a later version."""
    if type(value) is not dict or value.get("fmt") != FORMAT:
        raise Reject(Code.E_SCHEMA, "not a manifest")
    for key, known in (("v", VERSION), ("min_reader", READER)):
        wanted = value.get(key)
        if type(wanted) is not int or wanted < 1:
            raise Reject(Code.E_SCHEMA, f"manifest: {key}")
        if wanted > known:
            raise Reject(Code.E_READER_OLD, f"{key} {wanted}")


def _check_sense(manifest: Manifest) -> None:
    """What the types alone do not say."""
    first, last = manifest.lsn
    wrong = ""
    if manifest.schema.name != SCHEMA_NAME:
        wrong = "schema name"
    elif last < first - 1:
        wrong = "lsn runs backwards"
    elif manifest.kind in OP_KINDS and manifest.body.n != last - first + 1:
        wrong = "lsn and number of lines"
    elif last < first and manifest.start_chain != manifest.end_chain:
        wrong = "chain moves without lines"
    elif stream_ends(manifest.stream).node != manifest.sender:
        wrong = "stream is not the sender's"
    try:
        datetime.fromisoformat(manifest.made_at)
    except ValueError:
        wrong = "made_at"
    if wrong:
        raise Reject(Code.E_SCHEMA, f"manifest: {wrong}")
