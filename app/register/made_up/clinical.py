"""Made-up clinical notes: what a health worker wrote beside assessments and treatments, sealed as they are kept."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from app.kinds.assessment import Assessment
from app.kinds.faults import Fault
from app.kinds.rehab import SubstitutionTreatment
from app.register.clinical import add_note
from app.register.clinical_forms import criteria_on, keep_note
from app.register.session import Session

_MADE_UP = "Ghi chú được dựng lên để tập huấn."
_PHASES = ((14, "induction"), (60, "stabilising"), (100_000, "maintenance"))


def add(session: Session, rng: Random, day: date, most: int) -> int:
    """Notes for at most so many assessments and treatments of the register; how many were written.

    The account needs the health key (Fault E_ROLE).
    """
    with session.store.read() as reader:
        assessments = reader.all(
            Assessment, "concluded_on <= ? ORDER BY concluded_on DESC, id", (day.isoformat(),)
        )
        treatments = reader.all(SubstitutionTreatment, "1 ORDER BY started_on, id")
    read = [one for one in assessments if _has_criteria(session, one.concluded_on)][:most]
    for assessment in read:
        _assessed(session, rng, assessment)
    for treatment in treatments[:most]:
        _treated(session, rng, treatment, day)
    return len(read) + len(treatments[:most])


def _has_criteria(session: Session, day: date) -> bool:
    """Whether the criteria of a day are known; assessments older than every form have no note."""
    try:
        criteria_on(session, day)
    except Fault:
        return False
    return True


def _assessed(session: Session, rng: Random, found: Assessment) -> None:
    """Criteria that agree with what was concluded; the practitioner's words are kept apart from the count."""
    many = {"addicted": 4, "not_addicted": 1}.get(found.conclusion, 2)
    content: dict[str, Any] = {
        "substance_group": found.substance_group,
        "criteria": sorted(str(n) for n in rng.sample(range(1, 6), many)),
        "lasting": "yes" if many > 2 else "unknown",
        "observations": [{"on": found.concluded_on.isoformat(), "seen": "Tỉnh táo, hợp tác, ngủ được."}],
        "own": _MADE_UP,
    }
    outer = {"person": found.person, "assessment": found.id, "noted_on": found.concluded_on.isoformat()}
    keep_note(session, outer, content)


def _treated(session: Session, rng: Random, found: SubstitutionTreatment, day: date) -> None:
    """The dose at the beginning and the present one."""
    last = found.stopped_on or day
    for on, dose in (
        (found.started_on, 20),
        (max(found.started_on, last - timedelta(days=5)), 40 + 5 * rng.randint(0, 8)),
    ):
        phase = next(name for days, name in _PHASES if (on - found.started_on).days <= days)
        content = {"drug": "methadone", "dose_mg": str(dose), "phase": phase, "note": _MADE_UP}
        outer = {"person": found.person, "treatment": found.id, "noted_on": on.isoformat()}
        add_note(session, "treatment_detail", outer, content)
