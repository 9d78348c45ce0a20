"""The list of people over a real register: found, ordered, filtered, opened, written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from python_calamine import CalamineWorkbook

from app.desk.pages import people_pages, picture_states
from app.desk.pages.people.export import ExportDialog
from app.desk.pages.people.page import PeoplePage
from app.desk.pages.people.targets import parse_target
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.dates import VIETNAM
from app.register.lists import ListQuery, first_lines
from app.register.people import AddPerson, add_person, save
from tests.desk.open_register import audit_of, open_desk


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 24) as made:
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> PeoplePage:
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 616)
    made.show()
    qtbot.waitUntil(desk.lane.is_idle)
    return made


def names(page: PeoplePage) -> list[str]:
    model = page.list.model
    return [model.text_at(row, 1) for row in range(model.rowCount())]


def test_everybody_is_there_in_vietnamese_order(page: PeoplePage, desk: Desk) -> None:
    assert page.list.model.rowCount() == 24
    assert names(page) == [p.name for p in first_lines(session_of(desk), ListQuery(), 24)]
    assert page.list.table_count.startswith("24")


def test_search_without_marks_finds_and_says_what_it_does_not(qtbot, page: PeoplePage, desk: Desk) -> None:
    wanted = names(page)[0]
    page.list.bar.search.setFocus()
    qtbot.keyClicks(page.list.bar.search, wanted.split()[-1])
    qtbot.waitUntil(lambda: 0 < page.list.model.rowCount() < 24)
    assert wanted in names(page)
    page.list.bar.search.setText("không ai tên này")
    page.list.bar.apply()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 0 and desk.lane.is_idle())
    assert page.list.table._empty is not None
    assert "không ai tên này" in page.list.table._empty.accessibleName()


def test_the_header_sorts_in_the_register(qtbot, page: PeoplePage, desk: Desk) -> None:
    page.list.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not page.list.model.is_loading())
    wanted = first_lines(session_of(desk), ListQuery(sort="born", descending=True), 24)
    assert names(page) == [p.name for p in wanted]


def test_a_filter_shows_its_chip_and_count(qtbot, page: PeoplePage, desk: Desk) -> None:
    page.arrive("?due=overdue")
    qtbot.waitUntil(lambda: not page.list.model.is_loading())
    wanted = first_lines(session_of(desk), ListQuery(due="overdue"), 24)
    assert 0 < len(wanted) < 24
    assert names(page) == [p.name for p in wanted]
    assert "Quá hạn" in page.list.bar.describe()


def test_the_list_behind_a_month_is_of_that_month(qtbot, page: PeoplePage, desk: Desk) -> None:
    page.arrive("?opened=2026-11")
    qtbot.waitUntil(lambda: not page.list.model.is_loading() and desk.lane.is_idle())
    shown = page.list.model.all_ids()
    assert len(shown)
    everybody = first_lines(session_of(desk), ListQuery(), 24)
    assert set(shown) == {p.p for p in everybody if (p.since or "").startswith("2026-11")}


def test_enter_opens_the_record_and_the_look_is_noted(qtbot, page: PeoplePage, desk: Desk) -> None:
    page.list.table.setFocus()
    page.list.table.setCurrentIndex(page.list.model.index(2, 1))
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.record is not None
    qtbot.waitUntil(lambda: page.record is not None and page.record.page is not None)
    assert page.record.header.name.text() == names(page)[2]
    assert ("view", f"person:{page.record.person}") in audit_of(desk)
    qtbot.keyClick(page.record, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.table.currentIndex().row() == 2


def test_the_name_in_the_navigation_leads_back_to_the_list(page: PeoplePage, desk: Desk) -> None:
    page.arrive("")
    page.open_person(first_lines(session_of(desk), ListQuery(), 1)[0].id)
    page.hide()
    page.show()
    page.arrive("")  # from another page: as it was left
    assert not page.list.isVisible()
    page.arrive("")
    assert page.list.isVisible()


def test_the_preview_masks_the_number_and_showing_it_is_noted(qtbot, page: PeoplePage, desk: Desk) -> None:
    page.list.table.setCurrentIndex(page.list.model.index(1, 1))
    qtbot.waitUntil(lambda: bool(page.list.preview.person))
    line = first_lines(session_of(desk), ListQuery(), 2)[1]
    shown = [label.text() for label in page.list.preview.findChildren(QLabel)]
    assert line.number
    assert not any(line.number in text for text in shown)
    (eye,) = page.list.preview._scroll.findChildren(QToolButton)
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.lane.is_idle)
    assert any(label.text() == line.number for label in page.list.preview.findChildren(QLabel))
    assert ("reveal", f"person:{line.id}") in audit_of(desk)


def test_f8_hides_the_preview(qtbot, page: PeoplePage) -> None:
    assert page.list.preview.isVisible()
    page.list.toggle_preview()
    assert not page.list.preview.isVisible()


def test_a_change_elsewhere_reaches_the_list(qtbot, page: PeoplePage, desk: Desk) -> None:
    session = session_of(desk)
    line = first_lines(session, ListQuery(), 1)[0]
    fields = {"name": "An Đầu Sổ", "birth": "1990"}
    desk.announce(save(session, "person", line.id, fields))
    qtbot.waitUntil(lambda: "An Đầu Sổ" in names(page))


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_list_is_written_and_noted(
    qtbot, page: PeoplePage, desk: Desk, tmp_path: Path, kind: str
) -> None:
    dialog = ExportDialog(desk, "", page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.format.check([kind])
    path = tmp_path / f"list.{kind}"
    with qtbot.waitSignal(dialog._job.written, timeout=20_000):
        dialog.write(path, session_of(desk).today())
    assert path.stat().st_size > 2_000
    acts = {act for act, subject in audit_of(desk) if subject.startswith("people_list:")}
    assert acts == {"print" if kind == "pdf" else "export"}
    if kind == "xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        assert len(rows) > 5
        assert all("•" in str(row[5]) for row in rows[1:] if row[5])


def test_an_empty_register_offers_two_ways_on(qtbot, qapp, tmp_path: Path) -> None:
    theme().start()
    with open_desk(tmp_path / "home", 0) as desk:
        page = PeoplePage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: not page.list.model.is_loading())
        assert page.list.table._empty is not None
        assert page.list.table._empty._actions.count() == 4  # two buttons between stretches
        page.hide()


def test_targets_are_read() -> None:
    assert parse_target("abc#edit:birth").opens == "edit:birth"
    assert parse_target("?due=overdue&status=S").filters == {"due": "overdue", "status": "S"}
    assert parse_target("+scan").adds == "+scan"
    assert parse_target("").person == ""


def test_pages_and_pictures_are_named_once() -> None:
    ids = [spec.id for spec in people_pages()]
    assert ids == ["today", "people", "testing", "visits", "presence", "kits"]
    states = [name for name, _make in picture_states()]
    assert len(states) == len(set(states)) >= 12


def test_the_list_of_a_past_day_by_what_is_known_now_and_then(qtbot, page: PeoplePage, desk: Desk) -> None:
    session = session_of(desk)
    late = {"status": "S", "since": "2026-01-02", "until": "2026-03-01"}
    person = add_person(session, AddPerson({"name": "Trần Thị Muộn", "birth": "1991"}, None, late))[0]
    page.list.past_button.click()
    past = page.past
    assert past is not None

    def asked(day: str) -> list[str]:
        past.day.set_typed(day)
        qtbot.waitUntil(lambda: not past._soon.isActive() and desk.lane.is_idle())
        return [thing.id for thing in past.table.things]

    assert person in asked("01/02/2026")
    assert person not in asked("02/03/2026")
    asked("01/02/2026")
    assert "01/02/2026" in past.title.text()
    past.known.chips()["then"].click()
    qtbot.waitUntil(desk.lane.is_idle)
    assert past.table.things == [], "nothing had been entered on that day"
    past.known.chips()["now"].click()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and bool(past.table.things))
    past.table.opened.emit([thing.id for thing in past.table.things].index(person))
    qtbot.waitUntil(lambda: page.record is not None and page.record.page is not None and desk.lane.is_idle())
    assert page.record is not None
    page.record.back_wanted.emit()
    assert page._stack.currentWidget() is past, "back to the list the person was opened from"


def test_a_link_leads_to_the_list_of_a_day(page: PeoplePage) -> None:
    page.arrive("@2026-06-30")
    assert page.past is not None
    assert page.past.day.value() == "2026-06-30"
    assert parse_target("@").past == ""


def test_a_past_list_is_written_as_it_was_known(qtbot, page: PeoplePage, desk: Desk, tmp_path: Path) -> None:
    day, known = date(2026, 11, 23), datetime(2026, 11, 23, 23, 59, tzinfo=VIETNAM)
    dialog = ExportDialog(desk, "", page, day=day, known_at=known)
    qtbot.addWidget(dialog)
    assert not dialog.day.isEnabled()
    path = tmp_path / "list.pdf"
    dialog.write(path, day)
    qtbot.waitUntil(lambda: path.exists() and desk.lane.is_idle())
    text = "".join(part.extract_text() for part in PdfReader(path).pages)
    assert "Theo số liệu đã có trong sổ đến 23/11/2026 23:59" in text
