"""The page of targets: a plan, its criteria, records behind numbers, stated results, baselines, papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from app.desk.pages.people.work import session_of
from app.desk.pages.targets.page import TargetsPage
from app.desk.shell.desk import Desk
from app.register.targets import load_shipped, progress, shipped_named
from tests.desk.open_register import audit_of, open_desk

PLAN = "ninh-thuan-2030"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home", 12) as opened:
        yield opened


def settled(qtbot, desk: Desk) -> None:
    qtbot.waitUntil(desk.lane.is_idle)


def page_of(qtbot, desk: Desk, plan: str = "") -> TargetsPage:
    page = TargetsPage(desk)
    qtbot.addWidget(page)
    page.resize(1096, 616)
    page.show()
    page.arrive(plan)
    settled(qtbot, desk)
    return page


def loaded(qtbot, desk: Desk, name: str = PLAN) -> TargetsPage:
    plan = shipped_named(name)
    load_shipped(session_of(desk), plan, here=name == PLAN)
    return page_of(qtbot, desk, plan.id)


def choose(page: TargetsPage, indicator: str) -> int:
    place = [one.indicator for one in page.table.lines].index(indicator)
    page.table.table.select_ids([place], place)
    return place


def test_without_a_plan_one_is_loaded_from_the_list(qtbot, desk: Desk) -> None:
    page = page_of(qtbot, desk)
    assert page.stack.currentIndex() == 2 and not page.pdf.isEnabled()
    page.acts.offer_plans()
    settled(qtbot, desk)
    sheet = page.acts.load
    assert sheet.isVisible() and len(sheet.offers) == 7 and "1" in sheet.adds.text()
    names = [offer.plan.name for offer in sheet.offers]
    place = names.index("lai-chau-2020")
    sheet.table.select_ids([place], place)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    settled(qtbot, desk)
    settled(qtbot, desk)
    assert page.stack.currentIndex() == 0 and len(page.table.lines) == 7 and sheet.isHidden()
    page.acts.offer_plans()
    settled(qtbot, desk)
    again = next(offer for offer in sheet.offers if offer.plan.name == "lai-chau-2020")
    assert again.addition.is_nothing


def test_a_number_opens_its_records(qtbot, desk: Desk) -> None:
    page = loaded(qtbot, desk)
    place = choose(page, "with_file")
    line = page.table.lines[place]
    assert line.done and len(line.records) == line.done
    page.table.table.opened.emit(place)
    settled(qtbot, desk)
    assert [one.id for one in page._records.lines] == list(line.records)
    assert ("view", "indicator:with_file") in audit_of(desk)
    wanted: list[tuple[str, str]] = []
    desk.page_wanted.connect(lambda name, target: wanted.append((name, target)))
    page._records.table.opened.emit(0)
    assert wanted == [("people", line.records[0])]


def test_what_cannot_be_told_says_why_and_how_to_mend_it(qtbot, desk: Desk) -> None:
    page = loaded(qtbot, desk)
    place = choose(page, "breaches_of_law_by_people_with_file")
    texts = [page.table.table.text_at(place, column) for column in range(1, 8)]
    assert texts[2:5] == ["–", "–", "–"]
    assert page.detail.reason.isVisible() and page.detail.reason.text()
    assert page.detail.state.isVisible() and not page.detail.open.isVisible()


def test_a_result_is_stated_with_its_source(qtbot, desk: Desk) -> None:
    page = loaded(qtbot, desk)
    place = choose(page, "communes_kept_drug_free")
    page.acts.state_result(page.table.lines[place])
    form = page.acts.result_form.form
    form.field("value").set_typed("13")
    page.acts.save_result()
    assert page.acts.result.isVisible(), "a source is missing"
    form.field("source").set_typed("Báo cáo số 12/BC-CAT")
    page.acts.save_result()
    settled(qtbot, desk)
    settled(qtbot, desk)
    line = page.table.lines[place]
    assert (line.done, line.origin, line.verdict.state) == (13, "typed", "met")
    assert not page.acts.result.isVisible() and page.detail.line is line


def test_a_baseline_is_frozen_and_taken_back(qtbot, desk: Desk) -> None:
    page = loaded(qtbot, desk)
    place = choose(page, "with_file")
    page.acts.ask_freeze(page.table.lines[place])
    page.acts.freeze_form.form.field("as_of").set_typed("01/11/2026")
    page.acts.freeze()
    settled(qtbot, desk)
    settled(qtbot, desk)
    frozen = page.table.lines[place].baseline
    assert frozen is not None and frozen.ids and frozen.as_of == date(2026, 11, 1)
    assert page.detail.thaw.isVisible() and not page.detail.freeze.isVisible()
    page.acts.take_back(page.table.lines[place], "chốt nhầm ngày")
    settled(qtbot, desk)
    settled(qtbot, desk)
    now = page.table.lines[place].baseline
    assert now is None or not now.ids


def test_the_annex_by_criterion_and_by_unit(qtbot, desk: Desk, tmp_path: Path) -> None:
    page = loaded(qtbot, desk, "long-bien-2023")
    assert [one.target for one in page.table.lines] == [31, 17, 1, 1]
    assert [one.done for one in page.table.lines] == [None] * 4
    page.by_unit.click()
    assert page.stack.currentIndex() == 1
    last = page.units_model.rowCount() - 1
    assert [page.units_model.text(last, column) for column in (5, 8, 11, 14)] == ["31", "17", "1", "1"]
    assert page.units_model.text(13, 5) == "0" and page.units_model.text(13, 11) == ""
    page.save_table(tmp_path / "a.pdf")
    settled(qtbot, desk)
    text = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert "BIỂU KẾT QUẢ" in text and "Cự Khối" in text and "Tổng" in text


def test_the_paper_of_a_plan_names_clause_and_reason(qtbot, desk: Desk, tmp_path: Path) -> None:
    page = loaded(qtbot, desk)
    page.save_table(tmp_path / "b.pdf")
    page.save_table(tmp_path / "b.xlsx")
    settled(qtbot, desk)
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(tmp_path / "b.pdf").pages).split())
    assert "Mục I.2.3" in text and "Chưa có kết quả được nhập" in text
    assert (tmp_path / "b.xlsx").stat().st_size > 4_000
    assert len(progress(session_of(desk))) == 14
