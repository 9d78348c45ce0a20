"""Lines of official forms in a Word file: paragraphs with tab stops whose leaders are the dots."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from app.documents import blocks
from app.documents.cells import inert
from app.documents.layout import FIRST_LINE_MM

_BEFORE = Pt(3)
_CHOSEN, _FREE = "☒", "☐"


def add_form_line(word: Any, block: blocks.FormLine, width_mm: float) -> None:
    """One paragraph for the line, and one for each further dotted line."""
    indent = FIRST_LINE_MM if block.indent else 0.0
    target = _paragraph(word)
    if block.indent:
        target.paragraph_format.first_line_indent = Mm(indent)
    stops, total, left = target.paragraph_format.tab_stops, sum(part.share for part in block.parts), indent
    text = ""
    for n, part in enumerate(block.parts):
        left += (width_mm - indent) * part.share / total
        last = n == len(block.parts) - 1
        text += f"{part.label}: {part.value}" if part.label else part.value
        if last and part.value:
            break
        leader = WD_TAB_LEADER.SPACES if part.value else WD_TAB_LEADER.DOTS
        align = WD_TAB_ALIGNMENT.RIGHT if last else WD_TAB_ALIGNMENT.LEFT
        stops.add_tab_stop(Mm(left), align, leader)
        text += "\t" if last else "\t "
    target.add_run(_inert(text))
    first = block.parts[0]
    missing = block.lines - 1 if len(block.parts) == 1 and not first.value else 0
    for _ in range(missing):
        extra = _paragraph(word)
        extra.paragraph_format.tab_stops.add_tab_stop(
            Mm(width_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        extra.add_run("\t")


def add_tick_rows(word: Any, block: blocks.TickRow, width_mm: float) -> None:
    """A paragraph for each row of choices, at tab stops."""
    lead = FIRST_LINE_MM if not block.label else 40.0
    room = (width_mm - lead) / block.columns
    for start in range(0, len(block.items), block.columns):
        target = _paragraph(word)
        text = block.label if start == 0 else ""
        for n, (chosen, words) in enumerate(block.items[start : start + block.columns]):
            target.paragraph_format.tab_stops.add_tab_stop(Mm(lead + n * room))
            box = _CHOSEN if chosen else _FREE
            text += f"\t{words} {box}" if block.after else f"\t{box} {words}"
        target.add_run(_inert(text))


def add_photo_frame(word: Any, caption: str) -> None:
    """A framed cell of 3 x 4 cm."""
    table = word.add_table(rows=1, cols=1)
    table.style, table.autofit = "Table Grid", False
    cell = table.rows[0].cells[0]
    cell.width, table.rows[0].height = Mm(30), Mm(40)
    cell.paragraphs[0].add_run(caption).font.size = Pt(10)


def _paragraph(word: Any) -> Any:
    target = word.add_paragraph()
    target.paragraph_format.space_before, target.paragraph_format.space_after = _BEFORE, Pt(0)
    return target


def _inert(text: str) -> str:
    """Harmless text that keeps the tabs of the line."""
    return "\t".join(inert(piece) for piece in text.split("\t"))
