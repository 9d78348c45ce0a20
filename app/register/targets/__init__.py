"""Target plans: what each unit is to reach, what it has reached, and the records that count."""

from __future__ import annotations

from app.register.targets.figures import counted
from app.register.targets.indicators import INDICATORS, Indicator, label_of
from app.register.targets.judging import Fraction, Goal, Verdict, can_turn
from app.register.targets.periods import Period
from app.register.targets.progress import (
    Progress,
    Total,
    criteria,
    indicator_order,
    plans,
    progress,
    total,
    years,
)
from app.register.targets.results import (
    Stated,
    freeze_baseline,
    state_baseline,
    take_back,
    type_result,
)
from app.register.targets.shipped import Addition, ShippedPlan, foresee, load_shipped, shipped, shipped_named
from app.register.targets.units import UnitLine, tables, unit_lines

__all__ = [
    "INDICATORS",
    "Addition",
    "Fraction",
    "Goal",
    "Indicator",
    "Period",
    "Progress",
    "ShippedPlan",
    "Stated",
    "Total",
    "UnitLine",
    "Verdict",
    "can_turn",
    "counted",
    "criteria",
    "foresee",
    "freeze_baseline",
    "indicator_order",
    "label_of",
    "load_shipped",
    "plans",
    "progress",
    "shipped",
    "shipped_named",
    "state_baseline",
    "tables",
    "take_back",
    "total",
    "type_result",
    "unit_lines",
    "years",
]
