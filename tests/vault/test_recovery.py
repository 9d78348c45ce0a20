from __future__ import annotations

import pytest

from app.kinds.faults import Fault
from app.vault import keys
from app.vault.derive import REHEARSAL
from app.vault.engine import Database
from app.vault.home import Home
from app.vault.identity import new_age_secret, recipient_of
from app.vault.recovery import (
    add_recovery_recipient,
    issue_recovery,
    recover,
    recovery_list,
    recovery_only,
    recovery_recipients,
    revoke_recovery,
    share_health,
)
from tests.vault.samples import OTHER, PASSWORD, count, new_store


def test_all_passwords_lost(made):
    """K6."""
    home, first = made
    new_store(home, first)
    sheet = issue_recovery(home, first, label="két sắt")
    typed = "\n".join(reversed(sheet.halves)).lower().replace("-", " ")
    opened = recover(home, typed, "an", OTHER, limits=REHEARSAL)
    assert opened.bundle == first.bundle
    assert [note.result for note in keys.unlock_failures(home)] == ["recovered"]
    with pytest.raises(Fault, match="E_PASSWORD"):
        keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
    assert keys.unlock(home, "an", OTHER, limits=REHEARSAL) == opened
    database = Database(home.store, opened.bundle.db)
    assert count(database) == 50
    database.close()


def test_the_sheets_secret_is_nowhere_on_the_disk(made):
    home, first = made
    sheet = issue_recovery(home, first)
    assert sheet.halves[0] not in repr(sheet)
    kept = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    for half in sheet.halves:
        assert half.encode() not in kept
        assert half.replace("-", "")[1:27].encode() not in kept
    assert recovery_recipients(home) == [sheet.recipient]


def test_recipient_held_above(made):
    home, first = made
    secret = new_age_secret()
    info = add_recovery_recipient(home, first, recipient_of(secret), label="công an cấp trên")
    assert recovery_list(home) == [info]
    assert recover(home, secret, "an", OTHER, limits=REHEARSAL).bundle == first.bundle
    with pytest.raises(Fault, match="E_RECIPIENT"):
        add_recovery_recipient(home, first, "age1plugin1qqqq")
    with pytest.raises(Fault, match="E_RECIPIENT"):
        add_recovery_recipient(home, first, secret)


def test_recovery_forces_a_good_password_and_a_known_account(made):
    home, first = made
    sheet = issue_recovery(home, first)
    with pytest.raises(Fault, match="E_PASSWORD_SHORT"):
        recover(home, sheet.code, "an", "matkhau123", limits=REHEARSAL)
    with pytest.raises(Fault, match="E_USER_UNKNOWN"):
        recover(home, sheet.code, "bình", OTHER, limits=REHEARSAL)
    with pytest.raises(Fault, match="E_RECOVERY_UNKNOWN"):
        recover(home, new_age_secret(), "an", OTHER, limits=REHEARSAL)
    assert keys.unlock(home, "an", PASSWORD, limits=REHEARSAL).user == "an"


def test_recovery_still_works_after_the_store_key_changed(made):
    home, first = made
    new_store(home, first)
    sheet = issue_recovery(home, first)
    keys.add_user(home, first, "bình", keys.POLICE, OTHER, limits=REHEARSAL)
    changed = keys.remove_user(home, first, "bình")
    assert recover(home, sheet.code, "an", OTHER, limits=REHEARSAL).bundle == changed.bundle


def test_a_revoked_sheet_opens_nothing(made):
    home, first = made
    new_store(home, first)
    lost, kept = issue_recovery(home, first), issue_recovery(home, first)
    now = revoke_recovery(home, first, lost.id)
    assert now.bundle.db != first.bundle.db
    with pytest.raises(Fault, match="E_RECOVERY_UNKNOWN"):
        recover(home, lost.code, "an", OTHER, limits=REHEARSAL)
    with pytest.raises(Fault, match="E_RECOVERY_UNKNOWN"):
        revoke_recovery(home, now, lost.id)
    assert recover(home, kept.code, "an", OTHER, limits=REHEARSAL).bundle.db == now.bundle.db


def test_only_who_manages_accounts_issues_sheets(made):
    home, first = made
    keys.add_user(home, first, "bình", keys.POLICE, OTHER, limits=REHEARSAL)
    other = keys.unlock(home, "bình", OTHER, limits=REHEARSAL)
    with pytest.raises(Fault, match="E_ADMIN"):
        issue_recovery(home, other)


def test_health_notes_are_covered_once_shared(made):
    home, first = made
    keys.add_user(home, first, "y tá", keys.HEALTH, OTHER, limits=REHEARSAL)
    nurse = keys.unlock(home, "y tá", OTHER, limits=REHEARSAL)
    sheet = issue_recovery(home, first)
    assert not sheet.covers_health
    with pytest.raises(Fault, match="E_ROLE"):
        share_health(home, first)
    share_health(home, nurse)
    assert recovery_list(home)[0].covers_health
    assert recover(home, sheet.code, "y tá", PASSWORD, limits=REHEARSAL).bundle.health == nurse.bundle.health
    assert recover(home, sheet.code, "an", OTHER, limits=REHEARSAL).bundle.health is None


def test_a_backups_key_file_opens_to_recovery_holders_alone(made, tmp_path):
    home, first = made
    sheet = issue_recovery(home, first)
    data = recovery_only(home, first)
    assert b'"an"' not in data
    other = Home(tmp_path / "máy mới")
    other.prepare()
    other.keys_a.write_bytes(data)
    with pytest.raises(Fault, match="E_PASSWORD"):
        keys.unlock(other, "an", PASSWORD, limits=REHEARSAL)
    opened = recover(other, sheet.code, "bình", OTHER, role=keys.HEAD, limits=REHEARSAL)
    assert (opened.user, opened.role, opened.admin) == ("bình", keys.HEAD, True)
    assert opened.bundle == first.bundle
