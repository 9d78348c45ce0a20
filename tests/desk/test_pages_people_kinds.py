"""The person's page with everything that can stand on it: all kinds, stories, doubts, ends."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.desk.pages.people.work import session_of
from app.desk.pages.person import view as person_view
from app.desk.pages.person.entry_form import FIRST
from app.desk.pages.person.entry_menu import EntryMenu, kinds_to_enter
from app.desk.pages.person.events import ICONS
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.strips import UndoStrip
from app.kinds.declare import KINDS, Compartment
from app.register.entries import record_test
from app.register.people import open_person, save
from app.register.person_records import person_kinds
from tests.desk.test_pages_people_person import desk, person, saved, view

__all__ = ["desk", "person", "view"]


def strips_of(view: PersonView) -> list[str]:
    return [strip.text() for strip in view.strips.strips()]


def put(desk: Desk, kind: str, person: str, **fields: Any) -> str:
    return save(session_of(desk), kind, "", {"person": person, **fields}).records[0][1]


# -- every kind


def test_every_kind_about_a_person_can_be_entered_here() -> None:
    offered = set(kinds_to_enter())
    wanted = {k.name for k in person_kinds() if k.compartment is not Compartment.HEALTH} - {"attachment"}
    assert {kind for kind in wanted if kind in FIRST} == offered
    assert offered == set(FIRST) and offered <= set(ICONS)
    for kind, names in FIRST.items():
        required = {f.name for f in KINDS[kind].fields if f.required} - {KINDS[kind].subject}
        assert required <= set(names), f"{kind}: what is needed to save is asked first"


def test_the_menu_has_a_key_for_each_and_only_what_the_role_writes(
    qtbot, view: PersonView, desk: Desk
) -> None:
    import dataclasses

    menu = EntryMenu(session_of(desk), view)
    found = [a for m in (menu, *menu.findChildren(type(menu).__bases__[0])) for a in m.actions() if a.data()]
    assert [a.data() for a in found if a.parent() is menu][:2] == ["drug_test", "visit"]
    assert {a.data() for a in found} == set(kinds_to_enter())
    top = [a.text()[1] for a in menu.actions() if a.text().startswith("&")]
    assert len(top) == len(set(top)), "each key once"
    chosen: list[str] = []
    menu.wanted.connect(chosen.append)
    menu.popup(view.mapToGlobal(view.rect().center()))
    qtbot.keyClick(menu, Qt.Key.Key_2)
    assert chosen == ["visit"]
    health = EntryMenu(dataclasses.replace(session_of(desk), role="health"), view)
    texts = {a.data() for a in health.actions() if a.data()}
    assert "visit" in texts and "prior_measure" not in texts


@pytest.mark.parametrize("kind", sorted(FIRST))
def test_a_form_of_every_kind_opens_with_its_defaults(qtbot, view: PersonView, kind: str) -> None:
    view.enter(kind)
    form = view.sheet.form
    assert form is not None and view.sheet.is_open, strips_of(view)
    assert not form.is_changed(), "what is foreseen does not count as typed"
    when = KINDS[kind].when
    if when:
        assert form.form.field(when).value(), "the day is foreseen"
    shown_first = [name for name in FIRST[kind] if form.form.field(name).isVisible()]
    assert shown_first == list(FIRST[kind])
    assert view.sheet.may_close()


def test_the_page_fits_its_place(view: PersonView) -> None:
    assert view.minimumSizeHint().width() <= 1096
    assert view.minimumSizeHint().height() <= 616


def test_everything_that_happened_is_on_the_timeline(
    qtbot, view: PersonView, desk: Desk, person: str
) -> None:
    put(desk, "presence_check", person, checked_on="2026-11-02", present=False, said_to_be="Bình Dương")
    episode = put(
        desk, "rehab_episode", person, form="home", registered_on="2025-01-10", ended_on="2025-07-10"
    )
    put(desk, "prior_measure", person, sort="drug_fine", decided_on="2024-02-01")
    view.reload()
    model = view.timeline.timeline.model
    qtbot.waitUntil(lambda: desk.lane.is_idle() and model.rowCount() == 6)
    told = [model.event_at(row) for row in range(model.rowCount())]
    assert [e.id for e in told if e.id.endswith(":end")] == [f"rehab_episode:{episode}:end"]
    absent = next(e for e in told if e.kind == "presence_check")
    assert "Bình Dương" in absent.detail and absent.tone == "warn"
    view.correct(f"rehab_episode:{episode}:end")
    assert view.sheet.form is not None and view.sheet.form.kind == "rehab_episode"


def test_tests_that_confirm_one_another_are_one_story(
    qtbot, view: PersonView, desk: Desk, person: str
) -> None:
    session = session_of(desk)
    fields = {"person": person, "sampled_at": "2026-11-10T08:00:00+07:00", "result": "positive"}
    first = record_test(session, fields).records[0][1]
    second = {**fields, "sampled_at": "2026-11-11T10:00:00+07:00", "result": "negative", "confirms": first}
    record_test(session, second)
    view.reload()
    model = view.timeline.timeline.model
    qtbot.waitUntil(lambda: desk.lane.is_idle() and model.rowCount() == 4)
    later, earlier = (model.event_at(row) for row in range(2))
    assert "26 giờ" in later.detail and "khác kết quả" in later.detail and later.tone == "warn"
    assert "26 giờ" in earlier.detail and "âm tính" in earlier.detail and earlier.tone == "warn"
    rows = view.tests.table.things
    assert [t.result for t in rows] == ["positive", "negative"], "the confirming one stands below the first"


def test_clinical_notes_are_told_of_and_never_shown(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    view.tabs.setCurrentIndex(person_view.CARE)
    assert view.care.clinical.isHidden()
    page = open_person(session_of(desk), person)
    assert not any(KINDS[kind].compartment is Compartment.HEALTH for kind in page.records)


# -- doubts


def test_what_looks_odd_is_said_while_typing_and_after_saving(qtbot, view: PersonView, desk: Desk) -> None:
    view.enter("visit")
    form = view.sheet.form
    assert form is not None
    form.form.field("visited_on").set_typed("24/12/2026")
    qtbot.waitUntil(lambda: "tương lai" in form.doubts.text())
    form.form.go_to("found")
    saved(qtbot, view)
    qtbot.waitUntil(lambda: any("tương lai" in text for text in strips_of(view)))
    strip = next(s for s in view.strips.strips() if "tương lai" in s.text())
    assert strip.tone == "warn"
    again = next(b for b in strip.findChildren(QPushButton) if b.text() == "Sửa")
    qtbot.waitUntil(lambda: desk.lane.is_idle())
    again.click()
    assert view.sheet.form is not None and view.sheet.form.form.field("visited_on").value() == "2026-12-24"


def test_a_refusal_stands_at_the_field_with_what_was_typed(
    qtbot, view: PersonView, desk: Desk, person: str
) -> None:
    fields = {"person": person, "sampled_at": "2026-11-10T08:00:00+07:00", "result": "positive"}
    record_test(session_of(desk), fields)
    view.reload()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(view.page and view.page.facts.tests))
    view.enter("decision")
    form = view.sheet.form
    assert form is not None
    form.form.field("sort").set_typed("Quyết định khác")
    form.form.field("sort").set_value("other")
    assert view.page is not None
    form.form.field("test").set_value(view.page.facts.tests[0].id)
    form.form.field("decided_on").set_typed("01/11/2026")
    form.form.field("number").set_typed("99/QĐ")
    form.submitted.emit()
    qtbot.waitUntil(lambda: bool(form.form.field("decided_on")._error))
    assert "10/11/2026" in form.form.field("decided_on")._error
    assert form.form.field("number").value() == "99/QĐ" and view.sheet.is_open


def test_which_time_it_is_is_confirmed(
    qtbot, view: PersonView, desk: Desk, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk, "rehab_episode", person, form="home", registered_on="2025-01-10", ended_on="2025-07-10")
    view.reload()
    qtbot.waitUntil(
        lambda: desk.lane.is_idle() and bool(view.page and view.page.records.get("rehab_episode"))
    )
    asked: list[str] = []
    answers = iter([False, True])

    def ask(dialog: ConfirmDialog) -> bool:
        asked.append(dialog.windowTitle())
        return next(answers)

    monkeypatch.setattr(ConfirmDialog, "ask", ask)
    view.enter("rehab_episode")
    form = view.sheet.form
    assert form is not None and form.form.field("time").value() == 2
    form.form.field("registered_on").set_typed("01/10/2026")
    form.submitted.emit()
    assert view.sheet.is_open and asked == ["Có đúng là lần thứ 2?"]
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        form.submitted.emit()
    qtbot.waitUntil(desk.lane.is_idle)
    assert [e.time for e in open_person(session_of(desk), person).records["rehab_episode"]] == [1, 2]


# -- ending, taking back


def test_a_status_is_ended_with_day_and_reason_and_undone(
    qtbot, view: PersonView, desk: Desk, person: str
) -> None:
    assert view.page is not None
    period = view.page.records["status_period"][0]
    view.end(f"status_period:{period.id}")
    dialog = view.ending.dialog
    assert dialog is not None
    dialog.act.click()
    assert dialog.isVisible() and dialog.why._error, "no end without a reason"
    dialog.day.set_typed("20/11/2026")
    dialog.why.set_typed("hết thời hạn")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        dialog.act.click()
    qtbot.waitUntil(desk.lane.is_idle)
    kept = open_person(session_of(desk), person).records["status_period"][0]
    assert (kept.until.isoformat(), kept.end_reason) == ("2026-11-20", "hết thời hạn")
    undo = next(s for s in view.strips.strips() if isinstance(s, UndoStrip))
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        next(b for b in undo.findChildren(QPushButton) if b.text() == "Hoàn tác").click()
    qtbot.waitUntil(desk.lane.is_idle)
    assert open_person(session_of(desk), person).records["status_period"][0].until is None


def test_an_end_that_is_refused_keeps_what_was_typed(qtbot, view: PersonView, desk: Desk) -> None:
    assert view.page is not None
    period = view.page.records["status_period"][0]
    view.end(f"status_period:{period.id}")
    dialog = view.ending.dialog
    assert dialog is not None
    dialog.day.set_typed("01/01/2026")
    dialog.why.set_typed("nhầm năm")
    dialog.act.click()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(dialog.strips.strips()))
    assert dialog.isVisible() and dialog.why.value() == "nhầm năm"
