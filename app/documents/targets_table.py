"""The table of units with targets against results, like the annex of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.documents.blocks import Cell, Column, Document, PrintMark, Row, Table, Title
from app.documents.office import Office
from app.kinds.dates import show_date


@dataclass(frozen=True, slots=True)
class TargetCell:
    """Target and result of one indicator; None is blank, which is not zero."""

    target: int | None = None
    done: int | None = None

    def cells(self) -> tuple[Cell, Cell, Cell]:
        """Target, result, share; no share without a target to compare with."""
        if not self.target or self.done is None:
            return self.target, self.done, None
        return self.target, self.done, Decimal(self.done) / Decimal(self.target)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One unit; any unit may stand here, not only a commune."""

    unit: str
    results: tuple[TargetCell, ...]


@dataclass(frozen=True, slots=True)
class TargetsTable:
    """The table: its indicators in order, rows, and the total the caller computed."""

    about: str
    first: date
    last: date
    indicators: tuple[str, ...]
    rows: tuple[TargetRow, ...]
    total: tuple[TargetCell, ...] | None
    made_at: datetime


def targets_paper(
    what: TargetsTable, office: Office, *, number: int | None = None, mark: PrintMark | None = None
) -> Document:
    """The table as a paper, A4 across; ValueError when a row lacks an indicator."""
    period = f"từ ngày {show_date(what.first)} đến ngày {show_date(what.last)}"
    return Document(
        title="Kết quả thực hiện chỉ tiêu",
        blocks=(
            Title("Biểu kết quả thực hiện chỉ tiêu", f"{what.about} ({period})"),
            targets_block(what),
            *office.signature(),
        ),
        made_at=what.made_at,
        header=office.header(number, what.last),
        page="landscape",
        mark=mark,
    )


def targets_block(what: TargetsTable) -> Table:
    """The table alone, for a longer report or a workbook."""
    columns = [Column("Đơn vị", 55)]
    for indicator in what.indicators:
        columns += [
            Column("Chỉ tiêu", 17, "int", group=indicator),
            Column("Kết quả", 17, "int", group=indicator),
            Column("Tỷ lệ %", 17, "percent", group=indicator),
        ]
    total = _row("Tổng", what.total, len(what.indicators)) if what.total is not None else None
    return Table(tuple(columns), _rows(what), total=total, size=10.5, sheet="Chỉ tiêu")


def _rows(what: TargetsTable) -> Iterator[Row]:
    for row in what.rows:
        yield _row(row.unit, row.results, len(what.indicators))


def _row(name: str, results: Iterable[TargetCell], count: int) -> tuple[Cell, ...]:
    cells = [cell for result in results for cell in result.cells()]
    if len(cells) != 3 * count:
        raise ValueError(f"{count} indicators, {len(cells) // 3} results")
    return (name, *cells)
