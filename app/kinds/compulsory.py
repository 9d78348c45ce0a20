"""Files for compulsory rehabilitation, and the papers of any procedure's file."""

from __future__ import annotations

from typing import Annotated

from app.kinds import codes_care
from app.kinds.days import ordered
from app.kinds.declare import Policy, Record, Sort, field, kind
from app.kinds.types import Code, Count, Day, Moment
from app.words import N_

#: The dated steps of a file in the order of the law (law.md 1.7).
STEPS = (
    "ground_on",
    "opened_on",
    "notice_on",
    "notice_received_on",
    "read_on",
    "sent_on",
    "passed_on",
    "accepted_on",
    "decided_on",
    "executed_at",
)


@kind(
    "compulsory_file",
    N_("File for compulsory rehabilitation"),
    N_("Files for compulsory rehabilitation"),
    subject="person",
    when="opened_on",
    ended_by="closed_on",
    source="L120 Điều 35-39; NĐ 116/2021 Điều 40-58",
    check=lambda r: ordered(r, *STEPS),
    indexes=(("decided_on",), ("closed_on",)),
)
class CompulsoryFile(Record, frozen=True, kw_only=True):
    """The file that asks for compulsory rehabilitation, step by step to its execution."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    ground: Annotated[str, field(N_("Ground"), codes=codes_care.COMPULSORY_GROUND, listed=True)]
    is_minor: Annotated[bool, field(N_("12 to under 18"))] = False
    number: Annotated[str | None, field(N_("Number"), listed=True)] = None
    ground_on: Annotated[Day | None, field(N_("Ground found on"), policy=Policy.LEGAL)] = None
    opened_on: Annotated[Day, field(N_("File begun on"), listed=True, policy=Policy.LEGAL)]
    interim: Annotated[str | None, field(N_("Until the decision"), codes=codes_care.INTERIM)] = None
    interim_on: Annotated[Day | None, field(N_("Handed over for the time until then on"))] = None
    is_numbered: Annotated[bool | None, field(N_("Pages numbered"))] = None
    notice_on: Annotated[Day | None, field(N_("Notice sent on"), policy=Policy.LEGAL)] = None
    notice_received_on: Annotated[Day | None, field(N_("Notice received on"), policy=Policy.LEGAL)] = None
    read_on: Annotated[Day | None, field(N_("File read, or the right waived, on"), policy=Policy.LEGAL)] = (
        None
    )
    sent_on: Annotated[Day | None, field(N_("File sent on"), listed=True, policy=Policy.LEGAL)] = None
    passed_on: Annotated[Day | None, field(N_("Passed to the court on"), policy=Policy.LEGAL)] = None
    returned_on: Annotated[Day | None, field(N_("Returned for completion on"), policy=Policy.LEGAL)] = None
    completed_on: Annotated[Day | None, field(N_("Completed and sent again on"))] = None
    accepted_on: Annotated[Day | None, field(N_("Accepted by the court on"), policy=Policy.LEGAL)] = None
    decided_on: Annotated[Day | None, field(N_("Decided on"), listed=True, policy=Policy.LEGAL)] = None
    decision: Annotated[str | None, field(N_("Court decision"), ref="decision")] = None
    outcome: Annotated[
        str | None, field(N_("Outcome"), codes=codes_care.FILE_OUTCOME, listed=True, policy=Policy.LEGAL)
    ] = None
    decision_received_at: Annotated[Moment | None, field(N_("Decision received at"), policy=Policy.LEGAL)] = (
        None
    )
    executed_at: Annotated[Moment | None, field(N_("Taken to the facility at"), policy=Policy.LEGAL)] = None
    facility: Annotated[str | None, field(N_("Facility"), listed=True)] = None
    closed_on: Annotated[Day | None, field(N_("File closed on"), policy=Policy.LEGAL)] = None
    reason: Annotated[str | None, field(N_("Reason"), sort=Sort.LONG)] = None
    regime: Annotated[Code | None, field(N_("Law that applies"))] = None


@kind(
    "paper",
    N_("Paper"),
    N_("Papers"),
    subject="person",
    when="dated_on",
    source="NĐ 105/2021 Điều 40; NĐ 116/2021 Điều 40-43",
)
class FilePaper(Record, frozen=True, kw_only=True):
    """One document of a procedure's file."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    dossier: Annotated[str, field(N_("Dossier"), codes=codes_care.DOSSIER, listed=True)]
    about: Annotated[
        Code | None, field(N_("Belongs to"), hint=N_("The decision, request or file it is part of."))
    ] = None
    sort: Annotated[Code, field(N_("Sort of paper"), listed=True)]
    title: Annotated[str | None, field(N_("Title"), listed=True)] = None
    number: Annotated[str | None, field(N_("Number"), listed=True)] = None
    dated_on: Annotated[Day | None, field(N_("Dated"), listed=True)] = None
    pages: Annotated[Count | None, field(N_("Number of pages"), listed=True)] = None
    held_at: Annotated[str | None, field(N_("Kept at"))] = None
    attachment: Annotated[str | None, field(N_("Scan"), ref="attachment")] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "attachment",
    N_("Attachment"),
    N_("Attachments"),
    subject="person",
    when="added_on",
    source="NĐ 356/2025 Điều 4",
)
class Attachment(Record, frozen=True, kw_only=True):
    """A photo or scan; its bytes lie in the encrypted store under their digest."""

    person: Annotated[str | None, field(N_("Person"), ref="person")] = None
    added_on: Annotated[Day, field(N_("Added on"), listed=True)]
    name: Annotated[str, field(N_("Name"), listed=True)]
    media: Annotated[Code, field(N_("Sort of file"))]
    size: Annotated[Count, field(N_("Bytes"))]
    digest: Annotated[Code, field(N_("Digest"))]
    is_photo: Annotated[bool, field(N_("Photo of the person"))] = False
