"""Type names shared by the declarations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

#: A day in the calendar, ISO ``2026-11-23``.
Day = date

#: A moment with offset, kept in Vietnam time to the second: ``2026-11-23T10:05:00+07:00``.
Moment = datetime

#: A birth as known: ``1990``, ``1990-05``, ``1990-05-12`` or ``~35@2026-03-12`` (about 35 on that day).
BIRTH_PATTERN = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|~[0-9]{1,3}@[0-9]{4}-[0-9]{2}-[0-9]{2})$"

Born = Annotated[str, msgspec.Meta(pattern=BIRTH_PATTERN)]

#: A name or other single line.
Short = Annotated[str, msgspec.Meta(max_length=200)]

#: A code, an abbreviation, the name of an indicator.
Code = Annotated[str, msgspec.Meta(max_length=64)]

#: A number of things, never negative.
Count = Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]

#: A whole number that may be below zero, such as a change aimed at.
Number = Annotated[int, msgspec.Meta(ge=-2_000_000_000, le=2_000_000_000)]
