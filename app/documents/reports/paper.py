"""A report of a period as one paper: figures, breakdowns, shares, targets, corrections, lists.

Everything comes from the frozen report, so that equal reports give equal bytes. The fixed words are Vietnamese.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from app.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    GroupRow,
    PageBreak,
    Row,
    Signature,
    Signer,
    Table,
    Title,
    text_block,
)
from app.documents.cells import show_number
from app.documents.office import Office
from app.documents.reports.corrected import corrected_blocks
from app.documents.targets_table import TargetCell, TargetRow, TargetsTable, targets_block
from app.kinds.dates import show_date, show_moment
from app.register.reports.snapshot import Figure, Head, Listing, Rate, Snapshot

PREVIEW = "BẢN XEM TRƯỚC"
_PLACE = "……………"  # written in by hand where the office has not said where it stands
#: By which day records are placed in the period, as printed.
DATES = {
    "event": "tính theo ngày xảy ra",
    "entry": "tính theo ngày ghi sổ",
    "decision": "tính theo ngày quyết định",
}


def report_paper(report: Snapshot, digest: str = "") -> Document:
    """The report as a paper; without the ``digest`` of a sealed one it says on every page that it is a preview."""
    head = report.head
    made_at = datetime.fromisoformat(head.made_at)
    office = Office(head.parent, head.office, head.place or _PLACE)
    wide = bool(report.lists or report.targets)
    return Document(
        title=f"{head.title} {head.period}",
        blocks=tuple(_blocks(report, made_at, digest)),
        made_at=made_at,
        header=office.header(None, made_at.date() if digest else None),
        page="landscape" if wide else "portrait",
        footer_note=_foot(head, digest),
        watermark="" if digest else PREVIEW,
    )


def report_bytes(document: Document, form: str) -> bytes:
    """The paper as the bytes of a PDF, DOCX or XLSX file."""
    if form == "docx":
        from app.documents.docx import docx_bytes

        return docx_bytes(document)
    if form == "xlsx":
        from app.documents.xlsx import write_xlsx

        with tempfile.TemporaryDirectory(prefix="binhyen-") as folder:
            path = Path(folder) / "report.xlsx"
            write_xlsx(document, path)
            return path.read_bytes()
    from app.documents.pdf import pdf_bytes

    return pdf_bytes(document)[0]


def _blocks(report: Snapshot, made_at: datetime, digest: str) -> Iterator[Block]:
    head = report.head
    yield Title("Báo cáo", f"{head.about}\n{head.period}")
    days = f"Số liệu từ ngày {_day(head.since)} đến ngày {_day(head.until)}, {DATES[head.dates]}"
    yield text_block(f"({days}; lập {show_moment(made_at)})", italic=True, align="center", indent=False)
    yield _heading("I. Số liệu")
    yield _figures(report)
    parts = iter(("II", "III", "IV", "V", "VI", "VII"))
    if report.rates:
        yield _heading(f"{next(parts)}. Tỷ lệ trên dân số")
        yield Bullets(tuple(_rate(report, one) for one in report.rates))
    if report.targets is not None:
        yield _heading(f"{next(parts)}. Kết quả thực hiện chỉ tiêu của Kế hoạch số {report.targets.plan}")
        yield _targets(report, made_at)
    for one in report.breakdowns:
        yield _heading(f"{next(parts)}. {one.heading}")
        yield from _breakdown(report, one.figures, one.by)
    if report.corrected:
        yield _heading(f"{next(parts)}. Đính chính số liệu của báo cáo trước")
        yield from corrected_blocks(report.corrected)
    for listed in report.lists:
        yield PageBreak()
        yield _heading(f"{next(parts)}. {listed.heading}")
        yield from _list(listed)
    yield from _closing(report, digest)


def _heading(text: str) -> Block:
    return text_block(text, bold=True, indent=False, align="left")


def _day(iso: str) -> str:
    return show_date(date.fromisoformat(iso))


def _foot(head: Head, digest: str) -> str:
    if not digest:
        return "Bản xem trước, số liệu còn thay đổi; chưa phải báo cáo đã chốt."
    sealed = show_moment(datetime.fromisoformat(head.made_at))
    return f"Báo cáo đã chốt {sealed}, người chốt: {head.made_by}. SHA-256: {digest}"


def _figures(report: Snapshot) -> Table:
    columns = [Column("Nội dung", 84), Column("Kỳ này", 18, "int")]
    if report.before:
        columns += [Column("Kỳ trước", 18, "int"), Column("Tăng, giảm", 18, align="center")]
    columns.append(Column("Ghi chú", 44))
    return Table(tuple(columns), list(_figure_rows(report)), size=11, sheet="Số liệu")


def _figure_rows(report: Snapshot) -> Iterator[Row]:
    for section in report.sections:
        yield GroupRow(section.heading)
        for name in section.figures:
            figure = report.figure(name)
            row: list[str | int | None] = [figure.label, figure.value]
            if report.before:
                row += [figure.previous, _change(figure)]
            yield (*row, _note(figure, report.head.dates))


def _change(figure: Figure) -> str:
    if figure.value is None or figure.previous is None:
        return ""
    change = figure.value - figure.previous
    return f"+{show_number(change)}" if change > 0 else show_number(change)


def _note(figure: Figure, dates: str) -> str:
    """Why there is no number, or what the number leaves open."""
    parts = [figure.why] if figure.value is None else []
    if figure.value is not None and figure.unknown:
        parts.append(f"còn {figure.unknown} bản ghi chưa có số liệu")
    if figure.dates != dates and figure.value is not None:
        parts.append(DATES[figure.dates])
    return "; ".join(part for part in parts if part)


def _rate(report: Snapshot, one: Rate) -> str:
    part = report.figure(one.part).value
    if one.whole is None:
        return f"{one.label}: chưa tính được vì chưa có số liệu dân số."
    where = f"dân số {show_number(one.whole)} người tính đến ngày {_day(one.as_of)}"
    source = f", nguồn: {one.source}" if one.source else ""
    sort = "" if one.kind == "actual" else ", là nhân khẩu đăng ký"
    if part is None or not one.whole:
        return f"{one.label}: chưa tính được ({where}{sort}{source})."
    share = (Decimal(part) * 100 / Decimal(one.whole)).quantize(Decimal("0.001")).normalize()
    shown = show_number(share if share != share.to_integral_value() else share.to_integral_value())
    return f"{one.label}: {shown}% ({show_number(part)} người; {where}{sort}{source})."


def _targets(report: Snapshot, made_at: datetime) -> Table:
    found = report.targets
    if found is None:
        raise LookupError("targets")
    table = TargetsTable(
        about=found.plan,
        first=date.fromisoformat(report.head.since),
        last=date.fromisoformat(report.head.until),
        indicators=tuple(found.indicators),
        rows=tuple(TargetRow(unit, tuple(TargetCell(*cell) for cell in cells)) for unit, cells in found.rows),
        total=tuple(TargetCell(*cell) for cell in found.total),
        made_at=made_at,
    )
    return targets_block(table)


def _breakdown(report: Snapshot, figures: list[str], by: list[str]) -> Iterator[Block]:
    shown = [name for name in figures if name not in report.left_out]
    for column in report.columns:
        if column.name not in by or not shown:
            continue
        cells = {name: report.cells(name, column) for name in shown}
        columns = (
            Column(column.label, 60),
            *(Column(report.figure(name).label, 26, "int") for name in shown),
        )
        rows: list[Row] = [
            (word, *(cells[name].get(value, 0) for name in shown))
            for value, word in zip(column.values, column.words, strict=True)
        ]
        total: tuple[Cell, ...] = ("Tổng", *(sum(cells[name].values()) for name in shown))
        yield Table(columns, rows, total=total, numbering=False, size=11, sheet=column.label)


def _list(listed: Listing) -> Iterator[Block]:
    if not listed.rows:
        yield text_block("Không có người nào trong kỳ.", indent=False)
        return
    columns = tuple(
        Column(title, float(width), "int" if sort == "int" else "text")
        for title, sort, width in listed.columns
    )
    rows = [tuple(row) for row in listed.rows]
    yield Table(columns, rows, size=9, sheet="Danh sách")


def _closing(report: Snapshot, digest: str) -> Iterator[Block]:
    conflicts = (
        f"Còn {report.conflicts} bản ghi có hai giá trị khác nhau đang chờ lựa chọn khi lập báo cáo."
        if report.conflicts
        else "Không còn bản ghi nào có hai giá trị khác nhau đang chờ lựa chọn."
    )
    yield text_block(conflicts, indent=False, size=11)
    source = f"Cơ sở: {report.head.source}."
    if report.head.mark != "found":
        source += " Chưa thấy mẫu của cơ quan có thẩm quyền; bố cục do chương trình lập."
    law, figures = report.rules.law[:12], report.rules.figures[:12]
    rules = f"Định nghĩa báo cáo {report.rules.definition}; gói pháp luật {law}; cách tính {figures}."
    yield text_block(f"{source} {rules}", italic=True, indent=False, size=10)
    if digest:
        maker = Signer(("NGƯỜI LẬP BÁO CÁO",), note="(Ký, ghi rõ họ tên)")
        yield Signature((maker, Signer(("THỦ TRƯỞNG ĐƠN VỊ",), note="(Ký, ghi rõ họ tên, đóng dấu)")))
