from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets.choice_fields import BoolField, ChoiceField, ChoicesField
from app.desk.widgets.date_fields import BirthField, DateField, MomentField
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import field_for, options_of
from app.desk.widgets.panel_field import PanelField
from app.desk.widgets.papers_field import PapersField
from app.desk.widgets.ref_field import RefField
from app.desk.widgets.text_fields import IntField, LongTextField, TextField, TextsField
from app.kinds import codes
from tests.desk.widget_samples import NOW, SAMPLE, Officers

K = Qt.Key
NO = Qt.KeyboardModifier.NoModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier

PROVINCES = [
    ("dn", "Đà Nẵng"),
    ("dng", "Đồng Nai"),
    ("kh", "Khánh Hòa"),
    ("viet", "Việt Hưng"),
    ("hn", "Hà Nội"),
]


def clock() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _dressed(qapp: Any) -> None:
    theme().start()


def shown(qtbot: Any, widget: QWidget) -> Any:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def send(widget: QWidget | None, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NO) -> None:
    assert widget is not None
    for sort in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(sort, key, modifiers, text))


def type_text(widget: QWidget | None, text: str) -> None:
    """Letters, and ``<`` for Backspace, as UniKey sends them."""
    for letter in text:
        send(widget, K.Key_Backspace, "\b") if letter == "<" else send(widget, K.Key_unknown, letter)


@pytest.mark.parametrize(
    ("typed", "stored", "tidy"),
    [
        ("5/3/91", "1991-03-05", "05/03/1991"),
        ("05031991", "1991-03-05", "05/03/1991"),
        ("5-3-1991", "1991-03-05", "05/03/1991"),
        ("5.3.2026", "2026-03-05", "05/03/2026"),
        ("2026-03-05", "2026-03-05", "05/03/2026"),
    ],
)
def test_a_day_is_understood_however_typed(qtbot: Any, typed: str, stored: str, tidy: str) -> None:
    field = shown(qtbot, DateField("Ngày", clock=clock))
    type_text(field.edit, typed)
    assert field.edit.text() == typed, "nothing is rewritten while typing"
    assert field.value() == stored
    field.leave()
    assert field.edit.text() == tidy
    assert field.error_text() == ""


@pytest.mark.parametrize(
    ("typed", "stored", "tidy"),
    [
        ("5/3/91", "1991-03-05", "05/03/1991"),
        ("3/1991", "1991-03", "03/1991"),
        ("1991", "1991", "1991"),
        ("khoảng 35", "~35@2026-11-23", None),
    ],
)
def test_a_birth_keeps_its_precision(qtbot: Any, typed: str, stored: str, tidy: str | None) -> None:
    field = shown(qtbot, BirthField("Sinh", clock=clock))
    type_text(field.edit, typed)
    field.leave()
    assert field.value() == stored
    if tidy:
        assert field.edit.text() == tidy
    assert "35" in field.beside.text()


def test_an_estimate_shown_again_stays_the_estimate_of_its_day(qtbot: Any) -> None:
    field = shown(qtbot, BirthField("Sinh", clock=clock))
    field.set_value("~35@2024-02-01")
    field.leave()
    assert field.value() == "~35@2024-02-01"
    assert not field.is_changed()


def test_what_is_wrong_stays_and_is_told(qtbot: Any) -> None:
    field = shown(qtbot, BirthField("Sinh", clock=clock))
    type_text(field.edit, "31/02/1991")
    field.leave()
    assert field.edit.text() == "31/02/1991"
    assert "31/02/1991" in field.error_text()
    assert field.edit.accessibleDescription() == field.error_text()
    assert field.value() is None
    type_text(field.edit, "<")
    assert field.error_text() == ""


def test_control_semicolon_is_today_and_alt_down_the_calendar(qtbot: Any) -> None:
    field = shown(qtbot, DateField("Ngày", clock=clock))
    field.edit.setFocus()
    send(field.edit, K.Key_Semicolon, ";", CONTROL)
    assert field.value() == "2026-11-23"
    send(field.edit, K.Key_Down, "", ALT)
    popup = field.edit._popup
    assert popup is not None
    assert popup.isVisible()
    assert popup.calendar.selectedDate().day() == 23
    popup._on_picked(popup.calendar.selectedDate().addDays(2))
    assert field.value() == "2026-11-25"
    assert not popup.isVisible()


def test_a_moment_is_a_day_and_a_time(qtbot: Any) -> None:
    field = shown(qtbot, MomentField("Lấy mẫu lúc", clock=clock))
    type_text(field.edit, "5/3/26")
    assert field.fault() is not None
    type_text(field.time, "1005")
    assert field.value() == "2026-03-05T10:05:00+07:00"
    field.leave()
    assert (field.edit.text(), field.time.text()) == ("05/03/2026", "10:05")
    field.set_value("2026-03-05T03:05:00+00:00")
    assert field.time.text() == "10:05"
    field.set_value(None)
    assert field.is_empty()


def test_due_days_say_how_far_they_are(qtbot: Any) -> None:
    field = shown(qtbot, DateField("Hạn", clock=clock, relative=True))
    field.set_value("2026-11-20")
    assert field.beside.text() == "Quá hạn 3 ngày"


@pytest.mark.parametrize("keys", ["tr<<Tr", "Nguye<ê<ễn", "Hoa<àa", "Vie<êet<<<ệt"])
def test_unikey_backspaces_meet_no_completion(qtbot: Any, keys: str) -> None:
    plain = QLineEdit()
    qtbot.addWidget(plain)
    type_text(plain, keys)
    for field in (TextField("Tên"), ChoiceField("Tỉnh", PROVINCES), RefField("Cán bộ", Officers())):
        shown(qtbot, field)
        line = field.combo.lineEdit() if isinstance(field, ChoiceField) else field.edit
        assert line is not None
        line.setFocus()
        type_text(line, keys)
        assert line.text() == plain.text()
        assert line.cursorPosition() == len(plain.text())


def test_typing_in_the_middle_leaves_the_caret_there(qtbot: Any) -> None:
    field = shown(qtbot, TextField("Tên"))
    type_text(field.edit, "Đặng Ánh")
    field.edit.setCursorPosition(5)
    type_text(field.edit, "Thi<ị ")
    assert field.edit.text() == "Đặng Thị Ánh"
    assert field.edit.cursorPosition() == 9


def test_a_word_being_composed_is_not_in_the_draft_but_stays(qtbot: Any) -> None:
    field = shown(qtbot, TextField("Tên"))
    field.edit.setFocus()
    type_text(field.edit, "Đặng ")
    QApplication.sendEvent(field.edit, QInputMethodEvent("Ánh", []))
    assert field.typed() == "Đặng "
    event = QInputMethodEvent()
    event.setCommitString("Ánh")
    QApplication.sendEvent(field.edit, event)
    assert field.value() == "Đặng Ánh"


def test_no_list_completes_inside_the_line(qtbot: Any) -> None:
    field = shown(qtbot, ChoiceField("Tỉnh", PROVINCES))
    completer = field.combo.completer()
    assert completer.completionMode() == QCompleter.CompletionMode.PopupCompletion
    assert completer.filterMode() == Qt.MatchFlag.MatchContains
    completer.setCompletionPrefix("da n")
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "Đà Nẵng"


def test_a_choice_is_understood_without_marks(qtbot: Any) -> None:
    field = shown(qtbot, ChoiceField("Tỉnh", PROVINCES))
    field.set_typed("khanh")
    field.leave()
    assert field.value() == "kh"
    assert field.typed() == "Khánh Hòa"
    field.set_typed("n")
    field.leave()
    assert field.value() is None
    assert field.typed() == "n"
    assert "“n”" in field.error_text()


def test_a_code_of_a_newer_list_is_not_lost(qtbot: Any) -> None:
    choice = shown(qtbot, ChoiceField("Tỉnh", PROVINCES))
    choice.set_value("new")
    assert choice.value() == "new"
    several = shown(qtbot, ChoicesField("Chất", PROVINCES))
    several.set_value(["kh", "new"])
    assert several.value() == ["kh", "new"]
    assert not several.is_changed()


def test_chips_have_one_tab_stop_and_arrows(qtbot: Any) -> None:
    field = shown(qtbot, ChoicesField("Chất", PROVINCES))
    chips = list(field.row.chips().values())
    stops = [c for c in chips if c.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [chips[0]]
    field.setFocus()
    send(chips[0], K.Key_Right)
    send(chips[1], K.Key_Space, " ")
    assert field.value() == ["dng"]
    assert field.is_changed()


def test_yes_no_and_not_known(qtbot: Any) -> None:
    field = shown(qtbot, BoolField("Đồng ý"))
    assert field.value() is None
    chip = field.row.chips()["yes"]
    send(chip, K.Key_2, "2")
    assert field.value() is False
    send(chip, K.Key_1, "1")
    assert field.value() is True


def test_whole_numbers(qtbot: Any) -> None:
    field = shown(qtbot, IntField("Lần", low=0, high=2_000))
    for typed, value, wrong in (
        ("1.250", 1250, False),
        ("12a", None, True),
        ("-1", -1, True),
        ("2001", 2001, True),
    ):
        field.set_typed(typed)
        field.leave()
        assert field.value() == value
        assert bool(field.error_text()) is wrong


def test_long_text_takes_enter(qtbot: Any) -> None:
    field = shown(qtbot, LongTextField("Ghi chú"))
    field.edit.setFocus()
    type_text(field.edit, "một")
    send(field.edit, K.Key_Return, "\r")
    type_text(field.edit, "hai")
    assert field.value() == "một\nhai"


def test_several_texts(qtbot: Any) -> None:
    field = shown(qtbot, TextsField("Tên khác"))
    type_text(field.edit, "Ánh Bé")
    send(field.edit, K.Key_Return, "\r")
    type_text(field.edit, "Út")
    assert field.value() == ["Ánh Bé", "Út"]
    draft = field.typed()
    field.remove("Ánh Bé")
    assert field.value() == ["Út"]
    field.set_typed(draft)
    assert field.value() == ["Ánh Bé", "Út"]


def test_papers_warn_and_never_stop(qtbot: Any) -> None:
    field = shown(qtbot, field_for(SAMPLE.field("papers")))
    assert isinstance(field, PapersField)
    field._on_add()
    assert field.is_empty(), "a line we opened says nothing yet"
    row = field.rows()[0]
    row.fields["number"].set_typed("079191012345")
    assert field.value() == [{"sort": "cccd", "number": "079191012345"}]
    field.set_person("male", "1991-03-05")
    assert row.note.text()
    assert field.fault() is None
    field.set_person("female", "1991-03-05")
    assert not row.note.text()


def test_lines_are_removed_and_tab_goes_through_them(qtbot: Any) -> None:
    field = shown(qtbot, field_for(SAMPLE.field("papers")))
    assert isinstance(field, PapersField)
    field.set_value([{"sort": "cmnd", "number": "012345678"}, {"sort": "passport", "number": "B1234567"}])
    first, second = field.rows()
    QTest.mouseClick(first.remove, Qt.MouseButton.LeftButton)
    assert field.value() == [{"sort": "passport", "number": "B1234567"}]
    assert field.is_changed()
    assert "1" in second.remove.accessibleName()


def test_panel_keys_answer_and_go_on(qtbot: Any) -> None:
    field = shown(
        qtbot, PanelField("Kết quả", options_of(codes.SUBSTANCE)[:4], options_of(codes.LINE_RESULT))
    )
    field.setFocus()
    for key, text in ((K.Key_1, "1"), (K.Key_2, "2"), (K.Key_3, "3")):
        send(QApplication.focusWidget(), key, text)
    assert field.value() == [
        {"substance": "opium", "result": "negative"},
        {"substance": "heroin", "result": "positive"},
        {"substance": "cocaine", "result": "unclear"},
    ]
    assert QApplication.focusWidget() is field.lines()[3]
    send(field.lines()[1], K.Key_Backspace, "\b")
    assert len(field.value()) == 2
    assert "1 " in field.lines()[0].accessibleDescription()


def test_a_panel_follows_the_kit_and_keeps_other_answers(qtbot: Any) -> None:
    field = shown(qtbot, PanelField("Kết quả", options_of(codes.SUBSTANCE), options_of(codes.LINE_RESULT)))
    stored = [{"substance": "ats", "result": "positive"}, {"substance": "heroin", "result": "negative"}]
    field.set_substances(["heroin", "opium"])
    field.set_value(stored)
    assert sorted(v["substance"] for v in field.value()) == ["ats", "heroin"]
    field.set_substances(["opium"])
    assert sorted(v["substance"] for v in field.value()) == ["ats", "heroin"]


def test_a_reference_is_chosen_from_what_is_found(qtbot: Any) -> None:
    field = shown(qtbot, RefField("Cán bộ", Officers()))
    field.edit.setFocus()
    type_text(field.edit, "Lan")
    field.find_now()
    field._on_chosen("Trần Thị Lan · Trạm y tế")
    assert field.value() == "o2"
    type_text(field.edit, "x")
    assert field.value() is None
    assert field.fault() is not None
    field.set_value("o3")
    assert field.edit.text() == "Lê Hoà"


def test_marks_bar_and_names(qtbot: Any) -> None:
    field = shown(qtbot, TextField("Họ và tên", expected=True, hint="Như trên giấy"))
    assert field._mark.text() == "còn thiếu"
    assert field.edit.accessibleName() == "Họ và tên"
    assert field.edit.accessibleDescription() == "Như trên giấy"
    assert field.label_widget().buddy() is field.edit
    field.set_value("Đặng Ánh")
    assert field._mark.text() == ""
    assert not field.is_changed()
    type_text(field.edit, "h")
    assert field.is_changed()
    type_text(field.edit, "<")
    assert not field.is_changed()


def test_every_sort_has_a_field(qtbot: Any) -> None:
    for declared in SAMPLE.fields:
        field = shown(qtbot, field_for(declared, lookups={"officer": Officers()}))
        assert isinstance(field, FieldWidget)
        assert field.is_empty()
        assert field.fault() is None
