"""What this room uses of the law without a register: packs, calendar, deadlines."""

from __future__ import annotations

from app.law.calendar import Calendar
from app.law.deadlines import Due, deadline
from app.law.owed import Owed, level_at
from app.law.packs import LawPacks

__all__ = ["Calendar", "Due", "LawPacks", "Owed", "deadline", "level_at"]
