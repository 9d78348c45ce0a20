from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.desk.theme.theme import theme
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.form import Form
from app.kinds.faults import Fault
from app.words import _
from tests.desk.test_widgets_fields import CONTROL, clock, send, shown, type_text
from tests.desk.widget_samples import SAMPLE, SAMPLE_VALUES, Officers

K = Qt.Key


@pytest.fixture(autouse=True)
def _dressed(qapp: Any) -> None:
    theme().start()


def made(qtbot: Any, fields: list[str] | None = None, columns: int = 2) -> Form:
    form: Form = shown(qtbot, Form(SAMPLE, fields, columns=columns, lookups={"officer": Officers()}))
    form.focus_first()
    return form


def test_values_go_in_and_come_out_the_same(qtbot: Any) -> None:
    form = made(qtbot)
    form.set_values(SAMPLE_VALUES)
    assert form.values() == SAMPLE_VALUES
    assert not form.is_changed()


def test_an_empty_form_gives_empty_values(qtbot: Any) -> None:
    form = made(qtbot)
    assert all(value in (None, []) for value in form.values().values())


def test_every_fault_is_shown_and_the_first_is_raised(qtbot: Any) -> None:
    form = made(qtbot)
    form.field("birth").set_typed("31/02/1991")
    form.field("due_on").set_typed("hôm qua")
    with pytest.raises(Fault) as caught:
        form.values()
    assert caught.value.field == "birth"
    assert form.field("due_on").error_text()
    links = form.summary.findChildren(QPushButton)
    assert [link.text() for link in links] == [_("Born"), _("Issued on")]
    links[1].click()
    assert QApplication.focusWidget() is form.field("due_on").focusProxy()
    form.field("birth").set_typed("1991")
    form.field("due_on").set_typed("")
    assert form.values()["birth"] == "1991"
    assert form.summary.isHidden()


def test_a_refusal_of_the_register_goes_to_its_field(qtbot: Any) -> None:
    form = made(qtbot)
    form.show_fault(Fault("E_NAME", "A name is needed.", field="name"))
    assert form.field("name").error_text() == "A name is needed."
    assert QApplication.focusWidget() is form.field("name").focusProxy()
    form.show_fault(Fault("E_BUSY", "Another program writes."))
    assert not form.summary.isHidden()


def test_enter_goes_on_and_ends_at_save(qtbot: Any) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    form = Form(SAMPLE, ["name", "birth", "due_on"], columns=1)
    save = QPushButton("Lưu")
    column.addWidget(form)
    column.addWidget(save)
    form.set_save_button(save)
    shown(qtbot, page)
    form.focus_first()
    visited = []
    for _step in range(3):
        here = QApplication.focusWidget()
        visited.append(here)
        send(here, K.Key_Return, "\r")
    wanted: list[Any] = [form.field(name).focusProxy() for name in ("name", "birth", "due_on")]
    assert visited == wanted
    assert QApplication.focusWidget() is save


def test_control_enter_asks_to_save_from_long_text(qtbot: Any) -> None:
    form = made(qtbot, ["name", "note"])
    note = form.field("note").focusProxy()
    assert note is not None
    note.setFocus()
    with qtbot.waitSignal(form.submitted, timeout=500):
        send(note, K.Key_Return, "\r", CONTROL)
    assert form.field("note").value() is None


def test_enter_passes_through_every_field_of_the_kind(qtbot: Any) -> None:
    form = made(qtbot)
    form.focus_first()
    seen = []
    for _step in range(60):
        here = QApplication.focusWidget()
        assert here is not None
        owner = next(name for name, field in form.fields().items() if field.isAncestorOf(here))
        if owner not in seen:
            seen.append(owner)
        if isinstance(here, QPlainTextEdit):
            break
        send(here, K.Key_Return, "\r")
    assert seen == list(form.fields())


def test_what_is_missing_is_counted_and_leads_there(qtbot: Any) -> None:
    form = made(qtbot)
    assert "0/5" in form.meter._text.text()
    form.field("name").set_typed("Ánh")
    assert "1/5" in form.meter._text.text()
    actions = form.meter._menu.actions()
    assert len(actions) == 4
    form.meter._on_chosen(actions[1])
    assert QApplication.focusWidget() is form.field("birth").focusProxy()


def test_papers_are_compared_with_sex_and_birth_of_the_form(qtbot: Any) -> None:
    form = made(qtbot)
    form.set_values({**SAMPLE_VALUES, "sex": "male"})
    papers: Any = form.field("papers")
    assert papers.rows()[0].note.text()
    form.field("sex").set_value("female")
    form.field("birth").set_typed("5/3/1991")
    assert not papers.rows()[0].note.text()


def test_a_draft_brings_back_what_was_typed_right_or_wrong(qtbot: Any) -> None:
    form = made(qtbot)
    form.set_values(SAMPLE_VALUES)
    form.field("birth").set_typed("31/02/19")
    form.field("other_names").set_typed({"texts": ["Út"], "line": "An"})
    form.field("panel").set_typed([{"substance": "opium", "result": "unclear"}])
    draft = form.draft()
    assert set(draft) == {"birth", "other_names", "panel"}
    other = made(qtbot)
    other.set_values(SAMPLE_VALUES)
    other.restore({**draft, "gone": 1})
    assert other.draft() == draft
    assert other.is_changed()


class Shelf(dict[str, Any]):
    """Where drafts are kept."""

    def save(self, key: str, draft: dict[str, Any] | None) -> None:
        self[key] = draft


def test_drafts_are_kept_after_typing_and_at_once_on_lock(qtbot: Any) -> None:
    form = made(qtbot, ["name", "note"])
    shelf = Shelf()
    keeper = DraftKeeper("person/new", form, shelf.save, shelf.get, clock=clock)
    type_text(form.field("name").focusProxy(), "Đặng")
    assert keeper._timer.isActive()
    assert not shelf
    keeper.keep_now()
    assert shelf["person/new"]["fields"] == {"name": "Đặng"}
    assert not keeper._timer.isActive()
    shelf.clear()
    keeper.keep_now()
    assert not shelf, "nothing new, nothing written"


def test_a_draft_is_offered_and_continued(qtbot: Any) -> None:
    form = made(qtbot, ["name", "note"])
    shelf = Shelf({"k": {"at": "2026-11-23T09:41:00+07:00", "fields": {"name": "Đặng"}}})
    keeper = DraftKeeper("k", form, shelf.save, shelf.get, clock=clock)
    strip = keeper.offer(form)
    assert strip is not None
    assert strip.text() == "Có bản nháp lúc 09:41."
    go_on, discard = [b for b in strip.findChildren(QPushButton) if not b.isHidden()]
    assert (go_on.text(), discard.text()) == ("Tiếp tục", "Bỏ")
    go_on.click()
    assert form.field("name").value() == "Đặng"
    keeper.forget()
    assert shelf["k"] is None
    assert keeper.offer(form) is None


def test_a_draft_undone_is_forgotten(qtbot: Any) -> None:
    form = made(qtbot, ["name"])
    shelf = Shelf()
    keeper = DraftKeeper("k", form, shelf.save, shelf.get, clock=clock)
    line = form.field("name").focusProxy()
    type_text(line, "a")
    keeper.keep_now()
    type_text(line, "<")
    keeper.keep_now()
    assert shelf["k"] is None


def test_everything_in_a_form_has_a_name(qtbot: Any) -> None:
    form = made(qtbot)
    form.set_values(SAMPLE_VALUES)
    for sort in (QLineEdit, QComboBox, QPlainTextEdit):
        for control in form.findChildren(sort):
            named = control.accessibleName() or (isinstance(control.parentWidget(), QComboBox))
            assert named, control
