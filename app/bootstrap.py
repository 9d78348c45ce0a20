"""The one place where concrete parts are put together: homes are made and opened here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from app.kinds.faults import Fault
from app.law.calendar import Calendar
from app.law.shelf import Shelf, shipped_shelf
from app.ledger.clock import Clock, wall
from app.ledger.reader import Reader
from app.ledger.store import NodeInfo, Store
from app.register import code_lists
from app.register.counting.events import EventTable
from app.register.law_packs import followed
from app.register.law_store import Installed
from app.register.session import ClinicalPort, Session
from app.register.tables.people import PeopleTables
from app.register.unit_settings import settings_reader
from app.vault import keys, tries
from app.vault.bundle import HEALTH
from app.vault.derive import STANDARD, Limits
from app.vault.engine import Database
from app.vault.home import Home
from app.vault.identity import Device
from app.vault.instance import Hold, hold
from app.vault.keys import Unlocked
from app.vault.publisher import PublisherKeys
from app.words import N_

SORTS = ("commune", "health", "upper")
#: The role an account has when none is named, by the sort of node.
FIRST_ROLE = {"commune": "police", "health": "health", "upper": "head"}


_NODE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}", re.ASCII)
_NODE = N_("“{node}” cannot be the id of a node. Use 1 to 40 letters A–Z, digits, dots or dashes.")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open register: what use cases need (``session``), the keys, and the hold on its folder."""

    home: Home
    session: Session
    unlocked: Unlocked
    device: Device
    _hold: Hold

    def close(self) -> None:
        """Close the store and let others have the folder."""
        self.session.store.close()
        self._hold.release()


@dataclass(frozen=True, slots=True)
class NewNode:
    """What a new node is: its id, name, sort, unit code, and its first account."""

    node: str
    name: str
    sort: str
    unit: str
    user: str
    role: str
    password: str


@cache
def _calendar() -> Calendar:
    return Calendar.shipped()


_KEYS = PublisherKeys()


def _law_in(home: Home, unlocked: Unlocked) -> Installed:
    """The law a register follows, read before it is opened with the tables that are computed from it."""
    database = Database(home.store, unlocked.bundle.db)
    try:
        with database.reader() as conn:
            reader = Reader(conn)
            if not reader.value("SELECT count(*) FROM sqlite_master WHERE name = 'r_setting'"):
                return Installed(shipped_shelf())
            return followed(reader, unlocked.node, _KEYS)
    finally:
        database.close()


def create_node(home: Home, new: NewNode, *, clock: Clock = wall, limits: Limits = STANDARD) -> Opened:
    """Make a node: key slots, store, first administrator; it is open afterwards.

    When anything fails after the keys were made, nothing of the new node stays behind.
    """
    if new.sort not in SORTS:
        raise Fault(
            "E_SORT", N_("“{sort}” is not a sort of node. Use commune, health or upper."), sort=new.sort
        )
    if not _NODE_ID.fullmatch(new.node) or new.node.upper() == "RECOVERY":
        raise Fault("E_NODE", _NODE, field="node", node=new.node)
    role = new.role or FIRST_ROLE[new.sort]
    home.prepare()
    held = hold(home)
    try:
        unlocked = keys.create(
            home, new.user, role, new.password, node=new.node, names=(new.name, new.unit), limits=limits
        )
        store = _first_store(home, unlocked, new, clock)
    except BaseException:
        held.release()
        raise
    return _opened(home, unlocked, store, held, clock, shipped_shelf())


def _first_store(home: Home, unlocked: Unlocked, new: NewNode, clock: Clock) -> Store:
    info = NodeInfo(new.node, unlocked.device_name, new.name, new.sort, new.unit, unlocked.install_id)
    try:
        store = Store.create(
            home, unlocked.bundle, info, clock=clock, derived=_derived(clock, shipped_shelf(), new.node)
        )
        try:
            store.note(unlocked.user, "init", new.node, new.sort)
        except BaseException:
            store.close()
            raise
    except BaseException:
        # the log too: it would be taken for the log of the next store of this name
        logs = [home.store.with_name(home.store.name + end) for end in ("-wal", "-shm")]
        for left in (home.store, *logs, home.keys_a, home.keys_b, home.anchor):
            left.unlink(missing_ok=True)
        raise
    return store


def open_node(
    home: Home, user: str, password: str, *, clock: Clock = wall, limits: Limits = STANDARD
) -> Opened:
    """Unlock and open a node; earlier failed tries and this unlock are taken into the audit list."""
    home.require()
    held = hold(home)
    try:
        unlocked = keys.unlock(home, user, password, limits=limits)
        law = _law_in(home, unlocked)
        derived = _derived(clock, law.shelf, unlocked.node)
        store = Store.open(home, unlocked.bundle, clock=clock, derived=derived)
        try:
            if store.info.install_id != unlocked.install_id:
                raise Fault("E_STORE_FOREIGN", _FOREIGN)
            if not store.database.read_only:
                _note_unlock(home, store, unlocked, derived[0])
                for trouble in law.troubles:
                    store.note(unlocked.user, "law_trouble", "", trouble)
        except BaseException:
            store.close()
            raise
    except BaseException:
        held.release()
        raise
    return _opened(home, unlocked, store, held, clock, law.shelf)


def only_account(home: Home) -> str:
    """The account to use when none is named; Fault E_ACCOUNT when there are several."""
    home.require()
    found = keys.accounts(home)
    if len(found) != 1:
        raise Fault(
            "E_ACCOUNT",
            N_("This register has several accounts ({names}). Say which one with --as."),
            names=", ".join(a.user for a in found),
        )
    return found[0].user


def _note_unlock(home: Home, store: Store, unlocked: Unlocked, tables: PeopleTables) -> None:
    failures = tries.unlock_failures(home)
    with store.write(unlocked.user) as writer:
        for failure in failures:
            writer.note(
                "unlock_failed" if failure.result != tries.OK else "unlock_after_failures",
                failure.slot,
                failure.at.isoformat(),
            )
        writer.note("unlock", "", ",".join(store.alarms))
        tables.turn(writer)
    if failures:
        tries.clear_unlock_failures(home)


def _derived(clock: Clock, shelf: Shelf, node: str) -> tuple[PeopleTables, EventTable]:
    """The tables computed from records, by the law that is followed and the unit's own choices."""
    settings = settings_reader(shelf.packs, node)
    return PeopleTables(shelf.packs, _calendar(), today_of(clock), settings), EventTable()


def today_of(clock: Clock) -> Callable[[], date]:
    """Today in Vietnam by a clock."""
    from app.kinds.dates import VIETNAM

    return lambda: clock().astimezone(VIETNAM).date()


def _opened(home: Home, unlocked: Unlocked, store: Store, held: Hold, clock: Clock, shelf: Shelf) -> Opened:
    try:
        code_lists.follow(store)
        clinical = _clinical(store, unlocked)
    except BaseException:
        store.close()
        held.release()
        raise
    session = Session(
        store=store,
        user=unlocked.user,
        role=unlocked.role,
        law=shelf.packs,
        calendar=_calendar(),
        clock=clock,
        is_admin=unlocked.admin,
        clinical=clinical,
        shelf=shelf,
        keys=_KEYS,
    )
    return Opened(home, session, unlocked, unlocked.device(), held)


def _clinical(store: Store, unlocked: Unlocked) -> ClinicalPort | None:
    """Sealing and opening of clinical notes for an account with the health key, None for every other."""
    bundle = unlocked.bundle
    if unlocked.role != HEALTH or bundle.health is None:
        return None
    from app.sync import health
    from app.vault.clinical import ClinicalKeys, Place, recipient_of_key

    known = ClinicalKeys(
        unlocked.node, (bundle.health, *bundle.health_old), lambda: health.recipients_above(store)
    )
    health.tell_own(store, unlocked.user, recipient_of_key(bundle.health))

    def seal(content: Mapping[str, Any], person: str, kind: str, record: str, local: bool) -> str:
        return known.seal(content, Place(person, kind, record), local=local)

    def unseal(sealed: str, person: str, kind: str, record: str) -> dict[str, Any]:
        return known.open(sealed, Place(person, kind, record))

    return ClinicalPort(seal, unseal)


def fixed_clock(moment: datetime) -> Clock:
    """A clock for rehearsals: it starts at ``moment`` and runs on."""
    started = wall()
    return lambda: moment + (wall() - started)


_FOREIGN = N_(
    "The register and the key file in this folder do not belong together. Put back the matching files."
)
