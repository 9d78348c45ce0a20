"""The stock of test kits: what came in, what was used, what is left, and what cannot be used any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kinds.declare import KINDS
from app.kinds.testing import KitLot
from app.ledger.reader import Reader
from app.register.figures import Figure, counted
from app.register.kind_lists import Condition
from app.register.session import Session
from app.words import N_

#: A lot that expires within so many days is named; a choice of the screen, not of the law.
SOON_DAYS = 30
#: The pace of use is taken from so many days back, and a stock is low when it would not last so long.
PACE_DAYS, LASTS_DAYS = 90, 30
#: However slowly kits are used, so few are too few for one evening.
LEAST = 10

EXPIRED, SOON, EMPTY, OVER, USABLE = "expired", "soon", "empty", "over", "usable"


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot: ``left`` None where the quantity was never entered; ``state`` one of the words above.

    ``over``: more tests name the lot than came in, so one of the two numbers is wrong.
    """

    id: str
    name: str
    lot: str
    expiry: date
    days_left: int
    quantity: int | None
    used: int
    left: int | None
    budget: str
    received_on: date | None
    panel: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Stock:
    """All lots, the first to expire first, and what they come to.

    ``usable``: kits left in lots that have not expired; ``used_lately``: tests of the last 90 days made with
    a kit of any lot; ``lasts``: days that the usable kits last at that pace, None where nothing was used.
    """

    lots: tuple[LotLine, ...]
    usable: int
    used_lately: int

    @property
    def lasts(self) -> int | None:
        """Days until nothing is left, at the pace of late."""
        return self.usable * PACE_DAYS // self.used_lately if self.used_lately else None

    @property
    def is_low(self) -> bool:
        """Whether more should be asked for now."""
        return self.usable <= LEAST or (self.lasts is not None and self.lasts < LASTS_DAYS)

    def of_state(self, *states: str) -> tuple[LotLine, ...]:
        """The lots in one of the states."""
        return tuple(lot for lot in self.lots if lot.state in states)


def stock(session: Session) -> Stock:
    """The stock today. Fault E_ROLE."""
    session.need_read(KINDS["kit_lot"])
    today = session.today()
    with session.store.read() as reader:
        used = _used(reader)
        lots = reader.all(KitLot, "1 ORDER BY expiry, name, id")
        since = (today - timedelta(days=PACE_DAYS)).isoformat()
        lately = reader.value(
            "SELECT count(*) FROM r_drug_test WHERE _state = 0 AND kit IS NOT NULL AND sampled_at >= ?",
            (since,),
        )
    lines = tuple(_line(lot, used.get(lot.id, 0), today) for lot in lots)
    usable = sum(max(line.left or 0, 0) for line in lines if line.state != EXPIRED)
    return Stock(lines, usable, int(lately or 0))


def lots_of(session: Session, ids: Sequence[str]) -> dict[str, LotLine]:
    """The lots with these ids, with what is used and left."""
    wanted = set(ids)
    return {line.id: line for line in stock(session).lots if line.id in wanted}


def _used(reader: Reader) -> dict[str, int]:
    sql = "SELECT kit, count(*) FROM r_drug_test WHERE _state = 0 AND kit IS NOT NULL GROUP BY kit"
    return {row[0]: row[1] for row in reader.rows(sql)}


def _line(lot: KitLot, used: int, today: date) -> LotLine:
    left = lot.quantity - used if lot.quantity is not None else None
    days = (lot.expiry - today).days
    return LotLine(
        lot.id,
        lot.name,
        lot.lot,
        lot.expiry,
        days,
        lot.quantity,
        used,
        left,
        lot.budget or "",
        lot.received_on,
        lot.panel,
        _state(days, left),
    )


def _state(days: int, left: int | None) -> str:
    if days < 0:
        return EXPIRED
    if left is not None and left < 0:
        return OVER
    if left == 0:
        return EMPTY
    return SOON if days <= SOON_DAYS else USABLE


def kit_figures(session: Session) -> tuple[Figure, ...]:
    """The numbers above the list of lots: kits left, lots that expire soon, lots that have expired."""
    today = session.today()
    day, soon = today.isoformat(), (today + timedelta(days=SOON_DAYS)).isoformat()
    usable = (Condition("expiry", "from", day),)
    return (
        Figure("usable", N_("Kits left that can be used"), stock(session).usable, usable),
        counted(
            session,
            "kit_lot",
            "soon",
            N_("Lots that expire within 30 days"),
            (*usable, Condition("expiry", "to", soon)),
        ),
        counted(
            session,
            "kit_lot",
            "expired",
            N_("Lots that have expired"),
            (Condition("expiry", "to", (today - timedelta(days=1)).isoformat()),),
        ),
    )
