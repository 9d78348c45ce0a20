"""Taking pictures of lists of stages: a line chosen, a sheet open, nothing there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.staged.view import StagedList
from app.desk.shell.desk import Desk

SIZE = (1096, 616)


def ready(desk: Desk, page: QWidget) -> QWidget:
    """The page laid out in its usual size, with everything read."""
    page.resize(*SIZE)
    page.show()
    settle(desk)
    return page


def choose(desk: Desk, shown: StagedList, stage: str = "", place: int = 0) -> None:
    """Filter by a stage and put the cursor on a line."""
    if stage:
        shown.cases.bar.set_filter("stage", stage)
        settle(desk)
    if shown.model.rowCount() > place:
        key = shown.model.id_at(place)
        shown.table.select_ids([key], key)
        settle(desk)


def next_step(desk: Desk, shown: StagedList, place: int = 0) -> None:
    """Open the sheet of a step of the case under the cursor."""
    if len(shown.panel.steps) > place:
        shown.take(shown.panel.steps[place])
        settle(desk)
