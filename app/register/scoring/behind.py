"""The records behind a figure, one line each: so that every number of a class can be read down to its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from app.kinds.codec import kind_named
from app.kinds.codes import STATUS
from app.kinds.dates import show_birth
from app.kinds.declare import KINDS, Field, Kind
from app.kinds.identity import mask
from app.ledger.reader import Reader
from app.register.kind_words import columns_of, title_fields, titled, told
from app.register.scoring.asking import Records
from app.register.scoring.stated import KEY, SPECS
from app.register.scoring.stated import told as told_fact
from app.register.session import Session
from app.words import N_, _

#: A hamlet is no record of its own here: it is named by what stands in it.
HAMLET = "hamlet"
_STATED = N_("Stated by the unit")
_CHUNK = 500
#: What else is said of a record of a kind, beside what names it.
_DETAILS: Mapping[str, tuple[str, ...]] = {
    "place": ("sort", "hamlet", "state"),
    "incident": ("offence", "seriousness", "stage", "hamlet"),
    "cultivation": ("plants", "area_m2", "hamlet"),
    "retail_dealer": ("ground", "hamlet"),
    "involvement": ("part",),
    "population": ("persons", "source"),
    "model": ("evidence",),
    "drug_test": ("result",),
    "breach": ("sort", "record_number"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A record that counts: what it is called, a few more words, its day, whom it is about.

    ``number`` is the identity number of a person, masked; lists never carry it whole.
    """

    kind: str
    id: str
    title: str
    detail: str
    day: date | None = None
    person: str = ""
    number: str = ""


def behind(session: Session, records: Records, about: str = "") -> tuple[Behind, ...]:
    """The lines of some records in the order of their names; the look is noted in the audit list.

    Fault E_ROLE when the account does not read one of the kinds.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, record in records:
        by_kind.setdefault(kind, []).append(record)
    for name in by_kind:
        if name != HAMLET:
            session.need_read(kind_named(name))
    found: list[Behind] = []
    with session.store.read() as reader:
        for name, ids in by_kind.items():
            found += _lines(reader, name, ids)
    if found and not session.store.database.read_only:
        session.store.note(session.user, "view", f"class:{about or next(iter(by_kind))}", str(len(found)))
    return tuple(found)


def _lines(reader: Reader, name: str, ids: list[str]) -> list[Behind]:
    if name == HAMLET:
        return [Behind(HAMLET, one, one, "") for one in ids]
    if name == "person":
        return sorted(_people(reader, ids).values(), key=lambda line: (line.title, line.id))
    if name == "setting":
        return list(_settings(reader, ids))
    found = list(_plain(reader, KINDS[name], ids))
    return sorted(found, key=lambda line: (line.day or date.min, line.id), reverse=True)


def _people(reader: Reader, ids: Iterable[str]) -> dict[str, Behind]:
    sql = (
        "SELECT id, name, birth, number, hamlet, main_status, since FROM card"
        " WHERE id IN (SELECT value FROM json_each(?))"
    )
    found: dict[str, Behind] = {}
    for some in _some(ids):
        for person, name, birth, number, hamlet, status, since in reader.rows(sql, (some,)):
            parts = (
                show_birth(birth) if birth else "",
                _(STATUS.label(status)) if status else "",
                hamlet or "",
            )
            found[person] = Behind(
                "person",
                person,
                name,
                " · ".join(part for part in parts if part),
                date.fromisoformat(since) if since else None,
                person,
                mask(number) if number else "",
            )
    return found


def _plain(reader: Reader, kind: Kind, ids: list[str]) -> Iterable[Behind]:
    """Records of any other kind: their own words, or for what is about a person the person's name."""
    names = _named_fields(kind)
    details = [kind.field(name) for name in _DETAILS.get(kind.name, ())]
    columns = [f.name for f in (*names, *details)]
    wanted = ", ".join(f'"{name}"' for name in (kind.when or "id", kind.subject or "id", *columns))
    sql = f'SELECT id, {wanted} FROM "r_{kind.name}" WHERE id IN (SELECT value FROM json_each(?))'
    rows = [row for some in _some(ids) for row in reader.rows(sql, (some,))]
    people = _people(reader, {row[2] for row in rows if kind.subject and row[2]})
    for record, day, subject, *values in rows:
        who = people.get(subject) if kind.subject else None
        title = titled(names, values[: len(names)]) or (who.title if who else "")
        told_of = [told(f, value) for f, value in zip(details, values[len(names) :], strict=True)]
        said = who.title if who and who.title != title else ""
        yield Behind(
            kind.name,
            record,
            title or _(kind.label),
            " · ".join(part for part in (said, *told_of) if part),
            date.fromisoformat(str(day)[:10]) if kind.when and day else None,
            subject if kind.subject and subject else "",
            who.number if who else "",
        )


def _named_fields(kind: Kind) -> tuple[Field, ...]:
    if kind.subject and "name" not in kind.by_name:
        return ()
    if kind.name in ("involvement", "retail_dealer", "model", "cultivation"):
        return (columns_of(kind.name)[0],)
    return tuple(f for f in title_fields(kind) if not f.ref)


def _settings(reader: Reader, ids: list[str]) -> Iterable[Behind]:
    sql = "SELECT id, key, value, since, document FROM r_setting WHERE id IN (SELECT value FROM json_each(?))"
    for some in _some(ids):
        for record, key, value, since, document in reader.rows(sql, (some,)):
            spec = SPECS.get(key.removeprefix(KEY))
            title = f"{_(spec.label)}: {told_fact(spec, value)}" if spec else f"{key}: {value}"
            yield Behind("setting", record, title, document or _(_STATED), date.fromisoformat(since))


def _some(ids: Iterable[str]) -> Iterable[str]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield msgspec.json.encode(ordered[start : start + _CHUNK]).decode()
