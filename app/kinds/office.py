"""What an office decides for itself: its settings, its code lists, its classes and its reports."""

from __future__ import annotations

from typing import Annotated

from app.kinds import codes_area
from app.kinds.days import ordered
from app.kinds.declare import Compartment, Policy, Record, Sort, field, kind
from app.kinds.types import Code, Count, Day, Moment
from app.words import N_

_WRITERS = ("police", "upper")


@kind("setting", N_("Setting"), N_("Settings"), writers=_WRITERS, when="since", source="L120 Điều 24, 31, 47")
class Setting(Record, frozen=True, kw_only=True):
    """A choice of the unit, such as a number that the law leaves open; the newest one of a key counts."""

    key: Annotated[Code, field(N_("Setting"), listed=True, indexed=True)]
    value: Annotated[str, field(N_("Value"), listed=True, policy=Policy.LEGAL)]
    since: Annotated[Day, field(N_("Since"), listed=True)]
    document: Annotated[str | None, field(N_("Document it rests on"), listed=True)] = None


@kind(
    "code_entry",
    N_("Entry of a code list"),
    N_("Entries of code lists"),
    writers=_WRITERS,
    when="since",
    ended_by="until",
    source="NĐ 28/2026",
    check=lambda r: ordered(r, "since", "until"),
    indexes=(("list", "code"),),
)
class CodeEntry(Record, frozen=True, kw_only=True):
    """A code that the unit added to a list, or the days between which a shipped one is offered."""

    list: Annotated[Code, field(N_("List"), listed=True)]
    code: Annotated[Code, field(N_("Code"), listed=True)]
    label: Annotated[str | None, field(N_("Words"), listed=True)] = None
    since: Annotated[Day | None, field(N_("From"), listed=True)] = None
    until: Annotated[Day | None, field(N_("To"), listed=True)] = None
    document: Annotated[str | None, field(N_("Document it rests on"), listed=True)] = None


@kind(
    "classification",
    N_("Classification"),
    N_("Classifications"),
    writers=_WRITERS,
    when="until",
    source="QĐ 28/2025/QĐ-TTg Điều 7",
    check=lambda r: ordered(r, "since", "until"),
)
class Classification(Record, frozen=True, kw_only=True):
    """The class of a unit for a period under one rule set: proposed, approved, with its document."""

    unit: Annotated[str | None, field(N_("Unit"), ref="unit")] = None
    rules: Annotated[str, field(N_("Rule set"), codes=codes_area.CLASS_RULES, listed=True)]
    since: Annotated[Day, field(N_("From"), listed=True)]
    until: Annotated[Day, field(N_("To"), listed=True)]
    proposed: Annotated[str, field(N_("Proposed class"), codes=codes_area.COMMUNE_CLASS, listed=True)]
    proposed_on: Annotated[Day | None, field(N_("Proposed on"))] = None
    approved: Annotated[
        str | None,
        field(N_("Approved class"), codes=codes_area.COMMUNE_CLASS, listed=True, policy=Policy.LEGAL),
    ] = None
    approved_on: Annotated[Day | None, field(N_("Approved on"), listed=True)] = None
    document: Annotated[str | None, field(N_("Number of the document"), listed=True)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
    evidence: Annotated[str | None, field(N_("Evidence"), sort=Sort.LONG)] = None


@kind(
    "report",
    N_("Report"),
    N_("Reports"),
    writers=(*_WRITERS, "health"),
    when="until",
    source="NĐ 09/2019 Điều 12",
    check=lambda r: ordered(r, "since", "until"),
)
class Report(Record, frozen=True, kw_only=True):
    """A sealed report: its period, the day sort it counts by, and the digest of its figures and lists."""

    sort: Annotated[str, field(N_("Report"), codes=codes_area.REPORT_KIND, listed=True)]
    since: Annotated[Day, field(N_("From"), listed=True)]
    until: Annotated[Day, field(N_("To"), listed=True)]
    dates: Annotated[str, field(N_("Counted by"), codes=codes_area.DATE_SORT, listed=True)] = "event"
    title: Annotated[str | None, field(N_("Title"), listed=True)] = None
    sealed_at: Annotated[Moment, field(N_("Sealed at"), listed=True)]
    sealed_by: Annotated[str, field(N_("Sealed by"), listed=True)]
    digest: Annotated[Code, field(N_("Digest"))]
    previous: Annotated[str | None, field(N_("Follows the report"), ref="report")] = None
    name: Annotated[Code | None, field(N_("Name of the report"))] = None


@kind(
    "report_part",
    N_("Part of a sealed report"),
    N_("Parts of sealed reports"),
    compartment=Compartment.POLICE,
    writers=_WRITERS,
    source="NĐ 09/2019 Điều 12",
    indexes=(("report",),),
)
class ReportPart(Record, frozen=True, kw_only=True):
    """A piece of what a sealed report froze: the packed figures, lists and record ids, in order."""

    report: Annotated[str, field(N_("Report"), ref="report")]
    number: Annotated[Count, field(N_("Number of the piece"), listed=True)]
    content: Annotated[str, field(N_("Packed content"), sort=Sort.LONG)]
