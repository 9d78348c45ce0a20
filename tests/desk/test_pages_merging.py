"""Merging from the person's page and from the queue of pairs, and taking apart again."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.desk.pages.merging.apart import UnmergeDialog
from app.desk.pages.merging.dialog import MergeDialog
from app.desk.pages.merging.pairs import PairsView
from app.desk.pages.people.page import PeoplePage
from app.desk.pages.people.work import session_of
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.register.entries import record_visit
from app.register.lists import ListQuery, count_people, first_lines
from app.register.merging import MergePeople, merge_people
from app.register.people import AddPerson, add_person, open_person
from tests.desk.test_pages_people_person import desk, person, shown, view

__all__ = ["desk", "person", "view"]


def words_of(widget: Any) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def strips_of(view: PersonView) -> list[str]:
    return [strip.text() for strip in view.strips.strips()]


# -- merging


_KEPT: list[PeoplePage] = []  # qtbot holds widgets weakly


@pytest.fixture
def other(desk: Desk) -> str:
    session = session_of(desk)
    fields = {"name": "Đặng Văn Mốt", "birth": "1988", "phones": ["0912"], "note": "Hay đi biển."}
    made = add_person(session, AddPerson(fields, {"sort": "present", "hamlet": "Khu phố 2"}))[0]
    record_visit(session, {"person": made, "visited_on": "2026-11-01", "found": "Ở nhà mẹ"})
    return made


def test_two_records_are_compared_merged_and_taken_apart(
    qtbot, view: PersonView, desk: Desk, person: str, other: str
) -> None:
    before = count_people(session_of(desk), ListQuery())
    dialog = MergeDialog(desk, person, view, view._on_saved)
    dialog.show()
    assert not dialog.act.isEnabled()
    dialog.choose(other)
    qtbot.waitUntil(lambda: dialog._preview is not None)
    text = words_of(dialog)
    for part in ("Đặng Văn Một", "Đặng Văn Mốt", "03/05/1988", "1988", "Hay đi biển.", "thăm gặp: 1"):
        assert part in text
    assert any("nơi ở hiện tại" in s.text() for s in dialog.strips.strips()), "two present residences"
    assert not dialog.act.isEnabled(), "a reason is needed"
    dialog.why.set_typed("cùng số điện thoại của gia đình")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        dialog.act.click()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(view.page and view.page.merged))
    assert count_people(session_of(desk), ListQuery()) == before - 1
    assert view.page is not None
    assert "Ở nhà mẹ" in [v.found for v in view.page.facts.visits]
    assert view.page.person.note == "Hay đi biển." and "0912" in view.page.person.phones

    visit = next(v for v in view.page.records["visit"] if v.found == "Ở nhà mẹ")
    view.correct(f"visit:{visit.id}")
    assert view.sheet.form is not None
    view.sheet.form.form.field("found").set_typed("Ở nhà cha")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        view.sheet.form.submitted.emit()
    qtbot.waitUntil(desk.lane.is_idle)
    assert open_person(session_of(desk), person).records["visit"][0].person == other, "stays the other's own"

    apart = UnmergeDialog(desk, person, view, view._on_saved)
    apart.show()
    qtbot.waitUntil(lambda: "Đặng Văn Mốt" in words_of(apart))
    button = next(b for b in apart.findChildren(QPushButton) if b.property("person") == other)
    button.click()
    assert apart.why._error, "no taking apart without a reason"
    apart.why.set_typed("hai anh em")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        button.click()
    qtbot.waitUntil(desk.lane.is_idle)
    assert [v.found for v in open_person(session_of(desk), other).facts.visits] == ["Ở nhà cha"]
    assert open_person(session_of(desk), person).person.note is None
    assert count_people(session_of(desk), ListQuery()) == before


def test_what_was_entered_since_goes_along_when_ticked(
    qtbot, view: PersonView, desk: Desk, person: str, other: str
) -> None:
    merge_people(session_of(desk), MergePeople(person, other, "một người", {}))
    for day in ("2026-11-20", "2026-11-21"):
        record_visit(session_of(desk), {"person": person, "visited_on": day})
    apart = UnmergeDialog(desk, person, view, view._on_saved)
    apart.show()
    qtbot.waitUntil(lambda: len(apart.findChildren(QCheckBox)) == 2)
    apart.findChildren(QCheckBox)[1].click()
    apart.why.set_typed("hai anh em")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        next(b for b in apart.findChildren(QPushButton) if b.property("person")).click()
    qtbot.waitUntil(desk.lane.is_idle)
    days = {
        p: [v.visited_on.day for v in open_person(session_of(desk), p).facts.visits] for p in (person, other)
    }
    assert days == {person: [20], other: [1, 21]}


def test_the_choice_of_a_field_is_taken_from_the_dialog(
    qtbot, view: PersonView, desk: Desk, person: str, other: str
) -> None:
    dialog = MergeDialog(desk, person, view, view._on_saved)
    dialog.show()
    dialog.choose(other)
    qtbot.waitUntil(lambda: dialog._preview is not None)
    for name, choice in (("name", "Lấy theo bên kia"), ("note", "Giữ")):
        next(b for b in dialog._choices[name].buttons() if b.text() == choice).click()
    dialog.why.set_typed("một người")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        dialog.act.click()
    qtbot.waitUntil(desk.lane.is_idle)
    kept = open_person(session_of(desk), person).person
    assert kept.name == "Đặng Văn Mốt" and "Đặng Văn Một" in kept.other_names and kept.note is None


def test_a_link_to_a_merged_record_opens_who_stands_for_it(
    qtbot, view: PersonView, desk: Desk, person: str, other: str
) -> None:
    merge_people(session_of(desk), MergePeople(person, other, "một người", {}))
    record = shown(qtbot, desk, other)
    assert record.page is not None and record.page.person.id == person
    assert any("gộp 1 hồ sơ" in text for text in strips_of(record))


# -- the queue of pairs


@pytest.fixture
def twin(desk: Desk) -> str:
    fields = {"name": "Đặng Văn Một", "birth": "1988-05-03"}
    return add_person(session_of(desk), AddPerson(fields))[0]


def queue(qtbot, desk: Desk) -> PairsView:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.resize(1096, 616)
    page.show()
    page.list.pairs_button.click()
    assert page.pairs is not None
    made: PairsView = page.pairs
    _KEPT.append(page)  # the page holds the view
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(made.table.things))
    return made


def test_a_pair_of_the_queue_is_compared_with_both_filled_in(
    qtbot, desk: Desk, person: str, twin: str
) -> None:
    view = queue(qtbot, desk)
    view.compare()
    dialog = view.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog._preview is not None)
    assert dialog._preview is not None
    assert {dialog._preview.stays.id, dialog._preview.goes.id} == {person, twin}
    dialog.why.set_typed("nhập hai lần")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        dialog.act.click()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and not view.table.things)
    assert not view.merge_button.isEnabled()


def test_a_pair_declared_different_leaves_the_queue_with_a_reason(
    qtbot, desk: Desk, person: str, twin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = queue(qtbot, desk)

    def ask(dialog: ConfirmDialog) -> bool:
        dialog._reason.set_typed("anh em sinh đôi")
        return True

    monkeypatch.setattr(ConfirmDialog, "ask", ask)
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.lane.is_idle() and not view.table.things)
    assert {person, twin} <= {line.id for line in first_lines(session_of(desk), ListQuery(), 9)}
