"""A full disk, a folder that cannot be written to, a failing file: told in a sentence, and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds.faults import Fault
from app.ledger.store import Store
from app.ledger.verify import verify
from app.register.people import open_person
from app.register.search import find_people
from app.vault import driver
from tests.ledger import homes
from tests.ledger.homes import Hands, person
from tests.ledger.test_store import put

Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """A file system of the test's own in memory; skipped where that is not allowed."""
    place = tmp_path / "disk"
    place.mkdir()

    def at(options: str) -> Path:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("mounting is not allowed here")
        return place

    if shutil.which("mount") is None or os.name == "nt":
        pytest.skip("no mount")
    yield at
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def sound(store: Store) -> bool:
    return all(check.ok for check in verify(store, deep=True))


def test_a_full_disk_loses_nothing_and_is_told(template: Path, mount: Mount) -> None:
    place = mount("size=3m")
    found = homes.enter(homes.copy(template, place / "home"), Hands())
    store = found.session.store
    kept = []

    def fill_up() -> None:
        for n in range(5_000):
            put(store, person(f"p{n}", note="x" * 9_000))
            kept.append(f"p{n}")

    with pytest.raises(Fault, match="E_DISK") as caught:
        fill_up()
    assert caught.value.sentence() and kept
    before = store.position
    with pytest.raises(Fault, match="E_DISK"):
        put(store, *(person(f"q{n}", note="x" * 9_000) for n in range(200)))
    assert store.position == before
    remount(place, "size=64m")
    put(store, person("after"))
    with store.read() as reader:
        ids = {row[0] for row in reader.rows("SELECT id FROM r_person")}
    assert ids == {*kept, "after"} and sound(store)
    found.close()
    found = homes.enter(place / "home", Hands())
    assert not found.session.store.restored and sound(found.session.store)
    found.close()


@pytest.mark.parametrize("code", [driver.dbapi.SQLITE_FULL, driver.dbapi.SQLITE_IOERR])
def test_an_error_of_the_driver_is_a_sentence_and_the_next_save_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    put(store, person("p1"))
    told: list[object] = []
    store.on_change(told.append)

    def fail(*_: Any) -> None:
        error = driver.dbapi.OperationalError("as the test wants it")
        error.sqlite_errorcode = code
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(type(store.derived[0]), "refresh", fail)
        with pytest.raises(Fault, match=r"E_DISK|E_DRIVE"):
            put(store, person("p2"))
    assert store.position.lsn == 1 and told == []
    put(store, person("p3"))
    assert store.position.lsn == 2 and sound(store)


def test_an_interruption_after_the_commit_does_not_stop_later_saves(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What memory knows of the store may then be behind it; it is read anew."""
    with monkeypatch.context() as patched:
        patched.setattr(type(store._database), "writer", _interrupted_after(type(store._database).writer))
        with pytest.raises(KeyboardInterrupt):
            put(store, person("p1"))
    put(store, person("p2"))
    with store.read() as reader:
        assert reader.rows("SELECT lsn, rec FROM op ORDER BY lsn") == [(1, "p1"), (2, "p2")]
    assert sound(store)


def _interrupted_after(writer: Any) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def interrupted(self: Any) -> Iterator[Any]:
        with writer(self) as conn:
            yield conn
        raise KeyboardInterrupt

    return interrupted


def test_an_anchor_that_cannot_be_written_does_not_unsay_a_save(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Fault("E_READONLY", "The anchor file beside the register cannot be written.")

    with monkeypatch.context() as patched:
        patched.setattr(type(store._anchor), "write", fail)
        assert put(store, person("p1")).ops == 1
        assert put(store, person("p2")).ops == 1
    assert store.alarms == ["W_ANCHOR_OLD"]
    assert [check.name for check in verify(store) if not check.ok] == ["anchor"]


def test_a_folder_that_cannot_be_written_to_is_read(template: Path, mount: Mount) -> None:
    """D5: people can be found and looked at; only changing is refused, with a sentence."""
    place = mount("size=64m")
    found = homes.enter(homes.copy(template, place / "home"), Hands())
    put(found.session.store, person("p1"))
    found.close()
    remount(place, "ro")
    try:
        found = homes.enter(place / "home", Hands())
        assert found.session.store.database.read_only
        assert [hit.id for hit in find_people(found.session, "thử")] == ["p1"]
        assert open_person(found.session, "p1").person.id == "p1"
        with pytest.raises(Fault, match="E_READONLY") as caught:
            put(found.session.store, person("p2"))
        assert caught.value.sentence()
        found.close()
    finally:
        remount(place, "rw")
    found = homes.enter(place / "home", Hands())
    put(found.session.store, person("p2"))
    assert sound(found.session.store)
    found.close()


def test_a_failed_start_leaves_the_folder_free(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, clock: Hands
) -> None:
    opened.close()
    with monkeypatch.context() as patched:
        patched.setattr("app.bootstrap._note_unlock", _broken)
        with pytest.raises(ZeroDivisionError):
            homes.enter(opened.home.path, clock)
    found = homes.enter(opened.home.path, clock)
    put(found.session.store, person("p1"))
    found.close()


def _broken(*_: object) -> None:
    raise ZeroDivisionError
