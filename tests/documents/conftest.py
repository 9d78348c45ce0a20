"""Made-up offices and people for papers."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.documents.blocks import PrintMark, signer
from app.documents.office import Office
from app.documents.people_list import PeopleListRow
from app.kinds.dates import VIETNAM

AT = datetime(2026, 11, 23, 10, 5, tzinfo=VIETNAM)


@pytest.fixture
def office() -> Office:
    return Office(
        "Ủy ban nhân dân xã Ninh Phước",
        "Công an xã Ninh Phước",
        "Ninh Phước",
        "DS-CAX",
        (signer("Trưởng Công an xã", mode="KT", acting="Phó Trưởng Công an xã", name="Lê Văn C"),),
        ("Công an tỉnh (để báo cáo)", "Lưu: VT, CAX"),
    )


@pytest.fixture
def mark() -> PrintMark:
    return PrintMark("Trần Thị B", AT, "7F3K-92QM", "3fa91c77ab12cd")


def people(count: int) -> list[PeopleListRow]:
    names = ("Nguyễn Thị Thùy Hòa", "Đặng Quốc Ưng", "Vũ Đức Ế", "Lê Ngọc Khuê")
    return [
        PeopleListRow(
            name=f"{names[n % 4]} {n}",
            other_names=("Tý",) if n % 5 == 0 else (),
            sex="Nữ" if n % 2 else "Nam",
            born=("1990-05-12", "1990", "1990-05", "~35@2026-03-12")[n % 4],
            number=f"0{79_190_000_000 + n}",
            residence="phường Phan Rang, tỉnh Khánh Hòa",
            hamlet=f"Tổ dân phố {n % 9}",
            status="Quản lý người sử dụng trái phép",
            decision_no=f"{n:02d}/QĐ-UBND",
            decision_on=date(2026, 2, 5),
            from_on=date(2026, 2, 6),
            to_on=date(2027, 2, 5),
        )
        for n in range(1, count + 1)
    ]
