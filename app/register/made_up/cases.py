"""Made-up people in the situations a commune meets: under management, in treatment, back home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from app.kinds.names import MadeUpPerson
from app.law.calendar import add_months
from app.register.made_up.entries import Entries
from app.register.made_up.things import hamlet

_NOTE = "Người được dựng lên để tập huấn, không có thật."
_STREETS = ("Ngõ 5", "Ngõ 12", "Ngõ 27", "Ngõ 44", "Ngách 8/2", "Dãy nhà A", "Dãy nhà B")
_JOBS = (
    "Lao động tự do",
    "Thợ xây",
    "Lái xe",
    "Buôn bán nhỏ",
    "Phụ hồ",
    "Công nhân",
    "Thợ sửa xe",
    "Không có việc",
)
_LEVELS = ("primary", "lower_secondary", "lower_secondary", "upper_secondary")
_FOUND = (
    "Có mặt tại nơi cư trú, việc làm ổn định.",
    "Gia đình cho biết không có biểu hiện bất thường.",
    "Đang tìm việc, đề nghị giới thiệu học nghề.",
    "Sức khỏe bình thường, hợp tác.",
)
_ADVICE = "Nhắc lịch gặp tiếp theo; giới thiệu lớp tư vấn của trạm y tế."
_SUPPORT = (
    ("counselling", "Đội công tác xã hội tình nguyện"),
    ("vocational", "Trung tâm dạy nghề"),
    ("job", "Hội Cựu chiến binh"),
    ("loan", "Ngân hàng Chính sách xã hội"),
    ("family", "Hội Phụ nữ"),
)
_CHAIR = "Chủ tịch Ủy ban nhân dân"

#: How often each situation is met, and what it is called here.
_WEIGHTS = {
    "managed": 44,
    "substitution": 12,
    "aftercare": 14,
    "compulsory": 10,
    "voluntary": 7,
    "addict": 5,
    "ended": 5,
    "away": 3,
}


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
class Team:
    """Who works in the commune, and its code."""

    officers: tuple[str, ...]
    unit: str


def drawn(rng: Random) -> Sort:
    """A situation by chance."""
    name = rng.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    flaw = rng.choices(("", "decision", "residence", "birth"), weights=(90, 5, 3, 2))[0]
    visit_back = rng.choice((3, 6, 9, 12, 15, 18, 20, 23, 25, 26, 28, 31, 36))
    return Sort(name, rng.randint(9, 340), visit_back, flaw)


def add_person(made: Entries, team: Team, person: MadeUpPerson, sort: Sort) -> None:
    """Everything the register knows of one made-up person."""
    officer = made.rng.choice(team.officers)
    opened = _opened(made, sort)
    record = _person(made, person, officer, opened, sort)
    if sort.flaw != "residence":
        _address(made, team, record, opened)
    _SITUATIONS[sort.name](made, record, officer, sort)
    if made.rng.random() < 0.2:
        kind, by = made.rng.choice(_SUPPORT)
        since = made.back(made.rng.randint(5, 200))
        made.add("support", since, person=record, sort=kind, since=since, by=by)


def add_look_alikes(made: Entries, n: int) -> None:
    """People entered twice, as happens: the same name and birth, another residential group, no number."""
    people = made.of("person")
    for entry in people[5 :: max(7, len(people) // (n + 1))][:n]:
        fields: dict[str, Any] = {k: entry.fields[k] for k in ("name", "sex", "birth") if k in entry.fields}
        if "birth" not in fields:
            continue
        twin = made.add("person", made.day, **fields, note=_NOTE)
        made.add("address", made.day, person=twin, sort="temporary", hamlet=hamlet(made))


def _opened(made: Entries, sort: Sort) -> date:
    if sort.name == "tested":
        return made.back(2)
    return made.back(max(sort.since_back, 30) + 10)


def _person(made: Entries, person: MadeUpPerson, officer: str, on: date, sort: Sort) -> str:
    rng = made.rng
    return made.add(
        "person",
        on,
        name=person.name,
        other_names=list(person.other_names),
        sex=person.sex,
        birth=None if sort.flaw == "birth" else person.birth,
        papers=[{"sort": "cccd", "number": person.number}],
        ethnicity=person.ethnicity,
        education=rng.choice(_LEVELS),
        occupation=rng.choice(_JOBS),
        phones=[person.phone],
        substances=rng.choice((["heroin"], ["ats"], ["ats", "ketamine"], ["cannabis"], ["heroin", "ats"])),
        officer=officer,
        note=_NOTE,
    )


def _address(made: Entries, team: Team, person: str, on: date) -> None:
    group = hamlet(made)
    made.add(
        "address",
        on,
        person=person,
        sort="permanent",
        unit=team.unit or None,
        hamlet=group,
        text=f"Số {made.rng.randint(1, 98)}, {made.rng.choice(_STREETS)}",
        since=made.back(made.rng.randint(800, 4000)),
    )


# -- situations


def _managed(made: Entries, person: str, officer: str, sort: Sort) -> None:
    since = made.back(sort.since_back)
    _test(made, person, officer, since - timedelta(days=made.rng.randint(1, 4)), "positive")
    by = _decision(made, person, "manage_user", since, with_number=sort.flaw != "decision")
    made.status(person, "U-QL", since, by=by)
    _contacts(made, person, officer, since, sort.visit_back)


def _managed_year(made: Entries, person: str, officer: str, _sort: Sort) -> None:
    """The year of management ends today."""
    since = add_months(made.day, -12)[0]
    by = _decision(made, person, "manage_user", since)
    made.status(person, "U-QL", since, by=by)
    _contacts(made, person, officer, since, 6)


def _tested(made: Entries, person: str, officer: str, _sort: Sort) -> None:
    """A positive test of the day before yesterday that no decision has answered yet."""
    _test(made, person, officer, made.back(2), "positive")
    made.status(person, "U", made.back(2))


def _admitted(made: Entries, person: str, _officer: str, _sort: Sort) -> None:
    """Sent to compulsory rehabilitation in the month."""
    made.status(person, "A", made.back(made.rng.randint(90, 300)))
    since = made.in_month()
    by = _decision(made, person, "court", since, until=add_months(since, 18)[0])
    made.status(person, "A-BB", since, by=by)


def _compulsory(made: Entries, person: str, _officer: str, sort: Sort) -> None:
    since = made.first - timedelta(days=sort.since_back)
    by = _decision(made, person, "court", since, until=add_months(since, 18)[0])
    made.status(person, "A", since - timedelta(days=60))
    made.status(person, "A-BB", since, by=by)


def _voluntary(made: Entries, person: str, officer: str, sort: Sort) -> None:
    since = made.back(min(sort.since_back, 170))
    by = _decision(made, person, "voluntary", since, until=add_months(since, 6)[0])
    made.status(person, "A", since - timedelta(days=20))
    made.status(person, "A-TN-GĐ", since, by=by)
    _test(made, person, officer, made.back(made.rng.randint(1, 40)), "negative")


def _substitution(made: Entries, person: str, officer: str, sort: Sort) -> None:
    since = made.back(sort.since_back + 100)
    made.status(person, "A", since - timedelta(days=40))
    made.status(person, "A-TT", since)
    _test(made, person, officer, made.back(made.rng.randint(1, 25)), "negative")
    _visit(made, person, officer, made.back(made.rng.randint(1, 25)))


def _aftercare(made: Entries, person: str, officer: str, sort: Sort) -> None:
    since = made.back(sort.since_back)
    before = add_months(since, -18)[0]
    court = _decision(made, person, "court", before, until=since)
    made.status(person, "A-BB", before, since, by=court)
    by = _decision(
        made, person, "aftercare", since, until=add_months(since, 12)[0], with_number=sort.flaw != "decision"
    )
    made.status(person, "S", since, by=by)
    _contacts(made, person, officer, since, sort.visit_back)


def _addict(made: Entries, person: str, officer: str, sort: Sort) -> None:
    made.status(person, "A", made.back(sort.since_back))
    _visit(made, person, officer, made.back(made.rng.randint(2, 40)))


def _ended(made: Entries, person: str, officer: str, sort: Sort) -> None:
    until = made.back(sort.since_back // 4 + 10)
    since = add_months(until, -12)[0]
    by = _decision(made, person, "manage_user", since)
    made.status(person, "U-QL", since, until, by=by)
    _test(made, person, officer, until - timedelta(days=3), "negative")


def _away(made: Entries, person: str, _officer: str, sort: Sort) -> None:
    moved = made.back(sort.since_back // 3 + 5)
    since = moved - timedelta(days=120)
    by = _decision(made, person, "manage_user", since)
    made.status(person, "U-QL", since, moved, by=by)
    made.status(person, "MOVED", moved)


_SITUATIONS = {
    "managed": _managed,
    "managed_year": _managed_year,
    "tested": _tested,
    "admitted": _admitted,
    "compulsory": _compulsory,
    "voluntary": _voluntary,
    "substitution": _substitution,
    "aftercare": _aftercare,
    "addict": _addict,
    "ended": _ended,
    "away": _away,
}


# -- what is recorded along the way


def _contacts(made: Entries, person: str, officer: str, since: date, visit_back: int) -> None:
    """Visits about once a month, the last one so many days ago, and a test now and then."""
    visit = made.back(visit_back)
    tested = made.rng.randint(0, 2)
    for n in range(4):
        if visit <= since:
            return
        _visit(made, person, officer, visit)
        if n == tested:
            _test(made, person, officer, visit, "negative")
        visit -= timedelta(days=made.rng.randint(26, 32))


def _visit(made: Entries, person: str, officer: str, on: date) -> None:
    made.add(
        "visit",
        on,
        person=person,
        visited_on=on,
        by=officer,
        place=made.rng.choice(("home", "home", "office", "work")),
        present=True,
        found=made.rng.choice(_FOUND),
        advice=_ADVICE,
    )


def _test(made: Entries, person: str, officer: str, on: date, result: str) -> None:
    kits = [k for k in made.of("kit_lot") if k.fields["received_on"] <= on.isoformat() <= k.fields["expiry"]]
    kit = made.rng.choice(kits) if kits else None
    panel = kit.fields["panel"] if kit else ["heroin", "ats"]
    found = made.rng.choice(panel) if result == "positive" else ""
    used: dict[str, Any] = {}
    if kit:
        used = {
            "kit": kit.id,
            "kit_name": kit.fields["name"],
            "kit_lot_number": kit.fields["lot"],
            "kit_expiry": kit.fields["expiry"],
        }
    made.add(
        "drug_test",
        on,
        person=person,
        sampled_at=made.moment(on),
        place="Trụ sở Công an",
        panel=[{"substance": s, "result": "positive" if s == found else "negative"} for s in panel],
        result=result,
        ground="b" if result == "positive" else "scheduled",
        taken_by=officer,
        **used,
    )


def _decision(
    made: Entries, person: str, sort: str, since: date, *, until: date | None = None, with_number: bool = True
) -> str:
    court = sort == "court"
    return made.add(
        "decision",
        since,
        person=person,
        sort=sort,
        number=made.number(sort, since, "QĐ-TA" if court else "QĐ-UBND") if with_number else None,
        decided_on=since,
        office="Tòa án nhân dân" if court else "Ủy ban nhân dân",
        signatory_post="Thẩm phán" if court else _CHAIR,
        effective_from=since,
        effective_until=until,
    )
