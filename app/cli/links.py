"""Which unit a paired node sends for: told by the unit's code on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.kinds.declare import KINDS
from app.kinds.unit import Unit

if TYPE_CHECKING:
    from app.register.session import Session


def link_units(session: Session) -> int:
    """Note on each unit the node below that sends for it, where the codes agree; how many were noted."""
    from app.sync.pairing import CHILD, peers

    if not session.may_write(KINDS["unit"]):
        return 0
    nodes = {
        p.unit: p.node for p in peers(session.store) if p.unit and p.part == CHILD and p.status == "active"
    }
    if not nodes:
        return 0
    with session.store.read() as reader:
        # a commune's own record of itself stays as it was sent
        own = reader.all(Unit, "_node = ?", (session.node.node,))
    units = [u for u in own if nodes.get(u.code, u.node) != u.node]
    if not units:
        return 0
    with session.store.write(session.user) as writer:
        for unit in units:
            writer.put(msgspec.structs.replace(unit, node=nodes[unit.code]))
    return len(units)
