"""Made-up work in the community by residential group, the commune as a unit, and how many people live in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.kinds.units_catalogue import UnitName
from app.register.made_up.entries import Entries
from app.register.made_up.things import HAMLETS

_MODELS = (
    ("Tổ dân phố không có ma túy", "prevention", True),
    ("Camera an ninh tự quản", "security", True),
    ("Câu lạc bộ giúp đỡ người sau cai", "rehab", None),
)
_CAMPAIGNS = (
    ("school", "Tác hại của ma túy với học sinh"),
    ("meeting", "Ký cam kết không có ma túy"),
    ("loudspeaker", "Ngày Toàn dân phòng, chống ma túy"),
    ("leaflet", "Nhận biết chất ma túy mới"),
    ("visit", "Đến từng hộ có người sau cai"),
)
_HELPERS = (
    ("Đội công tác xã hội tình nguyện", "volunteer_team", 7),
    ("Câu lạc bộ B93", "b93", 11),
    ("Hội Phụ nữ", "organisation", None),
    ("Tổ bảo vệ an ninh, trật tự", "security", 5),
)
_PHONE = "0900000113"


def add(made: Entries) -> None:
    """Pledges, mailboxes, hotline boards, models, campaigns, helpers."""
    for n in range(1, HAMLETS + 1):
        _hamlet(made, n, f"Tổ dân phố {n}")
    for name, sort, effective in _MODELS:
        since = made.back(made.rng.randint(150, 700))
        made.add(
            "model", since, name=name, sort=sort, since=since, is_effective=effective,
            evidence="Số vụ giảm so với năm trước, có biên bản đánh giá." if effective else None,
        )  # fmt: skip
    for n, (form, topic) in enumerate(_CAMPAIGNS):
        held = made.in_month() if n < 2 else made.back(made.rng.randint(35, 300))
        made.add(
            "campaign", held, held_on=held, form=form, topic=topic, place="Nhà văn hóa",
            reached=made.rng.randint(30, 400), by="Công an và Đoàn Thanh niên",
        )  # fmt: skip
    for name, helper, members in _HELPERS:
        since = made.back(made.rng.randint(200, 900))
        made.add("helper", since, name=name, sort=helper, members=members, phone=_PHONE, since=since)


def _hamlet(made: Entries, n: int, name: str) -> None:
    """One residential group: households that signed in two counts, a mailbox, a board with the hotline."""
    households = made.rng.randint(90, 240)
    for back, share in ((300, 82), (60, 94 if n % 4 else 100)):
        counted = made.back(back)
        made.add(
            "pledge_count", counted, hamlet=name, counted_on=counted, households=households,
            signed=households * share // 100,
        )  # fmt: skip
    since = made.back(made.rng.randint(200, 600))
    if n != HAMLETS:  # the last group still lacks one, as happens
        made.add(
            "mailbox", since, hamlet=name, place="Cổng nhà văn hóa", since=since,
            checked_on=made.back(made.rng.randint(2, 25)), keeper=f"Tổ trưởng {name.lower()}",
        )  # fmt: skip
    made.add(
        "hotline_board", since, hamlet=name, number=_PHONE, place="Bảng tin", since=since,
        checked_on=made.back(made.rng.randint(5, 60)),
    )  # fmt: skip


def add_person_helpers(made: Entries, people: Sequence[str], officers: Sequence[str]) -> None:
    """Somebody assigned to help one person each."""
    for n, person in enumerate(people):
        since = made.back(60 + n)
        made.add(
            "helper", since, name=f"Người giúp đỡ số {n + 1} (tập huấn)", sort="assigned", person=person,
            phone=_PHONE, since=since, note=f"Do {officers[n % len(officers)]} phân công.",
        )  # fmt: skip


def add_unit(made: Entries, code: str, found: UnitName | None) -> None:
    """The commune as a unit with its residential groups, and its people on two days."""
    since: date | None = found.since if found else None
    unit = made.add(
        "unit", made.back(400), code=code, name=found.name if found else "Tập Huấn",
        sort=found.sort if found else "xa", since=since, until=found.until if found else None,
    )  # fmt: skip
    for n in range(1, HAMLETS + 1):
        made.add(
            "unit", made.back(400), code=f"{code}-{n:02}", name=f"Tổ dân phố {n}", sort="hamlet", parent=unit
        )
    add_population(made, unit)


def add_population(made: Entries, unit: str) -> None:
    """How many people live in a unit, actual and registered, last year and now."""
    people = made.rng.randint(9_000, 28_000)
    for back, sort, grown in ((380, "actual", 98), (20, "registered", 95), (15, "actual", 100)):
        on = made.back(back)
        made.add(
            "population", on, unit=unit, sort=sort, as_of=on, persons=people * grown // 100,
            households=people * grown // 370, source="Công an cấp xã rà soát",
        )  # fmt: skip
