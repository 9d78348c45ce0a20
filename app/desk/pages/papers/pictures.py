"""The states of the page of papers that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.papers.page import PapersPage
from app.desk.pages.papers.targets import papers_target
from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.register.lists import ListQuery, first_lines
from app.register.papers.book import cancel, reserve, symbols

_SIZE = (1096, 616)


def _page(desk: Desk, target: str = "") -> PapersPage:
    page = PapersPage(desk)
    page.resize(*_SIZE)
    page.arrive(target)
    settle(desk)
    return page


def _person(desk: Desk) -> str:
    """The first person of the list with a decision on user management."""
    session = session_of(desk)
    with session.store.read() as reader:
        row = reader.row(
            "SELECT person FROM r_decision WHERE sort = 'manage_user' AND _state = 0 ORDER BY n LIMIT 1"
        )
    if row:
        return str(row[0])
    lines = first_lines(session, ListQuery(), 1)
    return lines[0].id if lines else ""


def empty(desk: Desk) -> QWidget:
    """Nobody chosen yet."""
    return _page(desk)


def decision(desk: Desk) -> QWidget:
    """A decision on user management with what it lacks."""
    return _page(desk, papers_target(_person(desk), "manage_user"))


def book(desk: Desk) -> QWidget:
    """The numbering book with a gap, a kept and a cancelled number."""
    session = session_of(desk)
    if not symbols(session):
        today = session.today()
        for serial, title in (
            (3, "Quyết định quản lý"),
            (4, "Quyết định dừng quản lý"),
            (7, "Báo cáo tháng"),
        ):
            line, _changed = reserve(session, "QĐ-CAX", today, title, serial)
            if serial == 4:
                cancel(session, line, "Ghi nhầm số")
    return _page(desk, "?tab=book")


def issued(desk: Desk) -> QWidget:
    """Issued copies, the newest shown."""
    page = _page(desk, papers_target(_person(desk), "summary"))
    if page.make.shown is not None:
        page._on_issued(page._issue(page.make.shown, {}))  # the dialog between is shown elsewhere
    page.arrive("?tab=issued")
    settle(desk)
    page.issued.table.selectRow(0)
    page.issued.show_copy()
    settle(desk)
    return page


def own(desk: Desk) -> QWidget:
    """The wording of a form."""
    return _page(desk, "?tab=own")


def issuing(desk: Desk) -> QWidget:
    """The question for number and signatory."""
    page = _page(desk, papers_target(_person(desk), "manage_user"))
    page.ask_issue()
    settle(desk)
    return page.dialog or page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("papers-empty", empty),
    ("papers-decision", decision),
    ("papers-issuing", issuing),
    ("papers-book", book),
    ("papers-issued", issued),
    ("papers-own", own),
]
