"""What a reader of the printed paper would miss."""

from __future__ import annotations

import dataclasses
import io
import itertools
import os
import re
import subprocess
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pypdf
import pytest

from app.documents.blocks import (
    Bullets,
    Column,
    Document,
    GroupRow,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    Run,
    StateHeader,
    Table,
    Ticks,
    Title,
    signer,
    text_block,
)
from app.documents.layout import place_and_day
from app.documents.pdf import pdf_bytes, write_pdf
from app.documents.people_list import PeopleList, people_paper
from app.kinds.faults import Fault
from tests.documents.conftest import AT, people

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(_VOWELS, _TONES)]
LETTERS += list("bcdđghklmnpqrstvx")
MM = 72 / 25.4


def paper(*blocks: object, **more: object) -> Document:
    return Document("Thử", tuple(blocks), AT, **more)  # type: ignore[arg-type]


def words(data: bytes) -> str:
    """The text as the Debian tool reads it, page by page."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def flat(data: bytes) -> str:
    return " ".join(words(data).split())


def test_every_vietnamese_letter_comes_back_in_both_cases() -> None:
    letters = LETTERS + [letter.upper() for letter in LETTERS]
    assert len(letters) == 178  # 89 letters with their tones, in both cases
    line = " ".join(f"x{letter}x" for letter in letters)
    data, missing = pdf_bytes(paper(text_block(line), Table((Column("C", 100),), [(line,)])))
    assert missing == ()
    for style in (False, True):
        again, _ = pdf_bytes(paper(text_block(line, bold=style, italic=True, align="left")))
        assert flat(again) == line
    pieces = flat(data).split()
    assert [piece for piece in pieces if piece.startswith("x")] == line.split() * 2


def test_decomposed_input_gives_the_same_bytes(office, mark) -> None:
    def build(form: Literal["NFC", "NFD"]) -> bytes:
        rows = [dataclasses.replace(row, name=unicodedata.normalize(form, row.name)) for row in people(30)]
        return pdf_bytes(people_paper(PeopleList(office, date(2026, 11, 23), AT, mark=mark), rows))[0]

    assert build("NFD") == build("NFC")


def test_dates_in_the_file_are_the_documents_own(monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    info = pypdf.PdfReader(io.BytesIO(pdf_bytes(paper(Title("Phiếu")))[0])).metadata
    assert info is not None
    assert info.creation_date is not None
    assert info.creation_date.timestamp() == AT.timestamp()
    assert info.author == "Bình Yên"
    assert info.title == "Thử"


def boxes(data: bytes) -> list[tuple[int, float, float, float, float, str]]:
    """(page, left, top, right, bottom in mm, word) of every word."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    found, page = [], 0
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    for line in run.stdout.decode("utf-8").splitlines():
        page += "<page " in line
        if box := re.search(pattern, line):
            left, top, right, bottom = (float(value) / MM for value in box.groups()[:4])
            found.append((page, left, top, right, bottom, box[5]))
    return found


def test_margins_of_the_decree_and_page_number_from_page_two() -> None:
    long = " ".join(["người sử dụng trái phép chất ma túy"] * 40)
    data, _ = pdf_bytes(paper(*[text_block(long)] * 8))
    found = boxes(data)
    numbers = [box for box in found if box[4] < 20]
    body = [box for box in found if box not in numbers]
    assert 29.5 <= min(box[1] for box in body) <= 35.1
    assert 20 <= min(box[2] for box in body) <= 25
    assert 15 <= 210 - max(box[3] for box in body) <= 20.1
    assert 297 - max(box[4] for box in body) >= 20
    pages = found[-1][0]
    assert pages >= 2
    assert [(box[0], box[5]) for box in numbers] == [(n, str(n)) for n in range(2, pages + 1)]
    middle = (numbers[0][1] + numbers[0][3]) / 2
    assert abs(middle - (30 + 210 - 17) / 2) < 0.5


@pytest.mark.parametrize("page", ["portrait", "landscape"])
def test_nothing_stands_outside_the_page_or_on_something_else(page, office, mark) -> None:
    rows = people(40)
    what = people_paper(PeopleList(office, date(2026, 11, 23), AT, mark=mark, number=5), rows)
    found = boxes(pdf_bytes(dataclasses.replace(what, page=page))[0])
    width = 210 if page == "portrait" else 297
    assert all(box[1] >= 29 and box[3] <= width - 14 for box in found)
    for one, two in itertools.combinations(found, 2):
        if one[0] == two[0]:
            across = min(one[3], two[3]) - max(one[1], two[1])
            down = min(one[4], two[4]) - max(one[2], two[2])
            assert across < 0.3 or down < 1.3, (one, two)


def test_long_list_repeats_its_heading_and_keeps_every_row(office, mark) -> None:
    rows = people(1200)
    what = PeopleList(office, date(2026, 11, 23), AT, mark=mark, masked=False)
    data, missing = pdf_bytes(people_paper(what, iter(rows)))
    pages = words(data).rstrip("\f").split("\f")
    assert missing == ()
    assert all("Họ và tên" in page and "(12)" in page for page in pages)
    assert not pages[0].lstrip().startswith("1\n")
    assert all(page.split()[0] == str(n) for n, page in enumerate(pages[1:], 2))
    text = " ".join(pages)
    assert all(row.number in text for row in rows)
    assert text.count("05/02/2027") == 1200
    assert "PHÓ TRƯỞNG CÔNG AN XÃ" in pages[-1]
    assert all("Mã bản in: 7F3K-92QM" in page and "3fa91c77ab12" in page for page in pages)
    assert all("dữ liệu cá nhân nhạy cảm" in page for page in pages)


def test_masked_numbers_do_not_reach_the_file(office) -> None:
    rows = people(3)
    data, _ = pdf_bytes(people_paper(PeopleList(office, date(2026, 11, 23), AT), rows))
    assert "079•••••001" in flat(data)
    assert rows[0].number not in words(data)


def test_names_are_text_whatever_they_hold() -> None:
    name = "<b>Nguyễn</b> & <font color=red>A</font> <img src='/etc/passwd'/> &nbsp; %s {x}"
    data, _ = pdf_bytes(
        paper(Title("Đơn", name), text_block(name, align="left"), KeyValues((("Họ tên", name),)),
              Bullets((name,)), Ticks(((True, name),)), Table((Column("Tên", 100),), [(name,)]))
    )  # fmt: skip
    assert flat(data).count("src='/etc/passwd'/>") == 6
    assert flat(data).count("<b>Nguyễn</b>") == 6


def test_hidden_direction_marks_are_dropped_and_missing_glyphs_reported() -> None:
    name = "An\u202egnuD\u200b \u0001Mai 漢\u2067"
    data, missing = pdf_bytes(paper(text_block(name), Table((Column("C", 40),), [(name,)])))
    assert missing == ("漢",)
    assert flat(data).count("AngnuD Mai □") == 2


def test_a_row_higher_than_a_page_goes_on_over_the_pages() -> None:
    text = " ".join(f"từ{n}" for n in range(4000))
    data, _ = pdf_bytes(paper(Table((Column("Ghi chú", 50),), [("trước",), (text,), ("sau",)])))
    found = flat(data)
    assert all(f"từ{n}" in found for n in (0, 1999, 3999))
    assert "trước" in found
    assert "sau" in found
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 2


def test_header_of_a_decision_reads_as_the_decree_wants() -> None:
    head = StateHeader(
        "Ủy ban nhân dân tỉnh Khánh Hòa", "Ủy ban nhân dân xã Ninh Phước", "Số: 05/QĐ-UBND", "Ninh Phước",
        date(2026, 2, 5),
    )  # fmt: skip
    text = flat(pdf_bytes(paper(Title("Quyết định", "Về việc quản lý"), header=head))[0])
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "XÃ NINH PHƯỚC",
                 "Số: 05/QĐ-UBND", "Ninh Phước, ngày 05 tháng 02 năm 2026", "QUYẾT ĐỊNH"):  # fmt: skip
        assert part in text


def test_day_and_month_are_padded_as_the_decree_wants() -> None:
    assert place_and_day("X", date(2026, 3, 10)) == "X, ngày 10 tháng 3 năm 2026"
    assert place_and_day("X", date(2026, 2, 5)) == "X, ngày 05 tháng 02 năm 2026"
    assert place_and_day("X", None) == "X, ngày … tháng … năm …"


def test_blank_is_not_zero_and_numbers_are_vietnamese() -> None:
    columns = (Column("Đơn vị", 40), Column("A", 20, "int"), Column("B", 20, "int"))
    rows: list[Row] = [GroupRow("Nhóm I"), ("Xã X", 0, None), ("Xã Y", 12345, None)]
    text = words(pdf_bytes(paper(Table(columns, rows, total=("Tổng", 12345, None))))[0])
    line = next(line for line in text.splitlines() if "Xã X" in line)
    assert line.split() == ["1", "Xã", "X", "0"]
    assert text.count("12.345") == 2
    assert "Nhóm I" in text
    assert "None" not in text


def test_signers_in_the_words_of_the_decree() -> None:
    signed = signer("Chủ tịch", mode="KT", acting="Phó Chủ tịch", on_behalf_of="Ủy ban nhân dân")
    assert signed.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signer("Trưởng phòng", mode="Q").lines == ("Q. TRƯỞNG PHÒNG",)
    with pytest.raises(ValueError, match="missing"):
        signer("Chủ tịch", mode="TL")


def test_mixed_runs_and_page_breaks() -> None:
    runs = Paragraph((Run("Điều 1. ", bold=True), Run("Quản lý "), Run("01 năm", italic=True)))
    data, _ = pdf_bytes(paper(runs, PageBreak(), text_block("Trang sau"), watermark="BẢN NHÁP"))
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 2
    resources: Any = reader.pages[0]["/Resources"]
    fonts = {str(f.get_object()["/BaseFont"]) for f in resources["/Font"].values()}
    assert any("Bold" in font for font in fonts)
    assert any("Italic" in font for font in fonts)
    assert all("Liberation" in font for font in fonts)


def test_a_row_that_does_not_match_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="cells"):
        pdf_bytes(paper(Table((Column("A", 10),), [("1", "2")])))


def test_file_is_put_in_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "Biên bản.pdf"
    target.write_bytes(b"old")
    written = write_pdf(paper(Title("Phiếu")), target)
    assert target.read_bytes().startswith(b"%PDF")
    assert written.size == target.stat().st_size
    assert [item.name for item in tmp_path.iterdir()] == ["Biên bản.pdf"]


def test_a_defect_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    def rows():
        yield ("Một",)
        raise RuntimeError("the store went away")

    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="went away"):
        write_pdf(paper(Table((Column("A", 10),), rows())), target)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(("number", "code"), [(28, "E_DISK"), (30, "E_READONLY"), (13, "E_READONLY")])
def test_what_the_disk_refuses_is_told_in_a_sentence(tmp_path, monkeypatch, number, code) -> None:
    def refuse(handle: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Fault) as told:
        write_pdf(paper(Title("Phiếu")), tmp_path / "a.pdf")
    assert told.value.code == code
    assert list(tmp_path.iterdir()) == []
