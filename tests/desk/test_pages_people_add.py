"""Adding a person over a real register: by keyboard alone, with duplicates, refusals and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.desk.pages.add_person.dialog import DRAFT, AddPersonDialog
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.register.lists import ListQuery, PersonLine, count_people, first_lines
from app.register.people import open_person
from tests.desk.open_register import open_desk, type_text

CARD = "000190012345||Đặng Văn Thử|05031990|Nam|Số 5, Khu phố 1|01022022"


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 8) as made:
        yield made


def opened(qtbot, desk: Desk, *, scan: bool = False) -> AddPersonDialog:
    dialog = AddPersonDialog(desk, scan=scan)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and desk.lane.is_idle())
    return dialog


def enter(qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def anybody(desk: Desk) -> PersonLine:
    return next(p for p in first_lines(session_of(desk), ListQuery(), 8) if p.birth)


def test_by_keyboard_alone(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    for text in ("Lò Thị Thử Nghiệm", "1991", "nữ", "000391000777"):
        type_text(text)
        enter(qtbot)
    assert QApplication.focusWidget() is dialog.entry.no_papers
    enter(qtbot)
    for text in ("Thôn Đông Hải", "Số 4", "sau cai"):
        type_text(text)
        enter(qtbot)
    assert QApplication.focusWidget() is dialog.entry.since.edit
    for text in ("", "12/QĐ-UBND", "tran.thi.binh"):
        type_text(text)
        enter(qtbot)
    assert QApplication.focusWidget() is dialog.save_button
    with qtbot.waitSignal(dialog.added, timeout=5_000) as told:
        qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)
    page = open_person(session_of(desk), told.args[0])
    assert page.person.name == "Lò Thị Thử Nghiệm"
    assert (page.person.sex, page.person.birth) == ("female", "1991")
    assert page.person.papers[0].number == "000391000777"
    assert page.facts.statuses[0].status == "S"
    assert page.facts.decisions[0].number == "12/QĐ-UBND"
    assert page.address is not None
    assert not dialog.isVisible()


def test_ctrl_enter_says_what_is_missing_and_keeps_what_is_typed(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    type_text("Đỗ Không Đủ")
    before = count_people(session_of(desk), ListQuery())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.entry.summary.isVisible()
    assert dialog.entry.name.value() == "Đỗ Không Đủ"
    assert count_people(session_of(desk), ListQuery()) == before


def test_an_unreal_birth_is_refused_at_its_field(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    entry = dialog.entry
    entry.name.set_typed("Đỗ Ngày Lạ")
    entry.birth.set_typed("31/02/1991")
    entry.hamlet.set_typed("Khu phố 1")
    entry.status.set_typed("Người nghiện ma túy")
    dialog.save()
    assert entry.birth.edit.text() == "31/02/1991"
    assert "31/02/1991" in entry.birth._note.text()


def test_somebody_alike_stops_until_a_reason_is_given(qtbot, desk: Desk) -> None:
    known = anybody(desk)
    dialog = opened(qtbot, desk)
    entry = dialog.entry
    entry.name.set_typed(known.name)
    entry.number.set_typed(known.number)
    entry.hamlet.set_typed(known.hamlet or "Khu phố 1")
    entry.status.set_value("U-QL")
    dialog.save()  # at once: the live search has not run yet
    qtbot.waitUntil(desk.lane.is_idle)
    assert dialog.strips.strips()
    assert count_people(session_of(desk), ListQuery()) == 8
    assert not dialog.hints.is_clear()
    dialog.hints._why.set_typed("Trùng tên, khác cha mẹ")
    with qtbot.waitSignal(dialog.added, timeout=5_000):
        dialog.hints._add.click()
    assert count_people(session_of(desk), ListQuery()) == 9


def test_likes_appear_while_typing(qtbot, desk: Desk) -> None:
    known = anybody(desk)
    dialog = opened(qtbot, desk)
    dialog.entry.name.set_typed(known.name)
    dialog.entry.birth.set_typed((known.birth or "")[:4])
    qtbot.waitUntil(lambda: any(one.id == known.id for one in dialog.hints._found))
    with qtbot.waitSignal(dialog.open_wanted) as told:
        dialog.hints.opened.emit(known.id)
    assert told.args == [known.id]


def test_a_scanned_card_fills_the_fields(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk, scan=True)
    assert QApplication.focusWidget() is dialog.entry.scan.edit
    type_text(CARD)
    enter(qtbot)
    entry = dialog.entry
    assert entry.name.value() == "Đặng Văn Thử"
    assert entry.birth.value() == "1990-03-05"
    assert entry.number.value() == "000190012345"
    assert entry.sex.value() == "male"
    assert not entry.scan.value()
    entry.scan.set_typed("http://example.org")
    entry.read_scan()
    assert entry.scan.edit.text() == "http://example.org"
    assert entry.scan._note.text()


def test_no_papers_is_an_answer(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    dialog.entry.no_papers.setChecked(True)
    assert not dialog.entry.number.isEnabled()
    dialog.entry.name.set_typed("Bá Không Giấy")
    dialog.entry.birth.set_typed("khoảng 40")
    dialog.entry.address.set_typed("Chân cầu")
    dialog.entry.status.set_value("U")
    with qtbot.waitSignal(dialog.added, timeout=5_000) as told:
        dialog.save()
    papers = open_person(session_of(desk), told.args[0]).person.papers
    assert [p.sort for p in papers] == ["none"]


def test_save_and_add_another_starts_empty(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    dialog.entry.name.set_typed("Võ Người Đầu")
    dialog.entry.birth.set_typed("1975")
    dialog.entry.hamlet.set_typed("Khu phố 2")
    dialog.entry.status.set_value("U")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        dialog.save_and_go_on()
    assert dialog.isVisible()
    assert dialog.entry.name.value() is None
    assert not dialog.entry.is_changed()
    assert any("Võ Người Đầu" in strip.text() for strip in dialog.strips.strips())


def test_a_draft_survives_the_dialog(qtbot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    dialog.entry.name.set_typed("Lê Dở Dang")
    dialog.entry.birth.set_typed("31/02/19")
    dialog.save_draft()
    qtbot.waitUntil(desk.lane.is_idle)
    dialog.hide()
    again = opened(qtbot, desk)
    (strip,) = again.strips.strips()
    assert "bản nháp" in strip.text().lower()
    again.entry.restore(desk.register.find_draft(DRAFT)["fields"])
    assert again.entry.name.value() == "Lê Dở Dang"
    assert again.entry.birth.edit.text() == "31/02/19"
