"""The page of files, worked as people work it: the keyboard first, refusals before anything is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.desk.models.source import Marked
from app.desk.pages.dossiers.meter import DossierMeter
from app.desk.pages.dossiers.page import DossiersPage
from app.desk.pages.dossiers.photo import PhotoBox
from app.desk.pages.dossiers.scan_view import ScanDialog, decoded
from app.desk.pages.dossiers.targets import dossier_target, dossiers_where, parse_dossier_target
from app.desk.pages.dossiers.words import spoken
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.faults import Fault
from app.register.attachments import attach, open_scan
from app.register.dossiers import add_paper, list_dossiers, open_dossier
from app.register.people import AddPerson, add_person, save
from app.register.session import Session
from tests.desk.open_register import audit_of, open_desk
from tests.register.test_attachments import PDF, png


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 0) as made:
        fill(session_of(made))
        yield made


def fill(session: Session) -> None:
    for name, status, day in (
        ("Nguyễn Thị Ánh", "U-QL", "2026-03-02"),
        ("Trần Văn Bình", "S", "2026-08-10"),
        ("Lê Quốc Cường", "U-QL", "2026-09-01"),
    ):
        add_person(
            session,
            AddPerson(
                {"name": name, "birth": "1990", "officer": "an"}, None, {"status": status, "since": day}
            ),
        )


@pytest.fixture
def page(qtbot, desk: Desk) -> Iterator[DossiersPage]:
    made = DossiersPage(desk)
    qtbot.addWidget(made)
    made.resize(1096, 616)
    made.show()
    qtbot.waitUntil(lambda: desk.lane.is_idle() and made.panel.view is not None)
    yield made
    made.sheet.sheet.close_now()


def wait(qtbot, page: DossiersPage) -> None:
    qtbot.waitUntil(
        lambda: page.desk.lane.is_idle() and not page._show.isActive() and not page._soon.isActive()
    )
    qtbot.waitUntil(page.desk.lane.is_idle)


def row_of(page: DossiersPage, paper: str) -> int:
    model = page.panel.papers.model_of_papers
    return next(n for n in range(model.rowCount()) if model.paper_at(n).id == paper)


def go_to(page: DossiersPage, paper: str) -> None:
    papers = page.panel.papers
    papers.setFocus()
    papers.setCurrentIndex(papers.model_of_papers.index(row_of(page, paper), 0))


def test_the_least_complete_stand_first_with_bar_words_and_number(page: DossiersPage) -> None:
    percents = [line.percent for line in page.list.lines]
    assert percents == sorted(percents) and len(percents) == 3
    cell = page.list.model.text_at(0, 3)
    assert isinstance(cell, Marked) and cell.icon == str(percents[0]) and "%" in cell
    assert page.panel.view is not None
    assert page.panel.view.line == page.list.lines[0]
    assert page.panel.bar.words() == "0/6 · 0%"


def test_space_says_it_is_there_and_undo_takes_it_back(qtbot, page: DossiersPage, desk: Desk) -> None:
    go_to(page, "summary")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(page.panel.papers, Qt.Key.Key_Space)
    wait(qtbot, page)
    assert page.panel.view is not None
    assert page.panel.view.line.percent == 16
    paper = page.panel.view.papers[row_of(page, "summary")]
    assert paper.state == "present"
    strip = page.strips.findChildren(QLabel)
    assert any("Bản tóm tắt" in label.text() for label in strip)
    with qtbot.waitSignal(desk.changed):
        page.take_out(paper.record, "hoàn tác")
    wait(qtbot, page)
    assert page.panel.view.line.percent == 0


def test_the_same_file_stays_chosen_when_it_moves_in_the_list(qtbot, page: DossiersPage, desk: Desk) -> None:
    assert page.panel.view is not None
    before = page.panel.view.line
    for paper in ("summary", "residence", "statement", "act_record", "decision"):
        add_paper(session_of(desk), page.panel.view, paper)
    page.reload()
    wait(qtbot, page)
    assert page.panel.view.line.about == before.about and page.panel.view.line.percent > 80
    assert page.list.lines[0].about != before.about
    chosen = page.list.table.selected_ids()
    assert [page.list.lines[place].about for place in chosen] == [before.about]


def test_enter_takes_number_day_and_scan_in_one_sheet(
    qtbot, page: DossiersPage, desk: Desk, tmp_path: Path
) -> None:
    scan = tmp_path / "tom-tat.png"
    scan.write_bytes(png(30))
    go_to(page, "summary")
    qtbot.keyClick(page.panel.papers, Qt.Key.Key_Return)
    form = page.sheet.form
    assert page.sheet.is_open and form is not None
    form.form.field("number").set_value("5/TTLL")
    form.form.field("dated_on").set_value("2026-03-01")
    form.form.field("pages").set_value(2)
    form.take(scan)
    with qtbot.waitSignal(desk.changed):
        page.sheet.save()
    wait(qtbot, page)
    assert not page.sheet.is_open and page.panel.view is not None
    paper = page.panel.view.papers[row_of(page, "summary")]
    assert (paper.number, str(paper.dated_on), paper.pages) == ("5/TTLL", "2026-03-01", 2)
    assert open_scan(session_of(desk), paper.attachment).data == png(30)
    go_to(page, "summary")
    qtbot.keyClick(page.panel.papers, Qt.Key.Key_Space)  # what is there is looked at
    qtbot.waitUntil(lambda: isinstance(page.dialog, ScanDialog))
    page.dialog.close()
    assert ("view", f"attachment:{paper.attachment}") in audit_of(desk)


def test_a_wrong_file_is_told_before_anything_is_saved(
    qtbot, page: DossiersPage, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"MZ not a pdf")
    go_to(page, "summary")
    qtbot.keyClick(page.panel.papers, Qt.Key.Key_Return)
    form = page.sheet.form
    assert form is not None
    form.take(tmp_path / "scan.pdf")
    assert form.chosen is None and "scan.pdf" in form.state.text()
    form.take(tmp_path / "gone.pdf")
    assert "gone.pdf" in form.state.text()
    form.form.field("number").set_value("5")
    with qtbot.waitSignal(desk.changed):
        page.sheet.save()
    assert open_dossier(session_of(desk), *key(page)).line.percent == 16


def key(page: DossiersPage) -> tuple[str, str, str]:
    assert page.panel.view is not None
    line = page.panel.view.line
    return line.person, line.procedure, line.about


def test_printing_names_what_is_missing_and_never_prints_without_saying_so(
    qtbot, page: DossiersPage, desk: Desk, tmp_path: Path
) -> None:
    view = page.panel.view
    assert view is not None
    with qtbot.waitSignal(page.prints.done):
        page.prints.write_bundle(view, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
    words = " ".join(label.text() for label in page.strips.findChildren(QLabel))
    assert "Bản tường trình" in words
    with qtbot.waitSignal(page.prints.done):
        page.prints.write_bundle(view, tmp_path / "b.pdf", partial=True)
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-")
    with qtbot.waitSignal(page.prints.done):
        page.prints.write_list(view, tmp_path / "c.pdf")
    assert [act for act, subject in audit_of(desk) if subject.startswith(f"person:{view.line.person}")] == [
        "print", "print",
    ]  # fmt: skip


def test_removing_one_paper_of_a_whole_file_blocks_its_print(
    qtbot, page: DossiersPage, desk: Desk, tmp_path: Path
) -> None:
    session = session_of(desk)
    view = page.panel.view
    assert view is not None
    for paper in view.missing:
        add_paper(session, view, paper.id)
    view = open_dossier(session, *key(page))
    assert view.line.percent == 100
    page.prints.write_bundle(view, tmp_path / "a.pdf")
    qtbot.waitUntil((tmp_path / "a.pdf").exists)
    page.reload()
    wait(qtbot, page)
    statement = next(paper for paper in view.papers if paper.id == "statement")
    with qtbot.waitSignal(desk.changed):
        page.take_out(statement.record, "nhầm")
    wait(qtbot, page)
    assert page.panel.view is not None and page.panel.view.line.percent == 83
    with qtbot.waitSignal(page.prints.done):
        page.prints.write_bundle(page.panel.view, tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()


def test_filters_and_an_empty_answer(qtbot, page: DossiersPage) -> None:
    page.arrive(dossiers_where(procedure="aftercare"))
    wait(qtbot, page)
    assert [line.procedure for line in page.list.lines] == ["aftercare"]
    page.list.bar.set_state("không ai", {})
    wait(qtbot, page)
    assert not page.list.lines and page.panel.isHidden()


def test_a_link_leads_to_the_file(qtbot, page: DossiersPage, desk: Desk) -> None:
    line = next(x for x in page.list.lines if x.procedure == "aftercare")
    page.arrive(dossier_target(line.person, "aftercare"))
    wait(qtbot, page)
    assert page.panel.view is not None and page.panel.view.line.about == line.about
    page.arrive(dossier_target(line.person, "compulsory"))
    wait(qtbot, page)
    words = " ".join(label.text() for label in page.strips.findChildren(QLabel))
    assert "chưa có hồ sơ" in words
    assert parse_dossier_target(dossier_target("a", "b", "c")).about == "c"


def test_identity_papers_take_no_scan_by_default(qtbot, page: DossiersPage, desk: Desk) -> None:
    session = session_of(desk)
    person = page.list.lines[0].person
    save(session, "rehab_episode", "r1", {"person": person, "form": "home", "registered_on": "2026-02-01"})
    view = open_dossier(session, person, "voluntary", "r1")
    paper = next(one for one in view.papers if one.id == "identity")
    page.sheet.open(view, paper)
    assert page.sheet.form is not None
    assert not page.sheet.form.choose.isVisible()
    assert "nhạy cảm" in page.sheet.form.note.text()
    add_paper(session, view, "identity", {"number": "079"})
    view = open_dossier(session, person, "voluntary", "r1")
    record = next(one for one in view.papers if one.id == "identity").record
    with pytest.raises(Fault):
        attach(session, record, "cccd.png", png(), identity=True)


def test_a_reader_sees_no_act(page: DossiersPage) -> None:
    view = page.panel.view
    assert view is not None
    page.panel.show_view(view, may_write=False)
    assert page.panel.papers.act_of(view.papers[0]) == ""
    assert page.panel.other.isHidden()


def test_papers_are_read_aloud_with_their_state(page: DossiersPage) -> None:
    view = page.panel.view
    assert view is not None
    words = spoken(view.papers[0])
    assert words.startswith("Còn thiếu: Quyết định")
    assert "Chủ tịch Ủy ban nhân dân cấp xã" in words and "Mẫu 07" in words


def test_the_meter_of_a_person_leads_to_the_file(qtbot, desk: Desk) -> None:
    session = session_of(desk)
    line = list_dossiers(session)[0]
    meter = DossierMeter(desk)
    qtbot.addWidget(meter)
    meter.show()
    meter.show_person(line.person)
    qtbot.waitUntil(lambda: meter.findChild(QLabel) is not None)
    link = next(b for b in meter.findChildren(QPushButton) if b.property("opens"))
    with qtbot.waitSignal(desk.page_wanted) as told:
        link.click()
    assert told.args == ["dossiers", dossier_target(line.person, line.procedure, line.about)]


def test_a_photo_is_shown_on_request_and_the_look_is_noted(qtbot, desk: Desk, tmp_path: Path) -> None:
    session = session_of(desk)
    person = list_dossiers(session)[0].person
    file = tmp_path / "anh.png"
    file.write_bytes(png(40))
    box = PhotoBox(desk)
    qtbot.addWidget(box)
    box.show()
    box.show_person(person, None)
    assert not box.see.isVisible() and box.choose.isVisible()
    with qtbot.waitSignal(desk.changed):
        box.take(file)
    assert box.see.isVisible() and not box.picture.isVisible()
    box.show_photo()
    qtbot.waitUntil(box.picture.isVisible)
    assert [act for act, subject in audit_of(desk) if subject.startswith("attachment:")] == ["photo"]
    file.write_bytes(PDF)
    box.take(file)
    qtbot.waitUntil(lambda: "PDF" in box.words.text())


def test_a_scan_is_decoded_in_memory(qtbot) -> None:
    assert decoded(png(12)).width() == 12
    assert decoded(b"nothing").isNull()
    assert decoded(PDF).isNull()


def test_an_empty_register_says_how_files_begin(qtbot, qapp, tmp_path: Path) -> None:
    theme().start()
    with open_desk(tmp_path / "home", 0) as desk:
        page = DossiersPage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(desk.lane.is_idle)
        assert page.panel.isHidden() and page.summary.text() == ""
        page.hide()
