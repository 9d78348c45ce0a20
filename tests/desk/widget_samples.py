"""Made-up people, events and a source of many rows for the tests and pictures of the widgets."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from app.desk.models.events import Event
from app.desk.models.source import Column, Line, Marked, Query
from app.desk.widgets.fields import Hit
from app.kinds import codes
from app.kinds.dates import VIETNAM
from app.kinds.declare import Compartment, Kind, Record, Row, Sort, _fields_of, field

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=VIETNAM)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Võ")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Quốc", "Hữu", "Ngọc")
GIVEN = ("Ánh", "Bình", "Cường", "Dũng", "Đạt", "Hòa", "Hoà", "Khánh", "Lộc", "Tuấn", "Vượng")

COLUMNS = (
    Column("name", "Full name", 190, strong=True),
    Column("birth", "Born", 66, right=True),
    Column("hamlet", "Hamlet or residential group", 120),
    Column("status", "Status", 200),
    Column("due", "Next due", 140),
    Column("number", "Number", 130, hidden=True),
)


def name_of(n: int) -> str:
    return f"{FAMILY[n % 10]} {MIDDLE[n % 7]} {GIVEN[n % 11]}"


def line_of(n: int) -> Line:
    due = (
        Marked(f"Quá hạn {n % 5 + 1} ngày", "danger"),
        Marked(f"Còn {n % 20 + 1} ngày", "warn", "clock"),
        Marked("Đã làm", "good"),
        "",
    )[n % 4]
    status = ("Quản lý người sử dụng", "Cai nghiện tự nguyện", "Quản lý sau cai", "Điều trị thay thế")[n % 4]
    return (name_of(n), str(1960 + n % 45), f"Tổ dân phố {n % 14 + 1}", status, due, f"079•••••{n % 1000:03}")


class FakeSource:
    """So many people by number; sorting by name and filtering by words are done on the fly."""

    def __init__(self, n: int) -> None:
        self.numbers = array("q", range(1, n + 1))
        self.reads = 0
        self.largest = 0

    def _asked(self, query: Query) -> array[int]:
        found = self.numbers
        if query.words:
            found = array("q", [n for n in found if query.words.lower() in name_of(n).lower()])
        if query.sort == "birth":
            found = array("q", sorted(found, key=lambda n: n % 45, reverse=query.descending))
        elif query.descending:
            found = array("q", reversed(found))
        return found

    def first(self, query: Query, n: int) -> list[Line]:
        return [line_of(i) for i in self._asked(query)[:n]]

    def ids(self, query: Query) -> array[int]:
        return array("q", self._asked(query))

    def lines(self, ids: Sequence[int]) -> list[Line]:
        self.reads += 1
        self.largest = max(self.largest, len(ids))
        return [line_of(i) for i in ids]


class SamplePaper(Row, frozen=True, kw_only=True):
    sort: Annotated[str, field("Sort of paper", codes=codes.PAPER)]
    number: Annotated[str | None, field("Number")] = None
    issued_on: Annotated[str | None, field("Issued on", sort=Sort.DATE)] = None


class SampleLine(Row, frozen=True, kw_only=True):
    substance: Annotated[str, field("Substance", codes=codes.SUBSTANCE)]
    result: Annotated[str, field("Result", codes=codes.LINE_RESULT)]


class Sample(Record, frozen=True, kw_only=True):
    name: Annotated[str, field("Full name")]
    other_names: Annotated[tuple[str, ...], field("Other names")] = ()
    sex: Annotated[str | None, field("Sex", codes=codes.SEX, expected=True)] = None
    birth: Annotated[str | None, field("Born", sort=Sort.BIRTH, expected=True)] = None
    ethnicity: Annotated[str | None, field("Ethnicity", codes=codes.ETHNICITY, expected=True)] = None
    rehab_before: Annotated[int | None, field("Times in rehabilitation before", hint="A year is enough.")] = (
        None
    )
    papers: Annotated[tuple[SamplePaper, ...], field("Identity papers", expected=True)] = ()
    seen_at: Annotated[datetime | None, field("Sampled at")] = None
    due_on: Annotated[str | None, field("Issued on", sort=Sort.DATE)] = None
    substances: Annotated[tuple[str, ...], field("Substances used", codes=codes.SUBSTANCE)] = ()
    consent: Annotated[bool | None, field("Consent of parent or guardian")] = None
    officer: Annotated[str | None, field("Officer in charge", ref="officer")] = None
    panel: Annotated[tuple[SampleLine, ...], field("Result per substance")] = ()
    note: Annotated[str | None, field("Note", sort=Sort.LONG)] = None


_FIELDS = _fields_of(Sample)
SAMPLE = Kind(
    "sample", "Person", "People", Sample, _FIELDS, Compartment.COMMON, frozenset({"police"}), "", False, "", "",
    "", None, {}, (), {f.name: f for f in _FIELDS},
)  # fmt: skip

SAMPLE_VALUES = {
    "name": "Đặng Thị Ngọc Ánh",
    "other_names": ["Ánh Bé", "Út"],
    "sex": "female",
    "birth": "1991-03-05",
    "ethnicity": "kinh",
    "rehab_before": 2,
    "papers": [{"sort": "cccd", "number": "079191012345", "issued_on": "2021-05-12"}],
    "seen_at": "2026-11-23T09:05:00+07:00",
    "due_on": "2026-12-01",
    "substances": ["heroin", "ats"],
    "consent": False,
    "officer": "o2",
    "panel": [{"substance": "heroin", "result": "negative"}, {"substance": "ats", "result": "positive"}],
    "note": "Gia đình hợp tác.\nHẹn gặp lại thứ Năm.",
}


class Officers:
    """A lookup of three."""

    people = (
        Hit("o1", "Nguyễn Văn Hòa", "Công an xã"),
        Hit("o2", "Trần Thị Lan", "Trạm y tế"),
        Hit("o3", "Lê Hoà", "UBND"),
    )

    def search(self, words: str) -> list[Hit]:
        return [hit for hit in self.people if words.lower() in hit.title.lower()]

    def title(self, record_id: str) -> str:
        return next((hit.title for hit in self.people if hit.id == record_id), "")


def events(n: int) -> list[Event]:
    sorts = (
        (
            "test",
            "Xét nghiệm",
            "Xét nghiệm nước tiểu: dương tính (ATS)",
            "Que thử ABON lô 2026-11, lấy mẫu tại trụ sở công an xã",
            "test-pipe",
            "danger",
        ),
        (
            "visit",
            "Thăm, gặp",
            "Thăm tại nhà",
            "Đang làm tại xưởng mộc, gia đình hỗ trợ, không có dấu hiệu tái sử dụng. Dặn lịch xét nghiệm tháng sau.",
            "home",
            "good",
        ),
        (
            "decision",
            "Quyết định",
            "Quyết định quản lý người sử dụng trái phép chất ma túy số 112/QĐ-UBND",
            "Từ 12/03/2026 đến 12/03/2027",
            "gavel",
            "info",
        ),
        ("note", "Ghi chú", "Chuyển về Tổ dân phố 7", "", "map-pin", "neutral"),
    )
    made = []
    for i in range(n):
        kind, label, title, detail, icon, tone = sorts[i % 4]
        at = NOW - timedelta(hours=19 * i)
        made.append(
            Event(
                str(i),
                at,
                kind,
                label,
                title,
                detail,
                "Trần Văn Hùng",
                icon,
                tone,
                all_day=kind == "decision",
                papers=i % 3 == 0,
            )
        )
    return made
