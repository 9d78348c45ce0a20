"""What a page gets: the open session, the lane, and ways to talk to the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.desk.jobs.lane import Lane
from app.desk.shell.gate import DeskSession
from app.desk.shell.preferences import Preferences


class Desk(QObject):
    """One per open register; pages keep it and never the window.

    ``changed`` carries what a use case changed (``Changed`` of the ledger) to every open page;
    a page skips its own echo by comparing ``origin``.
    """

    changed = Signal(object, object)  # what changed, origin (the page that did it, or None)
    page_wanted = Signal(str, str)  # page id, target (record id, saved filter …; may be empty)
    notice = Signal(str, str)  # sentence, tone
    help_wanted = Signal(str)  # page id
    badge_changed = Signal(str, int)  # page id, number beside its name
    status_stale = Signal()
    lock_wanted = Signal()
    language_wanted = Signal(str)  # vi or en: the frame is built again

    def __init__(
        self,
        session: DeskSession,
        lane: Lane,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.lane = lane
        self.preferences = preferences

    @property
    def register(self) -> Any:
        """The register's own session, for use cases and queries (the same object)."""
        return self.session

    def go(self, page: str, target: str = "") -> None:
        """Open a page of the window, at a target when it is given."""
        self.page_wanted.emit(page, target)

    def tell(self, text: str, tone: str = "info") -> None:
        """Say one sentence at the foot of the window."""
        self.notice.emit(text, tone)

    def announce(self, changed: object, origin: object = None) -> None:
        """Tell every open page, and the status bar, what was saved."""
        self.changed.emit(changed, origin)
        self.status_stale.emit()

    def set_badge(self, page: str, number: int) -> None:
        """A number beside the page's name in the navigation; 0 removes it."""
        self.badge_changed.emit(page, number)

    def ask_help(self, page: str) -> None:
        """Open the help of a page."""
        self.help_wanted.emit(page)
