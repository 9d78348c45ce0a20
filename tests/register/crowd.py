"""Made-up people in numbers: names as common as they are in life."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

FAMILY = (
    *["Nguyễn"] * 38, *["Trần"] * 12, *["Lê"] * 9, *["Phạm"] * 7, *["Hoàng"] * 5,
    "Đỗ", "Vũ", "Đặng", "Bùi", "Đào", "Ngô", "Dương",
)  # fmt: skip
MIDDLE = {
    "male": [*["Văn"] * 6, "Đức", "Minh", "Quang", "Hữu", "Công"],
    "female": [*["Thị"] * 8, "Ngọc", "Thu", "Thanh"],
}
GIVEN = {
    "male": [
        "Hùng",
        "Dũng",
        "Tuấn",
        "Nam",
        "Hải",
        "Sơn",
        "Đức",
        "Long",
        "Thắng",
        "Cường",
        "Việt",
        "Quân",
        "Khánh",
        "Phúc",
    ],
    "female": ["Hoa", "Hương", "Lan", "Mai", "Hà", "Linh", "Thủy", "Hạnh", "Dung", "Đào", "Yến", "Oanh"],
}
HAMLETS = [f"Thôn {n}" for n in range(1, 13)] + ["Tổ dân phố Đông", "Tổ dân phố Tây"]
FIRST = date(1960, 1, 1)


def people(n: int, seed: int = 1, *, facts: bool = True) -> Iterator[bytes]:
    """Load lines of ``n`` people with where they live and, with ``facts``, what the commune does for some."""
    chance = random.Random(seed)
    for at in range(n):
        yield from map(msgspec.json.encode, _person(chance, f"p{at}", at, facts))


def name(chance: random.Random, sex: str) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE[sex])} {chance.choice(GIVEN[sex])}"


def _person(chance: random.Random, record_id: str, at: int, facts: bool) -> Iterator[dict[str, Any]]:
    sex = chance.choice(["male", "male", "male", "female"])
    birth = (FIRST + timedelta(chance.randrange(16_000))).isoformat()
    yield {
        "kind": "person", "id": record_id, "name": name(chance, sex), "sex": sex,
        "birth": birth if chance.random() < 0.7 else birth[:4],
        "papers": [{"sort": "cccd", "number": f"001{at:09d}"}] if chance.random() < 0.8 else [],
        "phones": [f"09{chance.randrange(10**8):08d}"], "officer": f"cán bộ {at % 5}",
    }  # fmt: skip
    place = chance.choice(HAMLETS)
    yield {"kind": "address", "id": f"a{record_id}", "person": record_id, "sort": "present", "hamlet": place}
    if facts and at % 2 == 0:
        yield from _case(chance, record_id, at)
    if facts and at % 6 == 0:
        yield {
            "kind": "drug_test", "id": f"t{record_id}", "person": record_id,
            "sampled_at": f"2026-11-{chance.randrange(1, 23):02d}T09:00:00+07:00",
            "result": chance.choice(["positive", "negative"]),
        }  # fmt: skip


def _case(chance: random.Random, record_id: str, at: int) -> Iterator[dict[str, Any]]:
    since = date(2026, 11, 20) - timedelta(chance.randrange(700))
    day = since.isoformat()
    yield {
        "kind": "decision", "id": f"d{record_id}", "person": record_id, "sort": "manage_user",
        "decided_on": day, "number": f"{at}/QĐ",
    }  # fmt: skip
    period = {
        "kind": "status_period", "id": f"s{record_id}", "person": record_id, "opened_by": f"d{record_id}",
        "status": chance.choice(["U-QL", "U-QL", "A", "S", "U"]), "since": day,
    }  # fmt: skip
    yield period | ({"until": (since + timedelta(365)).isoformat()} if at % 4 == 0 else {})
    yield {"kind": "visit", "id": f"v{record_id}", "person": record_id, "visited_on": day}
