"""What the unlock page may know of a closed register: unit name and when accounts opened it last.

A small plain file beside the store. It holds no key and nothing of any record; without it the
page shows only the account names, which stand in the key file anyway.
"""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

FILE = "known.json"


class Known:
    """Name of the unit, the unit above it as typed at the first run, last good unlock by account."""

    # written out: dataclasses cost more than reading the file, on the way to the first picture
    def __init__(self, unit: str = "", superior: str = "", opened: dict[str, datetime] | None = None) -> None:
        self.unit = unit
        self.superior = superior
        self.opened = {} if opened is None else opened


def load_known(home: Path) -> Known:
    """What is known; an unreadable file is as good as none."""
    made = Known()
    try:
        stored = json.loads((home / FILE).read_text(encoding="utf-8"))
        made.unit = str(stored.get("unit", ""))
        made.superior = str(stored.get("superior", ""))
        for user, at in dict(stored.get("opened", {})).items():
            moment = datetime.fromisoformat(str(at))
            if moment.tzinfo is not None:
                made.opened[str(user)] = moment
    except (OSError, ValueError, AttributeError, TypeError):
        return made
    return made


def keep_known(home: Path, known: Known) -> None:
    """Write it whole or not at all; a folder that refuses costs only the comfort."""
    values = {
        "unit": known.unit,
        "superior": known.superior,
        "opened": {user: at.isoformat() for user, at in known.opened.items()},
    }
    temporary = home / f"{FILE}.new"
    try:
        temporary.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(home / FILE)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
