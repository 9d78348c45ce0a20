"""The clear outer layer of one volume: magic, signed header, slice of the ciphertext.

``89 42 59 58 0D 0A 1A 0A | u32be H | header (H bytes) | Ed25519 (64) | slice``.
Everything here is checked before anything is decrypted or parsed further, so a
stranger's file costs one signature check.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.kinds import canonical
from app.sync import limits
from app.sync.codes import SENT_AS_TEXT, Code, Reject

MAGIC = b"\x89BYX\r\n\x1a\n"
OUTER_TYPE = "application/vnd.binhyen.outer.v1+json"
VERSION = 1
SIGNATURE_LENGTH = 64

_TEXT_DAMAGE = (
    b"\x89BYX\n",
    b"\x89BYX\r\r",
    b"\x89BYX\r\n\x1a\r",
    b"\x89BYX\r\x1a",
    b"\tBYX",
    b"\xc2\x89BYX",
    b"\xef\xbf\xbdBYX",
    b"?BYX",
)
"""How the magic looks after line ends were converted, bit 8 was cut or text was recoded."""

Hex16 = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=0, le=canonical.MAX_INT)]
Positive = Annotated[int, Meta(ge=1, le=canonical.MAX_INT)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What anyone may see of a package.

    ``pid`` names this sealing of the package, ``kid`` the signing device;
    ``off``, ``len``, ``sha256`` place this volume's slice, ``tlen``, ``tsha256``
    describe the whole ciphertext.
    """

    v: int
    pid: Hex32
    kid: Hex16
    vol: Positive
    vols: Annotated[int, Meta(ge=1, le=limits.VOLUMES)]
    off: Count
    len: Annotated[int, Meta(ge=1, le=limits.VOLUME)]
    sha256: Hex64
    tlen: Annotated[int, Meta(ge=1, le=limits.CIPHERTEXT)]
    tsha256: Hex64


class Volume(msgspec.Struct, frozen=True):
    """One volume cut into its parts; nothing about it is believed yet."""

    header: Header
    raw_header: bytes
    signature: bytes
    slice: bytes


def pae(payload_type: str, payload: bytes) -> bytes:
    """The bytes that are signed for a payload: the pre-authentication encoding of DSSE v1."""
    name = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def write(raw_header: bytes, signature: bytes, part: bytes) -> bytes:
    """The bytes of one volume."""
    return b"".join((MAGIC, len(raw_header).to_bytes(4, "big"), raw_header, signature, part))


def encode(header: Header) -> bytes:
    """The canonical bytes of a header, which are signed."""
    return canonical.encode(msgspec.to_builtins(header))


def read(data: bytes) -> Volume:
    """Cut one volume into its parts; Reject E_MAGIC, E_HEADER, E_PART, E_SIZE, E_READER_OLD.

    The signature is not checked here: its key is named by the header.
    """
    check_magic(data)
    if len(data) > limits.HEADER + limits.VOLUME + 76:
        raise Reject(Code.E_SIZE, "volume over the limit")
    size = int.from_bytes(data[8:12], "big")
    if len(data) < 12 or not 1 <= size <= limits.HEADER or len(data) < 12 + size:
        raise Reject(Code.E_HEADER, "header length")
    raw = data[12 : 12 + size]
    header = decode(raw)
    start = 12 + size + SIGNATURE_LENGTH
    if len(data) != start + header.len:
        raise Reject(Code.E_PART, "length of the slice")
    return Volume(header, raw, data[12 + size : start], data[start:])


def decode(raw: bytes) -> Header:
    """The header in ``raw``; Reject E_HEADER or, for a later container, E_READER_OLD."""
    try:
        value = canonical.decode(raw)
    except canonical.NotCanonical as error:
        raise Reject(Code.E_HEADER, str(error)) from error
    version = value.get("v") if type(value) is dict else None
    if type(version) is int and version > VERSION:
        raise Reject(Code.E_READER_OLD, f"container version {version}")
    try:
        header = msgspec.convert(value, Header)
    except msgspec.ValidationError as error:
        raise Reject(Code.E_HEADER, str(error)) from error
    _check_place(header)
    return header


def _check_place(header: Header) -> None:
    end = header.off + header.len
    right = (
        header.v == VERSION
        and header.vol <= header.vols
        and (header.vol == 1) == (header.off == 0)
        and end <= header.tlen
        and (header.vol == header.vols) == (end == header.tlen)
    )
    if not right:
        raise Reject(Code.E_HEADER, "volume numbers or offsets")


def check_magic(data: bytes) -> None:
    """Reject E_MAGIC unless ``data`` starts as a package; says when a text transfer did it."""
    if data.startswith(MAGIC):
        return
    if data.startswith(_TEXT_DAMAGE):
        raise Reject(Code.E_MAGIC, "magic damaged by text transfer", message=SENT_AS_TEXT)
    raise Reject(Code.E_MAGIC, "no magic")
