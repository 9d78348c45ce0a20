"""The states of the page of compulsory files that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.compulsory.page import CompulsoryPage
from app.desk.pages.staged.pictures import choose, next_step, ready
from app.desk.shell.desk import Desk


def files(desk: Desk) -> QWidget:
    """The list with a file in its reading time chosen."""
    page = CompulsoryPage(desk)
    ready(desk, page)
    choose(desk, page.list)
    return page


def execute(desk: Desk) -> QWidget:
    """A decided file, and the sheet that enters its execution."""
    page = CompulsoryPage(desk)
    ready(desk, page)
    choose(desk, page.list, "execute")
    next_step(desk, page.list)
    return page


def decided(desk: Desk) -> QWidget:
    """A decided file of somebody under age, with all its steps."""
    page = CompulsoryPage(desk)
    ready(desk, page)
    choose(desk, page.list, "execute")
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("compulsory", files),
    ("compulsory-decided", decided),
    ("compulsory-execute", execute),
]
