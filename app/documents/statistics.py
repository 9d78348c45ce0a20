"""A statistic on paper: the table with its chart, its period, by which day, what it means, who and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.documents.blocks import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Document,
    PrintMark,
    Row,
    Table,
    Title,
    text_block,
)
from app.documents.office import Office
from app.kinds.chart import Sort as ChartSort
from app.kinds.dates import show_date
from app.register.counting.definition import DATE_WORDS
from app.register.counting.sheet import Line, Sheet, chart_of
from app.words import _

_HIDDEN = (
    "Dấu “…”: số dưới 3 người và số có thể suy ra số đó không được in, để không nhận ra được từng người."
)
_UNKNOWN = "Ô để trống: chưa có số liệu."
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class StatisticPaper:
    """What is put on paper: a sheet of an office, with which chart, made when; ``unit``: only of this one."""

    office: Office
    sheet: Sheet
    made_at: datetime
    by: str
    unit: str = ""
    chart: ChartSort | None = None
    mark: PrintMark | None = None


def period_words(sheet: Sheet) -> str:
    """ "Từ ngày … đến ngày …, theo ngày …" of a sheet."""
    span = sheet.ask.span
    dates = _(DATE_WORDS[span.dates])
    return f"Từ ngày {show_date(span.first)} đến ngày {show_date(span.last)}; {dates}"


def statistic_paper(what: StatisticPaper) -> Document:
    """The paper, A4 upright, or across when its table is wide."""
    sheet = what.sheet
    found = sheet.definition
    table = statistic_table(sheet)
    chart = ChartBlock(chart_of(sheet, what.chart), _caption(sheet))
    notes = [f"Đơn vị: {what.unit}." if what.unit else "", sheet.note, _HIDDEN if sheet.careful else ""]
    if any(value is None for line in sheet.lines for value in line.values) and not sheet.careful:
        notes.append(_UNKNOWN)
    lines = [text_block(note, indent=False, size=11) for note in notes if note]
    meaning = [
        text_block(f"Định nghĩa: {part}" if not n else part, indent=False, size=11)
        for n, part in enumerate(found.words.split("\n"))
    ]
    sources = (
        text_block(f"Công thức: {found.formula}.", indent=False, size=11),
        text_block(f"Căn cứ: {found.clause}.", indent=False, size=11),
        text_block(f"Người lập: {what.by}.", indent=False, size=11),
    )
    wide = len(sheet.columns) > 5
    blocks: tuple[Block, ...] = (
        Title("Biểu thống kê", f"{found.label}\n({period_words(sheet)})"),
        table,
        *lines,
        chart,
        *meaning,
        *sources,
        *what.office.signature(),
    )
    return Document(
        title="Biểu thống kê",
        blocks=blocks,
        made_at=what.made_at,
        header=what.office.header(None, what.made_at.date()),
        page="landscape" if wide else "portrait",
        mark=what.mark,
    )


def _caption(sheet: Sheet) -> str:
    return f"Biểu đồ: {sheet.definition.label}"


def statistic_table(sheet: Sheet) -> Table:
    """The table alone, for a workbook or a longer report."""
    group = sheet.column_title
    columns = [Column(sheet.row_title or "Chỉ tiêu", 52)]
    columns += [Column(label, 22, "int", group=group) for _key, label in sheet.columns]
    if sheet.summed:
        columns.append(Column("Tổng", 20, "int"))
    if _has_share(sheet):
        columns.append(Column("Tỷ lệ %", 18, "percent"))
    total = _row(sheet, sheet.sums, "Tổng") if sheet.ask.rows and _has_sum(sheet) else None
    return Table(tuple(columns), tuple(_rows(sheet)), total=total, size=10.5, sheet="Thống kê")


def _has_share(sheet: Sheet) -> bool:
    return sheet.is_share or any(line.tenths is not None for line in sheet.lines)


def _has_sum(sheet: Sheet) -> bool:
    return sheet.careful or any(value is not None for value in sheet.sums.values)


def _rows(sheet: Sheet) -> Iterator[Row]:
    for line in sheet.lines:
        yield _row(sheet, line, line.label)


def _row(sheet: Sheet, line: Line, label: str) -> tuple[Cell, ...]:
    gone = _LEFT_OUT if sheet.careful else None
    cells: list[Cell] = [label, *(gone if value is None else value for value in line.values)]
    if sheet.summed:
        cells.append(gone if line.total is None else line.total)
    if _has_share(sheet):
        cells.append(None if line.tenths is None else Decimal(line.tenths) / 1000)
    return tuple(cells)
