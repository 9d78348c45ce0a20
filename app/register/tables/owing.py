"""From a person's records to what the law owes and is owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.kinds.dates import VIETNAM, age_on
from app.kinds.status import Decision, StatusPeriod
from app.kinds.text import person_key
from app.law.calendar import Calendar
from app.law.facts import CaseFacts, PositiveTest, StatusFact
from app.law.owed import Owed, Watch
from app.law.packs import LawPacks
from app.register.tables.cards import current_address
from app.register.tables.facts import PersonFacts

COLUMNS = ("p", "person", "what", "rule", "due", "status", "name_key")
INSERT = f"INSERT INTO owed ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"
DELETE = "DELETE FROM owed WHERE p = ?"
DDL = (
    "DROP TABLE IF EXISTS owed",
    (
        "CREATE TABLE owed (p INTEGER NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, rule TEXT NOT NULL,"
        " due TEXT, status TEXT NOT NULL, name_key TEXT NOT NULL,"
        # what has no day because a fact is missing, as against what the law gives no number of days for
        " lacks INTEGER NOT NULL AS (substr(what, 1, 8) = 'missing_')) STRICT"
    ),
    # the whole order of the start screen: a short list is read off the index and stops
    "CREATE INDEX owed_due ON owed (due, lacks, name_key, p)",
    "CREATE INDEX owed_p ON owed (p)",
)

#: Which sort of decision opens a status, where the status does not name its decision.
_OPENED = {
    "U-QL": "manage_user",
    "S": "aftercare",
    "A-TN-GĐ": "voluntary",
    "A-BB": "court",
    "A-BB-TN": "court",
    "GD": "education",
}
#: A decision this long before the status began may still be the one that opened it.
_LEAD = timedelta(days=31)
_ADULT = 18


def grown_up(day: date) -> date:
    """Who was born on the day given back comes of age on ``day``."""
    return date(day.year - _ADULT, day.month, min(day.day, 28))


def watch_at(law: LawPacks, calendar: Calendar, day: date) -> Watch:
    """The watch that says what is owed as of the beginning of a day.

    A computer whose clock has fallen back before all law must still open the register.
    """
    day = max(day, law.oldest)
    return Watch(law, calendar, datetime(day.year, day.month, day.day, tzinfo=VIETNAM))


def case_of(facts: PersonFacts, day: date) -> CaseFacts:
    """A person's records as the law looks at them."""
    person = facts.person
    age = age_on(person.birth, day) if person.birth else None
    return CaseFacts(
        person=person.id,
        birth=person.birth,
        has_residence=current_address(facts, day.isoformat()) is not None,
        minor=age is not None and age < _ADULT,
        statuses=tuple(_status(facts, s) for s in facts.statuses),
        positives=tuple(
            PositiveTest(t.sampled_at, answered=_answered(facts, t.sampled_at.date()))
            for t in facts.tests
            if t.result == "positive"
        ),
        last_visit=facts.visits[-1].visited_on if facts.visits else None,
    )


def row_of(facts: PersonFacts, owed: Owed) -> tuple[object, ...]:
    """The stored row of an obligation."""
    due = owed.due.isoformat() if owed.due is not None else None
    key = person_key(facts.person.sort_name or facts.person.name)
    return (facts.n, facts.person.id, owed.what, owed.rule, due, owed.status, key)


def next_due(rows: list[tuple[object, ...]]) -> tuple[str, str] | None:
    """The first thing with a day among stored rows, as (day, what)."""
    dated = sorted((str(row[4])[:10], str(row[2])) for row in rows if row[4] is not None)
    return dated[0] if dated else None


def create(conn: sa.Connection) -> None:
    """Make the table anew, empty."""
    for statement in DDL:
        conn.exec_driver_sql(statement)


def _status(facts: PersonFacts, period: StatusPeriod) -> StatusFact:
    opened = _decision_of(facts, period)
    return StatusFact(
        code=period.status,
        since=period.since,
        until=period.until,
        decision=(opened.number or "") if opened else "",
        decided_on=opened.decided_on if opened else None,
        ends=opened.effective_until if opened else None,
    )


def _decision_of(facts: PersonFacts, period: StatusPeriod) -> Decision | None:
    if period.opened_by:
        return next((d for d in facts.decisions if d.id == period.opened_by), None)
    sort = _OPENED.get(period.status)
    fitting = [
        d
        for d in facts.decisions
        if d.sort == sort
        and period.since - _LEAD <= d.decided_on
        and (period.until is None or d.decided_on <= period.until)
    ]
    return fitting[0] if fitting else None


def _answered(facts: PersonFacts, day: date) -> bool:
    return any(d.decided_on >= day for d in facts.decisions)
