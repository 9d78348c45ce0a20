"""Made-up kit lots, places and incidents of a commune."""

from __future__ import annotations

from datetime import date, timedelta

from app.register.made_up.entries import Entries

OFFICERS = 3
HAMLETS = 9
_PANELS = (["heroin", "ats", "mdma", "cannabis"], ["heroin", "ats", "mdma", "ketamine", "cannabis"])
_PLACES = (
    ("Khu đất trống sau chợ", "at_risk"),
    ("Dãy nhà trọ cuối ngõ 12", "at_risk"),
    ("Bãi gửi xe ven đê", "complex"),
    ("Khu nhà xưởng bỏ không", "complex"),
    ("Quán cà phê đèn mờ đầu ngõ 5", "hot_spot"),
)
_OFFENCES = (
    "Mua bán trái phép chất ma túy",
    "Tàng trữ trái phép chất ma túy",
    "Vận chuyển trái phép chất ma túy",
    "Tổ chức sử dụng trái phép chất ma túy",
)
_MADE_UP = "Dữ liệu giả để tập huấn."


def add_kits(made: Entries) -> None:
    """Three lots of test kits: in use, nearly expired, just come in."""
    for lot, expires, received, quantity in ((1, 300, 160, 200), (2, 25, 340, 60), (3, 540, 12, 100)):
        made.add(
            "kit_lot",
            made.back(received),
            name=f"Que thử nước tiểu {len(_PANELS[lot % 2])} chỉ số",
            lot=f"TH{made.day.year % 100:02}{lot:03}",
            expiry=made.day + timedelta(days=expires),
            panel=_PANELS[lot % 2],
            quantity=quantity,
            received_on=made.back(received),
            budget="Ngân sách cấp xã",
        )


def add_places(made: Entries, complex_resolved: int, at_risk_resolved: int) -> None:
    """Places that are watched, and so many of each sort resolved in the month."""
    for name, sort in _PLACES:
        since = made.back(made.rng.randint(120, 500))
        made.add(
            "place",
            since,
            name=name,
            sort=sort,
            hamlet=hamlet(made),
            since=since,
            state="listed",
            note=_MADE_UP,
        )
    for sort, n in (("complex", complex_resolved), ("at_risk", at_risk_resolved)):
        for number in range(n):
            done = made.in_month()
            made.add(
                "place",
                done,
                name=f"Điểm số {number + 1} ven đường gom",
                sort=sort,
                hamlet=hamlet(made),
                since=made.back(400),
                state="resolved",
                resolved_on=done,
                note=_MADE_UP,
            )


def add_incidents(made: Entries, prosecuted: int) -> None:
    """So many cases prosecuted in the month, two earlier ones, one not prosecuted yet, one administrative."""
    for _ in range(prosecuted):
        on = made.in_month()
        _case(made, "prosecuted", max(on - timedelta(days=made.rng.randint(0, 6)), made.back(60)), on)
    for back in (70, 150):
        _case(made, "tried" if back > 100 else "prosecuted", made.back(back + 5), made.back(back))
    _case(made, "detected", made.in_month(), None)
    on = made.in_month()
    made.add(
        "incident", on, sort="administrative", detected_on=on, offence="Sử dụng trái phép chất ma túy",
        stage="closed", offenders=1, note=_MADE_UP,
    )  # fmt: skip


def _case(made: Entries, stage: str, detected: date, prosecuted: date | None) -> None:
    made.add(
        "incident",
        prosecuted or detected,
        sort="case",
        detected_on=detected,
        offence=made.rng.choice(_OFFENCES),
        stage=stage,
        prosecuted_on=prosecuted,
        offenders=made.rng.choice((1, 1, 1, 2, 3)),
        note=_MADE_UP,
    )


def hamlet(made: Entries) -> str:
    """One of the residential groups of the commune."""
    return f"Tổ dân phố {made.rng.randint(1, HAMLETS)}"
