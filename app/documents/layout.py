"""Measures of Decree 30/2020, Annex I: page, margins, type sizes, in points unless named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.blocks import Document, PrintMark
from app.kinds.dates import show_moment

MM = 72 / 25.4
A4_MM = (210.0, 297.0)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
SENSITIVE = "Tài liệu chứa dữ liệu cá nhân nhạy cảm."

NATION_SIZE = 12.0
MOTTO_SIZE = 13.0
NUMBER_SIZE = 13.0
TITLE_SIZE = 14.0
PAGE_NUMBER_SIZE = 13.0
RECIPIENT_LABEL_SIZE = 12.0
RECIPIENT_SIZE = 11.0
FOOTER_SIZE = 8.0

FIRST_LINE_MM = 12.7
PARAGRAPH_GAP = 6.0
LINE_FACTOR = 1.25
SIGN_ROOM = 62.0
LEFT_HEADER_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class Page:
    """A page in points: size and margins (top and bottom 20, left 30, right 15 to 20 mm)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def body_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def body_height(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom


def page_of(document: Document) -> Page:
    """The page of a document: A4, margins of the decree."""
    short, long = (side * MM for side in A4_MM)
    if document.page == "landscape":
        return Page(long, short, 20 * MM, 20 * MM, 30 * MM, 15 * MM)
    return Page(short, long, 20 * MM, 20 * MM, 30 * MM, 17 * MM)


def place_and_day(place: str, day: date | None) -> str:
    """ "Ninh Phước, ngày 05 tháng 02 năm 2026": day below 10 and months 1, 2 padded; dots for None."""
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def mark_line(mark: PrintMark) -> str:
    """ "Người in: …; ngày giờ in: …; mã bản in: …; vết kiểm toán: …"."""
    parts = [
        f"Người in: {mark.by}",
        f"Ngày giờ in: {show_moment(mark.at)}",
        f"Mã bản in: {mark.code}",
    ]
    if mark.audit_head:
        parts.append(f"Vết kiểm toán: {mark.audit_head[:12]}")
    return "; ".join(parts)


def foot_lines(document: Document) -> list[str]:
    """The lines at the foot of every page."""
    lines = [document.footer_note] if document.footer_note else []
    if document.mark is not None:
        lines.append(mark_line(document.mark))
        if document.mark.sensitive:
            lines.append(SENSITIVE)
    return lines
