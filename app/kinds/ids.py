"""New ids: time-ordered, so that indexes grow at one end, with 80 random bits."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32, lower case


def new_id() -> str:
    """A fresh record id of 26 characters, sortable by the moment it was made."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_op_id() -> str:
    """A fresh operation id: 128 bits as 32 hex digits, the first 48 being milliseconds."""
    return f"{(time.time_ns() // 1_000_000) & 0xFFFFFFFFFFFF:012x}{secrets.randbits(80):020x}"
