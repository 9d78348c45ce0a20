from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from nacl.signing import SigningKey

from app.kinds.canonical import encode
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.vault import keys, slots
from app.vault.bundle import base_of
from app.vault.derive import REHEARSAL
from app.vault.engine import Database
from app.vault.home import Home
from app.vault.seal import Owner, make_slot
from tests.vault.samples import NODE, OTHER, PASSWORD, count, new_home, new_store

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=VIETNAM)


def unlock(home: Home, user: str = "an", password: str = PASSWORD, **more) -> keys.Unlocked:
    return keys.unlock(home, user, password, limits=REHEARSAL, **more)


def add(home: Home, by: keys.Unlocked, user: str, role: str, **more) -> keys.Account:
    return keys.add_user(home, by, user, role, OTHER, limits=REHEARSAL, **more)


def test_create_and_unlock(made):
    home, first = made
    again = unlock(home, " AN ")
    assert again == first
    assert again.admin
    assert again.bundle.health is None
    assert again.device().verify_key == first.device().verify_key
    assert keys.accounts(home) == [keys.Account("an", keys.POLICE, True)]
    with pytest.raises(Fault, match="E_HOME_EXISTS"):
        keys.create(home, "bình", keys.POLICE, PASSWORD, node=NODE, limits=REHEARSAL)


def test_nothing_secret_is_shown(made):
    _, unlocked = made
    shown = f"{unlocked!r} {unlocked.bundle} {unlocked.device()!r}"
    for secret in (unlocked.bundle.db, unlocked.bundle.anchor, unlocked.bundle.sign_seed):
        assert repr(secret) not in shown
        assert secret.hex() not in shown
    assert "AGE-SECRET" not in shown


def test_key_files_hold_no_secret_in_the_clear(made):
    home, unlocked = made
    for path in (home.keys_a, home.keys_b):
        text = path.read_text()
        assert "AGE-SECRET" not in text
        assert unlocked.bundle.db.hex() not in text
        assert path.stat().st_mode & 0o077 == 0


def test_wrong_password_and_unknown_account_are_told_alike(made):
    """K3."""
    home, _ = made
    sentences = set()
    for n in range(7):
        with pytest.raises(Fault) as caught:
            unlock(home, "an" if n % 2 else "ai đó", "sai mật khẩu rồi đấy", now=NOW + timedelta(seconds=n))
        assert caught.value.code == "E_PASSWORD"
        sentences.add(caught.value.sentence())
    assert len(sentences) == 1
    notes = keys.unlock_failures(home)
    assert [note.result for note in notes] == ["wrong"] * 7
    assert {note.slot for note in notes} == {"", slots.load(home).slots[0].id}
    assert "sai" not in home.unlocks.read_text()
    assert unlock(home, now=NOW + timedelta(seconds=8)).user == "an"
    assert keys.unlock_failures(home)[-1].result == "ok"
    assert keys.delay_before_next(home, NOW + timedelta(seconds=8)) == 0
    keys.clear_unlock_failures(home)
    assert keys.unlock_failures(home) == []


def test_the_delay_grows_and_ends(made):
    home, _ = made
    delays = []
    for _ in range(20):
        with pytest.raises(Fault):
            unlock(home, password="sai mật khẩu rồi đấy", now=NOW)
        delays.append(keys.delay_before_next(home, NOW))
    assert delays[:4] == [0, 0, 0, 0]
    assert delays[4:8] == [1, 2, 4, 8]
    assert max(delays) == 300
    assert keys.delay_before_next(home, NOW + timedelta(minutes=6)) == 0
    assert keys.delay_before_next(home, NOW - timedelta(days=4000)) == 300
    home.unlocks.write_bytes(b"\xff{not json\n" + home.unlocks.read_bytes())
    assert len(keys.unlock_failures(home)) == 20


def test_an_endless_password_costs_nothing(made):
    home, _ = made
    with pytest.raises(Fault, match="E_PASSWORD"):
        unlock(home, password="x" * 1_000_000)


@pytest.mark.parametrize(
    ("user", "role", "code"),
    [("", "police", "E_USER_NAME"), ("x" * 65, "police", "E_USER_NAME"), ("a\nb", "police", "E_USER_NAME"),
     ("bình", "boss", "E_ROLE"), ("AN", "police", "E_USER_EXISTS")],
)  # fmt: skip
def test_refused_accounts(made, user, role, code):
    home, unlocked = made
    with pytest.raises(Fault, match=code):
        add(home, unlocked, user, role)


def test_password_rules_apply_everywhere(made):
    home, unlocked = made
    with pytest.raises(Fault, match="E_PASSWORD_SHORT"):
        keys.add_user(home, unlocked, "bình", keys.POLICE, "matkhau123", limits=REHEARSAL)
    with pytest.raises(Fault, match="E_PASSWORD_SHORT"):
        keys.change_password(home, "an", PASSWORD, "matkhau123", limits=REHEARSAL)
    with pytest.raises(Fault, match="E_PASSWORD_NAME"):
        keys.add_user(
            home, unlocked, "trần văn bình minh", keys.POLICE, "Trần Văn Bình Minh", limits=REHEARSAL
        )


def test_change_password(made):
    home, first = made
    changed = keys.change_password(home, "an", PASSWORD, OTHER, limits=REHEARSAL)
    assert changed.bundle == first.bundle
    with pytest.raises(Fault, match="E_PASSWORD"):
        unlock(home)
    assert unlock(home, password=OTHER) == changed
    assert changed.slot_id == first.slot_id
    with pytest.raises(Fault, match="E_PASSWORD"):
        keys.change_password(home, "an", PASSWORD, OTHER, limits=REHEARSAL)


def test_only_who_manages_accounts_may(made):
    home, first = made
    add(home, first, "bình", keys.HEAD)
    add(home, first, "chi", keys.ADMIN)
    head, chi = unlock(home, "bình", OTHER), unlock(home, "chi", OTHER)
    assert (head.admin, chi.admin) == (False, True)
    with pytest.raises(Fault, match="E_ADMIN"):
        add(home, head, "dung", keys.POLICE)
    with pytest.raises(Fault, match="E_ADMIN"):
        keys.remove_user(home, head, "an")
    with pytest.raises(Fault, match="E_USER_SELF"):
        keys.remove_user(home, first, "an")
    with pytest.raises(Fault, match="E_USER_UNKNOWN"):
        keys.remove_user(home, first, "không ai")
    keys.remove_user(home, first, "chi")
    with pytest.raises(Fault, match="E_ADMIN"):
        keys.remove_user(home, chi, "bình")


def test_removed_account_opens_nothing(made):
    """K5."""
    home, first = made
    new_store(home, first)
    add(home, first, "bình", keys.POLICE)
    before = {path: path.read_bytes() for path in (home.keys_a, home.keys_b)}
    after = keys.remove_user(home, first, "bình")
    assert after.bundle.db != first.bundle.db
    with pytest.raises(Fault, match="E_PASSWORD"):
        unlock(home, "bình", OTHER)
    assert unlock(home) == after
    database = Database(home.store, after.bundle.db)
    assert count(database) == 50
    database.close()
    for path, data in before.items():
        path.write_bytes(data)
    old = unlock(home, "bình", OTHER)
    with pytest.raises(Fault, match="E_STORE_DAMAGED"):
        Database(home.store, old.bundle.db)


def test_removing_waits_for_the_store_to_be_closed(made, monkeypatch):
    home, first = made
    new_store(home, first)
    add(home, first, "bình", keys.POLICE)
    monkeypatch.setattr("app.vault.driver._BUSY_MS", 50)
    database = Database(home.store, first.bundle.db)
    try:
        with pytest.raises(Fault, match="E_BUSY"):
            keys.remove_user(home, first, "bình")
        assert unlock(home, "bình", OTHER).bundle.db == first.bundle.db
        assert count(database) == 50
    finally:
        database.close()
    keys.remove_user(home, first, "bình")


def test_the_health_key_is_only_for_the_health_role(made):
    """K12."""
    home, police = made
    add(home, police, "y tá", keys.HEALTH)
    add(home, police, "bác sĩ", keys.HEALTH)
    nurse, doctor = unlock(home, "y tá", OTHER), unlock(home, "bác sĩ", OTHER)
    assert police.bundle.health is None
    assert nurse.bundle.health == doctor.bundle.health is not None
    # Made by somebody without the key: the older generation is not theirs to give.
    assert len(nurse.health_keys) == 2
    assert len(doctor.health_keys) == 1
    keys.remove_user(home, police, "y tá")
    left = unlock(home, "bác sĩ", OTHER)
    assert left.bundle.health not in (None, nurse.bundle.health)
    assert left.bundle.health not in nurse.health_keys.values()
    assert nurse.bundle.health in left.bundle.health_old


def test_a_damaged_or_missing_copy_is_repaired(made):
    home, first = made
    good = home.keys_a.read_bytes()
    for path, other in ((home.keys_a, home.keys_b), (home.keys_b, home.keys_a)):
        for damage in (b"", good[:-1], good + b" ", b"\0" * 4096, good.replace(b'"police"', b'"health"')):
            path.write_bytes(damage)
            assert unlock(home) == first
            assert path.read_bytes() == good
        path.unlink()
        assert unlock(home) == first
        assert path.read_bytes() == good == other.read_bytes()


def test_every_changed_byte_of_a_key_file_is_noticed(made):
    home, _ = made
    good = home.keys_a.read_bytes()
    for place in range(len(good)):
        changed = bytearray(good)
        changed[place] ^= 1
        with pytest.raises(slots.Damaged):
            slots.unpack(bytes(changed))
    for length in range(0, len(good), 7):
        with pytest.raises(slots.Damaged):
            slots.unpack(good[:length])


def test_the_newer_copy_wins(made):
    home, first = made
    old = home.keys_b.read_bytes()
    add(home, first, "bình", keys.POLICE)
    home.keys_b.write_bytes(old)
    assert unlock(home, "bình", OTHER).user == "bình"
    assert home.keys_b.read_bytes() == home.keys_a.read_bytes() != old


def test_both_copies_gone_or_damaged(made, tmp_path):
    home, first = made
    new_store(home, first)
    home.keys_a.write_bytes(b"{}")
    home.keys_b.unlink()
    with pytest.raises(Fault, match="E_KEYS_DAMAGED"):
        unlock(home)
    home.keys_a.unlink()
    with pytest.raises(Fault, match="E_KEYS_MISSING"):
        unlock(home)
    with pytest.raises(Fault, match="E_NO_HOME"):
        unlock(Home(tmp_path / "khác"))


def test_a_newer_key_file_is_told_as_such(made):
    home, _ = made
    value = json.loads(home.keys_a.read_bytes())
    value["v"] = 2
    for path in (home.keys_a, home.keys_b):
        path.write_bytes(encode(value))
    with pytest.raises(Fault, match="E_KEYS_NEWER"):
        unlock(home)


def test_a_file_signed_by_somebody_else_opens_with_nobodys_password(made):
    home, _ = made
    ring = slots.load(home)
    seed = bytes(32)
    forged = replace(ring, generation=99, verify_key=bytes(SigningKey(seed).verify_key))
    home.keys_a.write_bytes(slots.pack(forged, seed))
    with pytest.raises(Fault, match="E_KEYS_DAMAGED"):
        unlock(home)
    home.keys_b.write_bytes(slots.pack(forged, seed))
    with pytest.raises(Fault, match="E_PASSWORD"):
        unlock(home)


def test_role_and_name_are_bound_to_the_seal(made):
    """Even somebody with the device key cannot turn a slot into another role's without its password."""
    home, first = made
    ring = slots.load(home)
    for change in ({"role": keys.HEALTH}, {"user": "bình"}, {"admin": False}, {"salt": bytes(16)}):
        changed = replace(ring, slots=(replace(ring.slots[0], **change),))
        slots.save(home, changed, first.bundle.sign_seed)
        with pytest.raises(Fault, match="E_PASSWORD"):
            unlock(home, changed.slots[0].user)


def test_a_cost_below_the_floor_is_refused_even_when_signed(made):
    home, _ = made
    with pytest.raises(Fault, match="E_KDF"):
        keys.unlock(home, "an", PASSWORD)
    with pytest.raises(Fault, match="E_KDF"):
        keys.unlock(home, "ai đó", PASSWORD)


def test_grants_for_somebody_else_are_noticed(made):
    home, first = made
    ring = slots.load(home)
    base, cost = base_of(first.bundle), REHEARSAL.floor
    owner = Owner("bình", keys.POLICE, admin=False)
    other = make_slot(ring, owner, OTHER, base, ({1: first.bundle.db}, {}), cost, REHEARSAL)
    mixed = replace(ring, slots=(replace(ring.slots[0], grants=other.grants),))
    slots.save(home, mixed, first.bundle.sign_seed)
    with pytest.raises(Fault, match="E_KEYS_FORGED"):
        unlock(home)


def test_a_home_that_cannot_be_written_to_still_opens(made, monkeypatch):
    home, first = made

    def refuse(*_: object) -> None:
        raise OSError(30, "read-only")

    monkeypatch.setattr(slots, "write_file", refuse)
    monkeypatch.setattr("app.vault.tries.write_file", refuse)
    home.keys_b.write_bytes(b"damaged")
    with pytest.raises(Fault, match="E_PASSWORD"):
        unlock(home, password="sai mật khẩu rồi đấy")
    assert unlock(home) == first
    with pytest.raises(Fault, match="E_READONLY"):
        add(home, first, "bình", keys.POLICE)


def test_create_refuses_bad_input_before_writing(tmp_path):
    home = Home(tmp_path / "h")
    for user, role, password in (
        ("an", "boss", PASSWORD),
        ("", "police", PASSWORD),
        ("an", "police", "ngắn"),
    ):
        with pytest.raises(Fault):
            keys.create(home, user, role, password, node=NODE, limits=REHEARSAL)
    assert not home.path.exists()


def test_health_home_starts_with_its_key(tmp_path):
    _, nurse = new_home(tmp_path / "h", keys.HEALTH)
    assert nurse.bundle.health is not None
    assert nurse.admin
