"""One made-up person with everything that the forms of Decree 105/2021 ask for, in a real register."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from app.bootstrap import NewNode, Opened, create_node, fixed_clock
from app.kinds.dates import VIETNAM
from app.register.people import AddPerson, add_person, save
from app.register.session import Session
from app.vault.derive import REHEARSAL
from app.vault.home import Home

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=VIETNAM)
#: The day of papers under law 73/2021 and of those under law 120/2025.
OLD, NEW = date(2026, 2, 5), date(2026, 9, 2)
PERSON = {
    "name": "Nguyễn Văn Thạnh Ưởng",
    "other_names": ["Tư Ưởng"],
    "sex": "male",
    "birth": "1994-05-02",
    "birth_place": "Trạm y tế xã Phước Dân",
    "home_town": "xã Ninh Phước, tỉnh Khánh Hòa",
    "papers": [
        {
            "sort": "cccd",
            "number": "000094000123",
            "issued_on": "2021-04-09",
            "issued_by": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
        }
    ],
    "ethnicity": "cham",
    "religion": "Bà la môn",
    "nationality": "Việt Nam",
    "education": "lower_secondary",
    "occupation": "Thợ hồ",
    "workplace": "Đội xây dựng thôn Phú Thọ",
    "phones": ["0900000123"],
    "social_accounts": ["zalo: 0900000123"],
    "parents": [
        {"relation": "parent", "name": "Nguyễn Văn Đệ", "number": "000065000321", "sex": "male"},
        {"relation": "parent", "name": "Đặng Thị Ngữ", "sex": "female"},
    ],
    "substances": ["heroin", "ats"],
    "route": ["inhale"],
    "first_use": "2019",
    "frequency": "weekly",
    "dose": "khoảng 0,1 gam",
    "rehab_before": 1,
    "psychosis_signs": [{"on": "2025-12-01", "note": "nói một mình"}],
}


def make_office(folder: Path) -> Opened:
    """A new commune register with the cheapest keys."""
    new = NewNode(
        "C22870", "Công an xã Ninh Phước, tỉnh Khánh Hòa", "commune", "22870", "nguyen.van.an", "police",
        "bốn con thuyền neo bến",
    )  # fmt: skip
    return create_node(Home(folder), new, clock=fixed_clock(NOW), limits=REHEARSAL)


def add_everything(session: Session) -> str:
    """The person, with detection, test, decisions, a move and an earlier measure; returns their id."""
    person, _changed = add_person(session, AddPerson(PERSON))
    for sort, text in (("permanent", "Số 12, thôn Phú Thọ"), ("present", "Nhà trọ Bảy Hiền, thôn Đông Hải")):
        address = {"person": person, "sort": sort, "text": text, "unit": "22870", "since": "2010-01-01"}
        save(session, "address", f"adr-{sort}", address)
    _events(session, person)
    _decisions(session, person)
    save(
        session,
        "absence",
        "move",
        {
            "person": person,
            "sort": "move_out",
            "left_at": "2026-02-03T06:30:00+07:00",
            "unit": "22759",
            "unit_name": "phường Phan Rang, tỉnh Khánh Hòa",
        },
    )
    measure = {
        "person": person, "sort": "drug_fine", "decided_on": "2024-03-08", "number": "11/QĐ-XPHC",
        "office": "Công an xã Ninh Phước", "note": "phạt tiền",
    }  # fmt: skip
    save(session, "prior_measure", "fine", measure)
    return person


def _events(session: Session, person: str) -> None:
    save(
        session,
        "detection",
        "seen",
        {
            "person": person,
            "detected_at": "2026-01-27T22:15:00+07:00",
            "place": "nhà trọ Bảy Hiền, thôn Đông Hải",
            "ground": "h",
            "by": "Tổ tuần tra Công an xã",
            "summary": "Bị bắt quả tang đang sử dụng trái phép chất ma túy cùng hai người khác; thu giữ dụng cụ.",
            "statement_taken": True,
            "residence_verified_on": "2026-01-29",
            "residence_stable": True,
        },
    )
    save(
        session,
        "drug_test",
        "test",
        {
            "person": person,
            "sampled_at": "2026-01-27T23:05:00+07:00",
            "place": "Trụ sở Công an xã",
            "sample": "urine",
            "method": "rapid",
            "kit_name": "Test nhanh 4 chất",
            "kit_lot_number": "T4-2611",
            "kit_expiry": "2027-01-31",
            "panel": [
                {"substance": "heroin", "result": "negative"},
                {"substance": "ats", "result": "positive"},
            ],
            "result": "positive",
            "ground": "h",
            "taken_by": "Trần Thị Bình",
            "taken_by_post": "Cán bộ",
            "slip_number": "03/PKQ",
        },
    )


def _decisions(session: Session, person: str) -> None:
    team = [
        {"name": "Lê Hoàng Nam", "post": "Thiếu tá", "part": "Tổ trưởng"},
        {"name": "Bá Văn Hiền", "post": "Trưởng thôn Phú Thọ", "part": "Tổ phó"},
        {"name": "Đặng Thị Ngữ", "post": "mẹ", "part": "Tổ viên", "is_helper": True},
        {"name": "Võ Thị Lành", "post": "Hội Liên hiệp Phụ nữ xã", "part": "Tổ viên"},
    ]
    managed = {
        "person": person, "sort": "manage_user", "number": "07/QĐ-UBND", "decided_on": "2026-01-30",
        "effective_from": "2026-01-30", "signatory": "Lê Văn Thuận", "signatory_post": "Phó Chủ tịch",
        "test": "test", "team": team, "regime": "L73",
    }  # fmt: skip
    save(session, "decision", "managed", managed)
    save(
        session,
        "status_period",
        "period",
        {"person": person, "status": "U-QL", "since": "2026-01-30", "opened_by": "managed"},
    )


def add_ending(session: Session, person: str, sort: str, on: date, ground: str = "") -> None:
    """A decision that stops, ends or suspends management."""
    fields = {"person": person, "sort": sort, "decided_on": on.isoformat(), "signatory": "Phạm Thị Hoà"}
    if ground:
        fields["ground"] = ground
    save(session, "decision", f"{sort}-{on.isoformat()}", fields)
