"""The paper of a report: what is printed is what was frozen, and the same bytes every time."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from app.documents.blocks import Table
from app.documents.reports.paper import PREVIEW, report_bytes, report_paper
from app.register.reports.snapshot import (
    FORM,
    Breakdown,
    Column,
    Corrected,
    Correction,
    Figure,
    Head,
    Line,
    Listing,
    Rate,
    Rules,
    Section,
    Snapshot,
    Targets,
    packed,
)

HEAD = Head(
    "year", "year", "Báo cáo năm", "Kết quả công tác phòng, chống ma túy", "năm 2025", "2024-12-15", "2025-12-14",
    "event", "NĐ 09/2019", "derived", "C1", "Công an tỉnh Khánh Hòa", "Công an xã Ninh Phước", "Ninh Phước",
    "2025-12-15T08:00:00+07:00", "an",
)  # fmt: skip
COLUMNS = [["Họ và tên", "text", "60"], ["Tuổi", "int", "20"]]
LETTERS = "Ẳ Ẵ Ặ ẽ ỉ ỹ Ự ộ ằng Đặng Thị Ngưỡng Nguyễn Hữu Quỳnh"


def snapshot(**more: Any) -> Snapshot:
    people = ["p1", "p2", "p3"]
    made = Snapshot(
        form=FORM,
        head=HEAD,
        rules=Rules("ab" * 32, [["L120", "1"]], "2026-11-24", "cd" * 32),
        upto=[("C1/a", 7)],
        kinds=["person", "cultivation"],
        kind_of=[0, 0, 0, 1],
        ids=[*people, "c1"],
        people=[0, 1, 2],
        columns=[Column("sex", "Giới tính", ["male", "female"], ["Nam", "Nữ"], [0, 0, 1])],
        figures=[
            Figure("with_file", "Người có hồ sơ", "QĐ 127", "event", 3, previous=5, ids=[0, 1, 2], via=[0, 1, 2]),
            Figure("area_m2", "Diện tích", "QĐ 28", "event", None, "bản ghi chưa có số liệu", 1, 0, [3], [3], [0]),
            Figure("plants", "Cây", "QĐ 28", "event", 1200, unknown=2, ids=[3], via=[3], weights=[1200]),
        ],
        sections=[Section("Con người", ["with_file"]), Section("Địa bàn", ["area_m2", "plants"])],
        breakdowns=[Breakdown("Cơ cấu", ["with_file"], ["sex"])],
        rates=[Rate("Tỷ lệ người có hồ sơ", "with_file", 4000, "2025-01-01", "Thống kê", "actual")],
        lists=[Listing("Danh sách", COLUMNS, [[LETTERS, 40], ["B", None]])],
        conflicts=2,
        left_out=[],
        before="năm 2024",
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def text_of(report: Snapshot, digest: str = "") -> str:
    data = report_bytes(report_paper(report, digest), "pdf")
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_a_sealed_report_gives_the_same_bytes(form: str) -> None:
    digest = packed(snapshot())[1]
    first = report_bytes(report_paper(snapshot(), digest), form)
    assert (
        report_bytes(report_paper(msgspec.convert(msgspec.to_builtins(snapshot()), Snapshot), digest), form)
        == first
    )
    assert report_bytes(report_paper(snapshot(), ""), form) != first or form == "xlsx"


def test_the_paper_says_what_was_frozen() -> None:
    told = text_of(snapshot(), "ef" * 32)
    assert LETTERS in told
    for words in (
        "Số liệu từ ngày 15/12/2024 đến ngày 14/12/2025, tính theo ngày xảy ra",
        "Người có hồ sơ 3 5 -2",
        "Cây 1.200",
        "còn 2 bản ghi chưa có số liệu",
        "0,075% (3 người; dân số 4.000 người tính đến ngày 01/01/2025, nguồn: Thống kê)",
        "Nam 2", "Nữ 1", "Tổng 3",
        "Còn 2 bản ghi có hai giá trị khác nhau",
        "SHA-256: " + "ef" * 32,
        "Chưa thấy mẫu của cơ quan có thẩm quyền",
    ):  # fmt: skip
        assert words in told, words
    assert PREVIEW not in told and PREVIEW in text_of(snapshot())


def test_what_is_not_known_stays_empty_on_paper() -> None:
    table = next(block for block in report_paper(snapshot()).blocks if isinstance(block, Table))
    row = next(row for row in table.rows if isinstance(row, tuple) and row[0] == "Diện tích")
    assert row == ("Diện tích", None, 0, "", "bản ghi chưa có số liệu")
    bare = snapshot(rates=[Rate("Tỷ lệ", "with_file", None)])
    assert "Tỷ lệ: chưa tính được vì chưa có số liệu dân số." in text_of(bare)
    registered = snapshot(rates=[Rate("Tỷ lệ", "with_file", 4000, "2025-01-01", "", "registered")])
    assert "là nhân khẩu đăng ký" in text_of(registered)


def test_corrections_stand_with_their_reasons() -> None:
    lines = [
        Line("person", "p9", "Đặng Thị Ẩn", 1, "late_entry", "2025-12-20", "an"),
        Line("visit", "01abcdef", "", -2, "in_error"),
    ]
    changes = [Correction("visits", "Các lần gặp gỡ", 10, 9, lines), Correction("plants", "Cây", None, 4, [])]
    cells = [
        Correction("with_file", "Người có hồ sơ: Nữ", 4, 5, [lines[0]], "sex", "female"),
        Correction("with_file", "Người có hồ sơ: Nam", 6, 5, [], "sex", "male"),
    ]
    corrected = [Corrected("r1", "Báo cáo năm 2024", "12" * 32, "15/12/2024 08:00", [*changes, *cells])]
    told = text_of(snapshot(corrected=corrected), "ef" * 32)
    for words in (
        "Đính chính số liệu của báo cáo trước",
        "Báo cáo năm 2024 (chốt 15/12/2024 08:00",
        "Các lần gặp gỡ: đã báo cáo 10, nay là 9",
        "Đặng Thị Ẩn +1 ghi sổ muộn 20/12/2025 an",
        "-2 ghi nhầm",
        "Cây: đã báo cáo chưa rõ, nay là 4",
        "Người có hồ sơ: Nữ 4 5",
    ):
        assert words in told, words


def test_targets_stand_beside_results_and_blank_is_blank() -> None:
    targets = Targets(
        "265/KH-UBND", ["Vụ"], [("Ngọc Lâm", [[3, None]]), ("Đức Giang", [[None, 2]])], [[3, 2]]
    )
    paper = report_paper(snapshot(targets=targets))
    table = next(block for block in paper.blocks if isinstance(block, Table) and block.sheet == "Chỉ tiêu")
    assert list(table.rows) == [("Ngọc Lâm", 3, None, None), ("Đức Giang", None, 2, None)]
    assert paper.page == "landscape"


def test_a_report_of_another_day_sort_says_so() -> None:
    report = snapshot(head=msgspec.structs.replace(HEAD, dates="entry"))
    told = text_of(report)
    assert "tính theo ngày ghi sổ" in told and told.count("tính theo ngày xảy ra") == 2


def test_the_same_words_in_two_unicode_forms_give_one_file() -> None:
    import unicodedata

    names = [unicodedata.normalize(form, LETTERS) for form in ("NFC", "NFD")]
    assert names[0] != names[1]
    files = {
        report_bytes(
            report_paper(snapshot(lists=[Listing("L", [["Họ và tên", "text", "60"]], [[name]])])), "pdf"
        )
        for name in names
    }
    assert len(files) == 1
