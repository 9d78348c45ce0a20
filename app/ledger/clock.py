"""The hybrid logical clock: wall time that never goes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

#: The day this program was made: a wall clock before it cannot be right (sync.md, Conflicts, clocks).
MADE_ON = datetime(2026, 11, 1, tzinfo=UTC)
DAY_MS = 86_400_000

Clock = Callable[[], datetime]


def wall() -> datetime:
    """The computer's clock, UTC."""
    return datetime.now(UTC)


class Ticker:
    """Gives ever-growing [milliseconds, counter] pairs from a wall clock.

    ``last`` is the newest pair given. Pairs from elsewhere are not taken note of:
    one computer whose clock stands in 2099 must not carry all others with it.
    """

    def __init__(self, clock: Clock, last: tuple[int, int] = (0, 0)) -> None:
        self.clock = clock
        self.last = last

    def tick(self) -> tuple[int, int]:
        """The next pair: the wall's milliseconds, or the last ones with the counter raised."""
        now = int(self.clock().timestamp() * 1000)
        self.last = (now, 0) if now > self.last[0] else (self.last[0], self.last[1] + 1)
        return self.last

    def suspect(self) -> bool:
        """Whether the wall clock is before the program was made or a day behind its own last entry."""
        now = int(self.clock().timestamp() * 1000)
        return now < MADE_ON.timestamp() * 1000 or now + DAY_MS < self.last[0]


def moment_of(hlc: tuple[int, int]) -> datetime:
    """The wall time in a pair, UTC."""
    return datetime.fromtimestamp(hlc[0] / 1000, UTC)
