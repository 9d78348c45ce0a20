from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.kinds.faults import Fault
from app.vault import driver, keys, rotation, slots
from app.vault.checks import DEEP, check_file
from app.vault.derive import REHEARSAL
from app.vault.engine import Database
from app.vault.recovery import issue_recovery, recover
from tests.vault.samples import OTHER, PASSWORD, count, new_store

ROUNDS = 10
ROOT = Path(__file__).resolve().parents[2]


def test_killed_while_the_store_key_changes(made):
    """Whenever the program dies, the next unlock finds the one key that opens, and finishes the change."""
    home, first = made
    new_store(home, first, rows=3000)
    sheet = issue_recovery(home, first)
    chance = random.Random(7)
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.vault.killed", str(home.path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            timer = threading.Timer(chance.uniform(0.0, 0.15), child.kill)
            timer.start()
            said = child.stdout.read()
            timer.join()
        me = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
        assert slots.load(home).db_gens == (me.db_gen,)
        for n in range(said.count("removed")):
            with pytest.raises(Fault, match="E_PASSWORD"):
                keys.unlock(home, f"bình {n}", OTHER, limits=REHEARSAL)
        for account in keys.accounts(home)[1:]:
            me = keys.remove_user(home, me, account.user)
        database = Database(home.store, me.bundle.db)
        assert count(database) == 3000
        database.close()
    assert all(check.ok for check in check_file(home, me.bundle.db, DEEP))
    assert recover(home, sheet.code, "an", OTHER, limits=REHEARSAL).bundle == me.bundle


class Stopped(BaseException):
    """Stands for the program's end at a chosen place."""


@pytest.mark.parametrize("after", ["before rekey", "after rekey", "no store"])
def test_each_step_of_the_change_can_be_the_last(made, monkeypatch, after):
    home, first = made
    if after != "no store":
        new_store(home, first)
    keys.add_user(home, first, "bình", keys.POLICE, OTHER, limits=REHEARSAL)
    real = driver.rekey

    def stop(link: driver.Link, key: bytes) -> None:
        if after == "after rekey":
            real(link, key)
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(driver, "rekey", stop)
        patch.setattr(rotation, "_only", lambda *_: (_ for _ in ()).throw(Stopped()))
        with pytest.raises(Stopped):
            keys.remove_user(home, first, "bình")
    assert len(slots.load(home).db_gens) == 2
    with pytest.raises(Fault, match="E_PASSWORD"):
        keys.unlock(home, "bình", OTHER, limits=REHEARSAL)
    me = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
    assert me.bundle.db != first.bundle.db
    if after != "no store":
        assert slots.load(home).db_gens == (me.db_gen,)
        database = Database(home.store, me.bundle.db)
        assert count(database) == 50
        database.close()


def test_a_read_only_home_opens_with_whichever_key_fits(made, monkeypatch):
    home, first = made
    new_store(home, first)
    keys.add_user(home, first, "bình", keys.POLICE, OTHER, limits=REHEARSAL)
    with monkeypatch.context() as patch:
        patch.setattr(driver, "rekey", lambda *_: (_ for _ in ()).throw(Stopped()))
        with pytest.raises(Stopped):
            keys.remove_user(home, first, "bình")
    monkeypatch.setattr("app.vault.home.is_writable", lambda folder: False)
    assert keys.unlock(home, "an", PASSWORD, limits=REHEARSAL).bundle.db == first.bundle.db
    assert len(slots.load(home).db_gens) == 2
