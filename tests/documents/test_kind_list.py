"""Lists of any kind on paper and in a spreadsheet."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.documents.csv import write_csv
from app.documents.kind_list import KindList, kind_paper, kind_table, list_cell, list_column, words_column
from app.documents.pdf import write_pdf
from app.documents.xlsx import write_list
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS
from app.register.kind_words import Named
from tests.documents.conftest import AT


def cell(kind: str, field: str, value: object) -> object:
    return list_cell(KINDS[kind].field(field), value)


def test_cells_keep_their_sort() -> None:
    assert cell("place", "since", "2026-03-05") == date(2026, 3, 5)
    assert cell("tip", "received_at", "2026-03-05T10:05:00+07:00") == datetime(
        2026, 3, 5, 10, 5, tzinfo=VIETNAM
    )
    assert cell("cultivation", "plants", 3000) == 3000
    assert cell("cultivation", "plants", 0) == 0  # nothing found is not the same as nothing entered
    assert cell("cultivation", "plants", None) is None
    assert cell("newcomer", "birth", "1990-05") == "05/1990"
    assert cell("place", "sort", "complex") == "Điểm phức tạp về ma túy"
    assert cell("involvement", "person", Named("p1", "Đặng Quốc Ưng")) == "Đặng Quốc Ưng"
    rows = [{"substance": "heroin", "amount": 12, "unit": "g"}]
    assert cell("incident", "seizures", rows) == "Hê-rô-in · 12 · g"


def test_paper_and_files_hold_the_same_list(tmp_path: Path, office, mark) -> None:
    fields = [KINDS["helper"].field(name) for name in ("name", "phone", "since")]
    columns = [*map(list_column, fields), words_column("Người được giúp")]
    rows = [("=1+1 Đội tình nguyện", "0912345678", date(2026, 1, 10), "Đặng Quốc Ưng")] * 3
    what = KindList(office, "Lực lượng giúp đỡ", date(2026, 11, 23), AT, "Loại: B93", mark)
    write_pdf(kind_paper(what, columns, iter(rows)), tmp_path / "a.pdf")
    text = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    for part in (
        "DANH SÁCH",
        "Lực lượng giúp đỡ (tính đến ngày 23/11/2026)",
        "Lọc theo: Loại: B93",
        "0912345678",
    ):
        assert part in text
    write_list(kind_table(columns, iter(rows)), tmp_path / "a.xlsx", AT)
    sheet = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[0] == ["TT", "Tên", "Điện thoại", "Từ ngày", "Người được giúp"]
    assert sheet[1][1:] == ["=1+1 Đội tình nguyện", "0912345678", date(2026, 1, 10), "Đặng Quốc Ưng"]
    write_csv(kind_table(columns, iter(rows), numbering=False), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1].startswith("'=1+1")
