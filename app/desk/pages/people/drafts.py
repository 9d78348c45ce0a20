"""Drafts of forms in the encrypted store, through the open register."""

from __future__ import annotations

from typing import Any, Protocol, cast

from PySide6.QtCore import QObject

from app.desk.jobs.progress import Progress
from app.desk.shell.desk import Desk
from app.kinds.faults import Fault


class DraftStore(Protocol):
    """What the open register offers for drafts; each belongs to the account at work."""

    def keep_draft(self, key: str, body: dict[str, Any]) -> None:
        """Keep what was typed under a form's key."""

    def find_draft(self, key: str) -> dict[str, Any] | None:
        """What is kept under a key."""

    def drop_draft(self, key: str) -> None:
        """Forget it."""


class PageDrafts(QObject):
    """``save`` and ``load`` for ``DraftKeeper``: written in the lane, read at once."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._store = cast(DraftStore, desk.register)

    def save(self, key: str, draft: dict[str, Any] | None) -> None:
        """Keep or, with None, forget a draft."""
        store = self._store

        def work(_progress: Progress) -> None:
            if draft is None:
                store.drop_draft(key)
            else:
                store.keep_draft(key, draft)

        self._desk.lane.run(work, _kept, self._on_failed, self, quiet=True)

    def load(self, key: str) -> dict[str, Any] | None:
        """One row by its key."""
        return self._store.find_draft(key)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "warn")


def _kept(_nothing: None) -> None:
    return
