"""Code lists of a register: the shipped codes with the days a unit gave them, and the codes it added.

A code that records hold is never removed, only no longer offered. Lists on which the program's own rules rest
(statuses, results, conclusions …) take no other codes: a code that no rule knows would be a dead end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from app.kinds.catalogue import all_kinds
from app.kinds.codec import checked_text
from app.kinds.codes import CodeList, OwnCode, use_own
from app.kinds.declare import KINDS, Field, Kind, Sort
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.office import CodeEntry
from app.kinds.text import fold
from app.ledger.reader import Reader
from app.ledger.store import Store
from app.ledger.writer import Changed, Writer
from app.register.session import Session
from app.words import N_, _

#: Lists that may be added to and dated.
OPEN = frozenset(
    (
        "ethnicity",
        "education",
        "substance",
        "route",
        "paper",
        "relation",
        "visit_place",
        "support_sort",
        "sample",
        "method",
        "treatment_drug",
        "presence_way",
        "prior_sort",
        "frequency",
        "place_sort",
        "offence",
        "seriousness",
        "species",
        "measure_unit",
        "part",
        "channel",
        "newcomer_sort",
        "model_sort",
        "campaign_form",
        "helper_sort",
        "incident_outcome",
    )
)
#: Lists whose entries come from the law: they may be dated, new entries come with a law pack.
DATED = frozenset(
    ("test_ground", "assessment_ground", "compulsory_ground", "rehab_form", "treatment_stop", "breach_sort")
)
_LABEL_LENGTH = 120
_OWN = "own_"
_MODES = ("open", "dated", "fixed")

_NO_LIST = N_("There is no code list “{list}”.")
_DATED = N_("The entries of this list come from the law. They may be dated; new ones come with a law pack.")
_CLOSED = N_("The rules of the program rest on this list. It takes no other codes and no days.")
_NO_CODE = N_("The list has no entry “{code}”.")
_NO_WORDS = N_("Type the words of the entry.")
_TWICE = N_("The list has “{label}” already.")
_SHIPPED = N_("This entry came with the program: its days may be changed, its words may not.")
_USED = N_(
    "{n} records hold this entry, so it cannot be removed. Give it a last day: it is then no longer offered."
)
_LAST_ONE = N_("At least one entry must be left to choose from on {day}.")


class ListLine(msgspec.Struct, frozen=True):
    """A code list: its name, where it is used (in words), how many entries there are and how many are ours.

    ``mode``: ``open`` takes new entries, ``dated`` only days, ``fixed`` neither.
    """

    name: str
    title: str
    mode: Literal["open", "dated", "fixed"]
    entries: int
    own: int


class CodeLine(msgspec.Struct, frozen=True):
    """One entry of a list, its words in the language in use; ``shipped``: it came with the program.

    ``record`` is the entry's own record where the unit added or dated it; ``offered`` on the day asked for.
    """

    code: str
    label: str
    shipped: bool
    since: date | None
    until: date | None
    offered: bool
    document: str = ""
    record: str = ""


def follow(store: Store) -> Callable[[], None]:
    """Use a register's entries from now on, and again whenever they change; returns how to stop."""
    load(store)

    def on_change(changed: Changed) -> None:
        if any(kind == "code_entry" for kind, _id in changed.records):
            load(store)

    return store.on_change(on_change)


def load(store: Store) -> None:
    """Use a register's entries: those of this unit, and the words of those that other units sent."""
    with store.read() as reader:
        use_own(_entries(reader, store.info.node))


def list_lines(session: Session) -> list[ListLine]:
    """Every list that some record uses, those that may be changed first, each group by its title."""
    with session.store.read() as reader:
        own = _entries(reader, session.node.node)
    found = [
        ListLine(
            name=name,
            title=title_of(name),
            mode="open" if name in OPEN else "dated" if name in DATED else "fixed",
            entries=len(codes.codes()),
            own=len(own.get(name, {})),
        )
        for name, codes in _lists().items()
    ]
    return sorted(found, key=lambda line: (_MODES.index(line.mode), fold(line.title)))


def title_of(name: str) -> str:
    """Where a list is used, in the language in use; ``Fault`` E_CODE_LIST."""
    # a field that is the choice itself says more than one that holds it in a table; a person's field most
    kind, field = min(
        _places(name), key=lambda place: (place[1].sort is Sort.ROWS, place[0].name != "person")
    )
    return _("{kind}: {field}", kind=_(kind.label), field=_(field.label))


def code_lines(session: Session, name: str, on: date | None = None) -> list[CodeLine]:
    """The entries of a list as of a day (default: today); ``Fault`` E_CODE_LIST."""
    codes = _list(name)
    day = on or session.today()
    with session.store.read() as reader:
        records = {one.code: one for one in _records(reader, session.node.node, name)}
    offered = set(codes.offered(day))
    found = []
    for code in codes.codes():
        record = records.get(code)
        since, until = (record.since, record.until) if record else codes.periods.get(code, (None, None))
        found.append(
            CodeLine(
                code=code,
                label=_(codes.label(code)),
                shipped=code in codes.labels,
                since=since,
                until=until,
                offered=code in offered,
                document=(record.document or "") if record else "",
                record=record.id if record else "",
            )
        )
    return found


def add_code(
    session: Session,
    name: str,
    label: str,
    *,
    since: date | None = None,
    until: date | None = None,
    document: str = "",
) -> tuple[str, Changed]:
    """A new entry with its words; returns its code. Faults: E_ROLE, E_CODE_LIST, E_CODE_CLOSED, E_CODE (label)."""
    codes = _open_list(session, name, add=True)
    words = _words(codes, label)
    code = _new_code(codes, words)
    record = CodeEntry(
        id=new_id(),
        list=name,
        code=code,
        label=words,
        since=since,
        until=until,
        document=document.strip() or None,
    )
    return code, _put(session, record, "")


def date_code(
    session: Session,
    name: str,
    code: str,
    *,
    since: date | None,
    until: date | None,
    document: str = "",
    why: str = "",
) -> Changed:
    """The days between which an entry is offered; what holds it already keeps it.

    Faults: as ``add_code``; E_END_BEFORE_START at ``until``; E_CODE_LAST when nothing would be left to choose.
    """
    codes = _open_list(session, name)
    if not codes.has(code):
        raise Fault("E_CODE", _NO_CODE, field="code", code=code)
    have = _record_of(session, name, code)
    record = CodeEntry(
        id=have.id if have else new_id(),
        list=name,
        code=code,
        label=have.label if have else None,
        since=since,
        until=until,
        document=document.strip() or None,
    )
    day = session.today()
    others = [one for one in codes.offered(day) if one != code]
    if not others and not _runs(since, until, day):
        raise Fault("E_CODE_LAST", _LAST_ONE, field="until", day=day.strftime("%d/%m/%Y"))
    return _put(session, record, why)


def rename_code(session: Session, name: str, code: str, label: str, why: str = "") -> Changed:
    """Other words for an entry that the unit added. Faults: as ``add_code``; E_CODE_SHIPPED."""
    codes = _open_list(session, name)
    have = _record_of(session, name, code)
    if have is None or code in codes.labels:
        raise Fault("E_CODE_SHIPPED", _SHIPPED, field="label")
    words = _words(codes, label, code)
    return _put(session, msgspec.structs.replace(have, label=words), why)


def remove_code(session: Session, name: str, code: str, why: str) -> Changed:
    """Take back an entry that the unit added and nobody used, or the days it gave to a shipped one.

    Faults: E_CODE (no such entry), E_CODE_USED when records hold it.
    """
    codes = _open_list(session, name)
    have = _record_of(session, name, code)
    if have is None:
        raise Fault("E_CODE", _NO_CODE, field="code", code=code)
    with session.store.write(session.user) as writer:
        n = 0 if code in codes.labels else times_used(writer, name, code)
        if n:
            raise Fault("E_CODE_USED", _USED, n=n)
        writer.retract("code_entry", have.id, why)
    return writer.changed


def times_used(reader: Reader, name: str, code: str) -> int:
    """How many records hold a code, those recorded in error too: one that is reinstated must stay readable."""
    total = 0
    for kind, field in _places(name):
        where, places = _holds(field, name)
        sql = f'SELECT count(*) FROM "r_{kind.name}" WHERE {where}'
        total += int(reader.value(sql, (code,) * places))
    return total


def _holds(field: Field, name: str) -> tuple[str, int]:
    """The condition that a field holds a code of a list, and how many places it has for the code."""
    if field.sort is Sort.CHOICE:
        return f'"{field.name}" = ?', 1
    if field.sort is not Sort.ROWS:
        return f'EXISTS (SELECT 1 FROM json_each("{field.name}") WHERE value = ?)', 1
    inner = [one.name for one in field.row_fields if one.codes and one.codes.name == name]
    paths = " OR ".join(f"json_extract(j.value, '$.{one}') = ?" for one in inner)
    return f'EXISTS (SELECT 1 FROM json_each("{field.name}") AS j WHERE {paths})', len(inner)


def _put(session: Session, record: CodeEntry, why: str) -> Changed:
    with session.store.write(session.user, why) as writer:
        writer.put(record)
        _check_twice(writer, session.node.node, record)
    return writer.changed


def _check_twice(writer: Writer, node: str, record: CodeEntry) -> None:
    same = [one for one in _records(writer, node, record.list) if one.code == record.code]
    if len(same) > 1:
        raise Fault("E_CODE", _TWICE, field="label", label=record.label or record.code)


def _entries(reader: Reader, node: str) -> dict[str, dict[str, OwnCode]]:
    """What stands about every list: the words that others sent, and on top what this unit says."""
    found: dict[str, dict[str, OwnCode]] = {}
    for row in reader.rows(
        'SELECT "list", code, label FROM r_code_entry WHERE _state = 0 AND _node <> ?', (node,)
    ):
        if row[2]:
            # the unit above reads what a commune recorded, but does not offer the commune's entries itself
            found.setdefault(row[0], {})[row[1]] = OwnCode(row[2], None, date.min)
    for one in reader.all(CodeEntry, "_node = ?", (node,)):
        found.setdefault(one.list, {})[one.code] = OwnCode(one.label or "", one.since, one.until)
    return found


def _records(reader: Reader, node: str, name: str) -> list[CodeEntry]:
    return reader.all(CodeEntry, '_node = ? AND "list" = ? ORDER BY n', (node, name))


def _record_of(session: Session, name: str, code: str) -> CodeEntry | None:
    with session.store.read() as reader:
        found = _records(reader, session.node.node, name)
    return next((one for one in found if one.code == code), None)


def _open_list(session: Session, name: str, *, add: bool = False) -> CodeList:
    session.need_write(KINDS["code_entry"])
    codes = _list(name)
    if name not in OPEN | DATED:
        raise Fault("E_CODE_CLOSED", _CLOSED)
    if add and name not in OPEN:
        raise Fault("E_CODE_CLOSED", _DATED)
    return codes


def _words(codes: CodeList, label: str, code: str = "") -> str:
    words = checked_text("label", label)
    if not words or len(words) > _LABEL_LENGTH:
        raise Fault("E_CODE", _NO_WORDS, field="label")
    if any(fold(_(codes.label(other))) == fold(words) for other in codes.codes() if other != code):
        raise Fault("E_CODE", _TWICE, field="label", label=words)
    return words


def _new_code(codes: CodeList, words: str) -> str:
    stem = _OWN + re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:40]
    code, n = stem, 1
    while codes.has(code):
        n += 1
        code = f"{stem}_{n}"
    return code


def _runs(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _list(name: str) -> CodeList:
    found = _lists().get(name)
    if found is None:
        raise Fault("E_CODE_LIST", _NO_LIST, list=name)
    return found


def _places(name: str) -> tuple[tuple[Kind, Field], ...]:
    _list(name)
    return _used()[name]


@cache
def _used() -> Mapping[str, tuple[tuple[Kind, Field], ...]]:
    """Which fields of which kinds take each list."""
    found: dict[str, tuple[tuple[Kind, Field], ...]] = {}
    for kind in all_kinds():
        for field in kind.fields:
            names = {one.codes.name for one in (field, *_inner(field)) if one.codes is not None}
            for name in sorted(names):
                found[name] = (*found.get(name, ()), (kind, field))
    return found


@cache
def _lists() -> Mapping[str, CodeList]:
    found: dict[str, CodeList] = {}
    for kind in all_kinds():
        for field in kind.fields:
            for one in (field, *_inner(field)):
                if one.codes is not None:
                    found.setdefault(one.codes.name, one.codes)
    return found


def _inner(field: Field) -> tuple[Field, ...]:
    return tuple(field.row_fields) if field.sort is Sort.ROWS else ()
