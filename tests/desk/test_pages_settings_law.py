from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.pages.settings.choices_tab import choose_dialog
from app.desk.pages.settings.compare_dialog import CompareDialog
from app.desk.pages.settings.law_tab import trust_dialog
from app.desk.pages.settings.lists_tab import add_dialog, days_dialog
from app.desk.pages.settings.page import SettingsPage
from app.desk.widgets.fields import ChoiceField, ChoicesField, options_of
from app.kinds import codes
from app.kinds.codes import use_own
from app.register import code_lists, law_packs
from app.register.unit_settings import setting_lines
from app.words import set_language
from tests.desk.office_pair import Side, at_work, make_offices, texts
from tests.law.publishing import decree, rule, signed

_MOVES = """[[transitions]]
id = "moved"
moves = ["user_management.term"]
article = "Điều 99"
mark = "found"
text = { vi = "Chuyển", en = "Moved" }
"""
_TERM = rule("user_management.term", 2, "year", who="person", binds="person")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def low(homes: tuple[Path, Path], tmp_path: Path) -> Iterator[Side]:
    import shutil

    home = tmp_path / "home"
    shutil.copytree(homes[0], home)
    with at_work(home) as side:
        yield side
    use_own({})


def idle(qtbot: QtBot, side: Side) -> None:
    qtbot.waitUntil(side.lane.is_idle, timeout=5000)
    qtbot.wait(30)


def page_of(qtbot: QtBot, side: Side, tab: str) -> SettingsPage:
    page = SettingsPage(side.desk)
    qtbot.addWidget(page)
    page.resize(1096, 616)
    page.show()
    page.arrive(tab)
    idle(qtbot, side)
    return page


def pack_file(folder: Path, text: str) -> Path:
    path = folder / "nghi-dinh.pack"
    path.write_bytes(signed(text))
    return path


def test_the_choices_say_what_is_not_laid_down(qtbot: QtBot, low: Side) -> None:
    set_language("vi")
    page = page_of(qtbot, low, "choices")
    shown = texts(page.choices)
    assert "luật chưa quy định" in shown
    assert "chưa có con số" in shown
    line = page.choices.current()
    assert line is not None
    assert line.spec.key == "term_end"
    assert line.spec.words() in shown


def test_a_choice_is_saved_with_its_day_and_shown(qtbot: QtBot, low: Side) -> None:
    page = page_of(qtbot, low, "choices")
    line = page.choices.current()
    assert line is not None
    page.choices.open_choose()
    dialog = page.choices._dialog
    assert dialog is not None
    told: list[object] = []
    low.desk.changed.connect(lambda changed, origin: told.append(changed))
    dialog.fields["value"].set_value("day_before")
    dialog.fields["document"].set_value("CV 12")
    dialog.go.click()
    idle(qtbot, low)
    assert [kind for changed in told for kind, _id in changed.records] == ["setting"]  # type: ignore[attr-defined]
    chosen = next(one for one in setting_lines(low.register.session) if one.spec.key == "term_end")
    assert (chosen.own, chosen.document) == ("day_before", "CV 12")
    idle(qtbot, low)
    assert "đơn vị đã chọn" in texts(page.choices)
    assert page.choices.default.isEnabled()


def test_a_refused_choice_keeps_what_was_typed(qtbot: QtBot, low: Side) -> None:
    line = next(one for one in setting_lines(low.register.session) if one.spec.key == "soon_days")
    dialog = choose_dialog(low.desk, line)
    qtbot.addWidget(dialog)
    dialog.fields["since"].set_typed("31/12/2199")
    dialog.go.click()
    idle(qtbot, low)
    assert dialog.result() == 0
    assert dialog.fields["since"].error_text()
    assert dialog.fields["since"].typed() == "31/12/2199"
    assert dialog.go.isEnabled()


def test_lists_show_their_entries_and_what_may_be_changed(qtbot: QtBot, low: Side) -> None:
    page = page_of(qtbot, low, "lists")
    page.lists.choose_list("status")
    idle(qtbot, low)
    assert not page.lists.add.isEnabled()
    page.lists.choose_list("ethnicity")
    idle(qtbot, low)
    assert page.lists.add.isEnabled()
    assert "Kinh" in texts(page.lists.entries)
    page.lists.entries.select_ids([0])
    assert page.lists.days.isEnabled()
    assert not page.lists.rename.isEnabled()
    assert not page.lists.remove.isEnabled()


def test_a_new_entry_is_offered_in_forms_at_once(qtbot: QtBot, low: Side) -> None:
    page = page_of(qtbot, low, "lists")
    page.lists.choose_list("ethnicity")
    idle(qtbot, low)
    chosen = page.lists.current_list()
    assert chosen is not None
    dialog = add_dialog(low.desk, chosen)
    qtbot.addWidget(dialog)
    dialog.go.click()
    assert dialog.fields["label"].error_text()
    dialog.fields["label"].set_typed("Chu-ru")
    dialog.go.click()
    idle(qtbot, low)
    assert dialog.result() == 1
    assert "Chu-ru" in dict(options_of(codes.ETHNICITY)).values()


def test_a_code_no_longer_offered_keeps_its_words_where_it_is_stored(qtbot: QtBot, low: Side) -> None:
    session = low.register.session
    ethnic, _changed = code_lists.add_code(session, "ethnicity", "Chu-ru")
    drug, _changed = code_lists.add_code(session, "substance", "Nitazen")
    entry = next(one for one in code_lists.code_lines(session, "ethnicity") if one.code == ethnic)
    line = next(one for one in code_lists.list_lines(session) if one.name == "ethnicity")
    dialog = days_dialog(low.desk, line, entry)
    qtbot.addWidget(dialog)
    dialog.fields["until"].set_value("2020-01-01")
    dialog.go.click()
    idle(qtbot, low)
    code_lists.date_code(session, "substance", drug, since=None, until=date(2020, 1, 1))
    assert ethnic not in dict(options_of(codes.ETHNICITY))
    one = ChoiceField("Dân tộc", options_of(codes.ETHNICITY), codes=codes.ETHNICITY)
    several = ChoicesField("Chất", options_of(codes.SUBSTANCE), codes=codes.SUBSTANCE)
    for field in (one, several):
        qtbot.addWidget(field)
    one.set_value(ethnic)
    several.set_value(["heroin", drug])
    assert (one.typed(), one.value()) == ("Chu-ru", ethnic)
    assert several.value() == ["heroin", drug]
    assert several.row.chips()[drug].text() == "Nitazen"


def test_the_packs_are_listed_and_nobody_is_trusted(qtbot: QtBot, low: Side) -> None:
    set_language("vi")
    page = page_of(qtbot, low, "law")
    shown = " ".join(texts(page.law))
    assert "120/2025/QH15" in shown
    assert "Thông tư số 18/2021/TT-BYT" in shown
    assert "Chưa có." in shown
    assert not page.law.back.isEnabled()
    assert not page.law.drop.isEnabled()


def test_a_pack_is_trusted_compared_and_installed(qtbot: QtBot, low: Side, tmp_path: Path) -> None:
    session = low.register.session
    path = pack_file(tmp_path, decree(_TERM, "2026-07-02", extra=_MOVES))
    page = page_of(qtbot, low, "law")
    dialog = trust_dialog(low.desk, path)
    qtbot.addWidget(dialog)
    dialog.fields["fingerprint"].set_typed("AAAAA-AAAAA-AAAAA-AAAAA")
    dialog.fields["name"].set_typed("Cục C04")
    dialog.go.click()
    idle(qtbot, low)
    assert dialog.fields["fingerprint"].error_text()
    code = law_packs.fingerprint_in(session, path.name, path.read_bytes())
    dialog.fields["fingerprint"].set_typed(code.lower())
    dialog.go.click()
    idle(qtbot, low)
    assert dialog.result() == 1
    candidate = law_packs.look_at(session, path.name, path.read_bytes())
    changes = law_packs.compare(session, candidate)
    compared = CompareDialog(low.desk, candidate, changes, page)
    compared.show()
    compared.go.click()
    idle(qtbot, low)
    assert compared.result() == 1
    page.law.reload()
    idle(qtbot, low)
    assert any("Cục C04" in text for text in texts(page.law))
    assert page.law.strips.strips()
    with qtbot.waitSignal(low.desk.lock_wanted):
        page.law.desk_lock()


def test_a_file_that_is_no_pack_is_told(qtbot: QtBot, low: Side, tmp_path: Path) -> None:
    page = page_of(qtbot, low, "law")
    told: list[str] = []
    low.desk.notice.connect(lambda text, tone: told.append(text))
    path = tmp_path / "thu.pack"
    path.write_text("not a pack")
    page.law.compare_file(path)
    idle(qtbot, low)
    assert len(told) == 1
    assert "thu.pack" in told[0]


def test_pages_fit_the_smallest_screen(qtbot: QtBot, low: Side) -> None:
    for lang in ("vi", "en"):
        set_language(lang)
        for tab in ("lists", "choices", "law"):
            least = page_of(qtbot, low, tab).minimumSizeHint()
            assert (least.width() <= 1096, least.height() <= 616) == (True, True)
    set_language("vi")


def test_health_workers_look_and_change_nothing(qtbot: QtBot, low: Side) -> None:
    from dataclasses import replace

    low.register.session = replace(low.register.session, role="health", is_admin=False)
    page = page_of(qtbot, low, "choices")
    assert not page.choices.choose.isVisible()
    page.arrive("lists")
    assert not page.lists.add.isVisible()
    page.arrive("law")
    assert not page.law.trust.isVisible()
