"""Bringing a store to the shape this program knows."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app.kinds.faults import Fault
from app.words import N_

#: The newest migration step this program has.
NEWEST = "0002"


def version(conn: sa.Connection) -> str:
    """The step the store stands at, or an empty text for a store without tables."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def bring_up(conn: sa.Connection) -> None:
    """Run the steps that are missing, inside the connection's transaction.

    Raises Fault E_NEWER for a store that a newer program has written.
    """
    at = version(conn)
    if at == NEWEST:
        return
    if at > NEWEST:
        raise Fault(
            "E_NEWER",
            N_(
                "This register was written by a newer version of the program. Install that version, then open it."
            ),
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
