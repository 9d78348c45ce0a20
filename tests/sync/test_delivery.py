"""Packages out and receipts back: what is pending, what is believed, and what is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.kinds.faults import Fault
from app.ledger.ops import link
from app.sync import answers, batches, inbox, limits, outbox, package, pairing, seal
from app.sync.inspecting import inspect
from tests.sync.nodes import USER, Node, nodes, pair


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    with nodes(tmp_path, "C1", "U07") as (c, u):
        yield c, u


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def send(c: Node, u: Node, stick: Path) -> inbox.Received:
    (file,) = c.export(u.name, stick)
    return u.receive(file)


def acked(c: Node) -> int:
    return int(c.value("SELECT acked_lsn FROM outlet WHERE stream = 'C1/d1>U07'") or 0)


def test_there_and_back(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    assert c.export("U07", stick) == [] and u.export("C1", stick) == []
    person = c.add()
    pending = outbox.pending(c.store, "U07")
    assert (pending.ops, pending.counts, pending.last_acked_at) == (1, {"person": 1}, "")
    assert send(c, u, stick).ops == 1
    assert outbox.pending(u.store, "C1").counts == {"receipt": 1}
    assert outbox.pending(c.store, "U07").ops == 1  # not believed before it is confirmed
    done = send(u, c, stick)
    assert (done.status, done.code, done.node) == ("applied", "", "U07")
    assert "1" in done.text
    pending = outbox.pending(c.store, "U07")
    assert (pending.ops, pending.counts, pending.days) == (0, {}, 0) and pending.last_acked_at
    assert [sent.state for sent in outbox.packages_out(c.store)] == ["confirmed"]
    assert c.export("U07", stick) == []
    # the receipt itself is confirmed with the next changes
    assert outbox.pending(u.store, "C1").ops == 1
    c.visit(person)
    assert send(c, u, stick).lsn == (2, 2)
    assert outbox.pending(u.store, "C1").ops == 1
    assert send(u, c, stick).lsn == (2, 2)


def test_what_a_package_says_of_itself(both: tuple[Node, Node], stick: Path) -> None:
    c, _ = both
    stick.mkdir()
    c.visit(c.add())
    for text in (False, True):
        done = outbox.export(c.store, c.device, USER, "U07", stick, text=text)
        (made,) = done.packages
        assert made.pid == inspect(made.file)["pid"]
        assert (made.seq, made.lsn, made.counts, made.kind) == (1, (1, 2), {"person": 1, "visit": 1}, "delta")
        assert made.bytes == made.file.stat().st_size
    (sent,) = outbox.packages_out(c.store)
    assert (sent.seq, sent.state, sent.made_by) == (1, "copied", USER)


def test_packages_are_cumulative(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    files = []
    for n in range(4):
        c.add(f"Người {n}")
        files += c.export("U07", stick)
    assert [met.seq for met in outbox.packages_out(c.store)] == [4, 3, 2, 1]
    assert u.receive(files[3]).ops == 4
    assert [u.receive(file).status for file in files] == ["duplicate"] * 4
    assert send(u, c, stick).status == "applied"
    assert acked(c) == 4
    assert u.dump() == c.dump()


def test_lost_receipts_are_repeated_by_the_next(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    for n in range(3):
        c.add(f"Người {n}")
        send(c, u, stick)
        last = u.export("C1", stick)
    assert c.receive(last[0]).lsn == (1, 3)
    assert acked(c) == 3
    assert c.receive(last[0]).status == "duplicate"


def test_receipts_twice_late_and_again(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    kept = []
    for n in range(3):
        c.add(f"Người {n}")
        send(c, u, stick)
        kept += u.export("C1", stick)
    assert c.receive(kept[1]).status == "applied"
    assert c.receive(kept[0]).status == "duplicate"
    assert acked(c) == 2
    assert c.receive(kept[2]).status == "applied"
    (again,) = u.export("C1", stick)
    assert c.receive(again).status == "duplicate"
    assert acked(c) == 3


# -- making packages


def test_a_restored_register_sends_nothing(both: tuple[Node, Node], stick: Path, tmp_path: Path) -> None:
    import shutil

    c, u = both
    c.add("Người Một")
    c.close()
    shutil.copy(c.path / "store.db", tmp_path / "old.db")
    c.open()
    c.add("Người Hai")
    send(c, u, stick)
    c.close()
    for name in ("store.db-wal", "store.db-shm"):
        (c.path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.db", c.path / "store.db")
    c.open()
    assert c.store.restored
    with pytest.raises(Fault) as caught:
        c.export("U07", stick)
    assert caught.value.code == "E_RESTORED"
    c.add("Người Ba")  # entry stays possible
    done = send(u, c, stick)
    assert (done.status, done.code) == ("quarantined", "E_FORK")
    c.store.start_epoch(USER, "Khôi phục")
    # what was entered before is another branch; what comes after it is not taken either
    assert send(c, u, stick).code == "E_FORK"


def test_a_restored_register_that_lost_nothing_goes_on(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add("Người Một")
    c.add("Người Hai")
    send(c, u, stick)
    c.add("Người Ba")
    c.store.start_epoch(USER, "Khôi phục")
    c.add("Người Bốn")
    done = send(c, u, stick)
    assert (done.status, done.ops) == ("applied", 2)
    assert send(u, c, stick).status == "applied"
    c.add("Người Năm")
    assert send(c, u, stick).ops == 1
    assert u.dump() == c.dump() and u.is_sound()


def test_a_damaged_outbox_costs_a_number_only(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    c.export("U07", stick)
    (kept,) = (c.path / "outbox").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    assert send(c, u, stick).status == "applied"
    assert [sent.seq for sent in outbox.packages_out(c.store)] == [2, 1]
    for path in (c.path / "outbox").iterdir():
        path.unlink()
    assert send(c, u, stick).status == "duplicate"
    assert [sent.seq for sent in outbox.packages_out(c.store)] == [3, 2, 1]


def test_kept_files_are_removed_when_confirmed(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    send(c, u, stick)
    send(u, c, stick)
    c.add()
    c.export("U07", stick)
    (c.path / "outbox" / f"{'0' * 32}.age").write_bytes(b"left by a crash")
    assert len(list((c.path / "outbox").iterdir())) == 3
    assert outbox.forget_confirmed(c.store, USER, datetime.now(UTC) - timedelta(days=90)) == 0
    assert outbox.forget_confirmed(c.store, USER, datetime.now(UTC) + timedelta(days=1)) == 2
    assert len(list((c.path / "outbox").iterdir())) == 1
    assert send(c, u, stick).status == "applied"


def test_more_than_one_package(both: tuple[Node, Node], stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c, u = both
    monkeypatch.setattr(limits, "OPS", 4)
    c.load([{"kind": "person", "id": f"{n:026d}", "name": f"Người {n}", "birth": "1990"} for n in range(10)])
    seen: list[tuple[int, int]] = []
    files = c.export("U07", stick, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 10), (4, 10), (8, 10)]
    assert [sent.lsn for sent in outbox.packages_out(c.store)] == [(9, 10), (5, 8), (1, 4)]
    assert [u.receive(file).code for file in files[::-1]] == ["W_GAP", "W_GAP", ""]
    assert u.dump() == c.dump()
    again = c.export("U07", stick)
    assert [u.receive(file).status for file in again] == ["duplicate"] * 3


def test_large_operations_are_spread(
    both: tuple[Node, Node], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, u = both
    monkeypatch.setattr(batches, "_MOST_BYTES", 1500)
    for n in range(8):
        c.add(f"Người {n}")
    files = c.export("U07", stick)
    assert len(files) > 1
    assert [u.receive(file).status for file in files] == ["applied"] * len(files)
    assert u.dump() == c.dump()
    counts = [sent.counts["person"] for sent in outbox.packages_out(c.store)]
    assert sum(counts) == 8


@pytest.mark.parametrize("volume", [0, 100, 4095, 10**9])
def test_sizes_of_volumes(both: tuple[Node, Node], stick: Path, volume: int) -> None:
    with pytest.raises(Fault) as caught:
        both[0].export("U07", stick, volume=volume)
    assert caught.value.code == "E_VOLUME"


def test_nobody_to_send_to(both: tuple[Node, Node], stick: Path) -> None:
    c, _ = both
    for to in ("U99", "C1", "", "%"):
        with pytest.raises(Fault) as caught:
            c.export(to, stick)
        assert caught.value.code == "E_NO_PEER"
    with pytest.raises(Fault) as caught:
        outbox.export(c.store, c.device, USER, "U07", stick / "missing")
    assert caught.value.code == "E_FOLDER"


def test_erased_lines_are_not_sealed_anew(both: tuple[Node, Node], stick: Path) -> None:
    from tests.sync.test_receive_authority import erase

    c, _ = both
    for n in range(3):
        c.add(f"Người {n}")
    c.export("U07", stick)
    line = erase(c, 2)
    assert outbox.pending(c.store, "U07").counts == {"person": 2}
    erase(c, 1)
    assert outbox.pending(c.store, "U07").days == 0
    c.export("U07", stick)
    newest = max((c.path / "outbox").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    inner = seal.decrypt(newest.read_bytes(), (c.device.age_secret,))
    head, _ = package.manifest_in(inner, 1)
    assert (head.seq, head.lsn) == (2, (1, 3))
    assert line not in inner


# -- pairing


def test_one_level_above_and_no_turning_round(both: tuple[Node, Node], tmp_path: Path) -> None:
    c, u = both
    with nodes(tmp_path / "more", "U08") as (second,):
        with pytest.raises(Fault) as caught:
            pair(c, second)
        assert caught.value.code == "E_PART"
    with pytest.raises(Fault) as caught:
        pair(c, u, "child")
    assert caught.value.code == "E_PART"
    pair(c, u)  # the same card again changes nothing
    assert [peer.part for peer in pairing.peers(c.store) if peer.node == "U07"] == ["parent"]


def test_chain_of_answers_is_ours(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    send(c, u, stick)
    with u.store.read() as reader:
        (line,) = answers.lines_after(reader, "U07/d1>C1", 0)
        assert link(answers.start_of("U07/d1>C1"), line.line) == line.chain
        assert answers.chain_at(reader, "U07/d1>C1", 2) == b""
