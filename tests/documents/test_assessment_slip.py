"""Papers of an assessment: every field of the sheet, nothing ticked that was not entered, blanks to write on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest

from app.documents.assessment_slip import Observed, request_paper, summary_paper
from app.documents.blocks import Ticks
from app.documents.office import Office
from app.documents.pdf import pdf_bytes
from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.dates import VIETNAM
from app.kinds.people import Address, Paper, Parent, Person, Relation
from app.kinds.testing import DrugTest
from app.register.assessing import AssessmentFacts, GroundLine
from tests.documents.conftest import AT
from tests.documents.test_pdf import flat, words

PERSON = Person(
    id="p1",
    name="Đặng Quốc Ưng",
    birth="1990-05-12",
    sex="male",
    papers=(Paper(sort="cccd", number="079090000123", issued_on=date(2021, 3, 4), issued_by="Cục CSQLHC"),),
    phones=("0900000001",),
    social_accounts=("ung@thu.example",),
    parents=(Parent(relation="parent", name="Nguyễn Thị Hiền", phone="0900000002"),),
)
REQUEST = AssessmentRequest(
    id="r1",
    person="p1",
    asked_on=date(2026, 11, 12),
    ground="managed",
    by="Trần Thị B",
    number="21/ĐN-CAX",
    facility="Trung tâm Y tế khu vực",
    scheduled_at=datetime(2026, 11, 19, 8, 0, tzinfo=VIETNAM),
)
ASSESSMENT = Assessment(
    id="a1",
    person="p1",
    request="r1",
    facility="Trung tâm Y tế khu vực",
    practitioner="Phan Văn Mẫn",
    certificate_number="0123/CCĐT",
    substance_group="opioid",
    started_on=date(2026, 11, 19),
    concluded_on=date(2026, 11, 22),
    conclusion="addicted",
    slip_number="45/PKQ",
    slip_on=date(2026, 11, 22),
)
FACTS = AssessmentFacts(
    person=PERSON,
    address=Address(id="d1", person="p1", sort="present", text="Số 12", hamlet="Thôn Đông"),
    relatives=(Relation(id="l1", person="p1", sort="spouse", name="Lê Thị Mơ"),),
    request=REQUEST,
    test=DrugTest(
        id="t1",
        person="p1",
        sampled_at=datetime(2026, 11, 10, 9, 15, tzinfo=VIETNAM),
        result="positive",
    ),
    assessment=ASSESSMENT,
    ground=GroundLine(
        "managed", "Đang trong thời hạn quản lý mà bị phát hiện sử dụng", "Luật 120/2025/QH15 Điều 31"
    ),
)


def test_the_request_names_person_ground_test_and_appointment(office: Office) -> None:
    text = flat(pdf_bytes(request_paper(FACTS, office, AT))[0])
    for part in (
        "GIẤY ĐỀ NGHỊ", "Kính gửi: Trung tâm Y tế khu vực", "Đặng Quốc Ưng", "12/05/1990", "Nam", "079090000123",
        "04/03/2021", "Số 12, Thôn Đông", "Nguyễn Thị Hiền (0900000002)", "Lê Thị Mơ", "Điều 31",
        "10/11/2026 09:15", "dương tính", "21/ĐN-CAX, ngày 12/11/2026", "19/11/2026 08:00", "Trần Thị B",
    ):  # fmt: skip
        assert part in text, part
    assert words(pdf_bytes(request_paper(FACTS, office, AT))[0]).count("\f") == 1


def test_the_sheet_has_every_field_of_annex_3(office: Office) -> None:
    observed = (Observed("20/11/2026", "Ngáp nhiều, chảy nước mắt", "ĐD. Lan"),)
    text = flat(pdf_bytes(summary_paper(FACTS, office, AT, observed=observed))[0])
    for part in (
        "PHIẾU TỔNG HỢP THEO DÕI", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số CCCD/CMND/hộ chiếu",
        "Nơi ở hiện tại", "Điện thoại", "Email", "ung@thu.example", "Thân nhân, điện thoại", "Đơn tự nguyện ngày",
        "Giấy đề nghị số, ngày", "Thời điểm tiếp nhận", "19/11/2026", "Địa điểm", "Loại chất",
        "Chất dạng thuốc phiện", "II. Kết quả theo dõi", "Ngáp nhiều, chảy nước mắt", "ĐD. Lan",
        "III. Kết luận", "45/PKQ, ngày 22/11/2026", "0123/CCĐT", "Phan Văn Mẫn",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("conclusion", ["addicted", "not_addicted", "observing", None])
def test_only_what_was_entered_is_ticked(office: Office, conclusion: str | None) -> None:
    entered = None if conclusion is None else replace_conclusion(conclusion)
    paper = summary_paper(replace(FACTS, assessment=entered), office, AT)
    ticks = next(block for block in paper.blocks if isinstance(block, Ticks))
    order = ("addicted", "not_addicted", "observing")
    assert [chosen for chosen, _text in ticks.items] == [code == conclusion for code in order]


def replace_conclusion(conclusion: str) -> Assessment:
    return msgspec.structs.replace(ASSESSMENT, conclusion=conclusion)


def test_what_is_not_known_is_a_line_to_write_on(office: Office) -> None:
    bare = AssessmentFacts(Person(id="p", name="Vũ Ế", birth="1990"), None, (), None, None, None, None)
    text = flat(pdf_bytes(summary_paper(bare, office, AT))[0])
    assert "Vũ Ế" in text and "None" not in text
    assert words(pdf_bytes(summary_paper(bare, office, AT))[0]).count("\f") == 1
    with pytest.raises(ValueError, match="request"):
        request_paper(bare, office, AT)


def test_a_wish_goes_on_the_line_of_the_wish(office: Office) -> None:
    wish = replace(
        FACTS, request=msgspec.structs.replace(REQUEST, ground="voluntary", number=None), assessment=None
    )
    paper = summary_paper(wish, office, AT)
    pairs = dict(pair for block in paper.blocks if hasattr(block, "pairs") for pair in block.pairs)
    assert pairs["Đơn tự nguyện ngày"] == "……, ngày 12/11/2026" and pairs["Giấy đề nghị số, ngày"] == ""


def test_no_name_is_in_the_title_of_the_file(office: Office) -> None:
    for paper in (request_paper(FACTS, office, AT), summary_paper(FACTS, office, AT)):
        assert "Ưng" not in paper.title
