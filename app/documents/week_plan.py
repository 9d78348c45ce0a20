"""The week's plan of work: what is owed on each day, by officer, with room to note what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from app.documents.blocks import Column, Document, GroupRow, PrintMark, Row, Table, Title, text_block
from app.documents.office import Office
from app.kinds.dates import in_vietnam, show_date

_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_NOBODY = "Chưa phân công"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """One thing to do: by whom, for whom, what, when. ``due`` None: at once, the law gives no number of days."""

    officer: str
    name: str
    hamlet: str
    what: str
    due: date | datetime | None


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The plan of the seven days from ``first`` on; what was due before stands on top."""

    office: Office
    first: date
    work: tuple[PlannedWork, ...]
    made_at: datetime
    mark: PrintMark | None = None


def week_plan_paper(what: WeekPlan) -> Document:
    """The plan, A4 across: overdue work, then day by day, in each by officer."""
    last = what.first + timedelta(days=_WEEK - 1)
    about = f"Từ ngày {show_date(what.first)} đến ngày {show_date(last)}"
    columns = (
        Column("Cán bộ", 34),
        Column("Họ và tên", 44),
        Column("Thôn, tổ dân phố", 34),
        Column("Việc cần làm", 68),
        Column("Hạn", 30, align="center"),
        Column("Kết quả", 36),
    )
    rows = tuple(_rows(what))
    body = (
        Table(columns, rows, size=10, sheet="Lịch tuần", row_padding=3)
        if rows
        else text_block("Không có việc nào đến hạn trong tuần.", align="center", indent=False)
    )
    return Document(
        title="Lịch công tác tuần",
        blocks=(Title("Lịch công tác tuần", about), body, *what.office.signature()),
        made_at=what.made_at,
        header=what.office.header(day=what.made_at.date()),
        page="landscape",
        mark=what.mark,
    )


def _rows(what: WeekPlan) -> Iterator[Row]:
    last = what.first + timedelta(days=_WEEK - 1)
    wanted = [one for one in what.work if _day(what, one) <= last]
    ordered = sorted(
        wanted, key=lambda one: (_place(what, one), one.officer == "", one.officer, _moment(one))
    )
    for place, works in groupby(ordered, key=lambda one: _place(what, one)):
        found = list(works)
        yield GroupRow(_heading(what, place, found))
        for one in found:
            yield (one.officer or _NOBODY, one.name, one.hamlet, one.what, _due(one), "")


def _place(what: WeekPlan, one: PlannedWork) -> int:
    """0 for what is owed from before, then 1 for the first day and so on."""
    return max(0, (_day(what, one) - what.first).days + 1)


def _heading(what: WeekPlan, place: int, found: Sequence[PlannedWork]) -> str:
    count = f"{len(found)} việc"
    if place == 0:
        return f"Quá hạn, còn phải làm ({count})"
    day = what.first + timedelta(days=place - 1)
    return f"{_DAYS[day.weekday()]}, {show_date(day)} ({count})"


def _day(what: WeekPlan, one: PlannedWork) -> date:
    if one.due is None:
        return what.first
    return in_vietnam(one.due).date() if isinstance(one.due, datetime) else one.due


def _moment(one: PlannedWork) -> str:
    return one.due.isoformat() if one.due is not None else ""


def _due(one: PlannedWork) -> str:
    if one.due is None:
        return "Làm ngay"
    if isinstance(one.due, datetime):
        due = in_vietnam(one.due)
        return f"{due:%H:%M} {show_date(due.date())}"
    return show_date(one.due)
