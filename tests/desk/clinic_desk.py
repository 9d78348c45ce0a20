"""A desk over a commune with a police and a health account, and made-up assessments and treatments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from app.bootstrap import NewNode, create_node, fixed_clock, open_node
from app.desk.jobs.lane import Lane
from app.desk.shell.desk import Desk
from app.desk.shell.preferences import Preferences
from app.register.assessing import record_assessment, request_assessment
from app.register.clinical import add_note
from app.register.clinical_forms import keep_note
from app.register.entries import record_test
from app.register.people import AddPerson, add_person, save
from app.register.session import Session
from app.register.treatment import miss_days, start_treatment, stop_treatment
from app.vault import keys
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from tests.desk.open_register import NOW, PASSWORD, UNIT, RegisterSession

OFFICER, NURSE = "nguyen.van.an", "tran.thi.binh"
_NAMES = (
    "Đặng Văn Thử", "Chamaléa Thị Mẫu", "Nguyễn Quốc Thí", "Võ Minh Dụ", "Bá Văn Giả", "Phạm Thị Ví",
    "Trần Hữu Tưởng", "Lê Văn Chừng",
)  # fmt: skip
_FACILITY = "Trung tâm Y tế khu vực Ninh Phước"
_LINE = {"q2": "weekly", "q3": "weekly", "q4": "few", "q5": "never", "q6": "past", "q7": "never"}


def make_home(folder: Path) -> Path:
    """The home with everything in it, closed."""
    new = NewNode("C22870", UNIT, "commune", "22870", OFFICER, "police", PASSWORD)
    made = create_node(Home(folder), new, clock=fixed_clock(NOW), limits=REHEARSAL)
    keys.add_user(Home(folder), made.unlocked, NURSE, keys.HEALTH, PASSWORD, limits=REHEARSAL)
    people = [_person(made.session, place, name) for place, name in enumerate(_NAMES)]
    _assessments(made.session, people)
    _treatments(made.session, people)
    made.close()
    with opened(folder, NURSE) as desk:
        _notes(desk.register.session, people)
    return folder


def empty_home(folder: Path) -> Path:
    """A home without anybody, closed."""
    new = NewNode("C22870", UNIT, "commune", "22870", OFFICER, "police", PASSWORD)
    create_node(Home(folder), new, clock=fixed_clock(NOW), limits=REHEARSAL).close()
    return folder


@contextmanager
def opened(folder: Path, user: str = OFFICER) -> Iterator[Desk]:
    """The desk of an account; closed and waited for at the end."""
    register = RegisterSession(
        open_node(Home(folder), user, PASSWORD, clock=fixed_clock(NOW), limits=REHEARSAL)
    )
    lane = Lane()
    try:
        yield Desk(register, lane, Preferences())
    finally:
        lane.close(register.close)


def _person(session: Session, place: int, name: str) -> str:
    sex = "female" if "Thị" in name else "male"
    fields: dict[str, Any] = {"name": name, "birth": f"{1980 + place * 2}", "sex": sex}
    fields |= {"papers": [{"sort": "cccd", "number": f"0000{80 + place * 2:02}{place:06}"}]}
    address = {"sort": "present", "hamlet": f"Thôn {('Đông', 'Tây', 'Phú')[place % 3]}", "text": "Số 12"}
    status = {"status": "U-QL" if place < 5 else "A-TT", "since": "2025-12-05"}
    person = add_person(session, AddPerson(fields, address, status, None))[0]
    relation = {"person": person, "sort": "parent", "name": "Nguyễn Thị Hiền", "phone": "0900000000"}
    save(session, "relation", "", relation)
    return person


def _assessments(session: Session, people: list[str]) -> None:
    for place, person in enumerate(people[:5]):
        record_test(
            session,
            {
                "id": f"test{place}",
                "person": person,
                "sampled_at": f"2026-11-{10 + place}T09:15:00+07:00",
                "panel": [{"substance": "heroin", "result": "positive"}],
                "place": "Trụ sở Công an xã",
                "taken_by": "Trần Thị Bình",
            },
        )
        fields = {
            "id": f"req{place}",
            "person": person,
            "asked_on": f"2026-11-{12 + place}",
            "ground": "managed",
            "facility": _FACILITY,
            "number": f"{place + 21}/ĐN-CAX",
            "by": "Nguyễn Văn An",
            "test": f"test{place}",
        }
        if place:
            fields["scheduled_at"] = f"2026-11-{19 + place * 2}T08:00:00+07:00"
        request_assessment(session, fields)
    for place, conclusion, more in (
        (3, "observing", {}),
        (
            4,
            "addicted",
            {"certificate_number": "0123/CCĐT", "slip_number": "45/PKQ", "slip_on": "2026-11-22"},
        ),
    ):
        record_assessment(
            session,
            {
                "id": f"ass{place}",
                "person": people[place],
                "request": f"req{place}",
                "conclusion": conclusion,
                "started_on": "2026-11-19",
                "concluded_on": "2026-11-22",
                "practitioner": "BS. Phan Văn Mẫn",
                "substance_group": "opioid",
            }
            | more,
        )


def _treatments(session: Session, people: list[str]) -> None:
    for place, since in ((5, "2025-09-15"), (6, "2026-08-03"), (7, "2026-02-01")):
        start_treatment(
            session,
            {
                "id": f"tre{place}",
                "person": people[place],
                "facility": _FACILITY,
                "site": "Trạm Y tế xã Ninh Phước",
                "code": f"MMT-00{place}",
                "started_on": since,
                "next_on": f"2026-11-{20 + place}",
            },
        )
    miss_days(session, "tre6", [date(2026, 11, day) for day in (16, 17, 18, 19, 20)], "Đi làm xa")
    stop_treatment(session, "tre7", date(2026, 10, 30), "quit", "Không đến từ ngày 20/10")


def _notes(session: Session, people: list[str]) -> None:
    content = {
        "substance_group": "opioid",
        "criteria": ["1", "3", "6"],
        "lasting": "yes",
        "signs": [{"group": "opioid", "sign": "craving"}, {"group": "opioid", "sign": "yawning"}],
        "observations": [
            {"on": "2026-11-20", "seen": "Ngáp nhiều, chảy nước mắt, đau cơ", "by": "ĐD. Lan"},
            {"on": "2026-11-21", "seen": "Mất ngủ, thèm thuốc", "by": "ĐD. Lan"},
        ],
        "assist_version": "3.1",
        "assist": [{"substance": "opioids", **_LINE}],
        "assist_injected": "past",
        "own": "Đủ tiêu chuẩn về thèm nhớ, dung nạp và hội chứng cai.",
    }
    for place in (3, 4):
        outer = {
            "id": f"note{place}",
            "person": people[place],
            "noted_on": "2026-11-22",
            "request": f"req{place}",
        }
        keep_note(session, outer, content)
    for day, dose, phase in (("2026-08-03", "30", "induction"), ("2026-10-12", "70", "maintenance")):
        about = {"person": people[6], "noted_on": day, "treatment": "tre6"}
        add_note(
            session,
            "treatment_detail",
            about,
            {"drug": "methadone", "dose_mg": dose, "phase": phase, "note": "Dung nạp tốt"},
        )
