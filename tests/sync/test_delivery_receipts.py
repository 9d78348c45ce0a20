"""Receipts are believed when both chains are what we hold, and then also when they say less than before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.kinds import canonical
from app.sync import answers, inbox, outbox
from app.sync.inspecting import inspect
from app.sync.manifest import Ack
from tests.sync.nodes import Forger, Node, nodes


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


# -- receipts that are not believed


def receipt(f: Forger, **said: Any) -> None:
    """A line of an answering stream, as a taken-over node above might write it."""
    values = {
        "lsn": len(f.lines) + 1,
        "t": "receipt",
        "at": "2026-11-23T10:00:00+07:00",
        "stream": "C1/d1>U07",
        "epoch": 1,
        "have_lsn": 0,
        "chain": "",
    }
    f.add(canonical.encode(values | said))


def answering(u: Node, c: Node) -> Forger:
    f = Forger(u, c)
    f.chain = answers.start_of(f"{f.stream}>C1")
    f.chains = [f.chain]
    return f


def unbelieved(c: Node, file: Path, code: str) -> str:
    before = (c.state(), acked(c), outbox.pending(c.store, "U07").ops)
    done = c.receive(file)
    assert (done.status, done.code) == ("quarantined", code)
    assert (c.state(), acked(c), outbox.pending(c.store, "U07").ops) == before
    return done.text


def test_forged_receipts(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    chain = c.store.position.chain.hex()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"have_lsn": 1, "chain": "0" * 64}, "E_FORK"),
        ({"have_lsn": 9, "chain": chain}, "E_FORK"),
        ({"have_lsn": 1, "chain": chain, "stream": "C2/d1>U07"}, "E_ADDRESSEE"),
        ({"have_lsn": 1, "chain": "xyz"}, "E_SCHEMA"),
        ({"have_lsn": -1, "chain": chain}, "E_SCHEMA"),
        ({"have_lsn": 1, "chain": chain, "t": "order"}, "E_SCHEMA"),
        ({"have_lsn": "1", "chain": chain}, "E_SCHEMA"),
        ({"have_lsn": 1, "chain": chain, "lsn": 4}, "E_SCHEMA"),
        ({"have_lsn": 1, "chain": chain, "packages": [1]}, "E_SCHEMA"),
    ]
    for said, code in cases:
        f = answering(u, c)
        receipt(f, **said)
        text = unbelieved(c, f.file(stick, kind="receipt"), code)
        if said["have_lsn"] == 9:
            assert "bản cũ" in text  # an older copy of this register: the sentence says so
    f = answering(u, c)
    receipt(f, have_lsn=1, chain=chain)
    unbelieved(c, f.file(stick, kind="receipt", start_chain="0" * 64, end_chain="0" * 64), "E_FORK")
    unbelieved(c, f.file(stick, kind="receipt", end_chain="0" * 64), "E_BODY_HASH")
    unbelieved(c, f.file(stick, kind="receipt", lsn=(1, 2)), "E_SCHEMA")
    assert c.receive(f.file(stick, kind="receipt")).status == "applied"
    assert acked(c) == 1
    assert c.value("SELECT count(*) FROM answer") == 0  # receipts are not answered


def test_a_strangers_receipt(both: tuple[Node, Node], stick: Path, tmp_path: Path) -> None:
    c, _ = both
    c.add()
    with nodes(tmp_path / "more", "U08") as (stranger,):
        f = answering(stranger, c)
        receipt(f, have_lsn=1, chain=c.store.position.chain.hex())
        unbelieved(c, f.file(stick, kind="receipt"), "E_KEY_UNKNOWN")


def test_answers_that_do_not_follow(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    chain = ""
    f, other = answering(u, c), answering(u, c)
    for _ in range(3):
        receipt(f, chain=chain)
        receipt(other, chain=chain, at="2026-11-23T11:00:00+07:00")
    assert c.receive(f.file(stick, 1, 2, 1, kind="receipt")).status == "applied"
    unbelieved(c, other.file(stick, 1, 3, 2, kind="receipt"), "E_FORK")
    text = unbelieved(c, other.file(stick, 3, 3, 2, kind="receipt"), "E_FORK")
    assert "USB" not in text
    # after a new epoch of the node above its answers count again, from where it stands
    closes: Any = {"epoch": 1, "lsn": 0, "chain": "0" * 64}
    assert c.receive(other.file(stick, 2, 3, 2, kind="receipt", epoch=2, closes=closes)).status == "applied"
    assert c.receive(f.file(stick, 3, 3, 3, kind="receipt")).code == "I_OLD_EPOCH"


def test_receipts_wait_for_earlier_ones(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    f = answering(u, c)
    receipt(f)
    receipt(f, have_lsn=1, chain=c.store.position.chain.hex())
    assert c.receive(f.file(stick, 2, 2, 2, kind="receipt")).code == "W_GAP"
    assert acked(c) == 0
    done = c.receive(f.file(stick, 1, 1, 1, kind="receipt"))
    assert [one.status for one in done.followed] == ["applied"]
    assert acked(c) == 1


def test_an_ack_of_other_answers_is_not_believed_but_the_changes_are(
    both: tuple[Node, Node], stick: Path
) -> None:
    c, u = both
    f = Forger(c, u)
    f.op("person", "a" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
    f.op("person", "b" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
    u.receive(f.file(stick, 1, 1, 1))
    assert outbox.pending(u.store, "C1").ops == 1
    ack = Ack("U07/d1>C1", 1, 1, "0" * 64, 1)
    assert u.receive(f.file(stick, 2, 2, 2, ack=ack)).status == "applied"
    assert outbox.pending(u.store, "C1").ops == 2


def test_a_node_above_that_went_back_gets_what_it_lacks(both: tuple[Node, Node], stick: Path) -> None:
    """F8: its answers say how far it really is; the sender believes the newest."""
    c, u = both
    c.add("Người Một")
    send(c, u, stick)
    send(u, c, stick)
    f = answering(u, c)
    with u.store.read() as reader:
        f.add(answers.lines_after(reader, "U07/d1>C1", 0)[0].line)
    receipt(f)  # nothing is held any more
    assert acked(c) == 1
    done = c.receive(f.file(stick, 2, 2, 9, kind="receipt"))
    assert done.status == "applied" and done.text
    assert acked(c) == 0
    assert [sent.state for sent in outbox.packages_out(c.store)] == ["copied"]
    c.add("Người Hai")
    (file,) = c.export("U07", stick)
    assert inspect(file) and u.receive(file).lsn == (1, 2)
