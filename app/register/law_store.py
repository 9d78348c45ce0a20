"""Installed law packs and trusted publishers as they lie in the store.

They are settings of the unit: in the log with who did it and when, in every backup, and seen by the unit above.
What other units sent is never followed here. A pack is kept as the signed file itself, so that its signature is
checked each time the register is opened.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator
from datetime import date

import msgspec

from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.office import Setting
from app.law.shelf import Shelf
from app.law.signed import LARGEST, Keys, fitting, read_signed
from app.ledger.reader import Reader
from app.ledger.writer import Writer
from app.words import N_

PACK = "pack."
PUBLISHER = "publisher."
#: Well under the longest text of a field.
_PIECE = 15_000

_DAMAGED = N_("The law pack {pack} in the register is damaged and is not followed. Install it again.")
_NO_KEY = N_(
    "The law pack {pack} in the register is by a publisher who was never trusted. It is not followed."
)


class Publisher(msgspec.Struct, frozen=True):
    """A trusted publisher; ``key`` is the public key in hex, ``record`` the setting that holds it."""

    name: str
    key: str
    since: date
    record: str
    document: str = ""


class _Named(msgspec.Struct, frozen=True):
    name: str
    key: str


class StoredPack(msgspec.Struct, frozen=True):
    """An installed pack: its label (id and version), the records that hold it, since when, the file itself."""

    label: str
    records: tuple[str, ...]
    since: date
    publisher: str
    data: bytes


class Installed(msgspec.Struct, frozen=True):
    """What the installed packs make of the shipped ones; ``troubles`` are packs that cannot be followed."""

    shelf: Shelf
    packs: tuple[StoredPack, ...] = ()
    troubles: tuple[str, ...] = ()


def put_pack(writer: Writer, label: str, data: bytes, since: date, publisher: str) -> None:
    """Keep a signed file in pieces; ``label`` is the id and the version."""
    text = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    for n, piece in enumerate(pieces):
        key = f"{PACK}{label}.{len(pieces)}.{n}"
        writer.put(Setting(id=new_id(), key=key, value=piece, since=since, document=publisher or None))


def put_publisher(writer: Writer, kid: str, name: str, key: str, since: date, document: str) -> None:
    """Keep a trusted key."""
    value = msgspec.json.encode(_Named(name, key)).decode()
    key_name = f"{PUBLISHER}{kid}"
    writer.put(Setting(id=new_id(), key=key_name, value=value, since=since, document=document or None))


def trusted(reader: Reader, node: str) -> list[Publisher]:
    """The publishers this unit trusts, by name."""
    found = {}
    for one in _own(reader, node, PUBLISHER, live=True):
        named = _named(one)
        if named is not None:
            found[named.key] = Publisher(named.name, named.key, one.since, one.id, one.document or "")
    return sorted(found.values(), key=lambda each: each.name)


def stored_packs(reader: Reader, node: str) -> list[StoredPack]:
    """The installed packs in the order in which they were installed; damaged ones have no data."""
    groups: dict[str, list[Setting]] = {}
    for one in _own(reader, node, PACK, live=True):
        label = one.key.removeprefix(PACK).rsplit(".", 2)[0]
        groups.setdefault(label, []).append(one)
    return [_stored(label, pieces) for label, pieces in groups.items()]


def installed(reader: Reader, node: str, keys: Keys, shipped: Shelf) -> Installed:
    """The shelf a register follows: the shipped packs and, on top, every installed one that still holds.

    A pack of an older program that ships in the same or a later version by now is passed over.
    """
    known = {named.key for one in _own(reader, node, PUBLISHER, live=False) if (named := _named(one))}
    shelf, packs, troubles = shipped, [], []
    for pack in stored_packs(reader, node):
        try:
            signed = read_signed(pack.label, pack.data)
            if signed.public.hex() not in known:
                raise Fault("E_PACK_KEY", _NO_KEY, pack=pack.label)
            shelf = fitting(shelf, pack.label, signed.text(pack.label, keys))[1]
            packs.append(pack)
        except Fault as fault:
            if fault.code == "E_PACK_OLD":
                continue
            told = fault if fault.code == "E_PACK_KEY" else Fault("E_PACK", _DAMAGED, pack=pack.label)
            troubles.append(told.sentence())
    return Installed(shelf, tuple(packs), tuple(troubles))


def _own(reader: Reader, node: str, prefix: str, *, live: bool) -> Iterator[Setting]:
    """Settings of this unit whose key begins so, in the order in which they were entered."""
    state = "_state = 0" if live else "1"
    sql = (
        'SELECT id, "key", "value", "since", "document" FROM r_setting'
        f' WHERE {state} AND _node = ? AND substr("key", 1, ?) = ? ORDER BY n'
    )
    for row in reader.rows(sql, (node, len(prefix), prefix)):
        since = date.fromisoformat(row[3])
        yield Setting(id=row[0], key=row[1], value=row[2], since=since, document=row[4])


def _named(one: Setting) -> _Named | None:
    try:
        return msgspec.json.decode(one.value, type=_Named)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def _stored(label: str, pieces: list[Setting]) -> StoredPack:
    ordered = sorted(pieces, key=lambda one: _place(one)[1])
    wanted = _place(ordered[0])[0]
    whole = [_place(one) for one in ordered] == [(wanted, n) for n in range(wanted)]
    data = _unpacked("".join(one.value for one in ordered)) if whole else b""
    first = ordered[0]
    records = tuple(one.id for one in ordered)
    return StoredPack(label, records, first.since, first.document or "", data)


def _place(one: Setting) -> tuple[int, int]:
    """How many pieces there are and which one this is; (0, 0) for a key that says neither."""
    parts = one.key.rsplit(".", 2)[1:]
    if len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts):
        return int(parts[0]), int(parts[1])
    return 0, 0


def _unpacked(text: str) -> bytes:
    """The file again; empty when it cannot be had, which no signature fits."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(text, validate=True), LARGEST)
    except (binascii.Error, zlib.error, ValueError):
        return b""
