"""The sealed layer: age encryption of the padded inner bytes.

``u32be env_len | envelope | compressed body | zeros to 4096 | u32be pad_len`` is
encrypted to named X25519 recipients. Decryption happens in memory and whole:
streaming would hand out bytes before the end was proven.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyrage

from app.sync import limits
from app.sync.codes import Code, Reject

_AGE_HEAD = b"age-encryption.org/v1\n"
_STANZA = b"\n-> "
_AGE_HEAD_LIMIT = 64 * limits.KIB
_GREASE = 2
"""Stanzas an age writer may add that belong to nobody."""


def pack_inner(envelope: bytes, body: bytes) -> bytes:
    """The finished inner bytes: lengths in front, padded to steps of 4096."""
    used = 4 + len(envelope) + len(body) + 4
    pad = -used % limits.PAD
    return b"".join(
        (
            len(envelope).to_bytes(4, "big"),
            envelope,
            body,
            bytes(pad),
            pad.to_bytes(4, "big"),
        )
    )


def split_inner(inner: bytes) -> tuple[bytes, bytes]:
    """Envelope and compressed body of finished inner bytes; Reject E_ENVELOPE."""
    if len(inner) < limits.PAD or len(inner) % limits.PAD:
        raise Reject(Code.E_ENVELOPE, "length is no multiple of 4096")
    size = int.from_bytes(inner[:4], "big")
    pad = int.from_bytes(inner[-4:], "big")
    end = len(inner) - 4 - pad
    if size > limits.ENVELOPE or pad >= limits.PAD or 4 + size > end:
        raise Reject(Code.E_ENVELOPE, "lengths of envelope and padding")
    if inner.count(0, end, len(inner) - 4) != pad:
        raise Reject(Code.E_ENVELOPE, "padding is not zero")
    return inner[4 : 4 + size], inner[4 + size : end]


def encrypt(inner: bytes, recipients: Sequence[str]) -> bytes:
    """One age file for all ``recipients`` (``age1…`` of the trust list); order and doubles vanish.

    Reject E_SIZE when over the limit. A recipient that is no X25519 key is a
    defect of the caller: the trust list checks them on entry.
    """
    wanted = sorted(set(recipients))
    if not wanted or len(wanted) > limits.RECIPIENTS:
        raise ValueError(f"{len(wanted)} recipients")
    if len(inner) > limits.CIPHERTEXT - limits.MIB:
        raise Reject(Code.E_SIZE, f"{len(inner)} bytes to seal")
    sealed: bytes = pyrage.encrypt(inner, [pyrage.x25519.Recipient.from_str(text) for text in wanted])
    return sealed


def decrypt(ciphertext: bytes, secrets: Sequence[str]) -> bytes:
    """The inner bytes, opened by one of our age ``secrets``; Reject E_DECRYPT.

    "Not for us" and "damaged" are one answer on purpose.
    """
    _check_head(ciphertext)
    identities = [pyrage.x25519.Identity.from_str(text) for text in secrets]
    try:
        inner: bytes = pyrage.decrypt(ciphertext, identities)
    except pyrage.DecryptError as error:
        raise Reject(Code.E_DECRYPT, str(error)) from error
    return inner


def _check_head(ciphertext: bytes) -> None:
    """Refuse a key list so long that trying each entry would take minutes."""
    if len(ciphertext) > limits.CIPHERTEXT:
        raise Reject(Code.E_SIZE, "ciphertext over the limit")
    end = ciphertext.find(b"\n--- ", 0, _AGE_HEAD_LIMIT)
    if not ciphertext.startswith(_AGE_HEAD) or end < 0:
        raise Reject(Code.E_DECRYPT, "not an age file")
    if ciphertext.count(_STANZA, 0, end) > limits.RECIPIENTS + _GREASE:
        raise Reject(Code.E_DECRYPT, "too many recipients")
