"""The unlock page and its neighbours: what can go wrong is told, and there is always a way on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.desk.shell.entry import Entry, relaunch_command
from app.desk.shell.gate import HomeKind
from app.desk.shell.opened import OpenedFrame
from app.desk.shell.passfield import CAPS_NOTE, IME_NOTE, PassField
from app.desk.shell.preferences import Preferences, load_preferences
from app.desk.shell.rescue import RecoverPage, RestorePage
from app.desk.shell.trouble import TroublePage
from app.desk.shell.unlock import UnlockPage
from app.desk.shell.window import DeskWindow
from app.desk.theme.theme import theme
from app.words import _, language
from tests.desk.shell_fakes import PASSWORD, FakeGate

Make = Callable[..., Entry]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    theme().start()
    entries: list[Entry] = []

    def build(**gate: object) -> Entry:
        preferences = Preferences(tmp_path / "desk.json")
        window = DeskWindow(preferences)
        qtbot.addWidget(window)
        entry = Entry(window, FakeGate(tmp_path, **gate), preferences)  # type: ignore[arg-type]
        entries.append(entry)
        entry.begin()
        window.show()
        return entry

    yield build
    for entry in entries:
        entry.finish()


def unlock_page(entry: Entry) -> UnlockPage:
    page = entry.window.centralWidget()
    assert isinstance(page, UnlockPage)
    return page


def settle(qtbot: QtBot, entry: Entry) -> None:
    qtbot.waitUntil(entry.lane.is_idle, timeout=5000)


def test_the_right_passphrase_opens_the_register(qtbot: QtBot, make: Make) -> None:
    entry = make()
    page = unlock_page(entry)
    assert page.accounts.user() == "nguyen.van.an"
    page.accounts.choose("tran.thi.binh")
    page.password.setText(PASSWORD)
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert not page.open_button.isEnabled()
    assert page.busy.isVisible()
    qtbot.waitUntil(lambda: isinstance(entry.window.centralWidget(), OpenedFrame))
    assert entry.session is not None
    assert entry.session.user == "tran.thi.binh"
    assert entry.preferences.last_user == "tran.thi.binh"
    settle(qtbot, entry)


def test_a_wrong_passphrase_is_told_and_may_be_typed_again(qtbot: QtBot, make: Make) -> None:
    entry = make()
    page = unlock_page(entry)
    page.password.setText("sai")
    page.try_open()
    settle(qtbot, entry)
    assert page.note.text() == _("The two entries differ.")
    assert page.open_button.isEnabled()
    assert page.password.selectedText() != ""


def test_nothing_typed_asks_for_the_passphrase(qtbot: QtBot, make: Make) -> None:
    entry = make()
    page = unlock_page(entry)
    page.try_open()
    assert page.note.text() == _("Type the passphrase of this account.")
    assert entry.lane.is_idle()


def test_the_delay_is_counted_down_on_the_button(qtbot: QtBot, make: Make) -> None:
    entry = make(wait=7.2)
    page = unlock_page(entry)
    assert page.open_button.text() == _("Try again in {seconds} s", seconds=8)
    page.password.setText(PASSWORD)
    page.try_open()
    assert entry.lane.is_idle()
    entry.gate.wait = 0.0  # type: ignore[attr-defined]
    qtbot.waitUntil(page.open_button.isEnabled)
    page.try_open()
    settle(qtbot, entry)
    assert entry.session is not None


def test_a_letter_of_an_input_method_is_noticed(qtbot: QtBot, make: Make) -> None:
    page = unlock_page(make())
    page.password.setText("mâtkhau")
    assert page.note.text() == _(IME_NOTE)
    page.password.setText("matkhau")
    assert page.note.text() == ""


def test_caps_lock_is_noticed(qtbot: QtBot) -> None:
    field = PassField()
    qtbot.addWidget(field)
    notes: list[str] = []
    field.note_changed.connect(notes.append)
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    field.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, none, "A"))
    assert notes == [_(CAPS_NOTE)]
    field.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_B, shift, "B"))
    assert notes == [_(CAPS_NOTE), ""]


def test_the_field_asks_input_methods_to_keep_out_and_hides(qtbot: QtBot) -> None:
    field = PassField()
    qtbot.addWidget(field)
    hints = field.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhLatinOnly
    assert hints & Qt.InputMethodHint.ImhHiddenText
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.actions()[-1].trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    field.setText("e\u0301")
    assert field.passphrase() == "é"
    field.forget()
    assert field.text() == ""
    assert field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    "kind", [k for k in HomeKind if k not in (HomeKind.NONE, HomeKind.LOCKED)], ids=lambda k: k.value
)
def test_every_state_of_a_home_is_told_with_a_way_on(make: Make, kind: HomeKind) -> None:
    entry = make(kind=kind, sentence="Tệp sổ bị hỏng ở trang 214.")
    page = entry.window.centralWidget()
    assert isinstance(page, TroublePage)
    shown = [made.text() for made in page.findChildren(QPushButton) if made.isVisibleTo(page)]
    assert _("Try again") in shown
    assert _("Open the training register") in shown
    if kind in (HomeKind.DAMAGED, HomeKind.MISSING):
        assert _("Restore from a backup") in shown
    entry.gate.kind = HomeKind.LOCKED  # type: ignore[attr-defined]
    page.retry_button.click()
    assert isinstance(entry.window.centralWidget(), UnlockPage)


def test_restoring_a_backup(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    entry = make()
    unlock_page(entry).restore_button.click()
    page = entry.window.centralWidget()
    assert isinstance(page, RestorePage)
    page.go_button.click()
    assert page.note.text() == _("Choose the backup file and type the recovery code.")
    page.file.setText(str(tmp_path / "no.age"))
    page.recovery.setText("A7KA Q2M1")
    page.go_button.click()
    settle(qtbot, entry)
    assert page.note.text() == _("There is no such folder. Choose another one.")
    (tmp_path / "b.age").write_bytes(b"x")
    page.file.setText(str(tmp_path / "b.age"))
    page.go_button.click()
    settle(qtbot, entry)
    assert entry.gate.restored == [(tmp_path / "b.age", "A7KA Q2M1")]  # type: ignore[attr-defined]
    assert isinstance(entry.window.centralWidget(), UnlockPage)


def test_a_forgotten_passphrase_is_set_anew(qtbot: QtBot, make: Make) -> None:
    entry = make()
    unlock_page(entry).forgot_button.click()
    page = entry.window.centralWidget()
    assert isinstance(page, RecoverPage)
    page.recovery.setText("A7KA")
    page.fresh.first.setText("ngan")
    page.go_button.click()
    assert page.note.text() == _("Type the recovery code and a passphrase that is accepted.")
    for field in (page.fresh.first, page.fresh.second):
        field.setText("bon con thuyen neo ben")
    page.go_button.click()
    settle(qtbot, entry)
    wanted = [("nguyen.van.an", "A7KA", "bon con thuyen neo ben")]
    assert entry.gate.recovered == wanted  # type: ignore[attr-defined]


def test_the_training_register_opens_in_its_colours(qtbot: QtBot, make: Make) -> None:
    entry = make()
    unlock_page(entry).sample_button.click()
    qtbot.waitUntil(lambda: isinstance(entry.window.centralWidget(), OpenedFrame))
    frame = entry.window.centralWidget()
    assert isinstance(frame, OpenedFrame)
    qtbot.waitUntil(frame.top.sample.isVisible)
    assert frame.layout().contentsMargins().left() > 0  # type: ignore[union-attr]
    assert entry.preferences.last_user == ""
    settle(qtbot, entry)


def test_changing_the_language_speaks_it_at_once(make: Make) -> None:
    entry = make()
    unlock_page(entry).language_button.click()
    assert language() == "en"
    assert unlock_page(entry).open_button.text() == "Open the register"
    assert entry.preferences.lang == "en"


def test_warming_happens_beside_the_window(qtbot: QtBot, make: Make) -> None:
    entry = make()
    entry.warm()
    settle(qtbot, entry)
    assert entry.gate.warmed  # type: ignore[attr-defined]


def test_locking_keeps_drafts_hides_and_ends(qtbot: QtBot, make: Make) -> None:
    entry = make()
    page = unlock_page(entry)
    page.password.setText(PASSWORD)
    page.try_open()
    qtbot.waitUntil(lambda: isinstance(entry.window.centralWidget(), OpenedFrame))
    settle(qtbot, entry)
    frame, session = entry.window.centralWidget(), entry.session
    assert isinstance(frame, OpenedFrame)
    frame.idle.expired.emit()
    assert entry.is_locking
    assert not entry.window.isVisible()
    assert [made.drafts for made in frame.made_pages()] == [1]  # type: ignore[attr-defined]
    entry.finish()
    assert session.closed_in == "writer"  # type: ignore[union-attr]
    assert threading.active_count() >= 1


def test_a_fresh_process_gets_folder_and_language_only(tmp_path: Path) -> None:
    command = relaunch_command(tmp_path, "en", False, "python")
    assert command == ["python", "-m", "app", "desk", "--home", str(tmp_path), "--lang", "en"]
    assert relaunch_command(tmp_path, "vi", True, "binhyen.exe")[:2] == ["binhyen.exe", "desk"]


def test_preferences_come_back_and_odd_files_do_no_harm(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "desk.json", "dark", 15)
    kept.folded, kept.last_user = True, "nguyen.van.an"
    kept.save()
    back = load_preferences(tmp_path)
    assert (back.scheme, back.px, back.folded, back.last_user) == ("dark", 15, True, "nguyen.van.an")
    for odd in ("[]", "{", '{"scheme": "pink", "px": "13", "lang": "fr", "lock_minutes": 900}'):
        (tmp_path / "desk.json").write_text(odd, "utf-8")
        back = load_preferences(tmp_path)
        assert (back.scheme, back.px, back.lang) == ("light", 13, "vi")
        assert 1 <= back.lock_minutes <= 60
