"""How a person came to notice, whether they are there, and their going and coming."""

from __future__ import annotations

from typing import Annotated

from app.kinds import codes, codes_care
from app.kinds.days import ordered
from app.kinds.declare import Compartment, Policy, Record, Sort, field, kind
from app.kinds.types import Code, Day, Moment
from app.words import N_


@kind(
    "detection",
    N_("Detection"),
    N_("Detections"),
    subject="person",
    when="detected_at",
    is_event=True,
    source="NĐ 105/2021 Điều 38, 41",
    check=lambda r: ordered(r, "detected_at", "residence_verified_on", "notified_at"),
)
class Detection(Record, frozen=True, kw_only=True):
    """A person was found using or suspected of it: when, where, on which ground, by whom."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    detected_at: Annotated[Moment, field(N_("Detected at"), listed=True, policy=Policy.LEGAL)]
    place: Annotated[str | None, field(N_("Place"), listed=True)] = None
    ground: Annotated[
        str | None, field(N_("Ground"), codes=codes.TEST_GROUND, listed=True, expected=True)
    ] = None
    by: Annotated[str | None, field(N_("Detected by"), listed=True)] = None
    summary: Annotated[str | None, field(N_("Summary"), sort=Sort.LONG, expected=True)] = None
    statement_taken: Annotated[bool | None, field(N_("Statement taken"))] = None
    residence_verified_on: Annotated[Day | None, field(N_("Residence verified on"))] = None
    residence_stable: Annotated[
        bool | None,
        field(N_("Stable residence"), hint=N_("Registered and living there, or 30 days confirmed.")),
    ] = None
    notified_at: Annotated[
        Moment | None, field(N_("Commune notified at"), hint=N_("When the notice was received."))
    ] = None
    notice_number: Annotated[str | None, field(N_("Number of the notice"))] = None


@kind(
    "presence_check",
    N_("Presence check"),
    N_("Presence checks"),
    subject="person",
    when="checked_on",
    is_event=True,
    source="KH Ninh Thuận IV.4.2-4.3",
)
class PresenceCheck(Record, frozen=True, kw_only=True):
    """A roll call or check in person: there or not, and where the person is said to be."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    checked_on: Annotated[Day, field(N_("Day"), listed=True)]
    way: Annotated[str, field(N_("How"), codes=codes_care.PRESENCE_WAY, listed=True)] = "roll_call"
    present: Annotated[bool, field(N_("Present"), listed=True)]
    said_to_be: Annotated[str | None, field(N_("Said to be at"), listed=True)] = None
    by: Annotated[str | None, field(N_("Officer"), listed=True)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "absence",
    N_("Absence or move"),
    N_("Absences and moves"),
    subject="person",
    when="left_at",
    ended_by="ended_on",
    source="L120 Điều 25, 27; NĐ 105/2021 Điều 47",
    check=lambda r: ordered(r, "left_at", "arrived_at", "presented_at"),
)
class Absence(Record, frozen=True, kw_only=True):
    """A person left for a time, moved to another commune or came from one; drives the 24-hour clock."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Sort"), codes=codes_care.ABSENCE_SORT, listed=True)]
    left_at: Annotated[Moment, field(N_("Left at"), listed=True, policy=Policy.LEGAL)]
    reported: Annotated[bool | None, field(N_("Reported before leaving"))] = None
    unit: Annotated[Code | None, field(N_("Other commune (code)"))] = None
    unit_name: Annotated[str | None, field(N_("Other commune"), listed=True)] = None
    reason: Annotated[str | None, field(N_("Reason"))] = None
    notified_at: Annotated[
        Moment | None, field(N_("Other commune notified at"), listed=True, policy=Policy.LEGAL)
    ] = None
    notice_number: Annotated[str | None, field(N_("Number of the notice"))] = None
    file_sent_at: Annotated[Moment | None, field(N_("File sent at"), policy=Policy.LEGAL)] = None
    receipt: Annotated[str | None, field(N_("Receipt of the file"))] = None
    arrived_at: Annotated[Moment | None, field(N_("Arrived at"), policy=Policy.LEGAL)] = None
    presented_at: Annotated[
        Moment | None, field(N_("Presented themselves at"), listed=True, policy=Policy.LEGAL)
    ] = None
    ended_on: Annotated[
        Day | None, field(N_("Back or transfer done on"), listed=True, policy=Policy.LEGAL)
    ] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "prior_measure",
    N_("Earlier measure"),
    N_("Earlier measures"),
    compartment=Compartment.POLICE,
    writers=("police", "upper"),
    subject="person",
    when="decided_on",
    source="NĐ 105/2021 Mẫu 05 mục 16",
)
class PriorMeasure(Record, frozen=True, kw_only=True):
    """An earlier conviction or administrative penalty, as the summary sheet asks."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Sort"), codes=codes_care.PRIOR_SORT, listed=True)]
    decided_on: Annotated[Day | None, field(N_("Day of decision"), listed=True)] = None
    number: Annotated[str | None, field(N_("Number"), listed=True)] = None
    office: Annotated[str | None, field(N_("Office"), listed=True)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
