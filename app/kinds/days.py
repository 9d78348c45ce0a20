"""What the declarations check about days that follow each other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.words import N_, _

_BEFORE = N_("“{later}” is before “{earlier}”. Correct one of the two.")


def ordered(record: Any, *names: str) -> None:
    """Fault E_END_BEFORE_START at the first named field that lies before one named earlier.

    Fields that are not filled in are passed over; a moment is compared with a day by its day in Vietnam.
    """
    from app.kinds.declare import kind_of

    earlier = ""
    for name in names:
        value = getattr(record, name)
        if value is None:
            continue
        if earlier and _is_before(value, getattr(record, earlier)):
            by_name = kind_of(type(record)).by_name
            raise Fault(
                "E_END_BEFORE_START",
                _BEFORE,
                field=name,
                later=_(by_name[name].label),
                earlier=_(by_name[earlier].label),
            )
        earlier = name


def _is_before(one: date | datetime, other: date | datetime) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


def _day(when: date | datetime) -> date:
    return when.astimezone(VIETNAM).date() if isinstance(when, datetime) else when
