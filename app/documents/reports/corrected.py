"""The corrections a report carries: each number that is another one now, with the records that make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.documents.blocks import Block, Column, GroupRow, Row, Table, text_block
from app.documents.cells import show_number
from app.kinds.declare import KINDS
from app.register.reports.corrections import in_vietnamese
from app.register.reports.snapshot import Corrected, Correction, Line
from app.register.reports.wording import vietnamese

_LINES = (
    Column("Người, bản ghi", 62),
    Column("Thay đổi", 18, align="center"),
    Column("Lý do", 52),
    Column("Ngày ghi sổ", 24, "date"),
    Column("Người ghi", 26),
)
_CELLS = (Column("Số liệu theo nhóm", 110), Column("Đã báo cáo", 26, "int"), Column("Nay là", 26, "int"))
_ID_SHOWN = 6


def corrected_blocks(found: Sequence[Corrected]) -> Iterator[Block]:
    """What changed in each earlier report since it was sealed."""
    for one in found:
        said = f"{one.title} (chốt {one.sealed_at}, SHA-256 {one.digest[:16]}…):"
        yield text_block(said, indent=False)
        whole = [c for c in one.corrections if not c.dimension]
        cells = [c for c in one.corrections if c.dimension]
        if whole:
            yield Table(_LINES, list(_rows(whole)), numbering=False, size=10, sheet="Đính chính")
        if cells:
            rows = [(c.label, c.old, c.new) for c in cells]
            yield Table(_CELLS, rows, numbering=False, size=10, sheet="Đính chính theo nhóm")
            yield from _moved(cells, whole)


def _rows(found: Sequence[Correction]) -> Iterator[Row]:
    for one in found:
        yield GroupRow(f"{one.label}: đã báo cáo {_number(one.old)}, nay là {_number(one.new)}")
        for line in one.lines:
            yield _cells(line)


def _moved(cells: Sequence[Correction], whole: Sequence[Correction]) -> Iterator[Block]:
    """Who stands in another part of a breakdown; who came or went as a whole was named above."""
    named = {(one.figure, line.id) for one in whole for line in one.lines}
    rows: list[Row] = []
    for one in cells:
        lines = [line for line in one.lines if (one.figure, line.id) not in named]
        if lines:
            rows.append(GroupRow(one.label))
            rows += [_cells(line) for line in lines]
    if rows:
        yield Table(_LINES, rows, numbering=False, size=10, sheet="Đổi nhóm")


def _cells(line: Line) -> Row:
    adds = f"+{show_number(line.adds)}" if line.adds > 0 else show_number(line.adds)
    day = date.fromisoformat(line.at) if line.at else None
    return (named(line), adds, in_vietnamese(line.why), day, line.by)


def named(line: Line) -> str:
    """A person by name; another record by its kind and the end of its id."""
    if line.name:
        return line.name
    kind = vietnamese(KINDS[line.kind].label) if line.kind in KINDS else line.kind
    return f"{kind} …{line.id[-_ID_SHOWN:]}"


def _number(value: int | None) -> str:
    return "chưa rõ" if value is None else show_number(value)
