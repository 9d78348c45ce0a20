"""The page of presence: a roll call by keyboard, absences, and moves with a running clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import fixed_clock
from app.desk.pages.presence.page import ABSENCES, CALL, MOVES, PresencePage
from app.desk.pages.presence.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.detection import Absence, PresenceCheck
from app.kinds.status import StatusPeriod
from app.register import moves
from tests.desk.case_people import Cases, choose, fill_cases, settle, shown
from tests.desk.open_register import NOW, open_desk


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 0) as made:
        yield made


@pytest.fixture
def cases(desk: Desk) -> Cases:
    return Cases(desk.register.session)


def checks(cases: Cases, person: str) -> list[PresenceCheck]:
    with cases.session.store.read() as reader:
        return reader.all(PresenceCheck, "person = ?", (person,))


def test_a_roll_call_by_keyboard(qtbot, desk: Desk, cases: Cases) -> None:
    people = [cases.person(("U-QL", 60)) for _n in range(4)]
    page = shown(qtbot, desk, PresencePage(desk))
    call = page.roll_call
    call.hamlet.set_value("Thôn Đông Hải")
    call.call()
    settle(qtbot, desk)
    assert [row.id for row in call.rows.rows] == [people[0]]
    call.hamlet.set_value(None)
    call.call()
    settle(qtbot, desk)
    assert {row.id for row in call.rows.rows} == set(people)
    call.grid.go_to(0)
    qtbot.keyClicks(call.grid, "1121")
    absent = call.rows.rows[2]
    call.rows.setData(call.rows.index(2, 3), "Ninh Thuận")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        call.save()
    settle(qtbot, desk)
    assert not call.rows.rows
    kept = checks(cases, absent.id)
    assert [(c.present, c.said_to_be, c.way) for c in kept] == [(False, "Ninh Thuận", "roll_call")]
    assert sum(c.present for p in people for c in checks(cases, p)) == 3


def test_who_missed_the_last_calls_is_marked_in_the_list(qtbot, desk: Desk, cases: Cases) -> None:
    fill_cases(desk.register.session)
    page = shown(qtbot, desk, PresencePage(desk))
    page.roll_call.call()
    settle(qtbot, desk)
    marked = [row.detail for row in page.roll_call.rows.rows if "vắng 2 lần" in row.detail]
    assert len(marked) == 1


def test_nobody_fits_is_said(qtbot, desk: Desk) -> None:
    page = shown(qtbot, desk, PresencePage(desk))
    page.roll_call.call()
    settle(qtbot, desk)
    assert page.roll_call.strips.strips()
    assert not page.roll_call.rows.rows


def test_a_move_runs_through_its_steps_and_ends_in_moved(qtbot, desk: Desk, cases: Cases) -> None:
    move = cases.leaving(5)
    page = shown(qtbot, desk, PresencePage(desk))
    page.arrive("moves?stage=notify")
    settle(qtbot, desk)
    assert page.tabs.currentIndex() == MOVES
    assert page.moves.model.rowCount() == 1
    for key in ("notify", "send", "receipt"):
        choose(qtbot, desk, page.moves, "absence", move.id)
        assert page.moves.panel.steps[0].key == key
        page.moves.panel.next_button.click()
        form = page.moves.sheet.form
        assert form is not None
        assert form.form is not None
        if key == "receipt":
            form.form.field("receipt").set_typed("BN-5")
        with qtbot.waitSignal(desk.changed, timeout=5_000):
            page.moves.sheet.save()
        settle(qtbot, desk)
    with cases.session.store.read() as reader:
        open_ones = reader.all(StatusPeriod, "person = ? AND until IS NULL", (move.person,))
    assert [period.status for period in open_ones] == ["MOVED"]


def test_the_clock_of_a_notice_reads_differently_as_time_goes_by(qtbot, desk: Desk, cases: Cases) -> None:
    cases.leaving(5)
    page = shown(qtbot, desk, PresencePage(desk))
    page.tabs.setCurrentIndex(MOVES)
    settle(qtbot, desk)
    column = next(n for n, c in enumerate(page.moves.model.columns) if c.key == "due")
    first = page.moves.model.text_at(0, column)
    assert "19 giờ" in first
    later = replace(cases.session, clock=fixed_clock(NOW + timedelta(hours=9)))
    desk.register.opened = replace(desk.register.opened, session=later)
    page._on_minute()
    settle(qtbot, desk)
    assert "Quá nửa hạn" in page.moves.model.text_at(0, column)


def test_an_absence_and_its_return(qtbot, desk: Desk, cases: Cases) -> None:
    person = cases.person(("S", 60))
    page = shown(qtbot, desk, PresencePage(desk))
    page.arrive(f"absences+{person}")
    assert page.tabs.currentIndex() == ABSENCES
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.absences.sheet.save()
    settle(qtbot, desk)
    absence = cases.one(Absence, person)
    assert absence.reported
    choose(qtbot, desk, page.absences, "absence", absence.id)
    page.absences.panel.next_button.click()
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.absences.sheet.save()
    settle(qtbot, desk)
    assert cases.one(Absence, person).ended_on == cases.session.today()


def test_people_handed_over_go_to_the_roll_call(qtbot, desk: Desk, cases: Cases) -> None:
    people = [cases.person(("U-QL", 60)) for _n in range(2)]
    page = shown(qtbot, desk, PresencePage(desk))
    page.tabs.setCurrentIndex(MOVES)
    page.arrive(",".join(people))
    settle(qtbot, desk)
    assert page.tabs.currentIndex() == CALL
    assert {row.id for row in page.roll_call.rows.rows} == set(people)


def test_a_move_elsewhere_is_read_by_the_list(qtbot, desk: Desk, cases: Cases) -> None:
    page = shown(qtbot, desk, PresencePage(desk))
    page.tabs.setCurrentIndex(MOVES)
    move = cases.leaving(2)
    changed = moves.notify_commune(cases.session, move.id, {"notified_at": cases.at(1)})
    desk.announce(changed, None)
    settle(qtbot, desk)
    assert page.moves.cases.tiles.tiles["send"].count() == 1


@pytest.mark.parametrize(("name", "make"), PICTURES)
def test_every_picture_can_be_taken(qtbot, desk: Desk, name: str, make) -> None:
    fill_cases(desk.register.session)
    page = make(desk)
    qtbot.addWidget(page)
    settle(qtbot, desk)
    assert not page.grab().isNull(), name
