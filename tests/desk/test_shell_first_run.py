"""The first run from an empty folder to an open register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk.shell.entry import Entry
from app.desk.shell.first_run import FirstRunPage
from app.desk.shell.gate import HomeKind
from app.desk.shell.opened import OpenedFrame
from app.desk.shell.preferences import Preferences
from app.desk.shell.window import DeskWindow
from app.desk.theme.theme import theme
from app.words import _
from tests.desk.shell_fakes import GROUPS, FakeGate

GOOD = "bon con thuyen neo ben"


@pytest.fixture
def entry(qtbot: QtBot, tmp_path: Path) -> Iterator[Entry]:
    theme().start()
    preferences = Preferences(tmp_path / "desk.json")
    window = DeskWindow(preferences)
    qtbot.addWidget(window)
    made = Entry(window, FakeGate(tmp_path, kind=HomeKind.NONE), preferences)
    made.begin()
    window.show()
    yield made
    made.finish()


@pytest.fixture
def page(entry: Entry) -> FirstRunPage:
    shown = entry.window.centralWidget()
    assert isinstance(shown, FirstRunPage)
    return shown


def fill_unit(page: FirstRunPage) -> None:
    page.unit.province.setCurrentIndex(0)
    page.unit.commune.setCurrentIndex(0)
    page.unit.agency.setText("Công an xã")


def make_home(qtbot: QtBot, entry: Entry, page: FirstRunPage) -> None:
    fill_unit(page)
    page.next_button.click()
    page.admin.user.setText("nguyen.van.an")
    page.admin.fresh.first.setText(GOOD)
    page.admin.fresh.second.setText(GOOD)
    page.next_button.click()
    qtbot.waitUntil(entry.lane.is_idle)


def test_the_unit_needs_a_commune_of_the_catalogue(page: FirstRunPage) -> None:
    assert not page.unit.commune.isEnabled()
    assert not page.next_button.isEnabled()
    page.unit.province.setEditText("Tỉnh không có")
    assert not page.unit.commune.isEnabled()
    fill_unit(page)
    assert page.next_button.isEnabled()
    page.unit.commune.setEditText("Xã tự đặt")
    assert not page.next_button.isEnabled()


def test_enter_goes_from_field_to_field_and_presses_the_button(qtbot: QtBot, page: FirstRunPage) -> None:
    fill_unit(page)
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    page.unit.agency.setFocus()
    QTest.keyClick(page.unit.agency, Qt.Key.Key_Return)
    assert page.focusWidget() is page.unit.superior
    QTest.keyClick(page.unit.superior, Qt.Key.Key_Return)
    assert page.focusWidget() is page.next_button
    QTest.keyClick(page.next_button, Qt.Key.Key_Return)
    assert page.at == 1
    assert page.focusWidget() is page.admin.user


def test_another_province_forgets_the_commune(page: FirstRunPage) -> None:
    fill_unit(page)
    page.unit.province.setCurrentIndex(1)
    assert page.unit.commune.code() == ""


def test_the_reason_of_a_refusal_stands_while_typing(page: FirstRunPage) -> None:
    fill_unit(page)
    page.next_button.click()
    page.admin.user.setText("nguyen.van.an")
    fresh = page.admin.fresh
    fresh.first.setText("ngan")
    assert fresh.note() == "Còn thiếu 11 ký tự."
    fresh.first.setText(GOOD)
    fresh.second.setText("bon con")
    assert fresh.note() == _("The two entries differ.")
    assert not page.next_button.isEnabled()
    fresh.second.setText(GOOD)
    assert fresh.note() == _("Accepted. Both entries are the same.")
    assert page.next_button.isEnabled()
    page.admin.user.setText("")
    assert not page.next_button.isEnabled()


def test_the_home_is_made_with_what_was_typed(qtbot: QtBot, entry: Entry, page: FirstRunPage) -> None:
    make_home(qtbot, entry, page)
    [first] = entry.gate.made  # type: ignore[attr-defined]
    assert (first.province, first.commune, first.agency) == ("56", "22870", "Công an xã")
    assert (first.user, first.password) == ("nguyen.van.an", GOOD)
    assert GOOD not in repr(first)
    assert page.admin.fresh.first.text() == ""
    assert page.at == 2
    assert entry.session is not None


def test_the_sheet_must_be_confirmed(qtbot: QtBot, entry: Entry, page: FirstRunPage, tmp_path: Path) -> None:
    make_home(qtbot, entry, page)
    step = page.recovery
    assert step is not None
    assert not page.next_button.isEnabled()
    assert not page.back_button.isVisible()
    assert not page.skip_button.isVisible()
    step.answer.setText(GROUPS[(step.asked + 1) % len(GROUPS)])
    assert not page.next_button.isEnabled()
    step.answer.setText(GROUPS[step.asked].lower().replace("-", " "))
    assert page.next_button.isEnabled()
    step.save_pdf(str(tmp_path / "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert step.saved.text() == _("Saved. Print it and delete the file.")


def test_backup_is_optional_and_checked(
    qtbot: QtBot, entry: Entry, page: FirstRunPage, tmp_path: Path
) -> None:
    make_home(qtbot, entry, page)
    page.show_step(3)
    assert page.skip_button.isVisible()
    page.backup.folder.setText(str(tmp_path / "no"))
    assert not page.next_button.isEnabled()
    assert page.backup.note.text() == _("There is no such folder. Choose another one.")
    page.backup.folder.setText(str(tmp_path))
    page.next_button.click()
    qtbot.waitUntil(entry.lane.is_idle)
    assert entry.gate.backup == tmp_path  # type: ignore[attr-defined]
    assert page.at == 4


@pytest.mark.parametrize("sample", [False, True])
def test_it_ends_in_an_open_register(qtbot: QtBot, entry: Entry, page: FirstRunPage, sample: bool) -> None:
    make_home(qtbot, entry, page)
    page.show_step(4)
    if sample:
        page.start.sample.radio.click()
        assert not page.start.empty.radio.isChecked()
    own = entry.session
    page.next_button.click()
    qtbot.waitUntil(lambda: isinstance(entry.window.centralWidget(), OpenedFrame))
    qtbot.waitUntil(entry.lane.is_idle)
    assert entry.session is not None
    assert entry.session.sample is sample
    assert own.closed_in == ("writer" if sample else "")  # type: ignore[union-attr]


def test_a_home_that_was_made_is_closed_when_the_window_is(
    qtbot: QtBot, entry: Entry, page: FirstRunPage
) -> None:
    make_home(qtbot, entry, page)
    session = entry.session
    entry.finish()
    assert session.closed_in == "writer"  # type: ignore[union-attr]
