"""Pairing cards: how two nodes learn each other's public keys before the first package.

A card is one line of canonical JSON signed by its own key. That proves only that
the card is whole; who it belongs to is proven by people comparing the fingerprint
by telephone or on paper.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.kinds import canonical
from app.sync import limits
from app.sync.codes import Code, Reject
from app.sync.header import Hex16, Hex64, pae
from app.sync.manifest import RECOVERY, Node
from app.vault import identity
from app.vault.clinical import is_health_recipient

CARD_TYPE = "application/vnd.binhyen.card.v1+json"
_Recipient = Annotated[str, Meta(pattern=r"^age1[a-z0-9]{58}\Z")]
_HealthRecipient = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public side of a node: names, keys, and who can recover what is sent to it.

    ``health`` is the public health recipient that clinical notes are sealed to; a card without one,
    as every card of an earlier version, stays valid and is written as it always was.
    """

    v: Literal[1] = 1
    node: Node
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    sort: Literal["commune", "health", "upper"]
    unit: Annotated[str, Meta(max_length=64)] = ""
    device: Node
    kid: Hex16
    verify_key: Hex64
    recipient: _Recipient
    recovery: Annotated[tuple[_Recipient, ...], Meta(max_length=8)] = ()
    made_at: Annotated[str, Meta(max_length=32)]
    app: Annotated[str, Meta(max_length=32)]
    health: _HealthRecipient = ""

    @property
    def key(self) -> bytes:
        """The public Ed25519 key, 32 bytes."""
        return bytes.fromhex(self.verify_key)

    def fingerprint(self) -> str:
        """What the two sides read to each other."""
        return identity.fingerprint(self.node, self.key, self.recipient)

    def matches(self, typed: str) -> bool:
        """Whether a typed fingerprint is this card's; spaces, dashes and case do not matter."""
        return identity.same_fingerprint(self.fingerprint(), typed)


def make(
    device: identity.Device,
    *,
    name: str,
    sort: Literal["commune", "health", "upper"],
    unit: str,
    recovery: tuple[str, ...],
    made_at: str,
    app: str,
    health: str = "",
) -> Card:
    """The card of one device; ``made_at`` an ISO moment with offset."""
    return Card(
        node=device.node,
        name=name,
        sort=sort,
        unit=unit,
        device=device.device,
        kid=device.kid,
        verify_key=device.verify_key.hex(),
        recipient=device.recipient,
        recovery=recovery,
        made_at=made_at,
        app=app,
        health=health,
    )


def write(card: Card, device: identity.Device) -> bytes:
    """The card file: one line of text, signed by ``device``."""
    value = msgspec.to_builtins(card)
    if not card.health:
        del value["health"]  # programs of earlier versions know no such field
    signature = device.sign(pae(CARD_TYPE, canonical.encode(value)))
    return canonical.encode({"card": value, "sig": signature.hex()}) + b"\n"


def read(data: bytes) -> Card:
    """The card in a file, its own signature checked; Reject E_CARD."""
    if len(data) > limits.CARD:
        raise Reject(Code.E_CARD, "card over the limit")
    try:
        value = canonical.decode(data.strip(b"\r\n \t"))
        file = msgspec.convert(value, _File)
    except (canonical.NotCanonical, msgspec.ValidationError) as error:
        raise Reject(Code.E_CARD, str(error)) from error
    card = file.card
    signed = pae(CARD_TYPE, canonical.encode(value["card"]))
    if not identity.verify(card.key, signed, bytes.fromhex(file.sig)):
        raise Reject(Code.E_CARD, "signature")
    if card.kid != identity.key_id(card.key) or card.node == RECOVERY:
        raise Reject(Code.E_CARD, "key id or node name")
    if not all(identity.is_recipient(text) for text in (card.recipient, *card.recovery)):
        raise Reject(Code.E_CARD, "recipient")
    if card.health and not is_health_recipient(card.health):
        raise Reject(Code.E_CARD, "health recipient")
    return card


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: Card
    sig: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
