"""What a person holds after unlocking: the keys their role has, and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.vault.identity import Device

POLICE, HEALTH, HEAD, ADMIN = "police", "health", "head", "admin"
ROLES = (POLICE, HEALTH, HEAD, ADMIN)
"""One role a person. ``health`` alone holds the key of clinical notes. Who may manage
accounts is a mark of its own (``admin=True``), so that in a commune with one officer
that officer can; the role ``admin`` is for somebody who only does that."""


@dataclass(frozen=True)
class Base:
    """The keys every account holds and that outlive a change of the store's key."""

    anchor: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)


@dataclass(frozen=True)
class Bundle:
    """The keys of one unlocked account; none of them appears in its ``repr``.

    ``health`` seals new notes; ``health_old`` (newest first) still opens older
    ones, after somebody with the health role was removed.
    """

    db: bytes = field(repr=False)
    anchor: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)
    health: bytes | None = field(default=None, repr=False)
    health_old: tuple[bytes, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return repr(self)


@dataclass(frozen=True)
class Unlocked:
    """An account whose password was right, with its keys."""

    user: str
    role: str
    admin: bool
    bundle: Bundle
    install_id: str
    node: str
    device_name: str
    slot_id: str
    db_gen: int
    health_keys: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    def device(self) -> Device:
        """The signing and sealing device of this home."""
        return Device(self.node, self.device_name, self.bundle.sign_seed, self.bundle.age_secret)


@dataclass(frozen=True)
class Account:
    """What the list of accounts shows."""

    user: str
    role: str
    admin: bool


def bundle_of(base: Base, db: bytes, health: Mapping[int, bytes]) -> Bundle:
    """The bundle made of the lasting keys, the store's key and all known generations of the health key."""
    newest_first = [health[gen] for gen in sorted(health, reverse=True)]
    return Bundle(
        db=db,
        anchor=base.anchor,
        sign_seed=base.sign_seed,
        age_secret=base.age_secret,
        health=newest_first[0] if newest_first else None,
        health_old=tuple(newest_first[1:]),
    )


def base_of(bundle: Bundle) -> Base:
    """The lasting keys of a bundle."""
    return Base(bundle.anchor, bundle.sign_seed, bundle.age_secret)
