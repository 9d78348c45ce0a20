"""The main frame: pages, navigation, keys, search, status, access by keyboard and speech."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desk.jobs.lane import Lane
from app.desk.shell.desk import Desk
from app.desk.shell.first_run import FirstRunPage
from app.desk.shell.frame import MainFrame, pages_for
from app.desk.shell.keysheet import KeySheet
from app.desk.shell.lock import WARN_SECONDS, IdleLock
from app.desk.shell.preferences import Preferences
from app.desk.shell.rescue import RecoverPage, RestorePage
from app.desk.shell.say import count, moment
from app.desk.shell.shortcuts import Shortcut
from app.desk.shell.unlock import UnlockPage
from app.desk.theme.theme import theme
from app.words import _, set_language
from tests.desk.shell_fakes import FakeGate, FakeSession, PlainPage, make_pages


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane()
    yield made
    made.close()


@pytest.fixture
def frame(qtbot: QtBot, lane: Lane) -> MainFrame:
    theme().start()
    desk = Desk(FakeSession(), lane, Preferences())
    made = MainFrame(desk, make_pages(), "1.2")
    desk.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    qtbot.waitUntil(lane.is_idle)
    return made


def page(frame: MainFrame) -> PlainPage:
    shown = frame.page()
    assert isinstance(shown, PlainPage)
    return shown


def test_pages_are_built_when_first_opened_and_kept(frame: MainFrame) -> None:
    first = page(frame)
    assert [made.name for made in frame.made_pages()] == ["today"]  # type: ignore[attr-defined]
    frame.nav.buttons["people"].click()
    assert page(frame).name == "people"
    frame.desk.go("today", "p7")
    assert page(frame) is first
    assert first.targets == ["", "p7"]
    assert frame.nav.buttons["today"].isChecked()


def test_a_role_sees_its_pages_only(frame: MainFrame) -> None:
    assert "clinic" not in frame.nav.buttons
    assert [spec.id for spec in pages_for("health", make_pages())] == ["today", "people", "clinic", "admin"]
    frame.open_page("clinic")
    assert frame.current == "today"


def test_a_page_may_refuse_to_be_left(frame: MainFrame) -> None:
    page(frame).stays = True
    frame.nav.buttons["people"].click()
    assert frame.current == "today"
    assert frame.nav.buttons["today"].isChecked()


def test_alt_numbers_f5_and_f1(qtbot: QtBot, frame: MainFrame) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    helped: list[str] = []
    frame.desk.help_wanted.connect(helped.append)
    QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert frame.current == "people"
    QTest.keyClick(frame, Qt.Key.Key_F5)
    assert page(frame).reloads == 1
    QTest.keyClick(frame, Qt.Key.Key_F1)
    assert helped == ["people"]


def test_ctrl_f_l_and_size_keys(qtbot: QtBot, frame: MainFrame) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(frame, Qt.Key.Key_F, control)
    assert frame.focusWidget() is frame.top.search
    with qtbot.waitSignal(frame.lock_wanted):
        QTest.keyClick(frame, Qt.Key.Key_L, control)
    before = theme().px
    QTest.keyClick(frame, Qt.Key.Key_Equal, control)
    assert theme().px == before + 1
    QTest.keyClick(frame, Qt.Key.Key_Minus, control)
    assert theme().px == before


def test_f6_goes_round_the_panes(qtbot: QtBot, frame: MainFrame) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    field = QLineEdit(page(frame))
    field.show()
    frame.nav.buttons["today"].setFocus()
    QTest.keyClick(frame, Qt.Key.Key_F6)
    assert frame.focusWidget() is field
    QTest.keyClick(frame, Qt.Key.Key_F6)
    assert frame.focusWidget() is frame.top.search
    QTest.keyClick(frame, Qt.Key.Key_F6)
    assert frame.focusWidget() is frame.nav.buttons["today"]


def test_navigation_folds_with_the_width_unless_somebody_chose(frame: MainFrame) -> None:
    assert not frame.nav.is_folded
    frame.resize(1280, 680)
    assert frame.nav.is_folded
    assert frame.nav.buttons["people"].toolTip().endswith("(Alt+2)")
    frame.nav.fold_button.click()
    assert not frame.nav.is_folded
    assert frame.desk.preferences.folded is False
    frame.resize(1100, 680)
    assert not frame.nav.is_folded
    frame.set_folded(None)
    assert frame.nav.is_folded


def test_a_number_beside_a_page_is_also_spoken(frame: MainFrame) -> None:
    frame.desk.set_badge("today", 1214)
    assert "1.214" in frame.nav.buttons["today"].accessibleName()
    frame.desk.set_badge("today", 0)
    assert frame.nav.buttons["today"].accessibleName() == _("Today's date")


def test_up_and_down_walk_the_rail(qtbot: QtBot, frame: MainFrame) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.nav.buttons["today"].setFocus()
    QTest.keyClick(frame.nav.buttons["today"], Qt.Key.Key_Down)
    assert frame.focusWidget() is frame.nav.buttons["people"]


def test_search_waits_answers_and_opens(qtbot: QtBot, frame: MainFrame, lane: Lane) -> None:
    field, session = frame.top.search, frame.desk.session
    field.setFocus()
    for part in ("d", "da", "dan", "dang"):
        field.setText(part)
    popup = None
    qtbot.waitUntil(lambda: field.popup() is not None, timeout=3000)
    popup = field.popup()
    assert session.asked == ["dang"]  # type: ignore[attr-defined]
    assert popup is not None
    assert popup.isVisible()
    assert field.text() == "dang"
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (frame.current, page(frame).targets) == ("people", ["p2"])
    assert not popup.isVisible()


def test_search_says_when_nothing_fits(qtbot: QtBot, frame: MainFrame) -> None:
    field = frame.top.search
    field.setText("zzz")
    qtbot.waitUntil(lambda: field.popup() is not None, timeout=3000)
    popup = field.popup()
    assert popup is not None
    words = [part.text() for part in popup.findChildren(QLabel) if part.isVisible()]
    assert words == [_("Nothing found for “{text}”. Try fewer or other words.", text="zzz")]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_status_bar_says_what_the_session_knows(frame: MainFrame) -> None:
    assert "09:41" in frame.status.saved.text()
    assert "16:30" in frame.status.backup.text()
    assert "1.214" in frame.status.unsent.text()
    assert "10/10/2026" in frame.status.right.text()


def test_escape_cancels_the_work_on_view(qtbot: QtBot, frame: MainFrame, lane: Lane) -> None:
    stopped: list[bool] = []

    def work(progress: object) -> None:
        while True:
            progress.check()  # type: ignore[attr-defined]

    job = lane.run(work, print, None, frame, cancelled=lambda: stopped.append(True), label="Nhập")
    job.began -= 5
    frame.busy.poll()
    assert frame.busy.is_showing()
    frame.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: stopped == [True])


def test_notices_stand_at_the_foot(frame: MainFrame) -> None:
    frame.desk.tell("Ổ USB đã đầy.", "warn")
    assert [strip.text() for strip in frame.strips.strips()] == ["Ổ USB đã đầy."]


def test_no_two_shortcuts_share_a_key() -> None:
    keys = [shortcut.key for shortcut in Shortcut]
    assert len(keys) == len(set(keys)) == len(list(Shortcut))


def test_no_shortcut_belongs_to_an_input_method() -> None:
    for shortcut in Shortcut:
        parts = shortcut.key.split("+")
        assert not ("Ctrl" in parts and "Shift" in parts)
        assert shortcut.key != "Alt+Z"
        assert len(shortcut.key) > 1
        assert not shortcut.sequence.isEmpty()


def test_the_sheet_names_the_pages(qtbot: QtBot, frame: MainFrame) -> None:
    frame.show_keys()
    sheet = frame.findChild(KeySheet)
    assert sheet is not None
    words = {part.text() for part in sheet.findChildren(QLabel)}
    assert {"Ctrl+F", "Alt+1", _("Today's date"), _("Lock now")} <= words
    assert "Alt+9" not in words
    sheet.accept()


@pytest.mark.parametrize("px", [12, 13, 15, 18])
def test_the_frame_fits_small_screens_at_every_type_size(frame: MainFrame, px: int) -> None:
    theme().set_px(px)
    QApplication.sendPostedEvents()
    least = frame.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 680
    theme().set_px(13)


def test_moments_and_counts_are_said_in_vietnam_time() -> None:
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert moment(datetime(2026, 11, 23, 2, 41, tzinfo=UTC), now) == "09:41"
    assert moment(datetime(2026, 11, 22, 16, 59, tzinfo=UTC), now) == "hôm qua 23:59"
    assert moment(now - timedelta(days=9), now) == "14/11/2026 10:00"
    assert count(1234567) == "1.234.567"
    set_language("en")
    assert count(1234567) == "1,234,567"


class TestIdleLock:
    @pytest.fixture
    def idle(self, frame: MainFrame) -> IdleLock:
        made = IdleLock(10, frame)
        made.start()
        return made

    def test_it_warns_and_then_locks(self, qtbot: QtBot, idle: IdleLock) -> None:
        warned: list[int] = []
        idle.warned.connect(warned.append)
        idle.limit = WARN_SECONDS - 1
        idle.check()
        assert len(warned) == 1
        idle.limit = 0
        with qtbot.waitSignal(idle.expired):
            idle.check()

    def test_input_takes_the_warning_back(self, frame: MainFrame, idle: IdleLock, qtbot: QtBot) -> None:
        frame.activateWindow()
        qtbot.waitUntil(frame.isActiveWindow)
        warned: list[int] = []
        idle.warned.connect(warned.append)
        idle.limit = WARN_SECONDS - 1
        idle.check()
        handle = frame.windowHandle()
        QTest.keyClick(handle, Qt.Key.Key_F9)
        assert warned[-1] == 0


INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractButton)


def named(widget: QWidget) -> bool:
    """Has it a text, an accessible name or a label of its own?"""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(text or widget.accessibleName())


def inputs(root: QWidget) -> list[QWidget]:
    inner = [
        made
        for made in root.findChildren(QWidget)
        if isinstance(made, INPUTS) and made.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    return [made for made in inner if not isinstance(made.parent(), QComboBox)]


@pytest.fixture
def early_pages(qtbot: QtBot, lane: Lane, tmp_path: Path) -> list[QWidget]:
    theme().start()
    gate = FakeGate(tmp_path)
    first = FirstRunPage(gate, lane)
    made: list[QWidget] = [
        UnlockPage(gate, lane, gate.home_state()),
        first,
        RestorePage(gate, lane),
        RecoverPage(gate, lane, "a"),
    ]
    for each in made:
        qtbot.addWidget(each)
    return made


def test_everything_that_takes_input_has_a_name(frame: MainFrame, early_pages: list[QWidget]) -> None:
    nameless = [
        f"{type(root).__name__}: {type(made).__name__}"
        for root in (frame, *early_pages)
        for made in inputs(root)
        if not named(made)
    ]
    assert not nameless


def tabbed(qtbot: QtBot, root: QWidget) -> list[QWidget]:
    """What the Tab key reaches, in order, from the first place until it comes round."""
    root.resize(1280, 680)
    root.show()
    root.activateWindow()
    qtbot.waitUntil(root.isActiveWindow)
    reached: list[QWidget] = []
    while len(reached) < 100:
        at = root.focusWidget()
        QTest.keyClick(at or root, Qt.Key.Key_Tab)
        at = root.focusWidget()
        if at is None or at in reached:
            break
        reached.append(at)
    return reached


def test_tab_reaches_everything(qtbot: QtBot, early_pages: list[QWidget], frame: MainFrame) -> None:
    for root in (frame, *early_pages):
        reached = tabbed(qtbot, root)
        missed = [
            getattr(made, "text", str)() or made.accessibleName()
            for made in inputs(root)
            if made.isVisibleTo(root)
            and made.isEnabled()
            and made.focusPolicy() & Qt.FocusPolicy.TabFocus
            and made not in reached
            and not (isinstance(made, QAbstractButton) and made.autoExclusive() and not made.isChecked())
        ]
        assert not missed, type(root).__name__


def test_the_unlock_page_is_walked_in_reading_order(qtbot: QtBot, early_pages: list[QWidget]) -> None:
    shown = early_pages[0]
    assert isinstance(shown, UnlockPage)
    order = tabbed(qtbot, shown)
    wanted = [shown.password, shown.open_button, shown.forgot_button, shown.restore_button]
    places = [order.index(each) for each in wanted]
    assert places in (sorted(places), [places[0], *sorted(places[1:])])
