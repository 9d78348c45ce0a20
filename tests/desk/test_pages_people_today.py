"""The start screen over a real register: what is owed, why, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.desk.pages.people.work import session_of
from app.desk.pages.today.page import TodayPage
from app.desk.pages.today.rows import GroupRow, MoreRow, TodayModel, regrouped
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.register.entries import record_visit
from app.register.today import OwedLine, today_view
from tests.desk.open_register import audit_of, open_desk


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 30) as made:
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> TodayPage:
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 616)
    made.show()
    qtbot.waitUntil(desk.lane.is_idle)
    return made


def rows(page: TodayPage) -> list[object]:
    return [page.list.rows.row_at(n) for n in range(page.list.rows.rowCount())]


def lines(page: TodayPage) -> list[OwedLine]:
    return [row for row in rows(page) if isinstance(row, OwedLine)]


def test_groups_are_in_order_with_their_counts(page: TodayPage, desk: Desk) -> None:
    heads = [row for row in rows(page) if isinstance(row, GroupRow)]
    assert [row.key for row in heads] == [
        k for k in ("overdue", "today", "soon", "missing") if page.list.rows.counts()[k]
    ]
    assert sum(row.count for row in heads) == len(lines(page))
    view = today_view(session_of(desk))
    assert sum(view.counts.values()) == len(lines(page))


def test_what_the_law_wants_at_once_is_not_a_missing_fact(page: TodayPage) -> None:
    shown = lines(page)
    assert any(line.due is None and line.state == "today" for line in shown)
    assert all(line.what.startswith("missing") for line in shown if line.state == "missing")


def test_enter_leads_to_the_one_action(qtbot, page: TodayPage, desk: Desk) -> None:
    place = next(n for n, row in enumerate(rows(page)) if isinstance(row, OwedLine) and row.what == "visit")
    line = page.list.rows.row_at(place)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.rows.index(place, 0))
    assert isinstance(line, OwedLine)
    with qtbot.waitSignal(desk.page_wanted) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert told.args == ["people", f"{line.person}#visit"]


def test_space_says_why_and_the_look_is_noted(qtbot, page: TodayPage, desk: Desk) -> None:
    place = next(n for n, row in enumerate(rows(page)) if isinstance(row, OwedLine) and row.what == "visit")
    page.list.setCurrentIndex(page.list.rows.index(place, 0))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    qtbot.waitUntil(page.why.isVisible)
    words = " ".join(label.text() for label in page.why.findChildren(QLabel) if label.isVisible())
    assert "Điều" in words
    assert "1 tháng" in words
    line = page.list.current_line()
    assert line is not None
    assert ("view", f"person:{line.person}") in audit_of(desk)


def test_a_group_folds_and_unfolds(qtbot, page: TodayPage) -> None:
    before = page.list.rows.rowCount()
    page.list.setCurrentIndex(page.list.rows.index(0, 0))
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert page.list.rows.rowCount() < before
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert page.list.rows.rowCount() == before


@pytest.mark.parametrize(
    ("tile", "target"),
    [
        ("managed", ["people", "?status=managed"]),
        ("new", ["people", "?opened=2026-11"]),
        ("overdue", ["people", "?due=overdue"]),
        ("tests", ["testing", ""]),
    ],
)
def test_every_number_opens_what_is_behind_it(
    qtbot, page: TodayPage, desk: Desk, tile: str, target: list[str]
) -> None:
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.figures.tiles[tile].click()
    assert told.args == target


def test_a_visit_elsewhere_takes_its_line_away(qtbot, page: TodayPage, desk: Desk) -> None:
    session = session_of(desk)
    owed = next(line for line in lines(page) if line.what == "visit" and line.state == "overdue")
    day = (session.today() - timedelta(days=1)).isoformat()
    desk.announce(record_visit(session, {"person": owed.person, "visited_on": day}))
    qtbot.waitUntil(
        lambda: not any((x.person, x.what, x.state) == (owed.person, "visit", "overdue") for x in lines(page))
    )


def test_a_long_group_says_how_many_more(desk: Desk) -> None:
    view = today_view(session_of(desk), per_group=2)
    model = TodayModel()
    model.show_view(view)
    more = [model.row_at(n) for n in range(model.rowCount()) if isinstance(model.row_at(n), MoreRow)]
    assert more
    groups, counts = regrouped(view)
    for row in more:
        assert isinstance(row, MoreRow)
        assert row.count == counts[row.key] - len(groups[row.key])


def test_an_empty_register_offers_two_ways_on(qtbot, qapp, tmp_path: Path) -> None:
    theme().start()
    with open_desk(tmp_path / "home", 0) as desk:
        page = TodayPage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page._empty is not None)
        with qtbot.waitSignal(desk.page_wanted) as told:
            page._on_add()
        assert told.args == ["people", "+"]
        assert not page.list.isVisible()
        page.hide()
