"""The start screen over a real register: what is owed, why, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel

from app.desk.pages.people import owing
from app.desk.pages.people.owing import action_for, icon_for
from app.desk.pages.people.work import session_of
from app.desk.pages.today.clock import left_of, pressing
from app.desk.pages.today.doing import together
from app.desk.pages.today.page import TodayPage
from app.desk.pages.today.rows import GroupRow, MoreRow, TodayModel
from app.desk.pages.today.week_print import plan_of
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.declare import KINDS
from app.register.entries import record_visit
from app.register.obligations import WHAT
from app.register.people import save
from app.register.today import OwedLine, today_view, week
from app.words import set_language
from app.words.resources import resource
from tests.desk.open_register import NOW, audit_of, open_desk


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


def icon_exists(name: str) -> bool:
    return resource(f"icons/{name}.svg").is_file()


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
    ],
)
def test_every_number_opens_what_is_behind_it(
    qtbot, page: TodayPage, desk: Desk, tile: str, target: list[str]
) -> None:
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.figures.tiles[tile].click()
    assert told.args == target


def test_the_number_of_tests_opens_its_list(qtbot, page: TodayPage, desk: Desk) -> None:
    number = today_view(session_of(desk)).tests_this_month
    assert number
    page.figures.tiles["tests"].click()
    assert page.dialog is not None
    dialog = page.dialog
    qtbot.waitUntil(lambda: bool(dialog.people))
    assert len(dialog.people) == number == dialog.model.rowCount()
    assert "/11/2026" in dialog.model.text_at(0, 1)
    with qtbot.waitSignal(desk.page_wanted) as told:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert told.args == ["people", f"{dialog.people[0]}#tab:tests"]


def line(what: str, person: str = "p", due: object = None, level: int = 0, state: str = "today") -> OwedLine:
    return OwedLine(person, "Người Thử", None, what, "", "", due, state, level)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", sorted(WHAT))
def test_everything_owed_has_words_an_icon_and_a_way_to_do_it(what: str) -> None:
    action = action_for(what)
    assert action.label and what in owing._ACTIONS
    assert icon_exists(icon_for(what)) and icon_exists(action.icon)
    kind = action.opens.partition(":")[2] if action.opens.startswith("correct:") else action.opens
    named = action.kind or action.page or action.opens.startswith(("tab:", "edit:")) or kind in KINDS
    assert named, what
    assert action.kind == "" or action.kind in KINDS


@pytest.mark.parametrize(
    ("hours", "level", "tone", "icon", "note"),
    [(20, 0, "warn", "gavel", ""), (11, 1, "warn", "clock", "half"), (2, 2, "danger", "clock-exclamation", "9/10"),
     (-1, 3, "danger", "clock-exclamation", "up")],
)  # fmt: skip
def test_a_clock_of_hours_grows_more_pressing(
    hours: int, level: int, tone: str, icon: str, note: str
) -> None:
    set_language("en")
    try:
        state = "overdue" if hours < 0 else "today"
        how = pressing(line("decide", due=NOW + timedelta(hours=hours), level=level, state=state), NOW)
    finally:
        set_language("vi")
    assert (how.tone, how.icon) == (tone, icon)
    assert note in how.note and bool(note) == bool(how.note)


def test_the_last_two_hours_are_said_in_minutes() -> None:
    assert left_of(NOW + timedelta(minutes=95), NOW) == "Còn 95 phút"
    assert left_of(NOW - timedelta(minutes=5), NOW) == "Quá hạn 5 phút"
    assert left_of(NOW + timedelta(hours=5), NOW) == "Còn 5 giờ"


def test_a_minute_later_a_clock_is_read_anew_and_days_are_only_said_anew(
    qtbot, page: TodayPage, desk: Desk, monkeypatch
) -> None:
    asked = []
    monkeypatch.setattr(page, "reload", lambda: asked.append(1))
    monkeypatch.setattr("app.desk.pages.today.page.has_clock", lambda rows: True)
    page.tick()
    assert asked == [1]
    monkeypatch.setattr("app.desk.pages.today.page.has_clock", lambda rows: False)
    page.list.painter_delegate.now = None
    page.tick()
    assert asked == [1] and page.list.painter_delegate.now == session_of(desk).now()
    assert page._minute.isActive() and page._minute.interval() == 60_000


def test_several_visits_are_entered_together(qtbot, page: TodayPage, desk: Desk) -> None:
    places = [n for n, row in enumerate(rows(page)) if isinstance(row, OwedLine) and row.what == "visit"][:3]
    assert len(places) == 3
    page.show()
    page.list.setCurrentIndex(page.list.rows.index(places[0], 0))
    for place in places[1:]:
        page.list.selectionModel().select(
            page.list.rows.index(place, 0), QItemSelectionModel.SelectionFlag.Select
        )
    people = [page.list.rows.row_at(place).person for place in places]  # type: ignore[union-attr]
    assert page.together_button.isVisible() and "3" in page.together_button.text()
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.together_button.click()
    assert told.args == ["visits", ",".join(people)]
    page.list.setCurrentIndex(page.list.rows.index(places[0], 0))
    assert not page.together_button.isVisible()


def test_only_what_one_page_takes_is_done_together() -> None:
    assert together([line("visit", "a"), line("next_visit", "b")]) is not None
    assert together([line("visit", "a"), line("test", "b")]) is None
    assert together([line("visit", "a"), line("visit", "a")]) is None
    assert together([line("decide", "a"), line("decide", "b")]) is None


def test_the_plan_of_the_week_has_what_the_register_says(desk: Desk) -> None:
    session = session_of(desk)
    plan = plan_of(session, session.today())
    assert len(plan.work) == len(week(session, session.today())) > 0
    assert any(one.officer for one in plan.work)
    assert {one.name for one in plan.work} <= {one.line.name for one in week(session, session.today())}


def test_the_plan_is_printed_and_noted(qtbot, page: TodayPage, desk: Desk, tmp_path: Path) -> None:
    page.weeks.write(tmp_path / "tuan.pdf", session_of(desk).today())
    qtbot.waitUntil(lambda: (tmp_path / "tuan.pdf").exists() and desk.lane.is_idle())
    assert ("print", "week:2026-11-23/2026-11-29") in audit_of(desk)


def test_a_step_of_a_file_leads_to_its_record(qtbot, page: TodayPage, desk: Desk) -> None:
    session = session_of(desk)
    person = lines(page)[0].person
    save(
        session,
        "compulsory_file",
        "f1",
        {"person": person, "ground": "no_register", "opened_on": "2026-11-20"},
    )
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.doing.go(line("file_send", person))
    assert told.args == ["compulsory", "=compulsory_file:f1"]
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.doing.go(line("transfer", person))
    assert told.args == [
        "people",
        f"{person}#tab:measures",
    ]  # there is no move: the record says what there is
    with qtbot.waitSignal(desk.page_wanted) as told:
        page.doing.go(line("aftercare_file", person))
    assert told.args == ["dossiers", f"{person}|aftercare|"]


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
    for row in more:
        assert isinstance(row, MoreRow)
        assert row.count == view.counts[row.key] - len(view.groups[row.key])


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
