"""Writes the tables of a document, or a bare list, as a real .xlsx workbook.

Identity numbers are text, dates are dates, nothing is ever taken for a formula or a
link. Rows are written as they come, so memory does not grow with the list.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.documents.blocks import Cell, Column, Document, GroupRow, Sort, Table, Title
from app.documents.cells import align_of, inert
from app.documents.files import Written, disk_faults, put_file
from app.documents.layout import MM
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.words import N_

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_576  # of the format
_MOST_CHARACTERS = 32_767
_FIRST_DAY = date(1900, 3, 1)  # before it the format's calendar is wrong
_NUMBER_FORMS: dict[Sort, str] = {
    "text": "@",
    "id": "@",
    "int": "#,##0",
    "number": "#,##0.##",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(document: Document, path: Path) -> Written:
    """One sheet for each table of the document, under its office and title.

    Faults: E_DISK, E_READONLY, E_ROWS. ``Written.cut`` counts cells longer than the
    format can hold. ValueError when the document has no table.
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if not tables:
        raise ValueError("a workbook needs a table")
    lines = [document.header.office] if document.header else []
    for block in document.blocks:
        if isinstance(block, Title):
            lines += [text for text in (block.kind.upper(), block.about) if text]
    return _write(path, tables, lines, document.made_at, document.page)


def write_list(table: Table, path: Path, made_at: datetime) -> Written:
    """A bare list for further work: the heading is row 1, then the rows. Faults as above."""
    return _write(path, [table], [], made_at, "landscape")


def _write(path: Path, tables: list[Table], lines: list[str], at: datetime, page: str) -> Written:
    with disk_faults(path), tempfile.TemporaryDirectory(dir=path.parent, prefix=".binhyen-") as folder:
        book = _Book(folder, at, page)
        sha256, size = put_file(path, lambda file: book.write(file, tables, lines))
    return Written(path, sha256, size, cut=book.cut)


@dataclass(slots=True)
class _Book:
    """One workbook being written; rows wait in ``folder``, which is removed with them."""

    folder: str
    made_at: datetime
    page: str
    cut: int = 0
    _names: set[str] = field(default_factory=set)

    def write(self, file: BinaryIO, tables: list[Table], lines: list[str]) -> None:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError

        book = Workbook(file, {**_OPTIONS, "tmpdir": self.folder})
        book.set_properties({"created": self.made_at.astimezone(UTC).replace(tzinfo=None)})
        book.use_zip64()
        for table in tables:
            sheet = _Sheet(book, book.add_worksheet(self._name(table.sheet)), table)
            sheet.prepare(self.page)
            sheet.write(lines)
            self.cut += sheet.cut
        try:
            book.close()
        except FileCreateError as refused:
            reason = refused.args[0]
            raise (reason if isinstance(reason, OSError) else refused) from refused

    def _name(self, wanted: str) -> str:
        """A sheet name the format allows, not used before."""
        clean = "".join(" " if char in "[]:*?/\\" else char for char in inert(wanted)).strip(" '")
        name, n = clean[:31] or "Trang", 1
        while name.lower() in self._names:
            n += 1
            name = f"{clean[:27]} {n}"
        self._names.add(name.lower())
        return name


class _Sheet:
    """One table on one sheet, written from top to bottom."""

    def __init__(self, book: Workbook, sheet: Worksheet, table: Table) -> None:
        self._sheet, self._table = sheet, table
        number = (Column("TT", 10, "int", "center"),) if table.numbering else ()
        self._columns = (*number, *table.columns)
        self._head = book.add_format(_style(bold=True, text_wrap=True, align="center", border=1))
        self._title = book.add_format(_style(bold=True))
        self._group = book.add_format(_style(bold=True, border=1, num_format="@"))
        self._plain = [self._form(book, column, bold=False) for column in self._columns]
        self._bold = [self._form(book, column, bold=True) for column in self._columns]
        self._last = len(self._columns) - 1
        self._row = 0
        self.cut = 0

    @staticmethod
    def _form(book: Workbook, column: Column, *, bold: bool) -> Format:
        form = _style(bold=bold, border=1, text_wrap=True, num_format=_NUMBER_FORMS[column.sort])
        align = align_of(column)
        return book.add_format({**form, "align": "left" if align == "justify" else align})

    def prepare(self, page: str) -> None:
        """Widths, paper and margins; before the rows, because they are not kept."""
        sheet = self._sheet
        for n, column in enumerate(self._columns):
            sheet.set_column(n, n, max(5.0, column.width_mm * MM / 5.3))
        if page == "landscape":
            sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header('&C&"Times New Roman"&13&P')
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def write(self, lines: list[str]) -> None:
        """Title lines, heading, rows, total; then what Excel needs to know about them."""
        for line in lines:
            self._text(self._row, 0, line, self._title)
            self._row += 1
        self._row += bool(lines)
        first = self._row
        self._write_heading()
        body = self._row
        self._write_rows(self._table.rows)
        filtered = max(self._row - 1, body - 1)
        if self._table.total is not None:
            self._write_row(("",) * self._table.numbering + self._table.total, self._bold)
        self._sheet.freeze_panes(body, 0)
        self._sheet.repeat_rows(first, body - 1)
        self._sheet.autofilter(body - 1, 0, filtered, self._last)

    def _write_heading(self) -> None:
        if any(column.group for column in self._columns):
            start = 0
            for group, members in groupby(self._columns, key=lambda c: c.group):
                end = start + len(list(members)) - 1
                if group and end > start:
                    self._sheet.merge_range(self._row, start, self._row, end, inert(group), self._head)
                else:
                    for n in range(start, end + 1):
                        self._text(self._row, n, group, self._head)
                start = end + 1
            self._row += 1
        for n, column in enumerate(self._columns):
            self._text(self._row, n, column.title, self._head)
        self._row += 1

    def _write_rows(self, rows: Iterable[Any]) -> None:
        number = 0
        numbered = self._table.numbering
        for row in rows:
            if isinstance(row, GroupRow):
                self._write_group(row.text)
                continue
            number += 1
            self._write_row((number, *row) if numbered else row, self._plain)

    def _write_group(self, text: str) -> None:
        self._text(self._row, 0, text, self._group)
        for n in range(1, self._last + 1):
            self._sheet.write_blank(self._row, n, None, self._group)
        self._step()

    def _write_row(self, row: tuple[Cell, ...], forms: list[Format]) -> None:
        if len(row) != self._last + 1:
            raise ValueError(f"a row has {len(row)} cells, the table {self._last + 1}")
        at, sheet = self._row, self._sheet
        for n, value in enumerate(row):
            form = forms[n]
            if not value and (value is None or value == ""):
                sheet.write_blank(at, n, None, form)
            elif isinstance(value, str):
                self._text(at, n, value, form)
            elif isinstance(value, date):
                self._day(at, n, value, form)
            elif self._columns[n].sort in ("text", "id"):
                sheet.write_string(at, n, str(value), form)
            else:
                sheet.write_number(at, n, float(value) if isinstance(value, Decimal) else value, form)
        self._step()

    def _step(self) -> None:
        self._row += 1
        if self._row >= _MOST_ROWS:
            raise Fault("E_ROWS", N_("The list is too long for one Excel sheet. Choose fewer rows."))

    def _text(self, row: int, column: int, text: str, form: Format) -> None:
        plain = inert(text)
        if len(plain) > _MOST_CHARACTERS:
            plain = plain[: _MOST_CHARACTERS - 1] + "…"
            self.cut += 1
        self._sheet.write_string(row, column, plain, form)

    def _day(self, row: int, column: int, value: date, form: Format) -> None:
        """A real date; one before March 1900 stays readable as text."""
        if isinstance(value, datetime):
            self._sheet.write_datetime(row, column, value.astimezone(VIETNAM).replace(tzinfo=None), form)
        elif value < _FIRST_DAY:
            self._sheet.write_string(row, column, f"{value:%d/%m}/{value.year}", form)
        else:
            self._sheet.write_datetime(row, column, value, form)


def _style(**more: object) -> dict[str, object]:
    return {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", **more}
