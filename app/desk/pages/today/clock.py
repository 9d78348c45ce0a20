"""How pressing a thing owed is, in words, tone and icon: days as days, a clock of hours by its stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.desk.pages.people.owing import TONES, distance, icon_for
from app.kinds.dates import in_vietnam, show_date
from app.register.today import OwedLine
from app.words import _, plural

_SOON_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Pressing:
    """Words, tone and icon of how much time is left; ``note`` says which part of a clock has passed."""

    words: str
    tone: str
    icon: str
    note: str = ""


def pressing(line: OwedLine, now: datetime) -> Pressing:
    """How pressing a line is at a moment. Half of a clock warns, nine tenths alarm."""
    tone = TONES.get(line.state, "neutral")
    icon = icon_for(line.what)
    if not isinstance(line.due, datetime):
        return Pressing(distance(line.due, now), tone, icon)
    words = left_of(line.due, now)
    if line.due < now:
        return Pressing(words, "danger", "clock-exclamation", _("time is up"))
    if line.level >= 2:
        return Pressing(words, "danger", "clock-exclamation", _("9/10 gone"))
    if line.level == 1:
        return Pressing(words, "warn", "clock", _("half gone"))
    return Pressing(words, tone, icon)


def short_moment(due: date | datetime, now: datetime) -> str:
    """The hour today, the hour and day otherwise, where there is little room."""
    if not isinstance(due, datetime):
        return show_date(due)
    at = in_vietnam(due)
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%H:%M %d/%m}"


def left_of(due: datetime, now: datetime) -> str:
    """“9 hours left”; in the last two hours the minutes, after them how long it has been overdue."""
    minutes = int((in_vietnam(due) - now).total_seconds() // 60)
    if 0 <= minutes < _SOON_MINUTES:
        return plural("{n} minute left", "{n} minutes left", minutes)
    if -60 < minutes < 0:
        return plural("{n} minute overdue", "{n} minutes overdue", -minutes)
    return distance(due, now)
