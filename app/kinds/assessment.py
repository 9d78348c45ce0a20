"""Assessment of addiction: the request, what the facility concluded, and its clinical detail (sealed)."""

from __future__ import annotations

from typing import Annotated

from app.kinds import codes_care
from app.kinds.clinical import check_sealed
from app.kinds.days import ordered
from app.kinds.declare import Compartment, Policy, Record, Sort, field, kind
from app.kinds.types import Day, Moment
from app.words import N_


@kind(
    "assessment_request",
    N_("Assessment request"),
    N_("Assessment requests"),
    subject="person",
    when="asked_on",
    is_event=True,
    source="L73 Điều 27; L120 Điều 31; NĐ 109/2021",
    check=lambda r: ordered(r, "asked_on", "scheduled_at"),
)
class AssessmentRequest(Record, frozen=True, kw_only=True):
    """Who asked which facility to assess a person, on which ground, referring to which test."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    asked_on: Annotated[Day, field(N_("Asked on"), listed=True, policy=Policy.LEGAL)]
    ground: Annotated[str, field(N_("Ground"), codes=codes_care.ASSESSMENT_GROUND, listed=True)]
    by: Annotated[str | None, field(N_("Asked by"), listed=True, expected=True)] = None
    number: Annotated[str | None, field(N_("Number"), listed=True)] = None
    facility: Annotated[str | None, field(N_("Facility"), listed=True, expected=True)] = None
    test: Annotated[str | None, field(N_("Positive test"), ref="drug_test", expected=True)] = None
    scheduled_at: Annotated[Moment | None, field(N_("Appointment"), listed=True)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "assessment",
    N_("Assessment of addiction"),
    N_("Assessments"),
    subject="person",
    when="concluded_on",
    is_event=True,
    source="TT 18/2021/TT-BYT; NĐ 109/2021 Mẫu 04",
    check=lambda r: ordered(r, "started_on", "concluded_on", "received_at"),
)
class Assessment(Record, frozen=True, kw_only=True):
    """What a facility concluded about addiction, with its slip; the program never concludes."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    request: Annotated[str | None, field(N_("Request"), ref="assessment_request")] = None
    facility: Annotated[str | None, field(N_("Facility"), listed=True, expected=True)] = None
    practitioner: Annotated[str | None, field(N_("Practitioner"), expected=True)] = None
    certificate_number: Annotated[str | None, field(N_("Certificate of the practitioner"))] = None
    substance_group: Annotated[
        str | None, field(N_("Substance group"), codes=codes_care.SUBSTANCE_GROUP, listed=True)
    ] = None
    started_on: Annotated[Day | None, field(N_("Begun on"))] = None
    concluded_on: Annotated[Day, field(N_("Concluded on"), listed=True, policy=Policy.LEGAL)]
    conclusion: Annotated[
        str, field(N_("Conclusion"), codes=codes_care.CONCLUSION, listed=True, policy=Policy.LEGAL)
    ]
    slip_number: Annotated[str | None, field(N_("Number of the slip"), listed=True)] = None
    slip_on: Annotated[Day | None, field(N_("Day of the slip"))] = None
    valid_until: Annotated[Day | None, field(N_("Serves a registration until"))] = None
    received_at: Annotated[Moment | None, field(N_("Result received at"), policy=Policy.LEGAL)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG, hint=N_("No clinical detail here."))] = None


@kind(
    "assessment_detail",
    N_("Clinical detail of an assessment"),
    N_("Clinical details of assessments"),
    compartment=Compartment.HEALTH,
    writers=("health",),
    subject="person",
    when="noted_on",
    source="TT 18/2021/TT-BYT phụ lục 3-6",
    check=check_sealed,
)
class AssessmentDetail(Record, frozen=True, kw_only=True):
    """Criteria, signs, observations and instruments, sealed under the health key."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    assessment: Annotated[str | None, field(N_("Assessment of addiction"), ref="assessment")] = None
    request: Annotated[str | None, field(N_("Request"), ref="assessment_request")] = None
    noted_on: Annotated[Day, field(N_("Day"), listed=True)]
    sealed: Annotated[str, field(N_("Sealed content"), sort=Sort.LONG)]
