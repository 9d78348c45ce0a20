"""Entering many at once over a real register: tests and visits by keyboard, pasted lists, refusals, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.desk.pages.people.work import session_of
from app.desk.pages.testing.page import TestingPage as SessionOfTests
from app.desk.pages.testing.resolve import wanted_words
from app.desk.pages.testing.session_page import SessionPage
from app.desk.pages.visits.page import VisitsPage
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.confirm import ConfirmDialog
from app.register.entries import record_test
from app.register.lists import ListQuery, PersonLine, first_lines
from app.register.people import AddPerson, add_person, open_person
from app.words import _
from tests.desk.open_register import open_desk, type_text

P = TypeVar("P", bound=SessionPage)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 6) as made:
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> SessionOfTests:
    return shown(qtbot, desk, SessionOfTests(desk))


def shown(qtbot, desk: Desk, page: P) -> P:
    qtbot.addWidget(page)
    page.resize(1232, 616)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(desk.lane.is_idle)
    return page


def people(desk: Desk) -> list[PersonLine]:
    return first_lines(session_of(desk), ListQuery(), 6)


def add(qtbot, page: SessionPage, chosen: list[PersonLine]) -> None:
    page.arrive(",".join(p.id for p in chosen))
    qtbot.waitUntil(lambda: len(page.rows.rows) >= len(chosen))


def made_tests(desk: Desk, person: str):
    return open_person(session_of(desk), person).facts.tests


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Questions asked, each answered with yes; a question nobody expects would wait for ever."""
    asked: list[tuple[str, list[str]]] = []

    def ask(dialog: ConfirmDialog) -> bool:
        asked.append((dialog.windowTitle(), [label.text() for label in dialog.findChildren(QLabel)]))
        return True

    monkeypatch.setattr(ConfirmDialog, "ask", ask)
    return asked


def test_keys_answer_go_on_and_save_all(qtbot, page: SessionOfTests, desk: Desk, agreed) -> None:
    chosen = people(desk)[:3]
    before = {p.id: len(made_tests(desk, p.id)) for p in chosen}
    add(qtbot, page, chosen)
    assert [column.key for column in page.rows.columns] == ["heroin", "ats"]  # the lot that expires first
    page.grid.go_to(0)
    for key in "1212R":
        qtbot.keyClicks(page.grid, key)
    assert [row.whole for row in page.rows.rows] == ["", "", "refused"]
    assert QApplication.focusWidget() is page.save_button
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        qtbot.keyClick(page.save_button, Qt.Key.Key_Space)
    qtbot.waitUntil(desk.lane.is_idle)
    results = [made_tests(desk, p.id)[-1] for p in chosen]
    assert [t.result for t in results] == ["positive", "positive", "refused"]
    assert all(len(made_tests(desk, p.id)) == before[p.id] + 1 for p in chosen)
    assert not page.rows.rows
    title, words = agreed[0]
    assert title.startswith("2")
    assert any(chosen[0].name in text for text in words)
    assert not any(chosen[2].name in text for text in words)


def test_positives_show_their_tasks_with_the_day(qtbot, page: SessionOfTests, desk: Desk, agreed) -> None:
    session = session_of(desk)
    person = add_person(session, AddPerson({"name": "Đặng Văn Mới", "birth": "1990"}))[0]
    page.arrive(person)
    qtbot.waitUntil(lambda: bool(page.rows.rows))
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "12")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.save()
    qtbot.waitUntil(lambda: page.tasks is not None and desk.lane.is_idle())
    assert page.tasks is not None
    shown_words = " ".join(label.text() for label in page.tasks.findChildren(QLabel))
    assert "Đặng Văn Mới" in shown_words
    assert "24/11/2026 09:41" in shown_words, "24 clock hours from the sample"
    gone: list[tuple[str, str]] = []
    desk.page_wanted.connect(lambda name, target: gone.append((name, target)))
    link = next(b for b in page.tasks.findChildren(QPushButton) if b.property("target"))
    link.click()
    assert gone == [("people", f"{person}#decision")]


def test_a_session_can_confirm_the_tests_before_it(qtbot, page: SessionOfTests, desk: Desk, agreed) -> None:
    session = session_of(desk)
    tested, fresh = (
        add_person(session, AddPerson({"name": f"Lê Văn {n}", "birth": "1990"}))[0] for n in "AB"
    )
    fields = {"person": tested, "sampled_at": "2026-11-22T08:00:00+07:00", "result": "unclear"}
    first = record_test(session, fields).records[0][1]
    page.arrive(f"{tested},{fresh}")
    qtbot.waitUntil(lambda: len(page.rows.rows) == 2)
    before = page.rows.rows[0].detail
    page.ground.set_typed(_("Confirmation of an earlier test"))
    qtbot.waitUntil(lambda: desk.lane.is_idle() and "22/11/2026 08:00" in page.rows.rows[0].detail)
    assert page.rows.rows[1].detail == "chưa có lần nào để khẳng định"
    page.ground.set_typed(_("Scheduled"))
    assert page.rows.rows[0].detail == before
    page.ground.set_typed(_("Confirmation of an earlier test"))
    qtbot.waitUntil(desk.lane.is_idle)
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "1111")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.save()
    qtbot.waitUntil(desk.lane.is_idle)
    assert [t.confirms for t in made_tests(desk, tested)] == [None, first]
    assert [t.confirms for t in made_tests(desk, fresh)] == [None]


def test_the_panel_follows_the_kit(page: SessionOfTests) -> None:
    page.kit.set_value("kit-a")
    page._on_kit()
    assert [column.key for column in page.rows.columns] == ["heroin", "ats", "mdma", "cannabis"]


def test_a_pasted_block_finds_people_by_number_and_name(qtbot, page: SessionOfTests, desk: Desk) -> None:
    known = people(desk)
    block = f"1\t{known[0].number}\tTổ 1\n2\t{known[1].name}\tTổ 2\n3\tKhông Ai Tên Vậy\n"
    QGuiApplication.clipboard().setText(block)
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3)
    found = page.rows.rows
    assert found[0].id == known[0].id
    assert found[1].id == known[1].id or found[1].choices
    assert not found[2].id
    assert found[2].error
    assert wanted_words("5\tĐặng Anh\t1990") == ["Đặng Anh"]


def test_a_line_that_is_not_clear_stops_saving(qtbot, page: SessionOfTests, desk: Desk) -> None:
    add(qtbot, page, people(desk)[:1])
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "11")
    page.paste("Không Ai Tên Vậy")
    qtbot.waitUntil(lambda: len(page.rows.rows) == 2)
    before = len(made_tests(desk, people(desk)[0].id))
    page.save()
    assert page.strips.strips()
    assert page.grid.currentIndex().row() == 1
    assert len(made_tests(desk, people(desk)[0].id)) == before
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    assert len(page.rows.rows) == 1


def test_an_expired_kit_is_refused_and_nothing_is_lost(qtbot, page: SessionOfTests, desk: Desk) -> None:
    chosen = people(desk)[:2]
    before = [len(made_tests(desk, p.id)) for p in chosen]
    add(qtbot, page, chosen)
    lot = page.lot()
    assert lot is not None
    late = date.fromisoformat(lot.expiry) + timedelta(days=1)
    page.sampled_at.set_value(f"{late.isoformat()}T08:00:00+07:00")
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "1111")
    page.save()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(page.strips.strips()))
    assert "hết hạn" in page.strips.strips()[0].text()
    assert [len(made_tests(desk, p.id)) for p in chosen] == before
    assert [row.cells for row in page.rows.rows] == [{"heroin": "negative", "ats": "negative"}] * 2


def test_a_kit_lot_is_added_in_the_sheet(qtbot, page: SessionOfTests, desk: Desk) -> None:
    page.sheet.open()
    form = page.sheet.form
    assert form is not None
    form.field("name").set_typed("Que mới")
    form.field("lot").set_typed("M-1")
    form.field("expiry").set_typed("01/06/2027")
    form.field("panel").set_typed(["ketamine"])
    page.sheet.save()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and page.sheet.sheet.isHidden())
    lot = page.lot()
    assert lot is not None
    assert lot.name == "Que mới"
    assert [column.key for column in page.rows.columns] == ["ketamine"]


def test_the_same_person_is_not_added_twice(qtbot, page: SessionOfTests, desk: Desk) -> None:
    chosen = people(desk)[:1]
    add(qtbot, page, chosen)
    page.arrive(chosen[0].id)
    qtbot.waitUntil(lambda: bool(page.strips.strips()))
    assert len(page.rows.rows) == 1


def test_the_picker_adds_by_typing(qtbot, page: SessionOfTests, desk: Desk) -> None:
    known = people(desk)[0]
    page.picker.setFocus()
    type_text(known.number or "")
    qtbot.keyClick(page.picker.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.id for row in page.rows.rows] == [known.id])
    assert page.picker.edit.text() == ""


def test_a_draft_of_a_session_survives_the_page(qtbot, page: SessionOfTests, desk: Desk) -> None:
    add(qtbot, page, people(desk)[:2])
    page.place.set_typed("Nhà văn hoá")
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "12")
    page.save_draft()
    qtbot.waitUntil(desk.lane.is_idle)
    page.hide()
    again = shown(qtbot, desk, SessionOfTests(desk))
    assert any("bản nháp" in strip.text().lower() for strip in again.strips.strips())
    again.restore(desk.register.find_draft("testing")["fields"])
    assert again.place.value() == "Nhà văn hoá"
    assert [row.name for row in again.rows.rows] == [p.name for p in people(desk)[:2]]
    assert again.rows.rows[0].cells == {"heroin": "negative", "ats": "positive"}


def test_visits_of_a_day_by_keyboard(qtbot, desk: Desk) -> None:
    page = shown(qtbot, desk, VisitsPage(desk))
    chosen = people(desk)[:2]
    add(qtbot, page, chosen)
    page.grid.go_to(0)
    qtbot.keyClicks(page.grid, "12")
    qtbot.keyClicks(page.grid, "2")
    page.rows.setData(page.rows.index(0, 4), "ổn định")
    page.rows.setData(page.rows.index(0, 5), "25/12/26")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.save()
    qtbot.waitUntil(desk.lane.is_idle)
    first = [v for v in open_person(session_of(desk), chosen[0].id).facts.visits if v.found == "ổn định"]
    assert len(first) == 1
    assert first[0].present
    assert first[0].relapse_signs
    assert first[0].next_on == date(2026, 12, 25)
    today = session_of(desk).today()
    second = [v for v in open_person(session_of(desk), chosen[1].id).facts.visits if v.visited_on == today]
    assert [v.present for v in second] == [False]


def test_a_day_that_is_none_is_said_at_its_line(qtbot, desk: Desk) -> None:
    page = shown(qtbot, desk, VisitsPage(desk))
    add(qtbot, page, people(desk)[:1])
    page.rows.answer(0, 2, "met")
    page.rows.setData(page.rows.index(0, 5), "32/12")
    page.save()
    assert "32/12" in page.strips.strips()[0].text()
    assert page.rows.rows[0].cells["next_on"] == "32/12"
