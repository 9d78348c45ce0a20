"""The states of the pages about people that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.register.lists import ListQuery, first_lines
from app.register.today import today_view

State = tuple[str, Callable[[Desk], QWidget]]
_PATIENCE_MS = 4_000
_HOSTS: list[QWidget] = []
_SETTLE_MS = 120


def settle(desk: Desk) -> None:
    """Wait until the lane has answered and timers of a moment have run."""
    loop = QEventLoop()
    stop = QTimer(singleShot=True, interval=_PATIENCE_MS)
    stop.timeout.connect(loop.quit)
    stop.start()
    while stop.isActive():
        calm = QTimer(singleShot=True, interval=_SETTLE_MS)
        calm.timeout.connect(loop.quit)
        calm.start()
        loop.exec()
        if desk.lane.is_idle():
            return


def _ready(desk: Desk, page: QWidget) -> QWidget:
    if not isinstance(page, QDialog):
        page.resize(1096, 616)
    settle(desk)
    return page


def today(desk: Desk) -> QWidget:
    """The start screen."""
    from app.desk.pages.today.page import TodayPage

    return _ready(desk, TodayPage(desk))


def today_why(desk: Desk) -> QWidget:
    """The start screen with a reason open."""
    from app.desk.pages.today.page import TodayPage

    page = TodayPage(desk)
    _ready(desk, page)
    line = page.list.current_line()
    if line is not None:
        page.why.explain(line)
    return _ready(desk, page)


def people(desk: Desk) -> QWidget:
    """The list with the preview of one person."""
    from app.desk.pages.people.page import PeoplePage

    page = PeoplePage(desk)
    _ready(desk, page)
    if page.list.model.rowCount() > 3:
        page.list.table.select_ids([page.list.model.id_at(3)], page.list.model.id_at(3))
    return _ready(desk, page)


def people_filtered(desk: Desk) -> QWidget:
    """The list behind a filter."""
    from app.desk.pages.people.page import PeoplePage

    page = PeoplePage(desk)
    page.arrive("?status=U-QL&due=any")
    return _ready(desk, page)


def export(desk: Desk) -> QWidget:
    """The dialog of the list on paper."""
    from app.desk.pages.people.export import ExportDialog

    return _ready(desk, ExportDialog(desk, "U-QL"))


def _busiest(desk: Desk) -> str:
    """A person with something due, else anybody."""
    session = session_of(desk)
    owed = [line for lines in today_view(session).groups.values() for line in lines]
    if owed:
        return owed[0].person
    lines = first_lines(session, ListQuery(), 1)
    return lines[0].id if lines else ""


def _person(opens: str) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        from app.desk.pages.people.page import PeoplePage

        page = PeoplePage(desk)
        person = _busiest(desk)
        if person:
            page.open_person(person, opens)
        return _ready(desk, page)

    return make


def add_person(desk: Desk) -> QWidget:
    """The dialog of a new person with somebody alike."""
    from app.desk.pages.add_person.dialog import AddPersonDialog

    dialog = AddPersonDialog(desk)
    lines = first_lines(session_of(desk), ListQuery(), 1)
    if lines:
        dialog.entry.name.set_typed(lines[0].name)
        dialog.entry.birth.set_typed((lines[0].birth or "1990")[:4])
        dialog.entry.number.set_typed(lines[0].number or "")
        dialog.look_for_likes()
    settle(desk)
    return dialog


def testing(desk: Desk) -> QWidget:
    """A session of tests, some answered."""
    from app.desk.pages.testing.page import TestingPage

    page = TestingPage(desk)
    names = [line.id for line in first_lines(session_of(desk), ListQuery(), 8)]
    page.arrive(",".join(names))
    _ready(desk, page)
    answers = ("negative", "negative", "positive", "negative", "unclear")
    for place in range(min(5, len(page.rows.rows))):
        for section in range(2, page.rows.columnCount()):
            code = answers[place] if section == 3 else "negative"
            page.rows.answer(place, section, code)
    if len(page.rows.rows) > 6:
        page.rows.answer_whole(5, "refused")
        page.grid.go_to(6)
    return _ready(desk, page)


def visits(desk: Desk) -> QWidget:
    """Visits of a day."""
    from app.desk.pages.visits.page import VisitsPage

    page = VisitsPage(desk)
    names = [line.id for line in first_lines(session_of(desk), ListQuery(), 5)]
    page.arrive(",".join(names))
    _ready(desk, page)
    for place, code in enumerate(("met", "met", "absent")):
        if place < len(page.rows.rows):
            page.rows.answer(place, 2, code)
    return _ready(desk, page)


def past(desk: Desk) -> QWidget:
    """The list of a past day."""
    from app.desk.pages.people.page import PeoplePage

    page = PeoplePage(desk)
    page.arrive("@2026-06-30")
    return _ready(desk, page)


def pairs(desk: Desk) -> QWidget:
    """Records that may be one person."""
    from app.desk.pages.people.page import PeoplePage

    page = PeoplePage(desk)
    page.arrive("=")
    return _ready(desk, page)


def merging(desk: Desk) -> QWidget:
    """Two records side by side."""
    from app.desk.pages.merging.dialog import MergeDialog

    lines = first_lines(session_of(desk), ListQuery(), 2)
    host = QWidget()
    _HOSTS.append(host)  # a dialog goes with its host
    dialog = MergeDialog(desk, lines[0].id if lines else "", host, _nothing)
    if len(lines) > 1:
        dialog.choose(lines[1].id)
    settle(desk)
    return dialog


def _nothing(_changed: object) -> None:
    return


STATES: tuple[State, ...] = (
    ("today", today),
    ("today-why", today_why),
    ("people", people),
    ("people-filtered", people_filtered),
    ("people-export", export),
    ("person", _person("")),
    ("person-visit", _person("visit")),
    ("person-test", _person("drug_test")),
    ("person-info", _person("tab:info")),
    ("person-edit", _person("edit")),
    ("person-measures", _person("tab:measures")),
    ("person-tests", _person("tab:tests")),
    ("person-care", _person("tab:care")),
    ("person-support", _person("tab:support")),
    ("person-dossiers", _person("tab:dossiers")),
    ("person-history", _person("tab:history")),
    ("person-rehab", _person("rehab_episode")),
    ("person-decision", _person("decision")),
    ("people-past", past),
    ("people-pairs", pairs),
    ("merging", merging),
    ("add-person", add_person),
    ("testing", testing),
    ("visits", visits),
)
