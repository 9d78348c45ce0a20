"""Reading the store: records by id, rows by SQL, inside one consistent snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from app.kinds.codec import kind_named
from app.kinds.declare import Record, kind_of
from app.ledger.projection import Projection, projection
from app.vault.driver import Link
from app.vault.engine import link_of

R = TypeVar("R", bound=Record)
Row = Sequence[Any]


class Reader:
    """A view of the store that does not change while it is used; only for the thread that asked for it."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        # questions go to the driver itself: SQLAlchemy's reading of wide rows costs more than SQLite's work
        self._raw = link_of(conn)

    @property
    def conn(self) -> sa.Connection:
        """The connection, for statements that have no method here."""
        return self._conn

    @property
    def _link(self) -> Link:
        return self._raw

    def rows(self, sql: str, params: Sequence[Any] = ()) -> Sequence[Row]:
        """All rows of a statement with ``?`` places."""
        return self._link.execute(sql, tuple(params)).fetchall()  # type: ignore[no-any-return]

    def row(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        return self._link.execute(sql, tuple(params)).fetchone()  # type: ignore[no-any-return]

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    def stream(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows one after the other, for results too long to hold."""
        yield from self._link.execute(sql, tuple(params))

    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Carry out one statement that gives no rows."""
        self._link.execute(sql, tuple(params))

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Carry out a statement for each row."""
        carry_out(self._link, sql, rows)

    def get(self, struct: type[R], record_id: str) -> R | None:
        """The live record of that id, or None (unknown, recorded in error, or merged away)."""
        known = self._projection(struct)
        row = self.row(f"{known.one} AND _state = 0", (record_id,))
        return known.record(row) if row is not None else None  # type: ignore[return-value]

    def all(self, struct: type[R], where: str = "1", params: Sequence[Any] = ()) -> list[R]:
        """The live records for which the SQL condition ``where`` holds."""
        known = self._projection(struct)
        found = self.rows(f"{known.select} WHERE _state = 0 AND {where}", params)
        return [known.record(row) for row in found]  # type: ignore[misc]

    def each(self, name: str) -> Iterator[Record]:
        """Every live record of a kind in the order of ids."""
        known = projection(kind_named(name).name)
        for row in self.stream(f"{known.select} WHERE _state = 0 ORDER BY id"):
            yield known.record(row)

    def existing(self, name: str, ids: Sequence[str]) -> set[str]:
        """Which of the ids the kind's table has, in whatever state."""
        table = projection(name).table
        found = self.rows(
            f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
            (msgspec.json.encode(list(ids)).decode(),),
        )
        return {row[0] for row in found}

    def merged_into(self, people: Iterable[str]) -> dict[str, str]:
        """Who was merged into one of ``people``, directly or through others: the merged one → that person."""
        # the cross joins keep the planner from reading the whole table before it has seen a person
        sql = (
            "WITH RECURSIVE down (id, root) AS (SELECT value, value FROM json_each(?)"
            " UNION SELECT r.id, down.root FROM down CROSS JOIN r_person r ON r._into = down.id WHERE r._state = 2)"
            " SELECT id, root FROM down WHERE id <> root"
        )
        return {row[0]: row[1] for row in self.rows(sql, (_listed(people),))}

    def survivors(self, people: Iterable[str]) -> dict[str, str]:
        """Of each person that was merged away, who stands for them now; others are not named."""
        if self.row("SELECT 1 FROM r_person WHERE _into IS NOT NULL LIMIT 1") is None:
            return {}
        sql = (
            "WITH RECURSIVE up (first, id) AS (SELECT value, value FROM json_each(?)"
            " UNION SELECT up.first, r._into FROM up CROSS JOIN r_person r ON r.id = up.id WHERE r._state = 2)"
            " SELECT up.first, up.id FROM up CROSS JOIN r_person r ON r.id = up.id"
            " WHERE r._state <> 2 AND up.first <> up.id"
        )
        return {row[0]: row[1] for row in self.rows(sql, (_listed(people),))}

    def people_as_one(self, person: str) -> tuple[str, ...]:
        """The person who stands for ``person`` now, then everybody merged into them."""
        one = self.survivors([person]).get(person, person)
        return (one, *sorted(self.merged_into([one])))

    @staticmethod
    def _projection(struct: type[Record]) -> Projection:
        return projection(kind_of(struct).name)


def _listed(ids: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(ids)).decode()


def carry_out(link: Link, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Carry out a statement for each row; one row goes the shorter way."""
    if len(rows) == 1:
        link.execute(sql, tuple(rows[0]))
    else:
        link.executemany(sql, rows)
