"""A law pack with the signature of who published it: one JSON envelope (DSSE v1) around the text of the pack.

The signature covers the bytes received, and is checked by whoever holds the keys before the text is read.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta

from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.law.entries import Pack
from app.law.packs import LawPacks
from app.law.shelf import AnyPack, Shelf, line_of, read_any
from app.words import N_

PAYLOAD_TYPE = "application/vnd.binhyen.law-pack.v1+toml"
#: Many times the largest pack there is; what is longer is not read.
LARGEST = 2 * 1024 * 1024
_KEY_SIZE = 32

_NOT_ONE = N_("{file} is not a signed law pack, or it is damaged. Ask the publisher for the file once more.")
_TOO_LARGE = N_("{file} is too large to be a law pack. Choose the right file.")
_BAD_SIGNATURE = N_("The signature of {file} does not fit its content: it was changed. Do not use it.")
_OLDER = N_(
    "The law pack {pack} is already here in version {have}; {file} has version {version}. Nothing to install."
)
_UNKNOWN_RULE = N_(
    "The law pack {pack} has the rule {rule}, which this program does not know. Update the program first."
)
_NO_DAY = N_(
    "The law pack {pack} replaces one that is here, but does not say from which day. Ask the publisher."
)
_BAD_NAME = N_("The law pack has the name “{pack}” and the version “{version}”, which cannot be kept.")
_CHANGES_HEAD = N_(
    "The law pack {pack} is of another sort or begins on another day ({day}) than the one it replaces. "
    "Ask the publisher."
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", re.ASCII)
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d{1,2})?", re.ASCII)


class Keys(Protocol):
    """What is needed of the keys; given by whoever puts the program together."""

    def verify(self, public: bytes, data: bytes, signature: bytes) -> bool:
        """Whether the signature over the data is by the owner of the public key."""

    def fingerprint(self, public: bytes) -> str:
        """What two people compare."""

    def same(self, one: str, other: str) -> bool:
        """Whether two typed fingerprints are the same."""


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keyid: Annotated[str, Meta(min_length=64, max_length=64)]
    sig: Annotated[str, Meta(max_length=128)]


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    payload: str
    payloadType: str  # noqa: N815 - the name in DSSE
    signatures: Annotated[tuple[_Signature, ...], Meta(min_length=1, max_length=1)]


class SignedPack(msgspec.Struct, frozen=True):
    """An envelope taken apart, not yet verified; ``public`` is the key it names."""

    payload: bytes
    public: bytes
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return _pae(self.payload)

    def text(self, file: str, keys: Keys) -> str:
        """The text of the pack once its signature fits; ``Fault`` E_PACK_SIGNATURE, E_PACK_FILE."""
        if not keys.verify(self.public, self.signed_bytes, self.signature):
            raise Fault("E_PACK_SIGNATURE", _BAD_SIGNATURE, file=file)
        try:
            return self.payload.decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("E_PACK_FILE", _NOT_ONE, file=file) from None


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(_Envelope)


def write_signed(text: str, public: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The envelope of a pack's text; ``sign`` gives a detached Ed25519 signature over bytes."""
    payload = text.encode("utf-8")
    signature = _Signature(public.hex(), _base64(sign(_pae(payload))))
    return _encoder.encode(_Envelope(_base64(payload), PAYLOAD_TYPE, (signature,)))


def read_signed(file: str, data: bytes) -> SignedPack:
    """Take an envelope apart; ``Fault`` E_PACK_FILE unless it is the one form ``write_signed`` gives."""
    if len(data) > LARGEST:
        raise Fault("E_PACK_FILE", _TOO_LARGE, file=file)
    try:
        envelope = _decoder.decode(data)
        (signature,) = envelope.signatures
        public = bytes.fromhex(signature.keyid)
        payload, value = _unbase64(envelope.payload), _unbase64(signature.sig)
        is_one_form = _encoder.encode(envelope) == data and public.hex() == signature.keyid
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError):
        raise Fault("E_PACK_FILE", _NOT_ONE, file=file) from None
    if not is_one_form or envelope.payloadType != PAYLOAD_TYPE or len(public) != _KEY_SIZE:
        raise Fault("E_PACK_FILE", _NOT_ONE, file=file)
    return SignedPack(payload, public, value)


def fitting(shelf: Shelf, file: str, text: str) -> tuple[AnyPack, Shelf]:
    """A pack that may be added to what is here, and the shelf with it.

    Faults: E_PACK (damaged, does not fit), E_PACK_SORT, E_PACK_OLD (not newer than what is here), E_PACK_RULE (a
    rule this program does not know), E_PACK_DAY (replaces without saying from when, or begins elsewhere).
    """
    made = read_any(file, text)
    line = line_of(made)
    if not _ID.fullmatch(line.id) or not _VERSION.fullmatch(line.version):
        raise Fault("E_PACK_NAME", _BAD_NAME, pack=line.id, version=line.version)
    have = shelf.newest(line.id)
    if have is not None:
        if line.version <= have.version:
            values = {"pack": line.id, "have": have.version, "version": line.version}
            raise Fault("E_PACK_OLD", _OLDER, file=file, **values)
        if (line.sort, line.valid_from) != (have.sort, have.valid_from):
            raise Fault("E_PACK_DAY", _CHANGES_HEAD, pack=line.id, day=show_date(line.valid_from))
        if _acts_from(made) is None:
            raise Fault("E_PACK_DAY", _NO_DAY, pack=line.id)
    if isinstance(made, Pack):
        _check_rules(shelf.packs, made)
    return made, shelf.plus(file, text)


def _acts_from(pack: AnyPack) -> object:
    return pack.head.acts_from if isinstance(pack, Pack) else pack.acts_from


def _check_rules(packs: LawPacks, pack: Pack) -> None:
    strange = next((name for name in sorted(pack.rules) if not packs.has_rule(name)), None)
    if strange is not None:
        raise Fault("E_PACK_RULE", _UNKNOWN_RULE, pack=pack.id, rule=strange)


def _pae(payload: bytes) -> bytes:
    """Pre-authentication encoding of DSSE v1."""
    kind = PAYLOAD_TYPE.encode()
    return b" ".join((b"DSSEv1", b"%d" % len(kind), kind, b"%d" % len(payload), payload))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text[:1]) from error
    if _base64(data) != text:
        raise ValueError(text[:1])
    return data
