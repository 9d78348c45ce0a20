"""Places, incidents and newcomers: kept by the police, never given to a health node."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes, codes_area
from app.kinds.days import ordered
from app.kinds.declare import Compartment, Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Born, Count, Day, Moment
from app.words import N_


def _check_place(place: Any) -> None:
    if place.resolved_on is not None and place.resolved_on < place.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="resolved_on",
        )


class StateChange(Row, frozen=True, kw_only=True):
    """A step in the life of a place."""

    on: Annotated[Day, field(N_("Day"))]
    state: Annotated[str, field(N_("State"), codes=codes.PLACE_STATE)]
    document: Annotated[str | None, field(N_("Document"))] = None


class Inspection(Row, frozen=True, kw_only=True):
    """A look at a place: when, by whom, what was found."""

    on: Annotated[Day, field(N_("Day"))]
    by: Annotated[str | None, field(N_("By"))] = None
    result: Annotated[str | None, field(N_("Result"))] = None


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
    address: Annotated[str | None, field(N_("Address as written"))] = None
    owner: Annotated[str | None, field(N_("Owner or keeper"))] = None
    since: Annotated[Day, field(N_("Since"), listed=True)]
    state: Annotated[str, field(N_("State"), codes=codes.PLACE_STATE, listed=True, policy=Policy.LEGAL)] = (
        "listed"
    )
    resolved_on: Annotated[Day | None, field(N_("Resolved on"), listed=True, policy=Policy.LEGAL)] = None
    officer: Annotated[str | None, field(N_("Officer in charge"), listed=True)] = None
    changes: Annotated[tuple[StateChange, ...], field(N_("State over time"))] = ()
    inspections: Annotated[tuple[Inspection, ...], field(N_("Inspections"))] = ()
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


class Seizure(Row, frozen=True, kw_only=True):
    """What was seized: substance and how much of it."""

    substance: Annotated[str, field(N_("Substance"), codes=codes.SUBSTANCE)]
    amount: Annotated[Count, field(N_("Amount"))]
    unit: Annotated[str, field(N_("Unit of measure"), codes=codes_area.MEASURE_UNIT)]


@kind(
    "incident",
    N_("Incident"),
    N_("Incidents"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    when="detected_on",
    source="QĐ 28/2025/QĐ-TTg",
    indexes=(("prosecuted_on",), ("detected_on",)),
)
class Incident(Record, frozen=True, kw_only=True):
    """A case or administrative matter; cases and offenders are counted apart."""

    sort: Annotated[str, field(N_("Sort of incident"), codes=codes.INCIDENT_SORT, listed=True)]
    detected_on: Annotated[Day, field(N_("Detected on"), listed=True)]
    number: Annotated[str | None, field(N_("Number"), listed=True)] = None
    act: Annotated[str | None, field(N_("Sort of act"), codes=codes_area.OFFENCE, listed=True)] = None
    offence: Annotated[str | None, field(N_("Offence"), listed=True)] = None
    seriousness: Annotated[
        str | None, field(N_("Seriousness"), codes=codes_area.SERIOUSNESS, expected=True)
    ] = None
    stage: Annotated[str, field(N_("Stage"), codes=codes.INCIDENT_STAGE, listed=True)] = "detected"
    prosecuted_on: Annotated[Day | None, field(N_("Prosecuted on"), listed=True, policy=Policy.LEGAL)] = None
    tried_on: Annotated[Day | None, field(N_("Tried on"), policy=Policy.LEGAL)] = None
    outcome: Annotated[str | None, field(N_("Outcome"), codes=codes_area.INCIDENT_OUTCOME)] = None
    offenders: Annotated[
        Count | None,
        field(N_("Offenders"), listed=True, hint=N_("Blank: those entered with their part are counted.")),
    ] = None
    seizures: Annotated[tuple[Seizure, ...], field(N_("Seized"))] = ()
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    place: Annotated[str | None, field(N_("Place"), ref="place")] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "involvement",
    N_("Part in an incident or place"),
    N_("Parts in incidents and places"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    subject="person",
    when="since",
    source="QĐ 28/2025/QĐ-TTg Điều 2",
    check=lambda r: ordered(r, "since", "until"),
    indexes=(("incident",), ("place",)),
)
class Involvement(Record, frozen=True, kw_only=True):
    """Somebody's part in an incident or at a place; people outside the register by name only."""

    incident: Annotated[str | None, field(N_("Incident"), ref="incident")] = None
    place: Annotated[str | None, field(N_("Place"), ref="place")] = None
    person: Annotated[str | None, field(N_("Person in the register"), ref="person")] = None
    name: Annotated[str | None, field(N_("Full name"), listed=True)] = None
    part: Annotated[str, field(N_("Part taken"), codes=codes_area.PART, listed=True)]
    since: Annotated[Day | None, field(N_("From"), listed=True)] = None
    until: Annotated[Day | None, field(N_("To"), listed=True)] = None
    arrested_on: Annotated[Day | None, field(N_("Arrested on"), listed=True)] = None
    is_resident: Annotated[bool | None, field(N_("Lives in the commune"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "retail_dealer",
    N_("Retail dealer"),
    N_("Retail dealers"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    subject="person",
    when="since",
    ended_by="until",
    source="KH Ninh Thuận II.1",
    check=lambda r: ordered(r, "since", "until"),
)
class RetailDealer(Record, frozen=True, kw_only=True):
    """Somebody on the list of retail dealers, from when to when and on which ground."""

    person: Annotated[str | None, field(N_("Person in the register"), ref="person")] = None
    name: Annotated[str | None, field(N_("Full name"), listed=True)] = None
    since: Annotated[Day, field(N_("From"), listed=True)]
    until: Annotated[Day | None, field(N_("To"), listed=True)] = None
    ground: Annotated[str | None, field(N_("Ground"), listed=True, expected=True)] = None
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    place: Annotated[str | None, field(N_("Place"), ref="place")] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "cultivation",
    N_("Cultivation"),
    N_("Cultivation"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    when="detected_on",
    ended_by="destroyed_on",
    source="QĐ 28/2025/QĐ-TTg; KH Ninh Thuận II.1",
    check=lambda r: ordered(r, "detected_on", "destroyed_on"),
)
class Cultivation(Record, frozen=True, kw_only=True):
    """Plants with narcotics found growing: how many, on how much ground, when destroyed."""

    species: Annotated[str, field(N_("Species"), codes=codes_area.SPECIES, listed=True)]
    detected_on: Annotated[Day, field(N_("Detected on"), listed=True)]
    plants: Annotated[Count | None, field(N_("Plants"), listed=True, expected=True)] = None
    area_m2: Annotated[Count | None, field(N_("Area (m²)"), listed=True, expected=True)] = None
    destroyed_on: Annotated[Day | None, field(N_("Destroyed on"), listed=True, policy=Policy.LEGAL)] = None
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    grower: Annotated[str | None, field(N_("Grower"))] = None
    incident: Annotated[str | None, field(N_("Incident"), ref="incident")] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "tip",
    N_("Tip"),
    N_("Tips"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    when="received_at",
    source="KH Ninh Thuận tiêu chí 9",
    check=lambda r: ordered(r, "received_at", "handled_on"),
)
class Tip(Record, frozen=True, kw_only=True):
    """Something told through a mailbox or hotline, and what was done about it."""

    received_at: Annotated[Moment, field(N_("Received at"), listed=True)]
    channel: Annotated[str, field(N_("Came by"), codes=codes_area.CHANNEL, listed=True)]
    mailbox: Annotated[str | None, field(N_("Mailbox"), ref="mailbox")] = None
    content: Annotated[str, field(N_("Content"), sort=Sort.LONG, listed=True)]
    handled_on: Annotated[Day | None, field(N_("Handled on"), listed=True)] = None
    handled_by: Annotated[str | None, field(N_("Handled by"))] = None
    result: Annotated[str | None, field(N_("Result"), sort=Sort.LONG, listed=True)] = None
    incident: Annotated[str | None, field(N_("Incident"), ref="incident")] = None


@kind(
    "newcomer",
    N_("Newcomer or returnee"),
    N_("Newcomers and returnees"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    subject="person",
    when="since",
    ended_by="left_on",
    source="KH Ninh Thuận IV.4.4, IV.4.6, IV.5.1",
    check=lambda r: ordered(r, "since", "checked_on", "referred_on"),
)
class Newcomer(Record, frozen=True, kw_only=True):
    """A worker from another province or a person who came back: since when, checked, referred."""

    sort: Annotated[str, field(N_("Sort"), codes=codes_area.NEWCOMER_SORT, listed=True)]
    name: Annotated[str, field(N_("Full name"), listed=True)]
    birth: Annotated[Born | None, field(N_("Born"), sort=Sort.BIRTH, listed=True)] = None
    person: Annotated[str | None, field(N_("Person in the register"), ref="person")] = None
    from_where: Annotated[str | None, field(N_("Came from"), listed=True)] = None
    since: Annotated[Day, field(N_("Since"), listed=True)]
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    work: Annotated[str | None, field(N_("Work or employer"))] = None
    checked_on: Annotated[Day | None, field(N_("Checked on"), listed=True)] = None
    check_result: Annotated[str | None, field(N_("Result of the check"))] = None
    referred_on: Annotated[Day | None, field(N_("Referred on"))] = None
    referred_to: Annotated[str | None, field(N_("Referred to"))] = None
    left_on: Annotated[Day | None, field(N_("Left on"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
