"""Files that were refused, kept for a while so that somebody can look into it."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from app.sync import parts
from app.vault.home import Home


def keep(home: Home, sha256: str, spooled: Path, now: datetime) -> None:
    """Keep a refused file under its hash; the oldest go when there are too many or they are a month old.

    A disk that takes no more files does not change what is said of this one.
    """
    with contextlib.suppress(OSError):
        home.quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
        parts.copy(spooled, home.quarantine / sha256)
        parts.tidy(home.quarantine, now, keep=frozenset((sha256,)))
