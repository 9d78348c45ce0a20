"""The page of compulsory files: steps one by one, who owes the next, skipped steps, hold, execution."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.desk.pages.compulsory.page import CompulsoryPage
from app.desk.pages.compulsory.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.badge import Badge
from app.kinds.compulsory import CompulsoryFile
from app.kinds.faults import Fault
from app.kinds.rehab import RehabEpisode
from app.register.compulsory import advance_file
from tests.desk.case_people import Cases, choose, fill_cases, settle, shown
from tests.desk.open_register import open_desk


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 0) as made:
        yield made


@pytest.fixture
def cases(desk: Desk) -> Cases:
    return Cases(desk.register.session)


def said(page: CompulsoryPage) -> str:
    panel = page.list.panel
    return "\n".join(
        [label.text() for label in panel.findChildren(QLabel)] + [b.text() for b in panel.findChildren(Badge)]
    )


def test_each_step_is_one_action_and_the_next_one_is_named(qtbot, desk: Desk, cases: Cases) -> None:
    record = cases.file(4)
    page = shown(qtbot, desk, CompulsoryPage(desk))
    for key in ("notice_on", "notice_received_on", "read_on", "sent_on"):
        choose(qtbot, desk, page.list, "compulsory_file", record.id)
        assert page.list.panel.steps[0].key == key
        page.list.panel.next_button.click()
        with qtbot.waitSignal(desk.changed, timeout=5_000):
            page.list.sheet.save()
        settle(qtbot, desk)
    made = cases.one(CompulsoryFile, record.person)
    assert made.sent_on == cases.session.today()
    assert page.list.cases.tiles.tiles["court"].count() == 1


def test_the_panel_says_who_owes_the_next_step_and_the_limitation(qtbot, desk: Desk, cases: Cases) -> None:
    record = cases.file(4)
    page = shown(qtbot, desk, CompulsoryPage(desk))
    choose(qtbot, desk, page.list, "compulsory_file", record.id)
    text = said(page)
    assert "Công an cấp xã" in text
    assert "Thời hiệu" in text
    assert "luật này không có" in text


def test_working_days_left_come_from_what_is_owed(qtbot, desk: Desk, cases: Cases) -> None:
    record = cases.advance(cases.file(12), notice_on=10, notice_received_on=9, read_on=0)
    page = shown(qtbot, desk, CompulsoryPage(desk))
    choose(qtbot, desk, page.list, "compulsory_file", record.id)
    assert page.list.panel.detail is not None
    owing = page.list.panel.detail.next_of("compulsory.send")
    assert owing is not None
    assert "ngày làm việc" in said(page)


def test_a_step_passed_over_is_named(desk: Desk, cases: Cases) -> None:
    record = cases.advance(cases.file(30), notice_on=27)
    with pytest.raises(Fault) as refused:
        advance_file(cases.session, record.id, {"read_on": cases.day(20)})
    assert "Nhận thông báo" in refused.value.sentence()


def test_the_execution_registers_the_rehabilitation(qtbot, desk: Desk, cases: Cases) -> None:
    record = cases.advance(
        cases.file(50, is_minor=True), notice_on=48, notice_received_on=47, read_on=42, sent_on=41
    )
    cases.decided(record, 3)
    page = shown(qtbot, desk, CompulsoryPage(desk))
    choose(qtbot, desk, page.list, "compulsory_file", record.id)
    assert [step.key for step in page.list.panel.steps] == ["execute", "hold", "close"]
    page.list.panel.next_button.click()
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    form.form.field("facility").set_typed("Cơ sở cai nghiện số 1")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    episode = cases.one(RehabEpisode, record.person)
    assert (episode.form, episode.facility) == ("compulsory_minor", "Cơ sở cai nghiện số 1")


def test_adults_and_minors_are_a_filter(qtbot, desk: Desk, cases: Cases) -> None:
    cases.file(4)
    cases.file(5, is_minor=True)
    page = shown(qtbot, desk, CompulsoryPage(desk))
    page.list.cases.bar.set_filter("minor", "1")
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 1
    page.list.cases.bar.set_filter("minor", "0")
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 1


@pytest.mark.parametrize(("name", "make"), PICTURES)
def test_every_picture_can_be_taken(qtbot, desk: Desk, name: str, make) -> None:
    fill_cases(desk.register.session)
    page = make(desk)
    qtbot.addWidget(page)
    settle(qtbot, desk)
    assert not page.grab().isNull(), name
