"""Reading a target plan from its annex as CSV; the work is done by the register."""

from __future__ import annotations

from app.register.targets.annex import (
    LONG_BIEN,
    SHIPPED,
    Line,
    Plan,
    load_plan,
    plan_of,
    read_table,
    stable_id,
    unit_code,
)

__all__ = [
    "LONG_BIEN",
    "SHIPPED",
    "Line",
    "Plan",
    "load_plan",
    "plan_of",
    "read_table",
    "stable_id",
    "unit_code",
]
