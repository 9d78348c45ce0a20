"""Accounts: setting up, unlocking, adding, removing, changing a password.

Every function takes the home and reads the key file anew; every change is signed
with the device key, so only somebody who unlocked can make one. The caller holds
the home (``instance.hold``); before an account is removed it closes the store.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from unicodedata import normalize

from app.kinds.faults import Fault
from app.vault import derive as costs
from app.vault import tries
from app.vault.bundle import (
    ADMIN,
    HEAD,
    HEALTH,
    POLICE,
    ROLES,
    Account,
    Base,
    Bundle,
    Unlocked,
    base_of,
    bundle_of,
)
from app.vault.derive import MAX_PASSWORD, STANDARD, Cost, Limits
from app.vault.home import Home
from app.vault.identity import Device, new_age_secret
from app.vault.passwords import check_new
from app.vault.rotation import change_store_key, settle, with_new_health_key
from app.vault.seal import Opened, Owner, make_slot, open_slot
from app.vault.slots import Ring, Slot, load, save
from app.vault.tries import UnlockTry, clear_unlock_failures, delay_before_next, unlock_failures
from app.words import N_

__all__ = [
    "ADMIN", "HEAD", "HEALTH", "POLICE", "ROLES", "Account", "Bundle", "UnlockTry", "Unlocked",
    "accounts", "add_user", "change_password", "clear_unlock_failures", "create", "delay_before_next",
    "remove_user", "require_admin", "unlock", "unlock_failures",
]  # fmt: skip

MAX_USER = 64
_EXISTS = N_("There is already a register in the folder {path}. Choose another folder.")
_WRONG = N_("The account or the password is not right. Try again.")
_ROLE = N_("{role} is not a role of this program.")
_NAME = N_("An account needs a name of 1 to {most} letters, digits or signs, without spaces at its ends.")
_USER_EXISTS = N_("There is already an account named {user}.")
_USER_UNKNOWN = N_("There is no account named {user}.")
_NOT_ADMIN = N_("Only somebody who manages accounts may do this. Ask the administrator of accounts.")
_SELF = N_("You cannot remove your own account. Ask another administrator of accounts.")


def create(
    home: Home,
    user: str,
    role: str,
    password: str,
    *,
    node: str,
    device: str = "d1",
    names: Sequence[str] = (),
    limits: Limits = STANDARD,
) -> Unlocked:
    """Make the home's keys and its first account, who manages accounts; the store is made by the engine.

    ``names`` (the unit's) may not make up the password. Faults: E_HOME_EXISTS,
    E_PLACE, E_READONLY, E_ROLE, E_USER_NAME, E_PASSWORD_….
    """
    owner = owner_of(user, role, admin=True)
    check_new(password, (owner.user, node, *names))
    home.prepare()
    if home.exists():
        raise Fault("E_HOME_EXISTS", _EXISTS, path=str(home.path))
    base = Base(secrets.token_bytes(32), secrets.token_bytes(32), new_age_secret())
    ring = Ring(
        generation=0,
        install_id=secrets.token_hex(16),
        node=normalize("NFC", node),
        device=normalize("NFC", device),
        verify_key=Device(node, device, base.sign_seed, base.age_secret).verify_key,
        db_gens=(1,),
        health_gen=0,
        slots=(),
        recovery=(),
    )
    health: dict[int, bytes] = {}
    if role == HEALTH:
        ring, health = with_new_health_key(ring)
    db = secrets.token_bytes(32)
    slot = make_slot(ring, owner, password, base, ({1: db}, health), costs.calibrate(limits), limits)
    ring = save(home, replace(ring, slots=(slot,)), base.sign_seed)
    return unlocked_from(ring, slot, base, 1, db, health)


def unlock(
    home: Home, user: str, password: str, *, limits: Limits = STANDARD, now: datetime | None = None
) -> Unlocked:
    """The keys of an account.

    A wrong password and an unknown account give the same Fault E_PASSWORD after
    the same work, and a note for the audit. A slot that has become cheap for this
    computer is sealed again at a higher cost; a change of the store's key that was
    cut short is finished. Faults: E_PASSWORD, E_KDF, E_KEYS_…, E_NO_HOME, E_BUSY.
    """
    ring = load(home)
    slot = find_slot(ring, user)
    opened = None
    if len(password) <= MAX_PASSWORD:
        opened = _try_password(ring, slot, password, limits)
    if opened is None:
        tries.note_try(home, slot.id if slot else "", tries.WRONG, now)
        raise Fault("E_PASSWORD", _WRONG, field="password")
    if unlock_failures(home):
        tries.note_try(home, opened.slot.id, tries.OK, now)
    ring, gen, db = settle(home, ring, opened.base, opened.db)
    current = ring.slot(opened.slot.id) or opened.slot
    better = costs.stronger(opened.slot.cost, opened.seconds, limits)
    if better and home.is_writable():
        ring, current = _reseal(
            home, ring, current, password, _Keys(opened.base, {gen: db}, opened.health), better, limits
        )
    return unlocked_from(ring, current, opened.base, gen, db, opened.health)


def accounts(home: Home) -> list[Account]:
    """All accounts, in the order they were made."""
    return [Account(slot.user, slot.role, slot.admin) for slot in load(home).slots]


def add_user(
    home: Home,
    unlocked: Unlocked,
    user: str,
    role: str,
    password: str,
    *,
    admin: bool = False,
    names: Sequence[str] = (),
    limits: Limits = STANDARD,
) -> Account:
    """Add an account; the role ``admin`` manages accounts in any case.

    A new health account made by somebody without the health role starts a new
    generation of the health key; older notes open to it after an account with the
    health role calls ``recovery.share_health``. Faults: E_ADMIN, E_USER_EXISTS,
    E_USER_NAME, E_ROLE, E_PASSWORD_….
    """
    ring = load(home)
    require_admin(ring, unlocked)
    owner = owner_of(user, role, admin=admin)
    if find_slot(ring, owner.user):
        raise Fault("E_USER_EXISTS", _USER_EXISTS, field="user", user=owner.user)
    check_new(password, (owner.user, ring.node, *names))
    health = dict(unlocked.health_keys)
    if role == HEALTH and ring.health_gen not in health:
        ring, health = with_new_health_key(ring)
    keys = ({unlocked.db_gen: unlocked.bundle.db}, health)
    base = base_of(unlocked.bundle)
    slot = make_slot(ring, owner, password, base, keys, costs.calibrate(limits), limits)
    save(home, replace(ring, slots=(*ring.slots, slot)), base.sign_seed)
    return Account(owner.user, owner.role, owner.admin)


def change_password(
    home: Home,
    user: str,
    old: str,
    new: str,
    *,
    names: Sequence[str] = (),
    limits: Limits = STANDARD,
    now: datetime | None = None,
) -> Unlocked:
    """Give an account a new password; faults of ``unlock`` for the old one, E_PASSWORD_… for the new one."""
    unlocked = unlock(home, user, old, limits=limits, now=now)
    ring = load(home)
    slot = ring.slot(unlocked.slot_id)
    if slot is None:
        raise unknown_user(user)
    check_new(new, (slot.user, ring.node, *names))
    keys = _Keys(base_of(unlocked.bundle), {unlocked.db_gen: unlocked.bundle.db}, unlocked.health_keys)
    ring, slot = _reseal(home, ring, slot, new, keys, costs.calibrate(limits), limits)
    return replace(unlocked, slot_id=slot.id)


def remove_user(home: Home, unlocked: Unlocked, user: str) -> Unlocked:
    """Delete an account and change the store's key, so that an old copy of the slot opens nothing new.

    The store must be closed. Old backups stay open to whoever could open them.
    Gives the caller's own keys anew. Faults: E_ADMIN, E_USER_UNKNOWN, E_USER_SELF,
    E_BUSY when the store is still open.
    """
    ring = load(home)
    require_admin(ring, unlocked)
    slot = find_slot(ring, user)
    if slot is None:
        raise unknown_user(user)
    if slot.id == unlocked.slot_id:
        raise Fault("E_USER_SELF", _SELF)
    rest = tuple(other for other in ring.slots if other.id != slot.id)
    ring = replace(ring, slots=rest)
    health = dict(unlocked.health_keys)
    if slot.role == HEALTH:
        ring, fresh = with_new_health_key(ring)
        if unlocked.role == HEALTH:
            health |= fresh
    base = base_of(unlocked.bundle)
    ring, gen, db = change_store_key(home, ring, base, (unlocked.db_gen, unlocked.bundle.db))
    own = ring.slot(unlocked.slot_id)
    return unlocked if own is None else unlocked_from(ring, own, base, gen, db, health)


def require_admin(ring: Ring, unlocked: Unlocked) -> None:
    """Fault E_ADMIN unless the account still exists and manages accounts."""
    slot = ring.slot(unlocked.slot_id)
    if slot is None or not slot.admin:
        raise Fault("E_ADMIN", _NOT_ADMIN)


def unknown_user(user: str) -> Fault:
    """The fault E_USER_UNKNOWN; never told to somebody who has not unlocked."""
    return Fault("E_USER_UNKNOWN", _USER_UNKNOWN, field="user", user=user)


class _Keys:
    """The keys that go into one slot."""

    def __init__(self, base: Base, db: Mapping[int, bytes], health: Mapping[int, bytes]) -> None:
        self.base = base
        self.pair = (db, health)


def _reseal(
    home: Home, ring: Ring, slot: Slot, password: str, keys: _Keys, cost: Cost, limits: Limits
) -> tuple[Ring, Slot]:
    """The slot anew under a password and cost, in its old place; its id stays."""
    owner = Owner(slot.user, slot.role, slot.admin, slot.id)
    fresh = make_slot(ring, owner, password, keys.base, keys.pair, cost, limits)
    others = tuple(fresh if other.id == slot.id else other for other in ring.slots)
    return save(home, replace(ring, slots=others), keys.base.sign_seed), fresh


def _try_password(ring: Ring, slot: Slot | None, password: str, limits: Limits) -> Opened | None:
    if slot is not None:
        return open_slot(ring, slot, password, limits)
    cost = ring.slots[0].cost if ring.slots else limits.floor
    costs.derive(password, bytes(costs.SALT_SIZE), cost, limits)  # the same work, so that time tells nothing
    return None


def find_slot(ring: Ring, user: str) -> Slot | None:
    """The slot of the account named ``user``; case does not matter."""
    wanted = _user_key(user)
    return next((slot for slot in ring.slots if _user_key(slot.user) == wanted), None)


def _user_key(user: str) -> str:
    return normalize("NFC", user).strip().casefold()


def owner_of(user: str, role: str, *, admin: bool) -> Owner:
    """The owner of a new slot, checked; faults E_USER_NAME, E_ROLE."""
    name = normalize("NFC", user).strip()
    if not 0 < len(name) <= MAX_USER or not name.isprintable():
        raise Fault("E_USER_NAME", _NAME, field="user", most=MAX_USER)
    if role not in ROLES:
        raise Fault("E_ROLE", _ROLE, field="role", role=role)
    return Owner(name, role, admin or role == ADMIN)


def unlocked_from(
    ring: Ring, slot: Slot, base: Base, gen: int, db: bytes, health: Mapping[int, bytes]
) -> Unlocked:
    """What the owner of an opened slot holds."""
    return Unlocked(
        user=slot.user,
        role=slot.role,
        admin=slot.admin,
        bundle=bundle_of(base, db, health),
        install_id=ring.install_id,
        node=ring.node,
        device_name=ring.device,
        slot_id=slot.id,
        db_gen=gen,
        health_keys=dict(health),
    )
