"""Presence: roll calls, absences, and moves with their running clocks, as three tabs."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.desk.pages.presence.absences import AbsencePattern
from app.desk.pages.presence.going import MovePattern
from app.desk.pages.presence.roll_call import RollCall
from app.desk.pages.staged.page import arrive
from app.desk.pages.staged.view import StagedList
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.words import _

CALL, ABSENCES, MOVES = range(3)
_TABS = {"absences": ABSENCES, "moves": MOVES}
#: What is left of a clock of hours is said anew this often.
TICK_MS = 60_000


class PresencePage(Page):
    """Targets: ``absences`` and ``moves``, each followed by what its list takes (``moves?stage=notify``);
    anything else are people for the roll call.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.roll_call = RollCall(desk)
        self.absences = StagedList(desk, AbsencePattern(), self)
        self.moves = StagedList(desk, MovePattern(), self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for tab, title in (
            (self.roll_call, _("Roll call")),
            (self.absences, _("Absences")),
            (self.moves, _("Going and coming")),
        ):
            self.tabs.addTab(tab, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        for shown in (self.absences, self.moves):
            shown.announced.connect(self._on_announced)
        desk.changed.connect(self._on_changed)
        self._minute = QTimer(self, interval=TICK_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()

    def shown(self) -> QWidget:
        """The tab on view."""
        return self.tabs.currentWidget()

    def arrive(self, target: str) -> None:
        """A tab with its own target, or people to call."""
        for name, place in _TABS.items():
            if target.startswith(name):
                self.tabs.setCurrentIndex(place)
                arrive(self.absences if place == ABSENCES else self.moves, target[len(name) :])
                return
        if target:
            self.tabs.setCurrentIndex(CALL)
        if self.tabs.currentIndex() == CALL:
            self.roll_call.arrive(target)

    def reload(self) -> None:
        """Read the tab on view again."""
        shown = self.shown()
        if isinstance(shown, StagedList | RollCall):
            shown.reload()

    def may_leave(self) -> bool:
        """Asks when a form is changed."""
        return all(shown.sheet.may_close() for shown in (self.absences, self.moves))

    def save_draft(self) -> None:
        """Keep what is typed."""
        self.roll_call.save_draft()
        for shown in (self.absences, self.moves):
            shown.sheet.keep_draft()

    def next_pane(self) -> bool:
        """Panes of the tab on view."""
        shown = self.shown()
        return shown.next_pane() if isinstance(shown, StagedList | RollCall) else False

    def _on_minute(self) -> None:
        self.moves.tick()

    def _on_announced(self, changed: object) -> None:
        self.desk.announce(changed, self)
        self.take_change(changed)

    def _on_changed(self, changed: object, origin: object) -> None:
        if origin is not self:
            self.take_change(changed)

    def take_change(self, changed: object) -> None:
        """Something was saved, here or elsewhere: both lists look whether it concerns them."""
        for shown in (self.absences, self.moves):
            shown.take_change(changed)
