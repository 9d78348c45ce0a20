"""Writes a list as CSV: UTF-8, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO
from unicodedata import is_normalized

from app.documents.blocks import Cell, GroupRow, Sort, Table
from app.documents.cells import shown
from app.documents.files import Written, put_file

#: First letters that need a closer look.
_SUSPECT = "=+-@\t\r\n "
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def quoted(text: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would take it for a formula.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def write_csv(table: Table, path: Path, *, bom: bool = True) -> Written:
    """Heading and rows; ``bom`` lets Excel see that it is UTF-8. Faults: E_DISK, E_READONLY.

    Rows that name a group are left out: a CSV file is for machines.
    """
    sha256, size = put_file(path, lambda file: _write(table, file, bom))
    return Written(path, sha256, size)


def _write(table: Table, file: BinaryIO, bom: bool) -> None:
    if bom:
        file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_rows(table))
    text.flush()
    text.detach()


def _rows(table: Table) -> Iterator[list[str]]:
    sorts = [column.sort for column in table.columns]
    yield [
        quoted(f"{column.group} – {column.title}" if column.group else column.title)
        for column in table.columns
    ]
    days: dict[date, str] = {}
    for row in table.rows:
        if isinstance(row, GroupRow):
            continue
        # nearly every row is sound: one look at all its text is enough
        whole = "".join([value for value in row if type(value) is str])
        is_sound = whole.isprintable() and is_normalized("NFC", whole)
        yield [
            _text(value, is_sound) if type(value) is str else _other(value, sort, days)
            for value, sort in zip(row, sorts, strict=True)
        ]


def _text(text: str, is_sound: bool) -> str:
    if not text:
        return ""
    if not is_sound:
        text = shown(text)
    return quoted(text) if text[:1] in _SUSPECT else text


def _other(value: Cell, sort: Sort, days: dict[date, str]) -> str:
    """Anything but text; a list has few different days, so each is worded once."""
    if value is None:
        return ""
    if type(value) is not date:
        return shown(value, sort)
    text = days.get(value)
    if text is None:
        text = days[value] = shown(value, sort)
    return text
