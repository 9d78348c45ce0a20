"""All the kinds there are: importing this module declares them."""

from __future__ import annotations

from app.kinds import (
    assessment,
    community,
    compulsory,
    detection,
    followup,
    office,
    papers,
    people,
    places,
    rehab,
    status,
    testing,
    unit,
)
from app.kinds.declare import KINDS, Kind

_SUBJECTS = (
    people,
    status,
    detection,
    testing,
    assessment,
    rehab,
    compulsory,
    followup,
    places,
    community,
    unit,
    office,
    papers,
)


def all_kinds() -> tuple[Kind, ...]:
    """Every declared kind, in the order of their names."""
    return tuple(KINDS[name] for name in sorted(KINDS))
