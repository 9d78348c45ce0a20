"""The list of people under management of a past day: by what is known now, or by what was known then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS
from app.ledger.history import as_of, states_at
from app.ledger.ops import LIVE, MERGED
from app.ledger.projection import record_of
from app.ledger.reader import Reader
from app.register.people_list import ManagedLine, in_order, lines_for, managed_on
from app.register.session import Session
from app.register.tables.facts import PersonFacts

#: What a line of the list is made of, and under which name a person's facts hold it.
_PARTS = {"address": "addresses", "status_period": "statuses", "decision": "decisions"}


def list_as_of(
    session: Session, day: date, status: str = "", *, known_at: datetime | None = None
) -> list[ManagedLine]:
    """Everybody under management on a day, in Vietnamese order of names.

    Without ``known_at`` by the legal days as they are known now: what was entered or corrected later counts.
    With it as the register stood at that moment, so that a list that was printed then comes out again: later
    entries, corrections and merges are left aside. ``status`` narrows it to one status.
    """
    if known_at is None:
        return managed_on(session, day, status)
    iso = day.isoformat()
    with session.store.read() as reader:
        found = [pair for facts in _facts_at(reader, known_at) for pair in lines_for(facts, iso, status)]
    return in_order(found)


def end_of(day: date) -> datetime:
    """The last moment of a day in Vietnam: what had been entered by then was known that day."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM) - timedelta(milliseconds=1)


def _facts_at(reader: Reader, moment: datetime) -> Iterator[PersonFacts]:
    people: dict[str, PersonFacts] = {}
    into: dict[str, str] = {}
    for person_id, state in states_at(reader, "person", moment):
        if state.state == LIVE:
            person: Any = record_of(KINDS["person"], person_id, state.fields)
            if person is not None:
                people[person_id] = PersonFacts(0, "", person)
        elif state.state == MERGED and state.into is not None:
            into[person_id] = state.into
    for name, attribute in _PARTS.items():
        for record_id, fields in as_of(reader, name, moment):
            facts = people.get(_one(into, fields["person"]))
            record = record_of(KINDS[name], record_id, fields) if facts is not None else None
            if record is not None:
                getattr(facts, attribute).append(record)
    for facts in people.values():
        # as the tables give them: by their day, equal days by id
        facts.addresses.sort(key=lambda a: (a.since is not None, a.since or date.min, a.id))
        facts.statuses.sort(key=lambda s: (s.since, s.id))
        facts.decisions.sort(key=lambda d: (d.decided_on, d.id))
        yield facts


def _one(into: dict[str, str], person: str) -> str:
    """Who stood for a person; where merges run in a circle nobody does."""
    seen: set[str] = set()
    while person in into and person not in seen:
        seen.add(person)
        person = into[person]
    return person
