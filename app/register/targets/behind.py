"""The records behind a number: one line each, so that a figure can be read down to its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.kinds.declare import KINDS, Field, Kind
from app.ledger.reader import Reader
from app.register.kind_words import title_fields, titled, told
from app.register.session import Session

_SOME = 500
#: What a person is told apart by, beside the name.
_PERSON = ("birth", "officer")


@dataclass(frozen=True, slots=True)
class BehindLine:
    """A record that counts: its day, what it is, a few more words; ``person`` where it is about one."""

    kind: str
    id: str
    day: date | None
    title: str
    detail: str
    person: str = ""


def behind(session: Session, kind_name: str, ids: Sequence[str], figure: str) -> list[BehindLine]:
    """The records of a kind in the order given; the look is noted in the audit list under the figure's name.

    Fault E_ROLE when the account's role does not read them.
    """
    kind = KINDS[kind_name]
    session.need_read(kind)
    if not ids:
        return []
    made: dict[str, BehindLine] = {}
    with session.store.read() as reader:
        for start in range(0, len(ids), _SOME):
            made.update(_lines(reader, kind, ids[start : start + _SOME]))
    session.store.note(session.user, "view", f"indicator:{figure}", str(len(ids)))
    return [made[one] for one in ids if one in made]


def _lines(reader: Reader, kind: Kind, ids: Sequence[str]) -> dict[str, BehindLine]:
    shown = _shown(kind)
    columns = ", ".join(f'r."{f.name}"' for f in shown)
    when = f'substr(r."{kind.when}", 1, 10)' if kind.when else "NULL"
    who = "r.id" if kind.name == "person" else f'r."{kind.subject}"' if kind.subject else "NULL"
    sql = (
        f"SELECT r.id, {when}, {who}, (SELECT w.name FROM r_person AS w WHERE w.id = {who}), {columns}"
        f" FROM r_{kind.name} AS r WHERE r.id IN (SELECT value FROM json_each(?))"
    )
    rows = reader.rows(sql, (msgspec.json.encode(list(ids)).decode(),))
    return {row[0]: _line(kind, shown, row) for row in rows}


def _line(kind: Kind, shown: Sequence[Field], row: Sequence[Any]) -> BehindLine:
    record_id, day, who, name, *values = row
    words = titled(shown, values) if not kind.subject and kind.name != "person" else ""
    if kind.name == "person" or kind.subject:
        detail = " · ".join(text for f, v in zip(shown, values, strict=True) if (text := told(f, v)))
        title = name or ""
    else:
        title, detail = words.partition(" · ")[::2]
    return BehindLine(
        kind.name, record_id, date.fromisoformat(day) if day else None, title, detail, who or ""
    )


def _shown(kind: Kind) -> tuple[Field, ...]:
    """What tells a record apart: never a field that names another record, whose id says nothing."""
    if kind.name == "person":
        return tuple(kind.field(name) for name in _PERSON)
    wanted = [*title_fields(kind), *(f for f in kind.fields if f.listed)]
    plain = [
        f
        for f in {f.name: f for f in wanted}.values()
        if not f.ref and f.rows is None and f.name != kind.when
    ]
    return tuple(plain[:3]) or kind.fields[:1]
