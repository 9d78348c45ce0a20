"""The work in the community: pledges, mailboxes, hotlines, models, campaigns, helpers."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes_area
from app.kinds.days import ordered
from app.kinds.declare import Record, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Count, Day
from app.words import N_

_PLAN = "KH Ninh Thuận tiêu chí 9, 10"


def _check_pledges(count: Any) -> None:
    if count.signed > count.households:
        raise Fault(
            "E_MORE_THAN_ALL",
            N_("More households signed than there are. Correct one of the two numbers."),
            field="signed",
        )


@kind(
    "pledge_count",
    N_("Pledges of households"),
    N_("Pledges of households"),
    when="counted_on",
    source=_PLAN,
    check=_check_pledges,
)
class PledgeCount(Record, frozen=True, kw_only=True):
    """How many households of a hamlet signed the pledge, on a day."""

    hamlet: Annotated[str, field(N_("Hamlet or residential group"), listed=True)]
    counted_on: Annotated[Day, field(N_("Day"), listed=True)]
    households: Annotated[Count, field(N_("Households"), listed=True)]
    signed: Annotated[Count, field(N_("Households that signed"), listed=True)]
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "mailbox",
    N_("Mailbox"),
    N_("Mailboxes"),
    when="since",
    ended_by="until",
    source=_PLAN,
    check=lambda r: ordered(r, "since", "until"),
)
class Mailbox(Record, frozen=True, kw_only=True):
    """A box for tips in a hamlet."""

    hamlet: Annotated[str, field(N_("Hamlet or residential group"), listed=True)]
    place: Annotated[str | None, field(N_("Where"), listed=True)] = None
    since: Annotated[Day, field(N_("Since"), listed=True)]
    until: Annotated[Day | None, field(N_("To"))] = None
    checked_on: Annotated[Day | None, field(N_("Last opened on"), listed=True)] = None
    keeper: Annotated[str | None, field(N_("Kept by"), listed=True)] = None


@kind(
    "hotline_board",
    N_("Hotline board"),
    N_("Hotline boards"),
    when="since",
    ended_by="until",
    source=_PLAN,
    check=lambda r: ordered(r, "since", "until"),
)
class HotlineBoard(Record, frozen=True, kw_only=True):
    """A posted hotline number in a hamlet."""

    hamlet: Annotated[str, field(N_("Hamlet or residential group"), listed=True)]
    number: Annotated[str | None, field(N_("Phone"), listed=True)] = None
    place: Annotated[str | None, field(N_("Where"), listed=True)] = None
    since: Annotated[Day, field(N_("Since"), listed=True)]
    until: Annotated[Day | None, field(N_("To"))] = None
    checked_on: Annotated[Day | None, field(N_("Last checked on"), listed=True)] = None


@kind(
    "model",
    N_("Community model"),
    N_("Community models"),
    when="since",
    ended_by="until",
    source=_PLAN,
    check=lambda r: ordered(r, "since", "until"),
)
class CommunityModel(Record, frozen=True, kw_only=True):
    """A model of prevention in the commune, and whether it works."""

    name: Annotated[str, field(N_("Name"), listed=True)]
    sort: Annotated[str, field(N_("Sort"), codes=codes_area.MODEL_SORT, listed=True)]
    since: Annotated[Day, field(N_("Since"), listed=True)]
    until: Annotated[Day | None, field(N_("To"), listed=True)] = None
    is_effective: Annotated[bool | None, field(N_("Effective"), listed=True)] = None
    evidence: Annotated[str | None, field(N_("Evidence"), sort=Sort.LONG, listed=True)] = None


@kind(
    "campaign",
    N_("Campaign"),
    N_("Campaigns"),
    when="held_on",
    is_event=True,
    source="KH Cần Thơ IV.4.c",
)
class Campaign(Record, frozen=True, kw_only=True):
    """Something told to the public: when, how, where, how many people it reached."""

    held_on: Annotated[Day, field(N_("Day"), listed=True)]
    form: Annotated[str, field(N_("Form"), codes=codes_area.CAMPAIGN_FORM, listed=True)]
    topic: Annotated[str | None, field(N_("Topic"), listed=True)] = None
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    place: Annotated[str | None, field(N_("Where"))] = None
    reached: Annotated[Count | None, field(N_("People reached"), listed=True, expected=True)] = None
    by: Annotated[str | None, field(N_("Held by"), listed=True)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "helper",
    N_("Helper"),
    N_("Helpers"),
    subject="person",
    when="since",
    ended_by="until",
    source="KH Long Biên V.2; NĐ 105/2021 Điều 42",
    check=lambda r: ordered(r, "since", "until"),
)
class Helper(Record, frozen=True, kw_only=True):
    """A team, club, organisation or person who helps, and whom they help."""

    name: Annotated[str, field(N_("Name"), listed=True)]
    sort: Annotated[str, field(N_("Sort"), codes=codes_area.HELPER_SORT, listed=True)]
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    phone: Annotated[str | None, field(N_("Phone"), listed=True)] = None
    members: Annotated[Count | None, field(N_("Members"))] = None
    person: Annotated[str | None, field(N_("Helps"), ref="person")] = None
    since: Annotated[Day | None, field(N_("From"), listed=True)] = None
    until: Annotated[Day | None, field(N_("To"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
