"""Moments and counts of the frame in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from app.words import _, language

_VIETNAM = timezone(timedelta(hours=7))


def day(value: date) -> str:
    """``10/10/2026``."""
    return value.strftime("%d/%m/%Y")


def moment(value: datetime, now: datetime | None = None) -> str:
    """``09:41`` today, ``yesterday 16:30``, else ``10/10/2026 16:30``; Vietnam time."""
    local = value.astimezone(_VIETNAM)
    today = (now or datetime.now(_VIETNAM)).astimezone(_VIETNAM).date()
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return _("yesterday {time}", time=clock)
    return f"{day(local.date())} {clock}"


def count(value: int) -> str:
    """A whole number with the thousands mark of the language in use."""
    text = f"{value:,}"
    return text.replace(",", ".") if language() == "vi" else text
