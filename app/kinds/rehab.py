"""Rehabilitation and substitution treatment: episodes, what a commune keeps of a treatment, breaches."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes_care
from app.kinds.clinical import check_sealed
from app.kinds.days import ordered
from app.kinds.declare import Compartment, Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Code, Count, Day
from app.words import N_


class Stage(Row, frozen=True, kw_only=True):
    """One of the five stages: from when to when."""

    stage: Annotated[str, field(N_("Stage"), codes=codes_care.REHAB_STAGE)]
    since: Annotated[Day, field(N_("From"))]
    until: Annotated[Day | None, field(N_("To"))] = None
    result: Annotated[str | None, field(N_("Result"))] = None


def _check_rehab(episode: Any) -> None:
    ordered(episode, "registered_on", "started_on", "ended_on")
    before: Any = None
    for expected, line in enumerate(episode.stages, start=1):
        if line.stage != str(expected):
            raise Fault(
                "E_STAGE_SKIPPED",
                N_("The stages follow each other from 1 to 5: stage {n} is missing before this one. Add it."),
                field="stages",
                n=expected,
            )
        if (line.until and line.until < line.since) or (before is not None and line.since < before.since):
            raise Fault(
                "E_END_BEFORE_START",
                N_("Stage {n} lies before what goes before it. Correct its days."),
                field="stages",
                n=expected,
            )
        before = line
    if episode.outcome is not None and episode.ended_on is None:
        raise Fault("E_END_DAY", N_("An outcome needs the day of the end. Type the day."), field="ended_on")


@kind(
    "rehab_episode",
    N_("Rehabilitation"),
    N_("Rehabilitation"),
    subject="person",
    when="registered_on",
    ended_by="ended_on",
    source="L120 Điều 29, 32-36; NĐ 116/2021 Mẫu 22-28",
    check=_check_rehab,
    indexes=(("ended_on",),),
)
class RehabEpisode(Record, frozen=True, kw_only=True):
    """One time in rehabilitation: its form, where, the five stages, how it ended."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    form: Annotated[str, field(N_("Form"), codes=codes_care.REHAB_FORM, listed=True, policy=Policy.LEGAL)]
    time: Annotated[Count, field(N_("Which time"), listed=True, policy=Policy.LEGAL)] = 1
    facility: Annotated[str | None, field(N_("Facility or provider"), listed=True)] = None
    registered_on: Annotated[Day, field(N_("Registered on"), listed=True, policy=Policy.LEGAL)]
    decision: Annotated[str | None, field(N_("Decision"), ref="decision")] = None
    started_on: Annotated[Day | None, field(N_("Begun on"), listed=True, policy=Policy.LEGAL)] = None
    months: Annotated[Count | None, field(N_("Months of the term"), policy=Policy.LEGAL)] = None
    due_on: Annotated[
        Day | None,
        field(N_("Ends on, as stated"), policy=Policy.LEGAL, hint=N_("Blank: reckoned from the law.")),
    ] = None
    stages: Annotated[tuple[Stage, ...], field(N_("Stages"))] = ()
    next_on: Annotated[Day | None, field(N_("Next appointment"), listed=True)] = None
    left_facility_on: Annotated[Day | None, field(N_("Left the private facility on"))] = None
    presented_on: Annotated[Day | None, field(N_("Presented themselves on"))] = None
    ended_on: Annotated[Day | None, field(N_("Ended on"), listed=True, policy=Policy.LEGAL)] = None
    outcome: Annotated[
        str | None, field(N_("Outcome"), codes=codes_care.REHAB_OUTCOME, listed=True, policy=Policy.LEGAL)
    ] = None
    certificate_number: Annotated[str | None, field(N_("Number of the certificate"))] = None
    certificate_on: Annotated[Day | None, field(N_("Day of the certificate"))] = None
    regime: Annotated[Code | None, field(N_("Law that applies"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


class MissedDay(Row, frozen=True, kw_only=True):
    """A day of treatment that was missed."""

    on: Annotated[Day, field(N_("Day"))]
    reason: Annotated[str | None, field(N_("Reason"))] = None


class Transfer(Row, frozen=True, kw_only=True):
    """A move to another facility or dispensing site."""

    on: Annotated[Day, field(N_("Day"))]
    to: Annotated[str, field(N_("Moved to"))]


@kind(
    "substitution_treatment",
    N_("Substitution treatment"),
    N_("Substitution treatment"),
    subject="person",
    when="started_on",
    ended_by="stopped_on",
    source="L120 Điều 31, 35; KH Ninh Thuận tiêu chí 2",
    check=lambda r: ordered(r, "registered_on", "started_on", "stopped_on"),
    indexes=(("stopped_on",),),
)
class SubstitutionTreatment(Record, frozen=True, kw_only=True):
    """What the commune keeps of a substitution treatment; drug, dose and phase are clinical detail."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    facility: Annotated[str, field(N_("Facility"), listed=True)]
    site: Annotated[str | None, field(N_("Dispensing site"), listed=True)] = None
    code: Annotated[Code | None, field(N_("Patient code"))] = None
    registered_on: Annotated[Day | None, field(N_("Registered on"))] = None
    started_on: Annotated[Day, field(N_("Begun on"), listed=True, policy=Policy.LEGAL)]
    missed: Annotated[tuple[MissedDay, ...], field(N_("Missed days"))] = ()
    transfers: Annotated[tuple[Transfer, ...], field(N_("Transfers"))] = ()
    next_on: Annotated[Day | None, field(N_("Next appointment"), listed=True)] = None
    stopped_on: Annotated[Day | None, field(N_("Stopped on"), listed=True, policy=Policy.LEGAL)] = None
    stop_reason: Annotated[
        str | None, field(N_("Reason for the stop"), codes=codes_care.TREATMENT_STOP, listed=True)
    ] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG, hint=N_("No clinical detail here."))] = None


@kind(
    "treatment_detail",
    N_("Clinical detail of a treatment"),
    N_("Clinical details of treatments"),
    compartment=Compartment.HEALTH,
    writers=("health",),
    subject="person",
    when="noted_on",
    source="QĐ 4066/QĐ-BYT",
    check=check_sealed,
)
class TreatmentDetail(Record, frozen=True, kw_only=True):
    """Drug, dose and phase, sealed under the health key."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    treatment: Annotated[str | None, field(N_("Substitution treatment"), ref="substitution_treatment")] = None
    noted_on: Annotated[Day, field(N_("Day"), listed=True)]
    sealed: Annotated[str, field(N_("Sealed content"), sort=Sort.LONG)]


@kind(
    "breach",
    N_("Breach"),
    N_("Breaches"),
    subject="person",
    when="happened_on",
    is_event=True,
    source="L120 Điều 47; NĐ 116/2021 Mẫu 27",
    check=lambda r: ordered(r, "happened_on", "record_on"),
)
class Breach(Record, frozen=True, kw_only=True):
    """An obligation was not kept: which, when, the record made of it, which time, what followed."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    obligation: Annotated[str, field(N_("Obligation"), codes=codes_care.OBLIGATION, listed=True)]
    sort: Annotated[str, field(N_("Sort of breach"), codes=codes_care.BREACH_SORT, listed=True)]
    happened_on: Annotated[Day, field(N_("Day"), listed=True, policy=Policy.LEGAL)]
    record_number: Annotated[str | None, field(N_("Number of the record"), listed=True)] = None
    record_on: Annotated[Day | None, field(N_("Day of the record"))] = None
    time: Annotated[Count, field(N_("Which time"), listed=True, policy=Policy.LEGAL)] = 1
    consequence: Annotated[
        str | None, field(N_("Consequence"), codes=codes_care.CONSEQUENCE, listed=True)
    ] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
