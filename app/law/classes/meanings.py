"""What people mean by “không ma túy”: three meanings of the plan and one of the decision, never taken for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.law.classes.facts import TEN, Facts, all_of
from app.words import N_

#: Crime and drug problems: the facts of which none may be above zero.
_TROUBLES = (
    "cases",
    "offenders",
    "persons_with_file",
    "complex_points",
    "hot_spots",
    "at_risk_points",
    "organised_use_points",
    "retail_dealers",
    "plants",
    "area_m2",
)
_NOBODY = ("persons_with_file",)

LABELS: Mapping[str, str] = {
    "certificate": N_("All ten criteria are met"),
    "no_crime": N_("No drug crime and no drug problem"),
    "nobody": N_("Nobody with addiction and no user"),
    "decision": N_("Drug-free by Decision 28/2025"),
}
SOURCES: Mapping[str, str] = {
    "certificate": "KH Ninh Thuận II.2.2",
    "no_crime": "KH Ninh Thuận I.2.2 (35%)",
    "nobody": "KH Ninh Thuận I.2.2 (50%)",
    "decision": "QĐ 28/2025/QĐ-TTg",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning: ``holds`` None where it is not known; ``against`` names facts that speak against it."""

    key: str
    holds: bool | None
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def meanings(facts: Facts, certified: bool | None, by_decision: bool | None) -> tuple[Meaning, ...]:
    """All four, each by its own text (law.md 6.2, 13; 6.3).

    ``certified``: the certificate after a heavy class may have blocked it; ``by_decision``: by Decision 28/2025.
    """
    unmet = tuple(name for name in TEN if facts.criteria.get(name) is False)
    unsaid = tuple(name for name in TEN if name not in facts.criteria)
    return (
        Meaning("certificate", certified, unmet, unsaid),
        _zero("no_crime", facts, _TROUBLES),
        _zero("nobody", facts, _NOBODY),
        Meaning("decision", by_decision),
    )


def _zero(key: str, facts: Facts, names: tuple[str, ...]) -> Meaning:
    counts = {name: facts.count(name) for name in names}
    holds = all_of([None if count is None else count == 0 for count in counts.values()])
    return Meaning(
        key,
        holds,
        tuple(name for name, count in counts.items() if count),
        tuple(name for name, count in counts.items() if count is None),
    )
