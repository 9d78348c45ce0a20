"""Places, incidents, cultivation, dealers, tips and newcomers: what the police do with them, and the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.places import Incident, Newcomer, Place, StateChange
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.ending import put, taken
from app.register.figures import Figure, added_up, counted, within_year
from app.register.kind_lists import Condition
from app.register.kind_records import need_past
from app.register.session import Session
from app.words import N_, _

#: The kinds of this subject, as the tabs of its page.
AREA_KINDS = ("place", "incident", "cultivation", "retail_dealer", "tip", "newcomer")
#: The parts that make somebody an offender of an incident; users, owners and witnesses are not counted.
OFFENDING = ("dealer", "grower", "harbourer")
RESOLVED = "resolved"
STAGES = ("detected", "prosecuted", "tried", "closed")
#: Complex places and hot spots are counted once they are on the list, not while they are only suspected.
_COMPLEX = (Condition("sort", "any", "complex hot_spot"), Condition("state", "any", "listed resolved"))

_SAME_STATE = N_("The place is “{state}” already. Choose another state.")
_BEFORE = N_("The last change was on {day:%d/%m/%Y}. The new one cannot be earlier.")
_SKIPPED = N_(
    "From “{now}” the next stage is “{next}”. Enter that first; “{closed}” is possible at any time."
)


def may_see_area(session: Session) -> bool:
    """Whether the account reads places and incidents."""
    return session.may_read(KINDS["place"])


# -- places --------------------------------------------------------------------------


def change_place_state(
    session: Session, place_id: str, state: str, on: date, *, document: str = "", why: str = ""
) -> Changed:
    """Move a place to another state on a day: the state, its history and the day it was resolved, at once.

    A place without a history gets its first state written down too. Faults E_SAME_STATE, E_BEFORE, E_FUTURE,
    E_UNKNOWN_RECORD.
    """
    kind = KINDS["place"]
    session.need_write(kind)
    need_past(session, on, "on")
    with session.store.write(session.user, why) as writer:
        place = taken(writer, Place, place_id)
        _check_step(place, state, on)
        before = place.changes or (StateChange(on=place.since, state=place.state),)
        step = StateChange(on=on, state=state, document=document.strip() or None)
        writer.put(
            msgspec.structs.replace(
                place, state=state, changes=(*before, step), resolved_on=on if state == RESOLVED else None
            )
        )
    return writer.changed


def _check_step(place: Place, state: str, on: date) -> None:
    codes = KINDS["place"].field("state").codes
    label = codes.label(state) if codes else state
    if place.state == state:
        raise Fault("E_SAME_STATE", _SAME_STATE, field="state", state=_(label))
    last = max([place.since, *(change.on for change in place.changes)])
    if on < last:
        raise Fault("E_BEFORE", _BEFORE, field="on", day=last)


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """What a list says about a place beside its own fields."""

    people: int = 0
    inspected_on: date | None = None


def places_now(session: Session, ids: Sequence[str]) -> dict[str, PlaceNow]:
    """People linked to each place now, and the day of its last inspection."""
    session.need_read(KINDS["place"])
    today = session.today().isoformat()
    wanted = msgspec.json.encode(list(ids)).decode()
    with session.store.read() as reader:
        sql = (
            "SELECT place, count(*) FROM r_involvement WHERE _state = 0 AND (until IS NULL OR until > ?)"
            " AND place IN (SELECT value FROM json_each(?)) GROUP BY place"
        )
        linked = {row[0]: row[1] for row in reader.rows(sql, (today, wanted))}
        rows = reader.rows(
            "SELECT id, (SELECT max(json_extract(value, '$.on')) FROM json_each(inspections)) FROM r_place"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
    return {
        row[0]: PlaceNow(linked.get(row[0], 0), date.fromisoformat(row[1]) if row[1] else None)
        for row in rows
    }


# -- incidents -------------------------------------------------------------------------


def move_incident(
    session: Session, incident_id: str, stage: str, on: date, *, outcome: str = "", why: str = ""
) -> Changed:
    """Bring an incident to the next stage on a day, or close it, with its outcome where it has one.

    Faults E_STAGE for a stage skipped, E_FUTURE, and what the kind's rules say about the days.
    """
    session.need_write(KINDS["incident"])
    need_past(session, on, "on")
    with session.store.write(session.user, why) as writer:
        incident = taken(writer, Incident, incident_id)
        _check_stage(incident, stage)
        days = {"prosecuted": "prosecuted_on", "tried": "tried_on"}
        change: dict[str, Any] = {"stage": stage}
        if stage in days:
            change[days[stage]] = on
        if outcome:
            change["outcome"] = outcome
        record = msgspec.structs.replace(incident, **change)
        _check_days(record, days.get(stage, ""))
        writer.put(record)
    return writer.changed


def next_stages(stage: str) -> tuple[str, ...]:
    """The stages an incident may be brought to from one: the next, and closed."""
    at = STAGES.index(stage) if stage in STAGES else 0
    return tuple(dict.fromkeys([*STAGES[at + 1 : at + 2], *(STAGES[-1:] if stage != STAGES[-1] else ())]))


def _check_stage(incident: Incident, stage: str) -> None:
    possible = next_stages(incident.stage)
    if stage not in possible:
        codes = KINDS["incident"].field("stage").codes
        word = {code: _(codes.label(code)) if codes else code for code in STAGES}
        raise Fault(
            "E_STAGE",
            _SKIPPED,
            field="stage",
            now=word[incident.stage],
            next=word[possible[0]] if possible else word[incident.stage],
            closed=word["closed"],
        )


def _check_days(record: Incident, name: str) -> None:
    from app.kinds.days import ordered

    try:
        ordered(record, "detected_on", "prosecuted_on", "tried_on")
    except Fault as fault:
        raise Fault(
            fault.code, fault.message, field="on" if fault.field == name else fault.field, **fault.values
        ) from None


def offenders_of(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Offenders of each incident: the number entered, or else the people entered with a part in it."""
    session.need_read(KINDS["incident"])
    with session.store.read() as reader:
        return _offenders(
            reader, "id IN (SELECT value FROM json_each(?))", [msgspec.json.encode(list(ids)).decode()]
        )


def _offenders(reader: Reader, where: str, params: Sequence[Any]) -> dict[str, int]:
    parts = ", ".join(f"'{part}'" for part in OFFENDING)
    sql = (
        "SELECT id, coalesce(offenders, (SELECT count(*) FROM r_involvement v WHERE v.incident = r.id"
        f" AND v._state = 0 AND v.part IN ({parts}))) FROM r_incident r WHERE _state = 0 AND {where}"
    )
    return {row[0]: row[1] for row in reader.rows(sql, params)}


# -- newcomers -----------------------------------------------------------------------------


def link_newcomer(session: Session, newcomer_id: str, person_id: str) -> Changed:
    """Note that a newcomer was entered as a person of the register."""
    session.need_write(KINDS["newcomer"])
    with session.store.write(session.user) as writer:
        record = msgspec.structs.replace(taken(writer, Newcomer, newcomer_id), person=person_id)
        put(session, writer, record)
    return writer.changed


# -- numbers ---------------------------------------------------------------------------------


def area_figures(session: Session, kind: str) -> tuple[Figure, ...]:
    """The numbers above the list of one of the kinds; those of a year are of the present reporting year.

    Source of what is counted: QĐ 28/2025/QĐ-TTg article 1 and 2.
    """
    return _FIGURES[kind](session)


def _place_figures(session: Session) -> tuple[Figure, ...]:
    running = Condition("resolved_on", "running")
    asked: Mapping[str, tuple[str, tuple[Condition, ...]]] = {
        "open": (N_("Open now"), (running,)),
        "complex": (N_("Complex places, hot spots"), (running, *_COMPLEX)),
        "new": (N_("New in the year"), within_year(session, "since")),
        "resolved": (N_("Resolved in the year"), within_year(session, "resolved_on")),
    }
    return tuple(counted(session, "place", key, label, parts) for key, (label, parts) in asked.items())


def _incident_figures(session: Session) -> tuple[Figure, ...]:
    year = within_year(session, "detected_on")
    cases = (Condition("sort", "is", "case"), *year)
    with session.store.read() as reader:
        found = _offenders(
            reader, "sort = 'case' AND detected_on BETWEEN ? AND ?", [part.value for part in year]
        )
    return (
        counted(session, "incident", "cases", N_("Cases in the year"), cases),
        Figure("offenders", N_("Offenders in them"), sum(found.values()), cases),
        counted(
            session,
            "incident",
            "administrative",
            N_("Administrative matters"),
            (Condition("sort", "is", "administrative"), *year),
        ),
        counted(
            session,
            "incident",
            "prosecuted",
            N_("Prosecuted in the year"),
            (Condition("sort", "is", "case"), *within_year(session, "prosecuted_on")),
        ),
    )


def _cultivation_figures(session: Session) -> tuple[Figure, ...]:
    found, gone = within_year(session, "detected_on"), within_year(session, "destroyed_on")
    return (
        counted(
            session, "cultivation", "open", N_("Not destroyed yet"), (Condition("destroyed_on", "running"),)
        ),
        added_up(session, "cultivation", "plants", N_("Plants found in the year"), "plants", found),
        added_up(session, "cultivation", "area", N_("Area found in the year (m²)"), "area_m2", found),
        counted(session, "cultivation", "destroyed", N_("Destroyed in the year"), gone),
    )


def _dealer_figures(session: Session) -> tuple[Figure, ...]:
    asked: Mapping[str, tuple[str, tuple[Condition, ...]]] = {
        "open": (N_("On the list now"), (Condition("until", "running"),)),
        "new": (N_("New in the year"), within_year(session, "since")),
        "ended": (N_("Taken off in the year"), within_year(session, "until")),
    }
    return tuple(
        counted(session, "retail_dealer", key, label, parts) for key, (label, parts) in asked.items()
    )


def _tip_figures(session: Session) -> tuple[Figure, ...]:
    asked: Mapping[str, tuple[str, tuple[Condition, ...]]] = {
        "waiting": (N_("Waiting to be handled"), (Condition("handled_on", "empty"),)),
        "new": (N_("Received in the year"), within_year(session, "received_at")),
        "handled": (N_("Handled in the year"), within_year(session, "handled_on")),
    }
    return tuple(counted(session, "tip", key, label, parts) for key, (label, parts) in asked.items())


def _newcomer_figures(session: Session) -> tuple[Figure, ...]:
    here = Condition("left_on", "running")
    asked: Mapping[str, tuple[str, tuple[Condition, ...]]] = {
        "unchecked": (N_("To be checked"), (here, Condition("checked_on", "empty"))),
        "open": (N_("Here now"), (here,)),
        "new": (N_("New in the year"), within_year(session, "since")),
        "referred": (N_("Referred in the year"), within_year(session, "referred_on")),
    }
    return tuple(counted(session, "newcomer", key, label, parts) for key, (label, parts) in asked.items())


_FIGURES = {
    "place": _place_figures,
    "incident": _incident_figures,
    "cultivation": _cultivation_figures,
    "retail_dealer": _dealer_figures,
    "tip": _tip_figures,
    "newcomer": _newcomer_figures,
}
