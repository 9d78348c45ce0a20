"""What every list of stages does: tiles, filters, panel, sheet, drafts, keys, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.desk.models.source import Marked
from app.desk.pages.people.owing import short_status
from app.desk.pages.rehab.page import RehabPage, RehabPattern
from app.desk.pages.staged.clock import clock_mark, owing_mark
from app.desk.pages.staged.export import StagedExport
from app.desk.pages.staged.pattern import Pattern
from app.desk.pages.staged.sheet import StepForm
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.dates import VIETNAM
from app.kinds.rehab import RehabEpisode
from app.ledger.writer import Changed
from app.register.stages import Owing, StageQuery
from tests.desk.case_people import Cases, choose, settle, shown
from tests.desk.open_register import audit_of, open_desk, type_text


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 0) as made:
        yield made


@pytest.fixture
def cases(desk: Desk) -> Cases:
    return Cases(desk.register.session)


def test_tiles_count_and_filter(qtbot, desk: Desk, cases: Cases) -> None:
    cases.episode(5)
    cases.episode(40, (38,))
    cases.episode(41, (39,))
    page = shown(qtbot, desk, RehabPage(desk))
    tiles = page.list.cases.tiles.tiles
    assert {code: tile.count() for code, tile in tiles.items() if tile.count()} == {"registered": 1, "1": 2}
    assert page.list.model.rowCount() == 3
    tiles["1"].click()
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 2
    assert dict(page.list.cases.bar.filters()) == {"stage": "1"}
    tiles["1"].click()
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 3
    assert not page.list.cases.bar.filters()


def test_tiles_are_walked_by_arrows_and_named(qtbot, desk: Desk) -> None:
    page = shown(qtbot, desk, RehabPage(desk))
    tiles = list(page.list.cases.tiles.tiles.values())
    tiles[0].setFocus()
    qtbot.keyClick(tiles[0], Qt.Key.Key_Right)
    assert tiles[1].hasFocus()
    assert tiles[0].accessibleName() == "Đăng ký: 0"


def test_an_empty_list_offers_two_next_actions(qtbot, desk: Desk) -> None:
    page = shown(qtbot, desk, RehabPage(desk))
    empty = page.list.table._empty
    assert empty is not None
    texts = [button.text() for button in empty.findChildren(QPushButton)]
    assert texts[0] == "Đăng ký cai nghiện"
    assert len(texts) == 2
    empty.findChildren(QPushButton)[0].click()
    assert page.list.sheet.is_open


def test_a_case_begins_with_its_person_chosen_by_typing(qtbot, desk: Desk, cases: Cases) -> None:
    who = cases.person(("A", 20))
    page = shown(qtbot, desk, RehabPage(desk))
    page.list.begin()
    form = page.list.sheet.form
    assert isinstance(form, StepForm)
    page.list.sheet.save()
    assert form.person.error_text()
    form.person.setFocus()
    type_text("Nguyễn Văn Bình")
    form.person.find_now()
    hits = form.person._hits
    assert [hit.id for hit in hits] == [who]
    form.person.set_typed([who, hits[0].title])
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert cases.one(RehabEpisode, who).form == "home"
    assert not page.list.sheet.is_open
    assert page.list.model.rowCount() == 1


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    finish = next(step for step in page.list.panel.steps if step.key == "finish")
    page.list.take(finish)
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    form.form.field("outcome").set_value("completed")
    form.form.field("note").set_typed("đã trao đổi với gia đình")
    page.list.sheet.save()
    settle(qtbot, desk)
    assert page.list.sheet.is_open
    assert form.form.field("certificate_number").error_text()
    assert form.form.field("note").value() == "đã trao đổi với gia đình"
    assert cases.one(RehabEpisode, episode.person).ended_on is None


def test_what_will_be_closed_is_said_before(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    page.list.take(next(step for step in page.list.panel.steps if step.key == "finish"))
    form = page.list.sheet.form
    assert form is not None
    said = "\n".join(label.text() for label in form.findChildren(QLabel))
    assert f"Sẽ kết thúc: {short_status('A-TN-GĐ')}." in said
    assert "1 trên 5" in said


def test_a_draft_of_a_step_survives_the_page(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    page.list.take(next(step for step in page.list.panel.steps if step.key == "finish"))
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    form.form.field("note").set_typed("chưa xong")
    page.save_draft()
    settle(qtbot, desk)
    page.hide()
    again = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, again.list, "rehab_episode", episode.id)
    again.list.take(next(step for step in again.list.panel.steps if step.key == "finish"))
    kept = desk.register.find_draft(f"rehab:finish:{episode.id}")
    assert kept is not None
    assert kept["fields"]["fields"]["note"] == "chưa xong"
    new = again.list.sheet.form
    assert new is not None
    new.restore(kept["fields"])
    assert new.form is not None
    assert new.form.field("note").value() == "chưa xong"


def test_enter_goes_to_the_next_step_and_f2_corrects(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.list.panel.next_button.hasFocus()
    page.list.edit()
    form = page.list.sheet.form
    assert form is not None
    assert form.form is not None
    assert set(form.form.fields()) == {
        f.name for f in RehabPattern().edit(desk.register.session, page.list.current()).fields
    }
    form.form.field("facility").set_typed("Trạm y tế xã")
    form.why.set_typed("bổ sung")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert cases.one(RehabEpisode, episode.person).facility == "Trạm y tế xã"
    assert cases.one(RehabEpisode, episode.person).stages == episode.stages


def test_the_panel_hides_by_f8_and_enter_brings_it_back(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(40, (38,))
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    page.list.toggle_panel()
    assert page.list.panel.isHidden()
    page.list.table.open_current()
    assert not page.list.panel.isHidden()


def test_the_person_is_one_press_away(qtbot, desk: Desk, cases: Cases) -> None:
    episode = cases.episode(5)
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", episode.id)
    with qtbot.waitSignal(desk.page_wanted) as asked:
        page.list.panel.person_button.click()
    assert asked.args == ["people", episode.person]


def test_a_change_elsewhere_is_read_only_when_it_concerns_the_list(qtbot, desk: Desk, cases: Cases) -> None:
    page = shown(qtbot, desk, RehabPage(desk))
    cases.episode(5)
    desk.announce(Changed(1, 1, (("pledge_count", "x"),)), None)
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 0
    desk.announce(Changed(1, 1, (("rehab_episode", "x"),)), None)
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 1


def test_targets_lead_to_filters_records_and_new_cases(qtbot, desk: Desk, cases: Cases) -> None:
    done = cases.completed(10)
    other = cases.person(("A", 3))
    page = shown(qtbot, desk, RehabPage(desk))
    page.arrive("?stage=ended")
    settle(qtbot, desk)
    assert page.list.model.rowCount() == 1
    page.arrive(f"=rehab_episode:{done.id}")
    settle(qtbot, desk)
    assert page.list.panel.detail is not None
    assert page.list.panel.detail.record.id == done.id
    page.arrive(f"+{other}")
    form = page.list.sheet.form
    assert form is not None
    assert form.person.value() == other


def test_reopening_asks_for_the_reason(qtbot, desk: Desk, cases: Cases) -> None:
    done = cases.completed(10)
    page = shown(qtbot, desk, RehabPage(desk))
    choose(qtbot, desk, page.list, "rehab_episode", done.id)
    assert [step.key for step in page.list.panel.steps] == ["reopen"]
    page.list.take(page.list.panel.steps[0])
    form = page.list.sheet.form
    assert form is not None
    page.list.sheet.save()
    settle(qtbot, desk)
    assert form.why.error_text()
    form.why.set_typed("ghi nhầm ngày")
    with qtbot.waitSignal(desk.changed, timeout=5_000):
        page.list.sheet.save()
    settle(qtbot, desk)
    assert cases.one(RehabEpisode, done.person).ended_on is None


def test_who_may_not_read_the_kind_is_shown_and_offered_nothing(qtbot, desk: Desk, cases: Cases) -> None:
    cases.episode(5)
    desk.register.opened = replace(
        desk.register.opened, session=replace(desk.register.session, role="viewer")
    )
    page = shown(qtbot, desk, RehabPage(desk))
    assert not page.list.beginnings
    assert page.list.model.rowCount() == 0
    assert page.list.cases.tiles.tiles["registered"].count() == 0


@pytest.mark.parametrize("sort", ["pdf", "xlsx"])
def test_the_list_is_written_and_noted(qtbot, desk: Desk, cases: Cases, tmp_path: Path, sort: str) -> None:
    cases.episode(5)
    cases.completed(10)
    dialog = StagedExport(desk, RehabPattern(), StageQuery(), "Thôn Đông Hải")
    qtbot.addWidget(dialog)
    dialog.format.check([sort])
    path = tmp_path / f"list.{sort}"
    dialog.write(path)
    settle(qtbot, desk)
    assert path.stat().st_size > 1_000
    act = "print" if sort == "pdf" else "export"
    assert (act, f"rehab_list:{desk.register.session.today()}") in audit_of(desk)
    if sort == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        assert "Nguyễn Văn Bình" in text
        assert "Trần Thị Hoa" not in text


NOW = datetime(2026, 11, 23, 9, 41, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("gone", "tone", "word"),
    [
        (5, "info", "Còn 19 giờ"),
        (12, "warn", "Quá nửa hạn"),
        (22, "danger", "Sắp hết hạn"),
        (25, "danger", "Quá hạn"),
    ],
)
def test_a_clock_says_in_words_when_half_and_most_has_passed(gone: float, tone: str, word: str) -> None:
    since = NOW - timedelta(hours=gone)
    mark = clock_mark(since + timedelta(hours=24), since.isoformat(), NOW)
    assert mark.tone == tone
    assert word in str(mark)
    assert mark.icon


def test_the_last_two_hours_are_told_in_minutes() -> None:
    since = NOW - timedelta(hours=23, minutes=1)
    assert "59 phút" in str(clock_mark(since + timedelta(hours=24), since.isoformat(), NOW))


def test_what_has_no_day_is_said_to_be_at_once() -> None:
    mark = owing_mark(Owing("decide", "x", "", None), "", NOW)
    assert isinstance(mark, Marked)
    assert "làm ngay" in str(mark)


def test_a_pattern_needs_nothing_but_its_procedure() -> None:
    class Bare(Pattern):
        procedure = RehabPattern.procedure

    bare = Bare()
    assert bare.stage_words("1") == "Giai đoạn 1"
    assert bare.stage_words("unknown") == "unknown"
    assert bare.touches({"rehab_episode"})
    assert not bare.touches({"tip"})
