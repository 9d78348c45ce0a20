"""Making projection and derived tables agree with the declarations of this program."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.kinds.catalogue import all_kinds
from app.ledger.projection import projection
from app.ledger.reader import Reader
from app.ledger.refold import refold

if TYPE_CHECKING:
    from app.ledger.store import Derived


def wanted(derived: Sequence[Derived]) -> dict[str, str]:
    """The shape of every table made here, by name."""
    shapes = {f"shape:{kind.name}": projection(kind.name).shape for kind in all_kinds()}
    return shapes | {f"derived:{d.name}": d.version for d in derived}


def _seal(shapes: dict[str, str]) -> str:
    return sha256("\n".join(f"{k}={v}" for k, v in sorted(shapes.items())).encode()).hexdigest()


def is_current(conn: sa.Connection, derived: Sequence[Derived]) -> bool:
    """Whether the store's tables have today's shape: one look at one row."""
    found = conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'shape'").scalar()
    return bool(found == _seal(wanted(derived)))


def bring_up(conn: sa.Connection, derived: Sequence[Derived]) -> None:
    """Re-make and re-fold every table whose shape is not today's."""
    have = {
        row[0]: row[1]
        for row in conn.exec_driver_sql(
            "SELECT key, value FROM meta WHERE key LIKE 'shape:%' OR key LIKE 'derived:%'"
        )
    }
    shapes = wanted(derived)
    reader = Reader(conn)
    stale = False
    for kind in all_kinds():
        key = f"shape:{kind.name}"
        if have.get(key) != shapes[key]:
            refold(reader, kind)
            stale = True
    for table in derived:
        if stale or have.get(f"derived:{table.name}") != table.version:
            table.create(conn)
            table.rebuild(reader)
    rows = [*shapes.items(), ("shape", _seal(shapes))]
    conn.exec_driver_sql(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", rows
    )
