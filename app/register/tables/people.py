"""The three tables about people, computed together because they read the same facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.law.calendar import Calendar
from app.law.owed import Watch
from app.law.packs import LawPacks
from app.ledger.projection import bound
from app.ledger.reader import Reader
from app.register.tables import cards, index, owing
from app.register.tables.facts import PersonFacts, all_ids, chunks, facts_of

_DAY = "people_day"
#: A birth known to the year may lie this far from its first day.
_A_YEAR = timedelta(days=367)


class PeopleTables:
    """Cards, what is owed and the search index, as of a day kept in the store.

    ``today`` gives the day in Vietnam; the stored day moves on with ``turn``.
    """

    name = "people"
    version = "4"

    def __init__(self, law: LawPacks, calendar: Calendar, today: Callable[[], date]) -> None:
        self._law = law
        self._calendar = calendar
        self._today = today

    def create(self, conn: sa.Connection) -> None:
        """Make the tables anew, empty, as of today."""
        cards.create(conn)
        owing.create(conn)
        index.create(conn)
        _set_day(conn, self._today())

    def refresh(self, reader: Reader, persons: Iterable[str], own: frozenset[str] = frozenset()) -> None:
        """Recompute what belongs to these people; the index only for those in ``own``."""
        day = stored_day(reader, self._today())
        watch = owing.watch_at(self._law, self._calendar, day)
        for ids in chunks(sorted(persons)):
            _replace(reader, ids, facts_of(reader, ids), watch, day, own)

    def rebuild(self, reader: Reader) -> None:
        """Fill the empty tables."""
        day = stored_day(reader, self._today())
        watch = owing.watch_at(self._law, self._calendar, day)
        for ids in chunks(list(all_ids(reader))):
            _replace(reader, ids, facts_of(reader, ids), watch, day, None)
        index.merge(reader)

    def turn(self, reader: Reader) -> int:
        """Bring the tables to today; returns how many people the new day changed something for."""
        today = self._today()
        before = stored_day(reader, today)
        if before == today:
            return 0
        _set_day(reader.conn, today)
        low, high = sorted((before.isoformat(), today.isoformat()))
        rows = reader.rows(
            "SELECT person FROM r_status_period WHERE since BETWEEN ? AND ? OR until BETWEEN ? AND ?"
            " UNION SELECT person FROM r_address WHERE since BETWEEN ? AND ? OR until BETWEEN ? AND ?"
            " UNION SELECT person FROM owed WHERE what = ? AND coalesce(due, '') < ?",
            # forward, terms come to their end; where a clock went back, ended ones run again
            (*(low, high) * 4, *(("term_end", high) if before < today else ("end_papers", "9999"))),
        )
        ids = frozenset(row[0] for row in rows if row[0]) | self._of_other_law(reader, before, today)
        self.refresh(reader, ids)
        return len(ids)

    def _of_other_law(self, reader: Reader, before: date, today: date) -> frozenset[str]:
        """Whom a new law or a coming of age concerns: on most days nobody."""
        first, second = (self._law.at(max(day, self._law.oldest)) for day in (before, today))
        if first is not second:
            return frozenset(all_ids(reader))
        low, high = sorted((owing.grown_up(before), owing.grown_up(today)))
        rows = reader.rows(
            "SELECT id FROM r_person WHERE _state = 0 AND born_from BETWEEN ? AND ?",
            ((low - _A_YEAR).isoformat(), (high + _A_YEAR).isoformat()),
        )
        return frozenset(row[0] for row in rows)

    def differences(self, reader: Reader) -> list[str]:
        """Cards or obligations that a recomputation does not give, one sentence each (at most 20)."""
        from app.words import _

        day = stored_day(reader, self._today())
        watch = owing.watch_at(self._law, self._calendar, day)
        found: list[str] = []
        for ids in chunks(list(all_ids(reader))):
            facts = facts_of(reader, ids)
            have = {row[1]: tuple(row) for row in _cards(reader, ids)}
            owed = _owed_rows(reader, ids)
            for record_id, one in facts.items():
                rows, card = _computed(one, watch, day)
                if have.get(record_id) != card or sorted(owed.get(record_id, []), key=repr) != sorted(
                    rows, key=repr
                ):
                    found.append(
                        _("The line of {id} in the lists is not what the records give.", id=record_id)
                    )
            if len(found) >= 20:
                break
        for table, column in (("card", "p"), ("owed", "p"), ("people_fts", "rowid")):
            found += _strays(reader, table, column)
        return found[:20]


def _strays(reader: Reader, table: str, column: str) -> list[str]:
    """Lines of a table that belong to nobody in the register, and people who are missing from it."""
    from app.words import _

    live = "SELECT n FROM r_person WHERE _state = 0"
    extra = reader.value(f"SELECT count(*) FROM {table} WHERE {column} NOT IN ({live})")
    lacking = reader.rows(
        f"SELECT id FROM r_person WHERE _state = 0 AND n NOT IN (SELECT {column} FROM {table}) LIMIT 20"
    )
    found = [
        _("The list “{table}” lacks {id}.", table=table, id=row[0]) for row in lacking if table != "owed"
    ]
    return found + [_("The list “{table}” has lines of nobody.", table=table)] * bool(extra)


def stored_day(reader: Reader, fallback: date) -> date:
    """The day the tables are computed for."""
    value = reader.value("SELECT value FROM meta WHERE key = ?", (_DAY,))
    return date.fromisoformat(value) if value else fallback


def _set_day(conn: sa.Connection, day: date) -> None:
    conn.exec_driver_sql(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_DAY, day.isoformat()),
    )


def _computed(facts: PersonFacts, watch: Watch, day: date) -> tuple[list[tuple[Any, ...]], tuple[Any, ...]]:
    rows = [owing.row_of(facts, owed) for owed in watch.owed(owing.case_of(facts, day))]
    return rows, cards.card_of(facts, day.isoformat(), owing.next_due(rows))


def _replace(
    reader: Reader,
    ids: list[str],
    found: dict[str, PersonFacts],
    watch: Watch,
    day: date,
    own: frozenset[str] | None,
) -> None:
    """Write the lines of the people found; ``own`` None: the tables are empty and all of them are new."""
    if len(found) < len(ids):
        _remove(reader, [i for i in ids if i not in found])
    made = [_computed(facts, watch, day) for facts in found.values()]
    if not made:
        return
    named = [facts for facts in found.values() if own is None or facts.person.id in own]
    if own is not None:
        reader.run_many(owing.DELETE, [(facts.n,) for facts in found.values()])
        if named:
            reader.run_many(index.DELETE, [(facts.n,) for facts in named])
    reader.run_many(cards.INSERT, [bound(card) for _, card in made])
    owed = [row for rows, _ in made for row in rows]
    if owed:
        reader.run_many(owing.INSERT, owed)
    if named:
        reader.run_many(index.INSERT, [(f.n, index.text_of(f.person)) for f in named])


def _remove(reader: Reader, ids: list[str]) -> None:
    for record_id in ids:
        p = reader.value("SELECT n FROM r_person WHERE id = ?", (record_id,))
        if p is not None:
            for statement in ("DELETE FROM card WHERE p = ?", owing.DELETE, index.DELETE):
                reader.run(statement, (p,))


def _cards(reader: Reader, ids: list[str]) -> list[Any]:
    import msgspec

    wanted = "SELECT n FROM r_person WHERE id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT {', '.join(cards.COLUMNS)} FROM card WHERE p IN ({wanted})"
    return list(reader.rows(sql, (msgspec.json.encode(ids).decode(),)))


def _owed_rows(reader: Reader, ids: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    import msgspec

    sql = f"SELECT {', '.join(owing.COLUMNS)} FROM owed WHERE person IN (SELECT value FROM json_each(?))"
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in reader.rows(sql, (msgspec.json.encode(ids).decode(),)):
        found.setdefault(row[1], []).append(tuple(row))
    return found
