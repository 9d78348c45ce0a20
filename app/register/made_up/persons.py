"""Made-up persons: who they are, where they live, whom they are close to, what was decided about them before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.kinds.names import MadeUpPerson
from app.law.calendar import add_months
from app.register.made_up.acts import Team
from app.register.made_up.entries import Entries
from app.register.made_up.things import hamlet

NOTE = "Người được dựng lên để tập huấn, không có thật."
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
_SUBSTANCES = (
    (["heroin"], ["inject"]),
    (["ats"], ["inhale"]),
    (["ats", "ketamine"], ["inhale", "swallow"]),
    (["cannabis"], ["inhale"]),
    (["heroin", "ats"], ["inject", "inhale"]),
)
_FREQUENCY = ("daily", "weekly", "monthly", "less")
#: Age in years of those who are not adult.
MINOR_AGE = 15


def as_minor(person: MadeUpPerson, day: date) -> MadeUpPerson:
    """The same person, but fifteen years old; the number says the year of birth."""
    born = add_months(day, -12 * MINOR_AGE)[0] - timedelta(days=100)
    sign = "3" if person.sex == "female" else "2"
    number = f"{person.number[:3]}{sign}{born.year % 100:02}{person.number[6:]}"
    return replace(person, birth=born.isoformat(), number=number)


def add(made: Entries, person: MadeUpPerson, officer: str, on: date, *, minor: bool, with_birth: bool) -> str:
    """The record of a person."""
    rng = made.rng
    substances, route = rng.choice(_SUBSTANCES)
    return made.add(
        "person",
        on,
        name=person.name,
        other_names=list(person.other_names),
        sex=person.sex,
        birth=person.birth if with_birth else None,
        papers=[{"sort": "cccd", "number": person.number}],
        ethnicity=person.ethnicity,
        nationality="Việt Nam",
        education="lower_secondary" if minor else rng.choice(_LEVELS),
        occupation="Học sinh" if minor else rng.choice(_JOBS),
        workplace="Trường trung học cơ sở" if minor else None,
        phones=[person.phone],
        substances=substances,
        route=route,
        first_use=str(on.year - rng.randint(0, 1 if minor else 9)),
        frequency=rng.choice(_FREQUENCY),
        rehab_before=0 if minor else rng.choice((0, 0, 0, 1, 2)),
        parents=[{"relation": "parent", "name": _parent(person, rng.random() < 0.5)}],
        psychosis_signs=[{"on": on.isoformat(), "note": "Nói nhảm, mất ngủ"}]
        if rng.random() < 0.05
        else None,
        in_population_db_on=made.working(on + timedelta(days=4)) if rng.random() < 0.6 else None,
        officer=officer,
        note=NOTE,
    )


def _parent(person: MadeUpPerson, mother: bool) -> str:
    family = person.name.split()[0]
    return f"{family} Thị Mẫu" if mother else f"{family} Văn Mẫu"


def add_address(made: Entries, team: Team, person: str, on: date) -> str:
    """Where a person lives; one in eight has a temporary residence beside the permanent one. The hamlet."""
    group = hamlet(made)
    street = f"Số {made.rng.randint(1, 98)}, {made.rng.choice(_STREETS)}"
    since = made.back(made.rng.randint(800, 4000))
    fields: dict[str, Any] = {"person": person, "unit": team.unit or None, "hamlet": group}
    made.add("address", on, sort="permanent", text=street, since=since, **fields)
    if made.rng.random() < 0.12:
        fields["hamlet"] = group = hamlet(made)
        made.add("address", on, sort="temporary", text="Nhà trọ", since=made.back(300), **fields)
    return group


def add_ties(made: Entries, person: str, who: MadeUpPerson, on: date, *, minor: bool) -> None:
    """A parent, guardian or spouse to turn to, and sometimes what was decided about the person before."""
    rng = made.rng
    if minor or rng.random() < 0.5:
        sort = "guardian" if minor else rng.choice(("parent", "spouse", "sibling"))
        made.add(
            "relation", on, person=person, sort=sort, name=_parent(who, sort != "sibling"), phone=who.phone,
            source="Gia đình cung cấp",
        )  # fmt: skip
    if not minor and rng.random() < 0.15:
        decided = on - timedelta(days=rng.randint(400, 2500))
        sort = rng.choice(("drug_fine", "drug_fine", "drug_conviction", "other_fine"))
        is_fine = sort.endswith("fine")
        made.add(
            "prior_measure",
            on,
            person=person,
            sort=sort,
            decided_on=decided,
            number=made.number("prior", decided, "QĐ-XPHC" if is_fine else "HSST"),
            office="Công an cấp xã" if is_fine else "Tòa án nhân dân",
        )


def add_acquaintance(made: Entries, one: str, other: str, on: date) -> None:
    """Two people of the register who used together."""
    made.add("relation", on, person=one, sort="uses_with", other=other, source="Lời khai")


def add_look_alikes(made: Entries, n: int) -> None:
    """People entered twice, as happens: the same name and birth, another residential group, no number."""
    people = made.of("person")
    for entry in people[5 :: max(7, len(people) // (n + 1))][:n]:
        fields: dict[str, Any] = {k: entry.fields[k] for k in ("name", "sex", "birth") if k in entry.fields}
        if "birth" not in fields:
            continue
        twin = made.add("person", made.day, **fields, note=NOTE)
        made.add("address", made.day, person=twin, sort="temporary", hamlet=hamlet(made))
