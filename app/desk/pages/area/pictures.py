"""The states of the page of places and incidents that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.records.pictures import ready, with_first_line
from app.desk.shell.desk import Desk


def _tab(kind: str) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        from app.desk.pages.area.page import AreaPage

        page = AreaPage(desk)
        page.arrive(kind)
        return with_first_line(desk, page)

    return make


def _form(kind: str) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        from app.desk.pages.area.page import AreaPage

        page = AreaPage(desk)
        page.arrive(kind)
        with_first_line(desk, page)
        page.edit()
        return ready(desk, page)

    return make


def _state(desk: Desk) -> QWidget:
    from app.desk.pages.area import acts
    from app.desk.pages.area.page import AreaPage
    from app.desk.pages.records.asking import AskDialog

    page = AreaPage(desk)
    with_first_line(desk, page)
    view = page.view()
    if view is None or view.preview.shown is None:
        return page
    acts.change_state(view, view.preview.shown.look)
    settle(desk)
    return view.findChildren(AskDialog)[-1]


def _filtered(desk: Desk) -> QWidget:
    from app.desk.pages.area.page import AreaPage

    page = AreaPage(desk)
    page.arrive("tip?figure=waiting")
    return ready(desk, page)


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("area-places", _tab("place")),
    ("area-incidents", _tab("incident")),
    ("area-cultivation", _tab("cultivation")),
    ("area-dealers", _tab("retail_dealer")),
    ("area-tips", _tab("tip")),
    ("area-tips-waiting", _filtered),
    ("area-newcomers", _tab("newcomer")),
    ("area-place-form", _form("place")),
    ("area-incident-form", _form("incident")),
    ("area-place-state", _state),
]
