"""Typed text that is not saved yet, kept in the encrypted store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from app.kinds.dates import VIETNAM
from app.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: which form, when it was kept (Vietnam time, ISO), what was typed."""

    key: str
    at: str
    body: dict[str, Any]


def keep(store: Store, who: str, key: str, body: dict[str, Any]) -> None:
    """Keep what was typed under a form's key, replacing what was kept before."""
    at = store.clock().astimezone(VIETNAM).replace(microsecond=0).isoformat()
    text = msgspec.json.encode(body).decode()
    with store.write(who) as writer:
        writer.conn.exec_driver_sql(
            "INSERT INTO draft (who, key, at, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (who, key) DO UPDATE SET at = excluded.at, body = excluded.body",
            (who, key, at, text),
        )


def find(store: Store, who: str, key: str) -> Draft | None:
    """The draft of an account under a form's key, or None."""
    with store.read() as reader:
        row = reader.row("SELECT at, body FROM draft WHERE who = ? AND key = ?", (who, key))
    return Draft(key, row[0], msgspec.json.decode(row[1])) if row is not None else None


def drop(store: Store, who: str, key: str) -> None:
    """Forget a draft: it was saved, or thrown away on purpose."""
    with store.write(who) as writer:
        writer.conn.exec_driver_sql("DELETE FROM draft WHERE who = ? AND key = ?", (who, key))


def waiting(store: Store, who: str) -> list[Draft]:
    """All drafts of an account, newest first."""
    with store.read() as reader:
        rows = reader.rows("SELECT key, at, body FROM draft WHERE who = ? ORDER BY at DESC, key", (who,))
    return [Draft(row[0], row[1], msgspec.json.decode(row[2])) for row in rows]
