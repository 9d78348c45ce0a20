"""Lines of official forms in a PDF: labels with values or dots, tick boxes in columns, the frame of a photo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.platypus import Flowable

from app.documents import blocks
from app.documents.layout import FIRST_LINE_MM, LINE_FACTOR, MM
from app.documents.pdf_fonts import Face, Glyphs, face, fold
from app.documents.pdf_lines import Line, LineColumns
from app.documents.pdf_marks import draw_tick

_BEFORE = 3.0
_GAP = 6.0
_DROP = 0.28
_PHOTO = (30 * MM, 40 * MM)


def form_line(block: blocks.FormLine, width: float, size: float, glyphs: Glyphs) -> Iterator[Flowable]:
    """The flowables of a line: a single part may run over pages, several stand side by side."""
    indent = FIRST_LINE_MM * MM if block.indent else 0.0
    if len(block.parts) > 1:
        yield _Parts(block.parts, indent, width, size, glyphs)
        return
    part = block.parts[0]
    text = glyphs.text(f"{part.label}: {part.value}" if part.label else part.value)
    style, first = face(), True
    for line in _folded(text, style, size, width, indent) if part.value or part.label else ():
        dots = first and not part.value
        yield _Row([(indent if first else 0.0, line)], width, size, dots=dots, before=_BEFORE if first else 0)
        first = False
    missing = block.lines - 1 if part.label else block.lines
    for _ in range(0 if part.value else max(missing, 0)):
        yield _Row([], width, size, dots=True, before=0)


def _folded(text: str, style: Face, size: float, width: float, indent: float) -> list[str]:
    """Lines of the text, the first of them shorter by the indent."""
    if not indent:
        return fold(text, style, size, width)
    head = fold(text, style, size, width - indent)
    rest = "\n".join(text.split("\n")[1:])
    first, *others = fold(text.split("\n")[0], style, size, width - indent) or [head[0]]
    whole = fold(" ".join(others), style, size, width) if others else []
    return [first, *whole, *(fold(rest, style, size, width) if rest else [])]


class _Row(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Text on one line, with dots to the right edge where it is to be written on."""

    def __init__(
        self, texts: list[tuple[float, str]], width: float, size: float, *, dots: bool, before: float
    ) -> None:
        super().__init__()
        self.spaceBefore = before
        self._texts, self._width, self._size, self._dots = texts, width, size, dots

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._size * LINE_FACTOR

    def draw(self) -> None:
        """The text, then the dots."""
        canvas, style = self.canv, face()
        canvas.setFont(style.name, self._size)
        x = 0.0
        for left, text in self._texts:
            canvas.drawString(left, self._size * _DROP, text)
            x = left + style.width(text, self._size)
        if self._dots:
            draw_dots(canvas, x, self._width, self._size * _DROP, self._size)


def draw_dots(canvas: Any, left: float, right: float, y: float, size: float) -> None:
    """Dots from one place to another, to be written on."""
    style = face()
    start = left + 3 if left else 0.0
    canvas.setFont(style.name, size)
    canvas.drawString(start, y, "." * max(0, int((right - start) / style.width(".", size))))


class _Parts(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Labels with values side by side, each in its share of the width."""

    def __init__(
        self, parts: tuple[blocks.Part, ...], indent: float, width: float, size: float, glyphs: Glyphs
    ) -> None:
        super().__init__()
        self.spaceBefore = _BEFORE
        self._size, self._width, style = size, width, face()
        total, left = sum(part.share for part in parts), indent
        self._cells: list[tuple[float, float, list[str], bool]] = []
        for part in parts:
            room = (width - indent) * part.share / total
            text = glyphs.text(f"{part.label}: {part.value}".strip())
            lines = fold(text, style, size, room - _GAP)
            self._cells.append((left, left + room - _GAP, lines, not part.value))
            left += room
        left_of_last = self._cells[-1]
        self._cells[-1] = (left_of_last[0], width, *left_of_last[2:])
        self._height = max(len(lines) for _l, _r, lines, _d in self._cells) * size * LINE_FACTOR

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._height

    def draw(self) -> None:
        """Every part from the top."""
        canvas, style, step = self.canv, face(), self._size * LINE_FACTOR
        for left, right, lines, dots in self._cells:
            y = self._height - step + self._size * _DROP
            canvas.setFont(style.name, self._size)
            for line in lines:
                canvas.drawString(left, y, line)
                y -= step
            if dots:
                draw_dots(canvas, left + style.width(lines[-1], self._size), right, y + step, self._size)


def tick_rows(block: blocks.TickRow, width: float, size: float, glyphs: Glyphs) -> Iterator[Flowable]:
    """The choices, row by row."""
    items = [(chosen, glyphs.text(text)) for chosen, text in block.items]
    label = glyphs.text(block.label)
    for start in range(0, len(items), block.columns):
        part = items[start : start + block.columns]
        yield _Ticks(part, block, label if start == 0 else "", width, size)


class _Ticks(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One row of choices with their boxes."""

    def __init__(
        self, items: list[tuple[bool, str]], block: blocks.TickRow, label: str, width: float, size: float
    ) -> None:
        super().__init__()
        self.spaceBefore = _BEFORE
        self._size, self._width, self._after, self._label = size, width, block.after, label
        style = face()
        lead = style.width(f"{glyph_free(block.label)} ", size) + 8 if block.label else 12.7 * MM
        room = (width - lead) / block.columns
        box = size * 1.5
        self._cells = []
        for n, (chosen, text) in enumerate(items):
            lines = fold(text, style, size, room - box - 4)
            self._cells.append((lead + n * room, lines, chosen))
        self._height = max(len(lines) for _x, lines, _c in self._cells) * size * LINE_FACTOR

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._height

    def draw(self) -> None:
        """Label, texts and boxes."""
        canvas, style, step = self.canv, face(), self._size * LINE_FACTOR
        top = self._height - step + self._size * _DROP
        canvas.setFont(style.name, self._size)
        if self._label:
            canvas.drawString(0, top, self._label)
        for left, lines, chosen in self._cells:
            text_left = left if self._after else left + self._size * 1.5
            for n, line in enumerate(lines):
                canvas.drawString(text_left, top - n * step, line)
            last = top - (len(lines) - 1) * step
            at = left + style.width(lines[-1], self._size) + 5 if self._after else left
            draw_tick(canvas, at, (last if self._after else top) - self._size * 0.06, self._size, chosen)


def glyph_free(text: str) -> str:
    """A label as it is measured: what the font lacks does not matter for the place of the boxes."""
    known = face().widths
    return "".join(char if char in known else " " for char in text)


class Photo(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The frame of a photo at the left, what is given in the middle of the whole width."""

    def __init__(self, middle: list[Flowable], caption: str) -> None:
        super().__init__()
        self._middle, self._caption = middle, caption

    def wrap(self, width: float, _room: float) -> tuple[float, float]:
        """As high as the frame, or the title when that is higher."""
        self._wide = width
        self._deep = sum(part.wrap(width, 1e6)[1] + part.getSpaceBefore() for part in self._middle)
        self._high = max(_PHOTO[1], self._deep)
        return width, self._high

    def draw(self) -> None:
        """Frame and caption, then the title beside them."""
        canvas, (wide, high) = self.canv, _PHOTO
        canvas.setLineWidth(0.7)
        canvas.rect(0, self._high - high, wide, high)
        style = face()
        words = LineColumns([(wide - 4, [Line(self._caption, 10)])], Glyphs())
        deep = words.wrap(wide, high)[1]
        words.drawOn(canvas, 2, self._high - (high + deep) / 2)
        canvas.setFont(style.name, 10)
        y = self._high - (self._high - self._deep) / 2
        shift = wide / 3
        for part in self._middle:
            y -= part.getSpaceBefore() + part.wrap(self._wide, 1e6)[1]
            part.drawOn(canvas, shift, y)
