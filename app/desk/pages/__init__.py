"""The pages of the window; here those about people, built the first time they are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desk.shell.gate import PageSpec
from app.desk.shell.shortcuts import Shortcut
from app.words import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk.shell.desk import Desk

PictureState = tuple[str, Callable[["Desk"], "QWidget"]]


def people_pages() -> list[PageSpec]:
    """The pages about people, in the order of the navigation."""
    return [
        PageSpec("today", N_("Today"), "calendar-check", _today, shortcut=Shortcut.PAGE_1),
        PageSpec("people", N_("People managed"), "users", _people, shortcut=Shortcut.PAGE_2),
        PageSpec("testing", N_("Testing"), "test-pipe", _testing, shortcut=Shortcut.PAGE_3),
        PageSpec("visits", N_("Visiting"), "home", _visits),
    ]


def picture_states() -> list[PictureState]:
    """Name and maker of every state of these pages worth a picture; the maker gives a widget ready to grab."""
    from app.desk.pages.people.pictures import STATES

    return list(STATES)


def _today(desk: Desk) -> QWidget:
    from app.desk.pages.today.page import TodayPage

    return TodayPage(desk)


def _people(desk: Desk) -> QWidget:
    from app.desk.pages.people.page import PeoplePage

    return PeoplePage(desk)


def _testing(desk: Desk) -> QWidget:
    from app.desk.pages.testing.page import TestingPage

    return TestingPage(desk)


def _visits(desk: Desk) -> QWidget:
    from app.desk.pages.visits.page import VisitsPage

    return VisitsPage(desk)
