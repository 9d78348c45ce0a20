"""Unit records: the units a register works with, taken over from the catalogue with what they belong to."""

from __future__ import annotations

from datetime import date

import msgspec

from app.kinds import units_catalogue
from app.kinds.declare import kind_of
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.text import text_key
from app.kinds.unit import Unit
from app.kinds.units_catalogue import UnitName
from app.ledger.writer import Writer
from app.register.session import Session
from app.words import N_


def units(session: Session) -> list[Unit]:
    """All unit records in the order of the Vietnamese alphabet, those of one name by code."""
    session.need_read(kind_of(Unit))
    with session.store.read() as reader:
        found = reader.all(Unit)
    return sorted(found, key=lambda u: (text_key(u.name), u.code, u.id))


def adopt(
    session: Session, code: str, *, on: date | None = None, node: str | None = None, why: str = ""
) -> Unit:
    """The unit record for a code of the catalogue, added with the units above it where they are missing.

    ``on``: the day the code is read on (a plan of 2023 names units of 2023); None: today's meaning of it.
    ``node``: the node that sends for the unit, noted on the record. Doing it again changes nothing.

    Raises Fault E_UNKNOWN_UNIT when the catalogue has no such code on that day, E_ROLE when the account may
    not write units, E_NOT_OWNER when ``node`` would change another node's record.
    """
    session.need_write(kind_of(Unit))
    chain = _chain(code, on)
    with session.store.write(session.user, why) as writer:
        parent: str | None = None
        for found in chain:
            record = _kept(writer, found) or _record(found, parent)
            if node is not None and found is chain[-1]:
                record = msgspec.structs.replace(record, node=node)
            writer.put(record)
            parent = record.id
    return record


def note_sender(session: Session, code: str, node: str, name: str) -> None:
    """Let a paired node stand in the table of units: with its unit of the catalogue, or under its own name.

    ``code``: the unit's code on the node's card, ``name`` the node's name. A unit recorded already is kept.
    """
    if not session.may_write(kind_of(Unit)):
        return
    with session.store.read() as reader:
        # a commune may have sent a record of its own unit: that one is its own to change
        mine = "(code = ? OR node = ?) AND _node = ? ORDER BY id"
        known = reader.all(Unit, mine, (code or node, node, session.node.node))
    if any(unit.node == node for unit in known):
        return
    if not known and units_catalogue.unit(code) is not None:
        adopt(session, code, node=node)
        return
    record = known[0] if known else Unit(id=new_id(), code=code or node, name=name, sort="other")
    with session.store.write(session.user) as writer:
        writer.put(msgspec.structs.replace(record, node=node))


def _chain(code: str, on: date | None) -> list[UnitName]:
    """The unit and what it belongs to, the highest first."""
    found = units_catalogue.unit(code, on)
    if found is None:
        raise Fault(
            "E_UNKNOWN_UNIT",
            N_(
                "The list of administrative units has no unit with the code “{code}”. Choose one from the list."
            ),
            field="code",
            code=code,
        )
    chain = [found]
    day = on or found.until  # what an old unit belonged to is read on its last day
    while chain[0].parent:
        above = units_catalogue.unit(chain[0].parent, day)
        if above is None:
            raise LookupError(f"the catalogue lacks {chain[0].parent}")
        chain.insert(0, above)
    return chain


def _kept(writer: Writer, found: UnitName) -> Unit | None:
    """The record there is already: the same code, and no day that says it is another unit."""
    for record in writer.all(Unit, "code = ? ORDER BY id", (found.code,)):
        if record.since in (None, found.since) and record.until in (None, found.until):
            return record
    return None


def _record(found: UnitName, parent: str | None) -> Unit:
    return Unit(
        id=new_id(),
        code=found.code,
        name=found.label if found.name[0].isdigit() else found.name,
        sort=found.sort,
        parent=parent,
        since=found.since,
        until=found.until,
        predecessors=units_catalogue.predecessors(found.code) if found.since else (),
        resolution=found.resolution or None,
    )
