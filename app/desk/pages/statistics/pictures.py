"""The states of the page of statistics that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.statistics.export import StatisticExport
from app.desk.pages.statistics.page import StatisticsPage
from app.desk.shell.desk import Desk
from app.register.counting.sheet import TREND


def _page(target: str, columns: str = "") -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        page = StatisticsPage(desk)
        page.resize(1096, 616)
        page.show()
        page.arrive(target)
        settle(desk)
        if columns:
            page.asking.columns.setCurrentIndex(page.asking.columns.findData(columns))
            page.reload()
            settle(desk)
        return page

    return make


def _records(desk: Desk) -> QWidget:
    page = _page("with_file?sex")(desk)
    if isinstance(page, StatisticsPage) and page.model.rowCount():
        page.open_records(0, 1)
        settle(desk)
    return page


def _nothing(desk: Desk) -> QWidget:
    return _page("campaigns?code")(desk)


def _export(desk: Desk) -> QWidget:
    page = _page("with_file?age")(desk)
    if isinstance(page, StatisticsPage) and page.sheet is not None:
        dialog = StatisticExport(desk, page.sheet, None, page)
        settle(desk)
        return dialog
    return page


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("statistics", _page("with_file?code", "sex")),
    ("statistics-one-way", _page("with_file?age")),
    ("statistics-trend", _page(f"headcount?{TREND}")),
    ("statistics-share", _page("share_in_rehab?sex")),
    ("statistics-records", _records),
    ("statistics-empty", _nothing),
    ("statistics-export", _export),
]
