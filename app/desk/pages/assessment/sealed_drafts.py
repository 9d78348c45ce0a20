"""Drafts of clinical forms: sealed before they are handed to the store, like the notes themselves."""

from __future__ import annotations

from typing import Any

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import session_of
from app.kinds.faults import Fault
from app.register.clinical import open_draft, seal_draft


class SealedDrafts(PageDrafts):
    """See ``PageDrafts``; what another account or an older key sealed is passed over."""

    def save(self, key: str, draft: dict[str, Any] | None) -> None:
        """Seal and keep, or forget."""
        if draft is None:
            super().save(key, None)
            return
        try:
            super().save(key, seal_draft(session_of(self._desk), key, draft))
        except Fault as fault:
            self._on_failed(fault)

    def load(self, key: str) -> dict[str, Any] | None:
        """The draft in plain, None where there is none that opens."""
        kept = super().load(key)
        return open_draft(session_of(self._desk), key, kept) if kept else None
