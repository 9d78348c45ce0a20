"""The week's plan says on which day each officer owes what, the overdue first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.documents.office import Office
from app.documents.pdf import pdf_bytes
from app.documents.week_plan import PlannedWork, WeekPlan, week_plan_paper
from app.kinds.dates import VIETNAM
from tests.documents.conftest import AT
from tests.documents.test_pdf import flat

FIRST = date(2026, 11, 23)


def plan(office: Office, *work: PlannedWork) -> str:
    return flat(pdf_bytes(week_plan_paper(WeekPlan(office, FIRST, work, AT)))[0])


def one(name: str, due: date | datetime | None, officer: str = "An") -> PlannedWork:
    return PlannedWork(officer, name, "Thôn Đông Hải", "Thăm, kiểm tra cư trú", due)


def test_work_stands_under_its_day_by_officer(office: Office) -> None:
    at = datetime(2026, 11, 24, 10, 5, tzinfo=VIETNAM)
    text = plan(
        office,
        one("Người Sáu", FIRST + timedelta(days=6)),
        one("Người Ba", at, "Bình"),
        one("Người Hai", FIRST + timedelta(days=1), "An"),
        one("Người Cũ", FIRST - timedelta(days=4)),
        one("Người Ngay", None),
        one("Người Không", FIRST + timedelta(days=1), ""),
    )
    places = [text.index(words) for words in (
        "Quá hạn, còn phải làm (1 việc)", "Người Cũ", "Thứ Hai, 23/11/2026", "Người Ngay",
        "Thứ Ba, 24/11/2026 (3 việc)",
        "Người Hai", "Người Ba", "Người Không", "Chủ Nhật, 29/11/2026", "Người Sáu",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "10:05 24/11/2026" in text and "Làm ngay" in text and "Chưa phân công" in text


def test_what_is_due_after_the_week_is_left_out(office: Office) -> None:
    assert "Người Sau" not in plan(
        office, one("Người Sau", FIRST + timedelta(days=7)), one("Người Nay", FIRST)
    )


def test_an_empty_week_says_so(office: Office) -> None:
    text = plan(office)
    assert "Không có việc nào đến hạn trong tuần" in text
    assert "Từ ngày 23/11/2026 đến ngày 29/11/2026" in text
