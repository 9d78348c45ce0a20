"""Turns each block of a document into ReportLab flowables, in the styles of Decree 30/2020."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatchmethod
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Spacer as Gap

from app.documents import blocks, layout
from app.documents.charts import ChartFlow
from app.documents.layout import MM
from app.documents.pdf_fonts import Glyphs, face, fold, font_name
from app.documents.pdf_forms import Photo, form_line, tick_rows
from app.documents.pdf_lines import Line, LineColumns
from app.documents.pdf_marks import Beside, CutMark, Qr, TickMark
from app.documents.pdf_pictures import WholePage
from app.documents.pdf_table import TableFlow

_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}

_SIGN_FACTOR = 1.2
_BEFORE_SIGNATURE = (blocks.Paragraph, blocks.FormLine, blocks.TickRow)
_UNIT = re.compile(r" (?=(?:XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN|HUYỆN|QUẬN|THỊ XÃ|TỈNH|THÀNH PHỐ) )")


class Setter:
    """Sets blocks for one document: page, type size and the check of characters."""

    def __init__(self, document: blocks.Document, glyphs: Glyphs) -> None:
        self._page = layout.page_of(document)
        self._width = self._page.body_width
        self._size = document.size
        self._glyphs = glyphs

    def story(self, document: blocks.Document) -> Iterator[Flowable]:
        """All flowables of the document, the state header first."""
        if document.header is not None:
            yield from self.set(document.header)
        for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=True):
            for flowable in self.set(block):
                # a signature never stands alone on a page: the line before it goes along
                if isinstance(after, blocks.Signature) and isinstance(block, _BEFORE_SIGNATURE):
                    flowable.keepWithNext = True
                yield flowable

    @singledispatchmethod
    def set(self, block: object) -> Iterator[Flowable]:
        """The flowables of a block; TypeError for one it does not know."""
        raise TypeError(type(block).__name__)

    @set.register
    def _header(self, head: blocks.StateHeader) -> Iterator[Flowable]:
        if not head.parent_office and not head.office:
            yield from self._state_alone(head)
            return
        left = self._width * layout.LEFT_HEADER_SHARE
        right = self._width - left
        nation = layout.NATION_SIZE
        while nation > 10 and face(bold=True).width(layout.NATION, nation) > right:
            nation -= 0.25  # the name of the state stays on one line
        parent, office = (
            _break_office(self._glyphs.text(name.upper()), bold, nation, left - 4)
            for name, bold in ((head.parent_office, False), (head.office, True))
        )
        offices = [Line(parent, nation)] if parent else []
        offices.append(Line(office, nation, bold=True, rule=0.45))
        state = [
            Line(layout.NATION, nation, bold=True),
            Line(layout.MOTTO, layout.MOTTO_SIZE, bold=True, rule=1),
        ]
        yield LineColumns([(left, offices), (right, state)], self._glyphs, factor=1.2)
        if head.number or head.place:
            day = layout.place_and_day(head.place, head.day) if head.place else ""
            lines = (
                [Line(head.number, layout.NUMBER_SIZE)],
                [Line(day, layout.NUMBER_SIZE, italic=True)],
            )
            columns = list(zip((left, right), lines, strict=True))
            yield LineColumns(columns, self._glyphs, space_before=3)
        yield Gap(1, 10)

    def _state_alone(self, head: blocks.StateHeader) -> Iterator[Flowable]:
        """The national name in the middle, place and day below it on the right."""
        lines = [
            Line(layout.NATION, layout.NATION_SIZE, bold=True),
            Line(layout.MOTTO, layout.MOTTO_SIZE, bold=True, rule=1),
        ]
        yield LineColumns([(self._width, lines)], self._glyphs, factor=1.2)
        if head.place:
            day = layout.place_and_day(head.place, head.day)
            line = Line(day, layout.NUMBER_SIZE, italic=True, align="right")
            yield LineColumns([(self._width, [line])], self._glyphs, space_before=6)
        yield Gap(1, 10)

    @set.register
    def _photo_title(self, block: blocks.PhotoTitle) -> Iterator[Flowable]:
        yield Photo(list(self.set(block.title)), self._glyphs.text(block.caption))
        yield Gap(1, 6)

    @set.register
    def _form_line(self, block: blocks.FormLine) -> Iterator[Flowable]:
        yield from form_line(block, self._width, self._size, self._glyphs)

    @set.register
    def _tick_row(self, block: blocks.TickRow) -> Iterator[Flowable]:
        yield from tick_rows(block, self._width, self._size, self._glyphs)

    @set.register
    def _title(self, title: blocks.Title) -> Iterator[Flowable]:
        size = layout.TITLE_SIZE
        lines = [Line(title.kind.upper(), size, bold=True, rule=0 if title.about else 0.4)]
        width = self._width * 0.86
        if title.about:
            lines.append(Line(title.about, size, bold=True))
            folded = fold(self._glyphs.text(title.about), face(bold=True), size, width)
            rule = 0.45 if len(folded) == 1 else 0.7
            lines[-1] = Line(title.about, size, bold=True, rule=rule)
        margin = (self._width - width) / 2
        yield LineColumns([(margin, []), (width, lines)], self._glyphs, keep_with_next=True)
        yield Gap(1, 10)

    @set.register
    def _paragraph(self, block: blocks.Paragraph) -> Iterator[Flowable]:
        indent = layout.FIRST_LINE_MM * MM if block.indent else 0
        yield self._flowing(self._markup(block.runs), block.size, block.align, indent)

    def _flowing(
        self, markup: str, size: float = 0, align: str = "justify", first: float = 0, left: float = 0
    ) -> Flowable:
        size = size or self._size
        style = ParagraphStyle(
            "text",
            fontName=font_name(),
            fontSize=size,
            leading=size * layout.LINE_FACTOR,
            alignment=_ALIGN[align],
            firstLineIndent=first,
            leftIndent=left,
            spaceBefore=layout.PARAGRAPH_GAP,
            splitLongWords=1,
        )
        return Flowing(markup, style)

    def _markup(self, runs: tuple[blocks.Run, ...]) -> str:
        """Text as ReportLab's paragraph markup: whatever a name holds comes out as text."""
        parts = []
        for run in runs:
            text = escape(self._glyphs.text(run.text)).replace("\n", "<br/>")
            name = font_name(run.bold, run.italic)
            parts.append(f'<font name="{name}">{text}</font>')
        return "".join(parts)

    @set.register
    def _bullets(self, block: blocks.Bullets) -> Iterator[Flowable]:
        for item in block.items:
            runs = (blocks.Run(f"{block.mark} {item}"),)
            yield self._flowing(self._markup(runs), first=layout.FIRST_LINE_MM * MM)

    @set.register
    def _ticks(self, block: blocks.Ticks) -> Iterator[Flowable]:
        for chosen, text in block.items:
            line = Line(text, self._size, align="left")
            yield TickMark(chosen, line, self._width, self._glyphs)

    @set.register
    def _pairs(self, block: blocks.KeyValues) -> Iterator[Flowable]:
        code = block.beside
        side = code.size_mm * MM + 6 if code else 0.0
        left, right = block.label_mm * MM, self._width - side - block.label_mm * MM
        rows: list[Flowable] = []
        for label, value in block.pairs:
            key = Line(f"{label}:", self._size, align="left")
            entry = Line(value, self._size, block.bold_values, align="left", dots=not value)
            columns = [(left, [key]), (right, [entry])]
            rows.append(LineColumns(columns, self._glyphs, space_before=2))
        if code is None:
            yield from rows
            return
        mark = Qr(code.data, code.size_mm * MM, side)
        words = LineColumns([(side, [Line(code.caption, 9, italic=True)])], self._glyphs)
        yield Beside(rows, [mark, words], side)

    @set.register
    def _table(self, block: blocks.Table) -> Iterator[Flowable]:
        yield Gap(1, 6)
        yield TableFlow.of(block, self._width, self._page.body_height, self._glyphs)
        yield Gap(1, 6)

    @set.register
    def _signature(self, block: blocks.Signature) -> Iterator[Flowable]:
        signed = [_signer_lines(signer, self._size) for signer in block.signers]
        deepest = max(map(_height, signed))
        for lines in signed:  # all names stand at one height
            lines[-1] = replace(lines[-1], before=lines[-1].before + deepest - _height(lines))
        if block.recipients is not None:
            left = self._width * 0.45
            columns = [(left, _recipient_lines(block.recipients))]
            share = (self._width - left) / len(signed)
        else:
            columns = [(self._width / 2, [])] if len(signed) == 1 else []
            share = self._width / (len(columns) + len(signed))
        columns += [(share, lines) for lines in signed]
        block_flow = LineColumns(columns, self._glyphs, factor=_SIGN_FACTOR)
        above = Gap(1, 8)
        above.keepWithNext = True
        yield above
        yield block_flow

    @set.register
    def _recipients(self, block: blocks.Recipients) -> Iterator[Flowable]:
        yield LineColumns([(self._width, _recipient_lines(block))], self._glyphs, space_before=8)

    @set.register
    def _qr(self, block: blocks.QrCode) -> Iterator[Flowable]:
        code = Qr(block.data, block.size_mm * MM, self._width)
        caption = Line(block.caption, 10, italic=True)
        words = LineColumns([(self._width, [caption])], self._glyphs)
        yield KeepTogether([Gap(1, 6), code, words] if block.caption else [Gap(1, 6), code])

    @set.register
    def _spacer(self, block: blocks.Spacer) -> Iterator[Flowable]:
        yield Gap(1, block.height_mm * MM)

    @set.register
    def _break(self, _block: blocks.PageBreak) -> Iterator[Flowable]:
        yield NewPage()

    @set.register
    def _picture(self, block: blocks.Picture) -> Iterator[Flowable]:
        yield WholePage(block.data, self._page)

    @set.register
    def _chart(self, block: blocks.ChartBlock) -> Iterator[Flowable]:
        chart: list[Flowable] = [
            Gap(1, 6),
            ChartFlow(block.chart, self._width, self._page.body_height, self._glyphs),
        ]
        if block.caption:
            words = LineColumns([(self._width, [Line(block.caption, 10, italic=True)])], self._glyphs)
            chart.append(words)
        yield KeepTogether([*chart, Gap(1, 6)])

    @set.register
    def _cut(self, block: blocks.CutLine) -> Iterator[Flowable]:
        yield CutMark(self._glyphs.text(block.text), self._width)


def _break_office(name: str, bold: bool, size: float, width: float) -> str:
    """A long office name breaks before its unit: ỦY BAN NHÂN DÂN / XÃ NINH PHƯỚC."""
    if "\n" in name or face(bold=bold).width(name, size) <= width:
        return name
    return _UNIT.sub("\n", name, count=1)


def _height(lines: list[Line]) -> float:
    return sum(line.size * _SIGN_FACTOR + line.before for line in lines)


def _signer_lines(signer: blocks.Signer, size: float) -> list[Line]:
    lines = [Line(signer.day_line, size, italic=True)] if signer.day_line else []
    lines += [Line(text, size, bold=True) for text in signer.lines]
    if signer.note:
        lines.append(Line(signer.note, size - 1, italic=True))
    lines.append(Line(signer.name, size, bold=True, before=layout.SIGN_ROOM))
    return lines


def _recipient_lines(block: blocks.Recipients) -> list[Line]:
    size = layout.RECIPIENT_LABEL_SIZE
    lines = [Line(layout.RECIPIENTS, size, bold=True, italic=True, align="left")]
    last = len(block.lines) - 1
    for n, text in enumerate(block.lines):
        ending = "." if n == last else ";"
        shown = text if text.endswith((".", ";")) else f"{text}{ending}"
        lines.append(Line(f"- {shown}", layout.RECIPIENT_SIZE, align="left"))
    return lines


def set_story(document: blocks.Document, glyphs: Glyphs) -> list[Any]:
    """The flowables of a document; tables among them still read their rows page by page."""
    return list(Setter(document, glyphs).story(document))
