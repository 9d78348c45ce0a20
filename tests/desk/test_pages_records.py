"""The one pattern of a list of records: found, shown, entered, corrected, ended, taken back, written out."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from python_calamine import CalamineWorkbook

from app.desk.pages.area.page import AreaPage
from app.desk.pages.community.page import CommunityPage
from app.desk.pages.people.pictures import settle as once
from app.desk.pages.people.work import session_of
from app.desk.pages.records.export import ListExportDialog
from app.desk.pages.records.targets import parse_record_target, records_target
from app.desk.pages.records.verbs import HistoryDialog
from app.desk.pages.records.view import RecordsView
from app.desk.pages.testing.kits_page import KitsPage
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.strips import UndoStrip
from app.kinds.codes_area import PART
from app.kinds.places import Place
from app.register.session import Session
from app.words import _, set_language
from tests.desk.area_records import fill_area, fill_community
from tests.desk.open_register import RegisterSession, audit_of, open_desk

FIRST = "Quán cà phê Gió Biển"


def settle(desk: Desk) -> None:
    """Until the list is read, and then the preview, which waits a moment for the keyboard to rest."""
    once(desk)
    once(desk)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 8) as made:
        fill_area(session_of(made))
        fill_community(session_of(made))
        yield made


@pytest.fixture
def page(qtbot, desk: Desk) -> AreaPage:
    made = AreaPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 616)
    made.show()
    settle(desk)
    return made


@pytest.fixture
def view(page: AreaPage) -> RecordsView:
    found = page.view()
    assert found is not None
    return found


def cells(view: RecordsView, column: int = 1) -> list[str]:
    return [str(view.model.text_at(row, column)) for row in range(view.model.rowCount())]


def choose(desk: Desk, view: RecordsView, row: int) -> None:
    view.table.setCurrentIndex(view.model.index(row, 1))
    settle(desk)


def place(desk: Desk, record: str = "place-0") -> Any:
    with session_of(desk).store.read() as reader:
        return reader.get(Place, record)


def words_of(page: Any) -> str:
    said = [label.text() for label in page.findChildren(QLabel)]
    said += [button.text() for button in page.findChildren(QAbstractButton)]
    return "\n".join(said)


def test_the_list_reads_in_words_newest_first(view: RecordsView) -> None:
    assert cells(view)[0] == FIRST
    assert cells(view, 2)[0] == "Điểm phức tạp về ma túy"
    assert cells(view, 5)[0] == "02/10/2026"
    assert view.count_text.startswith("5")


def test_search_filter_and_order_are_the_registers(qtbot, desk: Desk, view: RecordsView) -> None:
    view.bar.search.setFocus()
    qtbot.keyClicks(view.bar.search, "gio bien")
    qtbot.waitUntil(lambda: cells(view) == [FIRST])
    view.bar.clear()
    settle(desk)
    view.bar.set_filter("state", "resolved")
    settle(desk)
    assert cells(view) == ["Đồi Đá Trắng"]
    view.bar.clear()
    view.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    settle(desk)
    assert cells(view)[0] == "Bãi đất trống sau chợ"
    assert cells(view)[-1] == "Xe khách biển số tạm"


def test_nothing_found_offers_the_way_on(desk: Desk, view: RecordsView) -> None:
    view.bar.search.setText("không có đâu")
    view.bar.apply()
    settle(desk)
    empty = view.table._empty
    assert empty is not None and "không có đâu" in empty.accessibleName()
    assert len(empty.findChildren(QPushButton)) == 2


def test_the_preview_shows_everything_and_the_look_is_noted(desk: Desk, view: RecordsView) -> None:
    before = len(audit_of(desk))
    choose(desk, view, 1)
    choose(desk, view, 0)
    said = words_of(view.preview)
    for part in (
        FIRST,
        "Hộ kinh doanh Lê Văn Tám",
        "12/11/2026 · Công an xã",
        "15/BC-CAX",
        "Người liên quan",
    ):
        assert part in said
    looks = [entry for entry in audit_of(desk)[before:] if entry[0] == "view"]
    assert looks == [("view", "place:place-1"), ("view", "place:place-0")]


def test_a_common_record_is_shown_without_a_note(qtbot, desk: Desk) -> None:
    made = CommunityPage(desk)
    qtbot.addWidget(made)
    made.arrive("campaign")
    settle(desk)
    before = len(audit_of(desk))
    shown = made.view()
    assert shown is not None
    choose(desk, shown, 1)
    assert shown.preview.shown is not None
    assert [entry for entry in audit_of(desk)[before:] if entry[0] == "view"] == []


def test_somebody_in_the_register_is_a_link_to_their_page(qtbot, desk: Desk, page: AreaPage) -> None:
    page.arrive("retail_dealer")
    settle(desk)
    view = page.view()
    assert view is not None
    choose(desk, view, cells(view).index(next(c for c in cells(view) if c != "Lê Thị Xa")))
    assert view.preview.shown is not None
    person = view.preview.shown.look.names["person"]
    link = next(b for b in view.preview.findChildren(QPushButton) if b.text() == person.name)
    with qtbot.waitSignal(desk.page_wanted) as asked:
        link.click()
    assert asked.args == ["people", person.id]


def test_a_named_place_leads_to_its_own_tab(desk: Desk, page: AreaPage) -> None:
    page.go_to("incident", "incident-0")
    settle(desk)
    view = page.view()
    assert view is not None and view.listing.kind_name == "incident"
    assert view.preview.shown is not None and view.preview.shown.look.id == "incident-0"
    page.go_to("place", "place-3")
    settle(desk)
    view = page.view()
    assert view is not None and view.current_record() == "place-3"


def test_enter_opens_the_form_and_a_correction_wants_its_reason(qtbot, desk: Desk, view: RecordsView) -> None:
    choose(desk, view, 0)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None
    form.form.field("name").set_typed("Quán Gió")
    view.acts.sheet.save()
    settle(desk)
    assert view.acts.sheet.is_open
    assert "Tên" in form.why.error_text()
    assert form.form.field("name").value() == "Quán Gió"
    form.why.set_typed("ghi sai tên")
    view.acts.sheet.save()
    settle(desk)
    assert not view.acts.sheet.is_open
    assert cells(view)[0] == "Quán Gió"
    assert place(desk).name == "Quán Gió"


def test_a_refusal_is_said_at_the_field_and_what_was_typed_stays(desk: Desk, view: RecordsView) -> None:
    choose(desk, view, 0)
    view.acts.edit()
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None
    form.go_to("resolved_on")
    form.form.field("resolved_on").set_typed("01/01/2020")
    view.acts.sheet.save()
    settle(desk)
    assert form.form.field("resolved_on").error_text()
    assert form.form.field("resolved_on").value() == "2020-01-01"
    assert place(desk).resolved_on is None


def test_a_new_record_by_keyboard(qtbot, desk: Desk, page: AreaPage, view: RecordsView) -> None:
    page.activateWindow()
    heard: list[object] = []
    desk.changed.connect(lambda changed, origin: heard.append(origin))
    page.add()
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None and form.form.field("since").value() == "2026-11-23"
    form.form.field("name").set_typed("Kho lạnh bỏ hoang")
    form.form.field("sort").set_typed("Điểm có nguy cơ phức tạp về ma túy")
    view.acts.sheet.save()
    settle(desk)
    assert "Kho lạnh bỏ hoang" in cells(view)
    assert heard == [page]
    assert str(view.numbers.tiles["open"]._value) == "5"


def test_what_is_typed_is_kept_as_a_draft_and_offered(desk: Desk, page: AreaPage, view: RecordsView) -> None:
    page.add()
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None
    form.form.field("name").set_typed("Chưa gõ xong")
    page.save_draft()
    settle(desk)
    other = AreaPage(desk)
    other.add()
    settle(desk)
    again = other.view()
    assert again is not None and again.acts.sheet.form is not None
    offer = next(b for b in again.acts.sheet.form.findChildren(QPushButton) if b.text() == "Tiếp tục")
    offer.click()
    assert again.acts.sheet.form.form.field("name").value() == "Chưa gõ xong"
    other.deleteLater()


def test_hamlets_known_are_suggested(desk: Desk, page: AreaPage, view: RecordsView) -> None:
    page.add()
    settle(desk)
    assert view.acts.sheet.form is not None
    completer = view.acts.sheet.form.form.field("hamlet").edit.completer()  # type: ignore[attr-defined]
    model = completer.model()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "Thôn Đông Hải" in offered


def test_ending_with_day_and_reason_and_the_way_back(desk: Desk, page: AreaPage) -> None:
    page.arrive("retail_dealer:dealer-0")
    settle(desk)
    view = page.view()
    assert view is not None
    view.acts.do_verb("end")
    settle(desk)
    dialog: Any = view.acts.verbs.dialog
    dialog.start()
    settle(desk)
    assert dialog.fields["why"].error_text()
    dialog.fields["why"].set_typed("không còn hoạt động")
    dialog.start()
    settle(desk)
    assert view.preview.shown is not None
    assert view.preview.shown.look.ends_on() == date(2026, 11, 23)
    (strip,) = view.strips.findChildren(UndoStrip)
    next(b for b in strip.findChildren(QPushButton) if b.text() == "Hoàn tác").click()
    settle(desk)
    assert view.preview.shown.look.ends_on() is None


def test_recorded_in_error_leaves_the_list_and_comes_back(desk: Desk, view: RecordsView) -> None:
    choose(desk, view, 0)
    assert view.preview.shown is not None
    view.acts.verbs.retract(view.preview.shown.look, "ghi hai lần")
    settle(desk)
    assert FIRST not in cells(view)
    assert place(desk) is None
    (strip,) = view.strips.findChildren(UndoStrip)
    next(b for b in strip.findChildren(QPushButton) if b.text() == "Hoàn tác").click()
    settle(desk)
    assert FIRST in cells(view)


def test_the_history_of_a_record(desk: Desk, view: RecordsView) -> None:
    choose(desk, view, 0)
    view.acts.do_verb("history")
    settle(desk)
    dialog = view.acts.verbs.dialog
    assert isinstance(dialog, HistoryDialog)
    assert dialog.tab.table.model().rowCount() >= 5
    assert ("history", "place:place-0") in audit_of(desk)
    dialog.close()


def test_a_related_record_is_entered_with_its_place(desk: Desk, view: RecordsView) -> None:
    choose(desk, view, 0)
    view.acts.add_related(view.listing.related[0])
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None and form.listing.kind_name == "involvement"
    assert form.form.field("place").value() == "place-0"
    form.form.field("name").set_typed("Một người lạ")
    form.form.field("part").set_typed(_(PART.label("dealer")))
    view.acts.sheet.save()
    settle(desk)
    assert "Một người lạ" in words_of(view.preview)


def test_the_list_on_view_becomes_a_file(
    desk: Desk, page: AreaPage, view: RecordsView, tmp_path: Path
) -> None:
    view.bar.set_filter("state", "listed")
    settle(desk)
    dialog = ListExportDialog(view)
    for kind in ("pdf", "xlsx", "csv"):
        dialog.format.check([kind])
        dialog.write(tmp_path / f"list.{kind}")
        settle(desk)
    sheet = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["TT", "Tên", "Loại địa điểm"]
    assert len(sheet) == 4
    assert sheet[1][1] == FIRST
    assert sheet[1][5] == date(2026, 10, 2)
    rows = list(csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][0] == FIRST and rows[1][4] == "02/10/2026"
    text = PdfReader(tmp_path / "list.pdf").pages[0].extract_text()
    assert "DANH SÁCH" in text and "Lọc theo: Tình trạng" in text
    assert "nguyen.van.an" in text  # who printed it
    acts = [entry for entry in audit_of(desk) if entry[1] == "place" and entry[0] in ("print", "export_list")]
    assert [act for act, _subject in acts] == ["print", "export_list", "export_list"]
    dialog.close()


def test_keys(qtbot, desk: Desk, page: AreaPage, view: RecordsView) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_F8)
    assert view.preview.isHidden()
    qtbot.keyClick(view.table, Qt.Key.Key_F8)
    assert not view.preview.isHidden()
    qtbot.keyClick(view.table, Qt.Key.Key_F2)
    settle(desk)
    assert view.acts.sheet.is_open
    qtbot.keyClick(view.acts.sheet.sheet, Qt.Key.Key_Escape)
    assert not view.acts.sheet.is_open
    qtbot.keyClick(view.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert view.acts.sheet.is_open
    view.acts.sheet.sheet.close_now()
    view.bar.search.setFocus()
    assert page.next_pane() and view.table.hasFocus()


def test_targets() -> None:
    assert parse_record_target("place:abc").record == "abc"
    assert parse_record_target(records_target("tip", figure="waiting")).filters == {"figure": "waiting"}
    assert parse_record_target("place+").adds
    assert parse_record_target("incident").kind == "incident"


def test_every_control_has_a_name(desk: Desk, page: AreaPage, view: RecordsView) -> None:
    choose(desk, view, 0)
    page.add()
    settle(desk)
    nameless = [
        widget
        for sort in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
        for widget in page.findChildren(sort)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not isinstance(widget.parent(), QComboBox)
    ]
    assert nameless == []


def test_both_languages(desk: Desk, qtbot) -> None:
    set_language("en")
    made = AreaPage(desk)
    qtbot.addWidget(made)
    settle(desk)
    view = made.view()
    assert view is not None
    assert cells(view, 2)[0] == "Complex place"
    assert "Add a place" in words_of(made)


# -- who may see what ------------------------------------------------------------------------


@dataclasses.dataclass
class HealthRegister(RegisterSession):
    """The same register, at work in it somebody of the health station."""

    @property
    def session(self) -> Session:
        return dataclasses.replace(self.opened.session, role="health")


def as_health(desk: Desk) -> Desk:
    return Desk(HealthRegister(desk.register.opened), desk.lane, desk.preferences)


def test_the_health_role_sees_none_of_the_area(qtbot, desk: Desk) -> None:
    health = as_health(desk)
    before = len(audit_of(desk))
    made = AreaPage(health)
    qtbot.addWidget(made)
    made.resize(1096, 616)
    made.show()
    for target in ("place", "incident:incident-0", "tip?figure=waiting", "place+"):
        made.arrive(target)
    made.add()
    made.edit()
    made.export()
    made.reload()
    settle(health)
    assert made.is_refused and made.view() is None
    assert FIRST not in words_of(made) and "Gió" not in words_of(made)
    assert audit_of(desk)[before:] == []
    assert HealthRegister(desk.register.opened).find("Gió Biển", 20) == []


def test_the_health_role_works_in_the_community_without_tips(qtbot, desk: Desk) -> None:
    health = as_health(desk)
    made = CommunityPage(health)
    qtbot.addWidget(made)
    made.arrive("mailbox")
    settle(health)
    view = made.view()
    assert view is not None and view.model.rowCount() == 3
    assert view.preview.shown is not None
    assert view.preview.shown.related == ()
    assert not made.add_button.isHidden()
    made.arrive("population")
    settle(health)
    assert made.add_button.isHidden()  # read, not written, by health


def test_the_health_role_receives_kits(qtbot, desk: Desk) -> None:
    health = as_health(desk)
    made = KitsPage(health)
    qtbot.addWidget(made)
    settle(health)
    view = made.view()
    assert view is not None and view.model.rowCount() == 2
    assert not made.add_button.isHidden()
