from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets import strips
from app.desk.widgets.badge import Badge
from app.desk.widgets.confirm import DISCARD, KEEP, SAVE, ConfirmDialog, LeaveDialog
from app.desk.widgets.duplicates import DuplicateHints, Likeness
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.stage import StageBar
from app.desk.widgets.strips import ProgressStrip, Strips
from app.desk.widgets.tiles import BarChart, NumberTile
from app.desk.widgets.timeline import Timeline
from app.kinds.faults import Fault
from tests.desk import gallery
from tests.desk.test_widgets_fields import send, shown, type_text
from tests.desk.widget_samples import events

K = Qt.Key


@pytest.fixture(autouse=True)
def _dressed(qapp: Any) -> None:
    theme().start()


def place_of(qtbot: Any) -> tuple[QWidget, Strips]:
    page = QWidget()
    page.resize(500, 300)
    place = Strips(page)
    shown(qtbot, page)
    return page, place


def test_undo_stays_fifteen_seconds_at_least(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _page, place = place_of(qtbot)
    undone: list[bool] = []
    first = place.offer_undo("Đã xóa 3 dòng.", lambda: undone.append(True))
    first.expire()
    assert first in place.strips(), "not before its time"
    monkeypatch.setattr(strips, "UNDO_MS", 0)
    second = place.offer_undo("Đã đóng hồ sơ.", lambda: undone.append(True))
    assert place.strips() == [second]
    button = next(b for b in second.findChildren(QAbstractButton) if b.text() == "Hoàn tác")
    button.click()
    assert undone == [True]
    assert place.isHidden()


def test_faults_are_strips_with_their_tone(qtbot: Any) -> None:
    _page, place = place_of(qtbot)
    assert place.say_fault(Fault("E_FULL", "The disk is full.")).tone == "danger"
    assert place.say_fault(Fault("W_OLD", "The list is old.")).tone == "warn"
    assert [s.text() for s in place.strips()] == ["The list is old.", "The disk is full."]


def test_progress_counts_in_words_and_cancels_once(qtbot: Any) -> None:
    strip = shown(qtbot, ProgressStrip("Đang nhập"))
    strip.set_progress(1_200, 5_000)
    assert strip._count.text() == "1.200/5.000"
    with qtbot.waitSignal(strip.cancelled, timeout=500):
        strip._cancel.click()
    assert not strip._cancel.isEnabled()


def host(qtbot: Any, changed: bool) -> tuple[QWidget, QLineEdit, SideSheet]:
    page = QWidget()
    page.resize(900, 500)
    before = QLineEdit(page)
    before.setAccessibleName("Tìm")
    shown(qtbot, page)
    before.setFocus()
    sheet = SideSheet(page, "Ghi việc")
    sheet.set_content(QLineEdit(), lambda: changed)
    sheet.open()
    return page, before, sheet


def answer(which: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveDialog)
    dialog.buttons[which].click()


def test_the_sheet_closes_at_once_when_nothing_changed(qtbot: Any) -> None:
    page, before, sheet = host(qtbot, changed=False)
    assert sheet.width() == 360
    assert sheet.geometry().right() == page.width() - 1
    page.resize(700, 400)
    qtbot.waitUntil(lambda: sheet.geometry().right() == page.width() - 1)
    send(sheet, K.Key_Escape)
    assert sheet.isHidden()
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize(
    ("which", "open_after", "saves"), [(KEEP, True, 0), (DISCARD, False, 0), (SAVE, True, 1)]
)
def test_the_sheet_asks_when_something_changed(qtbot: Any, which: str, open_after: bool, saves: int) -> None:
    _page, _before, sheet = host(qtbot, changed=True)
    saved: list[bool] = []
    thrown: list[bool] = []
    sheet.save_wanted.connect(lambda: saved.append(True))
    sheet.discarded.connect(lambda: thrown.append(True))
    QTimer.singleShot(0, lambda: answer(which))
    send(sheet, K.Key_Escape)
    assert sheet.isVisible() is open_after
    assert len(saved) == saves
    assert bool(thrown) is (which == DISCARD)


def test_a_destructive_question_waits_for_its_reason(qtbot: Any) -> None:
    dialog = shown(
        qtbot,
        ConfirmDialog("Xóa 3 dòng", "Lịch sử vẫn giữ.", "Xóa 3 dòng", destructive=True, needs_reason=True),
    )
    assert not dialog.act.isEnabled()
    type_text(dialog._reason.focusProxy(), "Nhập trùng")
    assert dialog.act.isEnabled()
    assert dialog.reason() == "Nhập trùng"
    assert dialog.act.text() == "Xóa 3 dòng"
    dialog.act.click()
    assert dialog.result() == 1


def test_a_usual_reason_is_enough(qtbot: Any) -> None:
    dialog = shown(
        qtbot, ConfirmDialog("Xóa", "…", "Xóa", needs_reason=True, reasons=[("twice", "Nhập trùng")])
    )
    dialog._choice.set_typed("nhap trung")
    assert dialog.act.isEnabled()
    assert dialog.reason_code() == "twice"


def test_a_certain_double_needs_a_reason(qtbot: Any) -> None:
    hints = shown(qtbot, DuplicateHints())
    assert hints.is_clear()
    hints.set_found([Likeness("1", "A", "", "possible"), Likeness("2", "B", "", "sure", ("Trùng số",))])
    assert [f.id for f in hints._found] == ["2", "1"]
    assert not hints.is_clear()
    assert not hints._add.isEnabled()
    type_text(hints._why.edit, "Sinh đôi")
    with qtbot.waitSignal(hints.declared_other, timeout=500):
        hints._add.click()
    assert hints.is_clear()
    assert hints.reason() == "Sinh đôi"
    hints.set_found([Likeness("3", "C", "", "sure")])
    assert not hints.is_clear(), "the reason was given for others"


def test_a_tile_speaks_and_opens(qtbot: Any) -> None:
    tile = shown(qtbot, NumberTile("Quá hạn", "7", note="3 quá 48 giờ", tone="danger"))
    assert tile.accessibleName() == "Quá hạn: 7. 3 quá 48 giờ"
    with qtbot.waitSignal(tile.clicked, timeout=500):
        send(tile, K.Key_Return, "\r")


def test_bars_are_walked_and_read_as_a_table(qtbot: Any) -> None:
    chart = shown(qtbot, BarChart("Xét nghiệm"))
    chart.set_bars([("T1", 3), ("T2", 1_200), ("T3", 0)], now=1)
    assert chart.accessibleDescription() == "T1: 3; T2: 1.200; T3: 0"
    chart.setFocus()
    send(chart, K.Key_Right)
    with qtbot.waitSignal(chart.opened, timeout=500) as caught:
        send(chart, K.Key_Return, "\r")
    assert caught.args == [2]


def test_a_chart_without_numbers_paints(qtbot: Any) -> None:
    chart = shown(qtbot, BarChart("Trống"))
    chart.set_bars([])
    assert not chart.grab().isNull()
    chart.set_bars([("T1", 0)])
    assert not chart.grab().isNull()


def test_stage_and_badge_say_their_state(qtbot: Any) -> None:
    bar = shown(qtbot, StageBar(("Phát hiện", "Xét nghiệm", "Kết thúc"), 1))
    assert bar.accessibleName() == "Bước 2/3: Xét nghiệm"
    bar.set_current(3)
    assert "đã qua hết" in bar.accessibleName()
    badge = shown(qtbot, Badge("Quá hạn", "danger"))
    badge.set_state("Đúng hạn", "good")
    assert badge.accessibleName() == "Đúng hạn"


def test_masked_values_are_shown_when_asked(qtbot: Any) -> None:
    asked: list[bool] = []

    def reveal() -> str:
        asked.append(True)
        return "079191012345"

    grid = shown(
        qtbot,
        KeyValueGrid([KeyValue("Căn cước", "079•••••345", reveal=reveal), KeyValue("Dân tộc", "", True)]),
    )
    assert not asked
    eye = next(b for b in grid.findChildren(QAbstractButton) if b.accessibleName() == "Hiện Căn cước")
    eye.click()
    assert asked == [True]
    assert "079191012345" in [label.text() for label in grid.findChildren(QLabel)]
    assert grid.findChildren(Badge)[0].text() == "còn thiếu"


def test_ten_thousand_events_are_filtered_and_opened(qtbot: Any) -> None:
    timeline = shown(qtbot, Timeline("Dòng thời gian"))
    timeline.set_events(events(10_000))
    chips = timeline._kinds.chips()
    assert len(chips) == 4
    assert chips["visit"].text() == "Thăm, gặp 2.500"
    chips["visit"].click()
    assert timeline.model.rowCount() == 2_500
    timeline.view.setCurrentIndex(timeline.model.index(3, 0))
    with qtbot.waitSignal(timeline.opened, timeout=500) as caught:
        send(timeline.view, K.Key_Return, "\r")
    assert caught.args == [timeline.model.event_at(3).id]
    timeline.set_events(events(40))
    assert timeline.model.rowCount() == 10, "the filter stays"


@pytest.mark.parametrize("name", sorted(gallery.PAGES))
@pytest.mark.parametrize(("scheme", "size"), [("light", 12), ("dark", 18)])
def test_every_widget_paints_in_both_schemes_and_all_sizes(
    qtbot: Any, name: str, scheme: Any, size: int
) -> None:
    theme().start(scheme, size)
    try:
        page = gallery.PAGES[name]()
        qtbot.addWidget(page)
        page.show()
        assert not page.grab().isNull()
        for control in page.findChildren(QAbstractButton):
            named = control.accessibleName() or control.text()
            assert named or not control.isVisible() or control.focusPolicy() == Qt.FocusPolicy.NoFocus, (
                control
            )
    finally:
        theme().start()
