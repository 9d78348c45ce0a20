"""The sheet that goes with a package from hand to hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.blocks import (
    Block,
    Column,
    Document,
    KeyValues,
    Paragraph,
    PrintMark,
    QrCode,
    Run,
    Signature,
    Signer,
    Table,
    Title,
    text_block,
)
from app.documents.cells import show_number
from app.documents.office import Office
from app.documents.slip_codes import HandoverCode, read_handover_qr
from app.kinds.dates import show_date, show_moment

__all__ = ["Handover", "handover_paper", "read_handover_qr"]


@dataclass(frozen=True, slots=True)
class Handover:
    """A package as handed over. ``files`` are the volumes: name, bytes, SHA-256 of each.

    ``sha256`` is of the whole package; ``counts`` are (kind in words, how many changes).
    """

    pid: str
    seq: int
    files: tuple[tuple[str, int, str], ...]
    sha256: str
    size: int
    first_lsn: int
    last_lsn: int
    sender: str
    receiver: str
    made_at: datetime
    period: tuple[date, date] | None = None
    counts: tuple[tuple[str, int], ...] = ()

    def code(self) -> HandoverCode:
        """What the QR code says."""
        return HandoverCode(self.pid, self.seq, self.sha256[:32], self.first_lsn, self.last_lsn, self.size)


def handover_paper(
    package: Handover,
    office: Office,
    *,
    number: int | None = None,
    mark: PrintMark | None = None,
    giver: str = "",
    taker: str = "",
) -> Document:
    """The handover sheet of one package, with two signatures and a QR code."""
    about = f"Gói dữ liệu số {package.seq} ({show_moment(package.made_at)})"
    code = QrCode(package.code().text(), "Quét mã để đối chiếu", 36)
    blocks: list[Block] = [
        Title("Biên bản bàn giao gói dữ liệu", about),
        text_block("Hôm nay, ngày … tháng … năm …, tại ………………………………………, hai bên cùng giao nhận:"),
        KeyValues(_facts(package), label_mm=42, beside=code),
        _short_sum(package),
    ]
    if len(package.files) > 1:
        blocks.append(_files(package))
    if package.counts:
        blocks.append(_counts(package))
    blocks += [
        text_block(
            "Bên nhận đã đối chiếu nhóm ký tự đầu và nhóm ký tự cuối của mã kiểm tra với tệp nhận được "
            "và chỉ xác nhận đã cập nhật khi phần mềm báo tiếp nhận xong. "
            "Biên bản lập thành 02 bản, mỗi bên giữ 01 bản./."
        ),
        Signature((Signer(("BÊN GIAO",), giver, "(Ký, ghi rõ họ tên)"),
                   Signer(("BÊN NHẬN",), taker, "(Ký, ghi rõ họ tên)"))),
    ]  # fmt: skip
    return Document(
        title="Biên bản bàn giao gói dữ liệu",
        blocks=tuple(blocks),
        made_at=package.made_at,
        header=office.header(number),
        mark=mark,
    )


def _facts(package: Handover) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Đơn vị giao", package.sender),
        ("Đơn vị nhận", package.receiver),
        ("Mã gói", package.pid),
        ("Tên tệp", package.files[0][0] if len(package.files) == 1 else f"{len(package.files)} tệp"),
        ("Dung lượng", f"{show_number(package.size)} byte"),
        ("Thay đổi từ – đến", f"{show_number(package.first_lsn)} – {show_number(package.last_lsn)}"),
    ]
    if package.period is not None:
        first, last = map(show_date, package.period)
        facts.append(("Kỳ dữ liệu", f"Từ ngày {first} đến ngày {last}"))
    facts.append(("Mã SHA-256", in_groups(package.sha256, 8)))
    return tuple(facts)


def in_groups(text: str, size: int) -> str:
    """The text in groups with spaces between, as it is compared by eye."""
    return " ".join(text[n : n + size] for n in range(0, len(text), size))


def _short_sum(package: Handover) -> Paragraph:
    first, last = package.sha256[:8].upper(), package.sha256[-8:].upper()
    runs = (Run("Đối chiếu nhanh: bắt đầu bằng "), Run(first, bold=True), Run(", kết thúc bằng "),
            Run(last, bold=True), Run("."))  # fmt: skip
    return Paragraph(runs)


def _files(package: Handover) -> Table:
    columns = (Column("Tên tệp", 52), Column("Dung lượng (byte)", 26, "int"), Column("SHA-256", 80))
    rows = [(name, size, in_groups(digest, 16)) for name, size, digest in package.files]
    return Table(columns, rows)


def _counts(package: Handover) -> Table:
    columns = (Column("Loại thông tin", 110), Column("Số thay đổi", 35, "int"))
    total = sum(count for _, count in package.counts)
    return Table(columns, package.counts, total=("Tổng số", total))
