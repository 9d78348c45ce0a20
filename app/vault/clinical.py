"""Two keys, one file: clinical notes sealed under keys of their own inside the register.

Each note has a random key. That key is wrapped under the health key of the node (its newest
generation) and to the health recipient of each node above that gave one. So whoever copies,
sends or receives a note without the health role moves bytes that cannot be read.

The text form is canonical JSON: ``{"ct", "n", "node", "v", "w"}`` with base64 members; ``w`` are
the wraps, each naming its key by the first half of a digest. What is sealed is bound to the node
it was written on, the person, the kind, the record and the field: moved elsewhere it does not open.
The plain text is packed and padded, so that its length does not tell how much was found.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.kinds.canonical import NotCanonical, decode, encode
from app.kinds.faults import Fault
from app.words import N_

VERSION = 1
_KEY_ID = b"binhyen key id"
_RECIPIENT_ID = b"binhyen rcpt id"
_RECIPIENT_USE = b"binhyen health recipient v1"
_STEP = 512
#: What a note unpacks to at the most; a packed note that wants more was not made by this program.
_MOST_PLAIN = 256 * 1024
#: What the field of a record holds at the most (characters of canonical JSON).
_MOST_SEALED = 15_500
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_DEK = 32
_FOREIGN = N_(
    "This clinical note cannot be opened with your account's key. It was written before your account, or for"
    " another office. An account of longer standing can share the key."
)
_DAMAGED = N_(
    "This clinical note was moved from another record or is damaged; it is not shown. Its history keeps what"
    " was entered before."
)
_NEWER = N_("This clinical note was written by a newer version of this program. Install that version.")
_LONG = N_("The clinical note is too long to be kept in one piece. Divide it into two notes.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note belongs: person, kind, record and field."""

    person: str
    kind: str
    record: str
    field: str = "sealed"


@dataclass(frozen=True, slots=True)
class ClinicalKeys:
    """Seals and opens for an account with the health role.

    ``keys``: all generations of the node's health key, newest first. ``above``: gives the
    public health recipients of the nodes above, asked anew for each note.
    """

    node: str
    keys: tuple[bytes, ...] = field(repr=False)
    above: Callable[[], Sequence[bytes]] = tuple

    def seal(self, content: Mapping[str, Any], place: Place, *, local: bool = False) -> str:
        """The text form of a note. ``local``: for this node alone, as drafts are. Fault E_TOO_LONG."""
        bound = _bound(self.node, place)
        dek, nonce = secrets.token_bytes(_DEK), secrets.token_bytes(_NONCE)
        ct = crypto_aead_xchacha20poly1305_ietf_encrypt(_packed(content), bound, nonce, dek)
        wraps = [{"k": key_id(self.keys[0]), "x": _text(_wrapped(dek, self.keys[0], bound))}]
        for recipient in () if local else self.above():
            box = SealedBox(PublicKey(recipient)).encrypt(dek)
            wraps.append({"k": recipient_id(recipient), "x": _text(bytes(box))})
        value = {"ct": _text(ct), "n": _text(nonce), "node": self.node, "v": VERSION, "w": wraps}
        sealed = encode(value).decode()
        if len(sealed) > _MOST_SEALED:
            raise Fault("E_TOO_LONG", _LONG)
        return sealed

    def open(self, sealed: str, place: Place) -> dict[str, Any]:
        """What was sealed for this place. Faults E_CLINICAL_KEY, E_CLINICAL_DAMAGED, E_CLINICAL_NEWER."""
        value = _read(sealed)
        bound = _bound(str(value["node"]), place)
        dek = self._dek(value["w"], bound)
        try:
            plain = crypto_aead_xchacha20poly1305_ietf_decrypt(
                _bytes(value["ct"]), bound, _bytes(value["n"]), dek
            )
            content = decode(_unpacked(plain))
        except (CryptoError, TypeError, ValueError, zlib.error) as error:
            raise Fault("E_CLINICAL_DAMAGED", _DAMAGED) from error
        if not isinstance(content, dict):
            raise Fault("E_CLINICAL_DAMAGED", _DAMAGED)
        return content

    def _dek(self, wraps: Sequence[Mapping[str, str]], bound: bytes) -> bytes:
        """The note's key out of the first wrap that is for one of ours."""
        boxes = {wrap["k"]: wrap["x"] for wrap in wraps}
        for key in self.keys:
            if key_id(key) in boxes:
                return _unwrapped(_bytes(boxes[key_id(key)]), key, bound)
            mine = recipient_key(key)
            name = recipient_id(bytes(mine.public_key))
            if name in boxes:
                try:
                    return bytes(SealedBox(mine).decrypt(_bytes(boxes[name])))
                except CryptoError as error:
                    raise Fault("E_CLINICAL_DAMAGED", _DAMAGED) from error
        raise Fault("E_CLINICAL_KEY", _FOREIGN)


def key_id(key: bytes) -> str:
    """The name of a health key; tells nothing about it."""
    return hashlib.blake2b(key, digest_size=8, person=_KEY_ID).hexdigest()


def recipient_key(key: bytes) -> PrivateKey:
    """The secret half of the recipient that goes with a generation of the health key."""
    return PrivateKey(hashlib.blake2b(_RECIPIENT_USE, key=key, digest_size=32).digest())


def recipient_of_key(key: bytes) -> str:
    """The public health recipient of a node, as its card carries it: 64 hex digits."""
    return bytes(recipient_key(key).public_key).hex()


def recipient_id(public: bytes) -> str:
    """The name of a public recipient."""
    return hashlib.blake2b(public, digest_size=8, person=_RECIPIENT_ID).hexdigest()


def is_health_recipient(text: str) -> bool:
    """Whether ``text`` is a public key that can be sealed to; keys of small order cannot."""
    try:
        SealedBox(PublicKey(bytes.fromhex(text))).encrypt(b"")
    except (CryptoError, TypeError, ValueError):
        return False
    return True


def _bound(node: str, place: Place) -> bytes:
    return encode(
        {
            "field": place.field,
            "kind": place.kind,
            "node": node,
            "person": place.person,
            "record": place.record,
            "v": VERSION,
        }
    )


def _wrapped(dek: bytes, key: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(dek, b"dek\0" + bound, nonce, key)


def _unwrapped(box: bytes, key: bytes, bound: bytes) -> bytes:
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(box[_NONCE:], b"dek\0" + bound, box[:_NONCE], key)
    except (CryptoError, TypeError, ValueError) as error:
        raise Fault("E_CLINICAL_DAMAGED", _DAMAGED) from error


def _packed(content: Mapping[str, Any]) -> bytes:
    packed = zlib.compress(encode(dict(content)), 9)
    return packed + bytes(-len(packed) % _STEP)


def _unpacked(padded: bytes) -> bytes:
    """The canonical bytes; the zeros after them are passed over."""
    reader = zlib.decompressobj()
    plain = reader.decompress(padded, _MOST_PLAIN)
    if not reader.eof or reader.unused_data.strip(b"\0"):
        raise ValueError("not one packed note")
    return plain


def _read(sealed: str) -> dict[str, Any]:
    try:
        value = decode(sealed.encode())
        if not isinstance(value, dict) or not isinstance(value["v"], int):
            raise ValueError("no envelope")
        if value["v"] > VERSION:
            raise Fault("E_CLINICAL_NEWER", _NEWER)
        if not all(isinstance(wrap["k"], str) and isinstance(wrap["x"], str) for wrap in value["w"]):
            raise ValueError("no wraps")
        for name in ("ct", "n", "node"):
            if not isinstance(value[name], str):
                raise ValueError(name)
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise Fault("E_CLINICAL_DAMAGED", _DAMAGED) from error
    return value


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise Fault("E_CLINICAL_DAMAGED", _DAMAGED) from error
