"""The frame of an open register together with its idle lock."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from app.desk.jobs.lane import Lane
from app.desk.shell.desk import Desk
from app.desk.shell.frame import MainFrame
from app.desk.shell.gate import DeskSession, Gate
from app.desk.shell.lock import IdleLock
from app.desk.shell.page import Page
from app.desk.shell.preferences import Preferences
from app.words import _


class OpenedFrame(MainFrame):
    """Adds what lives as long as the register is open."""

    language_wanted = Signal(str)

    def __init__(self, session: DeskSession, lane: Lane, gate: Gate, preferences: Preferences) -> None:
        desk = Desk(session, lane, preferences)
        super().__init__(desk, gate.pages(), gate.version)
        desk.setParent(self)
        desk.lock_wanted.connect(self.lock_wanted)
        desk.language_wanted.connect(self.language_wanted)
        self.idle = IdleLock(preferences.lock_minutes, self)
        self.idle.expired.connect(self.lock_wanted)
        self.idle.warned.connect(self._on_warned)
        self.idle.start()

    @Slot(int)
    def _on_warned(self, seconds: int) -> None:
        words = _("Locks in {seconds} s: press any key to stay", seconds=seconds)
        self.status.tell(words if seconds else "")

    def save_drafts(self) -> None:
        """Ask every page to keep what is typed; the lane still carries the writes out."""
        for page in self.made_pages():
            if isinstance(page, Page):
                page.save_draft()

    def may_leave(self) -> bool:
        """Whether the page on view agrees to go."""
        shown = self.page()
        return shown.may_leave() if isinstance(shown, Page) else True
