"""The lists of the police: places, incidents, cultivation, dealers, tips, newcomers, and parts in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.desk.models.source import Marked
from app.desk.pages.area import acts
from app.desk.pages.records.listing import Act, Extra, Listing, Narrow, Related, Shape
from app.kinds.dates import show_date, store_moment
from app.register.area import area_figures, offenders_of, places_now
from app.register.kind_lists import Condition, KindLine
from app.register.session import Session
from app.words import N_, _
from app.words.forms import number

_STATE = {
    "suspected": ("warn", "help-circle"),
    "listed": ("danger", "alert-circle"),
    "resolved": ("good", "circle-check"),
}
_STAGE = {
    "detected": ("warn", "search"),
    "prosecuted": ("info", "gavel"),
    "tried": ("info", "certificate"),
    "closed": ("good", "circle-check"),
}


def _linked(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    found = places_now(session, [line.id for line in lines])
    return {record: number(now.people) for record, now in found.items() if now.people}


def _inspected(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    found = places_now(session, [line.id for line in lines])
    return {
        record: show_date(now.inspected_on) if now.inspected_on else _("not yet")
        for record, now in found.items()
    }


def _offenders(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    found = offenders_of(session, [line.id for line in lines])
    return {record: number(n) for record, n in found.items()}


def _person_or_name(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    """Somebody in the register by the register's name, somebody else by the name entered."""
    return {line.id: str(line.values[0] or line.values[1] or "") for line in lines}


def _handled(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    # the first field read is the day it was handled
    found: dict[str, str] = {}
    for line in lines:
        day = line.values[0]
        found[line.id] = (
            Marked(show_date(date.fromisoformat(day)), "good", "circle-check")
            if day
            else Marked(_("waiting"), "warn", "clock")
        )
    return found


def _today(session: Session, field: str) -> dict[str, str]:
    return {field: session.today().isoformat()}


INVOLVEMENT = Listing(
    "involvement",
    N_("Parts in incidents and places"),
    "users",
    N_("Enter a part"),
    first=("person", "name", "part", "since", "arrested_on", "is_resident"),
    title_by="person",
)
_PEOPLE = ("person", "name", "part", "since", "until")

PLACE = Listing(
    "place",
    N_("Places, hot spots"),
    "map-pin",
    N_("Add a place"),
    shapes=(
        Shape("name", 158, strong=True),
        Shape("sort", 114),
        Shape("hamlet", 104, N_("Hamlet, group")),
        Shape("state", 166, tones=_STATE),
        Shape("since", 86),
        Extra("inspected", N_("Inspected"), 90, _inspected),
        Extra("people", N_("Linked people"), 96, _linked, right=True, hidden=True),
        Shape("resolved_on", 84, hidden=True),
        Shape("officer", 120, hidden=True),
    ),
    narrows=(Narrow("sort", ""), Narrow("state", "")),
    first=("name", "sort", "hamlet", "address", "owner", "since", "state", "officer"),
    title_by="name",
    related=(
        Related("involvement", "place", N_("People and their part"), N_("Enter a part"), _PEOPLE),
        Related("incident", "place", N_("Incidents here"), "", ("detected_on", "act", "number", "stage")),
        Related(
            "retail_dealer", "place", N_("Retail dealers here"), "", ("person", "name", "since", "until")
        ),
    ),
    acts=(Act("state", N_("Change the state"), "flag", acts.change_state),),
    figures=lambda session: area_figures(session, "place"),
    starts=lambda session: {**_today(session, "since"), "state": "listed", "officer": session.user},
    why_empty=N_("Enter the first place the commune watches; its state, inspections and people follow."),
)

INCIDENT = Listing(
    "incident",
    N_("Cases and matters"),
    "gavel",
    N_("Add an incident"),
    shapes=(
        Shape("detected_on", 108),
        Shape("sort", 128),
        Shape("act", 140, N_("Unlawful act"), strong=True),
        Shape("stage", 114, tones=_STAGE),
        Shape("hamlet", 100, N_("Hamlet, group")),
        Extra("offenders", N_("Offenders"), 118, _offenders, right=True),
        Shape("number", 90, hidden=True),
        Shape("offence", 160, hidden=True),
        Shape("prosecuted_on", 92, hidden=True),
    ),
    narrows=(Narrow("sort", ""), Narrow("stage", "")),
    first=(
        "sort",
        "detected_on",
        "act",
        "offence",
        "number",
        "seriousness",
        "hamlet",
        "place",
        "seizures",
        "offenders",
    ),
    title_by="act",
    related=(
        Related("involvement", "incident", N_("People and their part"), N_("Enter a part"), _PEOPLE),
        Related(
            "cultivation", "incident", N_("Cultivation"), "", ("species", "detected_on", "plants", "area_m2")
        ),
        Related("tip", "incident", N_("Tips"), "", ("received_at", "channel")),
    ),
    acts=(Act("stage", N_("Next stage"), "arrow-right", acts.next_stage, acts.is_under_way),),
    figures=lambda session: area_figures(session, "incident"),
    starts=lambda session: {**_today(session, "detected_on"), "sort": "case", "stage": "detected"},
    why_empty=N_("Enter the first case or administrative matter; cases and offenders are counted apart."),
)

CULTIVATION = Listing(
    "cultivation",
    N_("Plants grown"),
    "plant-2",
    N_("Add a cultivation"),
    shapes=(
        Shape("detected_on", 100),
        Shape("species", 150, strong=True),
        Shape("plants", 84),
        Shape("area_m2", 104),
        Shape("destroyed_on", 104),
        Shape("hamlet", 150, N_("Hamlet, group")),
    ),
    narrows=(
        Narrow("species", ""),
        Narrow(
            "destroyed_on",
            N_("Destroyed"),
            (
                ("no", N_("Not yet"), (Condition("destroyed_on", "running"),)),
                ("yes", N_("Yes"), (Condition("destroyed_on", "over"),)),
            ),
        ),
    ),
    first=("species", "detected_on", "plants", "area_m2", "hamlet", "grower", "destroyed_on"),
    title_by="species",
    acts=(Act("destroy", N_("Destroyed"), "circle-check", acts.destroy, acts.lacks("destroyed_on")),),
    figures=lambda session: area_figures(session, "cultivation"),
    starts=lambda session: _today(session, "detected_on"),
    why_empty=N_("Plants found are entered with their number, their area and the day they were destroyed."),
)

RETAIL_DEALER = Listing(
    "retail_dealer",
    N_("Retail selling"),
    "users",
    N_("Add a retail dealer"),
    shapes=(
        Extra("who", N_("Full name"), 190, _person_or_name, strong=True),
        Shape("person", 150, hidden=True),
        Shape("name", 150, hidden=True),
        Shape("since", 92),
        Shape("until", 92),
        Shape("hamlet", 120, N_("Hamlet, group")),
        Shape("ground", 200),
    ),
    narrows=(
        Narrow(
            "running",
            N_("On the list"),
            (
                ("yes", N_("Yes"), (Condition("until", "running"),)),
                ("no", N_("Taken off"), (Condition("until", "over"),)),
            ),
        ),
    ),
    first=("person", "name", "since", "ground", "hamlet", "place"),
    title_by="person",
    figures=lambda session: area_figures(session, "retail_dealer"),
    starts=lambda session: _today(session, "since"),
    why_empty=N_("People on the list of retail dealers stand here from their first day to their last."),
)

TIP = Listing(
    "tip",
    N_("Tips received"),
    "inbox",
    N_("Add a tip"),
    shapes=(
        Shape("handled_on", 100, hidden=True),
        Shape("received_at", 124),
        Shape("channel", 120),
        Shape("content", 330, strong=True),
        Extra("state", N_("Handled"), 120, _handled, marked=True),
        Shape("result", 160, hidden=True),
    ),
    narrows=(
        Narrow(
            "state",
            N_("Handled"),
            (
                ("waiting", N_("waiting"), (Condition("handled_on", "empty"),)),
                ("handled", N_("handled"), (Condition("handled_on", "filled"),)),
            ),
        ),
        Narrow("channel", ""),
    ),
    first=("received_at", "channel", "mailbox", "content", "handled_on", "handled_by", "result"),
    title_by="channel",
    acts=(Act("handle", N_("Mark as handled"), "check", acts.handle_tip, acts.lacks("handled_on")),),
    figures=lambda session: area_figures(session, "tip"),
    starts=lambda session: {"received_at": store_moment(session.now()), "channel": "mailbox"},
    why_empty=N_(
        "What is told through mailboxes and hotlines is entered here and marked when it is handled."
    ),
)

NEWCOMER = Listing(
    "newcomer",
    N_("Newcomers, returnees"),
    "user-plus",
    N_("Add a newcomer"),
    shapes=(
        Shape("name", 170, strong=True),
        Shape("birth", 84),
        Shape("sort", 160),
        Shape("since", 88),
        Shape("hamlet", 112, N_("Hamlet, group")),
        Shape("checked_on", 100),
        Shape("from_where", 140, hidden=True),
    ),
    narrows=(
        Narrow("sort", ""),
        Narrow(
            "checked",
            N_("Checked"),
            (
                ("no", N_("Not yet"), (Condition("checked_on", "empty"),)),
                ("yes", N_("Yes"), (Condition("checked_on", "filled"),)),
            ),
        ),
    ),
    first=("name", "birth", "sort", "from_where", "since", "hamlet", "work", "checked_on", "check_result"),
    title_by="name",
    acts=(
        Act("check", N_("Checked"), "check", acts.check_newcomer, acts.lacks("checked_on")),
        Act("enter", N_("Enter in the register"), "user-plus", acts.enter_person, acts.lacks("person")),
    ),
    figures=lambda session: area_figures(session, "newcomer"),
    starts=lambda session: {**_today(session, "since"), "sort": "worker"},
    why_empty=N_(
        "Workers from other provinces and people who came back are entered here, checked and referred."
    ),
)

TABS = (PLACE, INCIDENT, CULTIVATION, RETAIL_DEALER, TIP, NEWCOMER)
