"""Pairing: a node's card out, another node's card in after people compared the fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from app import __version__
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.ledger.reader import Reader
from app.ledger.store import Store
from app.sync import card as cards
from app.sync import health
from app.sync.card import Card
from app.sync.package import DeviceKey
from app.vault.identity import Device, fingerprint
from app.words import N_

PARENT, CHILD = "parent", "child"
_COLUMNS = (
    "kid, node, device, name, sort, unit, part, verify_key, recipient, recovery, paired_at, paired_by, status"
)
#: How high a sort of node stands: packages go up, receipts come down.
_HEIGHT = {"health": 0, "commune": 1, "upper": 2}


@dataclass(frozen=True, slots=True)
class Peer:
    """A node we exchange with. ``part``: parent (above us) or child; days and moments as ISO text."""

    kid: str
    node: str
    device: str
    name: str
    sort: str
    unit: str
    part: str
    verify_key: bytes
    recipient: str
    recovery: tuple[str, ...]
    paired_at: str
    paired_by: str
    status: str

    @property
    def fingerprint(self) -> str:
        """What was compared when the two were paired."""
        return fingerprint(self.node, self.verify_key, self.recipient)


def card_bytes(
    store: Store, device: Device, *, app_version: str = __version__, recovery: Sequence[str] = ()
) -> bytes:
    """This node's pairing card as a file."""
    info = store.info
    made_at = store.clock().astimezone(VIETNAM).replace(microsecond=0).isoformat()
    card = cards.make(
        device,
        name=info.name,
        sort=info.sort,  # type: ignore[arg-type]
        unit=info.unit,
        recovery=tuple(recovery),
        made_at=made_at,
        app=app_version,
        health=health.own_recipient(store),
    )
    return cards.write(card, device)


def read_card(data: bytes) -> Card:
    """A card from a file; Reject E_CARD when it is damaged."""
    return cards.read(data)


def pair(store: Store, by: str, data: bytes, part: str, fingerprint: str) -> Peer:
    """Accept another node's card. ``part``: what that node is to us; empty lets the sorts decide.

    Faults: E_CARD, E_FINGERPRINT, E_OWN_CARD, E_PEER_KEY (known with another key), E_PART.
    """
    card = cards.read(data)
    if not card.matches(fingerprint):
        raise Fault("E_FINGERPRINT", _WRONG_FINGERPRINT, field="fingerprint", node=card.node)
    if card.node == store.info.node:
        raise Fault("E_OWN_CARD", N_("This is this node's own card. Choose the card of the other office."))
    part = part or _part(store.info.sort, card.sort)
    with store.read() as reader:
        known = [p for p in _peers(reader) if p.node == card.node and p.status == "active"]
        parents = [p for p in _peers(reader) if p.part == PARENT and p.status == "active"]
    if any(p.kid != card.kid for p in known):
        raise Fault("E_PEER_KEY", _OTHER_KEY, node=card.node)
    if any(p.part != part for p in known):
        raise Fault("E_PART", _OTHER_PART, node=card.node)
    if part == PARENT and any(p.node != card.node for p in parents):
        raise Fault("E_PART", _TWO_PARENTS, node=parents[0].name)
    paired_at = store.clock().astimezone(VIETNAM).replace(microsecond=0).isoformat()
    values = (
        card.kid,
        card.node,
        card.device,
        card.name,
        card.sort,
        card.unit,
        part,
        card.key,
        card.recipient,
        msgspec.json.encode(card.recovery).decode(),
        paired_at,
        by,
        "active",
    )
    with store.write(by) as writer:
        places = ", ".join("?" for _ in values)
        writer.conn.exec_driver_sql(f"INSERT OR REPLACE INTO peer ({_COLUMNS}) VALUES ({places})", values)
        health.keep_peer(writer, card.node, card.health)
        writer.note("pair", card.node, f"{part} {card.kid}")
    return _peer(values)


def peers(store: Store) -> list[Peer]:
    """All paired nodes, the one above first, then by name."""
    with store.read() as reader:
        return _peers(reader)


def peer_named(reader: Reader, node: str) -> Peer:
    """The active peer of that node id; Fault E_NO_PEER."""
    for peer in _peers(reader):
        if peer.node == node and peer.status == "active":
            return peer
    raise Fault(
        "E_NO_PEER",
        N_("The node {node} is not paired with this one. Exchange pairing cards first."),
        node=node,
    )


class Keys:
    """The paired keys as the verifier looks them up."""

    def __init__(self, known: Sequence[Peer]) -> None:
        self._known = {
            p.kid: DeviceKey(p.kid, p.node, p.verify_key, p.device, revoked=p.status != "active")
            for p in known
        }

    def find(self, kid: str) -> DeviceKey | None:
        """The key named ``kid``, current or historic."""
        return self._known.get(kid)


def _peers(reader: Reader) -> list[Peer]:
    rows = reader.rows(f"SELECT {_COLUMNS} FROM peer ORDER BY part DESC, name, node")
    return [_peer(row) for row in rows]


def _peer(row: Sequence[object]) -> Peer:
    values = list(row)
    values[9] = tuple(msgspec.json.decode(str(values[9])))
    return Peer(*values)  # type: ignore[arg-type]


def _part(own: str, other: str) -> str:
    if _HEIGHT[own] == _HEIGHT[other]:
        raise Fault(
            "E_PART",
            N_("Both nodes stand at the same level. Say which one is above: --as-parent or --as-child."),
        )
    return PARENT if _HEIGHT[other] > _HEIGHT[own] else CHILD


_WRONG_FINGERPRINT = N_(
    "The fingerprint is not that of this card ({node}). Compare it again by telephone or on paper; do not"
    " use this card if it stays different."
)
_OTHER_KEY = N_(
    "The node {node} is already paired with another key. A new device needs a new trust list from the level above."
)
_OTHER_PART = N_(
    "The node {node} is already paired the other way round: what is above cannot become what is below."
)
_TWO_PARENTS = N_("This node already has a level above: {node}. A node reports to one level above.")
