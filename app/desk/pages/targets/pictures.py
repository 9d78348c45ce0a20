"""The states of the page of targets that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.work import session_of
from app.desk.pages.records.pictures import ready
from app.desk.pages.targets.page import TargetsPage
from app.desk.shell.desk import Desk
from app.register.targets import load_shipped, progress, shipped_named, type_result
from app.words import _

_WIDE_PLAN = "ninh-thuan-2030"
#: Figures stated in the pictures, by indicator: value, whole. They are made up.
_STATED = {
    "communes_kept_drug_free": (13, None),
    "communes_without_crime_and_evil": (9, 64),
    "districts_drug_free": (0, None),
}


def _page(desk: Desk, plan: str = "") -> TargetsPage:
    page = TargetsPage(desk)
    page.arrive(plan)
    ready(desk, page)
    return page


def _loaded(desk: Desk, name: str, *, here: bool = False) -> str:
    session, plan = session_of(desk), shipped_named(name)
    load_shipped(session, plan, here=here)
    return plan.id


def _wide(desk: Desk) -> TargetsPage:
    session, plan = session_of(desk), _loaded(desk, _WIDE_PLAN, here=True)
    for one in progress(session, plan):
        if one.indicator in _STATED and not one.typed:
            value, base = _STATED[one.indicator]
            source = _("Report of the sample province")
            type_result(session, one.id, value, date(2026, 6, 15), source, base=base)
    return _page(desk, plan)


def criteria(desk: Desk) -> QWidget:
    """A plan of many criteria, the first one chosen."""
    return _wide(desk)


def counted(desk: Desk) -> QWidget:
    """A criterion that is counted, with its years."""
    page = _wide(desk)
    _choose(page, "users_supported")
    return ready(desk, page)


def unclear(desk: Desk) -> QWidget:
    """A criterion that cannot be told, and why."""
    page = _wide(desk)
    _choose(page, "breaches_of_law_by_people_with_file")
    return ready(desk, page)


def annex(desk: Desk) -> QWidget:
    """The annex of Long Biên by criterion."""
    return _page(desk, _loaded(desk, "long-bien-2023"))


def by_unit(desk: Desk) -> QWidget:
    """The annex of Long Biên by unit."""
    page = _page(desk, _loaded(desk, "long-bien-2023"))
    page.by_unit.click()
    return ready(desk, page)


def load(desk: Desk) -> QWidget:
    """The plans that come with the program."""
    page = _page(desk)
    page.acts.offer_plans()
    return ready(desk, page)


def stating(desk: Desk) -> QWidget:
    """A result being stated."""
    page = _wide(desk)
    _choose(page, "communes_kept_drug_free")
    if page.detail.line is not None:
        page.acts.state_result(page.detail.line)
    return ready(desk, page)


def freezing(desk: Desk) -> QWidget:
    """A baseline being frozen."""
    page = _wide(desk)
    _choose(page, "with_file")
    if page.detail.line is not None:
        page.acts.ask_freeze(page.detail.line)
    return ready(desk, page)


def records(desk: Desk) -> QWidget:
    """The records behind a number."""
    page = _wide(desk)
    _choose(page, "with_file")
    if page.detail.line is not None:
        page.open_records(page.detail.line)
    return ready(desk, page)


def empty(desk: Desk) -> QWidget:
    """No plan yet."""
    return _page(desk)


def _choose(page: TargetsPage, indicator: str) -> None:
    lines: Sequence[str] = [one.indicator for one in page.table.lines]
    if indicator in lines:
        place = lines.index(indicator)
        page.table.table.select_ids([place], place)


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("targets-empty", empty),
    ("targets-load", load),
    ("targets-criteria", criteria),
    ("targets-counted", counted),
    ("targets-unclear", unclear),
    ("targets-annex", annex),
    ("targets-by-unit", by_unit),
    ("targets-stating", stating),
    ("targets-freezing", freezing),
    ("targets-records", records),
]
