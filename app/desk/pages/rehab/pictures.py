"""The states of the page of rehabilitation that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.rehab.page import RehabPage
from app.desk.pages.staged.pictures import choose, next_step, ready
from app.desk.shell.desk import Desk


def rehab(desk: Desk) -> QWidget:
    """The list with a case chosen."""
    page = RehabPage(desk)
    ready(desk, page)
    choose(desk, page.list)
    return page


def ending(desk: Desk) -> QWidget:
    """The sheet that ends a rehabilitation, with what will be closed."""
    page = RehabPage(desk)
    ready(desk, page)
    choose(desk, page.list, "ending")
    next_step(desk, page.list)
    return page


def begin(desk: Desk) -> QWidget:
    """The sheet that registers one."""
    page = RehabPage(desk)
    ready(desk, page)
    page.list.begin()
    return page


def nothing(desk: Desk) -> QWidget:
    """No case fits the search."""
    page = RehabPage(desk)
    ready(desk, page)
    page.list.cases.bar.set_state("không có ai", {})
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("rehab", rehab),
    ("rehab-end", ending),
    ("rehab-begin", begin),
    ("rehab-nothing", nothing),
]
