"""Keeping in touch: visits and support."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes
from app.kinds.declare import Record, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Count, Day
from app.words import N_


def _check_visit(visit: Any) -> None:
    if visit.next_on is not None and visit.next_on < visit.visited_on:
        raise Fault(
            "E_NEXT_BEFORE_VISIT",
            N_("The next visit is before this one. Correct one of the two days."),
            field="next_on",
        )


@kind(
    "visit",
    N_("Visit"),
    N_("Visits"),
    subject="person",
    when="visited_on",
    is_event=True,
    source="NĐ 105/2021 Điều 47",
    check=_check_visit,
)
class Visit(Record, frozen=True, kw_only=True):
    """A visit to a person or a talk with them: what was found, in plain words, and what comes next."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    visited_on: Annotated[Day, field(N_("Day"), listed=True)]
    by: Annotated[str | None, field(N_("By"), listed=True, expected=True)] = None
    place: Annotated[str | None, field(N_("Where"), codes=codes.VISIT_PLACE, listed=True)] = None
    present: Annotated[bool, field(N_("Met the person"))] = True
    residence: Annotated[str | None, field(N_("Residence"))] = None
    work: Annotated[str | None, field(N_("Work or study"))] = None
    family: Annotated[str | None, field(N_("Family"))] = None
    health: Annotated[
        str | None, field(N_("Health in plain words"), hint=N_("No diagnoses, no HIV status."))
    ] = None
    relapse_signs: Annotated[bool | None, field(N_("Signs of use"))] = None
    found: Annotated[str | None, field(N_("What was found"), sort=Sort.LONG, listed=True)] = None
    advice: Annotated[str | None, field(N_("Advice given"), sort=Sort.LONG)] = None
    next_on: Annotated[Day | None, field(N_("Next visit"))] = None


def _check_support(support: Any) -> None:
    if support.until is not None and support.until < support.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="until",
        )


@kind(
    "support",
    N_("Support"),
    N_("Support given"),
    subject="person",
    when="since",
    ended_by="until",
    source="L120 Điều 42",
    check=_check_support,
)
class Support(Record, frozen=True, kw_only=True):
    """Help given to a person: counselling, training, a job, a loan, school, legal or family help."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Sort of support"), codes=codes.SUPPORT_SORT, listed=True)]
    since: Annotated[Day, field(N_("From"), listed=True)]
    until: Annotated[Day | None, field(N_("To"), listed=True)] = None
    by: Annotated[str | None, field(N_("Given by"), listed=True)] = None
    amount: Annotated[Count | None, field(N_("Amount (đồng)"))] = None
    source: Annotated[str | None, field(N_("Source of money"))] = None
    result: Annotated[str | None, field(N_("Result"), sort=Sort.LONG)] = None
