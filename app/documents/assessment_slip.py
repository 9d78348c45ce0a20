"""Papers of an assessment of addiction: the request to the facility, and the sheet that sums up the observation.

Fields of the sheet: circular 18/2021/TT-BYT, annex 3; request: decree 109/2021/NĐ-CP. The sheet is
filled in as far as the register goes; what is not known is a line to write on. The conclusion is the
facility's: nothing is ticked that was not entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.blocks import (
    Block,
    Column,
    Document,
    KeyValues,
    PrintMark,
    Row,
    Signature,
    Signer,
    Table,
    Ticks,
    Title,
    text_block,
)
from app.documents.office import Office
from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.dates import show_birth, show_date, show_moment
from app.register.assessing import AssessmentFacts

_EMPTY_LINES = 3
_SEX = {"male": "Nam", "female": "Nữ"}
_GROUPS = {
    "opioid": "Chất dạng thuốc phiện",
    "stimulant": "Chất kích thích",
    "cannabis": "Cần sa",
    "other": "Chất khác",
}
_CONCLUSIONS = {
    "addicted": "Có nghiện ma túy",
    "not_addicted": "Không nghiện ma túy",
    "observing": "Tiếp tục theo dõi",
}


@dataclass(frozen=True, slots=True)
class Observed:
    """A line of the observation: the day, what was seen, by whom."""

    on: str
    seen: str
    by: str = ""


def request_paper(
    facts: AssessmentFacts, office: Office, made_at: datetime, *, mark: PrintMark | None = None
) -> Document:
    """The request of the police to the facility (decree 109/2021). ValueError without a request."""
    request = facts.request
    if request is None:
        raise ValueError("no request")
    blocks: list[Block] = [
        Title("Giấy đề nghị", "Xác định tình trạng nghiện ma túy"),
        text_block(f"Kính gửi: {request.facility or '…' * 20}", align="center", indent=False),
        text_block(
            f"{office.name} đề nghị quý cơ sở xác định tình trạng nghiện ma túy đối với người sau đây:"
        ),
        KeyValues(tuple(_identity(facts)), label_mm=58),
        text_block("Căn cứ và tài liệu kèm theo", bold=True, indent=False),
        KeyValues(tuple(_grounds(facts, request)), label_mm=58),
        text_block(
            "Đề nghị quý cơ sở gửi phiếu kết quả cho cơ quan đề nghị, người được xác định và cha, mẹ hoặc "
            "người giám hộ nếu người đó từ đủ 12 tuổi đến dưới 18 tuổi."
        ),
        *_signed(office),
    ]
    return Document(
        title="Giấy đề nghị xác định tình trạng nghiện ma túy",
        blocks=tuple(blocks),
        made_at=made_at,
        header=office.header(None, request.asked_on),
        mark=mark,
    )


def _grounds(facts: AssessmentFacts, request: AssessmentRequest) -> list[tuple[str, str]]:
    ground = facts.ground
    basis = (
        f"{ground.label} ({ground.article})" if ground and ground.article else ground.label if ground else ""
    )
    return [
        ("Căn cứ đề nghị", basis),
        ("Kết quả xét nghiệm", _tested(facts)),
        ("Giấy đề nghị số, ngày", _numbered(request.number, show_date(request.asked_on))),
        ("Thời gian, địa điểm hẹn", show_moment(request.scheduled_at) if request.scheduled_at else ""),
        ("Người đề nghị", request.by or ""),
    ]


def summary_paper(
    facts: AssessmentFacts,
    office: Office,
    made_at: datetime,
    *,
    observed: tuple[Observed, ...] = (),
    mark: PrintMark | None = None,
) -> Document:
    """The sheet that sums up the observation (circular 18/2021, annex 3).

    ``observed`` is clinical detail, given by an account with the health role alone; without it the table
    is left to be written in.
    """
    assessment = facts.assessment
    blocks: list[Block] = [
        Title("Phiếu tổng hợp theo dõi", "Xác định tình trạng nghiện ma túy"),
        text_block("I. Thông tin chung", bold=True, indent=False),
        KeyValues(tuple(_identity(facts)), label_mm=58),
        KeyValues(tuple(_reception(facts)), label_mm=58),
        text_block("II. Kết quả theo dõi", bold=True, indent=False),
        _observation(observed),
        text_block("III. Kết luận", bold=True, indent=False),
        _ticked(assessment),
        KeyValues(tuple(_concluded(assessment)), label_mm=58),
        _signatures(assessment),
    ]
    return Document(
        title="Phiếu tổng hợp theo dõi xác định tình trạng nghiện ma túy",
        blocks=tuple(blocks),
        made_at=made_at,
        header=office.header(None, assessment.concluded_on if assessment else None),
        mark=mark,
        size=11.5,
    )


def _observation(observed: tuple[Observed, ...]) -> Table:
    rows: list[Row] = [(line.on, line.seen, line.by) for line in observed]
    rows += [("", "", "")] * max(0, _EMPTY_LINES - len(rows))
    columns = (Column("Ngày", 26), Column("Dấu hiệu, biểu hiện", 104), Column("Người theo dõi", 36))
    return Table(columns, rows, row_padding=2 if observed else 4)


def _ticked(assessment: Assessment | None) -> Ticks:
    entered = assessment.conclusion if assessment is not None else ""
    return Ticks(tuple((entered == code, text) for code, text in _CONCLUSIONS.items()))


def _signatures(assessment: Assessment | None) -> Signature:
    name = (assessment.practitioner or "") if assessment is not None else ""
    return Signature(
        (
            Signer(("NGƯỜI THEO DÕI",), "", "(Ký, ghi rõ họ tên)"),
            Signer(("NGƯỜI XÁC ĐỊNH",), name, "(Ký, ghi rõ họ tên, đóng dấu)"),
        )
    )


def _identity(facts: AssessmentFacts) -> list[tuple[str, str]]:
    person, address = facts.person, facts.address
    papers = [
        " – ".join(
            part
            for part in (
                paper.number or "",
                f"cấp ngày {show_date(paper.issued_on)}" if paper.issued_on else "",
                f"tại {paper.issued_by}" if paper.issued_by else "",
            )
            if part
        )
        for paper in person.papers
        if paper.number
    ]
    where = ", ".join(part for part in (address.text, address.hamlet) if part) if address else ""
    return [
        ("Họ và tên", person.name),
        ("Ngày, tháng, năm sinh", show_birth(person.birth) if person.birth else ""),
        ("Giới tính", _SEX.get(person.sex or "", "")),
        ("Số CCCD/CMND/hộ chiếu", "; ".join(papers)),
        ("Nơi ở hiện tại", where),
        ("Điện thoại", "; ".join(person.phones)),
        ("Email", "; ".join(one for one in person.social_accounts if "@" in one)),
        ("Thân nhân, điện thoại", "; ".join(_relatives(facts))),
    ]


def _relatives(facts: AssessmentFacts) -> list[str]:
    named: list[tuple[str | None, str | None]] = [(one.name, one.phone) for one in facts.person.parents]
    named += [(one.name, one.phone) for one in facts.relatives if one.name]
    return [f"{name} ({phone})" if phone else str(name) for name, phone in named]


def _reception(facts: AssessmentFacts) -> list[tuple[str, str]]:
    request, assessment = facts.request, facts.assessment
    is_wish = request is not None and request.ground in ("voluntary", "registering")
    paper = _numbered(request.number, show_date(request.asked_on)) if request else ""
    started = assessment.started_on if assessment else None
    facility = (assessment.facility if assessment else None) or (request.facility if request else None)
    group = assessment.substance_group if assessment else None
    return [
        ("Đơn tự nguyện ngày", paper if is_wish else ""),
        ("Giấy đề nghị số, ngày", "" if is_wish else paper),
        ("Thời điểm tiếp nhận", show_date(started) if started else ""),
        ("Địa điểm", facility or ""),
        ("Loại chất", _GROUPS.get(group or "", "")),
        ("Kết quả xét nghiệm", _tested(facts)),
    ]


def _concluded(assessment: Assessment | None) -> list[tuple[str, str]]:
    if assessment is None:
        return [("Phiếu kết quả số, ngày", ""), ("Số chứng chỉ của người xác định", "")]
    day = show_date(assessment.slip_on) if assessment.slip_on else ""
    return [
        ("Phiếu kết quả số, ngày", _numbered(assessment.slip_number, day)),
        ("Số chứng chỉ của người xác định", assessment.certificate_number or ""),
    ]


def _numbered(number: str | None, day: str) -> str:
    return ", ngày ".join(part for part in (number or "……", day) if part) if day or number else ""


def _tested(facts: AssessmentFacts) -> str:
    test = facts.test
    if test is None:
        return ""
    result = {"positive": "dương tính", "negative": "âm tính", "unclear": "không rõ"}.get(test.result, "")
    return f"Lấy mẫu {show_moment(test.sampled_at)}: {result}" if result else ""


def _signed(office: Office) -> tuple[Block, ...]:
    return office.signature() or (
        Signature((Signer(("THỦ TRƯỞNG CƠ QUAN ĐỀ NGHỊ",), "", "(Ký, ghi rõ họ tên, đóng dấu)"),)),
    )
