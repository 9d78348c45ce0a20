"""Facts about decisions on user management, the team, and the papers of the file that goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.kinds.faults import Fault
from app.register.dossiers import dossiers_of
from app.register.papers.fields import Asked, FieldSpec, Provider, Told
from app.register.papers.said import day_of, slashed, worded
from app.words import N_

DECISION = (
    FieldSpec("decision.number", N_("Number of the decision"), where="decision.number"),
    FieldSpec("decision.on", N_("Day of the decision"), where="decision.decided_on"),
    FieldSpec("decision.from", N_("In force from"), where="decision.effective_from"),
    FieldSpec("decision.until", N_("In force to"), where="decision.effective_until"),
    FieldSpec("decision.ground", N_("Ground"), where="decision.ground"),
    FieldSpec("decision.point", N_("Point of the ground"), where="decision.ground"),
    FieldSpec("decision.ground_words", N_("Ground in the words of the law"), where="decision.ground"),
    FieldSpec(
        "decision.stop_boxes", N_("Ground to stop, ticked"), "codes", "decision.ground",
        codes=("a", "b", "c", "d", "dd"),
    ),
    FieldSpec("decision.note", N_("Note of the decision"), where="decision.note", optional=True),
    FieldSpec("managed.number", N_("Number of the decision on user management"), where="decision.number"),
    FieldSpec("managed.on", N_("Day of the decision on user management"), where="decision.decided_on"),
    FieldSpec("managed.day", N_("Day of that decision in words"), where="decision.decided_on"),
    FieldSpec("managed.from", N_("User management from"), where="decision.effective_from"),
    FieldSpec("managed.until", N_("User management to"), where="decision.effective_until"),
    FieldSpec("managed.signer", N_("Who signed the decision on user management"), where="decision.office"),
    FieldSpec("stop.education", N_("Number of the decision on education in the commune"), typed=True, optional=True),
    FieldSpec("stop.facility", N_("Number of the decision on a facility or reform school"), typed=True, optional=True),
    FieldSpec("stop.prison", N_("Number of the decision to carry out the sentence"), typed=True, optional=True),
    FieldSpec("stop.verdict", N_("Number of the judgment"), typed=True, optional=True),
    FieldSpec("custody.office", N_("Who holds the person in custody"), typed=True),
    FieldSpec("custody.from", N_("In custody from"), where="status_period.since"),
    FieldSpec(
        "team.leader", N_("Head of the team"), "rows", "decision.team", columns=("name", "post", "told")
    ),
    FieldSpec("team.deputy", N_("Deputy head of the team"), "rows", "decision.team", columns=("name", "post", "told")),
    FieldSpec("team.members", N_("Members of the team"), "rows", "decision.team", columns=("name", "post", "told")),
    FieldSpec("team.helper", N_("Direct helper"), where="decision.team"),
    FieldSpec("file.papers", N_("Papers of the file"), "rows", "paper.title", columns=("title", "told", "pages")),
)  # fmt: skip

_POINTS = {"dd": "đ"}


def managed_of(asked: Asked) -> Any:
    """The decision on user management that a paper is about: itself, or the newest one in force before it."""
    about: Any = asked.about
    if asked.about_kind == "decision" and about is not None and about.sort == "manage_user":
        return about
    before = [one for one in asked.of("decision") if one.sort == "manage_user" and one.decided_on <= asked.on]
    return before[-1] if before else None


def _tell(asked: Asked) -> Mapping[str, Told]:
    about: Any = asked.about if asked.about_kind == "decision" else None
    told: dict[str, Told] = {}
    if about is not None:
        told |= {
            "decision.number": about.number or "",
            "decision.on": slashed(about.decided_on),
            "decision.from": slashed(about.effective_from or about.decided_on),
            "decision.until": slashed(about.effective_until),
            "decision.ground": about.ground or "",
            "decision.point": _POINTS.get(about.ground or "", about.ground or ""),
            "decision.ground_words": _ground(asked, about),
            "decision.stop_boxes": frozenset({about.ground}) if about.ground else None,
            "decision.note": about.note or "",
        }
    return {**told, **_managed(asked), **_others(asked)}


def _ground(asked: Asked, about: Any) -> str:
    """The ground as the law of the decision's day words it, in Vietnamese."""
    try:
        pack = asked.session.law.at(about.decided_on)
    except Fault:
        return ""  # a decision older than all law that is known
    known = {one.id: one.label.vi for one in pack.grounds.get("stop_management", ())}
    return known.get(about.ground or "", "")


def _managed(asked: Asked) -> dict[str, Told]:
    managed = managed_of(asked)
    if managed is None:
        return {}
    start = managed.effective_from or managed.decided_on
    running = [one for one in asked.of("status_period") if one.opened_by == managed.id]
    until = managed.effective_until or (_term_end(asked, start) if start else None)
    return {
        "managed.number": managed.number or "",
        "managed.on": slashed(managed.decided_on),
        "managed.day": worded(managed.decided_on),
        "managed.from": slashed(running[0].since if running else start),
        "managed.until": slashed(until),
        "managed.signer": managed.office or "",
        **_team(managed),
    }


def _term_end(asked: Asked, start: Any) -> Any:
    """The last day of the term as the law and the unit's settings reckon it."""
    from app.law.deadlines import deadline
    from app.register.unit_settings import settings_of

    session = asked.session
    with session.store.read() as reader:
        settings = settings_of(session, reader)
    try:
        due = deadline(session.law, session.calendar, "user_management.term", start, settings=settings).due
    except Fault:
        return None
    return day_of(due) if due is not None else None


def _team(managed: Any) -> dict[str, Told]:
    """The team of the decision; the parts are words that the officer typed, so they are read loosely."""
    parts: dict[str, list[Mapping[str, str]]] = {"leader": [], "deputy": [], "members": []}
    for one in managed.team:
        part = (one.part or "").lower()
        key = "leader" if "trưởng" in part else "deputy" if "phó" in part else "members"
        told = ", ".join(part for part in (one.name, one.post) if part)
        parts[key].append({"name": one.name, "post": one.post or "", "told": told})
    helper = next((one.name for one in managed.team if one.is_helper), "")
    return {**{f"team.{key}": tuple(rows) for key, rows in parts.items()}, "team.helper": helper}


def _others(asked: Asked) -> dict[str, Told]:
    custody = [one for one in asked.of("status_period") if one.status == "CUSTODY" and one.since <= asked.on]
    education = [one for one in asked.of("decision") if one.sort == "education" and one.number]
    return {
        "custody.from": slashed(custody[-1].since) if custody else "",
        "stop.education": education[-1].number if education else "",
    }


def _file(asked: Asked) -> Mapping[str, Told]:
    """What lies in the file of the running user management."""
    if asked.person is None:
        return {}
    files = [
        view for view in dossiers_of(asked.session, asked.person.id)
        if view.line.procedure == "user_management"
    ]  # fmt: skip
    rows = [
        {
            "title": paper.title_vi,
            "told": ", ".join(part for part in (paper.number, slashed(paper.dated_on)) if part),
            "pages": paper.pages,
        }
        for paper in (files[0].present if files else ())
    ]
    return {"file.papers": tuple(rows)}


_FILE = tuple(spec for spec in DECISION if spec.name.startswith("file."))
PROVIDERS = (
    Provider(tuple(spec for spec in DECISION if spec not in _FILE), _tell),
    Provider(_FILE, _file),
)
