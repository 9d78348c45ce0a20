"""Columns of centred or left-set lines that stay together: state header, title, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from app.documents.blocks import Align
from app.documents.layout import LINE_FACTOR
from app.documents.pdf_fonts import Glyphs, face, fold

_RULE = 0.6
_RULE_ROOM = 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """Text in one style; ``rule`` draws a line under it, as a share of the text's width.

    ``before`` is extra height above; ``dots`` fills what is left of the width.
    """

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "center"
    before: float = 0
    rule: float = 0
    dots: bool = False


@dataclass(frozen=True, slots=True)
class _Set:
    """A line in place: x and y from the upper left corner of the block."""

    text: str
    font: str
    size: float
    x: float
    y: float


class LineColumns(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Columns (width in points, lines) side by side; never broken over two pages."""

    def __init__(
        self,
        columns: Sequence[tuple[float, Sequence[Line]]],
        glyphs: Glyphs,
        *,
        space_before: float = 0,
        factor: float = LINE_FACTOR,
        keep_with_next: bool = False,
    ) -> None:
        super().__init__()
        self.spaceBefore = space_before
        self.keepWithNext = keep_with_next
        self._glyphs, self._factor = glyphs, factor
        self._texts: list[_Set] = []
        self._rules: list[tuple[float, float, float]] = []
        self._height, left = 0.0, 0.0
        for width, lines in columns:
            self._height = max(self._height, self._lay(left, width, lines))
            left += width
        self._width = left

    def _lay(self, left: float, width: float, lines: Sequence[Line]) -> float:
        y = 0.0
        for line in lines:
            y += line.before
            style = face(line.bold, line.italic)
            span = widest = 0.0
            for text in fold(self._glyphs.text(line.text), style, line.size, width):
                y += line.size * self._factor
                span = style.width(text, line.size)
                widest = max(widest, span)
                share = {"center": 0.5, "right": 1.0}.get(line.align, 0.0)
                x = left + (width - span) * share
                self._texts.append(_Set(text, style.name, line.size, x, y - line.size * 0.28))
            if line.dots:
                self._dots(line, left + span, left + width, y)
            if line.rule:
                y += _RULE_ROOM
                middle, half = left + width / 2, widest * line.rule / 2
                self._rules.append((middle - half, middle + half, y - _RULE_ROOM / 2))
        return y

    def _dots(self, line: Line, left: float, right: float, y: float) -> None:
        style = face()
        text = "." * int((right - left - 3) / style.width(".", line.size))
        self._texts.append(_Set(text, style.name, line.size, left + 3, y - line.size * 0.28))

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._height

    def draw(self) -> None:
        """Texts and rules."""
        canvas: Any = self.canv
        for text in self._texts:
            canvas.setFont(text.font, text.size)
            canvas.drawString(text.x, self._height - text.y, text.text)
        canvas.setLineWidth(_RULE)
        for left, right, y in self._rules:
            canvas.line(left, self._height - y, right, self._height - y)
