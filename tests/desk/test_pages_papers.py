"""The page of papers, worked as people work it: choose, see what is missing, issue, print the same again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.pages.papers.page import PapersPage
from app.desk.pages.papers.pictures import PICTURES
from app.desk.pages.papers.targets import papers_target, parse_papers_target
from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.settings.fields_dialog import FieldsDialog
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.documents.forms.copies import shelf_of
from app.documents.rasters import page_count, rasters
from app.register.papers.book import book
from app.register.people import save
from tests.desk.open_register import audit_of, open_desk
from tests.documents.form_people import add_everything


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 0) as made:
        yield made


@pytest.fixture
def person(desk: Desk) -> str:
    return add_everything(session_of(desk))


def open_page(desk: Desk, target: str = "") -> PapersPage:
    page = PapersPage(desk)
    page.resize(1096, 616)
    page.arrive(target)
    settle(desk)
    return page


def issue(page: PapersPage, desk: Desk, **values: object) -> None:
    page.ask_issue()
    dialog = page.dialog
    assert dialog is not None
    for name, value in values.items():
        dialog.fields[name.replace("__", ".")].set_value(value)
    dialog.start()
    settle(desk)


def test_targets_lead_to_a_person_a_form_and_a_tab() -> None:
    target = parse_papers_target(papers_target("p1", "stop", "d1"))
    assert (target.person, target.form, target.about, target.tab) == ("p1", "stop", "d1", "make")
    assert parse_papers_target("p1").person == "p1"
    assert parse_papers_target("?tab=book").tab == "book" and parse_papers_target("?tab=zzz").tab == "make"


def test_nothing_can_be_done_before_somebody_is_chosen(desk: Desk) -> None:
    page = open_page(desk)
    assert page.make.shown is None and page.make.preview.pages() == 0
    for button in (page.issue_button, page.print_button, page.pdf_button, page.word_button):
        assert not button.isEnabled()


def test_the_chosen_form_is_shown_page_by_page(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "manage_user"))
    shown = page.make.shown
    assert shown is not None and shown.made.template.id == "ND105-07"
    assert page.make.preview.pages() == page_count(shown.data) == 2
    assert page.make.day.value() == "2026-01-30"  # the decision's own day decides which form it is
    assert page.issue_button.isEnabled()


def test_the_day_of_the_paper_changes_the_form(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "manage_user"))
    page.make.day.edit.setText("02/09/2026")
    settle(desk)
    shown = page.make.shown
    assert shown is not None and shown.made.template.id == "L120-manage-user"
    assert "chưa" in page.make.note.text().lower() or "not seen" in page.make.note.text()


def test_what_is_missing_can_be_typed_for_this_paper_alone(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "summary"))
    field = page.make.gaps._fields["mother.number"]
    field.edit.setText("000066000111")
    field.edit.editingFinished.emit()
    settle(desk)
    shown = page.make.shown
    assert shown is not None and shown.made.facts.texts["mother.number"] == "000066000111"
    assert "mother.number" not in {spec.name for spec in shown.made.missing}
    assert page.make.gaps.typed() == {"mother.number": "000066000111"}


def test_a_form_without_its_record_says_what_to_enter(desk: Desk, person: str) -> None:
    page = open_page(desk, person)
    row = next(n for n, one in enumerate(page.make._offers) if one.template.form == "suspend")
    page.make.table.select_ids([row], row)
    settle(desk)
    assert page.make.shown is None and not page.issue_button.isEnabled()


def test_a_change_of_the_person_is_on_the_paper_at_once(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "summary"))
    changed = save(
        session_of(desk), "address", "adr-new", {"person": person, "sort": "temporary", "text": "Số 99"}
    )
    desk.announce(changed, None)
    settle(desk)
    shown = page.make.shown
    assert shown is not None and "Số 99" in shown.made.facts.texts["person.residence"]


def test_issuing_gives_the_number_and_the_same_file_again(desk: Desk, person: str, tmp_path: Path) -> None:
    page = open_page(desk, papers_target(person, "manage_user"))
    issue(page, desk)
    issue(page, desk, serial=5)
    session = session_of(desk)
    assert [line.number for line in book(session, "QĐ-UBND", 2026)] == ["01/QĐ-UBND", "02 – 04", "05/QĐ-UBND"]
    page.arrive("?tab=issued")
    settle(desk)
    assert [one.number for one in page.issued.copies] == ["05/QĐ-UBND", "01/QĐ-UBND"]
    page.issued.table.select_ids([1], 1)
    page.issued.show_copy()
    settle(desk)
    assert page.issued.preview.pages() == 2
    assert any(act == "print" and subject.startswith("paper:") for act, subject in audit_of(desk))


def test_a_taken_number_is_refused_at_its_field(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "manage_user"))
    issue(page, desk)
    issue(page, desk, serial=1)
    assert page.dialog is not None and "02/QĐ-UBND" in page.dialog.fields["serial"].error_text()
    page.dialog.reject()


def test_pdf_and_word_are_written_and_noted(desk: Desk, person: str, tmp_path: Path) -> None:
    page = open_page(desk, papers_target(person, "summary"))
    assert page.make.shown is not None
    for suffix, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        page.write(page.make.shown, tmp_path / f"x.{suffix}")
        settle(desk)
        assert (tmp_path / f"x.{suffix}").read_bytes().startswith(magic)
    assert sum(act == "print" and "ND105-05" in subject for act, subject in audit_of(desk)) == 2


def test_numbers_are_kept_and_shown_as_a_gap(desk: Desk) -> None:
    page = open_page(desk, "?tab=book")
    page.book.ask_reserve()
    dialog = page.book.dialog
    assert isinstance(dialog, FieldsDialog)
    for name, value in (("symbol", "BC-CAX"), ("serial", 4), ("title", "Báo cáo tháng")):
        dialog.fields[name].set_value(value)
    dialog.start()
    settle(desk)
    assert [line.number for line in page.book.lines] == ["04/BC-CAX", "01 – 03"]
    page.book.table.select_ids([0], 0)
    assert page.book.cancel_button.isEnabled()
    page.book.table.select_ids([1], 1)
    assert not page.book.cancel_button.isEnabled()


def test_own_wording_is_kept_and_an_unknown_field_is_named(desk: Desk) -> None:
    page = open_page(desk, "?tab=own")
    row = next(n for n, one in enumerate(page.own.templates) if one.id == "ND105-07")
    page.own.table.select_ids([row], row)
    page.own.fields["title.about"].edit.setPlainText("Quản lý {person.nobody}")
    page.own.save()
    settle(desk)
    assert any("person.nobody" in strip.text() for strip in page.strips.strips())
    page.own.fields["title.about"].edit.setPlainText("Quản lý {person.name}")
    page.own.save()
    settle(desk)
    assert shelf_of(session_of(desk)).of("ND105-07").title.about == "Quản lý {person.name}"


def test_a_half_typed_wording_is_not_lost_by_leaving(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(desk, "?tab=own")
    next(iter(page.own.fields.values())).edit.setPlainText("x")
    monkeypatch.setattr("app.desk.pages.papers.own_tab.LeaveDialog.ask", lambda _self: "keep")
    assert not page.may_leave()
    monkeypatch.setattr("app.desk.pages.papers.own_tab.LeaveDialog.ask", lambda _self: "discard")
    assert page.may_leave()


def test_pages_become_pictures_of_their_size(desk: Desk, person: str) -> None:
    page = open_page(desk, papers_target(person, "statement"))
    assert page.make.shown is not None
    (first, *_rest) = rasters(page.make.shown.data, 1)
    assert (first.width, first.height) in {(595, 842), (596, 842)}
    assert (
        len(first.data) == first.width * first.height * 4 and first.data.count(b"\xff") > len(first.data) // 2
    )


@pytest.mark.parametrize("name", [name for name, _make in PICTURES])
def test_every_picture_can_be_taken(desk: Desk, person: str, name: str) -> None:
    widget = dict(PICTURES)[name](desk)
    assert widget.grab().width() > 300
    widget.close()
