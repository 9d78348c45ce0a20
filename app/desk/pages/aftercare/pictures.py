"""The states of the page of after-care that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.aftercare.page import AftercarePage
from app.desk.pages.staged.pictures import choose, next_step, ready
from app.desk.shell.desk import Desk


def running(desk: Desk) -> QWidget:
    """Who is under after-care, one that ends soon chosen."""
    page = AftercarePage(desk)
    ready(desk, page)
    choose(desk, page.list, "ending")
    return page


def undecided(desk: Desk) -> QWidget:
    """A completion without a decision, and the sheet that enters it."""
    page = AftercarePage(desk)
    ready(desk, page)
    choose(desk, page.list, "undecided")
    next_step(desk, page.list)
    return page


def everybody(desk: Desk) -> QWidget:
    """All stages."""
    page = AftercarePage(desk)
    ready(desk, page)
    choose(desk, page.list)
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("aftercare", everybody),
    ("aftercare-ending", running),
    ("aftercare-decide", undecided),
]
