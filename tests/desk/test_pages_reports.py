"""The page of reports and the preview it shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.reports.page import ReportsPage
from app.desk.pages.reports.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.pdf_preview import PdfPreview
from app.desk.widgets.pdf_sheets import page_image, page_sizes
from app.documents.reports.paper import report_bytes, report_paper
from app.kinds.faults import Fault
from app.register.people import save
from app.register.reports.copies import copies_of
from app.register.reports.overview import CHANGED, READY
from app.register.reports.periods import period_of
from app.register.reports.sealing import sealed_reports
from tests.desk.open_register import open_desk
from tests.documents.test_reports import snapshot

pytestmark = pytest.mark.qt


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    with open_desk(tmp_path / "home", 12) as made:
        yield made


@pytest.fixture
def page(desk: Desk, qtbot) -> Iterator[ReportsPage]:
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    made.resize(1096, 616)
    made.show()
    settle(desk)
    yield made
    settle(desk)


@pytest.fixture
def preview(desk: Desk, qtbot) -> Iterator[PdfPreview]:
    made = PdfPreview(desk.lane)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    yield made
    settle(desk)


def paper() -> bytes:
    return report_bytes(report_paper(snapshot()), "pdf")


def test_the_report_that_waits_is_shown_first(page: ReportsPage) -> None:
    entry = page.list.entry()
    assert entry is not None and (entry.name, entry.state) == ("month", READY)
    assert page.shown is not None and page.shown.entry == entry
    assert page.preview.data == page.shown.pdf and page.preview.pages == len(
        PdfReader(io.BytesIO(page.shown.pdf)).pages
    )
    assert page.seal_button.isEnabled() and all(one.isEnabled() for one in page.forms.values())


def test_an_open_period_has_a_preview_and_no_seal(page: ReportsPage, desk: Desk) -> None:
    today = session_of(desk).today()
    assert page.list.choose("year", period_of("year", today))
    settle(desk)
    assert page.shown is not None and page.preview.pages > 0
    assert not page.seal_button.isEnabled()


def test_sealing_asks_and_then_keeps_the_report(page: ReportsPage, desk: Desk, tmp_path: Path, qtbot) -> None:
    page.seal_button.click()
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.act.click()
    settle(desk)
    settle(desk)
    (report,) = sealed_reports(session_of(desk))
    entry = page.list.entry()
    assert entry is not None and entry.sealed == report
    assert not page.seal_button.isEnabled() and not page.panel.dates.isEnabled()
    files = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for path in files:
        page.acts.write(path)
        settle(desk)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert [one.number for one in copies_of(session_of(desk), report)] == [1, 2]
    settle(desk)
    assert page.shown is not None and len(page.shown.copies) == 2


def test_a_late_entry_marks_the_sealed_report(page: ReportsPage, desk: Desk) -> None:
    session = session_of(desk)
    page.acts.seal_now()
    settle(desk)
    (report,) = sealed_reports(session)
    person = page.shown.report.behind("with_file")[0][1] if page.shown else ""
    save(session, "visit", "", {"person": person, "visited_on": report.period.last.isoformat()})
    page.reload()
    settle(desk)
    settle(desk)
    texts = [
        item.text(1)
        for item in page.list.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
    ]
    from app.register.reports.overview import STATES
    from app.words import _

    assert texts.count(_(STATES[CHANGED][0])) == 1
    assert page.panel.badge.text() == _(STATES[CHANGED][0])


def test_another_day_sort_counts_anew(page: ReportsPage, desk: Desk) -> None:
    before = page.shown
    page.panel.dates.setCurrentIndex(page.panel.dates.findData("entry"))
    settle(desk)
    assert page.shown is not None and before is not None
    assert (before.report.head.dates, page.shown.report.head.dates) == ("event", "entry")


def test_a_window_of_ones_own(page: ReportsPage, desk: Desk) -> None:
    page.list.choose_window()
    assert page.shown is None and not page.seal_button.isEnabled() and not page.preview.data
    page.panel.go.click()
    assert page.strips.strips()
    page.panel.first.set_value("2026-06-01")
    page.panel.last.set_value("2026-06-30")
    page.panel.go.click()
    settle(desk)
    assert page.shown is not None and page.shown.entry.period.first == date(2026, 6, 1)
    assert page.seal_button.isEnabled()
    page.acts.seal_now()
    settle(desk)
    assert [one.name for one in sealed_reports(session_of(desk))] == ["campaign"]


def test_what_is_missing_leads_to_where_it_is_mended(page: ReportsPage, desk: Desk, qtbot) -> None:
    page.arrive("year")
    settle(desk)
    assert page.shown is not None
    by_page = next(one for one in page.shown.checks if one.page == "population")
    with qtbot.waitSignal(desk.page_wanted) as asked:
        page.acts.mend(by_page)
    assert asked.args == ["community", "population+"]
    people = next(one for one in page.shown.checks if one.field)
    page.acts.mend(people)
    settle(desk)
    assert len(page.acts.to_mend.things) == people.count
    with qtbot.waitSignal(desk.page_wanted) as asked:
        page.acts.to_mend.opened.emit(0)
    assert asked.args == ["people", f"{page.acts.to_mend.things[0].id}#edit:{people.field}"]


def test_the_preview_draws_pages_and_zooms(preview: PdfPreview, desk: Desk, qtbot) -> None:
    data = paper()
    with qtbot.waitSignal(preview.shown) as told:
        preview.show_pdf(data)
    assert told.args == [len(page_sizes(data))] == [preview.pages]
    qtbot.waitUntil(lambda: preview.sheets.has(0))
    place = preview.sheets.place_of(0)
    drawn = preview.sheets.grab(place).toImage()
    inked = {
        drawn.pixelColor(x, y).lightness()
        for x in range(0, drawn.width(), 2)
        for y in range(0, drawn.height(), 2)
    }
    assert min(inked) < 90 and max(inked) == 255
    assert abs(place.width() - preview.area.viewport().width()) <= 24
    before = place.width()
    preview.zoom_in()
    assert preview.sheets.place_of(0).width() > before
    preview.zoom_out()
    preview.zoom_out()
    assert preview.sheets.place_of(0).width() <= before
    preview.fit_width()
    qtbot.waitUntil(lambda: preview.sheets.place_of(0).width() == before)


def test_only_the_newest_file_is_shown(preview: PdfPreview, desk: Desk) -> None:
    short, long = report_bytes(report_paper(snapshot(lists=[])), "pdf"), paper()
    preview.show_pdf(long)
    preview.show_pdf(short)
    settle(desk)
    assert preview.data == short


def test_bytes_that_are_no_pdf_are_told(preview: PdfPreview, desk: Desk, qtbot) -> None:
    with pytest.raises(Fault) as told:
        page_sizes(b"%PDF-1.4 nothing")
    assert told.value.code == "E_PREVIEW"
    with qtbot.waitSignal(preview.failed):
        preview.show_pdf(b"no pdf at all")
    assert not preview.data and not preview.print_button.isEnabled()


def test_printing_puts_every_page_on_paper(preview: PdfPreview, desk: Desk, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(preview.shown):
        preview.show_pdf(paper())
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        preview.print_to(printer)
    out = PdfReader(tmp_path / "out.pdf")
    assert len(out.pages) == preview.pages
    assert out.pages[0].mediabox.width > out.pages[0].mediabox.height
    assert page_image((tmp_path / "out.pdf").read_bytes(), 0, 0.3).width() > 0


@pytest.mark.parametrize(("name", "make"), PICTURES, ids=[name for name, _make in PICTURES])
def test_every_state_can_be_pictured(desk: Desk, qtbot, name: str, make) -> None:
    page = make(desk)
    qtbot.addWidget(page)
    assert not page.grab().isNull()
