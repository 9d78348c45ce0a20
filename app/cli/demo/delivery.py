"""Packages from the wards to the receiving office and receipts back, as sticks go: not always in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cli.commands.packages import as_package, as_received
from app.cli.demo.cast import UPPER, Player
from app.sync import limits
from app.sync.inbox import Received, receive
from app.sync.outbox import PackageFile, export, pending
from app.sync.pairing import card_bytes, pair, read_card

Told = Callable[[str], None]


@dataclass(slots=True)
class Delivered:
    """What went up and what came back."""

    files: dict[str, tuple[PackageFile, ...]] = field(default_factory=dict)
    packages: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def pair_with(upper: Player, ward: Player, cards: Path) -> None:
    """Exchange cards as files; each side compares the fingerprint that the other one reads out."""
    for one, other, part in ((upper, ward, "child"), (ward, upper, "parent")):
        store = other.opened.session.store
        path = cards / f"{other.node}.json"
        path.write_bytes(card_bytes(store, other.opened.device))
        data = path.read_bytes()
        assert_same(read_card(data).fingerprint(), other.opened.device.fingerprint())
        session = one.opened.session
        pair(session.store, session.user, data, part, other.opened.device.fingerprint())


def assert_same(shown: str, read_out: str) -> None:
    """The step people do by telephone: what the card shows is what the other side says."""
    if shown != read_out:
        raise RuntimeError("a card shows another fingerprint than its owner")


def send_up(wards: Sequence[Player], stick: Path, delivered: Delivered, told: Told) -> None:
    """Every ward writes its package; the second one in small volumes."""
    for turn, ward in enumerate(wards):
        session = ward.opened.session
        volume = limits.VOLUME_LEAST if turn == 1 else None
        done = export(session.store, ward.opened.device, session.user, UPPER, stick, volume=volume)
        delivered.files[ward.node] = done.packages
        told(ward.unit)


def receive_all(upper: Player, wards: Sequence[Player], delivered: Delivered, told: Told) -> None:
    """The receiving office takes in every file: one ward's volumes last part first, one package twice."""
    for turn, ward in enumerate(wards):
        files = delivered.files[ward.node]
        order = [*files[1:], files[0]] if turn == 1 else files
        for package in order:
            _receive(upper, ward, package, delivered)
        told(ward.unit)
    first = wards[0]
    _receive(upper, first, delivered.files[first.node][0], delivered)


def _receive(upper: Player, ward: Player, package: PackageFile, delivered: Delivered) -> Received:
    session = upper.opened.session
    found = receive(session.store, upper.opened.device, session.user, package.file)
    delivered.counts[found.status] = delivered.counts.get(found.status, 0) + 1
    told = as_received(found)
    met = {name: told[name] for name in ("status", "code", "ops", "conflicts", "parked")}
    delivered.packages.append({**as_package(package), "node": ward.node, **met})
    return found


def send_receipts(
    upper: Player, wards: Sequence[Player], stick: Path, delivered: Delivered, told: Told
) -> None:
    """Receipts down to every ward, which then knows that nothing more is to be sent."""
    session = upper.opened.session
    for ward in wards:
        made = export(session.store, upper.opened.device, session.user, ward.node, stick)
        own = ward.opened.session
        for package in made.packages:
            found = receive(own.store, ward.opened.device, own.user, package.file)
            left = pending(own.store, UPPER).ops
            delivered.receipts.append(
                {**as_package(package), "node": ward.node, "status": found.status, "unconfirmed": left}
            )
        told(ward.unit)
