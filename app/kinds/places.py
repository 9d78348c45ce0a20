"""Places and incidents: kept by the police, never given to a health node."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes
from app.kinds.declare import Compartment, Policy, Record, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Count, Day
from app.words import N_


def _check_place(place: Any) -> None:
    if place.resolved_on is not None and place.resolved_on < place.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="resolved_on",
        )


@kind(
    "place",
    N_("Place"),
    N_("Places"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    when="since",
    ended_by="resolved_on",
    source="QĐ 28/2025/QĐ-TTg",
    check=_check_place,
    indexes=(("resolved_on",),),
)
class Place(Record, frozen=True, kw_only=True):
    """A place the commune watches: at risk, complex or a hot spot, since when, and when it was resolved."""

    name: Annotated[str, field(N_("Name"), listed=True)]
    sort: Annotated[str, field(N_("Sort of place"), codes=codes.PLACE_SORT, listed=True)]
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    since: Annotated[Day, field(N_("Since"), listed=True)]
    state: Annotated[str, field(N_("State"), codes=codes.PLACE_STATE, listed=True, policy=Policy.LEGAL)] = (
        "listed"
    )
    resolved_on: Annotated[Day | None, field(N_("Resolved on"), listed=True, policy=Policy.LEGAL)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "incident",
    N_("Incident"),
    N_("Incidents"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    when="detected_on",
    source="QĐ 28/2025/QĐ-TTg",
    indexes=(("prosecuted_on",),),
)
class Incident(Record, frozen=True, kw_only=True):
    """A case or administrative matter; cases and offenders are counted apart."""

    sort: Annotated[str, field(N_("Sort of incident"), codes=codes.INCIDENT_SORT, listed=True)]
    detected_on: Annotated[Day, field(N_("Detected on"), listed=True)]
    offence: Annotated[str | None, field(N_("Offence"), listed=True)] = None
    stage: Annotated[str, field(N_("Stage"), codes=codes.INCIDENT_STAGE, listed=True)] = "detected"
    prosecuted_on: Annotated[Day | None, field(N_("Prosecuted on"), listed=True, policy=Policy.LEGAL)] = None
    offenders: Annotated[Count | None, field(N_("Offenders"), listed=True)] = None
    place: Annotated[str | None, field(N_("Place"), ref="place")] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
