"""Packages in several volumes through ``receive``: any order, doubled, mixed, and waiting as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sync import package, pairing
from app.vault.identity import Device
from tests.sync import world
from tests.sync.nodes import Forger, Node, nodes


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    with nodes(tmp_path, "C1", "U07") as (c, u):
        yield c, u


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def _peer_of(node: Node) -> pairing.Peer:
    """The node as another would have paired it."""
    card = pairing.read_card(pairing.card_bytes(node.store, node.device))
    return pairing.Peer(
        card.kid,
        card.node,
        card.device,
        card.name,
        card.sort,
        card.unit,
        "child",
        card.key,
        card.recipient,
        (),
        "",
        "",
        "active",
    )


# -- volumes


def _many(c: Node, people: int = 150) -> None:
    c.load(
        [
            {
                "kind": "person",
                "id": f"{n:026d}",
                "name": f"Người thứ {os.urandom(30).hex()}",
                "birth": "1990",
            }
            for n in range(people)
        ]
    )


def test_volumes_in_any_order_and_twice(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    _many(c)
    parts = c.export("U07", stick, volume=4096)
    assert len(parts) > 2
    tail = [*parts[::-1][:-1], parts[-1]]
    for part in tail:
        done = u.receive(part)
        assert (done.status, done.code, done.node) == ("waiting", "W_PARTIAL", "C1")
        assert f"1/{len(parts)}" in done.text
    assert u.dump() == b""
    u.again()
    assert u.receive(parts[0]).status == "applied"
    assert u.dump() == c.dump()
    for part in parts:
        assert u.receive(part).status == "duplicate"
    assert list((u.path / "inbox" / "volumes").iterdir()) == []


def test_volumes_of_two_packages_do_not_mix(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    _many(c)
    first = c.export("U07", stick / "a", volume=4096)
    second = c.export("U07", stick / "b", volume=4096)
    for part in first[:-1]:
        assert u.receive(part).code == "W_PARTIAL"
    assert u.receive(second[-1]).code == "W_PARTIAL"
    assert u.dump() == b""
    # the same id for another ciphertext: only who signs can do that
    pid = package.read_header(first[0].read_bytes()).pid
    (stick / "fake.byx").write_bytes(_fake_volume(c.device, pid))
    assert u.receive(stick / "fake.byx").code == "E_VOL_MIXED"
    assert u.receive(first[-1]).status == "applied"


def _fake_volume(device: Device, pid: str) -> bytes:
    import hashlib

    from app.sync import header

    part = b"x" * 4096
    head = header.Header(1, pid, device.kid, 1, 2, 0, 4096, hashlib.sha256(part).hexdigest(), 8192, "0" * 64)
    return world.with_header(header.encode(head), part, device)


def test_a_partial_package_that_waits_is_taken_later(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    f = Forger(c, u)
    f.op("person", f"{1:026d}", {"name": "Lê Văn Tám", "birth": "1991"})
    for n in range(2, 60):
        f.op("person", f"{n:026d}", {"name": f"Lê {os.urandom(40).hex()}", "birth": "1991"})
    first, rest = f.file(stick, 1, 1), f.file(stick, 2, seq=2)
    inner = package.open_outer(rest.read_bytes(), pairing.Keys([_peer_of(c)])).slice
    from app.sync import seal

    sealed = package.wrap(
        c.device, seal.decrypt(inner, (u.device.age_secret,)), [u.device.recipient], volume_bytes=4096
    )
    assert len(sealed.files) > 1
    for name, data in sealed.files:
        (stick / name).write_bytes(data)
        done = u.receive(stick / name)
    assert (done.status, done.code) == ("waiting", "W_GAP")
    done = u.receive(first)
    assert [one.status for one in done.followed] == ["applied"]
    assert u.holds("C1") == 59
