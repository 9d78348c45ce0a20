"""Renders every widget to PNG for people to look at: ``python -m tests.desk.gallery FOLDER``."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.models.source import Query
from app.desk.theme.theme import theme
from app.desk.widgets.badge import Badge
from app.desk.widgets.calendar_popup import CalendarPopup
from app.desk.widgets.choice_fields import ChoiceField
from app.desk.widgets.confirm import ConfirmDialog, LeaveDialog
from app.desk.widgets.date_fields import DateField
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.duplicates import DuplicateHints, Likeness
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.fields import options_of
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.form import Form
from app.desk.widgets.papers_field import PapersField
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid, SectionHeader
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.stage import StageBar
from app.desk.widgets.strips import ProgressStrip, Strip, Strips
from app.desk.widgets.table import ListTable
from app.desk.widgets.tiles import BarChart, NumberTile
from app.desk.widgets.timeline import Timeline
from app.kinds import codes
from app.words import set_language
from tests.desk.widget_samples import COLUMNS, NOW, SAMPLE, SAMPLE_VALUES, FakeSource, Officers, events

STATUS = QuickFilter("status", "Diện quản lý", [("u", "Người sử dụng"), ("s", "Quản lý sau cai")])
HAMLET = QuickFilter("hamlet", "Thôn, tổ", [("1", "Tổ dân phố 1"), ("2", "Tổ dân phố 2")])


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(10)
    return page, column


def list_page() -> QWidget:
    page, column = _page()
    bar = FilterBar("Tìm họ tên, số giấy tờ, điện thoại", [STATUS, HAMLET])
    model = IdTableModel(FakeSource(100_000), COLUMNS, page)
    table = ListTable(model, "Người quản lý")
    table.count_text.connect(bar.set_count)
    model.show(Query())
    model.all_ids()
    column.addWidget(bar)
    column.addWidget(table, 1)
    bar.set_state("", {"status": "s", "hamlet": "2"})
    table.select_ids([3, 4, 9], 9)
    table.hover_row = 5
    page.resize(1000, 620)
    return page


def empty_page() -> QWidget:
    page, column = _page()
    model = IdTableModel(FakeSource(0), COLUMNS, page)
    table = ListTable(model, "Người quản lý")
    empty = EmptyState(
        "users", "Chưa có người nào", "Sổ còn trống. Thêm người đầu tiên hoặc nhập danh sách từ Excel."
    )
    empty.add_action("Thêm người đầu tiên", page.update, icon="user-plus", primary=True)
    empty.add_action("Nhập từ Excel", page.update, icon="table-import")
    table.set_empty(empty)
    model.show(Query())
    model.all_ids()
    column.addWidget(table, 1)
    page.resize(800, 420)
    return page


def form_page(*, filled: bool = True) -> QWidget:
    page, column = _page()
    form = Form(SAMPLE, columns=2, lookups={"officer": Officers()})
    if filled:
        form.set_values(SAMPLE_VALUES)
        form.field("name").set_typed("Đặng Thị Ngọc Ánh (sửa)")
        form.field("birth").set_typed("31/02/1991")
        form.check()
    column.addWidget(form)
    page.resize(980, page.sizeHint().height())
    return page


def parts_page() -> QWidget:
    page, column = _page()
    strips = Strips()
    strips.add(Strip("Ổ USB đã đầy (còn 12 MB, cần 40 MB). Chọn ổ khác.", tone="danger"))
    strips.add(Strip("3 người thiếu năm sinh.", tone="warn"))
    strips.offer_undo("Đã xóa 3 dòng.", page.update)
    column.addWidget(strips)
    progress = ProgressStrip("Đang nhập danh sách")
    progress.set_progress(2345, 5000)
    column.addWidget(progress)
    tiles = QHBoxLayout()
    for caption, value, note, tone in (
        ("Đang quản lý", "1.284", "12 mới trong tháng", "neutral"),
        ("Quá hạn", "7", "3 quá 48 giờ", "danger"),
        ("Xét nghiệm tháng này", "96", "còn 14 lần", "warn"),
        ("Tỷ lệ chỉ tiêu", "82 %", "đạt 9/11", "good"),
    ):
        tiles.addWidget(NumberTile(caption, value, note=note, tone=tone))
    column.addLayout(tiles)
    column.addWidget(SectionHeader("Xét nghiệm theo tháng", note="12 tháng gần nhất", icon="chart-bar"))
    chart = BarChart("Xét nghiệm theo tháng")
    chart.set_bars(
        [
            (f"T{m}", n)
            for m, n in zip(range(1, 13), (31, 42, 28, 0, 55, 61, 47, 39, 70, 84, 66, 21), strict=True)
        ],
        10,
    )
    column.addWidget(chart)
    column.addWidget(StageBar(("Phát hiện", "Xét nghiệm", "Xác định", "Biện pháp", "Sau cai", "Kết thúc"), 3))
    badges = QHBoxLayout()
    for text, tone in (
        ("Đang quản lý", "info"),
        ("Đúng hạn", "good"),
        ("Còn 5 ngày", "warn"),
        ("Quá hạn 3 ngày", "danger"),
        ("Đã chuyển đi", "neutral"),
    ):
        badges.addWidget(Badge(text, tone))
    badges.addStretch(1)
    column.addLayout(badges)
    header = SectionHeader("Thông tin", icon="id")
    header.add_action("Sửa (F2)", page.update, icon="pencil")
    column.addWidget(header)
    column.addWidget(
        KeyValueGrid(
            [
                KeyValue("Họ và tên", "Đặng Thị Ngọc Ánh"),
                KeyValue("Sinh", "05/03/1991 (35 tuổi)"),
                KeyValue("Căn cước", "079•••••345", reveal=str),
                KeyValue("Dân tộc", "", expected=True),
                KeyValue("Tôn giáo", ""),
                KeyValue("Hạn quản lý", "Quá hạn 3 ngày (20/11/2026)", tone="danger"),
            ],
            columns=3,
        )
    )
    column.addStretch(1)
    page.resize(900, 800)
    return page


def timeline_page() -> QWidget:
    page, column = _page()
    timeline = Timeline("Dòng thời gian")
    timeline.set_events(events(10_000))
    column.addWidget(timeline)
    timeline.view.setCurrentIndex(timeline.model.index(1, 0))
    page.resize(1000, 560)
    sheet = SideSheet(page, "Ghi kết quả xét nghiệm", save="Lưu kết quả")
    form = Form(SAMPLE, ["seen_at", "panel", "note"], with_meter=False)
    sheet.set_content(form, form.is_changed)
    page.show()
    sheet.open()
    page.activateWindow()
    return page


def dialogs_page() -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    delete = ConfirmDialog(
        "Xóa 3 dòng xét nghiệm", "Ba dòng sẽ ra khỏi danh sách và các báo cáo; lịch sử vẫn giữ.", "Xóa 3 dòng",
        details=["Đặng Thị Ngọc Ánh, 12/03/2026", "Lê Hoà, 14/03/2026"], destructive=True, needs_reason=True,
        reasons=[("twice", "Nhập trùng"), ("wrong", "Nhập nhầm người")],
    )  # fmt: skip
    hints = DuplicateHints()
    hints.set_found(
        [
            Likeness(
                "1",
                "Đặng Thị Ngọc Ánh",
                "1991 · Tổ 7, xã Ninh Phước",
                "possible",
                ("Cùng tên, năm sinh lệch 1",),
            ),
            Likeness(
                "2",
                "Đặng Ngọc Ánh",
                "05/03/1991 · 079•••••345 · Tổ 2",
                "sure",
                ("Trùng số căn cước", "Trùng ngày sinh"),
            ),
        ]
    )
    hints.setFixedWidth(320)
    for place, widget in enumerate((delete, LeaveDialog("Thêm người"), hints)):
        widget.setWindowFlags(Qt.WindowType.Widget)
        grid.addWidget(widget, 0 if place != 1 else 1, 1 if place == 2 else 0, 2 if place == 2 else 1, 1)
    page.resize(860, 560)
    return page


def popups_page() -> QWidget:
    """The popups are windows of their own, so their contents are taken over into the page."""
    page = QWidget()
    line = QHBoxLayout(page)
    day = DateField("Ngày quyết định", relative=True, clock=_clock)
    day.set_value("2026-12-01")
    popup = CalendarPopup(page)
    popup.open_at(date(2026, 11, 23), day)
    popup.setWindowFlags(Qt.WindowType.Widget)
    choice = ChoiceField("Dân tộc", options_of(codes.ETHNICITY))
    choice.set_typed("g")
    choice.show_fault()
    column = QVBoxLayout()
    column.addWidget(day)
    column.addWidget(popup)
    column.addStretch(1)
    line.addLayout(column)
    right = QVBoxLayout()
    right.addWidget(choice)
    empty = Form(SAMPLE, ["name", "birth", "papers", "consent"], with_meter=True)
    papers = empty.field("papers")
    assert isinstance(papers, PapersField)
    papers.set_value([{"sort": "cccd", "number": "07919101234"}])
    keeper = DraftKeeper("k", empty, _no_save, _one_draft, empty, clock=_clock)
    strip = keeper.offer(page)
    if strip is not None:
        right.addWidget(strip)
    right.addWidget(empty)
    right.addStretch(1)
    line.addLayout(right, 1)
    page.resize(980, 420)
    return page


def _clock() -> datetime:
    return NOW


def _no_save(key: str, draft: dict[str, Any] | None) -> None:
    """The gallery keeps nothing."""


def _one_draft(key: str) -> dict[str, Any] | None:
    return {"at": NOW.isoformat(), "fields": {}}


PAGES = {
    "popups": popups_page,
    "list": list_page,
    "empty": empty_page,
    "form": form_page,
    "parts": parts_page,
    "timeline": timeline_page,
    "dialogs": dialogs_page,
}


def render(folder: Path, which: list[str]) -> None:
    """Every page in both schemes, Vietnamese, and English at large type."""
    app = QApplication.instance() or QApplication([])
    for lang, scheme, size in (("vi", "light", 13), ("vi", "dark", 13), ("en", "light", 18)):
        set_language(lang)
        theme().start(scheme, size)  # type: ignore[arg-type]
        for name in which or PAGES:
            page = PAGES[name]()
            page.show()
            for _turn in range(4):
                app.processEvents()
            page.grab().save(str(folder / f"{name}-{lang}-{scheme}-{size}.png"))
            page.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    render(target, sys.argv[2:])
