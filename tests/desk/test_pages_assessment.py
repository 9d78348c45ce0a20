"""The page of assessments over a real register, as police and as health: steps, notes, questionnaire, papers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from app.desk.pages.assessment.assist_dialog import AssistDialog, AssistField
from app.desk.pages.assessment.clinical_form import AssessmentForm
from app.desk.pages.assessment.note_history import HistoryDialog
from app.desk.pages.assessment.page import AssessmentPage
from app.desk.pages.assessment.pattern import PRINT_REQUEST, PRINT_SHEET, AssessmentPattern, pair_of
from app.desk.pages.people.pictures import settle
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.desk.widgets.confirm import ConfirmDialog
from app.kinds.clinical import ASSIST_EVER
from app.kinds.codec import from_fields
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.ledger import drafts
from app.register import assist
from app.register.clinical import open_notes
from app.register.clinical_forms import form_name
from app.register.stages import Detail
from app.words import _, set_language
from tests.desk import clinic_desk
from tests.desk.clinic_desk import NURSE

SECRET = "Kiêng khem quạnh quẽ"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_desk.make_home(tmp_path_factory.mktemp("clinic") / "home")


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.fixture
def desk(qapp, home: Path) -> Iterator[Desk]:
    theme().start()
    with clinic_desk.opened(home) as made:
        yield made


@pytest.fixture
def nurse(qapp, home: Path) -> Iterator[Desk]:
    theme().start()
    with clinic_desk.opened(home, NURSE) as made:
        yield made


def at(qtbot, desk: Desk, record: str) -> AssessmentPage:
    """The page with a case under the cursor."""
    page = AssessmentPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settle(desk)
    page.arrive(f"=assessment_request:{record}")
    settle(desk)
    assert page.list.panel.detail is not None and page.list.panel.detail.record.id == record
    return page


def case(page: AssessmentPage) -> Detail:
    """The case the panel shows."""
    assert page.list.panel.detail is not None
    return page.list.panel.detail


def take(page: AssessmentPage, key: str) -> None:
    step = next(one for one in page.list.panel.steps if one.key == key)
    page.list.panel.step_wanted.emit(step)
    settle(page.desk)


def words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisibleTo(root))


def count(desk: Desk, sql: str) -> int:
    with desk.register.session.store.read() as reader:
        return int(reader.value(sql))


def test_stages_have_counts_and_filter_the_list(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "req0")
    assert {code: tile.count() for code, tile in page.list.cases.tiles.tiles.items()} == {
        "asked": 1, "scheduled": 2, "observing": 1, "concluded": 1,
    }  # fmt: skip
    qtbot.mouseClick(page.list.cases.tiles.tiles["concluded"], Qt.MouseButton.LeftButton)
    settle(desk)
    assert page.list.model.rowCount() == 1


def test_an_empty_list_says_why_and_how_to_begin(qtbot, qapp, tmp_path: Path) -> None:
    theme().start()
    with clinic_desk.opened(clinic_desk.empty_home(tmp_path / "empty")) as desk:
        page = AssessmentPage(desk)
        qtbot.addWidget(page)
        page.show()
        settle(desk)
        assert "No assessment has been asked for" in words(page) or "Chưa có đề nghị" in words(page)
        page.list.begin()
        assert page.list.sheet.is_open


def test_the_police_see_that_there_is_a_note_and_the_conclusion_never_the_note(qtbot, desk: Desk) -> None:
    set_language("en")
    page = at(qtbot, desk, "req4")
    said = words(page.list.panel)
    assert "Addiction found" in said or "Clinical note, sealed" in said
    assert "Clinical note, sealed" in said and "0123/CCĐT" in said
    assert "Đủ tiêu chuẩn" not in said and "Opioids: " not in said
    assert "note" not in {step.key for step in page.list.panel.steps}
    page.list.panel.step_wanted.emit(AssessmentPattern().steps(desk.register.session, case(page))[1])
    settle(desk)
    assert not page.notes.is_open  # even asked for by hand, the role is refused


def test_days_waiting_and_the_next_step_stand_on_top(qtbot, desk: Desk) -> None:
    set_language("en")
    page = at(qtbot, desk, "req0")
    badges = AssessmentPattern().shown(desk.register.session, case(page)).badges
    assert str(badges[0]) == "Waiting for 11 days"
    assert page.list.panel.steps[0].key == "schedule"
    passed = at(qtbot, desk, "req1")
    marks = AssessmentPattern().shown(desk.register.session, case(passed)).badges
    assert "The appointment has passed" in map(str, marks) and passed.list.panel.steps[0].key == "conclude"


def test_a_ground_the_law_does_not_know_is_told_at_the_field_and_nothing_is_lost(qtbot, desk: Desk) -> None:
    set_language("en")
    page = at(qtbot, desk, "req0")
    page.list.begin()
    form = page.list.sheet.form
    assert form is not None and form.form is not None
    with desk.register.session.store.read() as reader:
        person = str(reader.value("SELECT person FROM r_assessment_request WHERE id = 'req0'"))
    form.person.set_value(person)
    form.form.field("ground").set_value("educated")
    form.form.field("facility").set_typed("TTYT")
    page.list.sheet.save()
    settle(desk)
    assert "That law knows" in form.form.field("ground").error_text() and page.list.sheet.is_open
    assert form.form.field("facility").typed() == "TTYT"
    form.form.field("ground").set_value("managed")
    page.list.sheet.save()
    settle(desk)
    assert not page.list.sheet.is_open
    with desk.register.session.store.read() as reader:
        row = reader.row("SELECT test, facility FROM r_assessment_request WHERE id NOT LIKE 'req%'")
    assert row is not None and tuple(row) == ("test0", "TTYT")  # the newest positive test is referred to


def test_a_conclusion_without_certificate_is_kept_and_said(qtbot, desk: Desk) -> None:
    set_language("en")
    page = at(qtbot, desk, "req1")
    take(page, "conclude")
    form = page.list.sheet.form
    assert form is not None and form.form is not None
    form.form.field("conclusion").set_value("not_addicted")
    page.list.sheet.save()
    settle(desk)
    assert "certificate" in words(page.list.strips)
    assert count(desk, "SELECT count(*) FROM r_assessment WHERE request = 'req1'") == 1


def test_the_note_opens_for_health_with_form_named_and_check_that_never_concludes(qtbot, nurse: Desk) -> None:
    set_language("en")
    page = at(qtbot, nurse, "req4")
    take(page, "note")
    view = page.notes.view
    assert view is not None and isinstance(view.form, AssessmentForm)
    assert form_name(view.form.rules).startswith("TT18") and form_name(view.form.rules) in words(view.form)
    assert "agrees" in view.check.text() and "not a conclusion" in view.check.text()
    checks = view.form.field("criteria")
    boxes = checks.findChildren(QCheckBox)
    assert [box.isChecked() for box in boxes] == [True, False, True, False, False, True]
    boxes[0].setFocus()
    qtbot.keyClick(boxes[0], Qt.Key.Key_1)  # the first criterion is taken back by its digit
    assert "does not agree" in view.check.text()
    assert (
        count(nurse, "SELECT count(*) FROM audit WHERE act = 'view' AND detail LIKE 'assessment_detail%'")
        >= 1
    )


def test_a_note_is_written_sealed_and_read_again(qtbot, nurse: Desk) -> None:
    page = at(qtbot, nurse, "req1")
    take(page, "note")
    view = page.notes.view
    assert view is not None and view.note is None
    view.form.field("substance_group").set_value("stimulant")
    view.form.field("own").set_typed(SECRET)
    page.notes.save()
    settle(nurse)
    assert not page.notes.is_open
    detail = page.list.panel.detail
    assert detail is not None
    (note,) = open_notes(nurse.register.session, "assessment_detail", detail.line.person, request="req1")
    assert note.content.own == SECRET and note.content.substance_group == "stimulant"
    assert count(nurse, f"SELECT count(*) FROM op WHERE instr(line, CAST('{SECRET}' AS BLOB))") == 0


def test_the_draft_of_a_note_is_sealed_and_offered_again(qtbot, nurse: Desk) -> None:
    page = at(qtbot, nurse, "req1")
    take(page, "note")
    view = page.notes.view
    assert view is not None
    view.form.field("own").set_typed(SECRET)
    page.save_draft()
    settle(nurse)
    session = nurse.register.session
    kept = [one for one in drafts.waiting(session.store, NURSE) if one.key.startswith("assessment_detail")]
    assert len(kept) == 1 and set(kept[0].body) == {"sealed"} and SECRET not in repr(kept)
    again = at(qtbot, nurse, "req1")
    take(again, "note")
    fresh = again.notes.view
    assert fresh is not None and fresh.form.field("own").typed() == ""
    offer = again.notes._keeper
    assert offer is not None
    draft = again.notes._drafts.load(fresh.key())
    assert draft is not None
    fresh.restore(draft["fields"])
    assert fresh.form.field("own").typed() == SECRET


def test_history_of_a_note_reads_old_and_new(qtbot, nurse: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = at(qtbot, nurse, "req4")
    take(page, "note")
    view = page.notes.view
    assert view is not None
    view.form.field("own").set_typed("Bổ sung")
    page.notes.save()
    settle(nurse)
    take(page, "note")
    shown: list[HistoryDialog] = []
    monkeypatch.setattr(HistoryDialog, "open", lambda self: shown.append(self))
    assert page.notes.view is not None
    page.notes.view.history.click()
    settle(nurse)
    lines = shown[0].table.things
    assert any("Đủ tiêu chuẩn" in line[3] and line[4] == "Bổ sung" for line in lines)
    shown[0].deleteLater()


def test_a_note_recorded_in_error_needs_a_reason(qtbot, nurse: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = at(qtbot, nurse, "req4")
    take(page, "note")
    monkeypatch.setattr(ConfirmDialog, "ask", lambda self: True)
    monkeypatch.setattr(ConfirmDialog, "reason", lambda self: "nhầm người")
    assert page.notes.view is not None
    page.notes.view.retract.click()
    settle(nurse)
    assert count(nurse, "SELECT count(*) FROM r_assessment_detail WHERE _state = 0") == 1


def test_the_questionnaire_is_answered_by_keys_alone(qtbot, qapp) -> None:
    theme().start()
    dialog = AssistDialog(assist.current(), [], None)
    qtbot.addWidget(dialog)
    dialog.show()
    rows = [row.id for row in dialog.rows.rows]
    dialog.grid.go_to(rows.index("opioids"))
    for key in "1555432":
        qtbot.keyClicks(dialog.grid, key)
    (line,) = dialog.lines()
    # Q2 daily 6, Q3 daily 6, Q4 daily 7, Q5 weekly 7, Q6 past 3, Q7 recent 6
    assert (line["score"], line["band"]) == (35, "high")
    assert dialog.grid.currentIndex().row() == rows.index("opioids") + 1
    dialog.grid.go_to(rows.index("tobacco"))
    for key in "144511":  # five answers follow “used”: question 5 is passed over
        qtbot.keyClicks(dialog.grid, key)
    tobacco = next(one for one in dialog.lines() if one["substance"] == "tobacco")
    assert "q5" not in tobacco and tobacco["score"] == 4 + 5 + 7
    dialog.grid.go_to(rows.index("opioids"), 3)
    qtbot.keyClicks(dialog.grid, "1")  # never in three months: 3, 4, 5 are no longer asked
    opioids = next(one for one in dialog.lines() if one["substance"] == "opioids")
    assert set(opioids) == {"substance", "q2", "q6", "q7", "score", "band"} and opioids["score"] == 9
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Delete)
    assert dialog.rows.rowCount() == 10


def test_the_questionnaire_comes_back_into_the_note(qtbot, nurse: Desk) -> None:
    page = at(qtbot, nurse, "req4")
    take(page, "note")
    view = page.notes.view
    assert view is not None
    field = view.form.field("assist")
    assert isinstance(field, AssistField)
    dialog = field.make_dialog()
    assert dialog is not None and dialog.form.version == "3.1" and dialog.injected() == "past"
    place = [row.id for row in dialog.rows.rows].index("opioids")
    dialog.rows.answer(place, 3, "daily")
    dialog.injected_field.set_typed(_(ASSIST_EVER.label("recent")))
    assert dialog.injecting.text()
    field.take(dialog)
    dialog.deleteLater()
    page.notes.save()
    settle(nurse)
    detail = page.list.panel.detail
    assert detail is not None
    found = open_notes(nurse.register.session, "assessment_detail", detail.line.person)
    assert found[0].content.assist[0].score == 6 + 5 + 4 + 0 + 3 + 0
    assert found[0].content.assist_injected == "recent"


@pytest.mark.parametrize(
    ("key", "expected"), [(PRINT_REQUEST, "GIẤY ĐỀ NGHỊ"), (PRINT_SHEET, "PHIẾU TỔNG HỢP")]
)
def test_papers_are_written_and_the_print_is_recorded(
    qtbot, desk: Desk, tmp_path: Path, key: str, expected: str
) -> None:
    page = at(qtbot, desk, "req4")
    detail = page.list.panel.detail
    assert detail is not None
    page.write_paper(key, detail, tmp_path / "a.pdf")
    settle(desk)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert expected in text and "Bá Văn Giả" in text
    assert "Ngáp nhiều" not in text  # the observation is clinical detail
    assert (
        count(
            desk,
            f"SELECT count(*) FROM audit WHERE act = 'print' AND subject = 'person:{detail.line.person}'",
        )
        == 1
    )


def test_the_sheet_of_the_health_role_has_the_observation(qtbot, nurse: Desk, tmp_path: Path) -> None:
    page = at(qtbot, nurse, "req4")
    detail = page.list.panel.detail
    assert detail is not None
    page.write_paper(PRINT_SHEET, detail, tmp_path / "a.pdf")
    settle(nurse)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "Ngáp nhiều" in text and "20/11/2026" in text


def test_f2_corrects_the_conclusion_once_there_is_one(qtbot, desk: Desk) -> None:
    page = at(qtbot, desk, "req4")
    page.list.edit()
    form = page.list.sheet.form
    assert form is not None and form.step.kind == "assessment" and form.form is not None
    form.form.field("slip_number").set_typed("46/PKQ")
    form.why.set_typed("sai số phiếu")
    page.list.sheet.save()
    settle(desk)
    with desk.register.session.store.read() as reader:
        assert reader.value("SELECT slip_number FROM r_assessment WHERE id = 'ass4'") == "46/PKQ"
    detail = at(qtbot, desk, "req0").list.panel.detail
    assert detail is not None and pair_of(detail)[1] is None
    assert AssessmentPattern().edit(desk.register.session, detail).kind == "assessment_request"


def test_leaving_a_changed_note_asks(qtbot, nurse: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.desk.widgets import side_sheet

    page = at(qtbot, nurse, "req4")
    take(page, "note")
    assert page.notes.view is not None
    page.notes.view.form.field("own").set_typed("khác")
    answers = iter(("keep", "discard"))

    class Ask:
        def __init__(self, *_: object) -> None: ...

        def ask(self) -> str:
            return next(answers)

    monkeypatch.setattr(side_sheet, "LeaveDialog", Ask)
    assert not page.may_leave() and page.notes.is_open
    assert page.may_leave() and not page.notes.is_open
    settle(nurse)
    assert count(nurse, "SELECT count(*) FROM draft WHERE key LIKE 'assessment_detail%'") == 0


def test_a_note_that_does_not_open_says_so_and_cannot_be_saved(qtbot, nurse: Desk) -> None:
    session = nurse.register.session
    with session.store.read() as reader:
        sealed = str(reader.value("SELECT sealed FROM r_assessment_detail WHERE id = 'note3'"))
    with session.store.write(NURSE) as writer:
        row = writer.row("SELECT person FROM r_assessment_detail WHERE id = 'note4'")
        assert row is not None
        fields = {"person": row[0], "noted_on": "2026-11-22", "request": "req4", "sealed": sealed}
        writer.put(from_fields(KINDS["assessment_detail"], "note4", fields))
    page = at(qtbot, nurse, "req4")
    take(page, "note")
    view = page.notes.view
    assert view is not None and view.refused.isVisibleTo(view) and not view.form.isVisibleTo(view)
    page.notes.save()
    settle(nurse)
    assert page.notes.is_open
    with pytest.raises(Fault):
        session.clinical.open(sealed, str(row[0]), "assessment_detail", "note4")
