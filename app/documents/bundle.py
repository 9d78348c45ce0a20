"""The file of a procedure as one paper: cover, index with page numbers over the whole, then every scan.

A paper without a scan gets a sheet that says where to lay it; its pages are counted, so that the numbers
stay true once it lies there. A file that lacks papers is refused by name unless an incomplete copy is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from app.documents import layout
from app.documents.blocks import (
    Block,
    Bullets,
    Column,
    Document,
    KeyValues,
    PageBreak,
    Picture,
    PrintMark,
    Signature,
    Signer,
    Spacer,
    Table,
    Title,
    text_block,
)
from app.documents.files import Written, put_file
from app.documents.office import Office
from app.documents.pdf import pdf_bytes
from app.documents.pdf_pictures import filled, pdf_pages, prepared
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.words import N_

PDF = "application/pdf"
INCOMPLETE = "BẢN CHƯA ĐỦ"
_LACKS = N_(
    "The file still lacks: {papers}. Add them, or print it as an incomplete copy, which says so on its cover."
)
_PAGE = re.compile(rb"/Type /Page\b")
_WIDEST = 9_999


@dataclass(frozen=True, slots=True)
class BundlePaper:
    """A paper of the file. ``pages`` as recorded; ``scan``: media and bytes where this node has them."""

    title: str
    number: str = ""
    dated_on: date | None = None
    pages: int | None = None
    held_at: str = ""
    scan: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file to print. ``facts`` are the lines of the cover; ``missing``: title and who owes it.

    ``numbered``: sheets are numbered one by one from the first paper (bút lục), else pages are counted
    from the cover on.
    """

    office: Office
    title: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[BundlePaper, ...]
    missing: tuple[tuple[str, str], ...]
    numbered: bool
    made_at: datetime
    maker: str = ""
    mark: PrintMark | None = None


@dataclass(frozen=True, slots=True)
class BundleMade:
    """The finished file. ``unread``: papers whose scan could not be put in and must be laid in by hand;
    ``ranges``: first and last number of each paper; ``glyphs``: characters the font lacks."""

    data: bytes
    pages: int
    ranges: tuple[tuple[int, int], ...]
    unread: tuple[str, ...]
    glyphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A paper with its pages in print: pictures, or pages of a PDF file; neither when it lies on paper."""

    paper: BundlePaper
    pictures: tuple[bytes, ...] = ()
    source: bytes = b""
    count: int = 1
    unread: bool = False

    @property
    def is_sheet(self) -> bool:
        return not self.pictures and not self.source


def make_bundle(what: Bundle, *, partial: bool = False) -> BundleMade:
    """The file as PDF bytes; ``Fault`` E_FILE_INCOMPLETE names what is missing unless ``partial``."""
    if what.missing and not partial:
        raise Fault("E_FILE_INCOMPLETE", _LACKS, papers="; ".join(title for title, _owes in what.missing))
    parts = tuple(_part(paper) for paper in what.papers)
    front = _count(_document(what, parts, [(_WIDEST, _WIDEST)] * len(parts), ()))
    ranges = _ranges(parts, 1 if what.numbered else front + 1)
    stamps, sources = _stamps(what, parts, front, ranges)
    data, glyphs = pdf_bytes(_document(what, parts, ranges, stamps, whole=True))
    data = filled(data, sources, layout.page_of(_document(what, (), (), ())))
    unread = tuple(part.paper.title for part in parts if part.unread)
    return BundleMade(data, len(stamps), tuple(ranges), unread, glyphs)


def write_bundle(what: Bundle, path: Path, *, partial: bool = False) -> tuple[Written, BundleMade]:
    """The same as a file; Faults E_FILE_INCOMPLETE, E_DISK, E_READONLY."""
    made = make_bundle(what, partial=partial)

    def write(file: BinaryIO) -> None:
        file.write(made.data)

    sha256, size = put_file(path, write)
    return Written(path, sha256, size, made.glyphs), made


def _part(paper: BundlePaper) -> _Part:
    reserved = max(paper.pages or 1, 1)
    if paper.scan is None:
        return _Part(paper, count=reserved)
    media, data = paper.scan
    if media == PDF:
        pages = pdf_pages(data)
        return _Part(paper, source=data, count=pages) if pages else _Part(paper, count=reserved, unread=True)
    picture = prepared(data)
    return _Part(paper, (picture,)) if picture else _Part(paper, count=reserved, unread=True)


def _ranges(parts: Sequence[_Part], first: int) -> list[tuple[int, int]]:
    found = []
    for part in parts:
        found.append((first, first + part.count - 1))
        first += part.count
    return found


def _stamps(
    what: Bundle, parts: Sequence[_Part], front: int, ranges: Sequence[tuple[int, int]]
) -> tuple[tuple[str, ...], dict[int, tuple[bytes, int]]]:
    """What stands in the corner of each page, and which of the pages are filled from which PDF file."""
    stamps = ["" if what.numbered or page == 1 else str(page) for page in range(1, front + 1)]
    sources: dict[int, tuple[bytes, int]] = {}
    for part, (first, _last) in zip(parts, ranges, strict=True):
        if part.is_sheet:
            stamps.append("")
            continue
        for at in range(part.count):
            if part.source:
                sources[len(stamps)] = (part.source, at)
            stamps.append(_number(what, first + at))
    return tuple(stamps), sources


def _number(what: Bundle, number: int) -> str:
    return f"BL {number:02d}" if what.numbered else str(number)


def _count(document: Document) -> int:
    return len(_PAGE.findall(pdf_bytes(document)[0]))


def _document(
    what: Bundle,
    parts: Sequence[_Part],
    ranges: Sequence[tuple[int, int]],
    stamps: tuple[str, ...],
    *,
    whole: bool = False,
) -> Document:
    blocks: list[Block] = [*_cover(what, len(parts)), PageBreak(), *_index(what, parts, ranges)]
    for part, numbers in zip(parts, ranges, strict=True) if whole else ():
        blocks += _pages(what, part, numbers)
    return Document(
        title=what.title,
        blocks=tuple(blocks),
        made_at=what.made_at,
        header=what.office.header(),
        mark=what.mark,
        watermark=INCOMPLETE if what.missing else "",
        stamps=stamps,
    )


def _cover(what: Bundle, count: int) -> list[Block]:
    blocks: list[Block] = [Spacer(28), Title("Hồ sơ", _after_file(what.title)), Spacer(10)]
    blocks.append(KeyValues((*what.facts, ("Số tài liệu", str(count))), label_mm=48))
    if what.missing:
        blocks += [
            Spacer(8),
            text_block(f"{INCOMPLETE}. Còn thiếu:", bold=True, indent=False),
            Bullets(tuple(f"{title} ({owes})." for title, owes in what.missing)),
        ]
    return blocks


def _after_file(title: str) -> str:
    """The title without the word that stands above it."""
    rest = title.removeprefix("Hồ sơ ")
    return rest[:1].upper() + rest[1:]


def _index(what: Bundle, parts: Sequence[_Part], ranges: Sequence[tuple[int, int]]) -> list[Block]:
    numbers = "Bút lục" if what.numbered else "Trang"
    columns = (
        Column("Tên tài liệu", 66),
        Column("Số", 24),
        Column("Ngày", 26, "date"),
        Column(f"{numbers} từ – đến", 22, align="center"),
        Column("Ghi chú", 26),
    )
    rows = [
        (part.paper.title, part.paper.number, part.paper.dated_on, _span(numbers), _remark(part))
        for part, numbers in zip(parts, ranges, strict=True)
    ]
    blocks: list[Block] = [Title("Mục lục tài liệu")]
    if rows:
        blocks.append(Table(columns, rows, size=11, sheet="Mục lục"))
    else:
        blocks.append(text_block("Hồ sơ chưa có tài liệu nào.", align="center", indent=False))
    total = sum(part.count for part in parts)
    blocks.append(text_block(f"Tổng số: {len(parts)} tài liệu, {total} trang.", indent=False))
    day = show_date(what.made_at.date())
    blocks.append(
        Signature((Signer(("NGƯỜI LẬP HỒ SƠ",), what.maker, "(Ký, ghi rõ họ tên)", f"Ngày {day}"),))
    )
    return blocks


def _span(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return f"{first:02d}" if first == last else f"{first:02d} – {last:02d}"


def _remark(part: _Part) -> str:
    if part.unread:
        return "Tệp quét in riêng"
    if part.is_sheet:
        return f"Bản giấy: {part.paper.held_at}" if part.paper.held_at else "Bản giấy"
    return ""


def _pages(what: Bundle, part: _Part, numbers: tuple[int, int]) -> list[Block]:
    if part.pictures:
        return [block for data in part.pictures for block in (PageBreak(), Picture(data))]
    if part.source:
        return [block for _at in range(part.count) for block in (PageBreak(), Picture())]
    paper = part.paper
    kind = "Bút lục" if what.numbered else "Trang"
    facts = [
        ("Số", paper.number),
        ("Ngày", show_date(paper.dated_on) if paper.dated_on else ""),
        ("Số trang", str(paper.pages) if paper.pages else ""),
        ("Nơi giữ bản giấy", paper.held_at),
        (kind, _span(numbers)),
    ]
    words = "Đặt bản giấy của tài liệu này vào đây, thay cho tờ này."
    if part.unread:
        words = (
            "Tệp quét của tài liệu này không in kèm được. In riêng tệp đó và đặt vào đây, thay cho tờ này."
        )
    return [
        PageBreak(),
        Spacer(60),
        Title("Tài liệu", paper.title),
        KeyValues(tuple(facts), label_mm=48),
        Spacer(6),
        text_block(words, italic=True, align="center", indent=False),
    ]


def without_scans(what: Bundle) -> Bundle:
    """The same file with a sheet for every paper, for who prints on a slow printer."""
    return replace(what, papers=tuple(replace(paper, scan=None) for paper in what.papers))
