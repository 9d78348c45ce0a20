"""What the law owes and is owed, kept in a table: one row an obligation, with the moments at which it presses."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from app.kinds.dates import VIETNAM
from app.kinds.text import person_key
from app.law.calendar import Calendar
from app.law.owed import Answer, Owed, Watch
from app.law.packs import LawPacks
from app.law.reckoning import Settings
from app.ledger.projection import PLACE, bound
from app.register.tables.case import case_of
from app.register.tables.facts import PersonFacts

__all__ = ["COLUMNS", "DDL", "DELETE", "INSERT", "Row", "case_of", "create", "next_due", "row_of", "watch_at"]

COLUMNS = ("p", "person", "what", "rule", "due", "status", "name_key", "half_at", "ninth_at")
INSERT = f"INSERT INTO owed ({', '.join(COLUMNS)}) VALUES ({', '.join(PLACE for _ in COLUMNS)})"
DELETE = "DELETE FROM owed WHERE p = ?"
DDL = (
    "DROP TABLE IF EXISTS owed",
    (
        "CREATE TABLE owed (p INTEGER NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, rule TEXT NOT NULL,"
        " due TEXT, status TEXT NOT NULL, name_key TEXT NOT NULL,"
        # of an hour clock: when half of it, and nine tenths of it, have passed
        " half_at TEXT, ninth_at TEXT,"
        # what has no day because a fact is missing, as against what the law gives no number of days for
        " lacks INTEGER NOT NULL AS (substr(what, 1, 8) = 'missing_')) STRICT"
    ),
    # the whole order of the start screen: a short list is read off the index and stops
    "CREATE INDEX owed_due ON owed (due, lacks, name_key, p)",
    "CREATE INDEX owed_p ON owed (p)",
)
_DEFAULTS = Settings()


class Row(NamedTuple):
    """The stored row of an obligation; moments and days as ISO text, which sorts as they do."""

    p: int
    person: str
    what: str
    rule: str
    due: str | None
    status: str
    name_key: str
    half_at: str | None
    ninth_at: str | None


def watch_at(law: LawPacks, calendar: Calendar, day: date, settings: Settings = _DEFAULTS) -> Watch:
    """The watch that says what is owed as of the beginning of a day.

    A computer whose clock has fallen back before all law must still open the register.
    """
    day = max(day, law.oldest)
    return Watch(law, calendar, datetime(day.year, day.month, day.day, tzinfo=VIETNAM), settings)


def rows_of(facts: PersonFacts, answer: Answer) -> list[Row]:
    """The stored rows of everything a person owes or is owed."""
    key = person_key(facts.person.sort_name or facts.person.name)
    return [row_of(facts, owed, key) for owed in answer.owed]


def row_of(facts: PersonFacts, owed: Owed, key: str) -> Row:
    """The stored row of an obligation; ``key``: the sorting key of the name."""
    due = owed.due.isoformat() if owed.due is not None else None
    half, ninth = owed.half_at, owed.ninth_at
    return Row(
        facts.n,
        facts.person.id,
        owed.what,
        owed.rule,
        due,
        owed.status,
        key,
        half.isoformat() if half else None,
        ninth.isoformat() if ninth else None,
    )


def written(rows: list[Row]) -> list[list[object]]:
    """Rows as ``INSERT`` takes them."""
    return [bound(row) for row in rows]


def next_due(rows: list[Row]) -> tuple[str, str] | None:
    """The first thing with a day among stored rows, as (day, what)."""
    dated = sorted((row.due[:10], row.what) for row in rows if row.due is not None)
    return dated[0] if dated else None


def create(conn: sa.Connection) -> None:
    """Make the table anew, empty."""
    for statement in DDL:
        conn.exec_driver_sql(statement)
