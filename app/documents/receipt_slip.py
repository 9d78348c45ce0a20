"""The printed slip by which an upper office confirms what it has received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.blocks import (
    Block,
    Column,
    Document,
    KeyValues,
    PrintMark,
    QrCode,
    Signature,
    Signer,
    Table,
    Title,
    text_block,
)
from app.documents.cells import show_number
from app.documents.handover import in_groups
from app.documents.office import Office
from app.documents.slip_codes import ReceiptCode, read_receipt_qr

__all__ = ["ReceiptSlip", "read_receipt_qr", "receipt_paper"]


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """A receipt: everything up to ``code.lsn`` of the stream is in the receiver's store.

    ``packages`` are (number in the stream, package id, result in words).
    """

    code: ReceiptCode
    sender: str
    receiver: str
    made_at: datetime
    packages: tuple[tuple[int, str, str], ...] = ()
    waiting: tuple[tuple[int, int], ...] = ()
    parked: int = 0


def receipt_paper(slip: ReceiptSlip, office: Office, *, mark: PrintMark | None = None) -> Document:
    """The slip, with the QR code an office without the receipt file can scan."""
    code = slip.code
    blocks: list[Block] = [
        Title("Phiếu tiếp nhận gói dữ liệu", f"Xác nhận đến thay đổi số {show_number(code.lsn)}"),
        KeyValues(_facts(slip), label_mm=55),
    ]
    if slip.packages:
        columns = (Column("Số gói", 22, "int"), Column("Mã gói", 68), Column("Kết quả", 60))
        blocks.append(Table(columns, slip.packages))
    blocks += [
        text_block(
            "Phiếu này thay cho tệp xác nhận khi không chép được tệp về. Quét mã bên dưới tại đơn vị gửi; "
            "phần mềm kiểm tra chữ ký của đơn vị nhận trước khi ghi nhận."
        ),
        QrCode(code.text(), "Mã xác nhận tiếp nhận", 45),
        Signature((Signer(("NGƯỜI TIẾP NHẬN",), "", "(Ký, ghi rõ họ tên)"),)),
    ]
    return Document(
        title="Phiếu tiếp nhận gói dữ liệu",
        blocks=tuple(blocks),
        made_at=slip.made_at,
        header=office.header(None, slip.made_at.date()),
        mark=mark,
    )


def _facts(slip: ReceiptSlip) -> tuple[tuple[str, str], ...]:
    code = slip.code
    waiting = "; ".join(f"{show_number(a)} – {show_number(b)}" for a, b in slip.waiting)
    return (
        ("Đơn vị gửi", slip.sender),
        ("Đơn vị nhận", slip.receiver),
        ("Luồng dữ liệu", f"{code.stream} (đợt {code.epoch})"),
        ("Đã nhận đủ đến thay đổi số", show_number(code.lsn)),
        ("Còn thiếu", waiting or "Không"),
        ("Thay đổi chờ xử lý", show_number(slip.parked)),
        ("Mã chuỗi", in_groups(code.chain_start.hex().upper(), 4)),
    )
