"""The page of rehabilitation: from the registration to the next stage and the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.desk.pages.rehab.page import RehabPage
from app.desk.pages.rehab.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.rehab import RehabEpisode
from app.kinds.status import StatusPeriod
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


def test_the_next_stage_is_one_press_and_save(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    assert page.list.panel.next_button.text() == "Bắt đầu giai đoạn tiếp theo"
    page.list.panel.next_button.click()
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    made = cases.one(RehabEpisode, episode.person)
    assert [line.stage for line in made.stages] == ["1", "2"]
    assert page.list.panel.detail is not None
    assert page.list.panel.detail.line.stage == "2"


def test_the_time_is_foreseen_from_the_register_and_left_to_the_officer(
    qtbot, desk: Desk, cases: Cases
) -> None:
    done = cases.completed(60)
    page = shown(qtbot, desk, RehabPage(desk))
    page.arrive(f"+{done.person}")
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    assert form.form.field("time").value() == 2
    assert not form.is_changed()


def test_near_its_end_the_next_thing_is_to_end_it(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(300, (290,), due_on=cases.day(-5))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    assert [step.key for step in page.list.panel.steps] == ["finish", "stage"]
    page.list.panel.next_button.click()
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    for name, value in (("outcome", "quit"), ("ended_on", cases.day(0))):
        form.form.field(name).set_value(value)
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert cases.one(RehabEpisode, episode.person).outcome == "quit"
    with cases.session.store.read() as reader:
        open_ones = reader.all(StatusPeriod, "person = ? AND until IS NULL", (episode.person,))
    assert [period.status for period in open_ones] == ["A"]


def test_breaches_stand_in_the_panel(qtbot, desk: Desk, cases: Cases) -> None:
    fill_cases(desk.register.session)
    page = shown(qtbot, desk, RehabPage(desk))
    page.list.cases.bar.set_state("Đỗ Đức Thành", {})
    settle(qtbot, desk)
    key = page.list.model.id_at(0)
    page.list.table.select_ids([key], key)
    settle(qtbot, desk)
    said = [label.text() for label in page.list.panel.findChildren(QLabel)]
    assert "Gần đây" in said


@pytest.mark.parametrize(("name", "make"), PICTURES)
def test_every_picture_can_be_taken(qtbot, desk: Desk, name: str, make) -> None:
    fill_cases(desk.register.session)
    page = make(desk)
    qtbot.addWidget(page)
    settle(qtbot, desk)
    assert not page.grab().isNull(), name
