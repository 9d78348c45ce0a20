"""Ruled tables of any length in a PDF.

ReportLab's own tables want every row at once, and a long list cut in pieces repeats
its heading in the middle of a page. This flowable reads the rows as pages fill, so
ten thousand rows cost the memory of one page, and draws plain strings; only cells
that do not fit their column are folded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from app.documents.blocks import Align, Cell, GroupRow, Sort, Table
from app.documents.cells import align_of, shown
from app.documents.layout import MM
from app.documents.pdf_fonts import Face, Glyphs, face, fold
from app.documents.pdf_heading import draw_heading, lay_heading

_RULE = 0.4
_LEADING = 1.18
_SIDE = 2.8
_NUMBER_MM = 9.0
_CACHED = 4_000

LaidCell = tuple[tuple[str, float], ...]
"""Lines of a cell, each with its distance from the table's left edge."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row ready to draw; ``closed`` is False inside a row cut over two pages."""

    cells: tuple[LaidCell, ...]
    height: float
    bold: bool = False
    across: bool = False
    closed: bool = True


class Grid:
    """The columns in points and how one row is laid out in them."""

    def __init__(self, table: Table, width: float, page_height: float, glyphs: Glyphs) -> None:
        self.size = table.size
        self.leading = table.size * _LEADING
        self.pad = table.row_padding
        self.repeat = table.repeat_header
        self._glyphs = glyphs
        self._faces: dict[bool, Face] = {bold: face(bold) for bold in (False, True)}
        lead = _NUMBER_MM * MM if table.numbering else 0.0
        stretch = (width - lead) / sum(column.width_mm for column in table.columns)
        self.widths = [lead] * table.numbering + [c.width_mm * stretch for c in table.columns]
        number: list[Align] = ["center"] * table.numbering
        self._aligns = [*number, *map(align_of, table.columns)]
        number_sort: list[Sort] = ["text"] * table.numbering
        self._sorts = [*number_sort, *(c.sort for c in table.columns)]
        self.edges = [sum(self.widths[:n]) for n in range(len(self.widths) + 1)]
        self.heading = lay_heading(table, self.widths, glyphs)
        self._room = page_height - self.heading.height
        self._known: list[dict[str, LaidCell]] = [{} for _ in self.widths]

    def rows(self, table: Table) -> Iterator[LaidRow]:
        """Every row of the table, laid out one by one; the total comes last, in bold."""
        number = 0
        for row in table.rows:
            if isinstance(row, GroupRow):
                yield from self._group(row.text)
                continue
            number += 1
            yield from self._row((str(number), *row) if table.numbering else row)
        if table.total is not None:
            blank: tuple[Cell, ...] = ("",) * table.numbering
            yield from self._row((*blank, *table.total), bold=True)

    def _row(self, values: tuple[Cell, ...], bold: bool = False) -> Iterator[LaidRow]:
        if len(values) != len(self.widths):
            raise ValueError(f"a row has {len(values)} cells, the table {len(self.widths)}")
        cells = tuple(
            self._cell(n, value if isinstance(value, str) else shown(value, self._sorts[n]), bold)
            for n, value in enumerate(values)
        )
        return self._cut(cells, bold)

    def _group(self, text: str) -> Iterator[LaidRow]:
        whole = self.edges[-1]
        lines = fold(self._glyphs.text(text), self._faces[True], self.size, whole - 2 * _SIDE)
        height = len(lines) * self.leading + 2 * self.pad
        yield LaidRow((tuple((line, _SIDE) for line in lines),), height, bold=True, across=True)

    def _cell(self, column: int, text: str, bold: bool) -> LaidCell:
        if bold:
            return self._fold(column, text, bold)
        known = self._known[column]
        cell = known.get(text)
        if cell is None:
            if len(known) > _CACHED:
                known.clear()
            cell = known[text] = self._fold(column, text, bold)
        return cell

    def _fold(self, column: int, text: str, bold: bool) -> LaidCell:
        if not text:
            return ()
        style, size, room = self._faces[bold], self.size, self.widths[column] - 2 * _SIDE
        left = self.edges[column] + _SIDE
        plain = self._glyphs.text(text)
        share = {"center": 0.5, "right": 1.0}.get(self._aligns[column], 0.0)
        lines = [plain]
        if "\n" in plain or style.width(plain, size) > room:
            lines = fold(plain, style, size, room)
        if not share:
            return tuple((line, left) for line in lines)
        return tuple((line, left + (room - style.width(line, size)) * share) for line in lines)

    def _cut(self, cells: tuple[LaidCell, ...], bold: bool) -> Iterator[LaidRow]:
        """One row, or several when it is higher than a page."""
        most = max(map(len, cells))
        fits = max(1, int((self._room - 2 * self.pad) / self.leading))
        for start in range(0, max(most, 1), fits):
            part = cells if most <= fits else tuple(c[start : start + fits] for c in cells)
            lines = max(1, min(fits, most - start))
            closed = start + fits >= most
            yield LaidRow(part, lines * self.leading + 2 * self.pad, bold, closed=closed)


class _Source:
    """Rows still to be placed: reads ahead only as far as the page in hand."""

    def __init__(self, rows: Iterator[LaidRow]) -> None:
        self._rows = rows
        self._ahead: deque[LaidRow] = deque()

    def fit(self, room: float) -> tuple[int, float, bool]:
        """How many rows fit into ``room``, their height, and whether none is left after them."""
        count, height = 0, 0.0
        while True:
            if count == len(self._ahead):
                row = next(self._rows, None)
                if row is None:
                    return count, height, True
                self._ahead.append(row)
            step = self._ahead[count].height
            if height + step > room:
                return count, height, False
            count += 1
            height += step

    def take(self, count: int) -> list[LaidRow]:
        return [self._ahead.popleft() for _ in range(count)]


class TableFlow(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A table that fills what is left of a page and goes on with the next."""

    def __init__(self, grid: Grid, source: _Source, first: bool = True) -> None:
        super().__init__()
        self._grid, self._source = grid, source
        self._headed = first or grid.repeat

    @classmethod
    def of(cls, table: Table, width: float, page_height: float, glyphs: Glyphs) -> TableFlow:
        """The flowable of a table for a body of this width and height in points."""
        grid = Grid(table, width, page_height, glyphs)
        return cls(grid, _Source(grid.rows(table)))

    def _fit(self, room: float) -> tuple[int, float, bool]:
        head = self._grid.heading.height if self._headed else 0.0
        count, height, done = self._source.fit(room - head - _RULE)
        return count, height + head, done

    def wrap(self, _width: float, room: float) -> tuple[float, float]:
        """Size of what is left, or more than ``room`` when it must be split."""
        _, height, done = self._fit(room)
        return self._grid.edges[-1], height if done and height <= room else room + 1

    def split(self, _width: float, room: float) -> list[Flowable]:
        """The part for this page and the rest; nothing when not even a row fits."""
        count, height, done = self._fit(room)
        if not count:
            return []
        part = _Part(self._grid, self._source.take(count), self._headed, height)
        return [part] if done else [part, TableFlow(self._grid, self._source, first=False)]

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Draws all that is left (the last page of a table that fitted)."""
        count, height, _ = self._source.fit(float("inf"))
        head = self._grid.heading.height if self._headed else 0.0
        rows = self._source.take(count)
        _Part(self._grid, rows, self._headed, height + head).drawOn(canvas, x, y, _sW)


class _Part(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The rows of one page."""

    def __init__(self, grid: Grid, rows: list[LaidRow], headed: bool, height: float) -> None:
        super().__init__()
        self._grid, self._rows, self._headed, self._height = grid, rows, headed, height

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._grid.edges[-1], self._height

    def draw(self) -> None:
        """Heading, text, then thin rules in one path."""
        canvas, grid = self.canv, self._grid
        canvas.setLineWidth(_RULE)
        top = self._height
        if self._headed and grid.heading.height:
            draw_heading(canvas, grid.heading, top)
            top -= grid.heading.height
        for bold in (False, True):
            self._draw_text(top, bold)
        self._draw_rules(top)

    def _draw_text(self, top: float, bold: bool) -> None:
        if not any(row.bold is bold for row in self._rows):
            return
        grid = self._grid
        pen = self.canv.beginText()
        pen.setFont(face(bold).name, grid.size)
        place, put, leading = pen.setTextOrigin, pen.textOut, grid.leading
        drop = grid.size * 0.92
        for row in self._rows:
            if row.bold is bold:
                for cell in row.cells:
                    y = top - (row.height - len(cell) * leading) / 2 - drop
                    for line, x in cell:
                        place(x, y)
                        put(line)
                        y -= leading
            top -= row.height
        self.canv.drawText(pen)

    def _draw_rules(self, top: float) -> None:
        path = self.canv.beginPath()
        whole = self._grid.edges[-1]
        sides = [0.0, whole]
        y = start = top
        across = bool(self._rows) and self._rows[0].across
        path.moveTo(0, top)
        path.lineTo(whole, top)
        for row in self._rows:
            if row.across is not across:
                _uprights(path, sides if across else self._grid.edges, start, y)
                start, across = y, row.across
            y -= row.height
            if row.closed:
                path.moveTo(0, y)
                path.lineTo(whole, y)
        _uprights(path, sides if across else self._grid.edges, start, y)
        path.moveTo(0, y)
        path.lineTo(whole, y)
        self.canv.drawPath(path)


def _uprights(path: Any, edges: list[float], top: float, bottom: float) -> None:
    for x in edges:
        path.moveTo(x, top)
        path.lineTo(x, bottom)
