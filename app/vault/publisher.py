"""The keys of those who publish signed files for many units: verifying them, and what people compare."""

from __future__ import annotations

import hashlib

from app.vault import crockford, identity

_USE = b"binhyen publisher v1"


class PublisherKeys:
    """Verifying and naming publisher keys; holds no secret."""

    def verify(self, public: bytes, data: bytes, signature: bytes) -> bool:
        """See ``identity.verify``."""
        return identity.verify(public, data, signature)

    def fingerprint(self, public: bytes) -> str:
        """100 bits over a public key, as four groups of five symbols."""
        digest = hashlib.sha256(_USE + public).digest()
        return crockford.grouped(crockford.encode(digest, identity.FINGERPRINT_SYMBOLS), 5)

    def same(self, one: str, other: str) -> bool:
        """See ``identity.same_fingerprint``."""
        return identity.same_fingerprint(one, other)
