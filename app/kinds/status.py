"""Legal statuses of a person over time and the decisions that open and close them."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes
from app.kinds.declare import Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Code, Day
from app.words import N_


def _check_period(record: Any) -> None:
    if record.until is not None and record.until < record.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="until",
        )


def _check_decision(record: Any) -> None:
    if record.effective_until and record.effective_until < (record.effective_from or record.decided_on):
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="effective_until",
        )


@kind(
    "status_period",
    N_("Status"),
    N_("Statuses"),
    subject="person",
    when="since",
    ended_by="until",
    source="L120 Điều 24, 31-36, 42",
    check=_check_period,
    indexes=(("status", "since"),),
)
class StatusPeriod(Record, frozen=True, kw_only=True):
    """One legal status of a person from a day to a day; several may run at the same time."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    status: Annotated[str, field(N_("Status"), codes=codes.STATUS, listed=True, policy=Policy.LEGAL)]
    since: Annotated[Day, field(N_("From"), listed=True, policy=Policy.LEGAL)]
    until: Annotated[
        Day | None,
        field(N_("To"), listed=True, policy=Policy.LEGAL, hint=N_("The last day it was in force.")),
    ] = None
    regime: Annotated[Code | None, field(N_("Law that applies"))] = None
    opened_by: Annotated[str | None, field(N_("Opened by decision"), ref="decision")] = None
    closed_by: Annotated[str | None, field(N_("Closed by decision"), ref="decision")] = None
    end_reason: Annotated[str | None, field(N_("Reason for the end"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


class TeamMember(Row, frozen=True, kw_only=True):
    """A member of the management team named in a decision (Decree 105/2021 article 42)."""

    name: Annotated[str, field(N_("Full name"))]
    post: Annotated[str | None, field(N_("Post"))] = None
    part: Annotated[str | None, field(N_("Part in the team"))] = None
    is_helper: Annotated[bool, field(N_("Direct helper"))] = False


@kind(
    "decision",
    N_("Decision"),
    N_("Decisions"),
    subject="person",
    when="decided_on",
    source="NĐ 105/2021 Mẫu 07-10",
    check=_check_decision,
)
class Decision(Record, frozen=True, kw_only=True):
    """A decision about a person: number, day, who signed, from when to when it has effect."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Sort of decision"), codes=codes.DECISION_SORT, listed=True)]
    number: Annotated[str | None, field(N_("Number"), listed=True, expected=True, policy=Policy.LEGAL)] = None
    decided_on: Annotated[Day, field(N_("Day of decision"), listed=True, policy=Policy.LEGAL)]
    office: Annotated[str | None, field(N_("Office"))] = None
    signatory: Annotated[str | None, field(N_("Signed by"), listed=True, expected=True)] = None
    signatory_post: Annotated[str | None, field(N_("Post of the signatory"))] = None
    effective_from: Annotated[Day | None, field(N_("In force from"), policy=Policy.LEGAL)] = None
    effective_until: Annotated[Day | None, field(N_("In force to"), policy=Policy.LEGAL)] = None
    ground: Annotated[
        Code | None, field(N_("Ground"), hint=N_("As the law lists it, for a decision to stop."))
    ] = None
    bases: Annotated[tuple[str, ...], field(N_("Legal bases"))] = ()
    regime: Annotated[Code | None, field(N_("Law that applies"))] = None
    team: Annotated[tuple[TeamMember, ...], field(N_("Management team"))] = ()
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
    test: Annotated[
        str | None,
        field(N_("Rests on the test"), ref="drug_test", hint=N_("The positive result it answers.")),
    ] = None
