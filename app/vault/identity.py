"""The device: its signing key, its sealing key, and the fingerprint two people compare."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property

from nacl.exceptions import BadSignatureError
from nacl.exceptions import ValueError as BadKeyError
from nacl.signing import SigningKey, VerifyKey

from app.vault import crockford

SIGNATURE_SIZE = 64
FINGERPRINT_SYMBOLS = 20
_FINGERPRINT_USE = b"binhyen fingerprint v1"


@dataclass(frozen=True)
class Device:
    """One writing device of a node; the secrets never appear in its ``repr``."""

    node: str
    device: str
    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)

    @cached_property
    def _signing_key(self) -> SigningKey:
        return SigningKey(self.sign_seed)

    @cached_property
    def verify_key(self) -> bytes:
        """The public Ed25519 key, 32 bytes."""
        return bytes(self._signing_key.verify_key)

    @cached_property
    def kid(self) -> str:
        """Short name of the signing key, 16 hex digits."""
        return key_id(self.verify_key)

    @cached_property
    def recipient(self) -> str:
        """The public age recipient, ``age1…``."""
        return recipient_of(self.age_secret)

    def sign(self, data: bytes) -> bytes:
        """Detached Ed25519 signature, 64 bytes."""
        return self._signing_key.sign(data).signature

    def fingerprint(self) -> str:
        """What this node's people read out to the node that enrols it."""
        return fingerprint(self.node, self.verify_key, self.recipient)


def key_id(verify_key: bytes) -> str:
    """First eight bytes of SHA-256 of a public signing key, as hex."""
    return hashlib.sha256(verify_key).hexdigest()[:16]


def verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``data`` is by the owner of ``public``.

    False for everything malformed too, and for public keys of small order, which
    would accept one signature for any data (libsodium refuses them).
    """
    if len(signature) != SIGNATURE_SIZE:
        return False
    try:
        VerifyKey(public).verify(data, signature)
    except (BadSignatureError, BadKeyError, TypeError):
        return False
    return True


def new_age_secret() -> str:
    """A fresh age identity, ``AGE-SECRET-KEY-1…``."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def recipient_of(age_secret: str) -> str:
    """The public recipient of an age identity; ValueError when it is none."""
    from pyrage import IdentityError, x25519

    try:
        return str(x25519.Identity.from_str(age_secret).to_public())
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def is_recipient(text: str) -> bool:
    """Whether ``text`` is a plain X25519 age recipient; plugin names are not."""
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def fingerprint(node: str, verify_key: bytes, recipient: str) -> str:
    """100 bits over all that a node is enrolled by, as four groups of five symbols."""
    parts = (_FINGERPRINT_USE, node.encode(), verify_key, recipient.encode())
    digest = hashlib.sha256(b"".join(len(part).to_bytes(4) + part for part in parts)).digest()
    return crockford.grouped(crockford.encode(digest, FINGERPRINT_SYMBOLS), 5)


def same_fingerprint(a: str, b: str) -> bool:
    """Whether two typed fingerprints are the same; case, separators and O/0, I/L/1 do not matter."""
    left, right = crockford.clean(a), crockford.clean(b)
    if len(left) != FINGERPRINT_SYMBOLS:
        return False
    return hmac.compare_digest(left.encode(), right.encode())
