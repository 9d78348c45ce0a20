"""The page of substitution treatments over a real register: stages, the calendar by keyboard, stop, sealed doses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.treatment.missed_calendar import MissedCalendar
from app.desk.pages.treatment.page import TreatmentPage
from app.desk.pages.treatment.pattern import TreatmentPattern
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.rehab import SubstitutionTreatment
from app.register.clinical import open_notes
from app.register.stages import Detail
from app.words import set_language
from tests.desk import clinic_desk
from tests.desk.clinic_desk import NURSE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_desk.make_home(tmp_path_factory.mktemp("clinic") / "home")


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.fixture
def desk(qapp, home: Path) -> Iterator[Desk]:
    theme().start()
    set_language("en")
    with clinic_desk.opened(home) as made:
        yield made


@pytest.fixture
def nurse(qapp, home: Path) -> Iterator[Desk]:
    theme().start()
    set_language("en")
    with clinic_desk.opened(home, NURSE) as made:
        yield made


def at(qtbot, desk: Desk, record: str) -> TreatmentPage:
    page = TreatmentPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settle(desk)
    page.arrive(f"=substitution_treatment:{record}")
    settle(desk)
    assert page.list.panel.detail is not None and page.list.panel.detail.record.id == record
    return page


def case(page: TreatmentPage) -> Detail:
    """The case the panel shows."""
    assert page.list.panel.detail is not None
    return page.list.panel.detail


def take(page: TreatmentPage, key: str) -> None:
    page.list.panel.step_wanted.emit(next(one for one in page.list.panel.steps if one.key == key))
    settle(page.desk)


def words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisibleTo(root))


def kept(desk: Desk, record: str) -> SubstitutionTreatment:
    with desk.register.session.store.read() as reader:
        found: SubstitutionTreatment | None = reader.get(SubstitutionTreatment, record)
    assert found is not None
    return found


def test_stages_have_counts(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    counts = {code: tile.count() for code, tile in page.list.cases.tiles.tiles.items()}
    assert counts == {"active": 1, "missing": 1, "stopped": 1}


def test_a_year_in_treatment_is_marked(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    pattern, session = TreatmentPattern(), desk.register.session
    assert "Over 12 months in treatment" in map(str, pattern.shown(session, case(page)).badges)
    other = at(qtbot, desk, "tre6")
    assert "Over 12 months in treatment" not in map(str, pattern.shown(session, case(other)).badges)


def test_the_police_see_that_treatment_runs_never_drug_or_dose(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre6")
    said = words(page)
    assert "Clinical note, sealed" in said and "3 months" in said
    for secret in ("Methadone", "Buprenorphine", "70", "Maintenance", "Dung nạp"):
        assert secret not in said.replace("2026", "")
    assert "note" not in {step.key for step in page.list.panel.steps}


def test_missed_days_are_marked_and_taken_back_by_keyboard(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre6")
    take(page, "missed")
    view = page.missed.view
    assert view is not None and view.calendar.hasFocus()
    assert view.calendar.current() == date(2026, 11, 23)
    qtbot.keyClick(view.calendar, Qt.Key.Key_Space)  # today
    for _n in range(3):
        qtbot.keyClick(view.calendar, Qt.Key.Key_Left)
    qtbot.keyClick(view.calendar, Qt.Key.Key_Return)  # the 20th is taken back
    assert view.calendar.added() == [date(2026, 11, 23)] and view.calendar.taken_back() == [
        date(2026, 11, 20)
    ]
    assert "1 day added" in view.count.text() and "1 day taken back" in view.count.text()
    view.reason.set_typed("Ốm")
    page.missed.save()
    settle(desk)
    assert not page.missed.is_open
    days = {line.on.day: line.reason for line in kept(desk, "tre6").missed}
    assert days == {16: "Đi làm xa", 17: "Đi làm xa", 18: "Đi làm xa", 19: "Đi làm xa", 23: "Ốm"}


def test_the_pointer_marks_and_days_outside_take_no_mark(qtbot, qapp) -> None:
    theme().start()
    calendar = MissedCalendar(date(2026, 11, 3), date(2026, 11, 23), lambda day: day.weekday() < 5)
    qtbot.addWidget(calendar)
    calendar.resize(calendar.sizeHint())
    calendar.show()
    for day, taken in ((date(2026, 11, 10), True), (date(2026, 11, 2), False), (date(2026, 11, 24), False)):
        qtbot.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=calendar.box_of(day).center())
        assert (day in calendar.missed) is taken
    assert "10/11/2026" in calendar.accessibleName()
    qtbot.keyClick(calendar, Qt.Key.Key_PageUp)
    assert calendar.current() == date(2026, 11, 3)  # not before the start


def test_the_calendar_goes_back_as_far_as_the_treatment(qtbot, qapp) -> None:
    theme().start()
    calendar = MissedCalendar(date(2026, 1, 5), date(2026, 11, 23), lambda _day: True)
    qtbot.addWidget(calendar)
    for _n in range(4):
        qtbot.keyClick(calendar, Qt.Key.Key_PageUp)
    assert calendar.current() == date(2026, 7, 31) and date(2026, 7, 1) in calendar.months()
    for _n in range(9):
        qtbot.keyClick(calendar, Qt.Key.Key_PageDown)
    assert calendar.current() == date(2026, 11, 23)


def test_marks_are_a_draft_until_they_are_kept(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    take(page, "missed")
    assert page.missed.view is not None
    page.missed.view.calendar.toggle(date(2026, 11, 23))
    page.save_draft()
    settle(desk)
    draft = page.missed._drafts.load("missed:tre5")
    assert draft is not None and draft["fields"]["days"] == ["2026-11-23"]
    page.missed.view.restore({"days": ["2026-11-20"], "reason": "x"})
    assert page.missed.view.calendar.added() == [date(2026, 11, 20)]


def test_a_stop_needs_its_reason_at_the_field(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    take(page, "stop")
    page.list.sheet.save()
    settle(desk)
    form = page.list.sheet.form
    assert form is not None and form.form is not None and form.form.field("stop_reason").error_text()
    form.form.field("stop_reason").set_value("completed")
    page.list.sheet.save()
    settle(desk)
    assert not page.list.sheet.is_open and kept(desk, "tre5").stop_reason == "completed"


def test_a_move_keeps_where_the_person_was(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    take(page, "transfer")
    form = page.list.sheet.form
    assert form is not None and form.form is not None
    page.list.sheet.save()
    settle(desk)
    assert form.form.field("facility").error_text()
    form.form.field("facility").set_typed("Bệnh viện B")
    page.list.sheet.save()
    settle(desk)
    assert (
        kept(desk, "tre5").facility == "Bệnh viện B" and kept(desk, "tre5").transfers[0].to == "Bệnh viện B"
    )


def test_the_next_appointment_is_set_and_taken_away(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    for typed, expected in (("01/12/2026", date(2026, 12, 1)), ("", None)):
        take(page, "next")
        form = page.list.sheet.form
        assert form is not None and form.form is not None
        form.form.field("next_on").set_typed(typed)
        page.list.sheet.save()
        settle(desk)
        assert kept(desk, "tre5").next_on == expected


def test_health_reads_and_writes_the_dose(qtbot, nurse: Desk) -> None:
    page = at(qtbot, nurse, "tre6")
    take(page, "note")
    view = page.notes.view
    assert view is not None and view.form.field("dose_mg").typed() == "70"  # the newest note first
    view.pick.setCurrentIndex(0)
    view.pick.activated.emit(0)
    assert view.note is None
    view.form.field("drug").set_value("methadone")
    view.form.field("dose_mg").set_typed("nhiều")
    page.notes.save()
    settle(nurse)
    assert view.form.field("dose_mg").error_text() and page.notes.is_open
    view.form.field("dose_mg").set_typed("75,5")
    page.notes.save()
    settle(nurse)
    person = case(page).line.person
    doses = [note.content.dose_mg for note in open_notes(nurse.register.session, "treatment_detail", person)]
    assert doses == ["75,5", "70", "30"]


def test_a_new_treatment_beside_a_running_one_is_refused(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "tre5")
    person = case(page).line.person
    page.list.begin_for(person)
    form = page.list.sheet.form
    assert form is not None and form.form is not None
    form.form.field("facility").set_typed("TTYT")
    page.list.sheet.save()
    settle(desk)
    assert form.form.field("started_on").error_text() and page.list.sheet.is_open
