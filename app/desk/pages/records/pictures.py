"""What the pictures of pages of lists share."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.records.page import RecordsPage
from app.desk.shell.desk import Desk


def ready(desk: Desk, page: QWidget) -> QWidget:
    """The page at the size it has in the smallest window, once everything is read."""
    page.resize(1096, 616)
    settle(desk)
    settle(desk)  # the preview is read a moment after the list
    return page


def with_first_line(desk: Desk, page: RecordsPage) -> QWidget:
    """The page with the preview of the first record."""
    ready(desk, page)
    view = page.view()
    if view is not None and view.model.rowCount():
        view.table.setCurrentIndex(view.model.index(0, 1))
    return ready(desk, page)
