"""Packages through the pages: made, carried over, received, confirmed; refused ones told with a reason."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.pages.audit.page import CHANGES, AuditPage
from app.desk.pages.exchange.incoming import sentences
from app.desk.pages.exchange.page import ExchangePage
from app.desk.pages.exchange.pairing import PairingDialog
from app.desk.pages.exchange.reading import read_view, size_text
from app.desk.pages.help.page import HelpPage
from app.desk.pages.help.topics import TOPICS, topic_for
from app.desk.pages.settings.dialogs import AddAccountDialog, PassphraseDialog
from app.desk.pages.settings.page import SettingsPage
from app.desk.pages.units.page import UnitsPage
from app.desk.pages.units.reading import read_units
from app.desk.shell.page import Page
from app.kinds.people import Person
from app.register.people import save
from app.sync import pairing
from app.sync.inbox import Received
from app.words import set_language
from tests.desk.office_pair import Side, at_work, make_offices, texts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made once; every test works on copies."""
    return make_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def low(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Side]:
    with at_work(Path(shutil.copytree(made[0], tmp_path / "low"))) as side:
        yield side


@pytest.fixture
def high(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Side]:
    with at_work(Path(shutil.copytree(made[1], tmp_path / "high"))) as side:
        yield side


def shown(qtbot: QtBot, page: Page, side: Side, target: str = "") -> None:
    qtbot.addWidget(page)
    page.resize(1232, 616)
    page.show()
    page.arrive(target)
    qtbot.waitUntil(side.lane.is_idle, timeout=20_000)


def idle(qtbot: QtBot, side: Side) -> None:
    qtbot.waitUntil(side.lane.is_idle, timeout=20_000)


def notices(side: Side) -> list[str]:
    found: list[str] = []
    side.desk.notice.connect(lambda text, _tone: found.append(text))
    return found


def test_a_package_goes_up_and_its_receipt_comes_down(
    qtbot: QtBot, low: Side, high: Side, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    said = notices(low)
    below, above = ExchangePage(low.desk), ExchangePage(high.desk)
    shown(qtbot, below, low)
    pending = read_view(low.desk).parent
    assert pending is not None
    assert pending.pending is not None
    waiting = pending.pending.ops
    assert waiting > 0
    assert not below.outgoing.make.isEnabled(), "nowhere to write to yet"
    below.outgoing.target.choose(stick)
    assert below.outgoing.make.isEnabled()
    below.outgoing.make.click()
    idle(qtbot, low)
    (file,) = stick.glob("*.byx")
    assert file.name in said[-1]
    assert read_view(low.desk).sent[0].state == "copied", "copied is not confirmed"

    shown(qtbot, above, high)
    above.incoming.receive([file, file])
    idle(qtbot, high)
    words = texts(above.incoming)
    assert f"Đã cập nhật {waiting} thay đổi." in words
    assert "Đã nhận trước đó" in words
    above.returns.target.choose(stick)
    assert above.returns.make.isEnabled()
    above.returns.make.click()
    idle(qtbot, high)
    (receipt,) = set(stick.glob("*.byx")) - {file}

    below.incoming.receive([receipt])
    idle(qtbot, low)
    view = read_view(low.desk)
    assert view.sent[0].state == "confirmed"
    assert view.parent is not None
    assert view.parent.pending is not None
    assert view.parent.pending.ops == 0
    assert not below.outgoing.make.isEnabled()


def test_files_that_are_no_packages_are_told_and_listed(qtbot: QtBot, low: Side, tmp_path: Path) -> None:
    page = ExchangePage(low.desk)
    shown(qtbot, page, low)
    letter = tmp_path / "thư mời.byx"
    letter.write_bytes(b"kinh gui")
    page.incoming.receive([letter, tmp_path / "not-there.byx"])
    idle(qtbot, low)
    words = " ".join(texts(page.incoming))
    assert "Tệp này không phải gói dữ liệu Bình Yên" in words
    assert "Đề nghị nơi gửi chép lại" in words
    assert [met.status for met in read_view(low.desk).met][:1] == ["quarantined"]


@pytest.mark.parametrize(
    ("code", "status", "hint"),
    [
        ("W_GAP", "waiting", "gói còn thiếu"),
        ("E_FORK", "quarantined", "Gọi điện"),
        ("E_PART", "quarantined", "chép lại"),
    ],
)
def test_every_reason_comes_with_what_to_do(code: str, status: str, hint: str) -> None:
    told = sentences(Received("f", status, code, 0, 0, 0, "C1", "Câu của mã."))
    assert told[0] == "Câu của mã."
    assert hint in told[1]


def test_papers_are_written(qtbot: QtBot, low: Side, high: Side, tmp_path: Path) -> None:
    below, above = ExchangePage(low.desk), ExchangePage(high.desk)
    shown(qtbot, below, low)
    view = read_view(low.desk)
    assert view.parent is not None
    below.outgoing.save_sheet(tmp_path / "ban-giao.pdf", view.sent[0], view.parent.peer)
    idle(qtbot, low)
    assert (tmp_path / "ban-giao.pdf").read_bytes().startswith(b"%PDF")
    shown(qtbot, above, high)
    above.save_slip(0, tmp_path / "tiep-nhan.pdf")
    idle(qtbot, high)
    assert (tmp_path / "tiep-nhan.pdf").read_bytes().startswith(b"%PDF")


def test_a_card_is_accepted_only_with_its_fingerprint(qtbot: QtBot, low: Side, tmp_path: Path) -> None:
    from app.bootstrap import NewNode, create_node
    from app.vault.derive import REHEARSAL
    from app.vault.home import Home

    new = NewNode("H99901", "Trạm y tế xã Mẫu", "health", "99901", "y.si", "", "bon con thuyen neo ben song")
    other = create_node(Home(tmp_path / "health"), new, limits=REHEARSAL)
    card = tmp_path / "the.bycard"
    card.write_bytes(pairing.card_bytes(other.session.store, other.device))
    dialog = PairingDialog(low.desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.own.fingerprint == low.register.device.fingerprint()
    dialog.other.take_file(card)
    assert other.device.fingerprint() not in " ".join(texts(dialog.other)), "it has to be heard"
    assert not dialog.other.accept_button.isEnabled()
    dialog.other._group.buttons()[1].setChecked(True)
    dialog.other.typed.setText("00000-00000-00000-00000")
    dialog.other.accept_button.click()
    idle(qtbot, low)
    assert "Vân tay" in " ".join(texts(dialog.other))
    assert len(pairing.peers(low.register.session.store)) == 1
    dialog.other.typed.setText(other.device.fingerprint().lower().replace("-", " "))
    with qtbot.waitSignal(dialog.paired):
        dialog.other.accept_button.click()
    assert {p.node for p in pairing.peers(low.register.session.store)} == {"U999", "H99901"}
    other.close()
    own = tmp_path / "own.bycard"
    dialog.own.save(own)
    idle(qtbot, low)
    assert pairing.read_card(own.read_bytes()).node == "C99901"


def _set_targets(side: Side) -> None:
    session = side.register.session
    days = {"since": "2020-01-01", "until": "2099-12-31"}
    save(session, "target_plan", "p1", {"number": "KH 1", "title": "Thử", **days})
    for line, (code, name, node) in enumerate(
        (("99901", "Xã Mẫu", "C99901"), ("99902", "Xã Đông Mẫu", None)), 1
    ):
        save(session, "unit", f"u{line}", {"code": code, "name": name, "sort": "xa", "node": node})
        for indicator, value in (("cases_prosecuted", 4), ("complex_points_resolved", None)):
            target = {"plan": "p1", "unit": f"u{line}", "indicator": indicator, "value": value, "line": line}
            save(session, "target", f"u{line}-{indicator}", target)


def test_units_tell_blank_from_zero_and_open_their_records(qtbot: QtBot, high: Side, tmp_path: Path) -> None:
    _set_targets(high)
    page = UnitsPage(high.desk)
    shown(qtbot, page, high)
    model = page.model
    assert [model.text(0, c) for c in (1, 5)] == ["Xã Mẫu", "4"]
    assert model.text(0, 8) == "", "the plan leaves it blank"
    assert model.text(0, 9) == "0", "nothing reached is zero"
    assert model.text(0, 10) == "", "no share without a target"
    assert model.text(1, 2) == "chưa ghép nối"
    assert model.text(2, 1) == "Tổng cộng"
    assert model.text(2, 5) == "8"
    found = model.records(0, 6)
    assert len(found) == int(model.text(0, 6)) > 0
    page.open_records(0, 6)
    idle(qtbot, high)
    assert page._sheet.model.rowCount() == len(found)
    for name in ("bieu.pdf", "bieu.xlsx"):
        page.save_table(tmp_path / name)
        idle(qtbot, high)
        assert (tmp_path / name).stat().st_size > 1000


def test_an_upper_node_without_units_says_what_to_do(qtbot: QtBot, low: Side) -> None:
    page = UnitsPage(low.desk)
    shown(qtbot, page, low)
    assert read_units(low.register.session).lines == ()
    assert page.stack.currentIndex() == 1
    went: list[str] = []
    low.desk.page_wanted.connect(lambda name, target: went.append(f"{name}:{target}"))
    page._go_pair()
    assert went == ["exchange:pair"]


def test_the_audit_list_tells_old_and_new_and_proves_itself(qtbot: QtBot, low: Side) -> None:
    session = low.register.session
    with session.store.read() as reader:
        (person, *_others) = reader.all(Person)
    fields = {"name": person.name, "occupation": "Thợ mộc", "birth": "1990"}
    save(session, "person", person.id, fields, "Bổ sung nghề")
    page = AuditPage(low.desk)
    shown(qtbot, page, low, CHANGES)
    page.tables[CHANGES].selectRow(0)
    idle(qtbot, low)
    words = texts(page)
    assert "Thợ mộc" in words
    assert "Bổ sung nghề" in words
    assert any(word.startswith("trước: ") for word in words)
    assert person.name in words
    page.start_verify()
    idle(qtbot, low)
    assert any("Sổ nguyên vẹn" in word for word in texts(page.strips))


def test_accounts_are_added_and_the_recovery_sheet_is_written(
    qtbot: QtBot, low: Side, tmp_path: Path
) -> None:
    page = SettingsPage(low.desk)
    shown(qtbot, page, low)
    dialog = AddAccountDialog(low.desk)
    qtbot.addWidget(dialog)
    dialog.user.setText("tran.thi.binh")
    dialog.fresh.first.setText("sau hang cay xanh ven duong")
    assert not dialog.go.isEnabled()
    dialog.fresh.second.setText("sau hang cay xanh ven duong")
    dialog.go.click()
    idle(qtbot, low)
    assert [a.user for a in low.register.keeper.accounts()] == ["hoc.vien", "tran.thi.binh"]
    page.write_sheet(tmp_path / "phieu.pdf")
    idle(qtbot, low)
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF")
    assert len(low.register.keeper.sheets()) == 1


def test_removing_an_account_locks_the_desk(qtbot: QtBot, low: Side) -> None:
    low.register.keeper.add("tran.thi.binh", "police", "sau hang cay xanh ven duong", admin=False)
    page = SettingsPage(low.desk)
    shown(qtbot, page, low)
    with qtbot.waitSignal(low.desk.lock_wanted):
        page.accounts.remove_account("tran.thi.binh")
    assert low.register.keeper.leaving == ["tran.thi.binh"]


def test_help_finds_words_without_marks_and_every_page_has_a_topic(qtbot: QtBot, low: Side) -> None:
    page = HelpPage(low.desk)
    shown(qtbot, page, low, "exchange")
    assert page.stack.currentIndex() == page._places["exchange"]
    page.search.setText("bien ban ban giao")
    hidden = [page.topics.item(n).isHidden() for n in range(page.topics.count())]
    assert hidden.count(False) == 1
    for name in ("today", "people", "testing", "exchange", "units", "audit", "settings"):
        assert topic_for(name)
    assert len({topic.id for topic in TOPICS}) == len(TOPICS)


_ENGLISH = re.compile(
    r"\b(the|of|and|open|save|close|cancel|choose|file|package|receipt|received|search|unit|account|delta|"
    r"applied|parent|child|commune|upper|waiting|refused|made|copied|confirmed|settings|help)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("kind", [ExchangePage, UnitsPage, AuditPage, SettingsPage, HelpPage])
def test_no_english_word_stands_on_a_vietnamese_page(qtbot: QtBot, low: Side, kind: type[Page]) -> None:
    set_language("vi")
    page = kind(low.desk)
    shown(qtbot, page, low)
    if isinstance(page, AuditPage):
        page.set_mode(CHANGES)
        idle(qtbot, low)
    path = str(low.register.session.store.home.path)
    allowed = ("GNU Lesser", "English", "LGPL", path)
    wrong = [t for t in texts(page) if _ENGLISH.search(t) and not any(word in t for word in allowed)]
    assert wrong == []


@pytest.mark.parametrize("make", [PairingDialog, AddAccountDialog, PassphraseDialog])
def test_no_english_word_stands_in_a_vietnamese_dialog(
    qtbot: QtBot, low: Side, make: type[PairingDialog]
) -> None:
    dialog = make(low.desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [t for t in texts(dialog) if _ENGLISH.search(t)] == []


@pytest.mark.parametrize("kind", [ExchangePage, UnitsPage, AuditPage, SettingsPage, HelpPage])
def test_pages_fit_the_smallest_screen(qtbot: QtBot, low: Side, kind: type[Page]) -> None:
    page = kind(low.desk)
    shown(qtbot, page, low)
    least = page.minimumSizeHint()
    assert least.width() <= 1232
    assert least.height() <= 616


def test_sizes_are_told_as_people_read_them() -> None:
    assert [size_text(n) for n in (12, 4_321, 12_400_000)] == ["12 B", "4 KB", "12,4 MB"]
