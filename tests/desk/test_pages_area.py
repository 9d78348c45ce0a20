"""The page of the police: states, stages, tips, newcomers, and the numbers on top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from app.desk.pages.add_person.dialog import AddPersonDialog
from app.desk.pages.area import acts
from app.desk.pages.area.page import AreaPage
from app.desk.pages.area.pictures import PICTURES
from app.desk.pages.people.pictures import settle as once
from app.desk.pages.people.work import session_of
from app.desk.pages.records.asking import AskDialog
from app.desk.pages.records.view import RecordsView
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.strips import UndoStrip
from app.kinds.places import Cultivation, Incident, Newcomer, Place, Tip
from app.register.area import AREA_KINDS, area_figures
from tests.desk.area_records import fill_area
from tests.desk.open_register import open_desk


def settle(desk: Desk) -> None:
    once(desk)
    once(desk)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 8) as made:
        fill_area(session_of(made))
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> AreaPage:
    made = AreaPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 616)
    made.show()
    settle(desk)
    return made


def on(desk: Desk, page: AreaPage, target: str) -> RecordsView:
    page.arrive(target)
    settle(desk)
    view = page.view()
    assert view is not None
    return view


def look(view: RecordsView) -> Any:
    assert view.preview.shown is not None
    return view.preview.shown.look


def kept(desk: Desk, struct: Any, record: str) -> Any:
    with session_of(desk).store.read() as reader:
        return reader.get(struct, record)


def asked(view: RecordsView) -> AskDialog:
    return view.findChildren(AskDialog)[-1]


def test_a_tab_for_each_kind_and_its_numbers(desk: Desk, page: AreaPage) -> None:
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    assert titles == ["Điểm, tụ điểm", "Vụ việc", "Cây trồng", "Bán lẻ", "Tin báo", "Người mới đến, trở về"]
    for kind in AREA_KINDS:
        view = on(desk, page, kind)
        shown = {key: tile._value for key, tile in view.numbers.tiles.items()}
        assert shown == {f.key: str(f.value) for f in area_figures(session_of(desk), kind)}


def test_a_number_opens_the_list_it_counts(desk: Desk, page: AreaPage) -> None:
    for kind in AREA_KINDS:
        view = on(desk, page, kind)
        for key, tile in view.numbers.tiles.items():
            tile.click()
            settle(desk)
            if key not in ("offenders", "plants", "area"):
                assert str(view.model.rowCount()) == tile._value, (kind, key)
        view.bar.clear()


def test_the_state_of_a_place_changes_in_one_act_and_back(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "place:place-0")
    acts.change_state(view, look(view))
    dialog = asked(view)
    assert dialog.fields["state"].value() == "resolved"
    dialog.fields["on"].set_typed("01/10/2026")
    dialog.start()
    settle(desk)
    assert "21/10/2026" in dialog.fields["on"].error_text()
    dialog.fields["on"].set_typed("22/11/2026")
    dialog.fields["document"].set_typed("40/BC-CAX")
    dialog.start()
    settle(desk)
    place = kept(desk, Place, "place-0")
    assert (place.state, place.resolved_on) == ("resolved", date(2026, 11, 22))
    assert [change.state for change in place.changes] == ["suspected", "listed", "resolved"]
    assert view.numbers.tiles["open"]._value == "3"
    (strip,) = view.strips.findChildren(UndoStrip)
    next(b for b in strip.findChildren(QPushButton) if b.text() == "Hoàn tác").click()
    settle(desk)
    assert kept(desk, Place, "place-0").state == "listed"
    assert view.numbers.tiles["open"]._value == "4"


def test_a_resolved_place_leaves_the_open_list(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "place?figure=open")
    names = [view.model.text_at(row, 1) for row in range(view.model.rowCount())]
    assert "Đồi Đá Trắng" not in names and len(names) == 4


def test_an_incident_goes_to_its_next_stage(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "incident:incident-1")
    acts.next_stage(view, look(view))
    dialog = asked(view)
    assert dialog.fields["stage"].value() == "prosecuted"
    dialog.fields["on"].set_typed("20/03/2026")
    dialog.start()
    settle(desk)
    incident = kept(desk, Incident, "incident-1")
    assert (incident.stage, incident.prosecuted_on) == ("prosecuted", date(2026, 3, 20))
    closed = on(desk, page, "incident:incident-2")
    assert [act.key for act in closed.listing.acts if act.fits(look(closed))] == []


def test_seizures_and_people_stand_on_the_incident(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "incident:incident-0")
    said = [label.text() for label in view.preview.findChildren(type(view.numbers.note))]
    assert "12 g · Hê-rô-in" in said
    assert any(text.startswith("30 viên") for text in said)
    assert [found.count for found in view.preview.shown.related][:1] == [2]  # type: ignore[union-attr]


def test_a_tip_is_marked_as_handled(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "tip:tip-0")
    acts.handle_tip(view, look(view))
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None and form.is_changed()
    form.form.field("result").set_typed("Đã kiểm tra, nhắc nhở.")
    view.acts.sheet.save()
    settle(desk)
    tip = kept(desk, Tip, "tip-0")
    assert (tip.handled_on, tip.handled_by) == (date(2026, 11, 23), "nguyen.van.an")
    assert view.numbers.tiles["waiting"]._value == "0"


def test_plants_are_marked_as_destroyed(desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "cultivation:grown-1")
    acts.destroy(view, look(view))
    settle(desk)
    view.acts.sheet.save()
    settle(desk)
    assert kept(desk, Cultivation, "grown-1").destroyed_on == date(2026, 11, 23)


def test_a_newcomer_is_entered_in_the_register(qtbot, desk: Desk, page: AreaPage) -> None:
    view = on(desk, page, "newcomer:new-0")
    acts.enter_person(view, look(view))
    settle(desk)
    dialog: Any = view.acts.verbs.dialog
    assert isinstance(dialog, AddPersonDialog)
    assert dialog.entry.name.value() == "Rơ Châm Thử"
    assert dialog.entry.birth.value() == "1998"
    dialog.entry.status.set_typed("Người sử dụng trái phép chất ma túy")
    dialog.entry.status.set_value("U")
    with qtbot.waitSignal(desk.page_wanted) as went:
        dialog.save()
    person = kept(desk, Newcomer, "new-0").person
    assert went.args == ["people", person]
    settle(desk)
    assert [act.key for act in view.listing.acts if act.fits(look(view))] == ["check"]


def test_every_picture_can_be_taken(qtbot, desk: Desk) -> None:
    for name, make in PICTURES:
        widget = make(desk)
        assert not widget.grab().isNull(), name
        widget.close()
        widget.deleteLater()
