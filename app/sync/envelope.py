"""The inner signature: a DSSE v1 envelope around the manifest.

Signatures are over the received payload bytes, never over something encoded
again. The first is the device's; up to three more are an officer's token.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from app.sync import limits
from app.sync.codes import Code, Reject
from app.sync.header import pae

PAYLOAD_TYPE = "application/vnd.binhyen.manifest.v1+json"

_Base64 = Annotated[str, Meta(max_length=limits.ENVELOPE)]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signature as it stands in the envelope; ``sig`` in base64."""

    keyid: Annotated[str, Meta(max_length=128)]
    sig: Annotated[str, Meta(max_length=4096)]

    @property
    def value(self) -> bytes:
        """The signature's bytes; Reject E_ENVELOPE."""
        return _unbase64(self.sig)


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    payload: _Base64
    payloadType: str  # noqa: N815 - the name in DSSE
    signatures: Annotated[tuple[Signature, ...], Meta(min_length=1, max_length=limits.SIGNATURES)]


class Opened(msgspec.Struct, frozen=True):
    """A well-formed envelope whose signatures are not verified yet."""

    payload: bytes
    device: Signature
    extra: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """What every signature in the envelope covers."""
        return pae(PAYLOAD_TYPE, self.payload)


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(_Envelope)


def signed_bytes(payload: bytes) -> bytes:
    """The bytes to sign for a manifest, by the device or by a token."""
    return pae(PAYLOAD_TYPE, payload)


def write(payload: bytes, signatures: Sequence[tuple[str, bytes]]) -> bytes:
    """The envelope of ``payload`` with (key id, signature) pairs, the device's first.

    ValueError when there are none or more than four.
    """
    if not 1 <= len(signatures) <= limits.SIGNATURES:
        raise ValueError(f"{len(signatures)} signatures")
    entries = tuple(Signature(kid, _base64(sig)) for kid, sig in signatures)
    return _encoder.encode(_Envelope(_base64(payload), PAYLOAD_TYPE, entries))


def read(data: bytes) -> Opened:
    """Take an envelope apart; Reject E_ENVELOPE unless it is the one form ``write`` gives."""
    if len(data) > limits.ENVELOPE:
        raise Reject(Code.E_ENVELOPE, "envelope over the limit")
    try:
        envelope = _decoder.decode(data)
        is_one_form = _encoder.encode(envelope) == data
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Reject(Code.E_ENVELOPE, "not an envelope") from error
    if not is_one_form or envelope.payloadType != PAYLOAD_TYPE:
        raise Reject(Code.E_ENVELOPE, "form or payload type")
    device, *extra = envelope.signatures
    for signature in envelope.signatures:
        _unbase64(signature.sig)
    return Opened(_unbase64(envelope.payload), device, tuple(extra))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Reject(Code.E_ENVELOPE, "not base64") from error
    if _base64(data) != text:
        raise Reject(Code.E_ENVELOPE, "base64 not in its one form")
    return data
