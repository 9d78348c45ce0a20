"""Values of records in words: for read-only grids, history and events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.kinds.dates import show_birth, show_date, show_moment
from app.kinds.declare import Field, Sort
from app.kinds.identity import mask
from app.kinds.people import Paper
from app.words import _
from app.words.forms import number


def shown(field: Field, value: Any) -> str:
    """A field's value as people read it; empty for none. Numbers of identity papers stay masked."""
    if value is None or value == "" or value == [] or value == ():
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_item(field, item) for item in value)
    return _single(field, value)


def _item(field: Field, item: Any) -> str:
    if field.rows is not None:
        return _row(field, item)
    return _(field.codes.label(str(item))) if field.codes else str(item)


def _row(field: Field, item: Any) -> str:
    parts = []
    for inner in field.row_fields:
        value = item.get(inner.name) if isinstance(item, Mapping) else getattr(item, inner.name)
        if value and field.rows is Paper and inner.name == "number":
            value = mask(str(value))
        text = shown(inner, value)
        if text:
            parts.append(text)
    return " · ".join(parts)


def _single(field: Field, value: Any) -> str:
    if field.codes is not None:
        return _(field.codes.label(str(value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, int):
        return number(value)
    return _text(field.sort, str(value))


def _text(sort: Sort, text: str) -> str:
    if sort is Sort.BIRTH:
        return show_birth(text)
    if sort is Sort.DATE:
        return show_date(date.fromisoformat(text))
    if sort is Sort.MOMENT:
        return show_moment(datetime.fromisoformat(text))
    return text
