"""The list of people under management as of any day, ready for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.kinds.codes import STATUS
from app.kinds.dates import show_birth
from app.kinds.status import StatusPeriod
from app.kinds.text import person_key
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.tables.cards import UNDER_MANAGEMENT, current_address, open_statuses
from app.register.tables.facts import PersonFacts, chunks, facts_of
from app.words import _


@dataclass(frozen=True, slots=True)
class ManagedLine:
    """A person under management on a day, as the list of decree 105/2021 names them; days as dates."""

    id: str
    name: str
    other_names: tuple[str, ...]
    sex: str | None
    birth: str | None
    number: str | None
    residence: str
    hamlet: str | None
    status: str
    decision: str | None
    decided_on: date | None
    since: date
    until: date | None
    note: str | None

    def status_label(self) -> str:
        """The status in the language in use."""
        return _(STATUS.label(self.status))

    def born(self) -> str:
        """The birth as known, for people."""
        return show_birth(self.birth) if self.birth else ""


def managed_on(session: Session, day: date, status: str = "") -> list[ManagedLine]:
    """Everybody under management on a day, past or present, in Vietnamese order of names.

    By the days as they are known now. ``status`` narrows it to one status. A person in several statuses
    stands once for each. The print is recorded by whoever makes a document of it.
    """
    found: list[tuple[str, ManagedLine]] = []
    iso = day.isoformat()
    with session.store.read() as reader:
        for ids in chunks(_held(reader, iso)):
            for facts in facts_of(reader, ids).values():
                found += lines_for(facts, iso, status)
    return in_order(found)


def lines_for(facts: PersonFacts, iso: str, status: str = "") -> Iterator[tuple[str, ManagedLine]]:
    """The lines of one person on a day (ISO), each with the key of its name."""
    for period in open_statuses(facts, iso):
        if period.status in UNDER_MANAGEMENT and status in ("", period.status):
            yield person_key(facts.person.sort_name or facts.person.name), _line(facts, period, iso)


def in_order(found: list[tuple[str, ManagedLine]]) -> list[ManagedLine]:
    """Lines with their keys, in Vietnamese order of names; one status of one person stands once."""
    found.sort(key=lambda pair: (pair[0], pair[1].id, pair[1].status))
    kept: dict[tuple[str, str], ManagedLine] = {}
    for _key, line in found:
        kept.setdefault((line.id, line.status), line)
    return list(kept.values())


def _held(reader: Reader, iso: str) -> list[str]:
    """Who has any status on a day, or stands for somebody who has, in the order of ids."""
    sql = (
        "SELECT DISTINCT person FROM r_status_period WHERE _state = 0 AND since <= ?"
        " AND (until IS NULL OR until >= ?)"
    )
    people = [row[0] for row in reader.rows(sql, (iso, iso))]
    one = reader.survivors(people)
    return sorted({one.get(person, person) for person in people})


def _line(facts: PersonFacts, period: StatusPeriod, iso: str) -> ManagedLine:
    address = current_address(facts, iso)
    decision = next((d for d in facts.decisions if d.id == period.opened_by), None)
    parts = [address.text or address.hamlet or ""] if address else []
    return ManagedLine(
        id=facts.person.id,
        name=facts.person.name,
        other_names=facts.person.other_names,
        sex=facts.person.sex,
        birth=facts.person.birth,
        number=next((p.number for p in facts.person.papers if p.number), None),
        residence=", ".join(p for p in parts if p),
        hamlet=address.hamlet if address else None,
        status=period.status,
        decision=decision.number if decision else None,
        decided_on=decision.decided_on if decision else None,
        since=period.since,
        until=period.until,
        note=period.note,
    )
