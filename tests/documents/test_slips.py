"""Sheets that go from hand to hand: their codes are read from the printed page."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import date

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.documents.blocks import Document
from app.documents.handover import Handover, handover_paper, read_handover_qr
from app.documents.pdf import pdf_bytes
from app.documents.receipt_slip import ReceiptSlip, read_receipt_qr, receipt_paper
from app.documents.recovery_sheet import RecoverySheet, recovery_paper
from app.documents.slip_codes import HandoverCode, ReceiptCode
from app.documents.targets_table import TargetCell, TargetRow, TargetsTable, targets_paper
from app.kinds.faults import Fault
from tests.documents.conftest import AT
from tests.documents.test_pdf import flat, words

_SUM = hashlib.sha256(b"package").hexdigest()


def scanned(paper: Document, tmp_path) -> list[str]:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(paper)[0])
    subprocess.run(["pdftoppm", "-r", "150", "-png", "a.pdf", "a"], cwd=tmp_path, check=True)
    found = []
    for picture in sorted(tmp_path.glob("a*.png")):
        with Image.open(picture) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found


def package(volumes: int = 2) -> Handover:
    return Handover(
        pid="5f0c2f6ab1d84e2e9c0d8d6b2a7712aa",
        seq=41,
        files=tuple((f"BY_5f0c2f6a_{n}of{volumes}.byx", 7_000_000, _SUM) for n in range(1, volumes + 1)),
        sha256=_SUM,
        size=7_123_456,
        first_lsn=901,
        last_lsn=960,
        sender="Công an xã Ninh Phước (C123)",
        receiver="Công an tỉnh Khánh Hòa (U07)",
        made_at=AT,
        period=(date(2026, 11, 1), date(2026, 11, 23)),
        counts=(("Người", 12), ("Xét nghiệm", 30)),
    )


@pytest.mark.parametrize("volumes", [1, 2])
def test_handover_sheet_says_what_the_package_is(tmp_path, office, mark, volumes) -> None:
    paper = handover_paper(package(volumes), office, number=3, mark=mark, giver="Trần Thị B")
    text = flat(pdf_bytes(paper)[0])
    for part in ("BIÊN BẢN BÀN GIAO GÓI DỮ LIỆU", "7.123.456 byte", "901 – 960", _SUM[:8].upper(),
                 _SUM[-8:].upper(), "BÊN GIAO", "BÊN NHẬN", "BY_5f0c2f6a_1of", "Xét nghiệm"):  # fmt: skip
        assert part in text
    codes = scanned(paper, tmp_path)
    assert [read_handover_qr(code) for code in codes] == [package().code()]
    assert len(codes[0].encode()) <= 300


def test_receipt_slip_carries_the_signed_position(tmp_path, office) -> None:
    code = ReceiptCode("C123/d1>U07", 3, 960, bytes(range(8)), bytes(range(64)))
    slip = ReceiptSlip(
        code,
        "Công an xã Ninh Phước",
        "Công an tỉnh Khánh Hòa",
        AT,
        ((41, "5f0c", "Đã cập nhật"),),
        ((901, 920),),
        2,
    )
    codes = scanned(receipt_paper(slip, office), tmp_path)
    assert [read_receipt_qr(text) for text in codes] == [code]
    assert len(codes[0]) <= 300
    assert codes[0].startswith(code.signed().decode())
    assert "901 – 920" in flat(pdf_bytes(receipt_paper(slip, office))[0])


@given(st.text(max_size=400))
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    for read in (read_handover_qr, read_receipt_qr):
        with pytest.raises(Fault) as told:
            read(text)
        assert told.value.code == "E_QR"


@given(
    st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    st.integers(0, 10**9),
    st.integers(0, 10**14),
    st.integers(0, 10**14),
)
def test_handover_codes_read_back(pid: str, seq: int, lsn: int, size: int) -> None:
    code = HandoverCode(pid, seq, _SUM[:32], lsn, lsn, size)
    assert read_handover_qr(code.text()) == code


def test_a_code_that_would_not_read_back_is_not_made() -> None:
    with pytest.raises(ValueError, match="field"):
        HandoverCode("a|b", 1, _SUM[:32], 1, 2, 3).text()


def test_recovery_sheet_is_one_page_with_two_halves(office) -> None:
    halves = ("1K3F9-2Q8M7-T1X0A-5B9ZZ-CABCD-12345", "2M3F92Q8M7T1X0A5B9ZZCABCD54321")
    data, _ = pdf_bytes(
        recovery_paper(RecoverySheet("KH-012", "Công an xã", "K3F9-2Q8M", halves, AT), office)
    )
    text = words(data)
    assert text.count("\f") == 1
    assert text.index("PHẦN 1/2") < text.index("PHẦN 2/2")
    first, second = text.split("PHẦN 2/2")
    for half, part in zip(halves, (first.split("PHẦN 1/2")[1], second), strict=True):
        groups = [word for word in part.split() if len(word) == 5 and word.isalnum() and word == word.upper()]
        assert "".join(groups) == half.replace("-", "")
    assert text.count("Cắt theo đường này") == 2


def test_targets_keep_blank_apart_from_zero(office) -> None:
    cell = TargetCell
    rows = (
        TargetRow("Giang Biên", (cell(1, 1), cell(0, 0))),
        TargetRow("Đội CS ĐTTP về ma túy", (cell(5, 2), cell())),
    )
    what = TargetsTable("Giao chỉ tiêu", date(2023, 6, 1), date(2023, 6, 30), ("Vụ", "Hồ sơ"), rows,
                        (cell(31, 3), cell(17, 0)), AT)  # fmt: skip
    lines = words(pdf_bytes(targets_paper(what, office))[0]).splitlines()
    found = {line.split()[1]: line.split() for line in lines if "Giang" in line or "Đội" in line}
    assert found["Giang"] == ["1", "Giang", "Biên", "1", "1", "100%", "0", "0"]
    assert found["Đội"][-3:] == ["5", "2", "40%"]
    assert any(line.split() == ["Tổng", "31", "3", "9,7%", "17", "0", "0%"] for line in lines)
