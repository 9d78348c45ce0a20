"""The scorecard of a commune on paper: classes by both rule sets, criteria, the ten criteria, and the evidence list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.blocks import (
    Block,
    Cell,
    Column,
    Document,
    GroupRow,
    KeyValues,
    PrintMark,
    Row,
    Table,
    Title,
    text_block,
)
from app.documents.files import Written
from app.documents.office import Office
from app.kinds.dates import show_date
from app.law.classes.rules import rule_set
from app.register.scoring.asking import Records
from app.register.scoring.behind import Behind, behind
from app.register.scoring.scorecard import Distance, Meaning, Scorecard, Side
from app.register.scoring.stored import Kept
from app.register.session import Session

_CLASS = {
    "I": "Loại I",
    "II": "Loại II",
    "III": "Loại III",
    "few": "Có tệ nạn ma túy, ít phức tạp",
    "none": "Không thuộc loại nào",
    "insufficient": "Chưa đủ dữ liệu",
}
_SHORT = {"I": "loại I", "II": "loại II", "III": "loại III", "few": "ít phức tạp", "none": "ngoài loại"}
_ANSWER = {True: "Đạt", False: "Không đạt", None: "Chưa rõ"}
_YES = {True: "Có", False: "Không", None: "Chưa rõ"}
_MEANING = {
    "certificate": "Đủ 10 tiêu chí xã không ma túy (KH Ninh Thuận II.2.2)",
    "no_crime": "Không có tội phạm và tệ nạn ma túy (KH Ninh Thuận I.2.2)",
    "nobody": "Không có người nghiện, người sử dụng (KH Ninh Thuận I.2.2)",
    "decision": "Không ma túy theo Quyết định 28/2025/QĐ-TTg",
}
_FACT = {
    "population": "Nhân khẩu thực tế cư trú",
    "persons_with_file": "Người nghiện, người sử dụng có hồ sơ",
    "complex_points": "Điểm phức tạp",
    "hot_spots": "Tụ điểm",
    "at_risk_points": "Điểm có nguy cơ phức tạp",
    "organised_use_points": "Điểm tổ chức, chứa chấp sử dụng",
    "retail_dealers": "Người bán lẻ",
    "plants": "Cây có chứa chất ma túy",
    "area_m2": "Diện tích trồng cây có chứa chất ma túy",
    "offenders": "Người phạm tội về ma túy",
    "cases": "Vụ phạm tội về ma túy",
    "on_route": "Nằm trên tuyến trọng điểm",
    "addicts_or_users_not_exempt": "Người nghiện, người sử dụng ngoài diện điều trị, cai tại gia đình, sau cai",
    "residents_breaking_drug_law": "Người cư trú vi phạm pháp luật về ma túy",
    "wanted_suspects": "Người bị truy nã về ma túy",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records behind one figure or one part of the ten criteria."""

    title: str
    lines: tuple[Behind, ...]


def write_scorecard(
    session: Session, card: Scorecard, kept: Sequence[Kept], office: Office, mark: PrintMark, path: Path
) -> Written:
    """Write the scorecard; the ending of the name (.pdf or .docx) says as what.

    Faults: E_ROLE where the account does not read the evidence; E_READONLY, E_DISK.
    """
    paper = scorecard_paper(card, kept, evidence_of(session, card), office, mark)
    if path.suffix.casefold() == ".docx":
        from app.documents.docx import write_docx

        return write_docx(paper, path)
    from app.documents.pdf import write_pdf

    return write_pdf(paper, path)


def evidence_of(session: Session, card: Scorecard) -> tuple[Evidence, ...]:
    """The records behind every figure that has some, and behind every part of the ten criteria that fails."""
    wanted: list[tuple[str, Records]] = [
        (_FACT[fact.name], fact.records) for fact in card.facts.facts.values() if fact.records
    ]
    wanted += [
        (f"Tiêu chí {one.number}: {part.part.text.vi}", part.answer.against)
        for one in card.facts.ten
        for part in one.parts
        if part.answer.against
    ]
    return tuple(Evidence(title, behind(session, records, "print")) for title, records in wanted)


def scorecard_paper(
    card: Scorecard,
    kept: Sequence[Kept],
    evidence: Sequence[Evidence],
    office: Office,
    mark: PrintMark,
) -> Document:
    """The paper, A4 upright; identity numbers in the evidence list are masked."""
    period = f"từ ngày {show_date(card.since)} đến ngày {show_date(card.until)}"
    blocks: list[Block] = [
        Title("Phiếu tự rà soát, xếp loại địa bàn", f"{card.unit}, năm đánh giá {period}"),
        text_block(f"Số liệu tính đến ngày {show_date(card.on)}.", align="center", italic=True, indent=False),
    ]
    for number, side in enumerate(card.sides, start=1):
        blocks += _side(number, side)
    blocks += [
        text_block(f"{len(card.sides) + 1}. Các nghĩa của “không ma túy”", bold=True, indent=False),
        KeyValues(tuple((_MEANING[one.key], _holds(one)) for one in card.meanings), label_mm=120),
        text_block(f"{len(card.sides) + 2}. Mười tiêu chí xã không ma túy", bold=True, indent=False),
        _ten(card),
    ]
    blocks += _kept(len(card.sides) + 3, card, kept)
    blocks += _evidence(len(card.sides) + 4, evidence)
    blocks += office.signature()
    return Document(
        title="Phiếu tự rà soát, xếp loại địa bàn",
        blocks=tuple(blocks),
        made_at=mark.at,
        header=office.header(None, card.on),
        mark=mark,
    )


def _holds(one: Meaning) -> str:
    return _YES[one.holds]


def _side(number: int, side: Side) -> Iterator[Block]:
    yield text_block(f"{number}. {side.source} (bản {side.version})", bold=True, indent=False)
    yield text_block(f"Xếp loại: {_CLASS[side.found.of]}.", bold=True)
    if side.found.missing:
        names = "; ".join(_FACT.get(name, name) for name in side.found.missing)
        yield text_block(f"Chưa biết: {names}.")
    columns = (
        Column("Tiêu chí", 62),
        Column("Số liệu", 26, align="center"),
        Column("Ngưỡng (loại: từ)", 42),
        Column("Thuộc loại", 26),
        Column("Khoảng cách", 40),
    )
    texts = {one.id: one.text.vi for one in rule_set(side.rules).level("commune").criteria}
    yield Table(
        columns, [_criterion(one, texts[one.criterion]) for one in side.distances], size=10, sheet=side.rules
    )
    notes = [_NOTE[code] for code in side.found.notes if code in _NOTE]
    if notes:
        yield text_block(f"Cách đọc: {' '.join(notes)}", italic=True, size=11)


_NOTE = {
    "gap_plants": "2.000–2.999 cây không thuộc khung nào, đọc là loại II.",
    "boundary_100": "100 người vừa là loại I vừa là loại II, đọc là loại I.",
    "few_is_1_19": "“Ít phức tạp” đọc là từ 1 đến 19 người.",
    "certified_but_classed": "Đủ mười tiêu chí tuy vẫn thuộc một loại: hai việc được xét riêng.",
    "monotone_band": "Số liệu trên một khung cũng thỏa khung nhẹ hơn.",
    "zero_is_not_a_band": "Bằng 0 thì không thuộc khung nào.",
}


def _criterion(one: Distance, text: str) -> tuple[Cell, ...]:
    value = "Chưa biết" if one.value is None else _ROUTE.get(str(one.value), str(one.value))
    bands = "; ".join(f"{_SHORT[name]}: {begins.replace('.', ',')}" for name, begins in one.bands)
    steps = (
        [f"thêm {' hoặc '.join(str(step.by) for step in one.heavier)}: {_SHORT[one.heavier[0].reaches]}"]
        if (one.heavier)
        else []
    )
    if one.lighter:
        steps.append(
            f"bớt {' và '.join(str(-step.by) for step in one.lighter)}: {_SHORT[one.lighter[0].reaches]}"
        )
    near = " (sát ngưỡng)" if one.is_near else ""
    return text, value, bands, _CLASS[one.met], "; ".join(steps) + near


_ROUTE = {"none": "Không", "intra": "Tuyến nội tỉnh", "inter": "Tuyến liên tỉnh"}


def _ten(card: Scorecard) -> Table:
    columns = (
        Column("Tiêu chí", 88),
        Column("Kết quả", 24, align="center"),
        Column("Căn cứ", 78),
    )
    return Table(columns, list(_ten_rows(card)), numbering=False, size=10, sheet="Mười tiêu chí")


def _ten_rows(card: Scorecard) -> Iterator[Row]:
    group = ""
    for one in card.facts.ten:
        if one.group.id != group:
            group = one.group.id
            yield GroupRow(one.group.title.vi)
        yield f"{one.number}. {one.criterion.text.vi}", _ANSWER[one.holds], one.criterion.article
        for part in one.parts:
            yield f"– {part.part.text.vi}", _ANSWER[part.answer.holds], part.answer.why_on_paper()


def _kept(number: int, card: Scorecard, kept: Sequence[Kept]) -> Iterator[Block]:
    of_year = [one for one in kept if one.record.until == card.until]
    if not of_year:
        return
    yield text_block(f"{number}. Đề nghị và công nhận", bold=True, indent=False)
    columns = (
        Column("Bộ tiêu chí", 40),
        Column("Đề nghị", 40),
        Column("Ngày đề nghị", 26, "date"),
        Column("Được công nhận", 40),
        Column("Ngày", 26, "date"),
        Column("Số văn bản", 30),
    )
    rows: list[Row] = [
        (
            one.record.rules,
            _CLASS.get(one.record.proposed, one.record.proposed),
            one.record.proposed_on,
            _CLASS.get(one.record.approved, one.record.approved) if one.record.approved else None,
            one.record.approved_on,
            one.record.document,
        )
        for one in of_year
    ]
    yield Table(columns, rows, size=10, sheet="Xếp loại")


def _evidence(number: int, evidence: Sequence[Evidence]) -> Iterator[Block]:
    yield text_block(f"{number}. Danh sách bản ghi làm căn cứ", bold=True, indent=False)
    if not evidence:
        yield text_block("Không có bản ghi nào.")
        return
    columns = (
        Column("Tên", 52),
        Column("Chi tiết", 72),
        Column("Số giấy tờ (đã che)", 34, "id"),
        Column("Ngày", 24, "date"),
    )
    for one in evidence:
        yield text_block(f"{one.title}: {len(one.lines)}", italic=True, indent=False)
        rows: list[Row] = [(line.title, line.detail, line.number or None, line.day) for line in one.lines]
        yield Table(columns, rows, size=9.5, sheet="Căn cứ")
