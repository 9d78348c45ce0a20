"""Homes made and opened: whole or not at all, one program at a time, and nothing readable on the disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import NewNode, create_node, fixed_clock, only_account, open_node
from app.kinds.faults import Fault
from app.ledger import drafts
from app.ledger.verify import verify
from app.register.lists import ListQuery, list_ids
from app.register.people import AddPerson, add_person, open_person, save
from app.register.search import find_people
from app.register.today import today_view
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from tests.ledger import homes
from tests.ledger.homes import NOW, PASSWORD, Hands

NEW = NewNode("C123", "Xã Thử", "commune", "00001", "an", "", PASSWORD)


def test_a_new_node_is_open_and_opens_again(home: Path) -> None:
    made = create_node(Home(home), NEW, clock=Hands(), limits=REHEARSAL)
    assert made.session.role == "police" and made.session.is_admin and made.session.node.sort == "commune"
    assert made.session.now() == NOW and made.device.node == "C123"
    made.close()
    assert only_account(Home(home)) == "an"
    again = homes.enter(home, Hands())
    with again.session.store.read() as reader:
        acts = [row[0] for row in reader.rows("SELECT act FROM audit ORDER BY n")]
    assert acts == ["init", "unlock"] and all(c.ok for c in verify(again.session.store, deep=True))
    again.close()


@pytest.mark.parametrize(("sort", "role"), [("commune", "police"), ("health", "health"), ("upper", "head")])
def test_the_first_role_follows_the_sort_of_node(home: Path, sort: str, role: str) -> None:
    new = NewNode("N1", "a", sort, "1", "an", "", PASSWORD)
    made = create_node(Home(home), new, clock=Hands(), limits=REHEARSAL)
    assert made.session.role == role
    made.close()


def test_an_unknown_sort_or_a_weak_password_makes_nothing(home: Path) -> None:
    for new in (
        NewNode("N1", "a", "village", "1", "an", "", PASSWORD),
        NewNode("N1", "a", "commune", "1", "an", "", "x"),
    ):
        with pytest.raises(Fault):
            create_node(Home(home), new, clock=Hands(), limits=REHEARSAL)
        assert not Home(home).exists()
    create_node(Home(home), NEW, clock=Hands(), limits=REHEARSAL).close()


@pytest.mark.parametrize(
    "where",
    ["app.ledger.store.shape.bring_up", "app.ledger.store.Store.note", "app.ledger.store.Anchor.write"],
)
def test_what_fails_half_way_leaves_nothing_and_can_be_done_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(where, fail)
        with pytest.raises(ZeroDivisionError):
            create_node(Home(home), NEW, clock=Hands(), limits=REHEARSAL)
    assert not Home(home).exists() and not [p for p in home.iterdir() if p.name.startswith("store")]
    made = create_node(Home(home), NEW, clock=Hands(), limits=REHEARSAL)
    assert made.session.store.position.lsn == 0
    made.close()


def test_a_node_is_never_made_over_another(home: Path) -> None:
    homes.make(home)
    before = Home(home).store.read_bytes()
    with pytest.raises(Fault):
        create_node(Home(home), NEW, clock=Hands(), limits=REHEARSAL)
    assert Home(home).store.read_bytes() == before
    homes.enter(home, Hands()).close()


def test_a_second_program_is_refused_and_the_first_goes_on(home: Path) -> None:
    homes.make(home)
    first = homes.enter(home, Hands())
    with pytest.raises(Fault, match="E_BUSY"):
        homes.enter(home, Hands())
    save(first.session, "person", "p1", {"name": "An", "birth": "1990"})
    first.close()
    homes.enter(home, Hands()).close()


def test_wrong_passwords_are_in_the_audit_list_after_the_right_one(home: Path) -> None:
    homes.make(home)
    for _ in range(2):
        with pytest.raises(Fault):
            open_node(Home(home), "an", "sai mật khẩu này rồi", clock=Hands(), limits=REHEARSAL)
    found = homes.enter(home, Hands())
    with found.session.store.read() as reader:
        acts = [row[0] for row in reader.rows("SELECT act FROM audit ORDER BY n")]
    assert acts.count("unlock_failed") == 2 and acts[-1] == "unlock"
    found.close()


def test_files_of_two_registers_do_not_open_together(home: Path, tmp_path: Path) -> None:
    homes.make(home)
    homes.make(tmp_path / "other", node="C999")
    shutil.copy(tmp_path / "other" / "store.db", Home(home).store)
    with pytest.raises(Fault):
        homes.enter(home, Hands())
    with pytest.raises(Fault, match="E_NO_HOME"):
        homes.enter(tmp_path / "nowhere", Hands())
    Home(tmp_path / "other").store.unlink()
    with pytest.raises(Fault, match="E_STORE_MISSING"):
        homes.enter(tmp_path / "other", Hands())
    assert not Home(tmp_path / "other").store.exists(), "an empty store in the place of a lost one"


@pytest.mark.parametrize("year", [2015, 2021, 2027, 2099])
def test_a_clock_that_cannot_be_right_does_not_keep_anybody_out(home: Path, year: int) -> None:
    """A flat battery sets the clock to 2015; entering and looking stay possible."""
    homes.make(home)
    clock = Hands(NOW.replace(year=year))
    found = homes.enter(home, clock)
    person_id, _ = add_person(
        found.session,
        AddPerson({"name": "An", "birth": "1990"}, status={"status": "U-QL", "since": "2026-11-01"}),
    )
    test = {"person": person_id, "sampled_at": clock().isoformat(), "result": "positive"}
    save(found.session, "drug_test", "", test)
    today_view(found.session)
    assert open_person(found.session, person_id).person.name == "An"
    assert all(c.ok for c in verify(found.session.store, deep=True))
    found.close()
    again = homes.enter(home, Hands())
    assert len(list_ids(again.session, ListQuery())) == 1 and all(
        c.ok for c in verify(again.session.store, deep=True)
    )
    again.close()


def test_a_rehearsal_clock_starts_where_it_is_set_and_runs() -> None:
    clock = fixed_clock(NOW)
    assert NOW <= clock() < NOW + timedelta(minutes=1)


def test_nothing_on_the_disk_can_be_read(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """K1: names, numbers and keys are looked for in every byte of the folder, the log and the temporary folder."""
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    homes.make(home)
    found = homes.enter(home, Hands())
    secrets_: list[str] = []
    for n in range(20):
        person = {
            "name": f"Trịnh Bí Danh{n}",
            "birth": "1990",
            "other_names": [f"Biệthiệu{n}"],
            "papers": [{"sort": "cccd", "number": f"0790900{n:05d}"}],
            "phones": [f"09876{n:05d}"],
            "note": f"ghichúkín{n}",
        }
        save(
            found.session,
            "person",
            f"hồsơ{n}".encode("ascii", "ignore").decode() + f"x{n}",
            person,
            "lýdokín",
        )
        secrets_ += [
            f"Danh{n}",
            f"danh{n}",
            f"Biệthiệu{n}",
            f"biethieu{n}",
            f"0790900{n:05d}",
            f"09876{n:05d}",
            f"ghichúkín{n}",
        ]
    drafts.keep(found.session.store, "an", "person", {"name": "Nhápkín"})
    find_people(found.session, "Trịnh Bí Danh1")
    list_ids(found.session, ListQuery(text="danh", sort="hamlet", descending=True))
    bundle = found.unlocked.bundle
    keys = [bundle.db, bundle.anchor, bundle.sign_seed]
    wanted = [s.encode() for s in [*secrets_, "Nhápkín", "lýdokín", PASSWORD, bundle.age_secret]]
    wanted += [*keys, *(k.hex().encode() for k in keys), *(k.hex().upper().encode() for k in keys)]
    for state in ("open", "closed"):
        files = [
            Path(folder) / name for top in (home, temp) for folder, _, names in os.walk(top) for name in names
        ]
        assert any(file.name == "store.db" for file in files)
        assert state == "closed" or any(file.name.endswith("-wal") for file in files)
        for file in files:
            data = file.read_bytes()
            assert not [s for s in wanted if s in data], file.name
            assert not data.startswith(b"SQLite format 3")
        if state == "open":
            found.close()
