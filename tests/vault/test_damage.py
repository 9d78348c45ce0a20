from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kinds.faults import Fault
from app.vault.checks import DAILY, DEEP, START, check_file
from app.vault.engine import Database
from app.vault.home import Home
from app.vault.instance import hold
from tests.vault.samples import count, new_home, new_store

PAGE = 4096


@pytest.fixture
def stored(made):
    home, unlocked = made
    new_store(home, unlocked, rows=200)
    return home, unlocked.bundle.db


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where the tests may mount one."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(point)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


def outcome(home, key, level) -> dict[str, bool]:
    return {check.name: check.ok for check in check_file(home, key, level)}


@pytest.mark.parametrize("level", [START, DAILY, DEEP])
def test_a_sound_store_passes(stored, level):
    home, key = stored
    checks = check_file(home, key, level)
    assert all(check.ok for check in checks), checks
    assert [check.name for check in checks][:3] == ["open", "mark", "size"]
    database = Database(home.store, key)
    with database.writer() as connection:
        connection.exec_driver_sql("INSERT INTO t (name) SELECT name FROM t")
        assert all(outcome(home, key, level).values())
    database.close()


def test_cut_at_a_page_boundary(stored):
    """D8."""
    home, key = stored
    data = home.store.read_bytes()
    for pages in (1, 2, len(data) // PAGE // 2):
        home.store.write_bytes(data[: -PAGE * pages])
        assert not all(outcome(home, key, START).values())
        with pytest.raises(Fault, match="E_STORE_DAMAGED"):
            Database(home.store, key)


def test_cut_inside_a_page_added_and_empty(stored):
    home, key = stored
    data = home.store.read_bytes()
    for damaged in (data[:-100], data + bytes(100), data + os.urandom(PAGE), b"", data[:PAGE]):
        home.store.write_bytes(damaged)
        assert not all(outcome(home, key, START).values()), len(damaged)
    home.store.unlink()
    assert outcome(home, key, START) == {"open": False}
    assert not home.store.exists()


def test_a_flipped_bit_is_found_and_told_when_read(stored):
    home, key = stored
    data = home.store.read_bytes()
    for place in (5, 20, 3 * PAGE + 100, len(data) - 10):
        damaged = bytearray(data)
        damaged[place] ^= 4
        home.store.write_bytes(damaged)
        assert not all(outcome(home, key, DEEP).values()), place
        if place != len(data) - 10:  # a page on the free list, which only the deep check reads
            with pytest.raises(Fault, match="E_STORE_DAMAGED"):
                read_all(home, key)


def read_all(home: Home, key: bytes) -> None:
    database = Database(home.store, key)
    try:
        with database.reader() as connection:
            connection.exec_driver_sql("SELECT sum(length(name)) FROM t").scalar()
            connection.exec_driver_sql("SELECT * FROM vault_mark").all()
    finally:
        database.close()


def test_another_registers_file_is_named(stored, tmp_path):
    home, key = stored
    assert outcome(home, key, START)["mark"]
    assert [c.ok for c in check_file(home, key, install_id="00" * 16)] == [True, False, True]
    assert check_file(home, bytes(32))[0].ok is False


def test_full_disk_is_told_and_loses_nothing(small_disk):
    home, unlocked = new_home(small_disk / "h")
    new_store(home, unlocked, rows=20)
    database = Database(home.store, unlocked.bundle.db)
    done = 20
    with pytest.raises(Fault) as caught:  # noqa: PT012 - which of the writes meets the end is open
        for _ in range(2000):
            with database.writer() as connection:
                connection.exec_driver_sql("INSERT INTO t (name) VALUES (?)", ("y" * 3000,))
            done += 1
    assert caught.value.code == "E_DISK"
    assert done > 50
    assert count(database) == done
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    with database.writer() as connection:
        connection.exec_driver_sql("INSERT INTO t (name) VALUES ('again')")
    assert count(database) == done + 1
    database.close()
    assert all(outcome(home, unlocked.bundle.db, DEEP).values())


def test_a_folder_that_cannot_be_written_to(small_disk):
    """D5."""
    home, unlocked = new_home(small_disk / "h")
    new_store(home, unlocked, rows=20)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with hold(home) as held:
        assert held.shared
        database = Database(home.store, unlocked.bundle.db)
        assert database.read_only
        assert count(database) == 20
        with pytest.raises(Fault, match="E_READONLY"), database.writer():
            pass
        with pytest.raises(Fault, match="E_READONLY"):
            database.checkpoint()
        database.close()
    with pytest.raises(Fault, match="E_READONLY"):
        home.prepare()
    assert all(outcome(home, unlocked.bundle.db, DEEP).values())


def test_read_only_without_mounting(stored, monkeypatch):
    """D5, for machines where nothing can be mounted."""
    home, key = stored
    monkeypatch.setattr("app.vault.engine.is_writable", lambda folder: False)
    database = Database(home.store, key)
    assert count(database) == 200
    with pytest.raises(Fault, match="E_READONLY"), database.writer():
        pass
    database.close()


def test_a_log_that_is_still_there_is_read_in_a_read_only_folder(stored, small_disk, monkeypatch):
    home, key = stored
    database = Database(home.store, key)
    with database.writer() as connection:
        connection.exec_driver_sql("INSERT INTO t (name) VALUES ('in the log')")
    for path in home.path.glob("store.db*"):
        (small_disk / path.name).write_bytes(path.read_bytes())
    database.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    copied = Database(small_disk / "store.db", key)
    assert count(copied) == 201
    copied.close()
