"""The states of the page of reports that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.reports.page import ReportsPage
from app.desk.shell.desk import Desk
from app.register.lists import ListQuery, first_lines
from app.register.people import save
from app.register.reports.definitions import definition
from app.register.reports.periods import period_of
from app.register.reports.sealing import seal, sealed_reports


def _page(desk: Desk, target: str = "") -> ReportsPage:
    page = ReportsPage(desk)
    page.resize(1096, 616)
    page.show()
    page.arrive(target)
    settle(desk)
    settle(desk)
    return page


def to_seal(desk: Desk) -> QWidget:
    """A report that can be sealed, with what it lacks."""
    return _page(desk, "month")


def year(desk: Desk) -> QWidget:
    """The report of a year."""
    return _page(desk, "year")


def sealed(desk: Desk) -> QWidget:
    """A sealed report with something entered late since."""
    session = session_of(desk)
    spec = definition("half")
    period = period_of("half", date(session.today().year, 3, 1))
    if not sealed_reports(session, "half"):
        seal(session, spec, period)
        person = first_lines(session, ListQuery(), 1)[0].id
        late = period.last.replace(day=2)
        save(session, "visit", "", {"person": person, "visited_on": late.isoformat()})
    return _page(desk, sealed_reports(session, "half")[0].id)


def window(desk: Desk) -> QWidget:
    """Asking for the days of a campaign."""
    page = _page(desk)
    page.list.choose_window()
    settle(desk)
    return page


def mending(desk: Desk) -> QWidget:
    """The people of whom something is not recorded."""
    page = _page(desk, "year")
    if page.shown is not None:
        found = [one for one in page.shown.checks if one.records]
        if found:
            page.acts.mend(found[0])
            settle(desk)
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("reports-to-seal", to_seal),
    ("reports-year", year),
    ("reports-sealed", sealed),
    ("reports-window", window),
    ("reports-mending", mending),
]
