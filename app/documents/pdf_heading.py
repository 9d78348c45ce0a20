"""The heading of a ruled table in a PDF: titles, merged groups, the line of column numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.documents.pdf_fonts import Glyphs, face, fold

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from app.documents.blocks import Table

_LEADING = 1.18
_PAD = 3.0
_SIDE = 1.5


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A box of the heading: left edge and top from the table's corner, folded lines."""

    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    bold: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """The whole heading; height 0 when the table has none."""

    height: float
    size: float
    cells: tuple[HeadCell, ...]


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    group: str
    left: float
    width: float


def lay_heading(table: Table, widths: list[float], glyphs: Glyphs) -> Heading:
    """Measures the heading for columns of these widths (the number column included)."""
    if not any(column.title for column in table.columns):
        return Heading(0, table.size, ())
    titles = _titles(table, widths)
    texts = _Folder(table.size, glyphs)
    grouped = any(title.group for title in titles)
    groups = [list(g) for _, g in groupby(titles, key=lambda t: t.group or f"\n{t.left}")]
    upper = max((texts.height(g[0].group, _span(g)) for g in groups if g[0].group), default=0.0)
    lower = max(texts.height(t.text, t.width) for t in titles if t.group or not grouped) if titles else 0
    whole = max((texts.height(t.text, t.width) for t in titles if not t.group), default=0.0)
    lower = max(lower, whole - upper)
    cells: list[HeadCell] = []
    for members in groups:
        name = members[0].group
        if name:
            lines = texts.lines(name, _span(members))
            cells.append(HeadCell(members[0].left, 0, _span(members), upper, lines))
        for t in members:
            top, height = (upper, lower) if name else (0.0, upper + lower)
            cells.append(HeadCell(t.left, top, t.width, height, texts.lines(t.text, t.width)))
    height = upper + lower
    if table.number_columns:
        row = table.size * _LEADING + _PAD
        cells.extend(
            HeadCell(t.left, height, t.width, row, (f"({n})",), bold=False) for n, t in enumerate(titles, 1)
        )
        height += row
    return Heading(height, table.size, tuple(cells))


def _titles(table: Table, widths: list[float]) -> list[_Title]:
    names = [("TT", "")] if table.numbering else []
    names += [(column.title, column.group) for column in table.columns]
    lefts = [sum(widths[:n]) for n in range(len(widths))]
    return [_Title(t, g, left, w) for (t, g), left, w in zip(names, lefts, widths, strict=True)]


def _span(members: list[_Title]) -> float:
    return sum(member.width for member in members)


class _Folder:
    """Folds and measures titles in the bold style."""

    def __init__(self, size: float, glyphs: Glyphs) -> None:
        self._size, self._glyphs, self._face = size, glyphs, face(bold=True)

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        return tuple(fold(self._glyphs.text(text), self._face, self._size, width - 2 * _SIDE))

    def height(self, text: str, width: float) -> float:
        return len(self.lines(text, width)) * self._size * _LEADING + 2 * _PAD


def draw_heading(canvas: Canvas, heading: Heading, top: float) -> None:
    """Draws the boxes and their centred text with the table's upper edge at ``top``."""
    leading = heading.size * _LEADING
    for cell in heading.cells:
        y = top - cell.top
        canvas.rect(cell.left, y - cell.height, cell.width, cell.height)
        style = face(bold=cell.bold, italic=not cell.bold)
        canvas.setFont(style.name, heading.size)
        y -= (cell.height - len(cell.lines) * leading) / 2 + heading.size * 0.92
        for line in cell.lines:
            canvas.drawCentredString(cell.left + cell.width / 2, y, line)
            y -= leading
