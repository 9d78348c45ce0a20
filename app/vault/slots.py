"""The key-slot file: its form, its two copies, its signature.

``keys.a.json`` and ``keys.b.json`` hold the same canonical JSON, each with a
generation number. Every change is made by somebody who unlocked the register and
is signed with the device key, so a slot or a recovery recipient slipped in by
hand is noticed, and a damaged copy is told from a sound one and repaired.

A slot has two layers. ``ct`` is sealed by the password and holds the lasting keys
and the secret half of ``pub``. ``grants`` hold the store's key, and the health key
for the health role, sealed to ``pub``: so the store's key can be changed for
everybody when one account is removed, without knowing the others' passwords.
"""

from __future__ import annotations

import contextlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from app.kinds.canonical import NotCanonical, decode, encode
from app.kinds.faults import Fault
from app.vault.derive import ALGORITHM, Cost
from app.vault.durable import write_file
from app.vault.home import Home
from app.vault.identity import verify
from app.words import N_

VERSION = 1
DB, HEALTH_KEY, BASE = "db", "health", "base"
_MAX_FILE = 1024 * 1024
_SIGNED_AS = b"binhyen keys v1\0"
_MISSING = N_("Both copies of the key file are missing. Restore a backup and use the recovery sheet.")
_DAMAGED = N_("Both copies of the key file are damaged. Restore a backup and use the recovery sheet.")
_NEWER = N_("The key file was written by a newer version of this program. Install that version.")
_READONLY = N_("The key file cannot be written. Ask for the right to write in its folder, or free the disk.")


class Damaged(ValueError):
    """These bytes are no sound key file."""


@dataclass(frozen=True)
class Grant:
    """One generation of a key (``db`` or ``health``), sealed to one account or recovery holder."""

    key: str
    gen: int
    box: bytes


@dataclass(frozen=True)
class Slot:
    """One account; everything in it is public without the password."""

    id: str
    user: str
    role: str
    admin: bool
    cost: Cost
    salt: bytes
    pub: bytes
    nonce: bytes
    ct: bytes
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class RecoverySlot:
    """One way back in without a password: age files to recipients whose secret halves are elsewhere."""

    id: str
    label: str
    made_at: str
    recipients: tuple[str, ...]
    parts: tuple[Grant, ...]


@dataclass(frozen=True)
class Ring:
    """The whole key file. ``db_gens`` has two numbers while the store's key is being changed."""

    generation: int
    install_id: str
    node: str
    device: str
    verify_key: bytes
    db_gens: tuple[int, ...]
    health_gen: int
    slots: tuple[Slot, ...]
    recovery: tuple[RecoverySlot, ...]

    def slot(self, slot_id: str) -> Slot | None:
        """The slot with this id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)


def load(home: Home) -> Ring:
    """The newest sound copy; the other one is repaired from it when it differs.

    Faults: E_NO_HOME, E_KEYS_MISSING, E_KEYS_DAMAGED, E_KEYS_NEWER.
    """
    home.require()
    raw = [_read(path) for path in (home.keys_a, home.keys_b)]
    if raw == [None, None]:
        raise Fault("E_KEYS_MISSING", _MISSING)
    rings = [ring for ring in map(_sound, raw) if ring is not None]
    if not rings or len({(ring.install_id, ring.verify_key) for ring in rings}) > 1:
        raise Fault("E_KEYS_DAMAGED", _DAMAGED)
    best = max(rings, key=lambda ring: ring.generation)
    good = raw[next(n for n, data in enumerate(raw) if _sound(data) == best)]
    for path, data in zip((home.keys_a, home.keys_b), raw, strict=True):
        if data != good and good is not None:
            # A folder that cannot be written to keeps its damaged copy; the sound one serves.
            with contextlib.suppress(OSError):
                write_file(path, good)
    return best


def save(home: Home, ring: Ring, sign_seed: bytes) -> Ring:
    """Write the next generation to copy A, then to copy B; gives it back. Fault E_READONLY."""
    following = replace(ring, generation=ring.generation + 1)
    data = pack(following, sign_seed)
    try:
        write_file(home.keys_a, data)
        write_file(home.keys_b, data)
    except OSError as error:
        raise Fault("E_READONLY", _READONLY) from error
    return following


def pack(ring: Ring, sign_seed: bytes) -> bytes:
    """The signed bytes of a key file."""
    body = _body(ring)
    signature = SigningKey(sign_seed).sign(_SIGNED_AS + encode(body)).signature
    return encode({**body, "sig": _text(signature)})


def unpack(data: bytes) -> Ring:
    """The key file in ``data``, its signature checked; raises Damaged. Fault E_KEYS_NEWER."""
    try:
        value = decode(data)
        if value["v"] > VERSION:
            raise Fault("E_KEYS_NEWER", _NEWER)
        ring = _ring(value)
        signature = _bytes(value["sig"])
        signed = encode(_body(ring))
        if encode({**_body(ring), "sig": value["sig"]}) != data:
            raise Damaged("unknown content")
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise Damaged("not a key file") from error
    if not verify(ring.verify_key, _SIGNED_AS + signed, signature):
        raise Damaged("signature")
    return ring


def bound(ring: Ring, slot: Slot) -> bytes:
    """What the password's seal is bound to: everything of the slot but the seal and the grants."""
    return encode(
        {
            "v": VERSION,
            "install_id": ring.install_id,
            "node": ring.node,
            "device": ring.device,
            "verify_key": ring.verify_key.hex(),
            "slot": _slot_head(slot),
        }
    )


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _sound(data: bytes | None) -> Ring | None:
    if data is None:
        return None
    try:
        return unpack(data)
    except Damaged:
        return None


def _body(ring: Ring) -> dict[str, Any]:
    return {
        "v": VERSION,
        "generation": ring.generation,
        "install_id": ring.install_id,
        "node": ring.node,
        "device": ring.device,
        "verify_key": ring.verify_key.hex(),
        "db_gens": list(ring.db_gens),
        "health_gen": ring.health_gen,
        "slots": [
            {**_slot_head(slot), "ct": _text(slot.ct), "grants": _grants(slot.grants)} for slot in ring.slots
        ],
        "recovery": [
            {
                "id": entry.id,
                "label": entry.label,
                "made_at": entry.made_at,
                "recipients": list(entry.recipients),
                "parts": _grants(entry.parts),
            }
            for entry in ring.recovery
        ],
    }


def _slot_head(slot: Slot) -> dict[str, Any]:
    kdf = {"alg": ALGORITHM, "m": slot.cost.m, "t": slot.cost.t, "p": 1, "salt": _text(slot.salt)}
    return {
        "id": slot.id,
        "user": slot.user,
        "role": slot.role,
        "admin": slot.admin,
        "kdf": kdf,
        "pub": _text(slot.pub),
        "nonce": _text(slot.nonce),
    }


def _grants(grants: tuple[Grant, ...]) -> list[dict[str, Any]]:
    return [{"key": grant.key, "gen": grant.gen, "box": _text(grant.box)} for grant in grants]


def _ring(value: Mapping[str, Any]) -> Ring:
    return Ring(
        generation=_whole(value["generation"]),
        install_id=_word(value["install_id"]),
        node=_word(value["node"]),
        device=_word(value["device"]),
        verify_key=bytes.fromhex(_word(value["verify_key"])),
        db_gens=tuple(_whole(gen) for gen in value["db_gens"]),
        health_gen=_whole(value["health_gen"]),
        slots=tuple(_slot(item) for item in value["slots"]),
        recovery=tuple(_recovery(item) for item in value["recovery"]),
    )


def _slot(value: Mapping[str, Any]) -> Slot:
    kdf = value["kdf"]
    if kdf["alg"] != ALGORITHM or kdf["p"] != 1:
        raise Damaged("unknown derivation")
    return Slot(
        id=_word(value["id"]),
        user=_word(value["user"]),
        role=_word(value["role"]),
        admin=value["admin"] is True,
        cost=Cost(_whole(kdf["m"]), _whole(kdf["t"])),
        salt=_bytes(kdf["salt"]),
        pub=_bytes(value["pub"]),
        nonce=_bytes(value["nonce"]),
        ct=_bytes(value["ct"]),
        grants=_read_grants(value["grants"]),
    )


def _recovery(value: Mapping[str, Any]) -> RecoverySlot:
    return RecoverySlot(
        id=_word(value["id"]),
        label=_word(value["label"]),
        made_at=_word(value["made_at"]),
        recipients=tuple(_word(item) for item in value["recipients"]),
        parts=_read_grants(value["parts"]),
    )


def _read_grants(value: list[Mapping[str, Any]]) -> tuple[Grant, ...]:
    return tuple(Grant(_word(item["key"]), _whole(item["gen"]), _bytes(item["box"])) for item in value)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: object) -> bytes:
    return b64decode(_word(text), validate=True)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged("not text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Damaged("not a number")
    return value
