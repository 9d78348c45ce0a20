"""Changing the store's key for everybody, so that being killed at any moment loses nothing.

1. The key file gets the new key beside the old one for every remaining account.
2. SQLCipher encrypts the store anew in one transaction: it is all old or all new.
3. The key file loses the old key.

Whoever unlocks while the file holds two keys tries which one opens and finishes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.kinds.faults import Fault
from app.vault.bundle import HEALTH, Base
from app.vault.home import Home
from app.vault.recipients import entrusted
from app.vault.seal import granted
from app.vault.slots import DB, HEALTH_KEY, Ring, save
from app.words import N_

if TYPE_CHECKING:
    from app.vault.driver import Link

_HALF = N_("A change of the register's key is not finished. Lock the register, unlock it again, then repeat.")


def with_new_health_key(ring: Ring) -> tuple[Ring, dict[int, bytes]]:
    """The next generation of the health key, given to all who may have it."""
    gen, key = ring.health_gen + 1, secrets.token_bytes(32)
    return replace(with_key(ring, HEALTH_KEY, gen, key), health_gen=gen), {gen: key}


def with_key(ring: Ring, name: str, gen: int, key: bytes) -> Ring:
    """The ring with one key given to all who may have it."""
    slots = tuple(
        granted(slot, name, gen, key) if name == DB or slot.role == HEALTH else slot for slot in ring.slots
    )
    recovery = tuple(entrusted(entry, name, gen, key) for entry in ring.recovery)
    return replace(ring, slots=slots, recovery=recovery)


def change_store_key(
    home: Home, ring: Ring, base: Base, current: tuple[int, bytes]
) -> tuple[Ring, int, bytes]:
    """Give the store a new key and the key file accordingly; the new ring, generation and key.

    Fault E_BUSY while the store is open elsewhere; nothing is changed then.
    """
    old_gen, old = current
    if ring.db_gens != (old_gen,):
        raise Fault("E_BUSY", _HALF)
    gen, new = old_gen + 1, secrets.token_bytes(32)
    both = replace(with_key(ring, DB, gen, new), db_gens=(old_gen, gen))
    if not home.store.exists():
        return _only(home, save(home, both, base.sign_seed), base, gen), gen, new
    link = _alone(home, old)
    try:
        both = save(home, both, base.sign_seed)
        _encrypt_anew(home, link, new)
    finally:
        link.close()
    return _only(home, both, base, gen), gen, new


def settle(home: Home, ring: Ring, base: Base, keys: Mapping[int, bytes]) -> tuple[Ring, int, bytes]:
    """Which key opens the store; a change cut short is finished if the folder can be written to."""
    if len(ring.db_gens) == 1:
        gen = ring.db_gens[0]
        return ring, gen, keys[gen]
    old_gen, gen = ring.db_gens
    if not home.store.exists():
        return ring, gen, keys[gen]
    can_write = home.is_writable()
    if _opens(home, keys[gen], can_write):
        return (_only(home, ring, base, gen) if can_write else ring), gen, keys[gen]
    if not (can_write and _opens(home, keys[old_gen], can_write)):
        return ring, old_gen, keys[old_gen]
    link = _alone(home, keys[old_gen])
    try:
        _encrypt_anew(home, link, keys[gen])
    finally:
        link.close()
    return _only(home, ring, base, gen), gen, keys[gen]


def _only(home: Home, ring: Ring, base: Base, gen: int) -> Ring:
    """The ring without the store's older keys, written."""
    slots = tuple(
        replace(slot, grants=tuple(g for g in slot.grants if g.key != DB or g.gen == gen))
        for slot in ring.slots
    )
    recovery = tuple(
        replace(entry, parts=tuple(p for p in entry.parts if p.key != DB or p.gen == gen))
        for entry in ring.recovery
    )
    return save(home, replace(ring, slots=slots, recovery=recovery, db_gens=(gen,)), base.sign_seed)


def _alone(home: Home, key: bytes) -> Link:
    """A connection nobody else is beside. Fault E_BUSY otherwise."""
    from app.vault import driver

    try:
        driver.look_at(home.store)
        return driver.connect(home.store, key, alone=True)
    except driver.dbapi.Error as error:
        raise driver.as_fault(error) or error from error


def _encrypt_anew(home: Home, link: Link, key: bytes) -> None:
    from app.vault import driver

    try:
        driver.rekey(link, key)
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        link.close()
        # The call itself reports nothing when it fails.
        if not driver.opens(home.store, key):
            raise Fault("E_BUSY", _HALF)
    except driver.dbapi.Error as error:
        raise driver.as_fault(error) or error from error


def _opens(home: Home, key: bytes, can_write: bool) -> bool:
    from app.vault import driver

    try:
        driver.look_at(home.store)
        return driver.opens(home.store, key, read_only=not can_write)
    except driver.dbapi.Error as error:
        raise driver.as_fault(error) or error from error
