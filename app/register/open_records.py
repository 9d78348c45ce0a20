"""The record of a kind that is open for a person: where the one next step of something owed is done."""

from __future__ import annotations

from app.kinds.codec import kind_named
from app.register.session import Session


def open_record(session: Session, person: str, kind_name: str) -> str:
    """The id of the newest record of the kind about a person, one that has not ended before others; empty for none."""
    kind = kind_named(kind_name)
    session.need_read(kind)
    ended = f'"{kind.ended_by}" IS NOT NULL,' if kind.ended_by else ""
    with session.store.read() as reader:
        people = reader.people_as_one(person)
        places = ", ".join("?" for _one in people)
        sql = (
            f'SELECT id FROM "r_{kind.name}" WHERE _state = 0 AND "{kind.subject}" IN ({places})'
            f' ORDER BY {ended} "{kind.when}" DESC, n DESC LIMIT 1'
        )
        return str(reader.value(sql, people) or "")
