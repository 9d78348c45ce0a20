"""Health recipients: the public half that clinical notes are sealed to, ours and those of nodes above.

Ours is told by an account with the health role when it opens the register; from then on every
account's pairing card carries it. A node's own comes with its card, under the card's signature.
"""

from __future__ import annotations

from app.ledger.store import Store
from app.ledger.writer import Writer

_OWN = "health:own"
_PEER = "health:peer:"
_PUT = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def own_recipient(store: Store) -> str:
    """This node's health recipient as 64 hex digits; empty while no account here has the health role."""
    with store.read() as reader:
        return str(reader.value("SELECT value FROM meta WHERE key = ?", (_OWN,)) or "")


def tell_own(store: Store, by: str, recipient: str) -> bool:
    """Keep this node's health recipient where it is another than before; noted in the audit list."""
    if store.database.read_only or own_recipient(store) == recipient:
        return False
    with store.write(by) as writer:
        writer.run(_PUT, (_OWN, recipient))
        writer.note("health_recipient", recipient[:16])
    return True


def keep_peer(writer: Writer, node: str, recipient: str) -> None:
    """Keep what a card says; a card without a recipient takes nothing away."""
    if recipient:
        writer.run(_PUT, (_PEER + node, recipient))


def recipients_above(store: Store) -> list[bytes]:
    """The health recipients of the paired nodes above us."""
    sql = (
        "SELECT meta.value FROM peer JOIN meta ON meta.key = ? || peer.node"
        " WHERE peer.part = 'parent' AND peer.status = 'active' ORDER BY peer.node"
    )
    with store.read() as reader:
        return [bytes.fromhex(row[0]) for row in reader.rows(sql, (_PEER,))]
