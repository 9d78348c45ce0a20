"""Codes people read aloud, write down and type: Crockford's base 32.

Reading is tolerant: case, spaces and dashes do not matter, O is 0, I and L are 1.
Source: Douglas Crockford, "Base 32".
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_BETWEEN = str.maketrans("", "", " -–—_.,:;\t\r\n\u00a0")


def encode(data: bytes, length: int) -> str:
    """The first ``length`` symbols (5 bits each) of ``data``, filled up with zero bits."""
    value = int.from_bytes(data) << (-len(data) * 8) % 5
    count = (len(data) * 8 + 4) // 5
    symbols = "".join(ALPHABET[value >> 5 * (count - 1 - n) & 31] for n in range(count))
    return symbols[:length].ljust(length, "0")


def decode(symbols: str, size: int) -> bytes:
    """``size`` bytes from cleaned symbols; ValueError when too short or the filling bits are not zero."""
    value = 0
    for symbol in symbols:
        value = value << 5 | ALPHABET.index(symbol)
    spare = len(symbols) * 5 - size * 8
    if spare < 0 or value & ((1 << spare) - 1):
        raise ValueError(symbols[:1])
    return (value >> spare).to_bytes(size)


def clean(typed: str) -> str:
    """The symbols of a typed code in their one spelling; unknown characters stay and match nothing."""
    return typed.upper().translate(_BETWEEN).translate(_ALIKE)


def grouped(symbols: str, width: int) -> str:
    """Symbols in groups of ``width`` with dashes between."""
    return "-".join(symbols[n : n + width] for n in range(0, len(symbols), width))
