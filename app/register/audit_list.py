"""The list of looks and the list of changes: who did what and when, read page by page."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.ledger.history import changes_of
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_, _

#: What an entry says was done, for people. Entries of later versions show their own word.
ACTS = {
    "init": N_("Register made"),
    "unlock": N_("Register opened"),
    "unlock_failed": N_("Wrong passphrase"),
    "unlock_after_failures": N_("Opened after wrong passphrases"),
    "view": N_("File looked at"),
    "search": N_("Search"),
    "history": N_("History looked at"),
    "reveal": N_("Masked number shown"),
    "print": N_("Printed"),
    "export": N_("Package made"),
    "export_list": N_("List exported"),
    "receive": N_("Package received"),
    "pair": N_("Paired with a node"),
    "dump": N_("Records written out"),
    "load": N_("Records loaded"),
    "verify": N_("Register checked"),
    "user_add": N_("Account added"),
    "user_remove": N_("Removal of an account asked for"),
    "user_password": N_("Passphrase changed"),
    "recovery_sheet": N_("Recovery sheet printed"),
    "outbox_tidied": N_("Old packages tidied"),
    "health_recipient": N_("Key of clinical notes made known"),
    "law_compare": N_("Law pack compared"),
    "law_install": N_("Law pack installed"),
    "law_take_back": N_("Law pack taken back"),
    "law_publish": N_("Law pack signed"),
    "publisher_trust": N_("Publisher of law packs trusted"),
    "publisher_drop": N_("Publisher of law packs no longer trusted"),
    "merge": N_("People merged"),
    "unmerge": N_("Merge taken back"),
    "classify": N_("Class worked out"),
    "due": N_("List of what is owed"),
    "duplicates": N_("Duplicates looked for"),
    "report": N_("Report written"),
    "report_seal": N_("Report sealed"),
    "card": N_("Pairing card written"),
}
#: How an operation changed a record.
SORTS = {
    "event": N_("Recorded"),
    "patch": N_("Changed"),
    "correct": N_("Corrected"),
    "tomb": N_("Recorded in error"),
    "merge_person": N_("Merged"),
}
_NO_RIGHT = N_("Only the head of the unit or who manages accounts reads this list. Ask one of them.")


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries; empty words do not filter. ``since`` and ``until`` are days as ISO text."""

    text: str = ""
    who: str = ""
    act: str = ""
    since: str = ""
    until: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the list of looks; ``at`` is Vietnam time as ISO text.

    ``about``: the name of the person a record is about, where there is one.
    """

    n: int
    at: str
    who: str
    act: str
    subject: str
    detail: str
    about: str = ""

    def act_label(self) -> str:
        """What was done, in the language in use."""
        known = ACTS.get(self.act)
        return _(known) if known else self.act


@dataclass(frozen=True, slots=True)
class OpLine:
    """One change of a record, as entered; ``fields`` are the names of the fields written.

    ``is_first`` marks the change that made the record; ``about`` is the name of the person it is about.
    """

    n: int
    at: datetime
    by: str
    node: str
    sort: str
    kind: str
    record: str
    why: str
    fields: tuple[str, ...]
    parked: bool
    is_first: bool
    about: str

    def sort_label(self) -> str:
        """How the record was changed, in the language in use."""
        known = SORTS.get("event" if self.sort == "patch" and self.is_first else self.sort)
        return _(known) if known else self.sort


def may_audit(session: Session) -> bool:
    """Whether the account reads the list of looks."""
    return session.is_admin or session.role in ("head", "admin")


def audit_ids(session: Session, query: AuditQuery) -> array[int]:
    """Numbers of the entries of a query. Fault E_ROLE."""
    where, params = _audit_where(session, query)
    way = "DESC" if query.descending else "ASC"
    with session.store.read() as reader:
        rows = reader.stream(f"SELECT n FROM audit{where} ORDER BY n {way}", params)
        return array("q", (row[0] for row in rows))


def first_audit(session: Session, query: AuditQuery, n: int) -> list[AuditLine]:
    """The first ``n`` entries of a query."""
    where, params = _audit_where(session, query)
    way = "DESC" if query.descending else "ASC"
    sql = f"SELECT n, at, who, act, subject, detail FROM audit{where} ORDER BY n {way} LIMIT ?"
    with session.store.read() as reader:
        return [_audit_line(reader, row) for row in reader.rows(sql, (*params, n))]


def audit_lines(session: Session, numbers: Sequence[int]) -> list[AuditLine]:
    """These entries in the order given."""
    sql = "SELECT n, at, who, act, subject, detail FROM audit WHERE n IN (SELECT value FROM json_each(?))"
    with session.store.read() as reader:
        found = {row[0]: _audit_line(reader, row) for row in reader.rows(sql, (_json(numbers),))}
    return [found[n] for n in numbers if n in found]


def audit_people(session: Session) -> list[str]:
    """The accounts the list names."""
    with session.store.read() as reader:
        return [row[0] for row in reader.rows("SELECT DISTINCT who FROM audit ORDER BY who")]


def audit_acts(session: Session) -> list[str]:
    """What the list says was done, as codes."""
    with session.store.read() as reader:
        return [row[0] for row in reader.rows("SELECT DISTINCT act FROM audit ORDER BY act")]


def op_ids(session: Session, query: AuditQuery) -> array[int]:
    """Numbers of the changes of a query; ``act`` is a kind of record. Fault E_ROLE."""
    where, params = _op_where(session, query)
    way = "DESC" if query.descending else "ASC"
    with session.store.read() as reader:
        rows = reader.stream(f"SELECT op.n FROM op{where} ORDER BY op.n {way}", params)
        return array("q", (row[0] for row in rows))


def first_ops(session: Session, query: AuditQuery, n: int) -> list[OpLine]:
    """The first ``n`` changes of a query."""
    where, params = _op_where(session, query)
    way = "DESC" if query.descending else "ASC"
    with session.store.read() as reader:
        return [
            _op_line(reader, row)
            for row in reader.rows(f"{_OP}{where} ORDER BY op.n {way} LIMIT ?", (*params, n))
        ]


def op_lines(session: Session, numbers: Sequence[int]) -> list[OpLine]:
    """These changes in the order given."""
    with session.store.read() as reader:
        rows = reader.rows(f"{_OP} WHERE op.n IN (SELECT value FROM json_each(?))", (_json(numbers),))
        found = {row[0]: _op_line(reader, row) for row in rows}
    return [found[n] for n in numbers if n in found]


def op_values(session: Session, n: int) -> dict[str, tuple[Any, Any]]:
    """Field → (old, new) of one change; empty for one that wrote nothing new."""
    with session.store.read() as reader:
        row = reader.row("SELECT op, kind, rec FROM op WHERE n = ?", (n,))
        if row is None:
            return {}
        found = {change.op: change.fields for change in changes_of(reader, row[1], row[2])}
    return found.get(row[0], {})


def last_saved(session: Session) -> datetime | None:
    """When something of our own was saved last, Vietnam time."""
    with session.store.read() as reader:
        row = reader.row("SELECT lsn, hlc_ms FROM stream WHERE own = 1")
    if row is None or not row[0]:
        return None
    return datetime.fromtimestamp(row[1] / 1000, VIETNAM)


_OP = (
    "SELECT op.n, op.kind, op.rec, op.status, op.line, stream.node FROM op"
    " JOIN stream ON stream.n = op.stream"
)


def _op_line(reader: Reader, row: Sequence[Any]) -> OpLine:
    n, kind, record, status, line, node = row
    said = msgspec.json.decode(line) if status != 2 else {}
    return OpLine(
        n=n,
        at=datetime.fromtimestamp(said.get("hlc", [0])[0] / 1000, VIETNAM),
        by=said.get("by", ""),
        node=node,
        sort=said.get("t", ""),
        kind=kind,
        record=record,
        why=said.get("why", ""),
        fields=tuple(sorted(said.get("f", {}))),
        parked=status == 1,
        is_first=not said.get("base"),
        about=person_about(reader, kind, record),
    )


def _audit_line(reader: Reader, row: Sequence[Any]) -> AuditLine:
    kind, mark, record = str(row[4]).partition(":")
    n, at, who, act, subject, detail = row
    return AuditLine(n, at, who, act, subject, detail, person_about(reader, kind, record) if mark else "")


def person_about(reader: Reader, kind: str, record: str) -> str:
    """The name of the person a record is or is about; empty for others and for unknown records."""
    known = KINDS.get(kind)
    if known is None or (kind != "person" and known.subject != "person"):
        return ""
    if kind == "person":
        return str(reader.value("SELECT name FROM r_person WHERE id = ?", (record,)) or "")
    sql = f"SELECT p.name FROM r_{kind} AS x JOIN r_person AS p ON p.id = x.person WHERE x.id = ?"
    return str(reader.value(sql, (record,)) or "")


def _json(numbers: Sequence[int]) -> str:
    return msgspec.json.encode(list(numbers)).decode()


def _need(session: Session) -> None:
    if not may_audit(session):
        raise Fault("E_ROLE", _NO_RIGHT)


def _audit_where(session: Session, query: AuditQuery) -> tuple[str, list[object]]:
    _need(session)
    parts: list[str] = []
    params: list[object] = []
    for column, value in (("who", query.who), ("act", query.act)):
        if value:
            parts.append(f"{column} = ?")
            params.append(value)
    for column, value in (("at >= ?", query.since), ("at < ?", _after(query.until))):
        if value:
            parts.append(column)
            params.append(value)
    if query.text.strip():
        parts.append("(who LIKE ? OR subject LIKE ? OR detail LIKE ?)")
        params += [f"%{query.text.strip()}%"] * 3
    return (" WHERE " + " AND ".join(parts) if parts else ""), params


def _op_where(session: Session, query: AuditQuery) -> tuple[str, list[object]]:
    _need(session)
    parts: list[str] = ["op.status < 2"]
    params: list[object] = []
    if query.act:
        parts.append("op.kind = ?")
        params.append(query.act)
    if query.who:
        parts.append("json_extract(CAST(op.line AS TEXT), '$.by') = ?")
        params.append(query.who)
    if query.text.strip():
        parts.append("(op.rec LIKE ? OR json_extract(CAST(op.line AS TEXT), '$.why') LIKE ?)")
        params += [f"%{query.text.strip()}%"] * 2
    return " WHERE " + " AND ".join(parts), params


def _after(day: str) -> str:
    """A bound that every moment of the day stays under."""
    return f"{day}T99" if day else ""


def op_kinds(session: Session) -> list[str]:
    """The kinds of record that have changes."""
    with session.store.read() as reader:
        return [row[0] for row in reader.rows("SELECT DISTINCT kind FROM op ORDER BY kind")]
