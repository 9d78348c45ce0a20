"""Charts on paper: the one drawing followed by the PDF canvas, and as a picture for files that take no drawing."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable

from app.documents.pdf_fonts import Glyphs, face
from app.kinds.chart import Chart, Drawing, Rect, Stroke, Text, draw
from app.words.resources import resource

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: The drawing is made in this width and scaled to the page: its words keep their size beside its bars.
SHEET_WIDTH = 480.0
_ROLES = {"ink": "#000000", "muted": "#4a4a4a", "grid": "#cccccc", "ground": "#ffffff"}
_PIXELS = 4


def paper_drawing(chart: Chart) -> Drawing:
    """The drawing as paper shows it."""
    return draw(chart, SHEET_WIDTH)


def ink_of(colour: str) -> str:
    """The ``#rrggbb`` of a colour of a drawing, on white paper."""
    return _ROLES.get(colour, colour)


class ChartFlow(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A chart in the flow of a page, as wide as the page, smaller where it would be higher than one."""

    def __init__(self, chart: Chart, width: float, room: float, glyphs: Glyphs) -> None:
        super().__init__()
        self._drawing = paper_drawing(chart)
        self._glyphs = glyphs
        self._width = width
        self._scale = min(width / self._drawing.width, room * 0.86 / self._drawing.height)

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """Known beforehand."""
        return self._width, self._drawing.height * self._scale

    def draw(self) -> None:
        """Every shape in its order; the canvas counts y upwards."""
        canvas: Any = self.canv
        canvas.saveState()
        left = (self._width - self._drawing.width * self._scale) / 2
        canvas.translate(left, self._drawing.height * self._scale)
        canvas.scale(self._scale, self._scale)
        for shape in self._drawing.shapes:
            if isinstance(shape, Rect):
                canvas.setFillColor(ink_of(shape.colour))
                canvas.rect(shape.x, -shape.y - shape.height, shape.width, shape.height, stroke=0, fill=1)
            elif isinstance(shape, Stroke):
                _draw_stroke(canvas, shape)
            else:
                self._draw_text(canvas, shape)
        canvas.restoreState()

    def _draw_text(self, canvas: Any, text: Text) -> None:
        canvas.setFont(face(bold=text.bold).name, text.size)
        canvas.setFillColor(ink_of(text.colour))
        put = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
        put[text.anchor](text.x, -text.y, self._glyphs.text(text.text))


def _draw_stroke(canvas: Any, shape: Stroke) -> None:
    colour = ink_of(shape.colour)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(shape.width)
    canvas.setDash(*([list(shape.dash)] if shape.dash else []))
    path = canvas.beginPath()
    path.moveTo(shape.points[0][0], -shape.points[0][1])
    for x, y in shape.points[1:]:
        path.lineTo(x, -y)
    if shape.closed:
        path.close()
    canvas.drawPath(path, stroke=1, fill=1 if shape.closed else 0)


def chart_png(chart: Chart) -> bytes:
    """The drawing as a PNG, four pixels a point; equal charts give equal bytes."""
    from PIL import Image, ImageDraw

    drawing = paper_drawing(chart)
    picture = Image.new("RGB", (round(drawing.width * _PIXELS), round(drawing.height * _PIXELS)), "#ffffff")
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        colour = ink_of(shape.colour)
        if isinstance(shape, Rect):
            ends = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            pen.rectangle([round(end * _PIXELS) for end in ends], fill=colour)
        elif isinstance(shape, Text):
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            at = (shape.x * _PIXELS, shape.y * _PIXELS)
            pen.text(at, shape.text, fill=colour, font=_font(shape.size, shape.bold), anchor=anchor)
        elif shape.closed:
            pen.polygon([(x * _PIXELS, y * _PIXELS) for x, y in shape.points], fill=colour)
        else:
            for piece in dashes(shape):
                pen.line(
                    [(x * _PIXELS, y * _PIXELS) for x, y in piece],
                    fill=colour,
                    width=round(shape.width * _PIXELS),
                )
    sink = io.BytesIO()
    picture.save(sink, "PNG", optimize=True)
    return sink.getvalue()


@lru_cache(maxsize=16)
def _font(size: float, bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    name = "Bold" if bold else "Regular"
    return ImageFont.truetype(str(resource(f"fonts/LiberationSerif-{name}.ttf")), round(size * _PIXELS))


def dashes(shape: Stroke) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """A stroke as the straight pieces that are drawn of it."""
    pieces = []
    for (x1, y1), (x2, y2) in zip(shape.points, shape.points[1:], strict=False):
        long = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        if not shape.dash or not long:
            pieces.append(((x1, y1), (x2, y2)))
            continue
        at, turn = 0.0, 0
        while at < long:
            end = min(at + shape.dash[turn % len(shape.dash)], long)
            if turn % 2 == 0:
                a, b = at / long, end / long
                pieces.append(
                    ((x1 + (x2 - x1) * a, y1 + (y2 - y1) * a), (x1 + (x2 - x1) * b, y1 + (y2 - y1) * b))
                )
            at, turn = end, turn + 1
    return pieces
