"""Workbooks, CSV and Word files read back by other programs' parts."""

from __future__ import annotations

import csv as standard
import dataclasses
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from app.documents.blocks import Column, Document, GroupRow, QrCode, Row, Table, Ticks, Title, text_block
from app.documents.csv import write_csv
from app.documents.docx import docx_bytes, write_docx
from app.documents.people_list import PeopleList, birth_cell, people_paper, people_table
from app.documents.xlsx import write_list, write_xlsx
from tests.documents.conftest import AT, people

_EVIL = ("=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "http://example.org", "00123")


def read(path: Path) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_numbers_stay_text_and_dates_are_dates(tmp_path: Path) -> None:
    rows = people(4)
    rows[0] = dataclasses.replace(rows[0], number="001090000123", name="Đỗ Thị Ỷ <&>", born="1990-05-12")
    written = write_list(people_table(rows), tmp_path / "a.xlsx", AT)
    sheet = read(tmp_path / "a.xlsx")
    assert sheet[0][:3] == ["TT", "Họ và tên", "Tên gọi khác"]
    assert sheet[1][0] == 1
    assert sheet[1][1] == "Đỗ Thị Ỷ <&>"
    assert sheet[1][4] == date(1990, 5, 12)
    assert sheet[1][5] == "001090000123"
    assert sheet[2][4] == "05/1990"
    assert sheet[3][4] == "khoảng 35 tuổi (12/03/2026)"
    assert sheet[1][10] == date(2026, 2, 5)
    assert written.cut == 0
    assert len(sheet) == 5


def test_nothing_is_taken_for_a_formula_or_a_link(tmp_path: Path) -> None:
    table = Table((Column("A", 30),), [(text,) for text in _EVIL], numbering=False)
    write_list(table, tmp_path / "a.xlsx", AT)
    assert [row[0] for row in read(tmp_path / "a.xlsx")][1:] == [t.replace("\t", " ") for t in _EVIL]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert not any("externalLink" in name for name in book.namelist())


def test_typed_cells_and_the_calendar_before_1900(tmp_path: Path) -> None:
    columns = tuple(Column(s, 20, s) for s in ("int", "number", "percent", "date", "moment", "id"))
    rows = [(0, Decimal("2.5"), Decimal("0.855"), date(1899, 5, 2), AT, 7), (None,) * 6]
    write_list(Table(columns, rows, numbering=False), tmp_path / "a.xlsx", AT)
    sheet = read(tmp_path / "a.xlsx")
    assert sheet[1] == [0.0, 2.5, 0.855, "02/05/1899", AT.replace(tzinfo=None), "7"]
    assert all(cell == "" for row in sheet[2:] for cell in row)


def test_workbook_of_a_paper_has_title_heading_groups_and_print_setup(tmp_path: Path, office) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(people_paper(PeopleList(office, date(2026, 11, 23), AT), people(20)), path)
    sheet = read(path)
    assert sheet[0][0] == "Công an xã Ninh Phước"
    assert sheet[1][0] == "DANH SÁCH"
    assert sheet[4][7] == "Quyết định"
    assert sheet[5][:2] == ["TT", "Họ và tên (tên gọi khác)"]
    assert len(sheet) == 26
    with zipfile.ZipFile(path) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'paperSize="9"' in xml
        assert 'orientation="landscape"' in xml
        assert 'state="frozen"' in xml
        assert "<autoFilter" in xml
        assert "_xlnm.Print_Titles" in book.read("xl/workbook.xml").decode()


def test_equal_lists_give_equal_workbooks(tmp_path: Path) -> None:
    sums = [write_list(people_table(people(50)), tmp_path / f"{n}.xlsx", AT).sha256 for n in range(2)]
    assert sums[0] == sums[1]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["0.xlsx", "1.xlsx"]


def test_a_cell_too_long_for_the_format_is_counted(tmp_path: Path) -> None:
    table = Table((Column("A", 30),), [("đ" * 40_000,)], numbering=False)
    assert write_list(table, tmp_path / "a.xlsx", AT).cut == 1
    assert len(str(read(tmp_path / "a.xlsx")[1][0])) == 32_767


def test_sheet_names_are_made_lawful(tmp_path: Path) -> None:
    tables = tuple(Table((Column("A", 30),), [("x",)], sheet="Danh sách [1/2]: người " * 3) for _ in range(2))
    write_xlsx(Document("T", tables, AT), tmp_path / "a.xlsx")
    names = CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names
    assert len(set(names)) == 2
    assert all(len(name) <= 31 for name in names)
    with pytest.raises(ValueError, match="table"):
        write_xlsx(Document("T", (), AT), tmp_path / "b.xlsx")


@pytest.mark.parametrize("bom", [True, False])
def test_csv_is_utf8_and_starts_no_formula(tmp_path: Path, bom: bool) -> None:
    rows: list[Row] = [(text, 1, date(2026, 2, 5)) for text in _EVIL]
    rows += [GroupRow("Nhóm"), ('Đỗ, "A"\nB', -5, None)]
    columns = (Column("Tên", 30), Column("Số", 10, "int", group="Vụ"), Column("Ngày", 10, "date"))
    write_csv(Table(columns, rows), tmp_path / "a.csv", bom=bom)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") is bom
    lines = list(standard.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["Tên", "Vụ – Số", "Ngày"]
    assert [line[0] for line in lines[1:6]] == ["'=cmd|'/C calc'!A0", "'+1+1", "'-2", "'@SUM(A1)", "' =1"]
    assert lines[7] == ["00123", "1", "05/02/2026"]
    assert lines[8] == ['Đỗ, "A"\nB', "-5", ""]


def test_word_file_holds_the_same_words(tmp_path: Path, office, mark) -> None:
    rows = people(12)
    what = people_paper(PeopleList(office, date(2026, 11, 23), AT, number=5, mark=mark, masked=False), rows)
    more = (Ticks(((True, "Dương tính"),)), text_block("Nguyễn <b>A</b>"), QrCode("BYX1|x", "Mã"))
    paper = dataclasses.replace(what, blocks=(*what.blocks, *more))
    write_docx(paper, tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 05/DS-CAX", rows[11].number, rows[0].name,
                 "Quyết định", "PHÓ TRƯỞNG CÔNG AN XÃ", "☒ Dương tính", "Nguyễn <b>A</b>", "DANH SÁCH"):  # fmt: skip
        assert part in text
    assert word.core_properties.author == "Bình Yên"
    section = word.sections[0]
    assert section.page_width and section.page_height and section.page_width > section.page_height
    assert section.different_first_page_header_footer


def test_equal_papers_give_equal_word_files(office) -> None:
    paper = Document("T", (Title("Phiếu", "Thử"), text_block("Đoạn")), AT, office.header(1))
    assert docx_bytes(paper) == docx_bytes(paper)


def test_births_on_paper_are_vietnamese_in_any_language() -> None:
    assert birth_cell("1990-05-12") == date(1990, 5, 12)
    assert birth_cell("1990-05") == "05/1990"
    assert birth_cell("1990") == "1990"
    assert birth_cell("") == ""
    assert birth_cell("~35@2026-03-12") == "khoảng 35 tuổi (12/03/2026)"
