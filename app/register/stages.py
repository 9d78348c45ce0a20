"""A procedure as a list: the stage of every case, since when, what is owed next, when it ends.

A ``Procedure`` is declared from SQL expressions over its records; this module makes of it the ids, lines and
counts that a list of stages shows. Law is not reckoned here: what comes next is read off the table ``owed``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.kinds.codec import kind_named
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.kinds.status import Decision, StatusPeriod
from app.kinds.text import text_key
from app.ledger.projection import projection
from app.ledger.reader import Reader
from app.register.between import in_people
from app.register.lists import PersonLine, fts_query, lines_of
from app.register.session import Session
from app.register.tables.cards import NEVER
from app.words import N_

#: How far ahead an end counts as near; a choice of the screen, not of the law.
ENDING_DAYS = 30
WEEK_DAYS = 7
#: A list may be made of this many kinds: the key of a line is the row number times this, plus the place.
_MOST_ORIGINS = 4
_NO_CASE = N_("The case is no longer in the list. Read the page again with F5.")

#: What a list of stages can be sorted by.
SORTS = ("name", "hamlet", "stage", "since", "due", "ends")


@dataclass(frozen=True, slots=True)
class Origin:
    """The records of one kind that are cases of a procedure.

    SQL expressions over ``r`` (the record's row), ``c`` (the person's card) and ``at`` (``today``, and ``soon``,
    the last day that counts as near): ``stage`` gives a code of the procedure, ``since`` and ``ends`` ISO days
    or NULL. ``filters`` names what can be filtered by, each compared as text.
    """

    kind: str
    stage: str
    since: str
    ends: str = "NULL"
    where: str = "1"
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure: its stages in order (code: message id), where its cases come from, what is owed in it.

    ``owed`` is a condition over ``o``, a row of the table of what is owed; ``over`` the stages of cases that
    have come to an end, which are listed only when asked for and owe nothing; ``beside`` the kinds whose
    records about the person a case is shown with.
    """

    name: str
    stages: Mapping[str, str]
    origins: tuple[Origin, ...]
    owed: str
    over: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageQuery:
    """Which cases, in which order. ``stage`` empty: all that have not come to an end; ``*``: all.

    ``due`` is ``overdue``, ``week`` or ``any``; ``filters`` are pairs of a filter of the origins and its value.
    """

    text: str = ""
    stage: str = ""
    hamlet: str = ""
    due: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = "due"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing owed in a case: ``due`` a day, a moment, or None for at once; ``what`` empty for nothing."""

    what: str = ""
    rule: str = ""
    status: str = ""
    due: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class StageLine:
    """A case as a list shows it; ``since`` and ``ends`` ISO days or empty, ``owing`` the next thing owed."""

    key: int
    kind: str
    id: str
    person: str
    p: int
    name: str
    birth: str | None
    hamlet: str | None
    stage: str
    since: str
    ends: str
    owing: Owing


@dataclass(frozen=True, slots=True)
class Detail:
    """A case with what its panel shows: the record, the person, everything owed in the procedure."""

    line: StageLine
    record: Any
    person: PersonLine
    owed: tuple[Owing, ...]
    statuses: tuple[StatusPeriod, ...]
    decisions: tuple[Decision, ...]
    beside: Mapping[str, tuple[Any, ...]]

    def next_of(self, rule: str) -> Owing | None:
        """What is owed by a rule, if anything."""
        return next((owing for owing in self.owed if owing.rule == rule), None)


def stage_ids(session: Session, procedure: Procedure, query: StageQuery) -> array[int]:
    """The keys of all cases of a query, in its order."""
    sql, params = _asked(session, procedure, query)
    with session.store.read() as reader:
        return array("q", (row[0] for row in reader.stream(f"{sql}{_order(procedure, query)}", params)))


def first_stage_lines(
    session: Session, procedure: Procedure, query: StageQuery, n: int = 50
) -> list[StageLine]:
    """The first ``n`` lines of a query, for the first paint."""
    sql, params = _asked(session, procedure, query)
    with session.store.read() as reader:
        rows = reader.rows(f"{sql}{_order(procedure, query)} LIMIT ?", (*params, n))
        return _lines(reader, procedure, rows)


def stage_lines(session: Session, procedure: Procedure, keys: Sequence[int]) -> list[StageLine]:
    """The lines of the given keys, in their order; cases no longer there are left out."""
    with session.store.read() as reader:
        found = {line.key: line for line in _by_keys(reader, session, procedure, keys)}
    return [found[key] for key in keys if key in found]


def stage_counts(session: Session, procedure: Procedure) -> dict[str, int]:
    """How many cases are in each stage; every stage of the procedure is named."""
    counts = dict.fromkeys(procedure.stages, 0)
    inner, params = _cases(session, procedure, StageQuery(stage="*", sort="stage"))
    with session.store.read() as reader:
        for stage, n in reader.rows(f"{_AT}SELECT stage, count(*) FROM ({inner}) GROUP BY stage", params):
            counts[stage] = counts.get(stage, 0) + n
    return counts


def query_plan(session: Session, procedure: Procedure, query: StageQuery) -> list[str]:
    """How the store answers a query, one line a step: what the tests of speed look at."""
    sql, params = _asked(session, procedure, query)
    with session.store.read() as reader:
        rows = reader.rows(f"EXPLAIN QUERY PLAN {sql}{_order(procedure, query)} LIMIT 50", params)
    return [str(row[3]) for row in rows]


def each_stage_line(
    session: Session, procedure: Procedure, query: StageQuery, page: int = 500
) -> Iterator[StageLine]:
    """All lines of a query one after the other, for files; a page at a time is held."""
    keys = stage_ids(session, procedure, query)
    for start in range(0, len(keys), page):
        yield from stage_lines(session, procedure, keys[start : start + page])


def open_case(session: Session, procedure: Procedure, key: int) -> Detail:
    """A case by its key; Fault E_UNKNOWN_RECORD when it is gone."""
    found = stage_lines(session, procedure, [key])
    if not found:
        raise Fault("E_UNKNOWN_RECORD", _NO_CASE)
    line = found[0]
    session.need_read(KINDS[line.kind])
    person = lines_of(session, [line.p])
    with session.store.read() as reader:
        record = reader.get(KINDS[line.kind].struct, line.id)
        if record is None or not person:
            raise Fault("E_UNKNOWN_RECORD", _NO_CASE)
        where, people = in_people(reader, line.person)
        return Detail(
            line,
            record,
            person[0],
            tuple(_owing(reader, procedure, [line.p]).get(line.p, ())),
            tuple(reader.all(StatusPeriod, f"{where} ORDER BY since, id", people)),
            tuple(reader.all(Decision, f"{where} ORDER BY decided_on, id", people)),
            {name: tuple(_about(reader, session, name, line.person)) for name in procedure.beside},
        )


def case_of_record(session: Session, procedure: Procedure, kind: str, record_id: str) -> int | None:
    """The key of a record in the list of a procedure, None where it has none."""
    with session.store.read() as reader:
        n = reader.value(
            f'SELECT n FROM "{projection(kind).table}" WHERE id = ? AND _state = 0', (record_id,)
        )
    places = [at for at, origin in enumerate(procedure.origins) if origin.kind == kind]
    keys = [n * _MOST_ORIGINS + place for place in places] if n is not None else []
    found = stage_lines(session, procedure, keys)
    return found[0].key if found else None


def records_about(session: Session, kind: str, person: str) -> list[Any]:
    """The live records of a kind about a person, in the order of their day; none where the role reads none."""
    with session.store.read() as reader:
        return _about(reader, session, kind, person)


def _about(reader: Reader, session: Session, name: str, person: str) -> list[Any]:
    kind = kind_named(name)
    if not session.may_read(kind):
        return []
    order = f'"{kind.when}", id' if kind.when else "id"
    where, people = in_people(reader, person)
    found: list[Record] = reader.all(kind.struct, f"{where} ORDER BY {order}", people)
    return found


# -- SQL ---------------------------------------------------------------------------------------------------

#: Bound first in every statement: today and the last day that counts as near. ``merged``: who stands for
#: people that were merged away; few ever are.
_AT = (
    "WITH RECURSIVE at(today, soon) AS (VALUES (?, ?)), up(first, id) AS (SELECT m.id, m._into FROM r_person AS m"
    " WHERE m._into IS NOT NULL AND m._state = 2 UNION SELECT up.first, m._into FROM up JOIN r_person AS m"
    " ON m.id = up.id WHERE m._state = 2), merged(id, root) AS (SELECT up.first, up.id FROM up"
    " JOIN r_person AS m ON m.id = up.id WHERE m._state = 0) "
)
_COLUMNS = "key, kind, id, person, p, name, birth, hamlet, stage, coalesce(since, ''), coalesce(ends, '')"


def _asked(session: Session, procedure: Procedure, query: StageQuery) -> tuple[str, list[object]]:
    inner, params = _cases(session, procedure, query)
    return f"{_AT}SELECT {_COLUMNS} FROM ({inner})", params


def _cases(session: Session, procedure: Procedure, query: StageQuery) -> tuple[str, list[object]]:
    """Every case of a query as one select, and its parameters, those of ``_AT`` first."""
    today = session.today()
    params: list[object] = [today.isoformat(), (today + timedelta(days=ENDING_DAYS)).isoformat()]
    parts = []
    with_due = query.sort == "due" or bool(query.due)
    for place, origin in enumerate(procedure.origins):
        where, more = _where(session, procedure, origin, query)
        if not session.may_read(KINDS[origin.kind]):
            where = f"{where} AND 0"
        parts.append(_select(procedure, origin, place, where, with_due=with_due))
        params += more
    return " UNION ALL ".join(parts), params


def _select(procedure: Procedure, origin: Origin, place: int, where: str, *, with_due: bool) -> str:
    table = projection(origin.kind).table
    due = _due_of(procedure, origin) if with_due else "NULL"
    return (
        f"SELECT r.n * {_MOST_ORIGINS} + {place} AS key, '{origin.kind}' AS kind, r.id AS id,"
        f" c.id AS person, c.p AS p, c.name AS name, c.birth AS birth, c.hamlet AS hamlet,"
        f" c.name_key AS name_key, c.hamlet_key AS hamlet_key, {origin.stage} AS stage,"
        f" {origin.since} AS since, {origin.ends} AS ends, {due} AS due"
        # the one row of ``at`` first, then the cases, then each person by number: never everybody
        f' FROM at CROSS JOIN "{table}" AS r CROSS JOIN r_person AS who ON who._state = 0 AND who.id ='
        " coalesce((SELECT merged.root FROM merged WHERE merged.id = r.person), r.person)"
        f" CROSS JOIN card AS c ON c.p = who.n WHERE r._state = 0 AND ({origin.where}){where}"
    )


def _due_of(procedure: Procedure, origin: Origin) -> str:
    """The first day of what is owed; nothing is owed in a case that has come to an end."""
    first = f"(SELECT min(o.due) FROM owed AS o WHERE o.p = c.p AND ({procedure.owed}))"
    if not procedure.over:
        return first
    return f"CASE WHEN {origin.stage} IN ({_quoted(procedure.over)}) THEN NULL ELSE {first} END"


def _where(
    session: Session, procedure: Procedure, origin: Origin, query: StageQuery
) -> tuple[str, list[object]]:
    parts: list[str] = []
    params: list[object] = []
    if query.text.strip():
        match = fts_query(query.text)
        parts.append("c.p IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ?)" if match else "0")
        params += [match] if match else []
    if query.stage and query.stage != "*":
        parts.append(f"{origin.stage} = ?")
        params.append(query.stage)
    elif not query.stage and procedure.over:
        parts.append(f"{origin.stage} NOT IN ({_quoted(procedure.over)})")
    if query.hamlet:
        parts.append("c.hamlet_key = ?")
        params.append(text_key(query.hamlet))
    for name, value in query.filters:
        expression = origin.filters.get(name)
        parts.append(f"CAST({expression} AS TEXT) = ?" if expression else "0")
        params += [value] if expression else []
    if query.due:
        sql, more = _due_part(session, _due_of(procedure, origin), query.due)
        parts.append(sql)
        params += more
    return "".join(f" AND {part}" for part in parts), params


def _due_part(session: Session, first: str, due: str) -> tuple[str, list[object]]:
    """A day is text of ten characters; longer ones are moments, which pass within a day."""
    today = session.today()
    if due == "overdue":
        passed = f"({first} < ? OR length({first}) > 10 AND {first} < ?)"
        return passed, [today.isoformat(), session.now().isoformat()]
    until = (today + timedelta(days=WEEK_DAYS + 1)).isoformat() if due == "week" else NEVER
    return f"{first} < ?", [until]


def _order(procedure: Procedure, query: StageQuery) -> str:
    way = " DESC" if query.descending else ""
    places = " ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(procedure.stages))
    columns = {
        "name": "name_key",
        "hamlet": "hamlet_key",
        "stage": f"CASE stage {places} ELSE 99 END",
        "since": "coalesce(since, '')",
        "due": f"coalesce(due, '{NEVER}')",
        "ends": f"coalesce(ends, '{NEVER}')",
    }
    column = columns.get(query.sort, columns["due"])
    return f" ORDER BY {column}{way}, name_key{way}, key{way}"


def _quoted(codes: frozenset[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


def _by_keys(reader: Reader, session: Session, procedure: Procedure, keys: Sequence[int]) -> list[StageLine]:
    today = session.today()
    near = (today + timedelta(days=ENDING_DAYS)).isoformat()
    rows: list[Sequence[Any]] = []
    for place, origin in enumerate(procedure.origins):
        numbers = [key // _MOST_ORIGINS for key in keys if key % _MOST_ORIGINS == place]
        if numbers and session.may_read(KINDS[origin.kind]):
            one = _select(
                procedure, origin, place, " AND r.n IN (SELECT value FROM json_each(?))", with_due=False
            )
            wanted = msgspec.json.encode(numbers).decode()
            params = (today.isoformat(), near, wanted)
            rows += reader.rows(f"{_AT}SELECT {_COLUMNS} FROM ({one})", params)
    return _lines(reader, procedure, rows)


def _lines(reader: Reader, procedure: Procedure, rows: Sequence[Sequence[Any]]) -> list[StageLine]:
    owed = _owing(reader, procedure, [row[4] for row in rows])
    made = []
    for row in rows:
        due = () if row[8] in procedure.over else owed.get(row[4], ())
        made.append(StageLine(*(*row, due[0] if due else Owing())))
    return made


def _owing(reader: Reader, procedure: Procedure, people: Sequence[int]) -> dict[int, list[Owing]]:
    """What each of some people owes in a procedure, the most urgent first, what has no day at the end."""
    sql = (
        "SELECT o.p, o.what, o.rule, o.status, o.due FROM owed AS o"
        f" WHERE o.p IN (SELECT value FROM json_each(?)) AND ({procedure.owed})"
        f" ORDER BY coalesce(o.due, '{NEVER}'), o.what"
    )
    found: dict[int, list[Owing]] = {}
    for p, what, rule, status, due in reader.rows(sql, (msgspec.json.encode(sorted(set(people))).decode(),)):
        found.setdefault(p, []).append(Owing(what, rule, status, _due(due)))
    return found


def _due(stored: str | None) -> date | datetime | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
