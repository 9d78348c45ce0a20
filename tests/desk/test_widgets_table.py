from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.desk.models.id_table import IdTableModel
from app.desk.models.source import Query
from app.desk.theme.theme import theme
from app.desk.widgets.chips import Chip
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.table import ListTable
from tests.desk.test_models_id_table import Lane
from tests.desk.test_widgets_fields import CONTROL, send, shown, type_text
from tests.desk.widget_samples import COLUMNS, FakeSource, line_of

K = Qt.Key


class Kept(dict[str, Mapping[str, Any]]):
    """Remembers arrangements."""

    def load(self, key: str) -> Mapping[str, Any] | None:
        return self.get(key)

    def save(self, key: str, value: Mapping[str, Any]) -> None:
        self[key] = value


@pytest.fixture(autouse=True)
def _dressed(qapp: Any) -> None:
    theme().start()


def made(qtbot: Any, n: int = 2_000, kept: Kept | None = None) -> tuple[ListTable, FakeSource, Lane]:
    source, lane = FakeSource(n), Lane()
    model = IdTableModel(source, COLUMNS, runner=lane)
    table = ListTable(model, "Người quản lý", memory=kept, key="people")
    table.resize(900, 400)
    shown(qtbot, table)
    model.show(Query())
    lane.run()
    return table, source, lane


def model_of(table: ListTable) -> IdTableModel:
    model = table.model()
    assert isinstance(model, IdTableModel)
    return model


def test_enter_and_double_click_open_the_row(qtbot: Any) -> None:
    table, _source, _lane = made(qtbot)
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.select_ids([5], 5)
    send(table, K.Key_Return, "\r")
    box = table.visualRect(model_of(table).index(2, 1)).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box)
    assert opened == [5, 3]


def test_copied_rows_have_the_header_and_the_order_shown(qtbot: Any) -> None:
    table, _source, _lane = made(qtbot)
    table.header.moveSection(table.header.visualIndex(2), 1)
    table.header.setSectionHidden(5, True)
    table.select_ids([2, 4])
    send(table, K.Key_C, "\x03", CONTROL)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][0] == "STT"
    assert len(lines) == 3
    two = line_of(2)
    assert lines[1] == ["2", two[1], two[0], two[2], two[3]]


def test_the_selection_stays_with_its_people(qtbot: Any) -> None:
    table, source, lane = made(qtbot)
    table.select_ids([10, 11, 500], 500)
    source.numbers = array("q", [9_000, 9_001, *(n for n in source.numbers if n != 11)])
    model_of(table).refresh({9_000, 9_001, 11})
    lane.run()
    assert table.selected_ids() == [10, 500]
    assert table.current_id() == 500
    model_of(table).sort(1, Qt.SortOrder.DescendingOrder)
    lane.run()
    assert sorted(table.selected_ids()) == [10, 500]


def test_the_count_is_told(qtbot: Any) -> None:
    table, _source, _lane = made(qtbot, 12_345)
    said: list[str] = []
    table.count_text.connect(said.append)
    table.selectAll()
    assert said[-1] == "12.345 dòng · đã chọn 12.345"
    table.select_ids([1])
    assert said[-1] == "12.345 dòng"


def test_columns_are_remembered(qtbot: Any) -> None:
    kept = Kept()
    table, _source, _lane = made(qtbot, kept=kept)
    table.header.resizeSection(1, 222)
    table.header.moveSection(table.header.visualIndex(3), 1)
    table.header.setSectionHidden(4, True)
    table.header.keep()
    again, _source, _lane = made(qtbot, kept=kept)
    assert again.header.sectionSize(1) == 222
    assert again.header.visualIndex(3) == 1
    assert again.header.isSectionHidden(4)
    again.header.reset_columns()
    assert not again.header.isSectionHidden(4)
    assert again.header.visualIndex(3) == 3


def test_fitting_a_column_reads_only_what_is_seen(qtbot: Any) -> None:
    table, source, _lane = made(qtbot, 100_000)
    source.reads = 0
    table.resizeColumnToContents(1)
    assert source.reads == 0
    assert 60 < table.columnWidth(1) < 260


def test_letters_go_to_the_search_box_and_read_nothing(qtbot: Any) -> None:
    table, source, _lane = made(qtbot, 100_000)
    wanted: list[str] = []
    table.search_wanted.connect(wanted.append)
    source.reads = 0
    type_text(table, "d")
    assert wanted == ["d"]
    assert source.reads == 0


def test_an_empty_list_says_why(qtbot: Any) -> None:
    table, source, lane = made(qtbot, 0)
    empty = EmptyState("users", "Chưa có người nào", "Sổ còn trống.")
    table.set_empty(empty)
    assert empty.isVisible()
    source.numbers = array("q", [1])
    model_of(table).show(Query())
    lane.run()
    assert not empty.isVisible()


def test_rows_grow_with_the_type(qtbot: Any) -> None:
    table, _source, _lane = made(qtbot)
    small = table.rowHeight(0)
    wide = table.columnWidth(1)
    theme().set_px(18)
    try:
        assert table.rowHeight(0) > small
        assert table.rowHeight(0) >= table.fontMetrics().height() + 6
        assert table.columnWidth(1) > wide
    finally:
        theme().set_px(13)
    assert table.columnWidth(1) == wide


def test_the_row_under_the_pointer_is_known(qtbot: Any) -> None:
    table, _source, _lane = made(qtbot)
    QTest.mouseMove(table.viewport(), QPoint(50, table.rowHeight(0) * 3 + 4))
    qtbot.waitUntil(lambda: table.hover_row == 3, timeout=1_000)


def bar_of(qtbot: Any) -> FilterBar:
    quick = [
        QuickFilter("status", "Diện", [("s", "Sau cai"), ("u", "Sử dụng")]),
        QuickFilter("h", "Thôn", [("1", "Tổ 1")]),
    ]
    bar: FilterBar = shown(qtbot, FilterBar("Tìm", quick))
    return bar


def test_search_waits_for_the_last_letter(qtbot: Any) -> None:
    bar = bar_of(qtbot)
    told: list[str] = []
    bar.changed.connect(lambda: told.append(bar.words()))
    with qtbot.waitSignal(bar.changed, timeout=2_000):
        type_text(bar.search, "dang")
    assert told == ["dang"]
    assert bar.search.text() == "dang"
    send(bar.search, K.Key_Return, "\r")
    assert told == ["dang"], "the same question is not asked twice"


def test_filters_show_as_chips_and_are_cleared(qtbot: Any) -> None:
    bar = bar_of(qtbot)
    asked: list[Query] = []
    bar.changed.connect(lambda: asked.append(bar.query(Query(sort="name"))))
    bar.set_filter("status", "s")
    bar.set_filter("h", "1")
    assert asked[-1] == Query("", (("status", "s"), ("h", "1")), "name")
    assert bar.describe() == "Diện: Sau cai, Thôn: Tổ 1"
    chip = bar._chips.findChildren(Chip)[0]
    chip.click()
    assert asked[-1].filters == (("h", "1"),)
    bar.clear()
    assert not asked[-1].filters
    assert not bar._chips.isVisible()


def test_down_leaves_the_search_box_for_the_list(qtbot: Any) -> None:
    bar = bar_of(qtbot)
    with qtbot.waitSignal(bar.down, timeout=500):
        send(bar.search, K.Key_Down)
