"""The states of the page of presence that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.presence.page import ABSENCES, MOVES, PresencePage
from app.desk.pages.staged.pictures import choose, next_step, ready
from app.desk.shell.desk import Desk


def roll_call(desk: Desk) -> QWidget:
    """A list called, some answered."""
    page = PresencePage(desk)
    ready(desk, page)
    page.roll_call.call()
    settle(desk)
    for place, code in enumerate(("present", "present", "absent", "present")):
        if place < len(page.roll_call.rows.rows):
            page.roll_call.rows.answer(place, 2, code)
    if len(page.roll_call.rows.rows) > 4:
        page.roll_call.rows.answer(2, 3, "Đi làm ở Bình Dương")
        page.roll_call.grid.go_to(4)
    return page


def roll_call_empty(desk: Desk) -> QWidget:
    """Nobody called yet."""
    return ready(desk, PresencePage(desk))


def absences(desk: Desk) -> QWidget:
    """Who is away."""
    page = PresencePage(desk)
    page.tabs.setCurrentIndex(ABSENCES)
    ready(desk, page)
    choose(desk, page.absences)
    return page


def moves(desk: Desk) -> QWidget:
    """Departures with their clocks."""
    page = PresencePage(desk)
    page.tabs.setCurrentIndex(MOVES)
    ready(desk, page)
    choose(desk, page.moves)
    return page


def notice(desk: Desk) -> QWidget:
    """The sheet that enters a notice."""
    page = PresencePage(desk)
    page.tabs.setCurrentIndex(MOVES)
    ready(desk, page)
    choose(desk, page.moves, "notify")
    next_step(desk, page.moves)
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("presence-call", roll_call),
    ("presence-call-empty", roll_call_empty),
    ("presence-absences", absences),
    ("presence-moves", moves),
    ("presence-notice", notice),
]
