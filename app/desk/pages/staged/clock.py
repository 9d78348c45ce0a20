"""How much of a deadline is left, in words, icon and tone; clocks of hours say when half and most has passed."""

from __future__ import annotations

from datetime import date, datetime, time

from app.desk.models.source import Marked
from app.desk.pages.people.owing import day_of, distance, icon_for, short_label
from app.kinds.dates import VIETNAM
from app.register.stages import Owing, StageLine
from app.words import _, plural

#: Shares of a clock of hours after which the sign grows stronger.
HALF, MOST = 0.5, 0.9
_MISSING = "missing_"
_IN_MINUTES = 120


def owing_cell(line: StageLine, now: datetime) -> str:
    """The cell of a list for the next thing owed; empty when nothing is."""
    owing = line.owing
    if not owing.what:
        return ""
    mark = owing_mark(owing, line.since, now)
    return Marked(f"{mark} · {short_label(owing.what)}" if owing.due else str(mark), mark.tone, mark.icon)


def owing_mark(owing: Owing, since: str, now: datetime) -> Marked:
    """Time left of one thing owed; what lacks a fact or has no day says so itself."""
    if owing.what.startswith(_MISSING):
        return Marked(short_label(owing.what), "warn", "alert-triangle")
    if owing.due is None:
        return Marked(_("{what} at once", what=short_label(owing.what)), "warn", icon_for(owing.what))
    if isinstance(owing.due, datetime):
        return clock_mark(owing.due, since, now)
    left = (owing.due - now.date()).days
    tone = "danger" if left < 0 else "warn" if left == 0 else "info" if left <= 7 else "neutral"
    return Marked(distance(owing.due, now), tone, icon_for(owing.what))


def clock_mark(due: datetime, since: str, now: datetime) -> Marked:
    """A clock of hours; “half passed” and “nearly over” are said in words, beside icon and tone."""
    words = left_of(due, now)
    if now >= due:
        return Marked(words, "danger", "clock-exclamation")
    share = passed(due, since, now)
    if share >= MOST:
        return Marked(_("Nearly over: {left}", left=words), "danger", "clock-exclamation")
    if share >= HALF:
        return Marked(_("Half passed: {left}", left=words), "warn", "clock")
    tone = "info" if day_of(due) <= now.date() or (due - now).days < 2 else "neutral"
    return Marked(words, tone, "clock")


def left_of(due: datetime, now: datetime) -> str:
    """“9 hours left”; in the last two hours the minutes."""
    minutes = int((due - now).total_seconds() // 60)
    if 0 <= minutes < _IN_MINUTES:
        return plural("{n} minute left", "{n} minutes left", minutes)
    return distance(due, now)


def passed(due: datetime, since: str, now: datetime) -> float:
    """The share of the time from ``since`` (ISO day or moment) to ``due`` that has gone by, 0 to 1."""
    if not since:
        return 0.0
    start = moment_of(since)
    whole = (due - start).total_seconds()
    return min(1.0, max(0.0, (now - start).total_seconds() / whole)) if whole > 0 else 1.0


def moment_of(iso: str) -> datetime:
    """A kept day or moment as a moment in Vietnam."""
    if "T" in iso:
        return datetime.fromisoformat(iso)
    return datetime.combine(date.fromisoformat(iso), time(), VIETNAM)
