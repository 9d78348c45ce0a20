"""The page of statistics: figures found by typing, numbers that open their records, files and copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.statistics.export import StatisticExport
from app.desk.pages.statistics.page import StatisticsPage
from app.desk.pages.statistics.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.register.counting.count import count
from app.register.counting.sheet import TREND
from tests.desk.open_register import audit_of, open_desk


@pytest.fixture
def desk(qapp: Any, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 20) as made:
        yield made


@pytest.fixture
def page(qtbot: Any, desk: Desk) -> StatisticsPage:
    made = StatisticsPage(desk)
    qtbot.addWidget(made)
    made.resize(1096, 616)
    made.show()
    settle(desk)
    return made


def show(desk: Desk, page: StatisticsPage, target: str) -> None:
    page.arrive(target)
    settle(desk)


def test_a_figure_is_found_by_typing_without_marks(desk: Desk, page: StatisticsPage) -> None:
    assert "with_file" in page.figures.names() and len(page.figures.names()) > 40
    page.figures.search.setText("xet nghiem duong tinh")
    assert page.figures.names() == ["tests_positive", "share_positive"]
    QTest.keyClick(page.figures.search, Qt.Key.Key_Return)
    settle(desk)
    assert page.sheet is not None and page.sheet.ask.figure == "tests_positive"
    page.figures.search.setText("giày")
    assert page.figures.names() == []


def test_numbers_sums_and_chart_are_those_counted(desk: Desk, page: StatisticsPage) -> None:
    show(desk, page, "with_file?sex")
    assert page.sheet is not None
    whole = count(session_of(desk), "with_file", page.sheet.ask.span)
    last = page.model.rowCount() - 1
    assert page.model.is_sum(last) and page.model.number(last, 1) == whole
    assert sum(page.model.number(row, 1) or 0 for row in range(last)) == whole
    assert [one.values for one in page.chart.chart.series] == [
        tuple(page.model.number(row, 1) for row in range(last))
    ]
    assert page.sheet.definition.words in page._words.text() and "127" in page._clause.text()


def test_a_number_opens_exactly_its_records_and_a_person_their_page(desk: Desk, page: StatisticsPage) -> None:
    show(desk, page, "with_file?sex")
    gone: list[tuple[str, str]] = []
    desk.page_wanted.connect(lambda where, target: gone.append((where, target)))
    wanted = page.model.number(0, 1)
    page.table.setCurrentIndex(page.model.index(0, 1))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle(desk)
    things = page.behind.table.things
    assert len(things) == wanted and page.behind.sheet.isVisible()
    page.behind.table.opened.emit(0)
    assert gone == [("people", things[0].person)]
    assert ("view", "statistics:with_file") in audit_of(desk)
    assert page.model.keys(page.model.rowCount() - 1, 1) == (None, None)


def test_a_bar_opens_the_same_records_as_its_cell(desk: Desk, page: StatisticsPage) -> None:
    show(desk, page, "with_file?code")
    page.asking.columns.setCurrentIndex(page.asking.columns.findData("sex"))
    page.reload()
    settle(desk)
    place = next(one for one in page.chart.drawing.places if page.model.number(one.label, one.series + 1))
    page.chart.opened.emit(place.series, place.label)
    settle(desk)
    assert len(page.behind.table.things) == page.model.number(place.label, place.series + 1)


def test_what_does_not_fit_a_figure_is_not_offered(desk: Desk, page: StatisticsPage) -> None:
    show(desk, page, "with_file?sex")
    assert not page.asking.dates.isEnabled()
    show(desk, page, "visits?sex")
    assert page.asking.dates.count() == 2
    page.asking.dates.setCurrentIndex(page.asking.dates.findData("entry"))
    page.asking.dates.activated.emit(1)
    settle(desk)
    assert page.sheet is not None and page.sheet.ask.span.dates == "entry"
    show(desk, page, f"share_in_rehab?{TREND}")
    assert not page.asking.columns.isEnabled()
    assert not page.asking.unit.isVisibleTo(page)


def test_periods_step_and_free_days_can_be_typed(desk: Desk, page: StatisticsPage) -> None:
    show(desk, page, "visits?sex")
    assert page.sheet is not None
    first = page.sheet.ask.span.first
    page.asking.back.click()
    settle(desk)
    assert page.sheet.ask.span.last < first
    page.asking.period.chips()["free"].click()
    page.asking.first.set_typed("01/12/2026")
    page.asking.last.set_typed("01/11/2026")
    page.reload()
    settle(desk)
    assert len(page.strips.strips()) == 1
    page.asking.last.set_typed("10/12/2026")
    page.reload()
    settle(desk)
    assert page.strips.strips() == [] and page.sheet.ask.span.first.isoformat() == "2026-12-01"


def test_copy_and_files(desk: Desk, page: StatisticsPage, tmp_path: Path, qtbot: Any) -> None:
    show(desk, page, "with_file?code")
    page.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == page.model.rowCount() + 1 and "\t" in lines[0]
    assert page.sheet is not None
    dialog = StatisticExport(desk, page.sheet, None, page)
    assert dialog.small.isChecked()
    for suffix in ("pdf", "docx", "xlsx"):
        dialog.write(tmp_path / f"bieu.{suffix}")
        settle(desk)
        assert (tmp_path / f"bieu.{suffix}").stat().st_size > 2000
    text = " ".join("".join(one.extract_text() for one in PdfReader(tmp_path / "bieu.pdf").pages).split())
    assert "dưới 3 người" in text and "Từ ngày 15/12/2025 đến ngày 14/12/2026; theo ngày xảy ra" in text
    assert page.sheet.definition.clause in text
    dialog.close()


@pytest.mark.parametrize("name", [name for name, _make in PICTURES])
def test_every_state_can_be_pictured(desk: Desk, qtbot: Any, name: str) -> None:
    made = dict(PICTURES)[name](desk)
    qtbot.addWidget(made)
    assert not made.grab().isNull()
