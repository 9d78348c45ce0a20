"""The table of units with targets against results, like the annex of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.documents.blocks import Block, Cell, Column, Document, PrintMark, Row, Table, Title, text_block
from app.documents.office import Office
from app.kinds.dates import show_date
from app.kinds.unit import TargetPlan
from app.register.targets import Progress
from app.register.targets.words import figure_text, gap_text, goal_text, percent_text, state_text


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


_CRITERIA = (
    Column("Tiêu chí", 66),
    Column("Chỉ tiêu", 20, align="center"),
    Column("Thực hiện", 24, align="center"),
    Column("%", 16, align="center"),
    Column("Chênh lệch", 27, align="center"),
    Column("Đánh giá", 24),
    Column("Bằng chứng", 36),
    Column("Căn cứ", 34),
)


#: Why there is no figure, as a paper says it: what to do about it belongs on the screen.
_WHY = {
    "no_definition": "Chưa có kết quả được nhập",
    "nobody_sends": "Chưa có số liệu của đơn vị",
    "no_baseline": "Chưa chốt số gốc",
}


def criteria_paper(
    plan: TargetPlan, lines: Sequence[Progress], on: date, made_at: datetime, office: Office
) -> Document:
    """A plan's criteria with their results as of a day, A4 across. Words come in the language in use."""
    title = f"{plan.title} (từ ngày {show_date(plan.since)} đến ngày {show_date(plan.until)})"
    blocks: list[Block] = [
        Title("Kết quả thực hiện chỉ tiêu", f"{plan.number}: {title}"),
        text_block(
            f"Số liệu tính đến ngày {show_date(min(on, plan.until))}.",
            italic=True,
            align="center",
            indent=False,
        ),
        Table(_CRITERIA, tuple(_criterion(one) for one in lines), size=10, sheet="Chỉ tiêu"),
    ]
    if plan.note:
        blocks.append(text_block(f"Ghi chú: {plan.note}", italic=True, size=11))
    return Document(
        title="Kết quả thực hiện chỉ tiêu",
        blocks=(*blocks, *office.signature()),
        made_at=made_at,
        header=office.header(None, min(on, plan.until)),
        page="landscape",
    )


def _criterion(one: Progress) -> tuple[Cell, ...]:
    """A line: what cannot be told says why in the column of evidence."""
    noun = (
        f" {one.given.noun}"
        if one.given.noun and one.goal.measure == "count" and one.goal.value is not None
        else ""
    )
    span = (
        ""
        if not (one.given.yearly or one.given.until)
        else (f"\n{show_date(one.period.since)} – {show_date(one.period.until)}")
    )
    return (
        f"{one.label()}{span}",
        f"{goal_text(one.goal)}{noun}",
        figure_text(one),
        percent_text(one),
        gap_text(one),
        state_text(one),
        _evidence(one),
        one.given.clause or "",
    )


def _evidence(one: Progress) -> str:
    if one.origin == "counted":
        return f"{len(one.records)} bản ghi trong sổ"
    if one.origin == "typed" and one.typed:
        return f"{one.typed[0].source} ({show_date(one.typed[0].as_of)})"
    return _WHY.get(one.verdict.why, one.verdict.reason())
