"""Sealing keys into a slot: by a password, and to the public half of an account."""

from __future__ import annotations

import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.kinds.canonical import decode, encode
from app.kinds.faults import Fault
from app.vault.bundle import HEALTH, Base
from app.vault.derive import SALT_SIZE, Cost, Limits, derive
from app.vault.slots import DB, HEALTH_KEY, Grant, Ring, Slot, bound
from app.words import N_

FORGED = N_("The key file was changed by somebody else. Put back a sound copy, or use the recovery sheet.")


@dataclass(frozen=True)
class Opened:
    """A slot after the right password: its keys by generation, and how long the derivation took."""

    slot: Slot
    base: Base
    db: Mapping[int, bytes]
    health: Mapping[int, bytes]
    seconds: float

    def __repr__(self) -> str:
        return f"Opened({self.slot.user!r})"


@dataclass(frozen=True)
class Owner:
    """Whom a slot is for."""

    user: str
    role: str
    admin: bool
    id: str = field(default_factory=lambda: secrets.token_hex(8))


def make_slot(
    ring: Ring,
    owner: Owner,
    password: str,
    base: Base,
    keys: tuple[Mapping[int, bytes], Mapping[int, bytes]],
    cost: Cost,
    limits: Limits,
) -> Slot:
    """A fresh slot; ``keys``: the store's and the health keys by generation; the role decides."""
    secret = PrivateKey.generate()
    empty = Slot(
        id=owner.id,
        user=owner.user,
        role=owner.role,
        admin=owner.admin,
        cost=cost,
        salt=secrets.token_bytes(SALT_SIZE),
        pub=bytes(secret.public_key),
        nonce=secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES),
        ct=b"",
        grants=(),
    )
    kek = derive(password, empty.salt, cost, limits)
    ct = crypto_aead_xchacha20poly1305_ietf_encrypt(
        _base_bytes(base, bytes(secret)), bound(ring, empty), empty.nonce, kek
    )
    db, health = keys
    slot = replace(empty, ct=ct)
    for gen, key in db.items():
        slot = granted(slot, DB, gen, key)
    if owner.role == HEALTH:
        for gen, key in health.items():
            slot = granted(slot, HEALTH_KEY, gen, key)
    return slot


def granted(slot: Slot, name: str, gen: int, key: bytes) -> Slot:
    """The slot with one more key sealed to it, unless it has that one already."""
    if any(grant.key == name and grant.gen == gen for grant in slot.grants):
        return slot
    box = SealedBox(PublicKey(slot.pub)).encrypt(key)
    return replace(slot, grants=(*slot.grants, Grant(name, gen, bytes(box))))


def open_slot(ring: Ring, slot: Slot, password: str, limits: Limits) -> Opened | None:
    """The keys in ``slot``, or None when the password is not its own.

    Faults: E_KDF for a cost outside ``limits``; E_KEYS_FORGED when the seal opens and the rest does not fit.
    """
    start = time.perf_counter()
    kek = derive(password, slot.salt, slot.cost, limits)
    seconds = time.perf_counter() - start
    try:
        data = crypto_aead_xchacha20poly1305_ietf_decrypt(slot.ct, bound(ring, slot), slot.nonce, kek)
    except (CryptoError, TypeError, ValueError):
        return None
    base, secret = _base_of_bytes(data)
    try:
        box = SealedBox(PrivateKey(secret))
        keys = {(grant.key, grant.gen): box.decrypt(grant.box) for grant in slot.grants}
    except CryptoError as error:
        raise Fault("E_KEYS_FORGED", FORGED) from error
    return Opened(
        slot=slot,
        base=base,
        db={gen: key for (name, gen), key in keys.items() if name == DB},
        health={gen: key for (name, gen), key in keys.items() if name == HEALTH_KEY},
        seconds=seconds,
    )


def _base_bytes(base: Base, secret: bytes) -> bytes:
    return encode({**base_json(base), "secret": b64encode(secret).decode()})


def _base_of_bytes(data: bytes) -> tuple[Base, bytes]:
    value = decode(data)
    return base_of_json(value), b64decode(value["secret"])


def base_json(base: Base) -> dict[str, str]:
    """The lasting keys as plain JSON, to be sealed at once."""
    return {
        "anchor": b64encode(base.anchor).decode(),
        "sign_seed": b64encode(base.sign_seed).decode(),
        "age_secret": base.age_secret,
    }


def base_of_json(value: Mapping[str, str]) -> Base:
    """The lasting keys from what ``base_json`` gave."""
    return Base(b64decode(value["anchor"]), b64decode(value["sign_seed"]), value["age_secret"])
