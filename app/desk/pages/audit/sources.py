"""The two lists of the audit page as sources of long lists."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.desk.models.source import Column, Line, Marked, Query
from app.desk.pages.exchange.incoming import STATES
from app.desk.pages.exchange.pairing import SORTS as OFFICE_SORTS
from app.desk.pages.settings.dialogs import ROLES
from app.desk.pages.units.reading import indicator_label
from app.kinds.catalogue import all_kinds
from app.kinds.dates import show_birth, show_date, show_moment
from app.kinds.declare import KINDS, Sort
from app.register import audit_list
from app.register.audit_list import AuditLine, AuditQuery, OpLine
from app.register.session import Session
from app.words import N_, _, plural

LOOK_COLUMNS = (
    Column("at", N_("When"), 140),
    Column("who", N_("Account"), 140, strong=True, sortable=False),
    Column("act", N_("What was done"), 210, marked=True, sortable=False),
    Column("subject", N_("About"), 260, sortable=False),
    Column("detail", N_("Details"), 280, sortable=False),
)
CHANGE_COLUMNS = (
    Column("at", N_("When"), 140),
    Column("by", N_("Account"), 104, strong=True, sortable=False),
    Column("node", N_("Node code"), 80, sortable=False),
    Column("sort", N_("What was done"), 104, marked=True, sortable=False),
    Column("kind", N_("Kind of record"), 122, sortable=False),
    Column("about", N_("Person"), 150, sortable=False),
    Column("fields", N_("Fields"), 240, sortable=False),
    Column("why", N_("Reason"), 180, sortable=False),
)
_TONES = {
    "unlock_failed": "danger",
    "unlock_after_failures": "warn",
    "export": "info",
    "export_list": "info",
    "dump": "warn",
    "user_add": "warn",
    "user_remove": "warn",
    "user_password": "warn",
    "recovery_sheet": "warn",
}
_LONG_ID = 20
_SORT_TONES = {"event": "info", "correct": "warn", "tomb": "danger", "merge_person": "warn"}


def query_of(query: Query) -> AuditQuery:
    """What the list asks, as the register wants it; the newest first unless asked otherwise."""
    wanted = dict(query.filters)
    descending = query.descending if query.sort == "at" else True
    return AuditQuery(
        text=query.words, who=wanted.get("who", ""), act=wanted.get("act", ""), descending=descending
    )


class LookSource:
    """Looks, exports, prints, unlocks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first page."""
        return [_look_line(one) for one in audit_list.first_audit(self._session, query_of(query), n)]

    def ids(self, query: Query) -> array[int]:
        """All numbers in order."""
        return audit_list.audit_ids(self._session, query_of(query))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """Lines by their numbers."""
        return [_look_line(one) for one in audit_list.audit_lines(self._session, ids)]


class ChangeSource:
    """Changes of records."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first page."""
        return [_change_line(one) for one in audit_list.first_ops(self._session, query_of(query), n)]

    def ids(self, query: Query) -> array[int]:
        """All numbers in order."""
        return audit_list.op_ids(self._session, query_of(query))

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """Lines by their numbers."""
        return [_change_line(one) for one in audit_list.op_lines(self._session, ids)]


def moment_text(at: datetime) -> str:
    """Day and time to the second, as evidence needs it."""
    return at.strftime("%d/%m/%Y %H:%M:%S")


def _look_line(one: AuditLine) -> Line:
    act = Marked(one.act_label(), _TONES.get(one.act, "neutral"))
    at = moment_text(datetime.fromisoformat(one.at))
    return (at, one.who, act, one.about or about(one.act, one.subject), detail_text(one.act, one.detail))


def about(act: str, subject: str) -> str:
    """``person:0123…`` with the kind in words, long ids shortened; other subjects as they are."""
    kind, mark, record = subject.partition(":")
    label = kind_labels().get(kind)
    if mark and label:
        return f"{label} {record[:8]}"
    if kind == "indicator":
        return indicator_label(record)
    if act in ("user_add", "user_password", "user_remove"):
        return subject
    return kind_labels().get(subject, subject[:8] if len(subject) > _LONG_ID else subject)


def detail_text(act: str, detail: str) -> str:
    """The short note of an entry in words; notes of other acts as they are."""
    parts = detail.split()
    if act == "search" and detail.isdigit():
        return plural("{n} found", "{n} found", int(detail))
    if act == "verify" and detail.isdigit():
        return _("nothing wrong") if detail == "0" else _("{n} checks failed", n=detail)
    if act == "export" and len(parts) > 1:
        return _("changes {range}", range=parts[1].replace("-", " – "))
    if act in ("pair", "init") and parts:
        words = {"parent": N_("Level above us"), "child": N_("Sends to us"), **OFFICE_SORTS}
        return _(words.get(parts[0], parts[0]))
    if act == "receive" and parts:
        word = STATES.get(parts[-1], (parts[-1], ""))[0]
        return " ".join([*parts[:-1], _(word)])
    if act == "user_add":
        return _(dict(ROLES).get(detail, detail))
    return {"handover": _("Handover sheet"), "receipt": _("Receipt slip")}.get(detail, detail)


def kind_labels() -> dict[str, str]:
    """Names of the kinds of record in the language in use."""
    return {kind.name: _(kind.label) for kind in all_kinds()}


def field_label(kind: str, name: str) -> str:
    """A field's name in the language in use."""
    known = KINDS.get(kind)
    found = next((f for f in known.fields if f.name == name), None) if known else None
    return _(found.label) if found is not None else name


def value_text(kind: str, name: str, value: Any) -> str:
    """A stored value as people read it; codes as their words."""
    known = KINDS.get(kind)
    found = next((f for f in known.fields if f.name == name), None) if known else None
    codes = found.codes if found is not None else None
    if codes is not None and isinstance(value, str) and value in codes.labels:
        return _(codes.label(value))
    if codes is not None and isinstance(value, list | tuple):
        return ", ".join(_(codes.label(one)) if one in codes.labels else str(one) for one in value)
    if found is not None and found.ref and isinstance(value, str):
        return f"{kind_labels().get(found.ref, found.ref)} {value[:8]}"
    if found is not None and found.sort is Sort.BIRTH and isinstance(value, str):
        return show_birth(value)
    return plain_text(value)


def plain_text(value: Any) -> str:
    """A value without a code list."""
    if value in (None, "", [], ()):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(plain_text(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list | tuple):
        return "; ".join(plain_text(part) for part in value)
    return _day_text(str(value))


def _day_text(text: str) -> str:
    """Days and moments as they are written here."""
    try:
        if len(text) == 10:
            return show_date(date.fromisoformat(text))
        if len(text) >= 19 and text[10] == "T":
            return show_moment(datetime.fromisoformat(text))
    except ValueError:
        return text
    return text


def _change_line(one: OpLine) -> Line:
    written = "event" if one.is_first and one.sort == "patch" else one.sort
    sort = Marked(one.sort_label(), "warn" if one.parked else _SORT_TONES.get(written, "neutral"))
    fields = ", ".join(field_label(one.kind, name) for name in one.fields)
    kind = kind_labels().get(one.kind, one.kind)
    return (moment_text(one.at), one.by, one.node, sort, kind, one.about, fields, one.why)
