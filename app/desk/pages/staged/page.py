"""The page of the window around one list of stages."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.pages.people.targets import parse_target
from app.desk.pages.staged.pattern import Pattern
from app.desk.pages.staged.view import StagedList
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page

#: Before the id of a record in a target: ``=rehab_episode:0193…``.
RECORD = "="


class StagedPage(Page):
    """Targets: ``?stage=court&due=week`` filters, ``=kind:id`` goes to a record, ``+person`` begins a case."""

    def __init__(self, desk: Desk, pattern: Pattern, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = StagedList(desk, pattern, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.list.announced.connect(self._on_announced)
        desk.changed.connect(self._on_changed)

    def arrive(self, target: str) -> None:
        """A filtered list, a record, a new case, or the page as it was left."""
        arrive(self.list, target)

    def reload(self) -> None:
        """Read everything again."""
        self.list.reload()

    def may_leave(self) -> bool:
        """Asks when a form is changed."""
        return self.list.sheet.may_close()

    def save_draft(self) -> None:
        """Keep what is typed."""
        self.list.sheet.keep_draft()

    def next_pane(self) -> bool:
        """Panes of the list."""
        return self.list.next_pane()

    def _on_announced(self, changed: object) -> None:
        self.desk.announce(changed, self)

    def _on_changed(self, changed: object, origin: object) -> None:
        if origin is not self:
            self.list.take_change(changed)


def arrive(shown: StagedList, target: str) -> None:
    """Bring a list to a target."""
    if target.startswith(RECORD):
        kind, _colon, record = target[len(RECORD) :].partition(":")
        shown.cases.show_record(kind, record)
    elif target.startswith("+"):
        shown.begin_for(target[1:])
    else:
        filters = parse_target(target).filters
        if filters is not None:
            shown.cases.show_filters(filters)
