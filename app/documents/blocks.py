"""The one model of a paper: frozen blocks that every writer (PDF, DOCX, XLSX) understands.

Papers are official Vietnamese documents in the layout of Decree 30/2020, Annex I.
Their fixed words are Vietnamese text, not messages of the catalogue. Measures are
millimetres, type sizes are points, moments carry a time zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from app.kinds.chart import Chart

Align = Literal["left", "center", "right", "justify"]
Sort = Literal["text", "id", "int", "number", "percent", "date", "moment"]
Orientation = Literal["portrait", "landscape"]

Cell = str | int | Decimal | date | datetime | None
"""What a table cell may hold. None is a blank, which is never the same as zero;
a percent is its ratio (0.855 is shown as 85,5%)."""


@dataclass(frozen=True, slots=True)
class StateHeader:
    """National name and motto on the right; offices, number and symbol on the left.

    ``number`` is the whole line ("Số: 01/DS-UBND") or empty; ``day`` None leaves
    dots to be filled in by hand; ``place`` empty leaves the place and day line out.
    Without any office (a paper that a person writes) the national name stands in the middle.
    """

    parent_office: str
    office: str
    number: str = ""
    place: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """Name of the kind of paper (shown in capitals) and what it is about."""

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``indent`` is the first-line indent; ``size`` 0 takes the document's."""

    runs: tuple[Run, ...]
    align: Align = "justify"
    indent: bool = True
    size: float = 0


def text_block(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = "justify",
    indent: bool = True,
    size: float = 0,
) -> Paragraph:
    """A paragraph in one style."""
    return Paragraph((Run(text, bold, italic),), align, indent, size)


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items, each a paragraph that begins with ``mark``."""

    items: tuple[str, ...]
    mark: str = "-"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Choices with a box in front: (chosen, text)."""

    items: tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code drawn as vectors, with a caption under it."""

    data: str
    caption: str = ""
    size_mm: float = 34


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Label and value lines; an empty value becomes a dotted line to write on.

    ``beside`` is a QR code that stands on their right.
    """

    pairs: tuple[tuple[str, str], ...]
    label_mm: float = 55
    bold_values: bool = False
    beside: QrCode | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; neighbours with the same ``group`` stand under one merged heading.

    Widths are shares: a writer stretches them to the width of the page.
    """

    title: str
    width_mm: float
    sort: Sort = "text"
    align: Align | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row across all columns that names the rows under it."""

    text: str


Row = tuple[Cell, ...] | GroupRow


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A ruled table.

    ``rows`` may be a generator: writers read it once and never hold all of it, so
    a document with such a table can be written once. ``numbering`` puts the column
    TT in front (rows do not carry it). Columns that all have empty titles get no
    heading. ``total`` is a bold last row, given by the caller and never computed here.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    total: tuple[Cell, ...] | None = None
    numbering: bool = True
    repeat_header: bool = True
    number_columns: bool = False
    size: float = 10
    sheet: str = "Danh sách"
    row_padding: float = 2


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature: capital lines ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), a note in italics, the name."""

    lines: tuple[str, ...]
    name: str = ""
    note: str = ""
    day_line: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """ "Nơi nhận": each line without its dash; the last is usually the archive."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """One or two signers side by side; recipients stand on the left of a single signer."""

    signers: tuple[Signer, ...]
    recipients: Recipients | None = None


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty height."""

    height_mm: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line across the page where the sheet is cut."""

    text: str = "Cắt theo đường này"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page of its own that a scan fills: JPEG or PNG bytes, or empty for a page to be filled otherwise.

    Only the PDF writer knows it.
    """

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Part:
    """A label and its value on a line of a form; ``share`` of the width; an empty value is a dotted line."""

    label: str
    value: str = ""
    share: float = 1


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of a form: labels with values, side by side; ``lines`` dotted lines where a value is missing.

    A single part runs over the whole width and may take several lines.
    """

    parts: tuple[Part, ...]
    lines: int = 1
    indent: bool = False


@dataclass(frozen=True, slots=True)
class TickRow:
    """Choices in columns: (chosen, text); the box stands before the text, or ``after`` it; ``label`` in front."""

    items: tuple[tuple[bool, str], ...]
    columns: int = 2
    label: str = ""
    after: bool = False


@dataclass(frozen=True, slots=True)
class PhotoTitle:
    """A title with the frame of a photo (3 x 4 cm) on its left, to be glued in."""

    title: Title
    caption: str = "Ảnh 3 x 4, đóng dấu giáp lai"


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart as wide as the page, in the drawing the screen shows; a spreadsheet leaves it out."""

    chart: Chart
    caption: str = ""


Block = (
    StateHeader
    | Title
    | Paragraph
    | Bullets
    | Ticks
    | KeyValues
    | Table
    | Signature
    | Recipients
    | QrCode
    | Spacer
    | PageBreak
    | CutLine
    | Picture
    | ChartBlock
    | FormLine
    | TickRow
    | PhotoTitle
)


@dataclass(frozen=True, slots=True)
class PrintMark:
    """The foot of every page: who printed, when, the code of this copy, the audit head then."""

    by: str
    at: datetime
    code: str
    audit_head: str = ""
    sensitive: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A paper. ``title`` goes into the file's metadata, so it never holds a person's name.

    ``made_at`` is the date written into the file: equal documents give equal bytes. ``stamps``, when there
    are any, stand in the upper right corner of the pages in the place of page numbers, one for each page.
    """

    title: str
    blocks: tuple[Block, ...]
    made_at: datetime
    header: StateHeader | None = None
    page: Orientation = "portrait"
    language: str = "vi"
    size: float = 13
    mark: PrintMark | None = None
    footer_note: str = ""
    watermark: str = ""
    stamps: tuple[str, ...] = ()


def signer(
    title: str,
    *,
    name: str = "",
    on_behalf_of: str = "",
    acting: str = "",
    mode: Literal["", "KT", "TL", "TUQ", "Q"] = "",
    note: str = "(Ký, ghi rõ họ tên, đóng dấu)",
) -> Signer:
    """A signer in the words of Decree 30/2020.

    ``on_behalf_of`` is the collective ("ỦY BAN NHÂN DÂN") and gives the TM. line.
    With ``mode`` KT, TL or TUQ, ``title`` is the office signed for ("CHỦ TỊCH") and
    ``acting`` the one who signs ("PHÓ CHỦ TỊCH"); Q (acting head) has one line.
    ValueError when KT, TL or TUQ lacks the one who signs.
    """
    lines = [f"TM. {on_behalf_of.upper()}"] if on_behalf_of else []
    lines.append(f"{mode}. {title.upper()}" if mode else title.upper())
    if mode in ("KT", "TL", "TUQ"):
        if not acting:
            raise ValueError("the one who signs is missing")
        lines.append(acting.upper())
    return Signer(tuple(lines), name, note)
