"""The page of after-care: the missing decision, the end, an absence that does not count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.desk.pages.aftercare.page import AftercarePage
from app.desk.pages.aftercare.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.detection import Absence
from app.kinds.status import StatusPeriod
from app.register import presence
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


def care_of(cases: Cases, person: str) -> StatusPeriod:
    with cases.session.store.read() as reader:
        return reader.all(StatusPeriod, "person = ? AND status = 'S'", (person,))[0]


def test_a_completion_becomes_aftercare_in_one_sheet(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.completed(12)
    page = shown(qtbot, desk, AftercarePage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    page.list.panel.next_button.click()
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    assert form.form.field("completed_on").value() == cases.day(12)
    assert form.form.field("years").value() == 1
    form.form.field("number").set_typed("9/QĐ-UBND")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert care_of(cases, episode.person).since.isoformat() == cases.day(12)
    tiles = page.list.cases.tiles.tiles
    assert (tiles["undecided"].count(), tiles["running"].count()) == (0, 1)


def test_days_away_without_report_are_said_not_to_count(qtbot, desk: Desk, cases: Cases) -> None:
    person = cases.care(100)
    presence.record_absence(
        cases.session, {"person": person, "left_at": cases.at(24 * 30), "reported": False}
    )
    presence.record_return(cases.session, cases.one(Absence, person).id, {"ended_on": cases.day(20)})
    page = shown(qtbot, desk, AftercarePage(desk))
    choose(qtbot, desk, page.list, "status_period", care_of(cases, person).id)
    said = " ".join(label.text() for label in page.list.panel.findChildren(QLabel))
    assert "10 ngày vắng mặt không khai báo" in said


def test_the_end_asks_for_the_certificate_and_can_be_taken_back(qtbot, desk: Desk, cases: Cases) -> None:
    person = cases.care(100)
    period = care_of(cases, person)
    page = shown(qtbot, desk, AftercarePage(desk))
    choose(qtbot, desk, page.list, "status_period", period.id)
    page.list.panel.next_button.click()
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    form.form.field("until").set_value(cases.day(1))
    page.list.sheet.save()
    settle(qtbot, desk)
    assert form.form.field("certificate_number").error_text()
    form.form.field("certificate_number").set_typed("4/GXN")
    form.form.field("certificate_on").set_value(cases.day(0))
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert care_of(cases, person).until is not None
    choose(qtbot, desk, page.list, "status_period", period.id)
    assert [step.key for step in page.list.panel.steps] == ["reopen"]


@pytest.mark.parametrize(("name", "make"), PICTURES)
def test_every_picture_can_be_taken(qtbot, desk: Desk, name: str, make) -> None:
    fill_cases(desk.register.session)
    page = make(desk)
    qtbot.addWidget(page)
    settle(qtbot, desk)
    assert not page.grab().isNull(), name
