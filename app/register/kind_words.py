"""How records of any kind read: values in words, the name of a record, the columns of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.kinds.codec import kind_named
from app.kinds.dates import show_birth, show_date, show_moment
from app.kinds.declare import Compartment, Field, Kind, Sort
from app.words import _
from app.words.forms import number

#: What stands for a record where another one names it; kinds not named here use their first two columns.
_TITLES: dict[str, tuple[str, ...]] = {
    "person": ("name",),
    "place": ("name",),
    "unit": ("name",),
    "incident": ("number", "act", "detected_on"),
    "mailbox": ("hamlet", "place"),
    "kit_lot": ("name", "lot"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a field names: its id and what it is called, empty where the account does not read it."""

    id: str
    name: str

    def __str__(self) -> str:
        return self.name


def columns_of(kind_name: str, more: Sequence[str] = ()) -> tuple[Field, ...]:
    """The fields a list of the kind shows, and further ones by name."""
    kind = kind_named(kind_name)
    return tuple(f for f in kind.fields if f.listed) + tuple(kind.field(name) for name in more)


def title_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields that name a record of the kind where another one refers to it."""
    named = _TITLES.get(kind.name)
    if named is None:
        return columns_of(kind.name)[:2] or kind.fields[:1]
    return tuple(kind.field(name) for name in named)


def titled(fields: Sequence[Field], values: Sequence[Any]) -> str:
    """The name that these values give."""
    parts = [told(f, v) for f, v in zip(fields, values, strict=True)]
    return " · ".join(part for part in parts if part)


def told(field: Field, value: Any) -> str:
    """A stored value in words: codes as labels, days as dd/MM/yyyy, other records by their names."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_told_item(field, item) for item in value)
    if isinstance(value, Named):
        return value.name
    if field.codes is not None:
        return _(field.codes.label(str(value)))
    if field.sort is Sort.BOOL:
        return _("Yes") if value else _("No")
    return _told_plain(field.sort, value)


def _told_item(field: Field, item: Any) -> str:
    if isinstance(item, Mapping):
        parts = [told(inner, item.get(inner.name)) for inner in field.row_fields]
        return " · ".join(part for part in parts if part)
    return _(field.codes.label(str(item))) if field.codes else str(item)


def _told_plain(sort: Sort, value: Any) -> str:
    if sort is Sort.DATE:
        return show_date(date.fromisoformat(str(value)))
    if sort is Sort.MOMENT:
        return show_moment(datetime.fromisoformat(str(value)))
    if sort is Sort.BIRTH:
        return show_birth(str(value))
    return number(value) if isinstance(value, int) else str(value)


def is_guarded(kind: Kind) -> bool:
    """Whether a look at one record of the kind is noted: what the police alone, or health alone, may read."""
    return kind.compartment is not Compartment.COMMON
