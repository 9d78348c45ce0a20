"""A list of records of any kind, for paper and for a spreadsheet: days typed, numbers of papers as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.documents.blocks import Cell, Column, Document, PrintMark, Row, Table, Title, text_block
from app.documents.blocks import Sort as CellSort
from app.documents.office import Office
from app.documents.people_list import birth_cell
from app.kinds.dates import show_date
from app.kinds.declare import Field, Sort
from app.register.kind_words import told
from app.words import _

_SHEET = "Danh sách"
_CELLS: dict[Sort, CellSort] = {
    Sort.DATE: "date",
    Sort.MOMENT: "moment",
    Sort.INT: "int",
    Sort.BIRTH: "date",
}
_WIDTHS: dict[Sort, float] = {
    Sort.DATE: 20,
    Sort.MOMENT: 26,
    Sort.INT: 16,
    Sort.BOOL: 14,
    Sort.BIRTH: 22,
    Sort.LONG: 62,
    Sort.ROWS: 62,
    Sort.CHOICE: 30,
    Sort.REF: 36,
}
_USUAL = 34.0


@dataclass(frozen=True, slots=True)
class KindList:
    """What the list is: of which office, called what (the plural of the kind), narrowed how, as of when."""

    office: Office
    name: str
    as_of: date
    made_at: datetime
    narrowed: str = ""
    mark: PrintMark | None = None


def list_column(field: Field) -> Column:
    """The column of a declared field, titled in the language in use."""
    return Column(_(field.label), _WIDTHS.get(field.sort, _USUAL), _CELLS.get(field.sort, "text"))


def words_column(title: str, width_mm: float = _USUAL) -> Column:
    """A column of words that no single field holds."""
    return Column(title, width_mm)


def list_cell(field: Field, value: Any) -> Cell:
    """A stored value as a cell: a day as a day, a number as a number, everything else in words."""
    if value is None or value == "":
        return None
    if field.sort is Sort.DATE:
        return date.fromisoformat(str(value))
    if field.sort is Sort.MOMENT:
        return datetime.fromisoformat(str(value))
    if field.sort is Sort.BIRTH:
        return birth_cell(str(value))
    if field.sort is Sort.INT:
        return int(value)
    return told(field, value)


def kind_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, numbering: bool = True) -> Table:
    """The rows as a bare table, for XLSX and CSV; read once, as the file fills."""
    return Table(tuple(columns), _rows(rows), numbering=numbering, sheet=_SHEET)


def kind_paper(what: KindList, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Document:
    """The list as an official paper, A4 across."""
    about = f"{what.name[:1].upper()}{what.name[1:]} (tính đến ngày {show_date(what.as_of)})"
    narrowed = f"Lọc theo: {what.narrowed}"
    note = (text_block(narrowed, align="center", indent=False, italic=True),) if what.narrowed else ()
    table = Table(tuple(columns), _rows(rows), number_columns=True, size=9, sheet=_SHEET)
    return Document(
        title=f"Danh sách {what.name[:1].lower()}{what.name[1:]}",
        blocks=(Title("Danh sách", about), *note, table, *what.office.signature()),
        made_at=what.made_at,
        header=what.office.header(None, what.as_of),
        page="landscape",
        mark=what.mark,
    )


def _rows(rows: Iterable[Sequence[Cell]]) -> Iterable[Row]:
    return (tuple(row) for row in rows)
