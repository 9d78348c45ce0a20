"""The three tables about people, computed together because they read the same facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from app.law.calendar import Calendar
from app.law.owed import Watch
from app.law.packs import LawPacks
from app.law.reckoning import Settings
from app.ledger.projection import bound
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.tables import cards, index, owing
from app.register.tables.case import case_of
from app.register.tables.facts import PersonFacts, all_ids, chunks, facts_of

_DAY = "people_day"
_LAW = "people_law"


def plain_settings(_reader: Reader) -> Settings:
    """The settings of a unit that has chosen nothing."""
    return Settings()


class PeopleTables:
    """Cards, what is owed and the search index, as of a day and a law kept in the store.

    ``today`` gives the day in Vietnam; the stored day moves on with ``turn``. ``settings`` reads the unit's
    choices. Where packs, calendar or choices are not those the tables were computed with, the next ``turn``,
    or the next write that concerns anybody, computes everybody anew.
    """

    name = "people"
    version = "6"

    def __init__(
        self,
        law: LawPacks,
        calendar: Calendar,
        today: Callable[[], date],
        settings: Callable[[Reader], Settings] = plain_settings,
    ) -> None:
        self._law = law
        self._calendar = calendar
        self._today = today
        self._settings = settings

    def use(self, law: LawPacks, calendar: Calendar) -> None:
        """Take other packs or another calendar from now on; ``turn`` then brings the tables to them."""
        self._law, self._calendar = law, calendar

    def settings(self, reader: Reader) -> Settings:
        """What the unit has chosen."""
        return self._settings(reader)

    def watch(self, reader: Reader, day: date | None = None) -> Watch:
        """The watch over a day (without one: the day the tables are for) with the unit's choices."""
        day = day or stored_day(reader, self._today())
        return owing.watch_at(self._law, self._calendar, day, self._settings(reader))

    def create(self, conn: sa.Connection) -> None:
        """Make the tables anew, empty, as of today."""
        cards.create(conn)
        owing.create(conn)
        index.create(conn)
        _keep(conn, _DAY, self._today().isoformat())

    def refresh(self, reader: Reader, persons: Iterable[str], own: frozenset[str] = frozenset()) -> None:
        """Recompute what belongs to these people; the index only for those in ``own``."""
        concerned = set(persons)
        concerned |= set(reader.survivors(concerned).values())  # what is written of the one is the other's
        day, watch, is_current = self._standing(reader)
        if not is_current:
            self._all(reader, watch, day)
        for ids in chunks(sorted(concerned)):
            _replace(reader, ids, facts_of(reader, ids), watch, day, own)

    def rebuild(self, reader: Reader) -> None:
        """Fill the empty tables."""
        day, watch, _ = self._standing(reader)
        for ids in chunks(list(all_ids(reader))):
            _replace(reader, ids, facts_of(reader, ids), watch, day, None)
        self._keep_law(reader)
        index.merge(reader)

    def recompute(self, reader: Reader) -> int:
        """Compute everybody's card and what everybody owes anew, by the law and the choices of now."""
        day, watch, _ = self._standing(reader)
        return self._all(reader, watch, day)

    def turn(self, reader: Reader) -> int:
        """Bring the tables to today, and to the law in use; returns how many people were computed anew.

        Everybody's card says between which days it stays as it is, whichever way the clock goes.
        """
        today = self._today()
        before, watch, is_current = self._standing(reader)
        if before != today:
            _keep(reader.conn, _DAY, today.isoformat())
            watch = self.watch(reader, today)
        if not is_current:
            return self._all(reader, watch, today)
        if before == today:
            return 0
        side = "steady_until <= ?" if before < today else "steady_from > ?"
        ids = [row[0] for row in reader.rows(f"SELECT id FROM card WHERE {side}", (today.isoformat(),))]
        for some in chunks(ids):
            _replace(reader, some, facts_of(reader, some), watch, today, frozenset())
        return len(ids)

    def differences(self, reader: Reader) -> list[str]:
        """Cards or obligations that a recomputation does not give, one sentence each (at most 20)."""
        from app.words import _

        day, watch, _current = self._standing(reader)
        found: list[str] = []
        for ids in chunks(list(all_ids(reader))):
            facts = facts_of(reader, ids)
            have = {row[1]: tuple(row) for row in _cards(reader, ids)}
            owed = _owed_rows(reader, ids)
            for record_id, one in facts.items():
                rows, card = _computed(one, watch, day)
                if not _same(have.get(record_id), card, day) or sorted(
                    owed.get(record_id, []), key=repr
                ) != sorted(map(tuple, rows), key=repr):
                    found.append(
                        _("The line of {id} in the lists is not what the records give.", id=record_id)
                    )
            if len(found) >= 20:
                break
        for table, column in (("card", "p"), ("owed", "p"), ("people_fts", "rowid")):
            found += _strays(reader, table, column)
        return found[:20]

    def _standing(self, reader: Reader) -> tuple[date, Watch, bool]:
        """The day of the tables, the watch over it, and whether they were computed with the law of now."""
        kept = {row[0]: row[1] for row in reader.rows(_KEPT, (_DAY, _LAW))}
        day = date.fromisoformat(kept[_DAY]) if _DAY in kept else self._today()
        settings = self._settings(reader)
        watch = owing.watch_at(self._law, self._calendar, day, settings)
        return day, watch, kept.get(_LAW) == self._fingerprint(settings)

    def _fingerprint(self, settings: Settings) -> str:
        chosen = msgspec.json.encode(settings, order="sorted").decode()
        return f"{self._law.fingerprint} {self._calendar.fingerprint} {chosen}"

    def _keep_law(self, reader: Reader) -> None:
        _keep(reader.conn, _LAW, self._fingerprint(self._settings(reader)))

    def _all(self, reader: Reader, watch: Watch, day: date) -> int:
        done = 0
        for ids in chunks(list(all_ids(reader))):
            _replace(reader, ids, facts_of(reader, ids), watch, day, frozenset())
            done += len(ids)
        self._keep_law(reader)
        return done


def tables_of(session: Session) -> PeopleTables:
    """The tables that an open register keeps about people."""
    return next(one for one in session.store.derived if isinstance(one, PeopleTables))


def soon_days(session: Session, reader: Reader) -> int:
    """How many days ahead the unit wants to see what is due."""
    return tables_of(session).settings(reader).soon_days


def _same(have: tuple[Any, ...] | None, card: tuple[Any, ...], day: date) -> bool:
    """Whether a stored card is the computed one; where it is steady longer ago the bounds may be narrower."""
    if have is None or have[:-2] != card[:-2]:
        return False
    return bool(have[-2] <= day.isoformat() < have[-1])


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


_KEPT = "SELECT key, value FROM meta WHERE key IN (?, ?)"


def _keep(conn: sa.Connection, key: str, value: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
    )


def _computed(facts: PersonFacts, watch: Watch, day: date) -> tuple[list[owing.Row], tuple[Any, ...]]:
    answer = watch.answer(case_of(facts, day))
    rows = owing.rows_of(facts, answer)
    # before all law the first day of law is looked at, whatever the day
    since, until = (answer.since, answer.until) if day >= watch.today else (date.min, watch.today)
    span = cards.steady(facts, day, since, until)
    return rows, cards.card_of(facts, day.isoformat(), owing.next_due(rows), span)


#: A person's records with the rows of what is owed and the card that they give.
_Made = tuple[PersonFacts, list[owing.Row], tuple[Any, ...]]


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
    made = [(facts, *_computed(facts, watch, day)) for facts in found.values()]
    named = [facts for facts in found.values() if own is None or facts.person.id in own]
    if named and own is not None:
        reader.run_many(index.DELETE, [(facts.n,) for facts in named])
    if named:
        reader.run_many(index.INSERT, [(one.n, index.text_of(one.person)) for one in named])
    owing_new, cards_new = _changed(reader, made) if own is not None and len(made) > 1 else (made, made)
    if owing_new and own is not None:
        reader.run_many(owing.DELETE, [(facts.n,) for facts, _, _ in owing_new])
    owed = [row for _, rows, _ in owing_new for row in rows]
    if owed:
        reader.run_many(owing.INSERT, owing.written(owed))
    if cards_new:
        reader.run_many(cards.INSERT, [bound(card) for _, _, card in cards_new])


def _changed(reader: Reader, made: list[_Made]) -> tuple[list[_Made], list[_Made]]:
    """Whose obligations, and whose cards, are not in the tables already: reading costs less than writing."""
    ids = [facts.person.id for facts, _, _ in made]
    owed = _owed_rows(reader, ids)
    have = {row[1]: tuple(row) for row in _cards(reader, ids)}
    return (
        [one for one in made if owed.get(one[0].person.id, []) != one[1]],
        [one for one in made if have.get(one[0].person.id) != one[2]],
    )


def _remove(reader: Reader, ids: list[str]) -> None:
    for record_id in ids:
        p = reader.value("SELECT n FROM r_person WHERE id = ?", (record_id,))
        if p is not None:
            for statement in ("DELETE FROM card WHERE p = ?", owing.DELETE, index.DELETE):
                reader.run(statement, (p,))


def _cards(reader: Reader, ids: list[str]) -> list[Any]:
    wanted = "SELECT n FROM r_person WHERE id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT {', '.join(cards.COLUMNS)} FROM card WHERE p IN ({wanted})"
    return list(reader.rows(sql, (msgspec.json.encode(ids).decode(),)))


def _owed_rows(reader: Reader, ids: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    wanted = "SELECT n FROM r_person WHERE id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT {', '.join(owing.COLUMNS)} FROM owed WHERE p IN ({wanted}) ORDER BY rowid"
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in reader.rows(sql, (msgspec.json.encode(ids).decode(),)):
        found.setdefault(row[1], []).append(tuple(row))
    return found
