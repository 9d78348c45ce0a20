from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.vault.anchor import DAMAGED, MISSING, SLOT_DAMAGED, WIDTH, Anchor, AnchorState

KEY = bytes(range(32))
STATE = AnchorState("ab" * 16, 2**53 - 1, 2**53 - 1, 2**53 - 1, 2**53 - 1, "cd" * 32)


@pytest.fixture
def written(tmp_path: Path) -> tuple[Anchor, AnchorState]:
    anchor = Anchor(tmp_path / "anchor.json", KEY)
    for lsn in range(1, 6):
        anchor.write(replace(STATE, lsn=lsn))
    anchor.close()
    return anchor, replace(STATE, lsn=5)


def test_the_newest_state_is_read_by_a_fresh_program(written):
    anchor, last = written
    assert Anchor(anchor.path, KEY).read() == last
    assert anchor.look().code == ""
    again = Anchor(anchor.path, KEY)
    again.write(replace(STATE, lsn=6))
    again.sync()
    assert anchor.read() == replace(STATE, lsn=6)
    again.close()
    assert anchor.path.stat().st_size == 2 * WIDTH


def test_every_changed_byte_is_noticed(written):
    anchor, last = written
    sound = anchor.path.read_bytes()
    for place in range(len(sound)):
        damaged = bytearray(sound)
        damaged[place] ^= 1
        anchor.path.write_bytes(damaged)
        look = anchor.look()
        assert look.code == SLOT_DAMAGED, place
        assert look.state in (last, replace(STATE, lsn=4))


def test_missing_damaged_and_foreign_are_told_apart(written):
    anchor, _ = written
    assert Anchor(anchor.path, bytes(32)).look().code == DAMAGED
    data = anchor.path.read_bytes()
    anchor.path.write_bytes(b"")
    assert anchor.look() == Anchor(anchor.path, KEY).look()
    assert anchor.look().code == DAMAGED
    anchor.path.write_bytes(data[WIDTH:] + data[:WIDTH])
    assert anchor.look().code == DAMAGED
    anchor.path.write_bytes(data + b"x")
    assert anchor.look().code == SLOT_DAMAGED
    anchor.path.unlink()
    assert anchor.look().code == MISSING
    assert anchor.read() is None


def test_an_old_slot_copied_over_the_new_one_is_noticed(written):
    anchor, _ = written
    data = anchor.path.read_bytes()
    for copy in (data[:WIDTH] * 2, data[WIDTH:] * 2):
        anchor.path.write_bytes(copy)
        assert anchor.look().code == SLOT_DAMAGED


def test_a_torn_slot_is_replaced_by_the_next_write(written):
    anchor, last = written
    data = anchor.path.read_bytes()
    for torn in (
        data[:100] + b"\0" * (WIDTH - 100) + data[WIDTH:],
        data[: WIDTH + 100] + b"\0" * (WIDTH - 100),
    ):
        anchor.path.write_bytes(torn)
        again = Anchor(anchor.path, KEY)
        kept = again.read()
        assert kept is not None
        again.write(replace(last, lsn=9))
        again.close()
        assert again.look() == replace(again.look(), state=replace(last, lsn=9), code="")


def test_cut_file_is_made_anew(written):
    anchor, last = written
    anchor.path.write_bytes(anchor.path.read_bytes()[:700])
    again = Anchor(anchor.path, KEY)
    again.write(last)
    again.close()
    assert again.look().code == ""


def test_threads_do_not_tear_it(tmp_path):
    anchor = Anchor(tmp_path / "a", KEY)

    def work(start: int) -> None:
        for n in range(50):
            anchor.write(replace(STATE, lsn=start + n))
            assert anchor.read() is not None

    threads = [threading.Thread(target=work, args=(n * 100,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    anchor.close()
    assert anchor.look().code == ""
