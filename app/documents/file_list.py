"""The list of documents that goes with a file to another office (annex of Decree 105/2021, form 08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.blocks import (
    Block,
    Column,
    Document,
    KeyValues,
    PrintMark,
    Signature,
    Signer,
    Table,
    Title,
)
from app.documents.office import Office


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One document: its name, number, day and pages as far as they are known."""

    title: str
    number: str = ""
    dated_on: date | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class FileList:
    """Whose file of which procedure; ``facts`` are label and value of the lines above the list."""

    office: Office
    title: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[ListedPaper, ...]
    made_at: datetime
    mark: PrintMark | None = None


def file_list_paper(what: FileList) -> Document:
    """The list with a line for each document that is there, and the signatures of who gives and takes."""
    columns = (
        Column("Tên tài liệu", 76),
        Column("Số", 28),
        Column("Ngày", 28, "date"),
        Column("Số trang", 16, "int"),
        Column("Ghi chú", 22),
    )
    rows = [(paper.title, paper.number, paper.dated_on, paper.pages, "") for paper in what.papers]
    known = [paper.pages for paper in what.papers]
    pages = sum(n for n in known if n is not None) if all(n is not None for n in known) else None
    blocks: list[Block] = [
        Title("Danh mục tài liệu", what.title),
        KeyValues(what.facts, label_mm=42),
        Table(columns, rows, total=("Tổng số", "", None, pages, ""), size=11, sheet="Danh mục"),
        Signature(
            (
                Signer(("BÊN GIAO",), "", "(Ký, ghi rõ họ tên)"),
                Signer(("BÊN NHẬN",), "", "(Ký, ghi rõ họ tên)"),
            )
        ),
    ]
    return Document(
        title="Danh mục tài liệu",
        blocks=tuple(blocks),
        made_at=what.made_at,
        header=what.office.header(),
        mark=what.mark,
    )
