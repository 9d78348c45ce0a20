"""A deadline with its reason: the one question other rooms ask of the law."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from app.law.calendar import Calendar
from app.law.explain import Because, explain
from app.law.packs import LawPacks
from app.law.reckoning import Case, Settings, reckon

_DEFAULTS = Settings()


class Due(msgspec.Struct, frozen=True):
    """A due day (a moment in Vietnam time for hour rules, None where the regime has no number) and why."""

    due: date | datetime | None
    because: Because

    def to_json(self) -> dict[str, Any]:
        """``{"due": ISO text or null, "because": {…}}`` as plain values."""
        return {
            "due": self.due.isoformat() if self.due else None,
            "because": msgspec.to_builtins(self.because),
        }


def deadline(
    packs: LawPacks,
    calendar: Calendar,
    rule: str,
    anchor: date | datetime,
    regime: str | None = None,
    *,
    remote: bool = False,
    minor: bool = False,
    time: int = 1,
    months: int | None = None,
    years: int | None = None,
    settings: Settings = _DEFAULTS,
) -> Due:
    """When something is due, and why.

    ``anchor`` is the event the rule counts from (day, or moment; without a zone Vietnam time); ``regime`` is
    taken from it when absent. ``remote``: mountainous, island or remote commune; ``minor``: not adult;
    ``time``: which time in rehabilitation; ``months`` and ``years`` where a decision fixes the length.
    ``Fault`` E_RULE, E_REGIME, E_TIME_NEEDED, E_NUMBER_NEEDED, E_RANGE, E_OPTION or E_DATE.
    """
    case = Case(remote, minor, time, months, years)
    found = reckon(packs, calendar, rule, anchor, regime, case, settings)
    return Due(found.due, explain(found))
