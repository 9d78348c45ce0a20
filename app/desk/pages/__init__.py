"""The pages of the window, each built the first time it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from app.desk.shell.gate import PageSpec
from app.words import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk.shell.desk import Desk

PictureState = tuple[str, Callable[["Desk"], "QWidget"]]

#: Folders of this package that hold states worth a picture, in the order of the navigation.
_PICTURED = (
    "people",
    "today",
    "assessment",
    "rehab",
    "treatment",
    "aftercare",
    "compulsory",
    "presence",
    "dossiers",
    "area",
    "community",
    "scorecard",
    "targets",
    "statistics",
    "reports",
    "papers",
    "settings",
)


def people_pages() -> list[PageSpec]:
    """The pages about people day by day, in the order of the navigation."""
    return [
        PageSpec("today", N_("Today"), "calendar-check", _built("today", "TodayPage")),
        PageSpec("people", N_("People managed"), "users", _built("people", "PeoplePage")),
        PageSpec("testing", N_("Testing"), "test-pipe", _built("testing", "TestingPage")),
        PageSpec("visits", N_("Visiting"), "home", _built("visits", "VisitsPage")),
        PageSpec("presence", N_("Roll call and moves"), "list-check", _built("presence", "PresencePage")),
        PageSpec(
            "kits", N_("Kit lots"), "archive", _built("testing", "KitsPage", "kits_page"), in_rail=False
        ),
    ]


def case_pages() -> list[PageSpec]:
    """The pages of the procedures, in the order of the law."""
    return [
        PageSpec(
            "assessment",
            N_("Assessing"),
            "stethoscope",
            _built("assessment", "AssessmentPage"),
            starts_group=True,
        ),
        PageSpec("rehab", N_("Rehabilitation"), "heart-handshake", _built("rehab", "RehabPage")),
        PageSpec("treatment", N_("Substitution"), "pill", _built("treatment", "TreatmentPage")),
        PageSpec("aftercare", N_("After-care"), "shield-check", _built("aftercare", "AftercarePage")),
        PageSpec("compulsory", N_("Compulsory files"), "gavel", _built("compulsory", "CompulsoryPage")),
        PageSpec("dossiers", N_("Dossiers"), "folder", _built("dossiers", "DossiersPage")),
    ]


def area_page() -> PageSpec:
    """Places and incidents, for those who read them."""
    return PageSpec("area", N_("Places, cases"), "map-pin", _built("area", "AreaPage"), starts_group=True)


def community_page(*, starts_group: bool) -> PageSpec:
    """The work in the community."""
    make = _built("community", "CommunityPage")
    return PageSpec("community", N_("Community"), "users-group", make, starts_group=starts_group)


def number_pages(*, sees_area: bool) -> list[PageSpec]:
    """Classes, targets, figures, reports and papers; a class rests on what only some roles read."""
    scorecard = PageSpec(
        "scorecard", N_("Criteria, class"), "certificate", _built("scorecard", "ScorecardPage")
    )
    return [
        *([replace(scorecard, starts_group=True)] if sees_area else []),
        PageSpec(
            "targets",
            N_("Targets"),
            "target-arrow",
            _built("targets", "TargetsPage"),
            starts_group=not sees_area,
        ),
        PageSpec("statistics", N_("Statistics"), "chart-bar", _built("statistics", "StatisticsPage")),
        PageSpec("reports", N_("Reports"), "file-analytics", _built("reports", "ReportsPage")),
        PageSpec("papers", N_("Official papers"), "file-text", _built("papers", "PapersPage")),
    ]


def picture_states() -> list[PictureState]:
    """Name and maker of every state of these pages worth a picture; the maker gives a widget ready to grab."""
    found: list[PictureState] = []
    for folder in _PICTURED:
        module = import_module(f"app.desk.pages.{folder}.pictures")
        found += module.STATES if folder == "people" else module.PICTURES
    return found


def _built(folder: str, name: str, module: str = "page") -> Callable[[Desk], QWidget]:
    """What makes a page: its module is imported when the page is first opened."""

    def make(desk: Desk) -> QWidget:
        made: QWidget = getattr(import_module(f"app.desk.pages.{folder}.{module}"), name)(desk)
        return made

    return make
