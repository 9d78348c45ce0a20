"""How the user arranged a list, kept with the account's other unsaved things in the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.desk.pages.people.drafts import PageDrafts


class Arrangement:
    """``Memory`` of a list header over the register."""

    def __init__(self, drafts: PageDrafts) -> None:
        self._drafts = drafts

    def load(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under the list's key."""
        return self._drafts.load(f"view:{key}")

    def save(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep it."""
        self._drafts.save(f"view:{key}", dict(value))
