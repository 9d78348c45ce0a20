"""The lists of the work in the community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.desk.pages.records.listing import Extra, Listing, Narrow, Related, Shape
from app.kinds.declare import KINDS
from app.register.community import community_figures, coverage, need_own_unit
from app.register.kind_lists import Condition, KindLine
from app.register.session import Session
from app.words import N_, _
from app.words.forms import percent

_HAMLET = Shape("hamlet", 150, N_("Hamlet, group"), strong=True)
_RUNNING = Narrow(
    "running",
    N_("Running"),
    (
        ("yes", N_("Yes"), (Condition("until", "running"),)),
        ("no", N_("Ended"), (Condition("until", "over"),)),
    ),
)
_EFFECTIVE = {"1": ("good", "circle-check"), "0": ("warn", "alert-triangle")}


def _share(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    # read in the order of the columns: hamlet, day, households, signed
    return {line.id: percent(line.values[3], line.values[2]) for line in lines}


def _today(session: Session, field: str) -> dict[str, str]:
    return {field: session.today().isoformat()}


def _pledges(session: Session) -> tuple[str, str]:
    found = coverage(session)
    if not found.lines:
        return "", ""
    parts = []
    if found.households:
        parts.append(
            _(
                "By the newest count of each hamlet {share} of the households signed ({signed} of {all}).",
                share=percent(found.signed, found.households),
                signed=found.signed,
                all=found.households,
            )
        )
    missing = found.never_counted()
    if missing:
        parts.append(_("Without a count: {names}.", names=", ".join(missing)))
    return " ".join(parts), "warn" if missing else "muted"


def _mailboxes(session: Session) -> tuple[str, str]:
    missing = coverage(session).without_mailbox()
    return (_("Without a mailbox: {names}.", names=", ".join(missing)), "warn") if missing else ("", "")


def _hotlines(session: Session) -> tuple[str, str]:
    missing = coverage(session).without_hotline()
    return (_("Without a hotline: {names}.", names=", ".join(missing)), "warn") if missing else ("", "")


def _population(session: Session) -> dict[str, str]:
    return {"unit": need_own_unit(session)}


PLEDGE = Listing(
    "pledge_count",
    N_("Pledges"),
    "certificate",
    N_("Enter a count of pledges"),
    shapes=(
        _HAMLET,
        Shape("counted_on", 116, N_("Counted on")),
        Shape("households", 90),
        Shape("signed", 90, N_("Signed")),
        Extra("share", N_("Share"), 80, _share, right=True),
    ),
    first=("hamlet", "counted_on", "households", "signed"),
    title_by="hamlet",
    note=_pledges,
    starts=lambda session: _today(session, "counted_on"),
    why_empty=N_("Each count says how many households of a hamlet signed the pledge on a day."),
)

MAILBOX = Listing(
    "mailbox",
    N_("Tip boxes"),
    "mail",
    N_("Add a mailbox"),
    shapes=(
        _HAMLET,
        Shape("place", 190),
        Shape("since", 96),
        Shape("checked_on", 116),
        Shape("keeper", 140),
    ),
    narrows=(_RUNNING,),
    first=("hamlet", "place", "since", "checked_on", "keeper"),
    title_by="hamlet",
    related=(Related("tip", "mailbox", N_("Tips"), "", ("received_at", "content")),),
    figures=lambda session: community_figures(session, "mailbox"),
    note=_mailboxes,
    starts=lambda session: _today(session, "since"),
    why_empty=N_("Every hamlet is to have a mailbox; enter where each stands and who opens it."),
)

HOTLINE = Listing(
    "hotline_board",
    N_("Hotlines"),
    "phone",
    N_("Add a hotline board"),
    shapes=(_HAMLET, Shape("number", 120), Shape("place", 190), Shape("since", 96), Shape("checked_on", 116)),
    narrows=(_RUNNING,),
    first=("hamlet", "number", "place", "since", "checked_on"),
    title_by="hamlet",
    figures=lambda session: community_figures(session, "hotline_board"),
    note=_hotlines,
    starts=lambda session: _today(session, "since"),
    why_empty=N_("Every hamlet is to have a posted hotline number; enter where each is posted."),
)

MODEL = Listing(
    "model",
    N_("Models"),
    "star",
    N_("Add a model"),
    shapes=(
        Shape("name", 196, strong=True),
        Shape("sort", 150),
        Shape("since", 88),
        Shape("is_effective", 92, tones=_EFFECTIVE),
        Shape("evidence", 180),
        Shape("until", 92, hidden=True),
    ),
    narrows=(Narrow("sort", N_("Sort")), Narrow("is_effective", ""), _RUNNING),
    first=("name", "sort", "since", "is_effective", "evidence"),
    title_by="name",
    figures=lambda session: community_figures(session, "model"),
    starts=lambda session: _today(session, "since"),
    why_empty=N_("Enter the models of prevention that run here, whether they work, and what shows it."),
)

CAMPAIGN = Listing(
    "campaign",
    N_("Public information"),
    "school",
    N_("Add a campaign"),
    shapes=(
        Shape("held_on", 92),
        Shape("form", 140),
        Shape("topic", 176, strong=True),
        Shape("hamlet", 100, N_("Hamlet, group")),
        Shape("reached", 104, N_("People reached")),
        Shape("by", 100),
    ),
    narrows=(Narrow("form", ""),),
    first=("held_on", "form", "topic", "hamlet", "place", "reached", "by"),
    title_by="topic",
    figures=lambda session: community_figures(session, "campaign"),
    starts=lambda session: _today(session, "held_on"),
    why_empty=N_("Enter what was told to the public: when, how, where, and how many people it reached."),
)

HELPER = Listing(
    "helper",
    N_("Helping forces"),
    "heart-handshake",
    N_("Add a helper"),
    shapes=(
        Shape("name", 180, strong=True),
        Shape("sort", 170),
        Shape("person", 150),
        Shape("hamlet", 110, N_("Hamlet, group")),
        Shape("phone", 104),
        Shape("since", 92, hidden=True),
    ),
    narrows=(Narrow("sort", N_("Sort")), _RUNNING),
    first=("name", "sort", "person", "hamlet", "phone", "members", "since"),
    title_by="name",
    figures=lambda session: community_figures(session, "helper"),
    starts=lambda session: _today(session, "since"),
    why_empty=N_("Teams, clubs, organisations and people who help, and whom they help, stand here."),
)

POPULATION = Listing(
    "population",
    N_("Population"),
    "users",
    N_("Add a population figure"),
    shapes=(
        Shape("unit", 150, strong=True),
        Shape("sort", 150),
        Shape("as_of", 92, N_("Day")),
        Shape("persons", 108, N_("Residents")),
        Shape("households", 80),
        Shape("source", 130),
    ),
    narrows=(Narrow("sort", ""),),
    first=tuple(f.name for f in KINDS["population"].fields),
    title_by="unit",
    starts=lambda session: {**_today(session, "as_of"), "sort": "actual"},
    prepare=_population,
    why_empty=N_(
        "Rates are counted from these figures; enter the residents of the unit with the day and the source."
    ),
)

TABS = (PLEDGE, MAILBOX, HOTLINE, MODEL, CAMPAIGN, HELPER, POPULATION)
