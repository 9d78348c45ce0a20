"""The law a unit follows: packs in force, trusted publishers, what a new pack would change, installing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import msgspec

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.law.owed import WHAT, Owed
from app.law.shelf import PackLine, Shelf, line_of, shipped_shelf
from app.law.signed import LARGEST, Keys, SignedPack, fitting, read_signed, write_signed
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register import law_store
from app.register.law_store import Publisher, StoredPack
from app.register.session import Session
from app.register.tables.case import case_of
from app.register.tables.facts import all_ids, chunks, facts_of
from app.register.tables.owing import watch_at
from app.register.unit_settings import settings_of
from app.words import N_, _

_NOT_ADMIN = N_("Only somebody who manages accounts may change which law is followed. Ask them.")
_UNREADABLE = N_("The file {file} cannot be read. Check that it is there and try again.")
_UNKNOWN_KEY = N_(
    "Nobody here trusts the publisher of {file} yet (fingerprint {fingerprint}). Ask the publisher to read out "
    "the fingerprint, then add it."
)
_OTHER_FINGERPRINT = N_(
    "The fingerprint does not fit the key in {file}. Do not use the file before the publisher has been asked."
)
_KNOWN_KEY = N_("The publisher {name} is already trusted.")
_NO_NAME = N_("Name the publisher, as it stands on the paper with the fingerprint.")
_NO_PACK = N_("There is no installed law pack {pack}.")
_NO_REASON = N_("Say why.")
_AFTER = N_("A pack that was installed later needs this one. Take that back first.")

#: Reasons of a change that no rule explains.
_GONE = N_("No longer owed under {title}.")
_NEW = N_("Owed from {title} on.")


class InstalledLine(msgspec.Struct, frozen=True):
    """A version of a pack in the list; ``installed`` None: it came with the program.

    ``state``: ``now`` followed today, ``later`` from its day on, ``past`` for older acts only.
    """

    pack: PackLine
    state: str
    installed: StoredPack | None = None


class LawView(msgspec.Struct, frozen=True):
    """What the page of law packs shows."""

    lines: tuple[InstalledLine, ...]
    publishers: tuple[Publisher, ...]
    troubles: tuple[str, ...]
    waiting: bool


class Candidate(msgspec.Struct, frozen=True):
    """A file that was checked and may be installed."""

    file: str
    data: bytes
    line: PackLine
    publisher: Publisher
    shelf: Shelf


class ChangedDeadline(msgspec.Struct, frozen=True):
    """One deadline that a pack would change; a day is None where nothing is or was owed, or no number is."""

    person: str
    name: str
    what: str
    rule: str
    old: date | datetime | None
    new: date | datetime | None
    why: str

    def label(self) -> str:
        """What is owed, in the language in use."""
        return _(WHAT[self.what])


def read_file(path: Path) -> bytes:
    """A file somebody chose, never more than a pack can be long; ``Fault`` E_FILE."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise Fault("E_FILE", _UNREADABLE, file=path.name) from None


def law_view(session: Session) -> LawView:
    """Every version of every pack, the trusted publishers, and what is wrong."""
    node = session.node.node
    with session.store.read() as reader:
        found = law_store.installed(reader, node, _keys(session), shipped_shelf())
        publishers = tuple(law_store.trusted(reader, node))
    here = {pack.label: pack for pack in found.packs}
    lines = found.shelf.lines()
    made = tuple(
        InstalledLine(line, _state(line, lines, session.today()), here.get(f"{line.id}@{line.version}"))
        for line in lines
    )
    return LawView(made, publishers, found.troubles, found.shelf.digest != session.shelf.digest)


def fingerprint_in(session: Session, file: str, data: bytes) -> str:
    """The fingerprint of the key that a signed pack names; ``Fault`` E_PACK_FILE."""
    return _keys(session).fingerprint(read_signed(file, data).public)


def fingerprint_of(session: Session, publisher: Publisher) -> str:
    """The fingerprint of a trusted key."""
    return _keys(session).fingerprint(bytes.fromhex(publisher.key))


def trust_publisher(
    session: Session, file: str, data: bytes, typed: str, name: str, document: str = ""
) -> Changed:
    """Trust the key of a signed pack whose fingerprint was read out or stands on paper.

    Faults: E_ADMIN; E_PACK_FILE; E_FINGERPRINT (field ``fingerprint``) when it is another; E_REQUIRED (field
    ``name``); E_KNOWN when it is trusted already; E_PACK_SIGNATURE when the file was changed.
    """
    _need_admin(session)
    keys = _keys(session)
    signed = read_signed(file, data)
    if not name.strip():
        raise Fault("E_REQUIRED", _NO_NAME, field="name")
    if not keys.same(keys.fingerprint(signed.public), typed):
        raise Fault("E_FINGERPRINT", _OTHER_FINGERPRINT, field="fingerprint", file=file)
    signed.text(file, keys)
    key = signed.public.hex()
    with session.store.write(session.user) as writer:
        known = _publisher(writer, session, signed)
        if known is not None:
            raise Fault("E_KNOWN", _KNOWN_KEY, name=known.name)
        law_store.put_publisher(writer, key[:16], name.strip(), key, session.today(), document.strip())
        writer.note("publisher_trust", key[:16], name.strip())
    return writer.changed


def drop_publisher(session: Session, publisher: Publisher, why: str) -> Changed:
    """Trust a publisher no longer; what was installed stays. Faults: E_ADMIN, E_REQUIRED (field ``why``)."""
    _need_admin(session)
    _need_reason(why)
    with session.store.write(session.user) as writer:
        writer.retract("setting", publisher.record, why)
        writer.note("publisher_drop", publisher.key[:16], publisher.name)
    return writer.changed


def look_at(session: Session, file: str, data: bytes) -> Candidate:
    """Check a signed pack: its publisher, its signature, and that it fits with the packs that are here.

    Faults: E_PACK_FILE, E_PACK_KEY, E_PACK_SIGNATURE and those of ``signed.fitting``.
    """
    signed = read_signed(file, data)
    keys = _keys(session)
    with session.store.read() as reader:
        publisher = _publisher(reader, session, signed)
        shelf = law_store.installed(reader, session.node.node, keys, shipped_shelf()).shelf
    if publisher is None:
        raise Fault("E_PACK_KEY", _UNKNOWN_KEY, file=file, fingerprint=keys.fingerprint(signed.public))
    made, grown = fitting(shelf, file, signed.text(file, keys))
    return Candidate(file, data, line_of(made), publisher, grown)


def compare(session: Session, candidate: Candidate) -> list[ChangedDeadline]:
    """Every deadline of the register that the pack would change, and why; looked at on the day it begins.

    Reads everybody: seconds for a large register, so never on the main thread. The look is recorded.
    """
    day = max(session.today(), candidate.line.since)
    found: list[ChangedDeadline] = []
    with session.store.read() as reader:
        settings = settings_of(session, reader)
        before = watch_at(session.law, session.calendar, day, settings)
        after = watch_at(candidate.shelf.packs, session.calendar, day, settings)
        for ids in chunks(all_ids(reader)):
            for facts in facts_of(reader, ids).values():
                case = case_of(facts, day)
                found += _changes(facts.person.name, before.owed(case), after.owed(case), candidate.line)
    session.store.note(session.user, "law_compare", f"{candidate.line.id}@{candidate.line.version}")
    return found


def install(session: Session, candidate: Candidate, document: str = "") -> Changed:
    """Keep the pack; it is followed from the next time the register is opened.

    Faults: E_ADMIN, and those of ``look_at``, which is asked once more.
    """
    _need_admin(session)
    checked = look_at(session, candidate.file, candidate.data)
    label = f"{checked.line.id}@{checked.line.version}"
    by = checked.publisher.name + (f" · {document.strip()}" if document.strip() else "")
    with session.store.write(session.user) as writer:
        law_store.put_pack(writer, label, checked.data, session.today(), by)
        writer.note("law_install", label, checked.publisher.key[:16])
    return writer.changed


class Published(msgspec.Struct, frozen=True):
    """A signed file and what its users compare."""

    data: bytes
    fingerprint: str


def publish(
    session: Session, file: str, data: bytes, public: bytes, sign: Callable[[bytes], bytes]
) -> Published:
    """Sign a pack for other units with the key of this device; recorded.

    The pack is checked as those who install it will: faults E_ADMIN and those of ``signed.fitting``.
    """
    _need_admin(session)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Fault("E_FILE", _UNREADABLE, file=file) from None
    line = line_of(fitting(shipped_shelf(), file, text)[0])
    session.store.note(session.user, "law_publish", f"{line.id}@{line.version}")
    return Published(write_signed(text, public, sign), _keys(session).fingerprint(public))


def take_back(session: Session, label: str, why: str) -> Changed:
    """Follow an installed pack no longer, from the next opening on; its history stays.

    Faults: E_ADMIN; E_REQUIRED (field ``why``); E_PACK_NONE; E_PACK_NEEDED when a later pack rests on it.
    """
    _need_admin(session)
    _need_reason(why)
    node = session.node.node
    with session.store.write(session.user) as writer:
        packs = law_store.stored_packs(writer, node)
        pack = next((one for one in packs if one.label == label), None)
        if pack is None:
            raise Fault("E_PACK_NONE", _NO_PACK, pack=label)
        before = law_store.installed(writer, node, _keys(session), shipped_shelf())
        for record in pack.records:
            writer.retract("setting", record, why)
        after = law_store.installed(writer, node, _keys(session), shipped_shelf())
        if len(after.troubles) > len(before.troubles):
            raise Fault("E_PACK_NEEDED", _AFTER)
        writer.note("law_take_back", label)
    return writer.changed


def followed(reader: Reader, node: str, keys: Keys) -> law_store.Installed:
    """The law of a register that is being opened."""
    return law_store.installed(reader, node, keys, shipped_shelf())


def _changes(
    name: str, before: tuple[Owed, ...], after: tuple[Owed, ...], line: PackLine
) -> list[ChangedDeadline]:
    """The obligations of one person that are not the same under both."""
    old, new = _keyed(before), _keyed(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, becomes = old.get(key), new.get(key)
        some = becomes or was
        if some is None or (was and becomes and was.due == becomes.due):
            continue
        found.append(
            ChangedDeadline(
                person=some.person,
                name=name,
                what=some.what,
                rule=some.rule,
                old=was.due if was else None,
                new=becomes.due if becomes else None,
                why=_why(becomes, line) if becomes else _(_GONE, title=line.title.said()),
            )
        )
    return found


def _keyed(owed: tuple[Owed, ...]) -> dict[tuple[str, str, str, int], Owed]:
    """Obligations by what they are of: what, status, anchor, and which of several alike."""
    found: dict[tuple[str, str, str, int], Owed] = {}
    for one in owed:
        anchor = one.reckoning.anchor.isoformat() if one.reckoning else ""
        n = 0
        while (one.what, one.status, anchor, n) in found:
            n += 1
        found[(one.what, one.status, anchor, n)] = one
    return found


def _why(one: Owed, line: PackLine) -> str:
    because = one.because
    return f"{because.article}: {because.arithmetic}" if because else _(_NEW, title=line.title.said())


def _state(line: PackLine, lines: tuple[PackLine, ...], today: date) -> str:
    if line.since > today:
        return "later"
    over = line.valid_to is not None and line.valid_to < today
    replaced = any(one.id == line.id and line.version < one.version and one.since <= today for one in lines)
    return "past" if over or replaced else "now"


def _publisher(reader: Reader, session: Session, signed: SignedPack) -> Publisher | None:
    key = signed.public.hex()
    return next((one for one in law_store.trusted(reader, session.node.node) if one.key == key), None)


def _keys(session: Session) -> Keys:
    if session.keys is None:
        raise RuntimeError("this session was opened without the means to check signatures")
    return session.keys


def _need_admin(session: Session) -> None:
    session.need_write(KINDS["setting"])
    if not session.is_admin:
        raise Fault("E_ADMIN", _NOT_ADMIN)


def _need_reason(why: str) -> None:
    if not why.strip():
        raise Fault("E_REQUIRED", _NO_REASON, field="why")


__all__ = [
    "Candidate",
    "ChangedDeadline",
    "InstalledLine",
    "LawView",
    "PackLine",
    "Published",
    "Publisher",
    "StoredPack",
    "compare",
    "drop_publisher",
    "fingerprint_in",
    "fingerprint_of",
    "followed",
    "install",
    "law_view",
    "look_at",
    "publish",
    "read_file",
    "take_back",
    "trust_publisher",
]
