"""Made-up kit lots of a commune, and the names of its residential groups."""

from __future__ import annotations

from datetime import timedelta

from app.register.made_up.entries import Entries

OFFICERS = 3
HAMLETS = 9
_PANELS = (["heroin", "ats", "mdma", "cannabis"], ["heroin", "ats", "mdma", "ketamine", "cannabis"])
#: Number of the lot, days until it expires, days since it came, how many besides one for each person.
_LOTS = ((1, 300, 160, 60), (2, 25, 340, 40), (3, 540, 12, 40), (4, -70, 900, 40))


def add_kits(made: Entries, people: int) -> None:
    """Lots of test kits: in use, nearly expired, just come in, expired."""
    for lot, expires, received, besides in _LOTS:
        made.add(
            "kit_lot",
            made.back(received),
            name=f"Que thử nước tiểu {len(_PANELS[lot % 2])} chỉ số",
            lot=f"TH{made.day.year % 100:02}{lot:03}",
            expiry=made.day + timedelta(days=expires),
            panel=_PANELS[lot % 2],
            quantity=people + besides,
            received_on=made.back(received),
            budget="Ngân sách cấp xã",
        )


def hamlet(made: Entries) -> str:
    """One of the residential groups of the commune."""
    return f"Tổ dân phố {made.rng.randint(1, HAMLETS)}"
