"""The search index over people: folded names, other names, initials, numbers and phones."""

from __future__ import annotations

import sqlalchemy as sa

from app.kinds.people import Person, search_text
from app.ledger.reader import Reader

DDL = (
    "DROP TABLE IF EXISTS people_fts",
    # the text is folded before it comes here; contentless: names stand in the index only as words
    (
        "CREATE VIRTUAL TABLE people_fts USING fts5(t, content='', contentless_delete=1,"
        " tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3', detail=none)"
    ),
    "INSERT INTO people_fts (people_fts, rank) VALUES ('secure-delete', 1)",
    # merging small pieces less often keeps the single save even
    "INSERT INTO people_fts (people_fts, rank) VALUES ('automerge', 16)",
)
DELETE = "DELETE FROM people_fts WHERE rowid = ?"
INSERT = "INSERT INTO people_fts (rowid, t) VALUES (?, ?)"


def create(conn: sa.Connection) -> None:
    """Make the index anew, empty."""
    for statement in DDL:
        conn.exec_driver_sql(statement)


def text_of(person: Person) -> str:
    """What the index holds of a person."""
    return search_text(person)


def merge(reader: Reader) -> None:
    """Tidy the index after a bulk load, so that searches read one segment."""
    reader.conn.exec_driver_sql("INSERT INTO people_fts (people_fts) VALUES ('optimize')")
