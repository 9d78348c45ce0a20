"""The states of the page of files that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.shell.desk import Desk

_SIZE = (1096, 616)


def _page(desk: Desk) -> QWidget:
    from app.desk.pages.dossiers.page import DossiersPage

    page = DossiersPage(desk)
    page.resize(*_SIZE)
    settle(desk)
    return page


def files(desk: Desk) -> QWidget:
    """The list and the file that lacks most."""
    return _page(desk)


def paper(desk: Desk) -> QWidget:
    """The sheet of one paper."""
    from app.desk.pages.dossiers.page import DossiersPage

    page = _page(desk)
    if isinstance(page, DossiersPage) and page.panel.view is not None and page.panel.view.papers:
        page.sheet.open(page.panel.view, page.panel.view.papers[0])
    settle(desk)
    return page


def nothing_found(desk: Desk) -> QWidget:
    """A filter that nothing fits."""
    from app.desk.pages.dossiers.page import DossiersPage

    page = _page(desk)
    if isinstance(page, DossiersPage):
        page.list.bar.set_state("zzz", {})
    settle(desk)
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("dossiers", files),
    ("dossiers-paper", paper),
    ("dossiers-nothing", nothing_found),
]
