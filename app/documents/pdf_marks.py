"""Marks drawn as vectors: QR code, tick box, cut line."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from app.documents.layout import LINE_FACTOR, MM
from app.documents.pdf_fonts import Glyphs, face
from app.documents.pdf_lines import Line, LineColumns

_QUIET = 4  # modules of white around a code (ISO/IEC 18004)


def qr_rows(data: str) -> list[list[bool]]:
    """The modules of a QR code, error correction M, with the quiet zone."""
    import segno

    code = segno.make(data, error="m", micro=False, boost_error=False)
    return [[bool(cell) for cell in row] for row in code.matrix_iter(border=_QUIET)]


class Qr(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A QR code centred in ``width``; neighbouring modules become one rectangle."""

    def __init__(self, data: str, size: float, width: float) -> None:
        super().__init__()
        self._rows = qr_rows(data)
        self._size, self._width = size, width

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._size

    def draw(self) -> None:
        """Black rectangles on the paper's white, as one path."""
        canvas: Any = self.canv
        step = self._size / len(self._rows)
        left = (self._width - self._size) / 2
        path = canvas.beginPath()
        for n, row in enumerate(self._rows, 1):
            for start, length in _stretches(row):
                path.rect(left + start * step, self._size - n * step, length * step, step)
        canvas.setFillGray(0)
        canvas.drawPath(path, stroke=0, fill=1)


def _stretches(row: list[bool]) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    found: list[tuple[int, int]] = []
    start = -1
    for n, dark in enumerate([*row, False]):
        if dark and start < 0:
            start = n
        elif not dark and start >= 0:
            found.append((start, n - start))
            start = -1
    return found


class TickMark(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A square, crossed when chosen, with its text; the bundled font has no such signs."""

    def __init__(self, chosen: bool, line: Line, width: float, glyphs: Glyphs) -> None:
        super().__init__()
        self.spaceBefore = 3
        self._chosen, self._size = chosen, line.size
        indent = 12.7 * MM
        self._box = indent
        lead = indent + line.size * 1.6
        self._text = LineColumns([(lead, []), (width - lead, [line])], glyphs)

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """Size of the text beside the box."""
        size: tuple[float, float] = self._text.wrap(width, room)
        self._height = size[1]
        return size

    def draw(self) -> None:
        """Box, cross, text."""
        y = self._height - self._size * LINE_FACTOR + self._size * 0.2
        draw_tick(self.canv, self._box, y, self._size, self._chosen)
        self._text.drawOn(self.canv, 0, 0)


def draw_tick(canvas: Any, x: float, y: float, size: float, chosen: bool) -> None:
    """A square beside text of this size, crossed when chosen."""
    side = size * 0.78
    canvas.setLineWidth(0.7)
    canvas.rect(x, y, side, side)
    if chosen:
        canvas.line(x, y, x + side, y + side)
        canvas.line(x, y + side, x + side, y)


class CutMark(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A dashed line with a few words in the middle."""

    def __init__(self, text: str, width: float) -> None:
        super().__init__()
        self._text, self._width = text, width

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Half a centimetre of air above and below."""
        return self._width, 10 * MM

    def draw(self) -> None:
        """The line, broken for the words."""
        canvas: Any = self.canv
        style = face(italic=True)
        half = style.width(self._text, 9) / 2 + 6
        middle, y = self._width / 2, 5 * MM
        canvas.saveState()
        canvas.setDash(4, 3)
        canvas.setLineWidth(0.6)
        canvas.line(0, y, middle - half, y)
        canvas.line(middle + half, y, self._width, y)
        canvas.restoreState()
        canvas.setFont(style.name, 9)
        canvas.drawCentredString(middle, y - 3, self._text)


class Beside(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Two stacks side by side, kept together: ``right`` takes ``side`` points at the right edge."""

    def __init__(self, left: list[Flowable], right: list[Flowable], side: float) -> None:
        super().__init__()
        self._left, self._right, self._side = left, right, side

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """The higher of the two."""
        self._wide = width
        self._high = max(_stacked(self._left, width, room), _stacked(self._right, self._side, room))
        return width, self._high

    def draw(self) -> None:
        """Both from the top down."""
        for left, stack in ((0.0, self._left), (self._wide - self._side, self._right)):
            y = self._high
            for part in stack:
                y -= part.getSpaceBefore() + part.wrap(self._wide, y)[1]
                part.drawOn(self.canv, left, y)


def _stacked(stack: list[Flowable], width: float, room: float) -> float:
    return sum(float(part.getSpaceBefore() + part.wrap(width, room)[1]) for part in stack)
