"""What the unlock page is told about a home; on the way to the first picture, so kept light."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class HomeKind(StrEnum):
    """What is in the home folder."""

    NONE = "none"  # nothing yet: first run
    LOCKED = "locked"  # ready to be opened
    MISSING = "missing"  # keys are there, the register is not
    DAMAGED = "damaged"
    NEWER = "newer"  # written by a newer program
    BUSY = "busy"  # another window has it
    UNREADABLE = "unreadable"  # no right to read or write the folder


class HomeState(NamedTuple):
    """The state of a home and one sentence for people (empty for none and locked)."""

    kind: HomeKind
    sentence: str = ""
    unit_name: str = ""


class AccountLine(NamedTuple):
    """One account on the unlock page; ``role`` is a message id."""

    user: str
    role: str
    last_unlock: datetime | None = None
