"""The page of the work in the community: what every hamlet has and lacks, and its lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.pages.community.hamlets import HamletsView
from app.desk.pages.community.page import CommunityPage
from app.desk.pages.community.pictures import PICTURES
from app.desk.pages.people.pictures import settle as once
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.community import PledgeCount
from app.kinds.unit import Population
from tests.desk.area_records import fill_community
from tests.desk.open_register import open_desk


def settle(desk: Desk) -> None:
    once(desk)
    once(desk)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 24) as made:
        fill_community(session_of(made))
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> CommunityPage:
    made = CommunityPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 616)
    made.show()
    settle(desk)
    return made


@pytest.fixture
def hamlets(page: CommunityPage) -> HamletsView:
    found = page.widget_at(0)
    assert isinstance(found, HamletsView)
    return found


def test_every_hamlet_with_what_it_has(hamlets: HamletsView) -> None:
    rows = {
        hamlets.model.text_at(row, 1): [str(hamlets.model.text_at(row, c)) for c in range(2, 8)]
        for row in range(hamlets.model.rowCount())
    }
    assert rows["Thôn Đông Hải"] == ["120", "120", "100%", "30/06/2026", "1", "1"]
    assert rows["Khu phố 1"][2] == "86,9%"
    assert rows["Thôn Phú Thọ"][2:] == ["chưa có số", "", "còn thiếu", "còn thiếu"]
    assert hamlets.tiles["share"]._value == "90,1%"
    assert "Thôn Phú Thọ" in hamlets.missing.text()


def test_a_number_chooses_the_hamlets_it_counts(desk: Desk, hamlets: HamletsView) -> None:
    hamlets.tiles["mailbox"].click()
    chosen = [hamlets.lines[place].hamlet for place in hamlets.table.selected_ids()]
    assert chosen == ["Khu phố 2", "Thôn Hòa Thạnh", "Thôn Phú Thọ"]


def test_a_new_count_of_a_hamlet(desk: Desk, page: CommunityPage, hamlets: HamletsView) -> None:
    place = next(n for n, line in enumerate(hamlets.lines) if line.hamlet == "Thôn Phú Thọ")
    hamlets.table.opened.emit(place)
    settle(desk)
    form = hamlets.sheet.form
    assert form is not None and form.form.field("hamlet").value() == "Thôn Phú Thọ"
    form.form.field("households").set_typed("50")
    form.form.field("signed").set_typed("51")
    hamlets.sheet.save()
    settle(desk)
    assert form.form.field("signed").error_text()
    form.form.field("signed").set_typed("50")
    hamlets.sheet.save()
    settle(desk)
    assert next(line for line in hamlets.lines if line.hamlet == "Thôn Phú Thọ").is_pledged
    with session_of(desk).store.read() as reader:
        assert len(reader.all(PledgeCount, "hamlet = 'Thôn Phú Thọ'")) == 1


def test_the_lists_name_the_hamlets_that_lack_something(desk: Desk, page: CommunityPage) -> None:
    for kind, part in (
        ("mailbox", "Chưa có hòm thư: Khu phố 2"),
        ("hotline_board", "Chưa có đường dây nóng: Khu phố 1"),
        ("pledge_count", "90,1%"),
    ):
        page.arrive(kind)
        settle(desk)
        view = page.view()
        assert view is not None
        assert part in view.numbers.note.text(), kind


def test_whom_a_helper_helps_is_named_in_the_list(desk: Desk, page: CommunityPage) -> None:
    page.arrive("helper")
    settle(desk)
    view = page.view()
    assert view is not None
    names = [str(view.model.text_at(row, 3)) for row in range(view.model.rowCount())]
    assert sum(bool(name) for name in names) == 1


def test_the_first_population_figure_brings_the_unit_with_it(desk: Desk, page: CommunityPage) -> None:
    page.arrive("population+")
    settle(desk)
    view = page.view()
    assert view is not None and view.acts.sheet.form is not None
    form = view.acts.sheet.form.form
    assert form.field("unit").edit.text() == "Ninh Phước"  # type: ignore[attr-defined]
    form.field("persons").set_typed("8.120")
    view.acts.sheet.save()
    settle(desk)
    with session_of(desk).store.read() as reader:
        (figure,) = reader.all(Population)
    assert figure.persons == 8120


def test_saving_on_one_tab_is_seen_on_another(desk: Desk, page: CommunityPage, hamlets: HamletsView) -> None:
    page.arrive("mailbox+")
    settle(desk)
    view = page.view()
    assert view is not None and view.acts.sheet.form is not None
    view.acts.sheet.form.form.field("hamlet").set_typed("Khu phố 2")
    view.acts.sheet.save()
    settle(desk)
    assert next(line for line in hamlets.lines if line.hamlet == "Khu phố 2").mailboxes == 1


def test_an_empty_commune(qtbot, qapp, tmp_path: Path) -> None:
    with open_desk(tmp_path / "empty", 0) as desk:
        made = CommunityPage(desk)
        qtbot.addWidget(made)
        made.show()
        settle(desk)
        shown = made.widget_at(0)
        assert isinstance(shown, HamletsView)
        assert shown.model.rowCount() == 0
        assert shown.table._empty is not None and shown.table._empty.isVisible()
        assert shown.tiles["share"]._value == "–"


def test_every_picture_can_be_taken(qtbot, desk: Desk) -> None:
    for name, make in PICTURES:
        widget = make(desk)
        assert not widget.grab().isNull(), name
        widget.close()
        widget.deleteLater()
