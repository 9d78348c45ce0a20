"""The sheet with the two halves of the recovery code, to be cut and kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.blocks import (
    Block,
    Bullets,
    Column,
    CutLine,
    Document,
    KeyValues,
    Table,
    Title,
    text_block,
)
from app.documents.handover import in_groups
from app.documents.office import Office
from app.kinds.dates import show_moment

GROUP = 5
_PER_ROW = 3
_TYPE = 17.0


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet says. ``halves`` are the two codes as typed back in, with or without dashes.

    The sheet names the node and its device, never a person.
    """

    node: str
    node_name: str
    fingerprint: str
    halves: tuple[str, str]
    made_at: datetime


def recovery_paper(sheet: RecoverySheet, office: Office) -> Document:
    """One page: instructions and two halves with a cutting line between and below."""
    blocks: list[Block] = [Title("Phiếu khôi phục", f"Đơn vị {sheet.node} – {sheet.node_name}")]
    blocks.append(
        Bullets(
            (
                "Phiếu dùng để mở lại sổ khi mọi người đều mất mật khẩu. Cần đủ cả hai phần.",
                "Cắt rời hai phần, cho vào hai phong bì niêm phong, giao hai người cất ở hai nơi khác nhau.",
                "Không chụp ảnh, không sao chép, không lưu phiếu trong máy tính.",
                "Nếu một phần bị mất hoặc phong bì bị mở, lập phiếu mới ngay.",
            )
        )
    )
    for number, half in enumerate(sheet.halves, 1):
        blocks += [CutLine(), *_half(sheet, number, half)]
    return Document(
        title="Phiếu khôi phục",
        blocks=tuple(blocks),
        made_at=sheet.made_at,
        header=office.header() if office.parent or office.name else None,
        size=12,
        footer_note="Phiếu khôi phục: cất giữ trong phong bì niêm phong.",
    )


def _half(sheet: RecoverySheet, number: int, half: str) -> list[Block]:
    facts = (
        ("Đơn vị", f"{sheet.node} – {sheet.node_name}"),
        ("Vân tay thiết bị", sheet.fingerprint),
        ("Lập lúc", show_moment(sheet.made_at)),
        ("Người giữ, ngày nhận", ""),
    )
    return [
        text_block(f"PHẦN {number}/2", bold=True, align="center", indent=False, size=13),
        _grid(half),
        KeyValues(facts, label_mm=45),
    ]


def _grid(code: str) -> Table:
    """The code in its own groups (of five when it has none), three to a row, rows numbered."""
    groups = code.replace("-", " ").split()
    if len(groups) == 1:
        groups = in_groups(code, GROUP).split()
    rows = [tuple(groups[n : n + _PER_ROW]) for n in range(0, len(groups), _PER_ROW)]
    full = [row + ("",) * (_PER_ROW - len(row)) for row in rows]
    columns = tuple(Column("", 40, "id") for _ in range(_PER_ROW))
    return Table(columns, full, size=_TYPE, row_padding=4)
