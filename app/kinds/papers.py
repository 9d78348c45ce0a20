"""Official papers: their numbers, the copies that went out, a unit's own texts of forms."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds.codes import CodeList
from app.kinds.declare import Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Code, Count, Day, Moment
from app.words import N_

_WRITERS = ("police", "upper")

NUMBER_STATE = CodeList(
    "number_state",
    {"used": N_("Used"), "reserved": N_("Reserved"), "cancelled": N_("Cancelled")},
)


def _check_number(entry: Any) -> None:
    if entry.serial < 1:
        raise Fault("E_NUMBER", N_("Numbers begin with 1. Type another number."), field="serial")
    if entry.state == "cancelled" and not entry.reason:
        raise Fault("E_REASON", N_("A cancelled number needs a reason. Type it."), field="reason")


@kind(
    "number_entry",
    N_("Document number"),
    N_("Document numbers"),
    writers=_WRITERS,
    when="dated_on",
    source="NĐ 30/2020/NĐ-CP Điều 15",
    check=_check_number,
    indexes=(("symbol", "year", "serial"),),
)
class NumberEntry(Record, frozen=True, kw_only=True):
    """A line of the book of document numbers: one number of one symbol and year."""

    symbol: Annotated[Code, field(N_("Symbol"), listed=True)]
    year: Annotated[Count, field(N_("Year"), listed=True)]
    serial: Annotated[Count, field(N_("Number"), listed=True, policy=Policy.LEGAL)]
    state: Annotated[str, field(N_("State"), codes=NUMBER_STATE, listed=True, policy=Policy.LEGAL)]
    dated_on: Annotated[Day, field(N_("Dated"), listed=True)]
    title: Annotated[str | None, field(N_("Title"), listed=True)] = None
    by: Annotated[str | None, field(N_("By"), listed=True)] = None
    reason: Annotated[str | None, field(N_("Reason"))] = None
    paper: Annotated[str | None, field(N_("Issued paper"), ref="issued_paper")] = None


@kind(
    "issued_paper",
    N_("Issued paper"),
    N_("Issued papers"),
    writers=_WRITERS,
    when="dated_on",
    source="NĐ 30/2020/NĐ-CP Điều 14-19",
    indexes=(("person",),),
)
class IssuedPaper(Record, frozen=True, kw_only=True):
    """A paper that went out: form, number, day, for whom, about what, who signs, and the digest of its file."""

    form: Annotated[Code, field(N_("Official form"))]
    version: Annotated[Code, field(N_("Version of the form"))]
    title: Annotated[str, field(N_("Title"), listed=True)]
    number: Annotated[str | None, field(N_("Number"), listed=True, policy=Policy.LEGAL)] = None
    dated_on: Annotated[Day, field(N_("Dated"), listed=True, policy=Policy.LEGAL)]
    person: Annotated[str | None, field(N_("Person"), ref="person", listed=True)] = None
    about_kind: Annotated[Code | None, field(N_("Sort of the record it answers"))] = None
    about: Annotated[Code | None, field(N_("Record it answers"))] = None
    signatory: Annotated[str | None, field(N_("Signed by"), listed=True)] = None
    by: Annotated[str, field(N_("Issued by"), listed=True)]
    issued_at: Annotated[Moment, field(N_("Issued at"), listed=True)]
    digest: Annotated[Code, field(N_("Digest"))]
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


class OwnText(Row, frozen=True, kw_only=True):
    """One text of a form as the unit words it; ``place`` names where it stands."""

    place: Annotated[Code, field(N_("Place in the form"))]
    text: Annotated[str, field(N_("Text"))]


@kind(
    "form_copy",
    N_("Own text of a form"),
    N_("Own texts of forms"),
    writers=_WRITERS,
    when="since",
    source="NĐ 30/2020/NĐ-CP Điều 8",
    indexes=(("form", "version"),),
)
class FormCopy(Record, frozen=True, kw_only=True):
    """A version of the unit's own wording of a form; the shipped form stays, the newest version counts."""

    form: Annotated[Code, field(N_("Official form"), listed=True)]
    base: Annotated[Code, field(N_("Version of the shipped form"))]
    version: Annotated[Count, field(N_("Version"), listed=True)]
    since: Annotated[Day, field(N_("Since"), listed=True)]
    texts: Annotated[tuple[OwnText, ...], field(N_("Texts"), policy=Policy.LEGAL)] = ()
    by: Annotated[str | None, field(N_("By"), listed=True)] = None
    reason: Annotated[str | None, field(N_("Reason"))] = None
    withdrawn: Annotated[bool, field(N_("Back to the shipped text"))] = False
