"""All form fields, and the one that suits a declared field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.widgets.choice_fields import BoolField, ChoiceField, ChoicesField
from app.desk.widgets.date_fields import BirthField, DateField, MomentField
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.panel_field import PanelField
from app.desk.widgets.papers_field import PapersField
from app.desk.widgets.ref_field import Hit, Lookup, RefField
from app.desk.widgets.rows_field import RowColumn, RowsField
from app.desk.widgets.text_fields import IntField, LongTextField, TextField, TextsField
from app.kinds.codes import CodeList
from app.kinds.dates import VIETNAM
from app.kinds.declare import Field, Sort
from app.words import _

__all__ = [
    "BirthField",
    "BoolField",
    "ChoiceField",
    "ChoicesField",
    "DateField",
    "FieldWidget",
    "Hit",
    "IntField",
    "LongTextField",
    "Lookup",
    "MomentField",
    "PanelField",
    "PapersField",
    "RefField",
    "RowColumn",
    "RowsField",
    "TextField",
    "TextsField",
    "field_for",
    "options_of",
]

Lookups = Mapping[str, Lookup]
_WIDE_SORTS = frozenset({Sort.LONG, Sort.ROWS, Sort.CHOICES})
#: How much of a line each sort of a row's field takes.
_STRETCH = {Sort.DATE: 2, Sort.INT: 1, Sort.CHOICE: 3, Sort.MOMENT: 4}


def options_of(codes: CodeList, day: date | None = None) -> list[tuple[str, str]]:
    """The codes offered on a day (default: today) with their labels in the language in use.

    A stored code that is no longer offered is added by the field that shows it.
    """
    return [(code, _(codes.label(code))) for code in codes.offered(day or _today())]


def _today() -> date:
    return datetime.now(VIETNAM).date()


def is_wide(field: Field) -> bool:
    """True for fields that want the whole width of a form in two columns."""
    return field.sort in _WIDE_SORTS


def field_for(
    field: Field, parent: QWidget | None = None, *, lookups: Lookups | None = None, bare: bool = False
) -> FieldWidget:
    """The form field for a declared field."""
    options: dict[str, Any] = {
        "required": field.required,
        "expected": field.expected,
        "hint": _(field.hint),
        "bare": bare,
    }
    label = _(field.label)
    if field.sort is Sort.REF:
        lookup = (lookups or {}).get(field.ref)
        return RefField(label, lookup, parent, **options) if lookup else TextField(label, parent, **options)
    if field.sort is Sort.ROWS:
        return _rows_for(field, label, parent, options)
    if field.codes is not None:
        choose = ChoicesField if field.sort is Sort.CHOICES else ChoiceField
        return choose(label, options_of(field.codes), parent, codes=field.codes, **options)
    if field.sort is Sort.BIRTH:
        # other partly known days are kept in the same form; an age says nothing beside them
        options["with_age"] = field.name == "birth"
    return _SIMPLE[field.sort](label, parent, **options)


_SIMPLE: dict[Sort, Callable[..., FieldWidget]] = {
    Sort.TEXT: TextField,
    Sort.LONG: LongTextField,
    Sort.DATE: DateField,
    Sort.MOMENT: MomentField,
    Sort.BIRTH: BirthField,
    Sort.INT: IntField,
    Sort.BOOL: BoolField,
    Sort.CHOICE: TextField,
    Sort.CHOICES: TextsField,
    Sort.TEXTS: TextsField,
}


def _rows_for(field: Field, label: str, parent: QWidget | None, options: dict[str, Any]) -> FieldWidget:
    inner = field.row_fields
    lists = [f.codes.name if f.codes else "" for f in inner]
    if len(inner) == 2 and lists[1] == "line_result" and inner[0].codes and inner[1].codes:
        return PanelField(
            label,
            options_of(inner[0].codes),
            options_of(inner[1].codes),
            parent,
            keys=(inner[0].name, inner[1].name),
            **options,
        )
    columns = [
        RowColumn(f.name, _(f.label), partial(field_for, f, bare=True), _STRETCH.get(f.sort, 3), f.required)
        for f in inner
    ]
    if "paper" in lists:
        return PapersField(label, columns, parent, **options)
    return RowsField(label, columns, parent, **options)
