"""The records behind a number, one line each, so that every figure can be read down to its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.kinds.dates import show_birth
from app.kinds.declare import KINDS
from app.ledger.reader import Reader
from app.register.counting.count import Span, weighed
from app.register.counting.ratios import RATIOS
from app.register.counting.series import months_of
from app.register.counting.sheet import TREND, Ask
from app.register.kind_words import columns_of, told
from app.register.session import Session

_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record that counts: its kind and id, what it adds, its day, what it is; ``person`` it is about."""

    kind: str
    id: str
    weight: int
    day: date | None
    title: str
    detail: str
    person: str = ""


def records_behind(session: Session, ask: Ask, row: str | None, column: str | None) -> list[RecordLine]:
    """The lines of a cell of the sheet asked for; None is the sum along it. The look is noted in the audit list.

    Faults E_FIGURE, E_ROLE.
    """
    figure, span = ask.figure, ask.span
    ratio = RATIOS.get(figure)
    if ratio is not None:
        figure = ratio.part if column == "A" else ratio.whole
        column = None
    rows: tuple[str, str] | None = None
    if ask.rows == TREND:
        span = _month(span, row)
    elif ask.rows and row is not None:
        rows = (ask.rows, row)
    columns = (ask.columns, column) if ask.columns and column is not None else None
    found = weighed(session, figure, span, rows, columns, node=ask.node)
    with session.store.read() as reader:
        lines = _lines(reader, found)
    session.store.note(session.user, "view", f"statistics:{figure}", str(len(found)))
    return lines


def _month(span: Span, row: str | None) -> Span:
    return next((one for one in months_of(span) if row == one.first.isoformat()), span)


def _lines(reader: Reader, found: Sequence[tuple[str, str, int]]) -> list[RecordLine]:
    if not found:
        return []
    kind = found[0][0]
    ids = msgspec.json.encode([one for _kind, one, _n in found]).decode()
    known = _people(reader, ids) if kind == "person" else _others(reader, kind, ids)
    return [_line(kind, one, n, known[one]) for _kind, one, n in found if one in known]


def _line(kind: str, record: str, weight: int, known: tuple[str | None, str, str, str]) -> RecordLine:
    day, title, detail, person = known
    return RecordLine(kind, record, weight, date.fromisoformat(day) if day else None, title, detail, person)


_Known = dict[str, tuple[str | None, str, str, str]]


def _people(reader: Reader, ids: str) -> _Known:
    sql = (
        "SELECT w.id, w.name, w.birth, (SELECT a.hamlet FROM r_address AS a WHERE a.person = w.id AND a._state = 0"
        " ORDER BY a.sort = 'present' DESC, a.since DESC LIMIT 1) FROM r_person AS w"
        " WHERE w.id IN (SELECT value FROM json_each(?))"
    )
    found: _Known = {}
    for person, name, birth, hamlet in reader.rows(sql, (ids,)):
        detail = " · ".join(part for part in (show_birth(birth) if birth else "", hamlet or "") if part)
        found[person] = (None, name or "", detail, person)
    return found


def _others(reader: Reader, kind_name: str, ids: str) -> _Known:
    """Of a record about somebody the name stands first; else what the kind's own list shows."""
    kind = KINDS[kind_name]
    fields = [f for f in columns_of(kind_name) if f.name not in (kind.when, kind.subject) and not f.ref][
        :_MOST_WORDS
    ]
    words = "".join(f', r."{f.name}"' for f in fields)
    who = "w.id, w.name" if kind.subject else "NULL, NULL"
    joined = f' LEFT JOIN r_person AS w ON w.id = r."{kind.subject}"' if kind.subject else ""
    sql = (
        f'SELECT r.id, substr(r."{kind.when}", 1, 10), {who}{words} FROM r_{kind_name} AS r{joined}'
        " WHERE r.id IN (SELECT value FROM json_each(?))"
    )
    found: _Known = {}
    for record, day, person, name, *values in reader.rows(sql, (ids,)):
        parts = [told(f, _plain(f.sort.value, v)) for f, v in zip(fields, values, strict=True)]
        parts = [part for part in parts if part]
        title = name or (parts.pop(0) if parts else "")
        found[record] = (day, title, " · ".join(parts), person or "")
    return found


def _plain(sort: str, value: Any) -> Any:
    """A stored value of several parts as a list again."""
    many = sort in ("choices", "texts", "rows") and isinstance(value, str)
    return msgspec.json.decode(value) if many else value
