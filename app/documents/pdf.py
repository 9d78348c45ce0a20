"""Writes a document as PDF: A4, margins of Decree 30/2020, bundled font, equal bytes for equal input."""

from __future__ import annotations

import io
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from app.documents import layout
from app.documents.blocks import Document
from app.documents.files import Written, put_file
from app.documents.layout import MM, Page
from app.documents.pdf_blocks import set_story
from app.documents.pdf_fonts import Glyphs, face, font_name, register

_PROGRAM = "Bình Yên"
_FOOT_MM = 12.0


def write_pdf(document: Document, path: Path) -> Written:
    """Writes the document to ``path``; Faults E_DISK and E_READONLY.

    ``Written.missing`` names characters the font lacks: look at it before the paper
    leaves the office.
    """
    glyphs = Glyphs()
    sha256, size = put_file(path, lambda file: _build(document, file, glyphs))
    return Written(path, sha256, size, tuple(sorted(glyphs.missing)))


def pdf_bytes(document: Document) -> tuple[bytes, tuple[str, ...]]:
    """The same file in memory, for a preview, and the missing characters."""
    glyphs, sink = Glyphs(), io.BytesIO()
    _build(document, sink, glyphs)
    return sink.getvalue(), tuple(sorted(glyphs.missing))


def _build(document: Document, file: BinaryIO, glyphs: Glyphs) -> None:
    register()
    page = layout.page_of(document)
    furniture = _Furniture(document, page, glyphs)
    template = BaseDocTemplate(
        file,
        pagesize=(page.width, page.height),
        title=glyphs.text(document.title),
        author=_PROGRAM,
        subject="",
        creator=_PROGRAM,
        lang=document.language,
        invariant=1,
        pageCompression=1,
        initialFontName=font_name(),
    )
    frame = Frame(
        page.left, page.bottom, page.body_width, page.body_height,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    template.addPageTemplates([PageTemplate(frames=[frame], onPage=furniture.draw)])
    template.build(set_story(document, glyphs), canvasmaker=_dated(document))


def _dated(document: Document) -> Any:
    """A canvas that carries the document's own date instead of the clock's."""
    moment = document.made_at.astimezone(UTC)

    def make(*args: Any, **options: Any) -> Canvas:
        canvas = Canvas(*args, **options)
        stamp = TimeStamp(invariant=1)
        stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
        stamp.YMDhms = tuple(moment.timetuple())[:6]
        canvas._doc._timeStamp = stamp  # reportlab offers no public way to set it
        return canvas

    return make


class _Furniture:
    """What stands on every page outside the text: number, foot, watermark."""

    def __init__(self, document: Document, page: Page, glyphs: Glyphs) -> None:
        self._page = page
        self._foot = [glyphs.text(line) for line in layout.foot_lines(document)]
        self._watermark = glyphs.text(document.watermark)
        self._stamps = [glyphs.text(stamp) for stamp in document.stamps]

    def draw(self, canvas: Canvas, template: Any) -> None:
        """Called by ReportLab as a page begins, so everything lies under the text."""
        canvas.saveState()
        if self._watermark:
            self._draw_watermark(canvas)
        if self._stamps:
            self._draw_stamp(canvas, template.page)
        elif template.page > 1:
            canvas.setFont(face().name, layout.PAGE_NUMBER_SIZE)
            height = self._page.height - self._page.top + 8 * MM
            middle = self._page.left + self._page.body_width / 2
            canvas.drawCentredString(middle, height, str(template.page))
        self._draw_foot(canvas)
        canvas.restoreState()

    def _draw_stamp(self, canvas: Canvas, page: int) -> None:
        stamp = self._stamps[page - 1] if page <= len(self._stamps) else ""
        canvas.setFont(face(bold=True).name, layout.PAGE_NUMBER_SIZE)
        right = self._page.width - self._page.right
        canvas.drawRightString(right, self._page.height - self._page.top + 8 * MM, stamp)

    def _draw_foot(self, canvas: Canvas) -> None:
        if not self._foot:
            return
        page, y = self._page, _FOOT_MM * MM
        canvas.setLineWidth(0.3)
        canvas.line(page.left, y + 10, page.left + page.body_width, y + 10)
        for line in self._foot:
            style, size = face(italic=True), layout.FOOTER_SIZE
            while size > 5 and style.width(line, size) > page.body_width:
                size -= 0.25
            canvas.setFont(style.name, size)
            canvas.drawString(page.left, y, line)
            y -= layout.FOOTER_SIZE * 1.2

    def _draw_watermark(self, canvas: Canvas) -> None:
        style = face(bold=True)
        size = min(90.0, self._page.body_width * 0.9 / max(style.width(self._watermark, 1), 1))
        canvas.saveState()
        canvas.translate(self._page.width / 2, self._page.height / 2)
        canvas.rotate(45)
        canvas.setFillGray(0.91)
        canvas.setFont(style.name, size)
        canvas.drawCentredString(0, -size / 3, self._watermark)
        canvas.restoreState()
