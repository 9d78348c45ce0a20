"""Failed unlocks, noted beside the store because the store is still closed then.

The ledger takes them into its audit after the next good unlock. A note holds the
time, the slot and the result, never what was typed. The waiting time after five
failures is for the screen to honour: it slows a hand at the keyboard, it cannot
protect a copied file and it never locks anybody out.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kinds.dates import VIETNAM
from app.vault.durable import write_file
from app.vault.home import Home

WRONG, OK, RECOVERED = "wrong", "ok", "recovered"
MAX_NOTES = 500
FREE_TRIES = 5
MAX_DELAY = 300.0


@dataclass(frozen=True)
class UnlockTry:
    """One note: ``slot`` is empty when no such account exists; ``result`` is wrong, ok or recovered."""

    at: datetime
    slot: str
    result: str


def note_try(home: Home, slot: str, result: str, now: datetime | None = None) -> None:
    """Keep one note; in a folder that cannot be written to it is dropped, opening comes first."""
    moment = now or datetime.now(VIETNAM)
    notes = [*unlock_failures(home), UnlockTry(moment, slot, result)][-MAX_NOTES:]
    lines = (json.dumps({"at": n.at.isoformat(), "slot": n.slot, "result": n.result}) for n in notes)
    with contextlib.suppress(OSError):
        write_file(home.unlocks, "".join(f"{line}\n" for line in lines).encode())


def unlock_failures(home: Home) -> list[UnlockTry]:
    """The notes since they were last cleared, oldest first; unreadable lines are passed over."""
    try:
        lines = home.unlocks.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    notes = []
    for line in lines[-MAX_NOTES:]:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            value = json.loads(line)
            at = datetime.fromisoformat(value["at"])
            if at.tzinfo is not None:
                notes.append(UnlockTry(at, str(value["slot"]), str(value["result"])))
    return notes


def clear_unlock_failures(home: Home) -> None:
    """Forget the notes, after they were taken into the audit."""
    with contextlib.suppress(OSError):
        home.unlocks.unlink(missing_ok=True)


def delay_before_next(home: Home, now: datetime | None = None) -> float:
    """Seconds the screen should wait before it takes another password; 0 up to five failures in a row."""
    in_row = []
    for note in reversed(unlock_failures(home)):
        if note.result != WRONG:
            break
        in_row.append(note)
    if len(in_row) < FREE_TRIES:
        return 0.0
    delay = min(2.0 ** min(len(in_row) - FREE_TRIES, 16), MAX_DELAY)
    passed = (now or datetime.now(VIETNAM)) - in_row[0].at
    # A clock that was set back must not make anybody wait longer than the delay.
    return max(0.0, delay - max(passed, timedelta(0)).total_seconds())
