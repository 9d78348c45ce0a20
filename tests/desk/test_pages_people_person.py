"""One person's record over a real register: read, entered, corrected, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.desk.pages.people.page import PeoplePage
from app.desk.pages.people.work import session_of
from app.desk.pages.person import view as person_view
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.fields import PanelField
from app.desk.widgets.strips import UndoStrip
from app.register.entries import record_visit
from app.register.people import AddPerson, add_person, open_person
from tests.desk.open_register import audit_of, open_desk

_KEPT: list[PeoplePage] = []  # qtbot holds widgets weakly


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 3) as made:
        yield made
    _KEPT.clear()


@pytest.fixture
def person(desk: Desk) -> str:
    """A person under management for forty days who was never visited."""
    session = session_of(desk)
    since = (session.today() - timedelta(days=40)).isoformat()
    made, _changed = add_person(
        session,
        AddPerson(
            {
                "name": "Đặng Văn Một",
                "birth": "1988-05-03",
                "papers": [{"sort": "cccd", "number": "000088000001"}],
            },
            {"sort": "present", "hamlet": "Khu phố 1", "text": "Số 9"},
            {"status": "U-QL", "since": since},
            {"sort": "manage_user", "decided_on": since, "number": "9/QĐ-CAX"},
        ),
    )
    return made


@pytest.fixture
def view(qtbot, desk: Desk, person: str) -> PersonView:
    return shown(qtbot, desk, person)


def shown(qtbot, desk: Desk, person: str, opens: str = "") -> PersonView:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 616)
    page.show()
    page.activateWindow()
    page.open_person(person, opens)
    record = page.record
    assert record is not None
    _KEPT.append(page)
    qtbot.waitUntil(lambda: record.page is not None and desk.lane.is_idle())
    return record


def keys(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def saved(qtbot, view: PersonView) -> None:
    with qtbot.waitSignal(view.desk.changed, timeout=5_000):
        press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(view.desk.lane.is_idle)


def test_the_head_says_who_and_what_is_next(view: PersonView, desk: Desk) -> None:
    assert view.header.name.text() == "Đặng Văn Một"
    facts = view.header.facts.text()
    assert "03/05/1988" in facts
    assert "000•••••001" in facts
    assert "Khu phố 1" in facts
    assert "Quá hạn" in view.header.badge.text()
    assert view.header.next_button.text() == "Ghi thăm gặp"
    view.header.reveal.click()
    assert "000088000001" in view.header.facts.text()


def test_a_visit_by_keyboard(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    view.enter("visit")
    form = view.sheet.form
    assert form is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    assert form.form.field("visited_on").isAncestorOf(focus)
    form.form.go_to("found")
    keys(qtbot, "Gia dinh on dinh")
    saved(qtbot, view)
    assert not view.sheet.is_open
    visits = open_person(session_of(desk), person).facts.visits
    assert [v.found for v in visits] == ["Gia dinh on dinh"]
    assert visits[0].visited_on == session_of(desk).today()
    assert visits[0].by == "nguyen.van.an"
    assert view.timeline.timeline.model.event_at(0).detail.startswith("Gia dinh")
    assert "Quá hạn" not in view.header.badge.text()


def test_a_test_by_keyboard_follows_the_kit(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    view.enter("drug_test")
    form = view.sheet.form
    assert form is not None
    panel = form.form.field("panel")
    assert isinstance(panel, PanelField)
    assert [line.substance for line in panel.lines()] == ["heroin", "ats"]  # the lot that expires first
    form.form.go_to("panel")
    keys(qtbot, "1")
    keys(qtbot, "2")
    assert form.form.field("result").value() == "positive"
    saved(qtbot, view)
    (test,) = open_person(session_of(desk), person).facts.tests
    assert test.result == "positive"
    assert [(p.substance, p.result) for p in test.panel] == [("heroin", "negative"), ("ats", "positive")]
    assert test.kit_lot_number == "HA-0925"
    assert view.tests.table.model().rowCount() == 1


def test_a_refusal_keeps_what_is_typed(qtbot, view: PersonView, desk: Desk) -> None:
    view.enter("status_period")
    form = view.sheet.form
    assert form is not None
    form.form.field("status").set_value("U-QL")
    form.form.field("note").set_typed("ghi chú dài")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.lane.is_idle() and form.form.summary.isVisible())
    assert view.sheet.is_open
    assert form.form.field("note").value() == "ghi chú dài"
    assert form.form.field("since")._note.text()


def test_more_details_wait_until_asked(view: PersonView) -> None:
    view.enter("drug_test")
    form = view.sheet.form
    assert form is not None
    assert not form.form.field("medicines").isVisible()
    form.more.click()
    assert form.form.field("medicines").isVisible()
    assert not form.more.isVisible()


def test_a_draft_of_an_entry_survives_the_page(qtbot, desk: Desk, person: str) -> None:
    first = shown(qtbot, desk, person, "visit")
    assert first.sheet.form is not None
    first.sheet.form.form.field("found").set_typed("đang ghi dở")
    first.save_draft()
    qtbot.waitUntil(desk.lane.is_idle)
    first.window().hide()
    again = shown(qtbot, desk, person, "visit")
    assert again.sheet.form is not None
    kept = desk.register.find_draft(f"visit:{person}")
    assert kept is not None
    again.sheet.form.form.restore(kept["fields"])
    assert again.sheet.form.form.field("found").value() == "đang ghi dở"


def test_f2_edits_and_the_history_tells(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    view.edit()
    form = view.info._form
    assert form is not None
    form.field("occupation").set_typed("Thợ hồ")
    view.info.why.set_typed("Người nhà báo")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        view.info.save()
    qtbot.waitUntil(desk.lane.is_idle)
    assert not view.info.is_editing
    assert open_person(session_of(desk), person).person.occupation == "Thợ hồ"
    view.tabs.setCurrentIndex(person_view.HISTORY)
    qtbot.waitUntil(lambda: view.history.table.model().rowCount() > 1)
    line = [view.history.table.text_at(0, column) for column in range(1, 7)]
    assert line[2:] == ["Nghề nghiệp", "", "Thợ hồ", "Người nhà báo"]
    assert ("history", f"person:{person}") in audit_of(desk)


def test_a_wrong_edit_stays_in_the_form(qtbot, view: PersonView) -> None:
    view.edit("birth")
    assert view.info._form is not None
    view.info._form.field("birth").set_typed("31/02/1991")
    view.info.save()
    assert view.info.is_editing
    assert view.info._form.field("birth").typed() == "31/02/1991"
    view.info._form.accept()  # nothing is asked at the end


def test_taken_back_with_a_reason_and_undone(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    record_visit(session_of(desk), {"person": person, "visited_on": "2026-11-20", "found": "nhầm"})
    view.reload()
    qtbot.waitUntil(desk.lane.is_idle)
    name = view.timeline.timeline.model.event_at(0).id
    assert name.startswith("visit:")
    view.retracting.take_back(name, "Ghi nhầm người")
    qtbot.waitUntil(lambda: bool(view.strips.findChildren(UndoStrip)) and desk.lane.is_idle())
    assert not open_person(session_of(desk), person).facts.visits
    view.retracting._undo(name)
    qtbot.waitUntil(desk.lane.is_idle)
    assert len(open_person(session_of(desk), person).facts.visits) == 1


def test_a_correction_keeps_the_rest_of_the_record(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    fields = {"person": person, "visited_on": "2026-11-20", "found": "cũ", "advice": "đi khám"}
    record_visit(session_of(desk), fields)
    view.reload()
    qtbot.waitUntil(desk.lane.is_idle)
    view.timeline.timeline.opened.emit(view.timeline.timeline.model.event_at(0).id)
    form = view.sheet.form
    assert form is not None
    assert form.why.isVisible()
    form.form.field("found").set_typed("mới")
    saved(qtbot, view)
    (visit,) = open_person(session_of(desk), person).facts.visits
    assert (visit.found, visit.advice) == ("mới", "đi khám")


def test_why_is_said_with_article_and_arithmetic(view: PersonView) -> None:
    view.header.why.click()
    assert view.tabs.currentIndex() == person_view.MEASURES

    words = " ".join(label.text() for label in view.measures.findChildren(QLabel))
    assert "Điều 24" in words
    assert "1 tháng" in words
    assert "9/QĐ-CAX" not in words.split("Các quyết định")[0]


def test_another_page_changes_the_person(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    changed = record_visit(
        session_of(desk), {"person": person, "visited_on": "2026-11-22", "found": "từ trang khác"}
    )
    desk.announce(changed)
    qtbot.waitUntil(lambda: view.timeline.timeline.model.event_at(0).detail.startswith("từ trang khác"))


def test_a_link_to_nothing_known_opens_nothing(view: PersonView) -> None:
    view.open_part("no_such_kind")
    assert not view.sheet.is_open


def test_the_summary_is_a_paper_with_its_mark(qtbot, view: PersonView, desk: Desk, tmp_path: Path) -> None:
    assert view.page is not None
    path = tmp_path / "summary.pdf"
    with qtbot.waitSignal(view.summary._job.written, timeout=20_000):
        view.summary.write(view.page, path)
    assert path.read_bytes().startswith(b"%PDF")
    assert ("print", f"person:{view.person}") in audit_of(desk)
