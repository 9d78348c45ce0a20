"""The file of a procedure as one paper: its index tells the truth about every page, and it says what it lacks."""

from __future__ import annotations

import builtins
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from app.documents.blocks import Document, PrintMark, text_block
from app.documents.bundle import INCOMPLETE, Bundle, BundlePaper, make_bundle, without_scans, write_bundle
from app.documents.file_list import FileList, ListedPaper, file_list_paper
from app.documents.office import Office
from app.documents.pdf import pdf_bytes
from app.documents.pdf_pictures import prepared
from app.kinds.faults import Fault
from tests.documents.conftest import AT
from tests.documents.test_pdf import flat

LACKS = ("Bản tường trình", "người được áp dụng")


def picture(
    form: str = "JPEG", size: tuple[int, int] = (827, 1169), mode: str = "RGB", turn: int = 0
) -> bytes:
    made = Image.new("L", size, 245)
    draw = ImageDraw.Draw(made)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline=0, width=6)
    draw.text((80, 80), "SCAN", fill=0, font_size=90)
    sink = io.BytesIO()
    exif = Image.Exif()
    if turn:
        exif[0x0112] = turn
        exif[0x8825] = {1: "N", 2: (11.0, 34.0, 0.0)}
    made.convert(mode).save(sink, form, **({"exif": exif} if turn else {}))
    return sink.getvalue()


def three_pages(rotate: bool = False) -> bytes:
    from pypdf import PdfWriter

    blocks = tuple(text_block(f"Trang nguồn {n} " + "nội dung " * 900) for n in range(2))
    data = pdf_bytes(Document("Nguồn", blocks, AT))[0]
    writer = PdfWriter(clone_from=io.BytesIO(data))
    while len(writer.pages) > 3:
        writer.remove_page(len(writer.pages) - 1)
    if rotate:
        for page in writer.pages:
            page.rotate(90)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


@pytest.fixture
def bundle(office: Office, mark: PrintMark) -> Bundle:
    papers = (
        BundlePaper("Bản tóm tắt lý lịch", "05/TTLL", date(2026, 3, 2), 2, scan=("image/jpeg", picture())),
        BundlePaper("Biên bản vi phạm", "11/BB", date(2026, 3, 4), 3, "Tủ hồ sơ số 2"),
        BundlePaper("Tài liệu xác nhận tình trạng nghiện", scan=("application/pdf", three_pages())),
        BundlePaper(
            "Văn bản đề nghị", "21/ĐN", date(2026, 3, 9), scan=("image/png", picture("PNG", mode="1"))
        ),
    )
    facts = (("Họ và tên", "Nguyễn Thị Thùy Hòa"), ("Năm sinh", "1990"))
    return Bundle(
        office, "Hồ sơ đề nghị đưa đi cai nghiện bắt buộc", facts, papers, (), True, AT, "Trần Thị B", mark
    )


def page_texts(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_sheets_are_numbered_from_the_first_paper_and_the_index_agrees(bundle: Bundle) -> None:
    made = make_bundle(bundle)
    assert made.ranges == ((1, 1), (2, 4), (5, 7), (8, 8))
    pages = page_texts(made.data)
    assert len(pages) == made.pages == 2 + 1 + 1 + 3 + 1
    for place, stamp in ((2, "BL 01"), (4, "BL 05"), (6, "BL 07"), (7, "BL 08")):
        assert stamp in pages[place]
    assert "BL" not in pages[3] and "Tủ hồ sơ số 2" in pages[3] and "02 – 04" in pages[3]
    for words in ("02 – 04", "05 – 07", "08", "4 tài liệu, 8 trang", "11/BB"):
        assert words in pages[1]
    assert "Trang nguồn 0" in pages[4]  # the text of the scanned file itself


def test_pages_are_counted_from_the_cover_where_sheets_have_no_numbers(bundle: Bundle) -> None:
    made = make_bundle(replace(bundle, numbered=False))
    pages = page_texts(made.data)
    assert made.ranges[0] == (3, 3)
    assert pages[1].split()[0] == "2" or " 2" in pages[1]
    assert "03" in pages[1]
    assert "BL" not in " ".join(pages)


def test_a_file_that_lacks_a_paper_is_refused_by_its_name(bundle: Bundle, tmp_path: Path) -> None:
    lacking = replace(bundle, missing=(LACKS,))
    with pytest.raises(Fault) as told:
        write_bundle(lacking, tmp_path / "a.pdf")
    assert told.value.code == "E_FILE_INCOMPLETE"
    assert LACKS[0] in told.value.sentence()
    assert not list(tmp_path.iterdir())


def test_an_incomplete_copy_says_so_and_what_is_missing(bundle: Bundle, tmp_path: Path) -> None:
    written, made = write_bundle(replace(bundle, missing=(LACKS,)), tmp_path / "a.pdf", partial=True)
    cover = flat(made.data)
    assert INCOMPLETE in cover and LACKS[0] in cover and LACKS[1] in cover
    assert written.path.read_bytes() == made.data
    assert INCOMPLETE not in flat(make_bundle(bundle).data)


def test_equal_files_give_equal_bytes(bundle: Bundle) -> None:
    plain = replace(bundle, papers=bundle.papers[:2])
    assert make_bundle(plain).data == make_bundle(plain).data


def test_a_long_index_keeps_its_numbers_true(bundle: Bundle) -> None:
    papers = tuple(BundlePaper(f"Tài liệu số {n} " + "rất dài " * 12, str(n)) for n in range(60))
    made = make_bundle(replace(bundle, papers=papers, numbered=False))
    front = made.pages - 60
    assert front > 3
    assert made.ranges[0] == (front + 1, front + 1)
    assert f"{front + 1:02d}" in page_texts(made.data)[1]


def test_without_papers_there_is_a_cover_and_an_empty_index(bundle: Bundle) -> None:
    made = make_bundle(replace(bundle, papers=(), missing=(LACKS,)), partial=True)
    assert made.pages == 2
    assert "Hồ sơ chưa có tài liệu nào" in flat(made.data)


def test_a_damaged_scan_is_laid_in_by_hand(bundle: Bundle) -> None:
    broken = picture()[:400] + b"\xff\xd9"
    papers = (BundlePaper("Ảnh hỏng", scan=("image/jpeg", broken)),
              BundlePaper("Tệp hỏng", pages=4, scan=("application/pdf", b"%PDF-1.4 nothing %%EOF")))  # fmt: skip
    made = make_bundle(replace(bundle, papers=papers))
    assert made.unread == ("Ảnh hỏng", "Tệp hỏng")
    assert made.ranges == ((1, 1), (2, 5))
    assert "In riêng tệp đó" in flat(made.data)


def test_without_the_part_that_reads_pdf_files_they_are_listed(bundle: Bundle, monkeypatch) -> None:
    real = builtins.__import__

    def without(name: str, *args, **more):
        if name.startswith("pypdf"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    made = make_bundle(bundle)
    assert made.unread == ("Tài liệu xác nhận tình trạng nghiện",)
    assert made.ranges == ((1, 1), (2, 4), (5, 5), (6, 6))


def test_a_turned_page_of_a_file_stands_upright(bundle: Bundle) -> None:
    paper = BundlePaper("Quay ngang", scan=("application/pdf", three_pages(rotate=True)))
    made = make_bundle(replace(bundle, papers=(paper,)))
    assert made.ranges == ((1, 3),)
    assert "Trang nguồn 0" in page_texts(made.data)[2]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_sort_of_picture_is_set(mode: str) -> None:
    data = prepared(picture("PNG", mode=mode))
    assert data is not None
    with Image.open(io.BytesIO(data)) as shown:
        assert shown.mode in ("1", "L", "RGB")
        assert shown.height > shown.width


def test_a_phone_picture_is_turned_and_keeps_no_place(bundle: Bundle) -> None:
    data = prepared(picture(size=(1169, 827), turn=6))
    assert data is not None
    with Image.open(io.BytesIO(data)) as shown:
        assert shown.height > shown.width
        assert not shown.getexif()
    assert without_scans(bundle).papers[0].scan is None


def test_a_large_picture_is_no_finer_than_paper() -> None:
    data = prepared(picture(size=(5000, 7000)))
    assert data is not None and len(data) < 400_000
    with Image.open(io.BytesIO(data)) as shown:
        assert max(shown.size) <= 2339


def test_the_list_of_documents_has_a_line_for_each(office: Office) -> None:
    papers = (
        ListedPaper("Quyết định quản lý", "07/QĐ-CAX", date(2026, 2, 3), 2),
        ListedPaper("Bản tường trình", pages=1),
    )
    what = FileList(office, "Hồ sơ quản lý", (("Họ và tên", "Nguyễn Thị A"),), papers, AT)
    text = flat(pdf_bytes(file_list_paper(what))[0])
    for words in ("DANH MỤC TÀI LIỆU", "07/QĐ-CAX", "03/02/2026", "Bản tường trình", "BÊN GIAO", "BÊN NHẬN"):
        assert words in text
    unknown = replace(what, papers=(*papers, ListedPaper("Phiếu kết quả")))
    assert "Tổng số 3" not in flat(pdf_bytes(file_list_paper(unknown))[0])
