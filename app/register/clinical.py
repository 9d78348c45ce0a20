"""Clinical notes: written, opened and followed back by accounts with the health key alone.

What is kept of a note in the clear is that there is one: about whom, of which day, by which
account. Its content is sealed before it comes near the store, so every way out of the store
(lists, packages, dumps, history, drafts) carries sealed text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from app.kinds.canonical import encode
from app.kinds.clinical import AssessmentNote, TreatmentNote
from app.kinds.codec import from_fields, to_fields
from app.kinds.declare import KINDS, Kind, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.ledger.history import Change, changes_of
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.between import check_between, in_people
from app.register.session import ClinicalPort, Session
from app.words import N_

#: The sealed kinds and what their content is made of.
FACES: dict[str, type[Record]] = {"assessment_detail": AssessmentNote, "treatment_detail": TreatmentNote}
#: What stands in a history in place of content that the account cannot open.
SEALED = "sealed"
_VERSION = 1
_NO_KEY = N_(
    "Clinical notes are open to accounts with the health role only. Ask a health worker of the unit."
)
_NO_NOTE = N_("There is no such clinical note. Read the page again with F5.")
_NEWER = N_("This clinical note was written by a newer version of this program. Install that version.")
_EMPTY = N_("The clinical note is empty. Fill in at least one field.")


@dataclass(frozen=True, slots=True)
class Note:
    """A clinical note. ``content`` is None where it could not be opened; ``fault`` then says why.

    ``about`` are the references kept in the clear: assessment and request, or treatment.
    """

    kind: str
    id: str
    person: str
    noted_on: date
    by: str
    about: Mapping[str, str]
    content: Any = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What keeping a note gave: its id, and what changed."""

    id: str
    changed: Changed


def may_open(session: Session) -> bool:
    """Whether the account holds the health key."""
    return session.clinical is not None


def face_of(kind_name: str) -> Kind:
    """The declaration of the content of a sealed kind; KeyError for any other kind."""
    return kind_of(FACES[kind_name])


def add_note(
    session: Session, kind_name: str, outer: Mapping[str, Any], content: Mapping[str, Any], why: str = ""
) -> Written:
    """Seal and keep a clinical note.

    ``outer``: the fields kept in the clear (``person``, ``noted_on``, references; ``id`` of a note that is
    changed); ``content``: the fields of the face. Faults: E_ROLE without the health key, E_EMPTY, E_TOO_LONG,
    and those of the fields.
    """
    port = _port(session)
    kind = KINDS[kind_name]
    session.need_write(kind)
    fields = dict(outer)
    record_id = str(fields.pop("id", "") or new_id())
    face = from_fields(kind_of(FACES[kind_name]), record_id, content)
    said = to_fields(face)
    if not said:
        raise Fault("E_EMPTY", _EMPTY)
    person = str(fields.get("person") or "")
    old = _kept(session, port, kind, record_id)
    if old is not None and old.content is not None and to_fields(old.content) == said:
        sealed = _sealed_now(session, kind, record_id)
    else:
        sealed = port.seal(_envelope(kind_name, said), person, kind_name, record_id, False)
    record = from_fields(kind, record_id, {**fields, "sealed": sealed})
    with session.store.write(session.user, why) as writer:
        check_between(session, writer, record)
        writer.put(record)
    return Written(record_id, writer.changed)


def open_notes(session: Session, kind_name: str, person: str, **about: str) -> list[Note]:
    """The notes of a kind about a person, newest first, with their content; the look is recorded.

    ``about`` narrows to those that name an assessment, a request or a treatment. A note that does not
    open is in the list with its fault. Fault E_ROLE without the health key.
    """
    port = _port(session)
    notes = [_opened(port, note, sealed) for note, sealed in _found(session, kind_name, person, about)]
    if notes:
        session.store.note(session.user, "view", f"person:{person}", f"{kind_name} {len(notes)}")
    return notes


def known_notes(session: Session, kind_name: str, person: str, **about: str) -> list[Note]:
    """That there are notes, of which days: all that an account without the health key is shown."""
    return [note for note, _sealed in _found(session, kind_name, person, about)]


def retract_note(session: Session, kind_name: str, note_id: str, why: str) -> Changed:
    """Recorded in error, with a reason; needs the health key. Its sealed history stays."""
    _port(session)
    session.need_write(KINDS[kind_name])
    with session.store.write(session.user) as writer:
        writer.retract(kind_name, note_id, why)
    return writer.changed


def note_history(session: Session, kind_name: str, note_id: str) -> list[Change]:
    """Every change of a note, the look recorded.

    With the health key each change shows the fields of the content, old and new; without it, ``SEALED``.
    """
    with session.store.read() as reader:
        found = changes_of(reader, kind_name, note_id)
        person = reader.value(f'SELECT person FROM "r_{kind_name}" WHERE id = ?', (note_id,))
    if not found:
        raise Fault("E_UNKNOWN_RECORD", _NO_NOTE)
    session.store.note(session.user, "history", f"{kind_name}:{note_id}")
    return [_readable(session.clinical, kind_name, note_id, str(person), change) for change in found]


# -- drafts -------------------------------------------------------------------------------------


def seal_draft(session: Session, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept as the draft of a clinical form: sealed for this node alone."""
    text = msgspec.json.encode(body).decode()
    return {SEALED: _port(session).seal({"draft": text}, session.user, "draft", key, True)}


def open_draft(session: Session, key: str, kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """The draft again; None when it is not sealed or not for this account."""
    sealed = kept.get(SEALED)
    if session.clinical is None or not isinstance(sealed, str):
        return None
    try:
        text = session.clinical.open(sealed, session.user, "draft", key)["draft"]
    except Fault:
        return None
    body: dict[str, Any] = msgspec.json.decode(text)
    return body


# -- inside -------------------------------------------------------------------------------------


def _port(session: Session) -> ClinicalPort:
    if session.clinical is None:
        raise Fault("E_ROLE", _NO_KEY)
    return session.clinical


def _envelope(kind_name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    content = {"v": _VERSION, "face": kind_of(FACES[kind_name]).name, "fields": dict(said)}
    encode(content)  # a text that has no canonical form is a defect here, not in the seal
    return content


def _unfolded(port: ClinicalPort, kind_name: str, note_id: str, person: str, sealed: str) -> dict[str, Any]:
    """The fields of the content. Faults of the seal, and E_CLINICAL_NEWER."""
    content = port.open(sealed, person, kind_name, note_id)
    if content.get("v") != _VERSION or content.get("face") != kind_of(FACES[kind_name]).name:
        raise Fault("E_CLINICAL_NEWER", _NEWER)
    fields: dict[str, Any] = content["fields"]
    return fields


def _opened(port: ClinicalPort, note: Note, sealed: str) -> Note:
    try:
        fields = _unfolded(port, note.kind, note.id, note.person, sealed)
        return replace(note, content=from_fields(kind_of(FACES[note.kind]), note.id, fields))
    except Fault as fault:
        return replace(note, fault=fault)


def _found(session: Session, kind_name: str, person: str, about: Mapping[str, str]) -> list[tuple[Note, str]]:
    kind = KINDS[kind_name]
    narrowed = "".join(f' AND "{kind.field(name).name}" = ?' for name in about)
    with session.store.read() as reader:
        where, people = in_people(reader, person, f"{narrowed} ORDER BY noted_on DESC, n DESC")
        records = reader.all(kind.struct, where, (*people, *about.values()))
        authors = _authors(reader, kind_name, [record.id for record in records])
    return [(_note(kind, record, authors.get(record.id, "")), _field(record, SEALED)) for record in records]


def _note(kind: Kind, record: Record, by: str) -> Note:
    about = {f.name: _field(record, f.name) for f in kind.fields if f.ref and f.name != "person"}
    known = {name: value for name, value in about.items() if value}
    day: date = getattr(record, kind.when)
    return Note(kind.name, record.id, _field(record, "person"), day, by, known)


def _field(record: Record, name: str) -> str:
    return str(getattr(record, name) or "")


class _By(msgspec.Struct, gc=False):
    """Of an operation's line only who wrote it."""

    by: str


_by = msgspec.json.Decoder(_By)


def _authors(reader: Reader, kind_name: str, ids: Sequence[str]) -> dict[str, str]:
    """Who wrote each record first."""
    sql = (
        "SELECT rec, line FROM op WHERE rec IN (SELECT value FROM json_each(?)) AND kind = ? AND status = 0"
        " ORDER BY n DESC"
    )
    rows = reader.rows(sql, (msgspec.json.encode(list(ids)).decode(), kind_name))
    return {row[0]: _by.decode(row[1]).by for row in rows}


def _kept(session: Session, port: ClinicalPort, kind: Kind, record_id: str) -> Note | None:
    """The note as it stands, opened, or None for a new one."""
    with session.store.read() as reader:
        record = reader.get(kind.struct, record_id)
    return _opened(port, _note(kind, record, ""), _field(record, SEALED)) if record is not None else None


def _sealed_now(session: Session, kind: Kind, record_id: str) -> str:
    with session.store.read() as reader:
        record = reader.get(kind.struct, record_id)
    return _field(record, SEALED) if record is not None else ""


def _readable(port: ClinicalPort | None, kind_name: str, note_id: str, person: str, change: Change) -> Change:
    if SEALED not in change.fields:
        return change
    rest = {name: pair for name, pair in change.fields.items() if name != SEALED}
    sides = [_side(port, kind_name, note_id, person, text) for text in change.fields[SEALED]]
    if any(side is None for side in sides):
        old_text, new_text = (SEALED if text else None for text in change.fields[SEALED])
        return replace(change, fields={**rest, SEALED: (old_text, new_text)})
    old, new = (side or {} for side in sides)
    names = [name for name in face_of(kind_name).by_name if old.get(name) != new.get(name)]
    return replace(change, fields={**rest, **{name: (old.get(name), new.get(name)) for name in names}})


def _side(
    port: ClinicalPort | None, kind_name: str, note_id: str, person: str, sealed: Any
) -> dict[str, Any] | None:
    """The content on one side of a change; None where it does not open."""
    if not sealed:
        return {}
    if port is None:
        return None
    try:
        return _unfolded(port, kind_name, note_id, person, str(sealed))
    except Fault:
        return None
