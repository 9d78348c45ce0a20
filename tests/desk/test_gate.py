"""The gate into a home: what it sees of a closed one, opening, making, recovering, the training register."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import NewNode, create_node
from app.bootstrap_desk.gate import DeskGate, joined_name, make_gate
from app.bootstrap_desk.known import FILE
from app.bootstrap_desk.opened import OpenRegister
from app.bootstrap_desk.sample import open_training
from app.desk.jobs.lane import Lane
from app.desk.shell.entry import Entry, relaunch_command
from app.desk.shell.first_run import FirstRunPage
from app.desk.shell.gate import FirstRun, HomeKind
from app.desk.shell.opened import OpenedFrame
from app.desk.shell.preferences import Preferences
from app.desk.shell.trouble import TroublePage
from app.desk.shell.unlock import UnlockPage
from app.desk.shell.window import DeskWindow
from app.kinds.canonical import encode
from app.kinds.faults import Fault
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from app.vault.instance import hold

PASSWORD = "bon con thuyen neo ben song"
USER = "nguyen.van.an"


def make_home(path: Path, sort: str = "commune", role: str = "") -> DeskGate:
    """A closed home with one account, and its gate."""
    letter = {"commune": "C", "health": "H", "upper": "U"}[sort]
    new = NewNode(f"{letter}22870", "Công an xã Ninh Phước", sort, "22870", USER, role, PASSWORD)
    create_node(Home(path), new, limits=REHEARSAL).close()
    return DeskGate(path, REHEARSAL)


def opened(gate: DeskGate, password: str = PASSWORD) -> OpenRegister:
    register = gate.unlock(USER, password)
    assert isinstance(register, OpenRegister)
    return register


@pytest.fixture
def gate(home: Path) -> DeskGate:
    return make_home(home)


def test_an_empty_folder_leads_to_the_first_run(home: Path) -> None:
    assert DeskGate(home).home_state().kind is HomeKind.NONE
    assert not home.exists(), "looking must not make anything"


def test_a_closed_home_is_locked_and_names_its_accounts(gate: DeskGate) -> None:
    state = gate.home_state()
    assert (state.kind, state.sentence) == (HomeKind.LOCKED, "")
    assert [(a.user, a.role, a.last_unlock) for a in gate.accounts()] == [(USER, "Police officer", None)]


def test_the_last_good_unlock_and_the_unit_are_shown_next_time(gate: DeskGate) -> None:
    opened(gate).close()
    (line,) = gate.accounts()
    assert line.last_unlock is not None
    assert gate.home_state().unit_name == "Công an xã Ninh Phước"
    kept = json.loads((gate.home / FILE).read_text("utf-8"))
    assert set(kept) == {"unit", "superior", "opened"}


def test_a_missing_store_is_told(gate: DeskGate) -> None:
    (gate.home / "store.db").unlink()
    state = gate.home_state()
    assert state.kind is HomeKind.MISSING
    assert "store.db" in state.sentence


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"SQLite format 3\0" + bytes(8192)])
def test_a_store_that_cannot_be_one_is_damaged(gate: DeskGate, data: bytes) -> None:
    (gate.home / "store.db").write_bytes(data)
    assert gate.home_state().kind is HomeKind.DAMAGED


def test_broken_keys_are_damaged_and_newer_ones_are_newer(gate: DeskGate) -> None:
    files = [gate.home / "keys.a.json", gate.home / "keys.b.json"]
    stored = json.loads(files[0].read_bytes())
    for file in files:
        file.write_bytes(encode({**stored, "v": 99}))
    assert gate.home_state().kind is HomeKind.NEWER
    for file in files:
        file.write_bytes(b"{")
    assert gate.home_state().kind is HomeKind.DAMAGED


def test_one_broken_copy_of_the_keys_does_not_matter(gate: DeskGate) -> None:
    (gate.home / "keys.a.json").write_bytes(b"{")
    assert gate.home_state().kind is HomeKind.LOCKED
    assert [a.user for a in gate.accounts()] == [USER]
    opened(gate).close()


def test_a_home_open_elsewhere_is_busy(gate: DeskGate) -> None:
    with hold(Home(gate.home)):
        state = gate.home_state()
        assert state.kind is HomeKind.BUSY
        with pytest.raises(Fault) as refused:
            gate.unlock(USER, PASSWORD)
        assert refused.value.code == "E_BUSY"
    assert gate.home_state().kind is HomeKind.LOCKED


def test_wrong_passphrases_delay_the_next_try(gate: DeskGate) -> None:
    for _turn in range(5):
        with pytest.raises(Fault) as refused:
            gate.unlock(USER, "sai mật khẩu hoàn toàn")
        assert refused.value.code == "E_PASSWORD"
    assert gate.delay() > 0
    register = opened(gate)
    assert gate.delay() == 0
    register.close()


def test_looking_at_a_closed_home_imports_nothing_heavy(gate: DeskGate) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.bootstrap_desk.gate import make_gate\n"
        "gate = make_gate(Path(sys.argv[1]), False)\n"
        "assert gate.home_state().kind == 'locked' and gate.accounts() and gate.delay() == 0\n"
        "heavy = {'sqlalchemy', 'sqlcipher3', 'nacl', 'msgspec', 'pyrage', 'PySide6', 'reportlab', 'secrets'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(gate.home)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_making_a_home_gives_a_code_that_recovers_it(home: Path) -> None:
    gate = DeskGate(home, REHEARSAL)
    province = next(p for p in gate.provinces() if p.label == "Tỉnh Khánh Hòa")
    commune = next(c for c in gate.communes(province.code) if c.label == "Xã Ninh Phước")
    made = gate.create(FirstRun(province.code, commune.code, "Công an xã", "Công an tỉnh", USER, PASSWORD))
    assert made.session.unit_name == "Công an xã Ninh Phước"
    assert len(made.recovery) == 12
    made.session.close()
    fresh = "nam con thuyen roi ben song"
    gate.recover(USER, " ".join(made.recovery), fresh)
    opened(gate, fresh).close()
    with pytest.raises(Fault):
        gate.unlock(USER, PASSWORD)


@pytest.mark.parametrize(
    ("agency", "place", "name"),
    [
        ("Công an xã", "Xã Ninh Phước", "Công an xã Ninh Phước"),
        ("Công an xã Ninh Phước", "Xã Ninh Phước", "Công an xã Ninh Phước"),
        ("Trạm y tế", "Phường A", "Trạm y tế, Phường A"),
        ("Phòng PC04", "Tỉnh Khánh Hòa", "Phòng PC04, Tỉnh Khánh Hòa"),
        ("Công an xã", "", "Công an xã"),
    ],
)
def test_the_unit_is_named_as_on_its_papers(agency: str, place: str, name: str) -> None:
    assert joined_name(agency, place) == name


def test_a_passphrase_is_judged(home: Path) -> None:
    gate = make_gate(home, False)
    assert gate.judge("ngan", USER).reason
    assert gate.judge("nguyen.van.an 12", USER).reason
    good = gate.judge(PASSWORD, USER)
    assert not good.reason
    assert good.score >= 3


@pytest.mark.parametrize(
    ("sort", "role", "first", "has"),
    [
        ("commune", "police", "today", {"exchange", "settings", "help"}),
        ("upper", "head", "units", {"units", "exchange", "audit"}),
        ("health", "health", "today", {"exchange"}),
    ],
)
def test_pages_follow_the_sort_of_node(home: Path, sort: str, role: str, first: str, has: set[str]) -> None:
    gate = make_home(home, sort, role)
    register = opened(gate)
    ids = [page.id for page in gate.pages()]
    assert ids[0] == first
    assert has <= set(ids)
    assert len(ids) == len(set(ids))
    assert "backup" not in ids
    keys = [page.shortcut for page in gate.pages() if page.shortcut]
    assert len(keys) == len(set(keys))
    register.close()


def test_a_removed_account_opens_nothing_after_the_register_closed(gate: DeskGate) -> None:
    register = opened(gate)
    register.keeper.add("tran.thi.binh", "health", "sau hang cay xanh ven duong", admin=False)
    assert [a.user for a in register.keeper.accounts()] == [USER, "tran.thi.binh"]
    with pytest.raises(Fault) as own:
        register.keeper.remove_when_closed(USER)
    assert own.value.code == "E_USER_SELF"
    register.keeper.remove_when_closed("tran.thi.binh")
    register.close()
    assert [a.user for a in gate.accounts()] == [USER]
    with pytest.raises(Fault):
        gate.unlock("tran.thi.binh", "sau hang cay xanh ven duong")
    opened(gate).close()


def test_the_passphrase_is_changed_while_open(gate: DeskGate) -> None:
    register = opened(gate)
    register.keeper.change_own_password(PASSWORD, "bay hon dao xa ngoai khoi")
    register.close()
    opened(gate, "bay hon dao xa ngoai khoi").close()


def test_the_register_finds_people_and_tells_its_figures(tmp_path: Path) -> None:
    register = open_training(tmp_path)
    try:
        assert register.sample
        assert "training" not in str(register.session.store.home.path.name)
        found = register.find("nguyen", 5)
        assert found
        assert {one.page for one in found} == {"people"}
        status = register.status()
        assert status.saved_at is not None
        assert status.unsent > 0
    finally:
        register.close()
    again = open_training(tmp_path)
    again.close()
    assert len(list(tmp_path.iterdir())) == 1, "made once a day"


def test_a_locked_desk_hands_over_no_secret(gate: DeskGate) -> None:
    command = relaunch_command(gate.home, "vi", False, sys.executable)
    assert command[-5:] == ["desk", "--home", str(gate.home), "--lang", "vi"]
    assert not any(word in " ".join(command) for word in (PASSWORD, USER))


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    made = DeskWindow(Preferences())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def entry(window: DeskWindow, gate: DeskGate) -> Iterator[Entry]:
    made = Entry(window, gate, Preferences())
    yield made
    made.finish()


def test_the_passphrase_opens_the_first_page(qtbot: QtBot, entry: Entry, window: DeskWindow) -> None:
    entry.begin()
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.password.setText("sai mật khẩu hoàn toàn")
    page.try_open()
    qtbot.waitUntil(lambda: "không đúng" in page.note.text())
    page.password.setText(PASSWORD)
    page.try_open()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), OpenedFrame))
    frame = window.centralWidget()
    assert isinstance(frame, OpenedFrame)
    assert frame.current == "today"
    assert frame.status.backup.isHidden(), "no page of backups yet, so no link to it"
    qtbot.waitUntil(entry.lane.is_idle)


def test_a_busy_home_shows_no_way_to_restore(qtbot: QtBot, entry: Entry, window: DeskWindow) -> None:
    with hold(Home(entry.gate.home)):
        entry.begin()
        assert isinstance(window.centralWidget(), TroublePage)


def test_the_unlock_page_offers_no_backup(qtbot: QtBot, gate: DeskGate) -> None:
    lane = Lane()
    page = UnlockPage(gate, lane, gate.home_state())
    qtbot.addWidget(page)
    assert page.restore_button.isHidden()
    assert not page.sample_button.isHidden()
    lane.close()


def test_the_first_run_has_four_steps_and_ends_in_an_open_register(
    qtbot: QtBot, tmp_path: Path, window: DeskWindow
) -> None:
    entry = Entry(window, DeskGate(tmp_path / "new", REHEARSAL), Preferences())
    entry.begin()
    page = window.centralWidget()
    assert isinstance(page, FirstRunPage)
    page.unit.province.setCurrentIndex(2)
    page.unit.commune.setCurrentIndex(1)
    page.unit.agency.setText("Công an xã")
    assert page.next_button.isEnabled()
    page.show_step(1)
    page.admin.user.setText(USER)
    page.admin.fresh.first.setText(PASSWORD)
    page.admin.fresh.second.setText(PASSWORD)
    page.next_button.click()
    qtbot.waitUntil(lambda: page.recovery is not None, timeout=15_000)
    assert page.recovery is not None
    page.recovery.answer.setText(page.recovery._groups[page.recovery.asked])
    page.next_button.click()
    assert page.step() is page.start, "no step about backups"
    page.next_button.click()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), OpenedFrame))
    qtbot.waitUntil(entry.lane.is_idle, timeout=15_000)
    entry.finish()
