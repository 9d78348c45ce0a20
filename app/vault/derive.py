"""From a password to a key: Argon2id, as costly as this computer bears.

The cost is measured to take 0.8 to 1.5 seconds. A cost read from a file is only
used inside fixed bounds: below the floor somebody weakened it, above the ceiling
somebody wants the program to hang. Limits for rehearsals and tests are handed in
by code and never come from a file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from unicodedata import normalize

from nacl.exceptions import RuntimeError as NaclRuntimeError
from nacl.pwhash import argon2id

from app.kinds.faults import Fault
from app.words import N_

ALGORITHM = "argon2id13"
KEY_SIZE = 32
SALT_SIZE = 16
MAX_PASSWORD = 256
_LARGEST_TRIED_KIB = 256 * 1024
_REFUSED = N_(
    "The key file asks for a password cost outside the allowed bounds. "
    "It was changed by hand or damaged; put back a sound copy."
)
_MEMORY = N_("Checking the password needs {needed} MB of free memory. Close other programs and try again.")


@dataclass(frozen=True, order=True)
class Cost:
    """Argon2id version 1.3 with one lane: ``m`` in KiB, ``t`` passes."""

    m: int
    t: int

    @property
    def work(self) -> int:
        """KiB filled in all passes; time grows in proportion to it."""
        return self.m * self.t


@dataclass(frozen=True)
class Limits:
    """The bounds of a cost, and the seconds aimed at (0: always the floor, never measured)."""

    floor: Cost
    ceiling: Cost
    seconds: float

    def allow(self, cost: Cost) -> bool:
        """Whether a cost read from a file may be used."""
        return self.floor.m <= cost.m <= self.ceiling.m and self.floor.t <= cost.t <= self.ceiling.t


FLOOR = Cost(m=64 * 1024, t=3)
CEILING = Cost(m=1024 * 1024, t=10)
STANDARD = Limits(FLOOR, CEILING, seconds=1.1)
QUICK = Limits(FLOOR, CEILING, seconds=0)
"""The floor without measuring: what is made with it opens everywhere. For demonstrations."""
REHEARSAL = Limits(Cost(m=8, t=1), CEILING, seconds=0)
"""Costs nothing and protects nothing: for tests; refused wherever these limits are not handed in."""

_TOO_FAST = 0.55


def derive(password: str, salt: bytes, cost: Cost, limits: Limits) -> bytes:
    """The 32-byte key of a password; NFC first, so that both typed forms of Vietnamese agree.

    Fault E_KDF when the cost is outside ``limits``, E_MEMORY when the computer has not enough memory.
    """
    if not limits.allow(cost):
        raise Fault("E_KDF", _REFUSED)
    secret = normalize("NFC", password).encode("utf-8", "surrogatepass")
    try:
        return argon2id.kdf(KEY_SIZE, secret, salt, opslimit=cost.t, memlimit=cost.m * 1024)
    except (NaclRuntimeError, MemoryError) as error:
        raise Fault("E_MEMORY", _MEMORY, needed=cost.m // 1024) from error


def measured(cost: Cost) -> float:
    """Seconds one derivation at ``cost`` takes here now."""
    start = time.perf_counter()
    argon2id.kdf(KEY_SIZE, b"measure", bytes(SALT_SIZE), opslimit=cost.t, memlimit=cost.m * 1024)
    return time.perf_counter() - start


def calibrate(limits: Limits = STANDARD) -> Cost:
    """The cost that takes about ``limits.seconds`` on this computer; takes under a second itself."""
    if not limits.seconds:
        return limits.floor
    return fitted(limits.floor, measured(limits.floor), limits)


def fitted(cost: Cost, seconds: float, limits: Limits) -> Cost:
    """The cost for the aim, when ``cost`` took ``seconds``: memory first up to 256 MiB, then passes."""
    work = cost.work * limits.seconds / max(seconds, 0.001)
    m = limits.floor.m
    while m * 2 <= min(_LARGEST_TRIED_KIB, limits.ceiling.m) and m * 2 * limits.floor.t <= work:
        m *= 2
    t = min(max(limits.floor.t, round(work / m)), limits.ceiling.t)
    return Cost(m, t)


def stronger(cost: Cost, seconds: float, limits: Limits) -> Cost | None:
    """The cost to change to when ``cost`` took only ``seconds``; None while it is good enough.

    There is slack below the aim, so that a quiet moment of the computer does not
    make it derive again and again.
    """
    if not limits.seconds or seconds >= limits.seconds * _TOO_FAST:
        return None
    better = fitted(cost, seconds, limits)
    return better if better.work > cost.work else None
