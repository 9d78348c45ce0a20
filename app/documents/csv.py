"""Writes a list as CSV: UTF-8, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from unicodedata import is_normalized

from app.documents.blocks import Cell, GroupRow, Sort, Table
from app.documents.cells import shown
from app.documents.files import Written, put_file

#: First letters that need a closer look; the empty text is in it too and stays as it is.
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
    for row in table.rows:
        if not isinstance(row, GroupRow):
            yield [_cell(value, sort) for value, sort in zip(row, sorts, strict=True)]


def _cell(value: Cell, sort: Sort) -> str:
    if type(value) is not str:
        return "" if value is None else shown(value, sort)
    # nearly every cell is short, sound and no formula: one look at its first letter says so
    text = value if value.isprintable() and is_normalized("NFC", value) else shown(value, sort)
    return quoted(text) if text[:1] in _SUSPECT else text
