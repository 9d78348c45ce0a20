"""One line per person for lists: shown, sorted and filtered without touching other tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.kinds.dates import birth_range
from app.kinds.people import Address
from app.kinds.status import StatusPeriod
from app.kinds.text import person_key, text_key
from app.ledger.projection import PLACE
from app.ledger.reader import Reader
from app.register.tables.facts import PersonFacts

COLUMNS = (
    "p",
    "id",
    "node",
    "name",
    "name_key",
    "sex",
    "birth",
    "birth_key",
    "number",
    "hamlet",
    "hamlet_key",
    "unit",
    "residence",
    "statuses",
    "main_status",
    "since",
    "until",
    "decision",
    "decision_on",
    "last_test_on",
    "last_result",
    "last_visit_on",
    "officer",
    "due",
    "due_what",
    "steady_from",
    "steady_until",
)
INSERT = f"INSERT OR REPLACE INTO card ({', '.join(COLUMNS)}) VALUES ({', '.join(PLACE for _ in COLUMNS)})"
DDL = (
    "DROP TABLE IF EXISTS card",
    (
        "CREATE TABLE card (p INTEGER PRIMARY KEY, id TEXT NOT NULL, node TEXT NOT NULL, name TEXT NOT NULL,"
        " name_key TEXT NOT NULL, sex TEXT, birth TEXT, birth_key TEXT NOT NULL, number TEXT, hamlet TEXT,"
        " hamlet_key TEXT NOT NULL, unit TEXT, residence TEXT, statuses TEXT NOT NULL, main_status TEXT NOT NULL,"
        " since TEXT, until TEXT, decision TEXT, decision_on TEXT, last_test_on TEXT, last_result TEXT,"
        " last_visit_on TEXT, officer TEXT, due TEXT, due_what TEXT,"
        # from which day on, and until which day, the passing of days changes nothing about the person
        " steady_from TEXT NOT NULL, steady_until TEXT NOT NULL) STRICT"
    ),
    # each sortable column ends with the name, so that equal values come in Vietnamese order
    "CREATE INDEX card_name ON card (name_key)",
    "CREATE INDEX card_birth ON card (birth_key, name_key)",
    "CREATE INDEX card_hamlet ON card (hamlet_key, name_key)",
    "CREATE INDEX card_status ON card (main_status, name_key)",
    "CREATE INDEX card_due ON card (due, name_key)",
)

#: Statuses from the one that says most of a person's present situation to the least; those
#: under management come first, so that the main status tells whether a person is.
RANK = (
    "A-BB",
    "A-BB-TN",
    "A-TN-CS",
    "A-TN-GĐ",
    "A-TT",
    "S",
    "U-QL",
    "A",
    "GD",
    "U",
    "CUSTODY",
    "PRISON",
    "POSTPONED",
    "EXEMPTED",
    "ABSENT",
    "MOVED",
    "DEAD",
)
#: Statuses that put a person under management by the commune.
UNDER_MANAGEMENT = frozenset({"U-QL", "A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "S"})
ONE_DAY = timedelta(days=1)
_PLACE = {"present": 0, "temporary": 1, "permanent": 2}
#: A person without anything due sorts last.
NEVER = "9999"


def open_statuses(facts: PersonFacts, day: str) -> list[StatusPeriod]:
    """The statuses in force on a day (ISO), the telling one first."""
    running = [
        s
        for s in facts.statuses
        if s.since.isoformat() <= day and (s.until is None or s.until.isoformat() >= day)
    ]
    return sorted(running, key=lambda s: RANK.index(s.status) if s.status in RANK else len(RANK))


def current_address(facts: PersonFacts, day: str) -> Address | None:
    """Where the person lives on a day: present before temporary before permanent residence."""
    running = [
        a
        for a in facts.addresses
        if (a.since is None or a.since.isoformat() <= day) and (a.until is None or a.until.isoformat() >= day)
    ]
    return min(reversed(running), key=lambda a: _PLACE.get(a.sort, 3)) if running else None


def steady(facts: PersonFacts, day: date, since: date, until: date) -> tuple[str, str]:
    """The days from which, and until which, the card of a person is as on ``day``.

    ``since``, ``until``: the same for what is owed. The days on which a status or an address begins, and those
    after which one has ended, bound it further.
    """
    spans: list[tuple[date | None, date | None]] = [(one.since, one.until) for one in facts.statuses]
    spans += [(one.since, one.until) for one in facts.addresses]
    for first, last in spans:
        for turn in (first, last + ONE_DAY if last is not None and last < date.max else None):
            if turn is not None and turn <= day:
                since = max(since, turn)
            elif turn is not None:
                until = min(until, turn)
    return since.isoformat(), until.isoformat()


def card_of(
    facts: PersonFacts, day: str, due: tuple[str, str] | None, span: tuple[str, str]
) -> tuple[Any, ...]:
    """The card of a person as of a day; ``due``: the next thing owed as (day, what); ``span``: as ``steady``."""
    person = facts.person
    running = open_statuses(facts, day)
    main = running[0] if running else None
    address = current_address(facts, day)
    decision = facts.decisions[-1] if facts.decisions else None
    test = facts.tests[-1] if facts.tests else None
    number = next((p.number for p in person.papers if p.number), None)
    return (
        facts.n,
        person.id,
        facts.node,
        person.name,
        person_key(person.sort_name or person.name),
        person.sex,
        person.birth,
        birth_range(person.birth)[0].isoformat() if person.birth else NEVER,
        number,
        address.hamlet if address else None,
        text_key(address.hamlet) if address and address.hamlet else "~",
        address.unit if address else None,
        address.text if address else None,
        " ".join(s.status for s in running),
        main.status if main else "",
        main.since.isoformat() if main else None,
        main.until.isoformat() if main and main.until else None,
        decision.number if decision else None,
        decision.decided_on.isoformat() if decision else None,
        test.sampled_at.date().isoformat() if test else None,
        test.result if test else None,
        facts.visits[-1].visited_on.isoformat() if facts.visits else None,
        person.officer,
        due[0] if due else NEVER,
        due[1] if due else None,
        *span,
    )


def create(conn: sa.Connection) -> None:
    """Make the table anew, empty."""
    for statement in DDL:
        conn.exec_driver_sql(statement)


def remove(reader: Reader, ids: Sequence[str]) -> None:
    """Take the cards of people who are no longer live."""
    for record_id in ids:
        reader.conn.exec_driver_sql(
            "DELETE FROM card WHERE p = (SELECT n FROM r_person WHERE id = ?)", (record_id,)
        )
