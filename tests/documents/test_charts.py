"""One drawing for screen and paper: the same shapes, and every value told otherwise than by colour."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.desk.theme.theme import theme
from app.desk.widgets.charts import ChartView
from app.documents.charts import SHEET_WIDTH, ChartFlow, chart_png, dashes, paper_drawing
from app.documents.pdf_fonts import Glyphs
from app.kinds.chart import (
    DASHES,
    FILLS,
    MOST_SERIES,
    Chart,
    Rect,
    Series,
    Sort,
    Stroke,
    Text,
    as_words,
    draw,
    folded,
)
from app.kinds.chart_parts import filled, fold_text, marker, text_width

MONTHS = tuple(f"{n:02d}/2026" for n in range(1, 13))
SORTS: tuple[Sort, ...] = ("bars", "stacked", "lines", "columns")


def chart(sort: Sort = "bars", count: int = 2, *, values: tuple[int | None, ...] = (12, 0, 1234)) -> Chart:
    labels = ("Cai nghiện tự nguyện tại gia đình, cộng đồng của phường", "Nữ", "Chưa ghi")[: len(values)]
    return Chart(
        sort,
        labels,
        tuple(Series(f"Nhóm {n}", values) for n in range(count)),
        empty="Không có",
        others="Khác",
    )


def texts(found: Any) -> list[str]:
    return [one.text for one in found.shapes if isinstance(one, Text)]


class _Recorder(Canvas):
    """A canvas that remembers what it was told to draw."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO())
        self.told: list[tuple[str, Any]] = []

    def rect(self, x: float, y: float, width: float, height: float, **more: Any) -> None:
        self.told.append(("rect", (x, -y - height, width, height)))

    def drawPath(self, path: Any, **more: Any) -> None:
        self.told.append(("stroke", None))

    def drawString(self, x: float, y: float, text: str, **more: Any) -> None:
        self.told.append(("text", (x, -y, text)))

    drawCentredString = drawRightString = drawString  # noqa: N815  # names of the canvas


@pytest.mark.parametrize("sort", SORTS)
def test_screen_and_paper_follow_one_list_of_shapes(qtbot: Any, sort: Sort) -> None:
    theme().start("light", 13)
    view = ChartView("Biểu đồ")
    qtbot.addWidget(view)
    view.resize(round(SHEET_WIDTH * view._unit()), 10)
    view.set_chart(chart(sort))
    paper = paper_drawing(chart(sort))
    assert view.drawing == draw(chart(sort), view.width() / view._unit())
    shown = [type(one).__name__ for one in view.drawing.shapes]
    assert texts(view.drawing) == texts(paper) and len(view.drawing.places) == len(paper.places)
    assert {"Text", "Stroke"} <= set(shown)
    canvas = _Recorder()
    flow = ChartFlow(chart(sort), SHEET_WIDTH, 800, Glyphs())
    flow.canv = canvas
    flow.draw()
    wanted = [
        ("rect", (one.x, one.y, one.width, one.height))
        if isinstance(one, Rect)
        else ("stroke", None)
        if isinstance(one, Stroke)
        else ("text", (one.x, one.y, one.text))
        for one in paper.shapes
    ]
    assert canvas.told == wanted


def test_every_value_of_a_bar_is_written_beside_it() -> None:
    assert [t for t in texts(draw(chart("bars", 1), 480)) if t in ("12", "0", "1.234")] == [
        "12",
        "0",
        "1.234",
    ]
    assert {"1.234", "12", "0"} <= set(texts(draw(chart("columns", 1), 480)))


def test_series_differ_by_more_than_colour() -> None:
    """Painted all in one colour the fills, markers and dashes of no two series are the same."""

    def plain(shapes: list[Any]) -> str:
        return repr([replace(one, colour="x" if one.colour in FILLS else one.colour) for one in shapes])

    assert len({plain(filled(0, 0, 40, 15, n)) for n in range(MOST_SERIES)}) == MOST_SERIES
    assert len({plain(marker(0, 0, n)) for n in range(MOST_SERIES)}) == MOST_SERIES
    assert len(set(DASHES)) == len(set(FILLS)) == MOST_SERIES
    found = draw(Chart("bars", ("a",), tuple(Series(f"Nhóm {m}", (40,)) for m in range(8))), 480)
    assert all(f"Nhóm {m}" in texts(found) for m in range(8))


def test_what_is_negative_unknown_single_or_nothing() -> None:
    for sort in SORTS:
        found = draw(chart(sort, 1, values=(-5, None, 7)), 480)
        assert "-5" in texts(found) or sort == "stacked"
        assert all(one.width >= 0 and one.height >= 0 for one in found.shapes if isinstance(one, Rect))
        assert "7" in texts(draw(chart(sort, 1, values=(7,)), 480))
        assert texts(draw(Chart(sort, (), (Series("x", ()),), empty="Không có"), 480)) == ["Không có"]
        assert draw(chart(sort, 1, values=(0, 0, 0)), 480).shapes
    bars = draw(chart("bars", 1, values=(-5, None, 7)), 480)
    assert "…" in texts(bars)


def test_a_break_is_marked_and_no_line_crosses_it() -> None:
    whole = Chart("lines", MONTHS, (Series("x", tuple(range(12))),))
    broken = Chart("lines", MONTHS, (Series("x", tuple(range(12))),), break_at=6, break_text="Quy định mới")
    assert "Quy định mới" in texts(draw(broken, 480))
    pieces = [
        [one for one in draw(c, 480).shapes if isinstance(one, Stroke) and one.width == 1.6]
        for c in (whole, broken)
    ]
    assert (len(pieces[0]), len(pieces[1])) == (11, 10)


def test_everything_stays_on_the_sheet() -> None:
    for sort in SORTS:
        for found in (draw(chart(sort, 3), 300), draw(chart(sort, 8), 480)):
            for one in found.shapes:
                if isinstance(one, Text):
                    wide = text_width(one.text, one.size)
                    left = one.x - {"start": 0, "middle": wide / 2, "end": wide}[one.anchor]
                    assert left >= -1 and left + wide <= found.width + 1, (sort, one)
                    assert 0 <= one.y <= found.height


def test_many_series_are_added_up_as_others_and_long_words_fold() -> None:
    many = Chart("stacked", ("a",), tuple(Series(f"{n}", (n,)) for n in range(12)), others="Khác")
    kept = folded(many)
    assert [one.name for one in kept.series][-1] == "Khác" and len(kept.series) == 8
    assert sum(one.values[0] or 0 for one in kept.series) == sum(range(12))
    lines = fold_text("Cai nghiện tự nguyện tại gia đình, cộng đồng " * 5, 120)
    assert len(lines) == 3 and lines[-1].endswith("…") and all(text_width(one) <= 120 for one in lines)


def test_the_picture_for_word_is_the_same_drawing() -> None:
    data = chart_png(chart())
    picture = Image.open(io.BytesIO(data))
    assert picture.width == SHEET_WIDTH * 4 and chart_png(chart()) == data
    colours = {colour for _n, colour in picture.getcolors(1 << 20) or ()}
    assert (0, 114, 178) in colours and (230, 159, 0) in colours
    assert len(dashes(Stroke(((0, 0), (100, 0)), "ink", 1, (4, 6)))) == 10


def test_values_are_read_out() -> None:
    assert as_words(chart("bars", 1)).endswith("Nữ: Nhóm 0 0; Chưa ghi: Nhóm 0 1.234")
    assert Chart("bars", (), (), places=1, unit="%").shown(855) == "85,5%"


def test_keys_walk_the_values_and_enter_opens_one(qtbot: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    theme().start("light", 13)
    view = ChartView("Biểu đồ")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_chart(chart("bars", 1))
    opened: list[tuple[int, int]] = []
    view.opened.connect(lambda series, label: opened.append((series, label)))
    view.show()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened and "Biểu đồ" in view.accessibleName() and "1.234" in view.accessibleDescription()
