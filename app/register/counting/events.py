"""One narrow line for every dated record, so that a statistic is one walk along one index.

The lines are not written with each save: they are brought up to date, by the ledger's own
order, the next time something is counted. A save costs nothing for it, and a count after a
package pays only for what the package changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from app.kinds.catalogue import all_kinds
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Kind
from app.ledger.reader import Reader
from app.ledger.store import Store

_UPTO = "events_upto"
_CHUNK = 500

#: What names the sort of a record within its kind, where something does.
CODE_OF = {
    "status_period": "status",
    "drug_test": "result",
    "assessment": "conclusion",
    "rehab_episode": "form",
    "compulsory_file": "outcome",
    "substitution_treatment": "stop_reason",
    "retail_dealer": "",
    "cultivation": "species",
    "campaign": "form",
}
#: The day of the decision a record rests on: a field of its own, or of the decision it names.
DECIDED = {
    "decision": '"decided_on"',
    "compulsory_file": '"decided_on"',
    "prior_measure": '"decided_on"',
    "incident": '"prosecuted_on"',
    "status_period": "(SELECT d.decided_on FROM r_decision AS d WHERE d.id = r.opened_by AND d._state = 0)",
    "rehab_episode": "(SELECT d.decided_on FROM r_decision AS d WHERE d.id = r.decision AND d._state = 0)",
}

#: ``month`` is year × 12 + month − 1 of the day; ``entry`` the day it was first written, where it was written.
DDL = (
    "DROP TABLE IF EXISTS event",
    (
        "CREATE TABLE event (kind INTEGER NOT NULL, rec INTEGER NOT NULL, p INTEGER, month INTEGER NOT NULL,"
        " day TEXT NOT NULL, entry TEXT NOT NULL, decided TEXT, until TEXT, code TEXT NOT NULL, sex TEXT NOT NULL,"
        " node TEXT NOT NULL, PRIMARY KEY (kind, rec)) STRICT, WITHOUT ROWID"
    ),
    # what the widest statistic walks along: nothing but the index is read
    "CREATE INDEX event_month ON event (kind, month, sex)",
    "CREATE INDEX event_day ON event (kind, day, code, p, until, sex, node)",
    "CREATE INDEX event_entry ON event (kind, entry)",
    "CREATE INDEX event_decided ON event (kind, decided)",
    "CREATE INDEX event_p ON event (p)",
)
_INSERT = f"INSERT INTO event VALUES ({', '.join('?' * 11)})"


def counted_kinds() -> tuple[Kind, ...]:
    """The kinds whose records have a day, in the order of their names; the place in it is ``event.kind``."""
    return tuple(kind for kind in all_kinds() if kind.when)


def number_of(name: str) -> int:
    """The number a kind has in the table."""
    return _NUMBERS[name]


_NUMBERS = {kind.name: place for place, kind in enumerate(counted_kinds())}


class EventTable:
    """The table as the ledger keeps it: made empty, filled when it is first needed."""

    name = "events"
    version = "1:" + ",".join(_NUMBERS)

    def create(self, conn: sa.Connection) -> None:
        """Make the table anew, empty."""
        for statement in DDL:
            conn.exec_driver_sql(statement)
        _set_upto(conn, 0)

    def refresh(self, reader: Reader, persons: frozenset[str], own: frozenset[str]) -> None:
        """Nothing: what changed is found in the ledger when something is counted."""

    def rebuild(self, reader: Reader) -> None:
        """Nothing: an empty table is filled when something is counted."""

    def differences(self, reader: Reader) -> list[str]:
        """Lines that a recomputation does not give, one sentence each (at most 20)."""
        from app.words import _

        if _upto(reader) == 0:
            return []
        stale = {(kind, rec) for kind, rec in _changed(reader)}
        found: list[str] = []
        for kind in counted_kinds():
            found += _differing(reader, kind, stale)
        return [
            _("The line of {id} in the counts is not what the records give.", id=one) for one in found[:20]
        ]


def bring_up(store: Store) -> int:
    """Bring the lines up to the ledger; how many records were looked at. A store that can only be read stays."""
    if store.database.read_only:
        return 0
    with store.read() as reader:
        if _upto(reader) == _newest(reader):
            return 0
    with store.maintain() as reader:
        before, newest = _upto(reader), _newest(reader)
        looked = _fill(reader) if before == 0 else _catch_up(reader)
        _set_upto(reader.conn, newest)
    return looked


@cache
def _lines(kind: Kind) -> str:
    """The statement that reads the lines of a kind off its table."""
    code = CODE_OF.get(kind.name, "sort" if "sort" in kind.by_name else "")
    person = (
        f"(SELECT who.n FROM r_person AS who WHERE who.id = r.{kind.subject})" if kind.subject else "NULL"
    )
    sex = f"(SELECT who.sex FROM r_person AS who WHERE who.id = r.{kind.subject})" if kind.subject else "NULL"
    until = f'r."{kind.ended_by}"' if kind.ended_by else "NULL"
    decided = DECIDED.get(kind.name, "NULL")
    day = f'substr(r."{kind.when}", 1, 10)'
    sort = f"coalesce(r.\"{code}\", '')" if code else "''"
    return (
        f"SELECT r.n, r.id, {person}, {day}, {decided}, substr({until}, 1, 10), {sort}, coalesce({sex}, ''), r._node"
        f' FROM r_{kind.name} AS r WHERE r._state = 0 AND r."{kind.when}" IS NOT NULL'
    )


def _fill(reader: Reader) -> int:
    """All lines, into an empty table."""
    reader.run("DELETE FROM event")
    entered, merged = _entered(reader), _merged(reader)
    looked = 0
    for kind in counted_kinds():
        number = number_of(kind.name)
        found = reader.rows(_lines(kind))
        rows = [_line(number, row, entered.get(row[1], ""), merged) for row in found]
        if rows:
            reader.run_many(_INSERT, rows)
        looked += len(rows)
    return looked


def _catch_up(reader: Reader) -> int:
    """The lines of what the ledger has taken in since."""
    looked = 0
    by_kind: dict[str, set[str]] = {}
    for kind, rec in _changed(reader):
        by_kind.setdefault(kind, set()).add(rec)
    for name, ids in by_kind.items():
        looked += len(ids)
        if name == "person":
            _new_sex(reader, ids)
            _regroup(reader, ids)
        if name == "decision":
            _again(reader, "status_period", _naming(reader, "status_period", "opened_by", ids))
            _again(reader, "rehab_episode", _naming(reader, "rehab_episode", "decision", ids))
        if name in _NUMBERS:
            _again(reader, name, ids)
    return looked


def _again(reader: Reader, name: str, ids: Iterable[str]) -> None:
    """Write the lines of some records of a kind anew; what was known of their entry stays."""
    kind, number = KINDS[name], number_of(name)
    for some in _some(ids):
        wanted = msgspec.json.encode(some).decode()
        inside = "(SELECT value FROM json_each(?))"
        rows = list(reader.rows(f"{_lines(kind)} AND r.id IN {inside}", (wanted,)))
        old = f"SELECT n FROM r_{name} WHERE id IN {inside}"
        kept = {
            row[0]: row[1]
            for row in reader.rows(
                f"SELECT rec, entry FROM event WHERE kind = {number} AND rec IN ({old})", (wanted,)
            )
        }
        fresh = [row[1] for row in rows if row[0] not in kept]
        entered = _entered(reader, fresh) if fresh else {}
        reader.run(f"DELETE FROM event WHERE kind = {number} AND rec IN ({old})", (wanted,))
        merged = _merged(reader)
        made = [_line(number, row, kept.get(row[0]) or entered.get(row[1], ""), merged) for row in rows]
        if made:
            reader.run_many(_INSERT, made)


def _new_sex(reader: Reader, ids: Iterable[str]) -> None:
    for some in _some(ids):
        wanted = msgspec.json.encode(some).decode()
        people = list(
            reader.rows(
                "SELECT coalesce(sex, ''), n FROM r_person WHERE id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        )
        reader.run_many(
            "UPDATE event SET sex = ? WHERE p = ? AND sex <> ?", [(sex, n, sex) for sex, n in people]
        )


def _naming(reader: Reader, name: str, column: str, ids: Iterable[str]) -> set[str]:
    """Records of a kind that name one of the decisions."""
    found: set[str] = set()
    people = "SELECT DISTINCT person FROM r_decision WHERE id IN (SELECT value FROM json_each(?))"
    for some in _some(ids):
        wanted = msgspec.json.encode(some).decode()
        sql = f"SELECT id, {column} FROM r_{name} WHERE person IN ({people}) AND {column} IS NOT NULL"
        inside = set(some)
        found.update(row[0] for row in reader.rows(sql, (wanted,)) if row[1] in inside)
    return found


def _regroup(reader: Reader, ids: Iterable[str]) -> None:
    """The lines of people who were merged or taken apart: they belong to somebody else now."""
    sql = "SELECT 1 FROM op WHERE rec = ? AND kind = 'person' AND instr(line, ?) > 0 LIMIT 1"
    moved = [one for one in ids if reader.row(sql, (one, b'"t":"merge_person"')) is not None]
    for kind in counted_kinds() if moved else ():
        if kind.subject:
            inside = "(SELECT value FROM json_each(?))"
            rows = reader.rows(
                f"SELECT id FROM r_{kind.name} WHERE {kind.subject} IN {inside}",
                (msgspec.json.encode(moved).decode(),),
            )
            _again(reader, kind.name, [row[0] for row in rows])


def _merged(reader: Reader) -> dict[int, tuple[int, str]]:
    """Of each person merged away, the number and sex of who stands for them."""
    gone = {row[1]: row[0] for row in reader.rows("SELECT n, id FROM r_person WHERE _into IS NOT NULL")}
    if not gone:
        return {}
    found: dict[int, tuple[int, str]] = {}
    for person, survivor in reader.survivors(gone).items():
        row = reader.row("SELECT n, coalesce(sex, '') FROM r_person WHERE id = ?", (survivor,))
        if row is not None:
            found[gone[person]] = (row[0], row[1])
    return found


def _line(
    number: int, row: Sequence[Any], entry: str, merged: Mapping[int, tuple[int, str]]
) -> tuple[Any, ...]:
    n, _id, person, day, decided, until, code, sex, node = row
    person, sex = merged.get(person, (person, sex))
    month = int(day[:4]) * 12 + int(day[5:7]) - 1
    return (number, n, person, month, day, entry, decided, until, code, sex, node)


class _When(msgspec.Struct, gc=False):
    """Of an operation's line only its logical time and record."""

    hlc: tuple[int, int]


_when = msgspec.json.Decoder(_When)


def _entered(reader: Reader, ids: Sequence[str] | None = None) -> dict[str, str]:
    """The day (in Vietnam) each record was first written, where it was written; records' ids are their own."""
    if ids is None:
        rows: Iterator[Any] = reader.stream("SELECT rec, line FROM op WHERE status = 0 ORDER BY n")
    else:
        inside = "(SELECT value FROM json_each(?))"
        sql = f"SELECT rec, line FROM op WHERE rec IN {inside} AND status = 0 ORDER BY n"
        rows = iter(
            [row for some in _some(ids) for row in reader.rows(sql, (msgspec.json.encode(some).decode(),))]
        )
    found: dict[str, str] = {}
    for rec, line in rows:
        if rec not in found:
            at = datetime.fromtimestamp(_when.decode(line).hlc[0] / 1000, VIETNAM)
            found[rec] = at.date().isoformat()
    return found


def _changed(reader: Reader) -> Iterator[tuple[str, str]]:
    sql = "SELECT DISTINCT kind, rec FROM op WHERE n > ? AND status = 0"
    return ((row[0], row[1]) for row in list(reader.rows(sql, (_upto(reader),))))


def _differing(reader: Reader, kind: Kind, stale: set[tuple[str, str]]) -> list[str]:
    number = number_of(kind.name)
    have = {
        row[0]: tuple(row[1:])
        for row in reader.rows(
            f"SELECT rec, p, day, decided, until, code, sex, node FROM event WHERE kind = {number}"
        )
    }
    found = []
    merged = _merged(reader)
    for n, record_id, *rest in reader.rows(_lines(kind)):
        person, day, decided, until, code, sex, node = rest
        person, sex = merged.get(person, (person, sex))
        before = have.pop(n, None)
        if before != (person, day, decided, until, code, sex, node) and (kind.name, record_id) not in stale:
            found.append(record_id)
    if not stale:
        found += [f"{kind.name} {n}" for n in have]
    return found


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _newest(reader: Reader) -> int:
    return int(reader.value("SELECT coalesce(max(n), 0) FROM op"))


def _upto(reader: Reader) -> int:
    return int(reader.value("SELECT value FROM meta WHERE key = ?", (_UPTO,)) or 0)


def _set_upto(conn: sa.Connection, n: int) -> None:
    conn.exec_driver_sql(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_UPTO, str(n)),
    )
