"""Made-up places, incidents, cultivation, dealers, tips and newcomers: what the police of a commune keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.kinds.names import MadeUpPerson
from app.register.made_up.entries import Entries
from app.register.made_up.things import hamlet

_MADE_UP = "Dữ liệu giả để tập huấn."
_PLACES = (
    ("Khu đất trống sau chợ", "at_risk", "suspected"),
    ("Dãy nhà trọ cuối ngõ 12", "at_risk", "listed"),
    ("Bãi gửi xe ven đê", "complex", "listed"),
    ("Khu nhà xưởng bỏ không", "complex", "listed"),
    ("Quán cà phê đèn mờ đầu ngõ 5", "hot_spot", "listed"),
    ("Phòng hát tầng hai", "business", "listed"),
    ("Căn hộ cho thuê tầng 5", "use", "listed"),
    ("Xe tải nhỏ chạy đêm", "vehicle", "suspected"),
)
_OFFENCES = {
    "trade": "Mua bán trái phép chất ma túy",
    "store": "Tàng trữ trái phép chất ma túy",
    "transport": "Vận chuyển trái phép chất ma túy",
    "organise": "Tổ chức sử dụng trái phép chất ma túy",
}
_SEIZED = (("heroin", 2, "g"), ("ats", 45, "tablet"), ("ketamine", 3, "g"), ("cannabis", 120, "g"))
_PART = {"trade": "dealer", "store": "dealer", "transport": "dealer", "organise": "harbourer"}
_SERIOUSNESS = ("minor", "serious", "serious", "very")
#: How long ago cases began that are tried by now.
_TRIED_AFTER = 100
_LOOKED = ("Không phát hiện vi phạm", "Đã nhắc nhở chủ cơ sở")
_TIPS = (
    ("mailbox", "Có người lạ tụ tập ban đêm ở khu đất trống sau chợ."),
    ("hotline", "Phòng trọ cuối ngõ có mùi lạ, người ra vào bất thường."),
    ("person", "Gia đình đề nghị giúp đỡ con đi xác định tình trạng nghiện."),
    ("hotline", "Quán ở đầu ngõ 5 có thể có người sử dụng trái phép chất ma túy."),
)
_NEWCOMERS = (
    ("worker", "Tỉnh ngoài", "Công trường xây dựng"),
    ("worker", "Tỉnh ngoài", "Xưởng may"),
    ("prison", "Trại giam", None),
    ("rehab", "Cơ sở cai nghiện", None),
    ("education_facility", "Cơ sở giáo dục bắt buộc", None),
    ("abroad", "Nước ngoài", None),
)


def add_places(made: Entries, complex_resolved: int, at_risk_resolved: int, officers: Sequence[str]) -> None:
    """Places that are watched, with their inspections, and so many of each sort resolved in the month."""
    for name, sort, state in _PLACES:
        since = made.back(made.rng.randint(120, 500))
        _place(made, name, sort, since, officers, state=state)
    for sort, n in (("complex", complex_resolved), ("at_risk", at_risk_resolved)):
        for number in range(n):
            done = made.in_month()
            _place(made, f"Điểm số {number + 1} ven đường gom", sort, made.back(400), officers, resolved=done)


def _place(
    made: Entries,
    name: str,
    sort: str,
    since: date,
    officers: Sequence[str],
    *,
    state: str = "listed",
    resolved: date | None = None,
) -> None:
    officer = made.rng.choice(officers)
    steps: list[tuple[str, date, str | None]] = [("suspected", since, None)]
    if state == "listed":
        steps.append(("listed", since + timedelta(days=20), "KH-CA"))
    changes = [_change(made, *step) for step in steps]
    record = made.add(
        "place", since, name=name, sort=sort, hamlet=hamlet(made), since=since, state=state,
        owner="Chủ cơ sở (tập huấn)" if sort == "business" else None, officer=officer, changes=changes,
        inspections=_looks(made, officer, resolved or made.day), note=_MADE_UP,
    )  # fmt: skip
    if resolved:
        changes = [*changes, _change(made, "resolved", resolved, "BC-CA")]
        made.again("place", record, resolved, state="resolved", resolved_on=resolved, changes=changes)


def _change(made: Entries, state: str, on: date, document: str | None) -> dict[str, str]:
    """A step in the life of a place; a suspicion rests on no document."""
    change = {"on": on.isoformat(), "state": state}
    return change | {"document": made.number("place", on, document)} if document else change


def _looks(made: Entries, officer: str, last: date) -> list[dict[str, str]]:
    """Two inspections of the last months, up to a day."""
    days = sorted(made.back(n) for n in made.rng.sample(range(5, 110), 2))
    return [
        {"on": on.isoformat(), "by": officer, "result": made.rng.choice(_LOOKED)} for on in days if on <= last
    ]


def add_incidents(
    made: Entries, prosecuted: int, crowd: Sequence[MadeUpPerson], known: Sequence[str]
) -> None:
    """So many cases prosecuted in the month, two earlier ones, one not prosecuted yet, one administrative.

    ``crowd``: people outside the register who take part; ``known``: people of the register found using.
    """
    made_so: list[tuple[str, str, date]] = []
    for _ in range(prosecuted):
        on = made.in_month()
        made_so.append(_case(made, max(on - timedelta(days=made.rng.randint(0, 6)), made.back(60)), on))
    for back in (70, 150):
        made_so.append(_case(made, made.back(back + 5), made.back(back)))
    made_so.append(_case(made, made.in_month(), None))
    for (incident, act, on), who in zip(made_so, crowd, strict=False):
        _part(made, incident, on, _PART[act], who, arrested=True)
        _part(made, incident, on, "witness", None)
    on = made.in_month()
    fined = made.add(
        "incident", on, sort="administrative", detected_on=on, act="use", offence="Sử dụng trái phép chất ma túy",
        number=made.number("fine", on, "BB-VPHC"), stage="closed", outcome="fined", hamlet=hamlet(made),
        seriousness="minor", note=_MADE_UP,
    )  # fmt: skip
    for person in known[:2]:
        made.add("involvement", on, incident=fined, person=person, part="user", since=on, is_resident=True)
    places = made.of("place")
    if places and known:
        place = made.rng.choice(places)
        made.add(
            "involvement", made.back(30), place=place.id, person=known[-1], part="user", since=made.back(30),
            is_resident=True,
        )  # fmt: skip


def _case(made: Entries, detected: date, prosecuted: date | None) -> tuple[str, str, date]:
    """One criminal case as it stands; its id, act and the day it was found."""
    act = made.rng.choice(list(_OFFENCES))
    substance, amount, unit = made.rng.choice(_SEIZED)
    is_tried = prosecuted is not None and (made.day - prosecuted).days > _TRIED_AFTER
    first: dict[str, Any] = {
        "sort": "case",
        "detected_on": detected,
        "number": made.number("case", detected, "VA-CA"),
        "act": act,
        "offence": _OFFENCES[act],
        "seriousness": made.rng.choice(_SERIOUSNESS),
        "stage": "detected",
        "offenders": made.rng.choice((1, 1, 1, 2, 3)),
        "seizures": [{"substance": substance, "amount": amount * made.rng.randint(1, 9), "unit": unit}],
        "hamlet": hamlet(made),
        "place": made.rng.choice(made.of("place")).id if made.rng.random() < 0.4 else None,
        "note": _MADE_UP,
    }
    record = made.add("incident", detected, **first)
    if prosecuted:
        made.again(
            "incident", record, prosecuted, stage="prosecuted", prosecuted_on=prosecuted, outcome="prosecuted"
        )
    if prosecuted and is_tried:
        tried = prosecuted + timedelta(days=_TRIED_AFTER - 10)
        made.again("incident", record, tried, stage="tried", tried_on=tried)
    return record, act, detected


def _part(
    made: Entries, incident: str, on: date, part: str, who: MadeUpPerson | None, *, arrested: bool = False
) -> None:
    made.add(
        "involvement",
        on,
        incident=incident,
        name=who.name if who else "Người chứng kiến (tập huấn)",
        part=part,
        since=on,
        arrested_on=on if arrested else None,
        is_resident=made.rng.random() < 0.5 if who else None,
        note=_MADE_UP,
    )


def add_dealers(made: Entries, crowd: Sequence[MadeUpPerson], known: Sequence[str]) -> None:
    """Two on the list of retail dealers, one taken off it; one is in the register as a user too."""
    places = made.of("place")
    for n, who in enumerate(crowd[:3]):
        since = made.back(made.rng.randint(90, 400))
        person = known[0] if known and n == 1 else None
        made.add(
            "retail_dealer",
            since,
            person=person,
            name=None if person else who.name,
            since=since,
            until=made.back(40) if n == 0 else None,
            ground="Tài liệu trinh sát đã kiểm tra",
            hamlet=hamlet(made),
            place=places[n].id if places else None,
            note=_MADE_UP,
        )


def add_cultivation(made: Entries) -> None:
    """Plants found and destroyed, and some found a few days ago."""
    for back, species, plants, area, gone in (
        (200, "cannabis", 34, 12, True),
        (90, "poppy", 60, 25, True),
        (4, "cannabis", 9, 4, False),
    ):
        found = made.back(back)
        record = made.add(
            "cultivation", found, species=species, detected_on=found, plants=plants, area_m2=area,
            hamlet=hamlet(made), grower="Chưa xác định", note=_MADE_UP,
        )  # fmt: skip
        if gone:
            made.again(
                "cultivation", record, found + timedelta(days=1), destroyed_on=found + timedelta(days=1)
            )


def add_tips(made: Entries, officers: Sequence[str]) -> None:
    """Tips from mailboxes and the hotline; the last one is not handled yet."""
    boxes = made.of("mailbox")
    for n, (channel, content) in enumerate(_TIPS):
        on = made.back(3 if n == len(_TIPS) - 1 else made.rng.randint(20, 200))
        record = made.add(
            "tip", on, received_at=made.moment(on), channel=channel, content=content,
            mailbox=boxes[n].id if channel == "mailbox" and boxes else None,
        )  # fmt: skip
        if n < len(_TIPS) - 1:
            done = on + timedelta(days=made.rng.randint(1, 6))
            made.again(
                "tip", record, done, handled_on=done, handled_by=made.rng.choice(officers),
                result="Đã xác minh, chuyển tổ công tác theo dõi.",
            )  # fmt: skip


def add_newcomers(made: Entries, crowd: Sequence[MadeUpPerson]) -> None:
    """Workers from other provinces and people who came back: checked, referred, one still to be checked."""
    for n, ((sort, from_where, work), who) in enumerate(zip(_NEWCOMERS, crowd, strict=False)):
        since = made.back(2 if n == 1 else made.rng.randint(15, 200))
        checked = since + timedelta(days=5)
        is_back = work is None
        made.add(
            "newcomer",
            since,
            sort=sort,
            name=who.name,
            birth=who.birth,
            from_where=from_where,
            since=since,
            hamlet=hamlet(made),
            work=work,
            checked_on=checked if made.has_come(checked) else None,
            check_result="Chấp hành tốt, chưa phát hiện vi phạm" if made.has_come(checked) else None,
            referred_on=checked + timedelta(days=3) if is_back else None,
            referred_to="Trung tâm dịch vụ việc làm" if is_back else None,
            note=_MADE_UP,
        )
