"""Where a record behind a figure leads, and where what is missing is entered."""

from __future__ import annotations

from app.desk.pages.people.targets import person_target
from app.desk.pages.records.targets import PAGES
from app.register.scoring.behind import HAMLET, Behind

#: Prefix of what is stated by the unit rather than recorded.
STATE = "state:"
_HAMLETS = "hamlets"


def record_target(line: Behind) -> tuple[str, str]:
    """The page and target of a record; two empty texts where there is none."""
    if line.kind == HAMLET:
        return "community", _HAMLETS
    if line.kind in PAGES:
        return PAGES[line.kind], f"{line.kind}:{line.id}"
    if line.person:
        return "people", person_target(line.person)
    return "", ""


def mend_target(mend: str) -> tuple[str, str]:
    """The page and target where what is missing is entered; two empty texts where there is none."""
    if mend == "drug_test":
        return "testing", ""
    if mend == "incident":
        return "area", mend
    if mend in PAGES:
        return PAGES[mend], f"{mend}+"
    return "", ""


def fact_mend(name: str) -> str:
    """How an unknown fact is mended: a record to enter, or something to state."""
    records = {"population": "population", "plants": "cultivation", "area_m2": "cultivation"}
    return records.get(name, f"{STATE}{name}")
