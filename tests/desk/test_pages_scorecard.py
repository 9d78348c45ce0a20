"""The scorecard page: classes at a glance, records behind every number, mending, trials, proposal and approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desk.pages.people.pictures import settle as once
from app.desk.pages.people.work import session_of
from app.desk.pages.scorecard.dialogs import ApproveDialog, StateDialog
from app.desk.pages.scorecard.page import ScorecardPage
from app.desk.pages.scorecard.pictures import PICTURES
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.register.community import need_own_unit
from app.register.people import save
from app.register.scoring.stored import kept_classes
from tests.desk.area_records import fill_area, fill_community
from tests.desk.open_register import audit_of, open_desk

NT, QD = "NT-2024", "QD28-2025"


def settle(desk: Desk) -> None:
    once(desk)
    once(desk)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 12) as made:
        fill_area(session_of(made))
        fill_community(session_of(made))
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> ScorecardPage:
    made = ScorecardPage(desk)
    qtbot.addWidget(made)
    made.resize(1096, 616)
    made.show()
    settle(desk)
    return made


def populate(desk: Desk) -> None:
    session = session_of(desk)
    unit = need_own_unit(session)
    fields = {"unit": unit, "sort": "actual", "as_of": "2026-10-01", "persons": 12_450}
    changed = save(session, "population", "", fields)
    desk.announce(changed)


def column(page: ScorecardPage, key: int) -> list[str]:
    model = page.criteria.model
    return [str(model.text_at(row, key)) for row in range(model.rowCount())]


def test_both_classes_are_shown_and_a_card_chooses_its_criteria(desk: Desk, page: ScorecardPage) -> None:
    assert page.cards[NT].badge.text() == "Loại I"  # a complex place
    assert page.rules == QD and page.criteria.model.rowCount() == 5
    page.cards[NT].setFocus()
    QTest.keyClick(page.cards[NT], Qt.Key.Key_Space)
    assert page.rules == NT and page.criteria.model.rowCount() == 7
    assert "Điểm phức tạp, tụ điểm" in page.cards[NT].decided.text()


def test_what_is_not_known_is_named_with_the_way_to_mend_it(desk: Desk, page: ScorecardPage) -> None:
    went: list[tuple[str, str]] = []
    desk.page_wanted.connect(lambda where, target: went.append((where, target)))
    (strip,) = page.strips.strips()
    assert "Nhân khẩu" in strip.text()
    page.acts._mend_first()
    assert went == [("community", "population+")]
    populate(desk)
    settle(desk)
    assert not any("Nhân khẩu" in one.text() for one in page.strips.strips())


def test_a_fact_is_stated_with_its_document(qtbot, desk: Desk, page: ScorecardPage) -> None:
    page.arrive("state:wanted_suspects")
    dialog = page.findChild(StateDialog)
    assert dialog is not None
    dialog.fields["value"].set_typed("0")
    dialog.go.click()
    settle(desk)
    assert dialog.isVisible() and dialog.fields["document"].error_text()
    dialog.fields["document"].set_typed("12/BC-CAX")
    dialog.go.click()
    settle(desk)
    assert not dialog.isVisible() and page.card is not None
    fact = page.card.fact("wanted_suspects")
    assert (fact.value, fact.source) == (0, "12/BC-CAX")


def test_every_number_opens_its_records(desk: Desk, page: ScorecardPage) -> None:
    went: list[tuple[str, str]] = []
    desk.page_wanted.connect(lambda where, target: went.append((where, target)))
    page.choose_rules(NT)
    for place, line in enumerate(page.criteria.lines):
        if line.records:
            page.criteria.table.opened.emit(place)
            settle(desk)
            assert len(page.acts.sheet.lines) == len(line.records) == page.acts.sheet.model.rowCount()
    person = next(one for one in page.criteria.lines if one.records and one.records[0][0] == "person")
    page.acts.open_records(person.title, person.records)
    settle(desk)
    page.acts.sheet.table.opened.emit(0)
    assert went[-1] == ("people", page.acts.sheet.lines[0].id)
    assert any(act == "view" and subject.startswith("class:") for act, subject in audit_of(desk))


def test_the_ten_criteria_open_what_speaks_against_them(desk: Desk, page: ScorecardPage) -> None:
    page.arrive("ten")
    assert page.ten.isVisible()
    heads = [line for line in page.ten.lines if line.title.split(".")[0].isdigit()]
    assert [line.title.split(".")[0] for line in heads] == [str(n) for n in range(1, 11)]
    boxes = next(
        place for place, line in enumerate(page.ten.lines) if "hòm thư" in line.title and line.records
    )
    page.ten.table.opened.emit(boxes)
    settle(desk)
    assert {one.kind for one in page.acts.sheet.lines} == {"hamlet"}
    day = next(line for line in page.ten.lines if line.mend == "state:registered_on")
    assert "ngày đăng ký" in day.said


def test_a_trial_shows_the_class_and_saves_nothing(desk: Desk, page: ScorecardPage) -> None:
    populate(desk)
    settle(desk)
    session = session_of(desk)
    with session.store.read() as reader:
        before = reader.value("SELECT count(*) FROM op")
    page.choose_rules(NT)
    page.arrive("trial")
    page.trial.fields["complex_points"].set_typed("0")
    assert page.trial.before.text() == "Loại I" and page.trial.after.text() != "Loại I"
    page.trial.fields["complex_points"].set_typed("nhiều")
    assert "số nguyên" in page.trial.told.text()
    page.trial.go_back()
    assert page.trial.changes() == {} and page.trial.after.text() == "Loại I"
    with session.store.read() as reader:
        assert reader.value("SELECT count(*) FROM op") == before


def test_a_class_is_proposed_and_approved(qtbot, desk: Desk, page: ScorecardPage) -> None:
    page.choose_rules(NT)
    page.acts.propose_class(NT, date(2026, 11, 23))
    settle(desk)
    (kept,) = kept_classes(session_of(desk))
    assert kept.record.proposed == "I" and page.kept_tab.model.rowCount() == 1
    page.acts.ask_approve(page.kept[0])
    dialog = page.findChild(ApproveDialog)
    assert dialog is not None
    dialog.go.click()
    settle(desk)
    assert dialog.isVisible()  # neither day nor document
    dialog.fields["approved_on"].set_typed("23/11/2026")
    dialog.fields["document"].set_typed("15/QĐ-UBND")
    dialog.go.click()
    settle(desk)
    (kept,) = kept_classes(session_of(desk))
    assert (kept.record.approved, kept.record.document) == ("I", "15/QĐ-UBND")
    page.kept_tab.table.opened.emit(0)
    assert page.kept_tab.then.rowCount() == len(kept.facts)


def test_another_day_and_a_day_to_come(desk: Desk, page: ScorecardPage) -> None:
    page.head.on.set_typed("14/12/2025")
    settle(desk)
    assert page.card is not None and page.card.since == date(2024, 12, 15)
    page.head.on.set_typed("01/01/2030")
    settle(desk)
    assert page.head.on.error_text() and page.card.on == date(2025, 12, 14)


def test_the_scorecard_is_written(desk: Desk, page: ScorecardPage, tmp_path: Path) -> None:
    assert page.card is not None
    for name in ("a.pdf", "a.docx"):
        page.prints.write(page.card, page.kept, tmp_path / name)
        settle(desk)
        assert (tmp_path / name).stat().st_size > 1000
    assert [act for act, _subject in audit_of(desk)].count("print") == 2


def test_health_staff_see_that_it_is_not_theirs(qtbot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    health = dataclasses.replace(session_of(desk), role="health")
    monkeypatch.setattr(type(desk.register), "session", property(lambda _self: health))
    page = ScorecardPage(desk)
    qtbot.addWidget(page)
    page.arrive("ten")
    page.reload()
    assert page.is_refused


def test_every_picture_can_be_taken(qtbot, desk: Desk) -> None:
    for name, make in PICTURES:
        widget = make(desk)
        qtbot.addWidget(widget)
        assert not widget.grab().isNull(), name
