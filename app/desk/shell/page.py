"""The base of every page: what the window may ask of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desk.shell.desk import Desk


class Page(QWidget):
    """A page of the window; override what applies."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def arrive(self, target: str) -> None:
        """The page came into view; ``target`` says what to show (may be empty)."""

    def take_keyboard(self) -> None:
        """Give the keyboard to the first thing on the page that takes it."""
        for child in self.findChildren(QWidget):
            takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and child.isEnabled() and child.isVisibleTo(self):
                child.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def reload(self) -> None:
        """Read everything again (F5)."""

    def may_leave(self) -> bool:
        """Whether the page may be left; asks Save / Discard / Stay when something is unsaved."""
        return True

    def save_draft(self) -> None:
        """Keep what is typed as a draft: called before locking, must not ask anything."""

    def next_pane(self) -> bool:
        """Move the keyboard to the page's next pane (F6); False after the last one."""
        return False
