"""Recording what happened: tests and visits, one person at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kinds.codec import from_fields
from app.kinds.declare import KINDS
from app.kinds.ids import new_id
from app.kinds.testing import KitLot
from app.ledger.writer import Changed
from app.register.people import check_between
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class KitLine:
    """A kit lot as the test form offers it."""

    id: str
    name: str
    lot: str
    expiry: str
    left: int | None
    panel: tuple[str, ...]


def record_test(session: Session, fields: Mapping[str, Any], why: str = "") -> Changed:
    """Record a test; the kit's name, lot and expiry are copied from its lot where one is named.

    An expired kit is refused (E_KIT_EXPIRED); where results per substance are
    given without an overall result, the result follows from them.
    """
    kind = KINDS["drug_test"]
    session.need_write(kind)
    values = dict(fields)
    values.setdefault("result", _overall(values.get("panel")))
    with session.store.write(session.user, why) as writer:
        kit = values.get("kit")
        lot = writer.get(KitLot, kit) if isinstance(kit, str) else None
        if lot is not None:
            values |= {"kit_name": lot.name, "kit_lot_number": lot.lot, "kit_expiry": lot.expiry.isoformat()}
        record = from_fields(kind, str(values.pop("id", "")) or new_id(), values)
        check_between(session, writer, record)
        writer.put(record)
    return writer.changed


def record_visit(session: Session, fields: Mapping[str, Any], why: str = "") -> Changed:
    """Record a visit."""
    kind = KINDS["visit"]
    session.need_write(kind)
    values = dict(fields)
    record = from_fields(kind, str(values.pop("id", "")) or new_id(), values)
    with session.store.write(session.user, why) as writer:
        check_between(session, writer, record)
        writer.put(record)
    return writer.changed


def kits(session: Session) -> list[KitLine]:
    """The kit lots that can still be used today, the first to expire first, with what is left."""
    today = session.today()
    with session.store.read() as reader:
        lots = reader.all(KitLot, "expiry >= ? ORDER BY expiry, name, id", (today.isoformat(),))
        sql = "SELECT kit, count(*) FROM r_drug_test WHERE _state = 0 AND kit IS NOT NULL GROUP BY kit"
        used = {row[0]: row[1] for row in reader.rows(sql)}
    return [
        KitLine(
            lot.id,
            lot.name,
            lot.lot,
            lot.expiry.isoformat(),
            lot.quantity - used.get(lot.id, 0) if lot.quantity is not None else None,
            lot.panel,
        )
        for lot in lots
    ]


def _overall(panel: Any) -> str | None:
    lines = panel if isinstance(panel, list | tuple) else ()
    results = {line.get("result") for line in lines if isinstance(line, Mapping)}
    for result in ("positive", "unclear", "negative"):
        if result in results:
            return result
    return None
