"""The recovery code on paper: a secret key in two halves, made to be typed by hand.

The 32 bytes of an age identity are cut in two; each half is written as thirty
symbols: its number, 26 symbols of 5 bits and three symbols that show a slip. Both
halves are needed; one alone leaves 128 unknown bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from app.kinds.faults import Fault
from app.vault import crockford
from app.words import N_

_HALF_BYTES, _DATA, _CHECK = 16, 26, 3
_HALF = 1 + _DATA + _CHECK
_WIDTH = 5
_PREFIX = "AGE-SECRET-KEY-1"
_HRP = "age-secret-key-"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)

_LENGTH = N_("The recovery code has {have} characters; both halves together have {need}. Type both halves.")
_SLIP = N_("Half {half} of the recovery code has a slip. Compare it with the sheet, character by character.")
_SAME = N_("The same half of the recovery code was typed twice. Type both halves.")


def halves(age_secret: str) -> tuple[str, str]:
    """The two halves to print of an ``AGE-SECRET-KEY-1…``."""
    raw = secret_bytes(age_secret)
    return _half("1", raw[:_HALF_BYTES]), _half("2", raw[_HALF_BYTES:])


def age_secret_of(code: str) -> str:
    """The age identity from typed halves, in any order, or from the identity itself.

    Fault E_RECOVERY_CODE naming the half with the slip.
    """
    plain = code.strip().upper()
    if plain.startswith(_PREFIX):
        try:
            return secret_text(secret_bytes(plain))
        except ValueError as error:
            raise Fault("E_RECOVERY_CODE", _SLIP, field="code", half=1) from error
    symbols = crockford.clean(code)
    if len(symbols) != 2 * _HALF:
        raise Fault("E_RECOVERY_CODE", _LENGTH, field="code", have=len(symbols), need=2 * _HALF)
    found: dict[str, bytes] = {}
    for place, half in enumerate((symbols[:_HALF], symbols[_HALF:]), 1):
        found[half[0]] = _read_half(half, place)
    if len(found) != 2:
        raise Fault("E_RECOVERY_CODE", _SAME, field="code")
    return secret_text(found["1"] + found["2"])


def _half(number: str, raw: bytes) -> str:
    data = crockford.encode(raw, _DATA)
    return crockford.grouped(number + data + _check(number, data), _WIDTH)


def _read_half(half: str, place: int) -> bytes:
    number, data, check = half[0], half[1 : 1 + _DATA], half[1 + _DATA :]
    try:
        if number not in "12" or check != _check(number, data):
            raise ValueError(number)
        return crockford.decode(data, _HALF_BYTES)
    except ValueError as error:
        raise Fault(
            "E_RECOVERY_CODE", _SLIP, field="code", half=number if number in "12" else place
        ) from error


def _check(number: str, data: str) -> str:
    digest = hashlib.sha256(f"binhyen recovery v1 {number} {data}".encode()).digest()
    return crockford.encode(digest[:2], _CHECK)


def secret_bytes(age_secret: str) -> bytes:
    """The 32 bytes of an ``AGE-SECRET-KEY-1…`` (Bech32, BIP 173); ValueError when it has a slip."""
    text = age_secret.lower()
    if not text.startswith(_PREFIX.lower()):
        raise ValueError("not an age identity")
    words = [_BECH32.index(symbol) for symbol in text[len(_PREFIX) :]]
    if _polymod([*_expanded(), *words]) != 1:
        raise ValueError("checksum")
    value = 0
    for word in words[:-6]:
        value = value << 5 | word
    # 52 symbols are 260 bits, the last four of them zero.
    if len(words) != 58 or value & 15:
        raise ValueError("length")
    return (value >> 4).to_bytes(32)


def secret_text(raw: bytes) -> str:
    """The ``AGE-SECRET-KEY-1…`` of 32 bytes."""
    value = int.from_bytes(raw) << 4
    words = [value >> 5 * n & 31 for n in range(51, -1, -1)]
    check = _polymod([*_expanded(), *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [check >> 5 * n & 31 for n in range(5, -1, -1)]
    return _PREFIX + "".join(_BECH32[word] for word in words).upper()


def _expanded() -> list[int]:
    return [*(ord(c) >> 5 for c in _HRP), 0, *(ord(c) & 31 for c in _HRP)]


def _polymod(words: Iterable[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for n, term in enumerate(_GENERATOR):
            if top >> n & 1:
                check ^= term
    return check
