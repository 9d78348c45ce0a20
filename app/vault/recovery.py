"""The way back in when every password is lost: recovery sheets and recipients held above.

A sheet's secret half is printed once, in two halves for two envelopes, and never
stored. A recipient's secret half is held by the unit above. Either opens the keys;
a new password is then set at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.kinds.canonical import decode, encode
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.kinds.text import clean
from app.vault import derive as costs
from app.vault import tries
from app.vault.bundle import HEALTH, POLICE, Base, Unlocked, base_of
from app.vault.derive import STANDARD, Limits
from app.vault.home import Home
from app.vault.identity import Device, is_recipient, new_age_secret, recipient_of
from app.vault.keys import find_slot, owner_of, require_admin, unknown_user, unlocked_from
from app.vault.passwords import check_new
from app.vault.recipients import entrusted, opened_with
from app.vault.rotation import change_store_key, settle, with_key
from app.vault.seal import FORGED, Owner, base_json, base_of_json, make_slot
from app.vault.sheet import age_secret_of, halves
from app.vault.slots import BASE, DB, HEALTH_KEY, RecoverySlot, Ring, load, pack, save
from app.words import N_

_NO_MATCH = N_("This recovery code does not belong to this register. Check that the sheet is the right one.")
_RECIPIENT = N_("This is not a public recovery key (age1…). Ask the unit above for its card.")
_UNKNOWN = N_("There is no recovery sheet or key with this number.")
_ROLE_HEALTH = N_("Only an account with the health role holds the key of clinical notes and can share it.")


@dataclass(frozen=True)
class RecoverySheet:
    """What is printed once. ``covers_health`` tells whether all clinical notes open with it too."""

    id: str
    node: str
    made_at: str
    recipient: str
    covers_health: bool
    halves: tuple[str, str] = field(repr=False)

    @property
    def code(self) -> str:
        """Both halves, as ``recover`` takes them."""
        return " ".join(self.halves)


@dataclass(frozen=True)
class RecoveryInfo:
    """What the list of recovery sheets and keys shows."""

    id: str
    label: str
    made_at: str
    recipients: tuple[str, ...]
    covers_health: bool


def issue_recovery(
    home: Home, unlocked: Unlocked, *, label: str = "", now: datetime | None = None
) -> RecoverySheet:
    """A new sheet; nothing secret of it stays on this computer. Fault E_ADMIN."""
    age_secret = new_age_secret()
    recipient = recipient_of(age_secret)
    entry, ring = _add(home, unlocked, (recipient,), label, now)
    return RecoverySheet(
        entry.id, ring.node, entry.made_at, recipient, _covers(ring, entry), halves(age_secret)
    )


def add_recovery_recipient(
    home: Home, unlocked: Unlocked, recipient: str, *, label: str = "", now: datetime | None = None
) -> RecoveryInfo:
    """Let the holder of a public age recipient recover too. Faults E_ADMIN, E_RECIPIENT."""
    if not is_recipient(recipient):
        raise Fault("E_RECIPIENT", _RECIPIENT, field="recipient")
    entry, ring = _add(home, unlocked, (recipient,), label, now)
    return _info(ring, entry)


def recovery_list(home: Home) -> list[RecoveryInfo]:
    """All recovery sheets and keys, oldest first."""
    ring = load(home)
    return [_info(ring, entry) for entry in ring.recovery]


def recovery_recipients(home: Home) -> list[str]:
    """The public recipients a backup is sealed to."""
    return [text for entry in load(home).recovery for text in entry.recipients]


def revoke_recovery(home: Home, unlocked: Unlocked, entry_id: str) -> Unlocked:
    """Make a sheet or key useless for what comes: it is deleted and the store's key changed.

    The store must be closed. Faults E_ADMIN, E_RECOVERY_UNKNOWN, E_BUSY.
    """
    ring = load(home)
    require_admin(ring, unlocked)
    rest = tuple(entry for entry in ring.recovery if entry.id != entry_id)
    if len(rest) == len(ring.recovery):
        raise Fault("E_RECOVERY_UNKNOWN", _UNKNOWN)
    base = base_of(unlocked.bundle)
    current = (unlocked.db_gen, unlocked.bundle.db)
    ring, gen, db = change_store_key(home, replace(ring, recovery=rest), base, current)
    own = ring.slot(unlocked.slot_id)
    return unlocked if own is None else unlocked_from(ring, own, base, gen, db, unlocked.health_keys)


def share_health(home: Home, unlocked: Unlocked) -> None:
    """Give every generation of the health key this account holds to all who may have it.

    That is every account with the health role and every recovery holder. Fault
    E_ROLE for an account without the health role.
    """
    if unlocked.role != HEALTH:
        raise Fault("E_ROLE", _ROLE_HEALTH)
    ring = load(home)
    for gen, key in unlocked.health_keys.items():
        ring = with_key(ring, HEALTH_KEY, gen, key)
    save(home, ring, unlocked.bundle.sign_seed)


def recovery_only(home: Home, unlocked: Unlocked) -> bytes:
    """The key file without accounts, as a backup carries it: it opens to recovery holders alone."""
    return pack(replace(load(home), slots=()), unlocked.bundle.sign_seed)


def recover(
    home: Home,
    code: str,
    user: str,
    new_password: str,
    *,
    role: str = POLICE,
    names: Sequence[str] = (),
    limits: Limits = STANDARD,
    now: datetime | None = None,
) -> Unlocked:
    """Set a new password for an account with a recovery code (both halves, or an age identity).

    Where the key file has no accounts (a restored backup) the account is made,
    with ``role`` and the right to manage accounts. Faults: E_RECOVERY_CODE,
    E_RECOVERY_UNKNOWN, E_USER_UNKNOWN, E_PASSWORD_…, E_KEYS_….
    """
    ring = load(home)
    age_secret = age_secret_of(code)
    keys = _opened(ring, age_secret)
    if keys is None:
        tries.note_try(home, "", tries.WRONG, now)
        raise Fault("E_RECOVERY_UNKNOWN", _NO_MATCH, field="code")
    base, db, health = keys
    slot = find_slot(ring, user)
    if slot is None and ring.slots:
        raise unknown_user(user)
    owner = Owner(slot.user, slot.role, slot.admin, slot.id) if slot else owner_of(user, role, admin=True)
    check_new(new_password, (owner.user, ring.node, *names))
    fresh = make_slot(ring, owner, new_password, base, (db, health), costs.calibrate(limits), limits)
    others = tuple(fresh if other.id == fresh.id else other for other in ring.slots)
    ring = save(home, replace(ring, slots=others if slot else (fresh,)), base.sign_seed)
    tries.note_try(home, fresh.id, tries.RECOVERED, now)
    ring, gen, key = settle(home, ring, base, db)
    own = ring.slot(fresh.id) or fresh
    return unlocked_from(ring, own, base, gen, key, health if owner.role == HEALTH else {})


def _opened(ring: Ring, age_secret: str) -> tuple[Base, dict[int, bytes], dict[int, bytes]] | None:
    for entry in ring.recovery:
        parts = {(part.key, part.gen): opened_with(age_secret, part.box) for part in entry.parts}
        keys = {place: data for place, data in parts.items() if data is not None}
        if (BASE, 0) not in keys:
            continue
        base = base_of_json(decode(keys.pop((BASE, 0))))
        device = Device(ring.node, ring.device, base.sign_seed, base.age_secret)
        if device.verify_key != ring.verify_key:
            raise Fault("E_KEYS_FORGED", FORGED)
        db = {gen: key for (name, gen), key in keys.items() if name == DB}
        return base, db, {gen: key for (name, gen), key in keys.items() if name == HEALTH_KEY}
    return None


def _add(
    home: Home, unlocked: Unlocked, recipients: tuple[str, ...], label: str, now: datetime | None
) -> tuple[RecoverySlot, Ring]:
    ring = load(home)
    require_admin(ring, unlocked)
    made_at = (now or datetime.now(VIETNAM)).astimezone(VIETNAM).isoformat(timespec="seconds")
    entry = RecoverySlot(secrets.token_hex(8), clean(label), made_at, recipients, ())
    entry = entrusted(entry, BASE, 0, encode(base_json(base_of(unlocked.bundle))))
    entry = entrusted(entry, DB, unlocked.db_gen, unlocked.bundle.db)
    for gen, key in unlocked.health_keys.items():
        entry = entrusted(entry, HEALTH_KEY, gen, key)
    ring = save(home, replace(ring, recovery=(*ring.recovery, entry)), unlocked.bundle.sign_seed)
    return entry, ring


def _info(ring: Ring, entry: RecoverySlot) -> RecoveryInfo:
    return RecoveryInfo(entry.id, entry.label, entry.made_at, entry.recipients, _covers(ring, entry))


def _covers(ring: Ring, entry: RecoverySlot) -> bool:
    held = {part.gen for part in entry.parts if part.key == HEALTH_KEY}
    return held.issuperset(range(1, ring.health_gen + 1))
