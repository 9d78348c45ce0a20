"""Order, forks, epochs and authority: what a genuine package may and may not do to a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.kinds import canonical
from app.sync import answers, inbox, limits
from app.sync.manifest import Closes
from tests.sync.nodes import Forger, Node, foreign_position, nodes

P1, P2, P3 = (f"{n:026d}" for n in (1, 2, 3))
SAY = {"name": "Lê Văn Tám", "birth": "1991"}


@pytest.fixture
def pairs(tmp_path: Path) -> Iterator[tuple[Node, Node, Node, Path]]:
    with nodes(tmp_path, "C1", "C2", "U07") as (c, d, u):
        yield c, d, u, tmp_path / "stick"


def last_answer(u: Node, node: str) -> dict[str, Any]:
    with u.store.read() as reader:
        lines = answers.lines_after(reader, f"U07/d1>{node}", 0)
    return canonical.decode(lines[-1].line) if lines else {}


def forged(c: Node, u: Node, n: int) -> Forger:
    f = Forger(c, u)
    for number in range(1, n + 1):
        f.op("person", f"{number:026d}", {"name": f"Người số {number}", "birth": "1990"})
    return f


# -- order


def test_a_gap_waits_and_fills_by_itself(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 9)
    files = [f.file(stick, a, b, seq) for seq, (a, b) in enumerate(((1, 3), (4, 6), (7, 9)), 1)]
    done = u.receive(files[2])
    assert (done.status, done.code) == ("waiting", "W_GAP")
    assert "1" in done.text and "6" in done.text
    assert last_answer(u, "C1")["waiting"] == [[7, 9]]
    done = u.receive(files[1])
    assert "1" in done.text and "3" in done.text
    assert last_answer(u, "C1")["waiting"] == [[4, 6], [7, 9]]
    assert u.receive(files[1]).code == "W_GAP"
    u.again()
    done = u.receive(files[0])
    assert [one.status for one in done.followed] == ["applied", "applied"]
    assert u.holds("C1") == 9
    assert last_answer(u, "C1")["waiting"] == []
    assert [met.status for met in inbox.packages_in(u.store)] == ["applied"] * 3
    assert list((u.path / "inbox" / "waiting").iterdir()) == []
    assert u.is_sound()


def test_waiting_packages_are_found_whatever_their_names_are(pairs: tuple[Node, Node, Node, Path]) -> None:
    """``_`` and ``%`` in a node's name are letters, and one node's gap is not another's."""
    c, d, u, stick = pairs
    f, g = forged(c, u, 4), Forger(d, u)
    for n in range(11, 15):
        g.op("person", f"{n:026d}", SAY)
    assert u.receive(f.file(stick, 3, 4, 2)).code == "W_GAP"
    assert u.receive(g.file(stick, 3, 4, 2)).code == "W_GAP"
    assert [one.node for one in u.receive(f.file(stick, 1, 2, 1)).followed] == ["C1"]
    assert (u.holds("C1"), u.holds("C2")) == (4, 0)


def test_lost_files_of_the_inbox_cost_only_sending_again(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 9)
    files = [f.file(stick, a, b, seq) for seq, (a, b) in enumerate(((1, 3), (4, 6), (7, 9)), 1)]
    for file in files[1:]:
        u.receive(file)
    kept = sorted((u.path / "inbox" / "waiting").iterdir(), key=lambda p: p.stat().st_size)
    waiting = {met.lsn_from: met.sha256 for met in inbox.packages_in(u.store)}
    (u.path / "inbox" / "waiting" / waiting[4]).unlink()
    assert len(kept) == 2
    assert u.receive(files[0]).followed == ()
    assert u.holds("C1") == 3
    done = u.receive(files[1])
    assert done.status == "applied" and [one.lsn for one in done.followed] == [(7, 9)]


def test_a_damaged_waiting_file_does_not_block(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 9)
    files = [f.file(stick, a, b, seq) for seq, (a, b) in enumerate(((1, 3), (4, 6), (4, 9)), 1)]
    for file in files[1:]:
        u.receive(file)
    waiting = {met.lsn_to: met.sha256 for met in inbox.packages_in(u.store)}
    (u.path / "inbox" / "waiting" / waiting[6]).write_bytes(b"torn")
    done = u.receive(files[0])
    assert sorted(one.status for one in done.followed) == ["applied", "quarantined"]
    assert u.holds("C1") == 9
    assert "waiting" not in {met.status for met in inbox.packages_in(u.store)}


def test_so_many_may_wait(pairs: tuple[Node, Node, Node, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    c, _, u, stick = pairs
    monkeypatch.setattr(limits, "WAITING", 3)
    f = forged(c, u, 12)
    for n in range(3, 6):
        assert u.receive(f.file(stick, n, n, seq=n)).code == "W_GAP"
    full = f.file(stick, 6, 6, seq=6)
    done = u.receive(full)
    assert (done.status, done.code) == ("quarantined", "E_SIZE")
    assert len(list((u.path / "inbox" / "waiting").iterdir())) == 3
    assert u.receive(f.file(stick, 1, 2, seq=1)).status == "applied"
    assert u.holds("C1") == 5
    assert u.receive(full).status == "applied"


def test_overlap_is_compared_and_only_the_rest_is_new(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 6)
    assert u.receive(f.file(stick, 1, 4, 1)).ops == 4
    assert u.receive(f.file(stick, 2, 6, 2)).ops == 2
    assert u.receive(f.file(stick, 2, 5, 3)).status == "duplicate"
    assert u.holds("C1") == 6 and u.is_sound()


def test_an_empty_package_says_nothing(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 2)
    assert u.receive(f.file(stick, 1, 0, 1)).status == "duplicate"
    assert u.receive(f.file(stick, 1, 2, 2)).status == "applied"
    assert u.receive(f.file(stick, 3, 2, 3)).status == "duplicate"
    assert u.receive(f.file(stick, 3, 2, 4, start_chain="1" * 64, end_chain="1" * 64)).code == "E_FORK"


# -- forks


def refused(u: Node, file: Path, code: str) -> str:
    before = u.state()
    done = u.receive(file)
    assert (done.status, done.code) == ("quarantined", code), done
    assert done.node == "C1" and done.ops == 0
    assert u.state() == before
    assert done.text
    return done.text


def test_forks_are_found(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f, other = forged(c, u, 5), forged(c, u, 5)
    u.receive(f.file(stick, 1, 4, 1))
    refused(u, other.file(stick, 1, 4, 1), "E_FORK")  # same number, other digest
    refused(u, other.file(stick, 1, 5, 2), "E_FORK")  # same positions, other lines
    refused(u, other.file(stick, 5, 5, 3), "E_FORK")  # goes on from another chain
    mixed = Forger(c, u)
    for line in f.lines[:3]:
        mixed.add(line)
    mixed.add(other.lines[3])
    refused(u, mixed.file(stick, 2, 4, 4), "E_FORK")  # differs at one position only
    stranger = Forger(c, u, incarnation="2" * 32)
    stranger.op("person", P1, SAY)
    refused(u, stranger.file(stick, 1, 1, 5), "E_FORK")  # another incarnation of the epoch
    assert last_answer(u, "C1")["packages"][0]["code"] == "E_FORK"
    assert last_answer(u, "C1")["have_lsn"] == 4
    assert len(list((u.path / "quarantine").iterdir())) == 5
    assert u.receive(f.file(stick, 5, 5, 6)).status == "applied"


def test_a_fork_is_kept_as_proof_and_answered_once(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f, other = forged(c, u, 2), forged(c, u, 2)
    u.receive(f.file(stick, 1, 2, 1))
    bad = other.file(stick, 1, 2, 2)
    for _ in range(3):
        refused(u, bad, "E_FORK")
    with u.store.read() as reader:
        rows = reader.rows("SELECT stream, epoch, lsn_to, manifest FROM package_in ORDER BY n")
        answered = reader.value("SELECT count(*) FROM answer")
    assert [tuple(row[:3]) for row in rows] == [("C1/d1>U07", 1, 2)] * 2
    assert all(msgspec.json.decode(row[3])["signatures"] for row in rows)
    assert answered == 2


def test_the_end_must_be_where_the_lines_lead(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = forged(c, u, 3)
    refused(u, f.file(stick, 1, 3, 1, end_chain="0" * 64), "E_BODY_HASH")
    assert u.receive(f.file(stick, 1, 3, 2)).status == "applied"
    refused(u, f.file(stick, 1, 2, 3, end_chain="0" * 64), "E_BODY_HASH")


def test_numbers_of_lines_are_their_places(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = Forger(c, u)
    f.op("person", P1, SAY, lsn=7)
    refused(u, f.file(stick), "E_SCHEMA")


# -- epochs


def epochs(c: Node, u: Node, stick: Path) -> tuple[Forger, Closes]:
    f = forged(c, u, 6)
    u.receive(f.file(stick, 1, 3, 1))
    return f, Closes(1, 3, f.chains[3].hex())


def test_a_new_epoch_closes_the_old_one(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f, right = epochs(c, u, stick)
    new: dict[str, Any] = {"epoch": 2, "incarnation": "2" * 32}
    refused(u, f.file(stick, 4, 5, 2, **new), "E_EPOCH")
    for wrong in (
        Closes(1, 2, f.chains[2].hex()),
        Closes(1, 3, "0" * 64),
        Closes(2, 3, right.chain),
        Closes(1, 9, right.chain),
    ):
        refused(u, f.file(stick, 4, 5, 2, **new, closes=wrong), "E_EPOCH")
    assert u.receive(f.file(stick, 4, 5, 1, **new, closes=right)).ops == 2
    at = foreign_position(u, "C1/d1")
    assert at is not None and (at.epoch, at.incarnation, at.lsn) == (2, "2" * 32, 5)
    refused(u, f.file(stick, 4, 6, 2), "I_OLD_EPOCH")
    refused(u, f.file(stick, 6, 6, 2, epoch=2), "E_FORK")
    assert u.receive(f.file(stick, 1, 6, 2, **new, closes=right)).ops == 1
    assert u.is_sound()


def test_a_new_epoch_may_bring_the_end_of_the_old_one(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f, _ = epochs(c, u, stick)
    new: dict[str, Any] = {"epoch": 2, "incarnation": "2" * 32}
    refused(u, f.file(stick, 4, 6, 2, **new, closes=Closes(1, 5, f.chains[4].hex())), "E_EPOCH")
    assert u.receive(f.file(stick, 4, 6, 2, **new, closes=Closes(1, 5, f.chains[5].hex()))).ops == 3
    assert u.value("SELECT lsn FROM epoch") == 5
    assert u.is_sound()


def test_a_new_epoch_with_a_gap_waits_and_closes_once(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f, right = epochs(c, u, stick)
    new: dict[str, Any] = {"epoch": 2, "incarnation": "2" * 32, "closes": right}
    assert u.receive(f.file(stick, 6, 6, 2, **new)).code == "W_GAP"
    assert u.value("SELECT count(*) FROM epoch") == 0
    done = u.receive(f.file(stick, 4, 5, 1, **new))
    assert [one.ops for one in done.followed] == [1]
    assert u.is_sound()


def test_a_stream_never_seen_does_not_begin_in_the_middle(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    refused(u, forged(c, u, 2).file(stick, epoch=2), "E_EPOCH")
