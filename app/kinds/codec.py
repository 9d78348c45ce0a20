"""From plain fields to a checked record and back; the only way a record comes into being."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from app.kinds.dates import FIRST_YEAR, LAST_YEAR, VIETNAM
from app.kinds.declare import KINDS, Field, Kind, Record, Row, Sort, kind_of
from app.kinds.faults import Fault
from app.kinds.text import bad_characters, clean, clean_long
from app.words import N_, _

R = TypeVar("R", bound=Record)

#: Longest text of a field, in characters (64 KiB of UTF-8 at the most, sync.md Limits).
LONGEST_TEXT = 16_000
_PATH = re.compile(r" - at `\$\.?([a-z0-9_]*)[^`]*`$")
#: A moment typed to the minute; the seconds are added.
_MINUTE = re.compile(r"(T\d\d:\d\d)(Z|[+-]\d\d:\d\d)?$")
_DAYS = frozenset({Sort.DATE, Sort.MOMENT})
_MOMENTS: dict[str, tuple[str, ...]] = {}
_DATED: dict[str, tuple[Field, ...]] = {}
_CODED: dict[str, tuple[Field, ...]] = {}
_DEFAULTS: dict[str, tuple[tuple[str, Any], ...]] = {}


def kind_named(name: str) -> Kind:
    """The declared kind of that name; Fault E_KIND when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise Fault(
            "E_KIND", N_("“{kind}” is not a kind of record. The command schema lists the kinds."), kind=name
        ) from None


def from_fields(kind: Kind, record_id: str, fields: Mapping[str, Any]) -> Record:
    """A checked record from JSON-like fields.

    Text is cleaned (``clean``), moments come to Vietnam time. Raises ``Fault``
    with the field's name for whatever is missing, unknown, of a wrong type, not
    in its code list or impossible by the kind's own rules.
    """
    values: dict[str, Any] = {"id": record_id}
    for name, value in fields.items():
        if value is None or value == []:
            continue
        if name == "id":
            raise _unknown_field(kind, name)
        kept = _cleaned(kind, name, value)
        if kept is not None:
            values[name] = kept
    try:
        record = msgspec.convert(values, kind.struct, strict=True)
    except msgspec.ValidationError as error:
        raise _told(kind, values, str(error)) from None
    return checked(record, kind)


def checked(record: R, kind: Kind | None = None) -> R:
    """The record itself, its moments normalised, after code lists and the kind's own rules agree."""
    kind = kind or kind_of(type(record))
    record = _normal_moments(kind, record)
    for field in _dated(kind):
        _check_years(field, getattr(record, field.name))
    for field in _coded(kind):
        _check_codes(field, getattr(record, field.name))
    if kind.check is not None:
        kind.check(record)
    return record


def to_fields(record: Record) -> dict[str, Any]:
    """The record's fields as JSON-like values, without ``id`` and without what is absent or empty.

    A default that means something (sample: urine) is written out: what was
    recorded must not change when a later version has another default.
    """
    values = {}
    for name, value in msgspec.to_builtins(record).items():
        if isinstance(value, tuple):
            if value:
                values[name] = list(value)
        elif value is not None and name != "id":
            values[name] = value
    for name, default in _defaults(type(record)):
        values.setdefault(name, default)
    return values


def _defaults(struct: type[Record]) -> tuple[tuple[str, Any], ...]:
    name = struct.__name__
    found = _DEFAULTS.get(name)
    if found is None:
        fields = msgspec.structs.fields(struct)
        found = tuple((f.name, f.default) for f in fields if isinstance(f.default, str | int))
        _DEFAULTS[name] = found
    return found


def _cleaned(kind: Kind, name: str, value: Any) -> Any:
    if isinstance(value, str):
        field = kind.by_name.get(name)
        sort = field.sort if field is not None else Sort.TEXT
        if sort is Sort.MOMENT:
            return _MINUTE.sub(r"\1:00\2", value.strip())
        return checked_text(name, value, long=sort is Sort.LONG)
    if isinstance(value, list | tuple):
        cleaned = (_cleaned_item(name, item) for item in value)
        return [item for item in cleaned if item is not None]
    return value


def _cleaned_item(name: str, item: Any) -> Any:
    if isinstance(item, str):
        return checked_text(name, item)
    if isinstance(item, Mapping):
        return {
            key: checked_text(name, value) if isinstance(value, str) else value
            for key, value in item.items()
            if value is not None
        }
    return item


def checked_text(name: str, value: str, *, long: bool = False) -> str | None:
    """A text as it is kept, None when nothing is left of it; Fault E_CHARACTER or E_TOO_LONG."""
    bad = bad_characters(value)
    if bad:
        raise Fault(
            "E_CHARACTER",
            N_("The text holds a character that cannot be kept ({character}). Type the text again."),
            field=name,
            character=bad,
        )
    if len(value) > LONGEST_TEXT:
        raise Fault(
            "E_TOO_LONG",
            N_(
                "The text is too long ({length} characters, at most {most}). Shorten it or attach it as a paper."
            ),
            field=name,
            length=len(value),
            most=LONGEST_TEXT,
        )
    return (clean_long(value) if long else clean(value)) or None


def _normal_moments(kind: Kind, record: R) -> R:
    names = _MOMENTS.get(kind.name)
    if names is None:
        names = _MOMENTS[kind.name] = tuple(f.name for f in kind.fields if f.sort is Sort.MOMENT)
    changed = {}
    for name in names:
        moment: datetime | None = getattr(record, name)
        if moment is None:
            continue
        # a moment without an offset was typed here, so it is Vietnam time
        try:
            normal = moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
        except OverflowError:
            raise _not_possible(kind.by_name.get(name), name, moment.isoformat()) from None
        normal = normal.replace(microsecond=0)
        if normal is not moment:
            changed[name] = normal
    return msgspec.structs.replace(record, **changed) if changed else record


def _dated(kind: Kind) -> tuple[Field, ...]:
    fields = _DATED.get(kind.name)
    if fields is None:
        fields = tuple(
            f for f in kind.fields if f.sort in _DAYS or any(r.sort in _DAYS for r in f.row_fields)
        )
        _DATED[kind.name] = fields
    return fields


def _check_years(field: Field, value: Any) -> None:
    """Days far outside a life are slips of the hand, and no term can be counted from them."""
    for day in _days_in(field, value):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _not_possible(field, field.name, day.isoformat())


def _days_in(field: Field, value: Any) -> Iterator[date]:
    if value is None:
        return
    if field.rows is None:
        yield value
        return
    for row in value:
        for inner in field.row_fields:
            day = getattr(row, inner.name) if inner.sort in _DAYS else None
            if day is not None:
                yield day


def _coded(kind: Kind) -> tuple[Field, ...]:
    fields = _CODED.get(kind.name)
    if fields is None:
        fields = tuple(f for f in kind.fields if f.codes or (f.rows and any(r.codes for r in f.row_fields)))
        _CODED[kind.name] = fields
    return fields


def _check_codes(field: Field, value: Any) -> None:
    if value is None:
        return
    if field.rows is not None:
        for row in value:
            _check_row(field, row)
        return
    if field.codes is None:
        return
    for code in (value,) if isinstance(value, str) else value:
        if not field.codes.has(code):
            raise _unknown_code(field.name, field, code)


def _check_row(field: Field, row: Row) -> None:
    for inner in field.row_fields:
        if inner.codes is None:
            continue
        code = getattr(row, inner.name)
        if code is not None and not inner.codes.has(code):
            raise _unknown_code(field.name, inner, code)


def _unknown_code(name: str, field: Field, code: str) -> Fault:
    known = ", ".join(field.codes.codes()) if field.codes else ""
    return Fault(
        "E_CODE",
        N_("“{code}” is not in the list of {label}. Use one of: {known}."),
        field=name,
        code=code,
        label=_(field.label),
        known=known,
    )


def _told(kind: Kind, values: Mapping[str, Any], message: str) -> Fault:
    """A msgspec refusal as a sentence naming the field."""
    missing = re.search(r"missing required field `(\w+)`", message)
    if missing and "$." not in message:
        field = kind.by_name.get(missing[1])
        return Fault(
            "E_MISSING",
            N_("{label} is missing. Fill it in; without it the record cannot be kept."),
            field=missing[1],
            label=_(field.label) if field else missing[1],
        )
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if unknown:
        return _unknown_field(kind, unknown[1])
    at = _PATH.search(message)
    name = at[1] if at else ""
    return _not_possible(kind.by_name.get(name), name or "id", values.get(name or "id"))


def _not_possible(field: Field | None, name: str, value: Any) -> Fault:
    return Fault(
        "E_VALUE",
        N_("{label} cannot be “{value}”. Correct it."),
        field=name,
        label=_(field.label) if field else name,
        value=_short(value),
    )


def _unknown_field(kind: Kind, name: str) -> Fault:
    return Fault(
        "E_FIELD",
        N_("“{name}” is not a field of {kind}. The command schema lists the fields."),
        field=name,
        name=_short(name),
        kind=_(kind.label),
    )


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
