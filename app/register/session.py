"""Who is at work in which register: what every use case is handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.kinds.dates import VIETNAM
from app.kinds.declare import Compartment, Kind
from app.kinds.faults import Fault
from app.law.calendar import Calendar
from app.law.packs import LawPacks
from app.law.shelf import Shelf, shipped_shelf
from app.law.signed import Keys
from app.ledger.store import NodeInfo, Store
from app.words import N_, _

#: What each role may do beside reading common records; screens and commands ask here.
_READS = {
    "admin": frozenset(Compartment) - {Compartment.HEALTH},
    "head": frozenset(Compartment) - {Compartment.HEALTH},
    "police": frozenset(Compartment) - {Compartment.HEALTH},
    "health": frozenset({Compartment.COMMON, Compartment.HEALTH}),
}
_WRITES = {
    "admin": frozenset({"police", "upper"}),
    "police": frozenset({"police", "upper"}),
    "head": frozenset({"police", "upper"}),
    "health": frozenset({"health"}),
}


@dataclass(frozen=True, slots=True)
class ClinicalPort:
    """How an account with the health key seals and opens clinical notes; the keys stay behind it.

    ``seal(content, person, kind, record, local)`` gives the text that is kept; ``local`` is for what
    never leaves this node. ``open(sealed, person, kind, record)`` gives the content back; Faults
    E_CLINICAL_KEY (for another key), E_CLINICAL_DAMAGED (moved or damaged), E_CLINICAL_NEWER.
    """

    seal: Callable[[Mapping[str, Any], str, str, str, bool], str]
    open: Callable[[str, str, str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Session:
    """An unlocked register and the account at work in it.

    ``clinical`` is there for an account with the health key alone. ``shelf``: all law that is followed, of
    which ``law`` are the regimes; ``keys`` checks who published a pack.
    """

    store: Store
    user: str
    role: str
    law: LawPacks
    calendar: Calendar
    clock: Callable[[], datetime]
    is_admin: bool = False
    sample: bool = False
    clinical: ClinicalPort | None = None
    shelf: Shelf = field(default_factory=shipped_shelf)
    keys: Keys | None = None

    @property
    def node(self) -> NodeInfo:
        """The node the register belongs to."""
        return self.store.info

    def now(self) -> datetime:
        """This moment in Vietnam time, to the second."""
        return self.clock().astimezone(VIETNAM).replace(microsecond=0)

    def today(self) -> date:
        """Today in Vietnam."""
        return self.now().date()

    def may_read(self, kind: Kind) -> bool:
        """Whether the account's role reads records of this kind."""
        return kind.compartment in _READS.get(self.role, frozenset())

    def may_write(self, kind: Kind) -> bool:
        """Whether the account's role writes records of this kind."""
        return self.may_read(kind) and bool(kind.writers & _WRITES.get(self.role, frozenset()))

    def need_read(self, kind: Kind) -> None:
        """Fault E_ROLE when the role does not read this kind."""
        if not self.may_read(kind):
            raise Fault("E_ROLE", _NO_READ, kind=_(kind.plural))

    def need_write(self, kind: Kind) -> None:
        """Fault E_ROLE when the role does not write this kind."""
        if not self.may_write(kind):
            raise Fault("E_ROLE", _NO_WRITE, kind=_(kind.plural))


_NO_READ = N_("Your account does not read “{kind}”. Ask the head of the unit if you need it.")
_NO_WRITE = N_("Your account does not write “{kind}”. Ask the head of the unit if you need it.")
