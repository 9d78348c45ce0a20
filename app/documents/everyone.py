"""Everybody of a list, one value to a cell, for files that machines read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.documents.blocks import Column, Row, Table
from app.kinds.codes import SEX, STATUS
from app.kinds.dates import show_birth
from app.register.lists import ListQuery, each_row
from app.register.session import Session
from app.register.tables.cards import NEVER
from app.words import _

_COLUMNS = (
    Column("Họ và tên", 50),
    Column("Giới tính", 16),
    Column("Sinh", 24),
    Column("Số giấy tờ", 30),
    Column("Thôn/tổ", 30),
    Column("Nơi ở", 50),
    Column("Diện quản lý", 50),
    Column("Từ ngày", 22, sort="date"),
    Column("Quyết định", 30),
    Column("Lần thăm gần nhất", 22, sort="date"),
    Column("Việc đến hạn", 22, sort="date"),
)


def everyone_table(session: Session, query: ListQuery | None = None) -> Table:
    """The people of a query in its order; the export is to be noted by whoever writes the file."""
    return Table(_COLUMNS, _rows(session, query or ListQuery()), sheet="Danh sách")


def _rows(session: Session, query: ListQuery) -> Iterator[Row]:
    sexes = {code: _(label) for code, label in SEX.labels.items()}
    # few combinations of statuses stand in many lines: each is worded once
    worded: dict[str, str] = {"": ""}
    wanted = "name, sex, birth, number, hamlet, residence, statuses, since, decision, last_visit_on, due"
    for row in each_row(session, query, wanted):
        name, sex, birth, number, hamlet, residence, codes, since, decision, visit, due = row
        statuses = worded.get(codes)
        if statuses is None:
            statuses = worded[codes] = ", ".join(_(STATUS.label(code)) for code in codes.split(" "))
        yield (
            name,
            sexes.get(sex, ""),
            show_birth(birth) if birth else "",
            number or "",
            hamlet or "",
            residence or "",
            statuses,
            _day(since),
            decision or "",
            _day(visit),
            None if due == NEVER else _day(due),
        )


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored[:10]) if stored else None
