"""Lists of the records of any kind, read off its declaration: ids in order, lines by page, filters, counts."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from app.kinds.codec import kind_named
from app.kinds.dates import birth_key
from app.kinds.declare import COMPOSITE, KINDS, Field, Kind, Sort
from app.kinds.faults import Fault
from app.kinds.text import fold, search_terms, text_key
from app.ledger.reader import Reader
from app.register.kind_words import Named, title_fields, titled
from app.register.session import Session
from app.words import N_, _

_SEARCHED = frozenset({Sort.TEXT, Sort.LONG, Sort.TEXTS})
#: Words of a search that are looked at.
_MOST_WORDS = 16
#: A long text is put in order by its beginning.
_ORDERED = 60
_NO_FIELD = N_("“{name}” is not a field of {kind}. The command schema lists the fields.")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of one field.

    ``test``: ``is`` (the code, id, yes/no as 1/0, or the same words), ``any`` (one of the codes, with spaces
    between), ``empty``, ``filled``, ``from`` and ``to`` (days, both counted in), ``running`` (no last day,
    or one after today) and ``over``.
    """

    field: str
    test: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class KindQuery:
    """Which records of a kind, in which order; without ``sort`` the newest first by the kind's own day."""

    kind: str
    text: str = ""
    asked: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class KindLine:
    """A record as a list shows it.

    ``values``: one per field asked for, as stored: days as ISO text, codes as codes, lines of a record as
    mappings, other records as ``Named``; None where nothing is recorded.
    """

    n: int
    id: str
    node: str
    values: tuple[Any, ...]


def kind_ids(session: Session, query: KindQuery) -> array[int]:
    """The numbers of all records of a query, in its order. Fault E_ROLE, E_FIELD."""
    with _reading(session, query) as (reader, kind):
        where, params = _where(session, kind, query)
        rows = reader.stream(f'SELECT n FROM "r_{kind.name}" r{where}{_order(kind, query)}', params)
        return array("q", (row[0] for row in rows))


def count_kind(session: Session, query: KindQuery) -> int:
    """How many records a query finds."""
    with _reading(session, query) as (reader, kind):
        where, params = _where(session, kind, query)
        return int(reader.value(f'SELECT count(*) FROM "r_{kind.name}" r{where}', params))


def first_kind_lines(
    session: Session, query: KindQuery, fields: Sequence[Field], n: int = 50
) -> list[KindLine]:
    """The first ``n`` lines of a query, for the first paint."""
    with _reading(session, query) as (reader, kind):
        where, params = _where(session, kind, query)
        sql = f"{_select(kind, fields)}{where}{_order(kind, query)} LIMIT ?"
        return _lines(session, reader, fields, reader.rows(sql, (*params, n)))


def kind_lines_of(
    session: Session, kind_name: str, numbers: Sequence[int], fields: Sequence[Field]
) -> list[KindLine]:
    """The lines of the given records, in the given order; records no longer there are left out."""
    with _reading(session, KindQuery(kind_name)) as (reader, kind):
        sql = f"{_select(kind, fields)} WHERE _state = 0 AND n IN (SELECT value FROM json_each(?))"
        found = _lines(session, reader, fields, reader.rows(sql, (_json(list(numbers)),)))
    by_number = {line.n: line for line in found}
    return [by_number[n] for n in numbers if n in by_number]


def each_kind_line(session: Session, query: KindQuery, fields: Sequence[Field]) -> Iterator[KindLine]:
    """All lines of a query one page after the other, for files."""
    numbers = kind_ids(session, query)
    for start in range(0, len(numbers), 500):
        yield from kind_lines_of(session, query.kind, numbers[start : start + 500], fields)


def find_records(session: Session, kind_name: str, text: str, most: int = 12) -> list[Named]:
    """Records of a kind for words typed, the newest first; for fields that name one."""
    fields = title_fields(kind_named(kind_name))
    lines = first_kind_lines(session, KindQuery(kind_name, text), fields, most)
    return [Named(line.id, titled(fields, line.values)) for line in lines]


def name_of(session: Session, kind_name: str, record_id: str) -> str:
    """What a record is called; empty when there is none or the account does not read the kind."""
    with session.store.read() as reader:
        return _names(session, reader, kind_name, [record_id]).get(record_id, "")


def number_in_list(session: Session, kind_name: str, record_id: str) -> int | None:
    """A record's number in the lists, None when it is not in them."""
    with _reading(session, KindQuery(kind_name)) as (reader, kind):
        found: int | None = reader.value(
            f'SELECT n FROM "r_{kind.name}" WHERE id = ? AND _state = 0', (record_id,)
        )
        return found


def hamlets_of(session: Session, kind_name: str) -> list[tuple[str, int]]:
    """The hamlets the records of a kind name, with how many each, in Vietnamese order."""
    with _reading(session, KindQuery(kind_name)) as (reader, kind):
        if "hamlet" not in kind.by_name:
            return []
        sql = (
            f'SELECT hamlet, count(*) FROM "r_{kind.name}" WHERE _state = 0 AND hamlet IS NOT NULL GROUP BY 1'
        )
        rows = reader.rows(sql)
    found: dict[str, tuple[str, int]] = {}
    for hamlet, n in rows:
        key = text_key(hamlet)
        found[key] = (found.get(key, (hamlet, 0))[0], found.get(key, (hamlet, 0))[1] + n)
    return [found[key] for key in sorted(found)]


# -- asking ------------------------------------------------------------------------


class _reading:  # noqa: N801 - used as a function is, with ``with``
    """A reader with the functions the order and the search need; Fault E_ROLE, E_KIND before it opens."""

    def __init__(self, session: Session, query: KindQuery) -> None:
        self._kind = kind_named(query.kind)
        session.need_read(self._kind)
        self._block = session.store.read()

    def __enter__(self) -> tuple[Reader, Kind]:
        reader = self._block.__enter__()
        _teach(reader)
        return reader, self._kind

    def __exit__(self, *error: Any) -> None:
        self._block.__exit__(*error)


def _teach(reader: Reader) -> None:
    """Give the connection our functions, once: the order of the alphabet and folding are not SQLite's."""
    link: Any = reader.conn.connection.driver_connection
    if getattr(link, "knows_words", False):
        return
    for name, places, work in _FUNCTIONS:
        link.create_function(name, places, work, deterministic=True)
    link.knows_words = True  # a mark on the connection itself, which lives as long as its thread


def _key(text: str | None) -> str | None:
    return None if text is None else text_key(text)


def _birth(text: str | None) -> str | None:
    return None if text is None else birth_key(text)


def _has(words: str, *texts: str | None) -> bool:
    """Whether each of the words, in one of its forms, begins a word of the texts."""
    hay = " " + fold(" ".join([text for text in texts if text]))
    return all(any(f" {form}" in hay for form in forms.split("|")) for forms in words.split(" "))


_FUNCTIONS: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("by_text", 1, _key),
    ("by_birth", 1, _birth),
    ("has_words", -1, _has),
)


def _where(session: Session, kind: Kind, query: KindQuery) -> tuple[str, list[Any]]:
    parts, params = ["_state = 0"], []
    for one in query.asked:
        field = kind.by_name.get(one.field)
        if field is None:
            raise Fault("E_FIELD", _NO_FIELD, field=one.field, name=one.field, kind=_(kind.label))
        sql, values = _asked(session, field, one)
        parts.append(sql)
        params += values
    if query.text.strip():
        choices = search_terms(query.text).choices[:_MOST_WORDS]
        searched = [f'r."{f.name}"' for f in kind.fields if f.sort in _SEARCHED]
        searched += [_referred(f) for f in kind.fields if f.ref and session.may_read(KINDS[f.ref])]
        if not choices or not searched:
            return " WHERE 0", []
        parts.append(f"has_words(?, {', '.join(searched)})")
        params.append(" ".join("|".join(forms) for forms in choices))
    return " WHERE " + " AND ".join(parts), params


def _asked(session: Session, field: Field, one: Condition) -> tuple[str, list[Any]]:
    name = f'r."{field.name}"'
    today = session.today().isoformat()
    if one.test == "is":
        return _is(field, name, one.value)
    tests: dict[str, tuple[str, list[Any]]] = {
        "any": (f"{name} IN (SELECT value FROM json_each(?))", [_json(one.value.split())]),
        "empty": (f"{name} IS NULL", []),
        "filled": (f"{name} IS NOT NULL", []),
        "from": (f"{name} >= ?", [one.value]),
        "to": (f"substr({name}, 1, 10) <= ?", [one.value]),
        "running": (f"({name} IS NULL OR substr({name}, 1, 10) > ?)", [today]),
        "over": (f"substr({name}, 1, 10) <= ?", [today]),
    }
    return tests[one.test]


def _is(field: Field, name: str, value: str) -> tuple[str, list[Any]]:
    if field.sort in COMPOSITE:
        return f"EXISTS (SELECT 1 FROM json_each({name}) WHERE value = ?)", [value]
    if field.sort in (Sort.BOOL, Sort.INT):
        return f"{name} = ?", [int(value)]
    if field.codes or field.ref:
        return f"{name} = ?", [value]
    # words are the same whatever their case and wherever their marks stand
    return f"by_text({name}) = ?", [text_key(value)]


def _referred(field: Field) -> str:
    """The name of the record a field names, as SQL."""
    first = title_fields(KINDS[field.ref])[0].name
    return f'(SELECT o."{first}" FROM "r_{field.ref}" o WHERE o.id = r."{field.name}")'


def _order(kind: Kind, query: KindQuery) -> str:
    field = kind.by_name.get(query.sort or kind.when)
    if field is None:
        return " ORDER BY n DESC"
    descending = query.descending if query.sort else True
    way = " DESC" if descending else ""
    # what is not recorded comes last either way; equal lines always in one order
    return f' ORDER BY r."{field.name}" IS NULL, {_sorted(field)}{way}, n{way}'


def _sorted(field: Field) -> str:
    name = f'r."{field.name}"'
    if field.ref:
        # a person is looked for by the given name
        return (
            f"(SELECT o.name_key FROM r_person o WHERE o.id = {name})"
            if field.ref == "person"
            else f"by_text({_referred(field)})"
        )
    if field.sort in COMPOSITE:
        return f"json_array_length({name})"
    if field.codes is not None:
        ranks = " ".join(f"WHEN '{code}' THEN {rank}" for rank, code in enumerate(field.codes.codes()))
        return f"CASE {name} {ranks} ELSE 999 END"
    if field.sort in (Sort.TEXT, Sort.LONG):
        return f"by_text(substr({name}, 1, {_ORDERED}))"
    return f"by_birth({name})" if field.sort is Sort.BIRTH else name


# -- lines ---------------------------------------------------------------------------


def _select(kind: Kind, fields: Sequence[Field]) -> str:
    names = "".join(f', r."{f.name}"' for f in fields)
    return f'SELECT n, id, _node{names} FROM "r_{kind.name}" r'


def _lines(
    session: Session, reader: Reader, fields: Sequence[Field], rows: Sequence[Sequence[Any]]
) -> list[KindLine]:
    names: dict[int, dict[str, str]] = {}
    for place, field in enumerate(fields, start=3):
        if field.ref:
            wanted = sorted({row[place] for row in rows if row[place]})
            names[place] = _names(session, reader, field.ref, wanted)
    return [
        KindLine(
            row[0],
            row[1],
            row[2],
            tuple(_value(f, row[at], names.get(at)) for at, f in enumerate(fields, start=3)),
        )
        for row in rows
    ]


def _value(field: Field, stored: Any, names: Mapping[str, str] | None) -> Any:
    if stored is None:
        return None
    if names is not None:
        return Named(stored, names.get(stored, ""))
    if field.sort in COMPOSITE:
        return msgspec.json.decode(stored)
    return bool(stored) if field.sort is Sort.BOOL else stored


def _names(session: Session, reader: Reader, kind_name: str, ids: Sequence[str]) -> dict[str, str]:
    """What records are called, by id; nothing for a kind the account does not read."""
    kind = kind_named(kind_name)
    if not ids or not session.may_read(kind):
        return {}
    fields = [f for f in title_fields(kind) if not f.ref]
    sql = f"{_select(kind, fields)} WHERE id IN (SELECT value FROM json_each(?))"
    rows = reader.rows(sql, (_json(list(ids)),))
    return {row[1]: titled(fields, row[3:]) for row in rows}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
