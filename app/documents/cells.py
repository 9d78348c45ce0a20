"""How a value reads on paper, and text made harmless for any file."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from app.documents.blocks import Align, Cell, Column, Sort
from app.kinds.dates import show_date, show_moment

_ALIGN: dict[Sort, Align] = {
    "text": "left",
    "id": "center",
    "int": "center",
    "number": "right",
    "percent": "center",
    "date": "center",
    "moment": "center",
}


def align_of(column: Column) -> Align:
    """The column's own alignment, or the usual one of its sort."""
    return column.align or _ALIGN[column.sort]


def inert(text: str) -> str:
    """NFC text without anything that acts: controls and separators become a space.

    Line ends stay; format characters (bidi overrides, zero-width joiners, soft
    hyphens) are removed; a lone surrogate becomes U+FFFD.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_inert_char(char) for char in text)


def _inert_char(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    sort = unicodedata.category(char)
    if sort == "Cf":
        return ""
    return "\ufffd" if sort in ("Cs", "Co", "Cn") else " "


def shown(value: Cell, sort: Sort = "text") -> str:
    """The value in Vietnamese form: 1.234 · 0,5 · 85,5% · 05/02/2026 · 05/02/2026 10:05."""
    if isinstance(value, str):
        return inert(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    return show_number(value, sort)


def show_number(value: int | Decimal, sort: Sort = "int") -> str:
    """Thousands with a dot, decimals with a comma; a percent is its ratio, to one decimal."""
    if sort == "percent":
        tenths = (Decimal(value) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return _vietnamese(tenths.to_integral_value() if tenths == int(tenths) else tenths) + "%"
    return str(value) if sort in ("text", "id") else _vietnamese(value)


def _vietnamese(value: int | Decimal) -> str:
    swap = str.maketrans({",": ".", ".": ","})
    return f"{value:,}".translate(swap)
