"""The states of the start screen that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.today.page import TodayPage
from app.desk.pages.today.tests_list import TestsDialog
from app.desk.shell.desk import Desk
from app.register.today import OwedLine

_SIZE = (1096, 616)


def start(desk: Desk) -> QWidget:
    """The start screen."""
    page = TodayPage(desk)
    page.resize(*_SIZE)
    settle(desk)
    return page


def several(desk: Desk) -> QWidget:
    """Some visits selected, to be entered together."""
    page = TodayPage(desk)
    page.resize(*_SIZE)
    settle(desk)
    rows = page.list.rows
    found = [n for n in range(rows.rowCount()) if _is_visit(rows.row_at(n))][:3]
    for place in found:
        page.list.selectionModel().select(rows.index(place, 0), QItemSelectionModel.SelectionFlag.Select)
    return page


def clocks(desk: Desk) -> QWidget:
    """What is overdue folded away: the clocks of hours under today."""
    page = TodayPage(desk)
    page.resize(*_SIZE)
    settle(desk)
    page.list.rows.set_folded("overdue", True)
    return page


def _is_visit(row: object) -> bool:
    return isinstance(row, OwedLine) and row.what == "visit"


def tests(desk: Desk) -> QWidget:
    """The tests of the month."""
    today = session_of(desk).today()
    dialog = TestsDialog(desk, today.replace(day=1), today)
    settle(desk)
    return dialog


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("today-start", start),
    ("today-several", several),
    ("today-clocks", clocks),
    ("today-tests", tests),
]
