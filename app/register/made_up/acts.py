"""The single things that are recorded of a made-up person: a detection, a test, a decision, a visit, a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.kinds.dates import VIETNAM
from app.register.made_up.entries import Entries

_PLACES = (
    "Khu vực chợ",
    "Dãy nhà trọ cuối ngõ 12",
    "Quán nước ven đê",
    "Bãi gửi xe",
    "Phòng hát tầng hai",
    "Nơi ở",
)
_WHAT = (
    "Tổ tuần tra kiểm tra hành chính, người này có biểu hiện nghi sử dụng trái phép chất ma túy.",
    "Quần chúng báo tin, tổ công tác đã xác minh và mời về trụ sở làm việc.",
    "Người này tự đến trình báo việc sử dụng và đề nghị được giúp đỡ.",
    "Phát hiện tại nơi có nhiều người tụ tập, qua kiểm tra có dấu vết sử dụng.",
)
_FOUND = (
    "Có mặt tại nơi cư trú, việc làm ổn định.",
    "Gia đình cho biết không có biểu hiện bất thường.",
    "Đang tìm việc, đề nghị giới thiệu học nghề.",
    "Sức khỏe bình thường, hợp tác.",
    "Đi làm đều, giữ liên lạc với tổ dân phố.",
)
_WORK = ("Có việc làm đều", "Việc làm theo thời vụ", "Đang học nghề", "Chưa có việc làm")
_FAMILY = ("Gia đình quan tâm, động viên", "Sống cùng cha mẹ", "Vợ chồng hòa thuận", "Sống một mình")
_ADVICE = "Nhắc lịch gặp tiếp theo; giới thiệu lớp tư vấn của trạm y tế."
#: Who signs: office, post, end of the paper's number.
_SIGNERS = {
    "chair": ("Ủy ban nhân dân", "Chủ tịch Ủy ban nhân dân", "QĐ-UBND"),
    "police_chief": ("Công an cấp xã", "Trưởng Công an cấp xã", "QĐ-CA"),
    "province_police": ("Công an cấp tỉnh", "Giám đốc Công an cấp tỉnh", "QĐ-CAT"),
    "court": ("Tòa án nhân dân", "Thẩm phán", "QĐ-TA"),
    "facility": ("Cơ sở cai nghiện", "Giám đốc", "GXN-CSCN"),
}


@dataclass(frozen=True, slots=True)
class Team:
    """Who works in the commune, and its code; ``signers``: the name behind each office."""

    officers: tuple[str, ...]
    unit: str
    signers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sort:
    """A person's situation. ``since_back``/``visit_back``: days ago it began and the last visit was.

    ``flaw``: decision, residence or birth, which is then not recorded.
    """

    name: str
    since_back: int = 0
    visit_back: int = 0
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up person as their story is told: the record's id, name, sex, who is in charge."""

    made: Entries
    team: Team
    person: str
    name: str
    sex: str
    officer: str
    hamlet: str
    flaw: str = ""
    minor: bool = False

    def other_officer(self) -> str:
        """A second officer, for a witness."""
        return next((o for o in self.team.officers if o != self.officer), self.officer)


def status(case: Case, code: str, since: date, until: date | None = None, **more: Any) -> str:
    """A status under the law of the day it began, entered when it began or, once ended, when it ended."""
    regime = case.made.pack(since).id
    return case.made.add(
        "status_period",
        until if until and case.made.has_come(until) else since,
        person=case.person,
        status=code,
        since=since,
        until=until,
        regime=regime,
        **more,
    )


def detect(
    case: Case, at: datetime, ground: str, *, stable: bool = True, notified: datetime | None = None
) -> str:
    """A detection; residence is verified and the commune told as the law of the day has it."""
    made, on = case.made, at.date()
    verified = made.kept("user_management.verify_residence", on) if notified is None else on
    told = notified or made.moment(made.working(made.kept("user_management.notify", verified)), 14)
    return made.add(
        "detection",
        on,
        person=case.person,
        detected_at=at,
        place=made.rng.choice(_PLACES),
        ground=ground,
        by="Tổ tuần tra Công an",
        summary=_WHAT[2] if ground == "g" else made.rng.choice(_WHAT[:2] + _WHAT[3:]),
        statement_taken=True,
        residence_verified_on=verified,
        residence_stable=stable,
        notified_at=max(told, at),
        notice_number=made.number("notice", on, "TB-CA"),
    )


def sampled(
    case: Case,
    at: datetime,
    result: str,
    ground: str = "scheduled",
    received: datetime | None = None,
    **more: Any,
) -> str:
    """A test with a kit that was there on the day; a refusal has no results per substance."""
    made, on = case.made, at.date()
    took_place = result in ("negative", "positive", "unclear")
    kit = _kit(made, on) if took_place else None
    panel = kit["panel"] if kit else ["heroin", "ats"]
    found = made.rng.choice(panel) if result == "positive" else ""
    used: dict[str, Any] = {}
    if kit:
        used = {
            "kit": kit["id"],
            "kit_name": kit["name"],
            "kit_lot_number": kit["lot"],
            "kit_expiry": kit["expiry"],
        }
    lines = [{"substance": s, "result": "positive" if s == found else "negative"} for s in panel]
    return made.add(
        "drug_test",
        on,
        person=case.person,
        sampled_at=at,
        place="Trụ sở Công an",
        panel=lines if took_place and result != "unclear" else None,
        result=result,
        ground=ground,
        taken_by=case.officer,
        taken_by_post="Cán bộ",
        witness=case.other_officer(),
        supervisor=case.officer if took_place else None,
        received_at=received,
        slip_number=made.number("slip", on, "PKQ") if took_place else None,
        **used,
        **more,
    )


def _kit(made: Entries, on: date) -> dict[str, Any] | None:
    """A lot that was there on the day, not expired and with enough left."""
    fitting = [
        {**lot.fields, "id": lot.id}
        for lot in made.of("kit_lot")
        if lot.fields["received_on"] <= on.isoformat() <= lot.fields["expiry"]
        and made.uses.get(lot.id, 0) < lot.fields["quantity"] - 4
    ]
    if not fitting:
        return None
    chosen = made.rng.choice(fitting)
    made.uses[chosen["id"]] = made.uses.get(chosen["id"], 0) + 1
    return chosen


def decide(
    case: Case,
    sort: str,
    on: date,
    *,
    since: date | None = None,
    until: date | None = None,
    signer: str = "",
    **more: Any,
) -> str:
    """A decision, signed by whom the law of its day names."""
    made = case.made
    pack = made.pack(on)
    known = pack.decisions.get(sort)
    office, post, end = _SIGNERS[signer or (known.signer if known and known.signer in _SIGNERS else "chair")]
    return made.add(
        "decision",
        on,
        person=case.person,
        sort=sort,
        number=made.number(sort, on, end) if case.flaw != "decision" else None,
        decided_on=on,
        office=office,
        signatory=case.team.signers.get(post),
        signatory_post=post,
        effective_from=since or on,
        effective_until=until,
        bases=[f"{known.article}"] if known else None,
        regime=pack.id,
        team=_management_team(case) if sort == "manage_user" else None,
        **more,
    )


def _management_team(case: Case) -> list[dict[str, Any]]:
    return [
        {"name": case.officer, "post": "Công an cấp xã", "part": "Tổ trưởng"},
        {"name": f"Trưởng {case.hamlet.lower()}", "part": "Tổ phó"},
        {"name": "Hội Phụ nữ", "part": "Tổ viên"},
        {"name": "Đội công tác xã hội tình nguyện", "part": "Tổ viên", "is_helper": True},
    ]


def visit(case: Case, on: date, *, signs: bool = False, next_in: int = 0) -> str:
    """A visit at which the person was met."""
    made = case.made
    return made.add(
        "visit",
        on,
        person=case.person,
        visited_on=on,
        by=case.officer,
        place=made.rng.choice(("home", "home", "office", "work")),
        present=True,
        residence="Đúng nơi đăng ký",
        work=made.rng.choice(_WORK),
        family=made.rng.choice(_FAMILY),
        relapse_signs=signs,
        found=made.rng.choice(_FOUND),
        advice=_ADVICE,
        next_on=on + timedelta(days=next_in) if next_in else None,
    )


def check(case: Case, on: date, present: bool, way: str = "roll_call", said: str | None = None) -> str:
    """A roll call or a look in person."""
    return case.made.add(
        "presence_check",
        on,
        person=case.person,
        checked_on=on,
        way=way,
        present=present,
        said_to_be=said,
        by=case.officer,
    )


def breach(case: Case, of: str, sort: str, on: date, time: int, consequence: str) -> str:
    """A breach with its record, which is made the same or the next day."""
    record_on = case.made.working(on)
    return case.made.add(
        "breach",
        record_on,
        person=case.person,
        obligation=of,
        sort=sort,
        happened_on=on,
        record_number=case.made.number("breach", record_on, "BB-VP"),
        record_on=record_on,
        time=time,
        consequence=consequence,
    )


def request(case: Case, on: date, ground: str, tested: str | None) -> str:
    """The commune asks a facility for an assessment."""
    made = case.made
    return made.add(
        "assessment_request",
        on,
        person=case.person,
        asked_on=on,
        ground=ground,
        by="Công an cấp xã",
        number=made.number("assessment", on, "ĐN-CA"),
        facility="Trung tâm Y tế khu vực",
        test=tested,
        scheduled_at=datetime.combine(on + timedelta(days=1), datetime.min.time(), VIETNAM).replace(hour=8),
    )


def assess(case: Case, asked: str, on: date, conclusion: str, group: str = "") -> str:
    """What the facility concluded; its result comes to the commune on the same day."""
    made = case.made
    found = made.due("assessment.valid", on)
    asked_on = date.fromisoformat(made.find(asked).fields["asked_on"])
    return made.add(
        "assessment",
        on,
        person=case.person,
        request=asked,
        facility="Trung tâm Y tế khu vực",
        practitioner="Bác sĩ được dựng lên để tập huấn",
        certificate_number="CC-TH-0001",
        substance_group=group or made.rng.choice(("opioid", "stimulant")),
        started_on=max(on - timedelta(days=made.rng.randint(0, 3)), asked_on),
        concluded_on=on,
        conclusion=conclusion,
        slip_number=made.number("slip-assessment", on, "PKQ-XĐ"),
        slip_on=on,
        valid_until=found if conclusion == "addicted" else None,
        received_at=made.moment(on, 14),
    )


def contacts(case: Case, since: date, last: date) -> None:
    """Visits about once a month up to the last one, and now and then a negative test."""
    on = last
    tested = case.made.rng.randint(0, 2)
    for n in range(4):
        if on <= since:
            return
        visit(case, on)
        if n == tested:
            sampled(case, case.made.moment(on), "negative")
        on -= timedelta(days=case.made.rng.randint(26, 32))
