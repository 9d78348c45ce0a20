"""The list of people: ids in order, lines by page, filters; all sorting and filtering in SQL."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from app.kinds.text import search_terms, text_key
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.tables.cards import NEVER, UNDER_MANAGEMENT

#: Words of a search that are looked at; nobody's name is longer.
_MOST_WORDS = 16
#: What a list can be sorted by, and the column that has the order and an index.
SORTS = {
    "name": "name_key",
    "born": "birth_key",
    "hamlet": "hamlet_key",
    "status": "main_status",
    "due": "due",
}
_LINE = (
    "p, id, name, sex, birth, number, hamlet, residence, statuses, since, until, decision, last_test_on,"
    " last_result, last_visit_on, officer, due, due_what, node"
)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which people, in which order. Empty words do not filter.

    ``status`` is a status code or ``managed`` (any status under management);
    ``due`` is ``overdue``, ``week`` or ``any``; ``node`` a sending node (upper level).
    """

    text: str = ""
    status: str = ""
    hamlet: str = ""
    officer: str = ""
    due: str = ""
    node: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as a list shows them; days are ISO text, ``due`` empty when nothing is due."""

    p: int
    id: str
    name: str
    sex: str | None
    birth: str | None
    number: str | None
    hamlet: str | None
    residence: str | None
    statuses: tuple[str, ...]
    since: str | None
    until: str | None
    decision: str | None
    last_test_on: str | None
    last_result: str | None
    last_visit_on: str | None
    officer: str | None
    due: str
    due_what: str | None
    node: str


def list_ids(session: Session, query: ListQuery) -> array[int]:
    """The numbers of all people of a query, in its order."""
    with session.store.read() as reader:
        where, params = _where(session, query)
        rows = reader.stream(f"SELECT p FROM card{where}{_order(query)}", params)
        return array("q", (row[0] for row in rows))


def count_people(session: Session, query: ListQuery) -> int:
    """How many people a query finds."""
    with session.store.read() as reader:
        where, params = _where(session, query)
        return int(reader.value(f"SELECT count(*) FROM card{where}", params) or 0)


def first_lines(session: Session, query: ListQuery, n: int = 50) -> list[PersonLine]:
    """The first ``n`` lines of a query, for the first paint."""
    with session.store.read() as reader:
        where, params = _where(session, query)
        return _lines(reader.rows(f"SELECT {_LINE} FROM card{where}{_order(query)} LIMIT ?", (*params, n)))


def lines_of(session: Session, numbers: Sequence[int]) -> list[PersonLine]:
    """The lines of the given people, in the given order; people no longer there are left out."""
    with session.store.read() as reader:
        rows = reader.rows(
            f"SELECT {_LINE} FROM card WHERE p IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(list(numbers)).decode(),),
        )
    by_number = {line.p: line for line in _lines(rows)}
    return [by_number[p] for p in numbers if p in by_number]


def each_row(session: Session, query: ListQuery, columns: str) -> Iterator[Sequence[Any]]:
    """The named card columns of all lines of a query one after the other, for files; nothing is held."""
    with session.store.read() as reader:
        where, params = _where(session, query)
        yield from reader.stream(f"SELECT {columns} FROM card{where}{_order(query)}", params)


def line_of(session: Session, person_id: str) -> PersonLine | None:
    """The line of one person, or None."""
    with session.store.read() as reader:
        rows = reader.rows(
            f"SELECT {_LINE} FROM card WHERE p = (SELECT n FROM r_person WHERE id = ?)", (person_id,)
        )
    return _lines(rows)[0] if rows else None


def number_of(session: Session, person_id: str) -> int | None:
    """A person's number in the lists."""
    with session.store.read() as reader:
        found: int | None = reader.value(
            "SELECT p FROM card WHERE p = (SELECT n FROM r_person WHERE id = ?)", (person_id,)
        )
        return found


def hamlets(session: Session) -> list[tuple[str, int]]:
    """The hamlets people live in, with how many, in Vietnamese order."""
    with session.store.read() as reader:
        sql = "SELECT hamlet, count(*) FROM card WHERE hamlet IS NOT NULL GROUP BY hamlet_key ORDER BY hamlet_key"
        return [(row[0], row[1]) for row in reader.rows(sql)]


def officers(session: Session) -> list[tuple[str, int]]:
    """The officers in charge, with how many people each has."""
    with session.store.read() as reader:
        sql = "SELECT officer, count(*) FROM card WHERE officer IS NOT NULL GROUP BY officer ORDER BY officer"
        return [(row[0], row[1]) for row in reader.rows(sql)]


def status_counts(session: Session) -> dict[str, int]:
    """How many people are in each status now; somebody in two statuses counts in both."""
    with session.store.read() as reader:
        found: dict[str, int] = {}
        for statuses, n in reader.rows(
            "SELECT statuses, count(*) FROM card WHERE statuses <> '' GROUP BY statuses"
        ):
            for code in statuses.split(" "):
                found[code] = found.get(code, 0) + n
        return found


def _lines(rows: Sequence[Sequence[Any]]) -> list[PersonLine]:
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> PersonLine:
    statuses, due = row[8], row[16]
    shown = (tuple(statuses.split(" ")) if statuses else (), *row[9:16], "" if due == NEVER else due)
    return PersonLine(*(*row[:8], *shown, *row[17:]))


def _order(query: ListQuery) -> str:
    column = SORTS.get(query.sort, "name_key")
    way = " DESC" if query.descending else ""
    # ends with the number: equal lines must come in one order, however the list is read
    names = "" if column == "name_key" else f", name_key{way}"
    return f" ORDER BY {column}{way}{names}, p{way}"


def _where(session: Session, query: ListQuery) -> tuple[str, list[object]]:
    parts: list[str] = []
    params: list[object] = []
    match = fts_query(query.text)
    if query.text.strip():
        parts.append("p IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ?)" if match else "0")
        params += [match] if match else []
    if query.status == "managed":
        codes = sorted(UNDER_MANAGEMENT)
        parts.append(f"main_status IN ({', '.join('?' for _ in codes)})")
        params += codes
    elif query.status:
        parts.append("instr(' ' || statuses || ' ', ?) > 0")
        params.append(f" {query.status} ")
    hamlet = text_key(query.hamlet) if query.hamlet else ""  # as ``hamlets`` groups them
    for column, value in (("hamlet_key", hamlet), ("officer", query.officer), ("node", query.node)):
        if value:
            parts.append(f"{column} = ?")
            params.append(value)
    _add_due(session, query, parts, params)
    return (" WHERE " + " AND ".join(parts) if parts else ""), params


def _add_due(session: Session, query: ListQuery, parts: list[str], params: list[object]) -> None:
    from datetime import timedelta

    today = session.today()
    limits = {"overdue": today, "week": today + timedelta(days=8)}
    if query.due in limits:
        parts.append("due < ?")
        params.append(limits[query.due].isoformat())
    elif query.due == "any":
        parts.append("due < ?")
        params.append(NEVER)


def fts_query(text: str) -> str:
    """The words of a search as an index query: each, in one of its forms, must begin a word of the person."""
    terms = search_terms(text)
    if terms.digits:
        return f'"{terms.digits}"*'
    return " AND ".join(_either(choice) for choice in terms.choices[:_MOST_WORDS])


def _either(forms: Sequence[str]) -> str:
    words = " OR ".join(f'"{form}"*' for form in forms)
    return f"({words})" if len(forms) > 1 else words


def people_under(reader: Reader) -> int:
    """How many people are under management now."""
    codes = ", ".join(f"'{c}'" for c in sorted(UNDER_MANAGEMENT))
    return int(reader.value(f"SELECT count(*) FROM card WHERE main_status IN ({codes})") or 0)
