"""Writes the same blocks as a Word file, for papers an office wants to go on editing."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import UTC
from functools import singledispatchmethod
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.documents import blocks, layout
from app.documents.cells import align_of, inert, shown
from app.documents.docx_forms import add_form_line, add_photo_frame, add_tick_rows
from app.documents.files import Written, put_file
from app.documents.layout import MM

_FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def write_docx(document: blocks.Document, path: Path) -> Written:
    """Writes the document to ``path``; Faults E_DISK and E_READONLY."""
    data = docx_bytes(document)
    sha256, size = put_file(path, lambda file: (file.write(data), None)[1])
    return Written(path, sha256, size)


def docx_bytes(document: blocks.Document) -> bytes:
    """The Word file in memory; equal documents give equal bytes."""
    paper = _Paper(document)
    paper.write()
    sink = io.BytesIO()
    paper.word.save(sink)
    return _undated(sink)


def _undated(sink: io.BytesIO) -> bytes:
    """The same archive without the clock's time in its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(sink) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


class _Paper:
    """One Word file being made."""

    def __init__(self, document: blocks.Document) -> None:
        self._document = document
        self._page = layout.page_of(document)
        self._width_mm = self._page.body_width / MM
        self.word: Any = docx.Document()

    def write(self) -> None:
        """Page, header, blocks, foot."""
        self._prepare()
        if self._document.header is not None:
            self.put(self._document.header)
        for block in self._document.blocks:
            self.put(block)

    def _prepare(self) -> None:
        core, at = self.word.core_properties, self._document.made_at.astimezone(UTC).replace(tzinfo=None)
        core.title, core.author, core.last_modified_by = inert(self._document.title), "Bình Yên", ""
        core.comments, core.created, core.modified = "", at, at
        style = self.word.styles["Normal"]
        style.font.name, style.font.size = _FONT, Pt(self._document.size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
        section, page = self.word.sections[0], self._page
        if self._document.page == "landscape":
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Pt(page.width), Pt(page.height)
        section.top_margin, section.bottom_margin = Pt(page.top), Pt(page.bottom)
        section.left_margin, section.right_margin = Pt(page.left), Pt(page.right)
        section.header_distance = section.footer_distance = Mm(8)
        section.different_first_page_header_footer = True
        _add_page_number(section.header.paragraphs[0])
        for foot in (section.first_page_footer, section.footer):
            for n, line in enumerate(layout.foot_lines(self._document)):
                target = foot.paragraphs[0] if not n else foot.add_paragraph()
                self._run(target, line, italic=True, size=layout.FOOTER_SIZE)

    @staticmethod
    def _run(target: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 0) -> None:
        run = target.add_run(inert(text))
        run.bold, run.italic = bold, italic
        if size:
            run.font.size = Pt(size)

    def _line(
        self, holder: Any, text: str, *, align: str = "center", first: bool = False, **style: Any
    ) -> Any:
        """A paragraph of one run at the end of the body or a cell (``first``: its empty first one)."""
        target = holder.paragraphs[0] if first else holder.add_paragraph()
        target.alignment = _ALIGN[align]
        target.paragraph_format.space_after = target.paragraph_format.space_before = Pt(0)
        self._run(target, text, **style)
        return target

    def _columns(self, *widths_mm: float) -> list[Any]:
        table = self.word.add_table(rows=1, cols=len(widths_mm))
        table.autofit = False
        for cell, width in zip(table.rows[0].cells, widths_mm, strict=True):
            cell.width = Mm(width)
        return list(table.rows[0].cells)

    @singledispatchmethod
    def put(self, block: object) -> None:
        """Adds a block; TypeError for one it does not know."""
        raise TypeError(type(block).__name__)

    @put.register
    def _header(self, head: blocks.StateHeader) -> None:
        if not head.parent_office and not head.office:
            self._state_alone(head)
            return
        share = self._width_mm * layout.LEFT_HEADER_SHARE
        left, right = self._columns(share, self._width_mm - share)
        self._line(left, head.parent_office.upper(), first=True, size=layout.NATION_SIZE)
        self._line(left, head.office.upper(), bold=True, size=layout.NATION_SIZE)
        self._line(left, "―――――", size=6)
        self._line(right, layout.NATION, first=True, bold=True, size=layout.NATION_SIZE)
        self._line(right, layout.MOTTO, bold=True, size=layout.MOTTO_SIZE).runs[0].underline = True
        self._line(right, "", size=6)
        self._line(left, head.number, size=layout.NUMBER_SIZE)
        if head.place:
            day = layout.place_and_day(head.place, head.day)
            self._line(right, day, italic=True, size=layout.NUMBER_SIZE)

    def _state_alone(self, head: blocks.StateHeader) -> None:
        self._line(self.word, layout.NATION, bold=True, size=layout.NATION_SIZE)
        motto = self._line(self.word, layout.MOTTO, bold=True, size=layout.MOTTO_SIZE)
        motto.runs[0].underline = True
        if head.place:
            day = layout.place_and_day(head.place, head.day)
            self._line(self.word, day, align="right", italic=True, size=layout.NUMBER_SIZE)

    @put.register
    def _photo_title(self, block: blocks.PhotoTitle) -> None:
        add_photo_frame(self.word, inert(block.caption))
        self.put(block.title)

    @put.register
    def _form_line(self, block: blocks.FormLine) -> None:
        add_form_line(self.word, block, self._width_mm)

    @put.register
    def _tick_row(self, block: blocks.TickRow) -> None:
        add_tick_rows(self.word, block, self._width_mm)

    @put.register
    def _title(self, title: blocks.Title) -> None:
        above = self._line(self.word, title.kind.upper(), bold=True, size=layout.TITLE_SIZE)
        above.paragraph_format.space_before = Pt(12)
        if title.about:
            self._line(self.word, title.about, bold=True, size=layout.TITLE_SIZE)
        self._line(self.word, "―――――――", size=6)

    @put.register
    def _paragraph(self, block: blocks.Paragraph) -> None:
        target = self.word.add_paragraph()
        target.alignment = _ALIGN[block.align]
        form = target.paragraph_format
        form.space_before, form.space_after = Pt(layout.PARAGRAPH_GAP), Pt(0)
        if block.indent:
            form.first_line_indent = Mm(layout.FIRST_LINE_MM)
        for run in block.runs:
            self._run(target, run.text, bold=run.bold, italic=run.italic, size=block.size)

    @put.register
    def _bullets(self, block: blocks.Bullets) -> None:
        for item in block.items:
            self.put(blocks.text_block(f"{block.mark} {item}"))

    @put.register
    def _ticks(self, block: blocks.Ticks) -> None:
        for chosen, text in block.items:
            self.put(blocks.text_block(f"{'☒' if chosen else '☐'} {text}", align="left"))

    @put.register
    def _pairs(self, block: blocks.KeyValues) -> None:
        for label, value in block.pairs:
            left, right = self._columns(block.label_mm, self._width_mm - block.label_mm)
            self._line(left, f"{label}:", align="left", first=True)
            self._line(right, value or "." * 60, align="left", first=True, bold=block.bold_values)
        if block.beside is not None:
            self.put(block.beside)

    @put.register
    def _table(self, block: blocks.Table) -> None:
        _WordTable(self.word, block, self._width_mm).write()

    @put.register
    def _signature(self, block: blocks.Signature) -> None:
        count = max(2, len(block.signers))
        cells = self._columns(*([self._width_mm / count] * count))
        if block.recipients is not None and len(block.signers) < count:
            self._recipient_lines(cells[0], block.recipients)
        for cell, signer in zip(cells[count - len(block.signers) :], block.signers, strict=True):
            self._line(cell, signer.day_line, first=True, italic=True)
            for text in signer.lines:
                self._line(cell, text, bold=True)
            self._line(cell, signer.note, italic=True, size=self._document.size - 1)
            name = self._line(cell, signer.name, bold=True)
            name.paragraph_format.space_before = Pt(layout.SIGN_ROOM)

    def _recipient_lines(self, holder: Any, block: blocks.Recipients) -> None:
        size = layout.RECIPIENT_LABEL_SIZE
        self._line(holder, layout.RECIPIENTS, align="left", bold=True, italic=True, size=size)
        for text in block.lines:
            self._line(holder, f"- {text}", align="left", size=layout.RECIPIENT_SIZE)

    @put.register
    def _recipients(self, block: blocks.Recipients) -> None:
        self._recipient_lines(self.word, block)

    @put.register
    def _qr(self, block: blocks.QrCode) -> None:
        import segno

        picture = io.BytesIO()
        segno.make(block.data, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=6)
        self.word.add_picture(picture, width=Mm(block.size_mm))
        self.word.paragraphs[-1].alignment = _ALIGN["center"]
        if block.caption:
            self._line(self.word, block.caption, italic=True, size=10)

    @put.register
    def _spacer(self, block: blocks.Spacer) -> None:
        self._line(self.word, "").paragraph_format.space_after = Mm(block.height_mm)

    @put.register
    def _break(self, _block: blocks.PageBreak) -> None:
        self.word.add_page_break()

    @put.register
    def _chart(self, block: blocks.ChartBlock) -> None:
        from app.documents.charts import chart_png

        self.word.add_picture(io.BytesIO(chart_png(block.chart)), width=Mm(self._width_mm))
        self.word.paragraphs[-1].alignment = _ALIGN["center"]
        if block.caption:
            self._line(self.word, block.caption, italic=True, size=10)

    @put.register
    def _cut(self, block: blocks.CutLine) -> None:
        self._line(
            self.word, f"- - - - - - - - - - - - {block.text} - - - - - - - - - - - -", italic=True, size=9
        )


class _WordTable:
    """A ruled table; data rows are copies of one row, which python-docx's own cells are too slow for."""

    def __init__(self, word: Any, table: blocks.Table, width_mm: float) -> None:
        number = (blocks.Column("TT", 9, "text", "center"),) if table.numbering else ()
        self._source, self._columns = table, (*number, *table.columns)
        stretch = width_mm / sum(column.width_mm for column in self._columns)
        self._widths = [column.width_mm * stretch for column in self._columns]
        self._word = word.add_table(rows=0, cols=len(self._columns))
        self._word.style, self._word.autofit = "Table Grid", False

    def write(self) -> None:
        """Heading, rows, total."""
        if any(column.title for column in self._source.columns):
            self._write_heading()
        plain, bold = self._pattern(bold=False), self._pattern(bold=True)
        number = 0
        for row in self._source.rows:
            if isinstance(row, blocks.GroupRow):
                self._append(bold, [row.text] + [""] * (len(self._columns) - 1))
                cells = self._word.rows[-1].cells
                cells[0].merge(cells[-1])
                continue
            number += 1
            self._append(plain, self._texts((str(number), *row) if self._source.numbering else row))
        if self._source.total is not None:
            blank = ("",) * self._source.numbering
            self._append(bold, self._texts((*blank, *self._source.total)))

    def _texts(self, row: tuple[blocks.Cell, ...]) -> list[str]:
        return [shown(v, c.sort) for v, c in zip(row, self._columns, strict=True)]

    def _pattern(self, *, bold: bool) -> Any:
        row = self._word.add_row()
        for cell, column, width in zip(row.cells, self._columns, self._widths, strict=True):
            cell.width = Mm(width)
            self._fill(cell, "\u200b", align_of(column), bold)
        self._word._tbl.remove(row._tr)
        return row._tr

    def _append(self, pattern: Any, texts: list[str]) -> None:
        row = copy.deepcopy(pattern)
        for node, text in zip(row.iter(qn("w:t")), texts, strict=True):
            node.text = text.replace("\n", "; ")
            node.set(qn("xml:space"), "preserve")
        self._word._tbl.append(row)

    def _fill(self, cell: Any, text: str, align: str, bold: bool) -> None:
        target = cell.paragraphs[0]
        target.alignment = _ALIGN[align]
        target.paragraph_format.space_after = target.paragraph_format.space_before = Pt(1)
        run = target.add_run(text)
        run.bold, run.font.size = bold, Pt(self._source.size)

    def _write_heading(self) -> None:
        grouped = any(column.group for column in self._columns)
        rows = [self._word.add_row() for _ in range(2 if grouped else 1)]
        start = 0
        for group, members in groupby(self._columns, key=lambda c: c.group or c.title):
            titles = [column.title for column in members]
            for n, title in enumerate(titles, start):
                if not self._columns[n].group and grouped:
                    rows[0].cells[n].merge(rows[1].cells[n])
                    self._fill(rows[0].cells[n], inert(title), "center", True)
                else:
                    self._fill(rows[-1].cells[n], inert(title), "center", True)
            if grouped and self._columns[start].group:
                head = rows[0].cells[start].merge(rows[0].cells[start + len(titles) - 1])
                self._fill(head, inert(group), "center", True)
            start += len(titles)
        if self._source.repeat_header:
            for row in rows:
                mark = OxmlElement("w:tblHeader")
                mark.set(qn("w:val"), "true")
                row._tr.get_or_add_trPr().append(mark)


def _add_page_number(target: Any) -> None:
    target.alignment = _ALIGN["center"]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    target._p.append(field)
