"""What one machine remembers about the look: no personal data, a small file in the home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.desk.theme.sizes import BASE_PX
from app.words import LANGUAGES

FILE = "desk.json"
LOCK_MINUTES = 10


class Preferences:
    """Values with their defaults; ``folded`` None lets the width of the window decide."""

    def __init__(self, path: Path | None = None, scheme: str = "light", px: int = BASE_PX) -> None:
        self.path = path
        self.scheme = scheme
        self.px = px
        self.lang = "vi"
        self.folded: bool | None = None
        self.lock_minutes = LOCK_MINUTES
        self.last_user = ""
        self.geometry = ""

    def save(self) -> None:
        """Write beside the store when the home exists; whole or not at all."""
        if self.path is None or not self.path.parent.is_dir():
            return
        values = {name: value for name, value in vars(self).items() if name != "path"}
        temporary = self.path.with_suffix(".new")
        try:
            temporary.write_text(json.dumps(values, indent=1), encoding="utf-8")
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)  # a full or read-only disk costs only the look


def load_preferences(home: Path) -> Preferences:
    """The preferences of a home; a missing or odd file gives the defaults."""
    made = Preferences(home / FILE)
    try:
        stored = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return made
    if isinstance(stored, dict):
        _take(made, stored)
    return made


def _take(made: Preferences, stored: dict[str, Any]) -> None:
    """Copy the values that have the right type; the rest keep their defaults."""
    for name, default in list(vars(made).items()):
        value = stored.get(name)
        if name == "folded":
            made.folded = value if isinstance(value, bool) else None
        elif name != "path" and type(value) is type(default):
            setattr(made, name, value)
    if made.scheme not in ("light", "dark"):
        made.scheme = "light"
    if made.lang not in LANGUAGES:
        made.lang = "vi"
    made.lock_minutes = max(1, min(made.lock_minutes, 60))
