"""The list of people under management on a day, for paper and for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.documents.blocks import Cell, Column, Document, PrintMark, Row, Table, Title, text_block
from app.documents.office import Office
from app.kinds.dates import show_date
from app.kinds.identity import mask

USERS_TITLE = "người sử dụng trái phép chất ma túy đang bị quản lý"
PEOPLE_TITLE = "người đang được quản lý, theo dõi trên địa bàn"

_FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ABOUT = re.compile(r"~(\d{1,3})@(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class PeopleListRow:
    """One person. ``born`` is as stored (1990, 1990-05, 1990-05-12, ~35@2026-03-12); ``sex`` is words."""

    name: str
    other_names: tuple[str, ...] = ()
    sex: str = ""
    born: str = ""
    number: str = ""
    residence: str = ""
    hamlet: str = ""
    status: str = ""
    decision_no: str = ""
    decision_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What the list is: its subject, the day it holds for, how identity numbers are shown."""

    office: Office
    as_of: date
    made_at: datetime
    about: str = USERS_TITLE
    masked: bool = True
    number: int | None = None
    mark: PrintMark | None = None
    basis: str = ""


def people_paper(what: PeopleList, rows: Iterable[PeopleListRow]) -> Document:
    """The list as an official paper, A4 across; rows are read once, as pages fill."""
    about = f"{what.about[:1].upper()}{what.about[1:]} (tính đến ngày {show_date(what.as_of)})"
    table = Table(
        columns=_PAPER_COLUMNS,
        rows=_paper_rows(rows, masked=what.masked),
        number_columns=True,
        size=9,
        sheet="Danh sách",
    )
    basis = (text_block(what.basis, align="center", indent=False, italic=True),) if what.basis else ()
    return Document(
        title=f"Danh sách {what.about}",
        blocks=(Title("Danh sách", about), *basis, table, *what.office.signature()),
        made_at=what.made_at,
        header=what.office.header(what.number, what.as_of),
        page="landscape",
        mark=what.mark,
    )


def people_table(rows: Iterable[PeopleListRow], *, masked: bool = False, numbering: bool = True) -> Table:
    """The same people with one value to a cell, for XLSX and CSV: dates typed, numbers as text."""
    return Table(_LIST_COLUMNS, _list_rows(rows, masked), numbering=numbering, sheet="Danh sách")


_DECISION = "Quyết định"
_TERM = "Thời hạn"

_PAPER_COLUMNS = (
    Column("Họ và tên (tên gọi khác)", 32),
    Column("Giới tính", 10.5, align="center"),
    Column("Ngày, tháng, năm sinh", 20.5, align="center"),
    Column("Số định danh/ CCCD", 22, "id"),
    Column("Nơi ở hiện tại", 46),
    Column("Tình trạng quản lý", 30),
    Column("Số", 22, "text", "center", _DECISION),
    Column("Ngày", 17.5, "date", group=_DECISION),
    Column("Từ ngày", 17.5, "date", group=_TERM),
    Column("Đến ngày", 17.5, "date", group=_TERM),
    Column("Ghi chú", 14),
)

_LIST_COLUMNS = (
    Column("Họ và tên", 40),
    Column("Tên gọi khác", 25),
    Column("Giới tính", 12, align="center"),
    Column("Ngày sinh", 20, "date"),
    Column("Số định danh cá nhân/CCCD", 28, "id"),
    Column("Nơi ở hiện tại", 50),
    Column("Thôn, tổ dân phố", 28),
    Column("Tình trạng quản lý", 32),
    Column("Số quyết định", 26),
    Column("Ngày quyết định", 20, "date"),
    Column("Từ ngày", 20, "date"),
    Column("Đến ngày", 20, "date"),
    Column("Ghi chú", 40),
)


def _paper_rows(rows: Iterable[PeopleListRow], *, masked: bool) -> Iterator[Row]:
    for row in rows:
        others = f" ({', '.join(row.other_names)})" if row.other_names else ""
        home = ", ".join(part for part in (row.hamlet, row.residence) if part)
        yield (
            row.name + others,
            row.sex,
            birth_cell(row.born),
            number_cell(row.number, masked=masked),
            home,
            row.status,
            row.decision_no,
            row.decision_on,
            row.from_on,
            row.to_on,
            row.note,
        )


def _list_rows(rows: Iterable[PeopleListRow], masked: bool) -> Iterator[Row]:
    for row in rows:
        yield (
            row.name,
            ", ".join(row.other_names),
            row.sex,
            birth_cell(row.born),
            number_cell(row.number, masked=masked),
            row.residence,
            row.hamlet,
            row.status,
            row.decision_no,
            row.decision_on,
            row.from_on,
            row.to_on,
            row.note,
        )


def birth_cell(stored: str) -> Cell:
    """A date when the whole day is known, else words: 05/1990, 1990, khoảng 35 tuổi (12/03/2026).

    Papers are Vietnamese whatever language the program is used in.
    """
    if _FULL_DAY.fullmatch(stored):
        return date.fromisoformat(stored)
    if about := _ABOUT.fullmatch(stored):
        return f"khoảng {about[1]} tuổi ({show_date(date.fromisoformat(about[2]))})"
    return "/".join(reversed(stored.split("-")))


def number_cell(number: str, *, masked: bool) -> str:
    """The identity number, or its masked form (079•••••345)."""
    return mask(number) if masked and number else number
