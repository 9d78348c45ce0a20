"""Rehabilitation: every episode by its stage, from the registration to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.models.source import Marked
from app.desk.pages.people.owing import short_status, what_label
from app.desk.pages.staged.asking import Step, ask
from app.desk.pages.staged.page import StagedPage
from app.desk.pages.staged.pattern import (
    Happening,
    ListFilter,
    Pattern,
    Shown,
    StepLine,
    closing_notes,
    shown_iso,
    shown_when,
    taken_on,
)
from app.desk.shell.desk import Desk
from app.desk.widgets.record_parts import KeyValue
from app.kinds import codes_care
from app.kinds.codes import TEST_RESULT
from app.kinds.rehab import RehabEpisode
from app.register.procedures import REHAB, STAGES_OF_REHAB
from app.register.rehab import (
    begin_rehab,
    enter_stage,
    finish_rehab,
    next_time,
    rehab_ends,
    reopen_rehab,
)
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _

_BEGIN = (
    ask("rehab_episode.form", required=True),
    ask("rehab_episode.registered_on", required=True),
    ask("rehab_episode.time", hint=N_("From what the register knows; confirm it with the person.")),
    ask("rehab_episode.facility"),
    ask("rehab_episode.months", hint=N_("Where the decision fixes it.")),
    ask("decision.number", name="decision_number", label=N_("Number of the decision")),
    ask("decision.decided_on", required=False),
    ask("decision.signatory"),
    ask("rehab_episode.started_on"),
    ask("rehab_episode.next_on"),
    ask("rehab_episode.note"),
)
_FINISH = (
    ask("rehab_episode.outcome", required=True),
    ask("rehab_episode.ended_on", required=True),
    ask("rehab_episode.certificate_number", label=N_("Number of the certificate or decision")),
    ask("rehab_episode.certificate_on", label=N_("Day of the certificate or decision")),
    ask("rehab_episode.note"),
)
_STAGE = (
    ask("status_period.since", required=True),
    ask("support.result", name="result", label=N_("Result of the stage before")),
)


class RehabPattern(Pattern):
    """Voluntary and compulsory rehabilitation in one list; the form is a filter."""

    key = "rehab"
    title = N_("Rehabilitation")
    list_name = N_("List of people in rehabilitation")
    icon = "heart-handshake"
    procedure = REHAB
    filters = (ListFilter("form", N_("Form"), codes_care.REHAB_FORM),)
    empty_title = N_("Nobody in rehabilitation yet")
    empty_why = N_("Register the first person, at home, in a facility or by court decision.")

    def beginnings(self, session: Session) -> Sequence[Step]:
        """Register a rehabilitation."""
        return (
            Step(
                key="begin",
                label=N_("Register a rehabilitation"),
                icon="plus",
                kind="rehab_episode",
                fields=_BEGIN,
                defaults={"form": "home", "registered_on": session.today().isoformat(), "time": 1},
                foreseen=_foreseen,
                with_person=True,
                do=lambda s, values, _why: begin_rehab(s, values),
            ),
        )

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """Start or next stage, the end; after it, opening again."""
        episode: RehabEpisode = detail.record
        if episode.ended_on is not None:
            return (_reopen(episode),)
        steps = [_finish(session, episode)]
        if len(episode.stages) < len(STAGES_OF_REHAB):
            stage = _next_stage(session, episode)
            # near its end the one next thing is to end it
            steps = [*steps, stage] if detail.line.stage == "ending" else [stage, *steps]
        return steps

    def shown(self, session: Session, detail: Detail) -> Shown:
        """The five stages with their days, values, and what happened lately."""
        episode: RehabEpisode = detail.record
        breaches = len(detail.beside.get("breach", ()))
        badges = [Marked(_(codes_care.REHAB_FORM.label(episode.form)), "neutral", "home")]
        if episode.outcome:
            tone = "good" if episode.outcome == "completed" else "warn"
            badges.append(Marked(_(codes_care.REHAB_OUTCOME.label(episode.outcome)), tone, "certificate"))
        return Shown(
            badges=tuple(badges),
            steps=_stage_lines(episode),
            values=(
                KeyValue(_("Which time"), str(episode.time)),
                KeyValue(_("Facility or provider"), episode.facility or ""),
                KeyValue(_("Registered on"), shown_when(episode.registered_on)),
                KeyValue(_("Ends"), shown_iso(detail.line.ends), expected=episode.ended_on is None),
                KeyValue(_("Next appointment"), shown_when(episode.next_on)),
                KeyValue(_("Breaches"), str(breaches) if breaches else "", tone="danger"),
                KeyValue(_("Number of the certificate"), episode.certificate_number or ""),
            ),
            happened=_happened(detail),
        )


def _foreseen(session: Session, person: str) -> Mapping[str, Any]:
    return {"time": next_time(session, person)}


def _next_stage(session: Session, episode: RehabEpisode) -> Step:
    first = not episode.stages
    return Step(
        key="stage",
        label=N_("Begin stage 1") if first else N_("Begin the next stage"),
        icon="arrow-right",
        kind="rehab_episode",
        record=episode.id,
        fields=_STAGE[:1] if first else _STAGE,
        defaults={"since": session.today().isoformat()},
        notes=lambda _s: (_label(STAGES_OF_REHAB[len(episode.stages)]),),
        do=lambda s, values, _why: enter_stage(s, episode.id, values),
    )


def _finish(session: Session, episode: RehabEpisode) -> Step:
    def notes(s: Session) -> Sequence[str]:
        ends = rehab_ends(s, episode)
        reached = len(episode.stages)
        found = [*closing_notes(_("Will be closed:"), [short_status(p.status) for p in ends.statuses])]
        found += closing_notes(_("No longer owed:"), [what_label(what).lower() for what in ends.owed])
        if reached < len(STAGES_OF_REHAB):
            found.append(_("Stages entered: {n} of {all}.", n=reached, all=len(STAGES_OF_REHAB)))
        return found

    return Step(
        key="finish",
        label=N_("End the rehabilitation"),
        icon="certificate",
        kind="rehab_episode",
        record=episode.id,
        fields=_FINISH,
        defaults={"ended_on": session.today().isoformat(), "note": episode.note},
        notes=notes,
        save=N_("End it"),
        do=lambda s, values, why: finish_rehab(s, episode.id, values, why),
    )


def _reopen(episode: RehabEpisode) -> Step:
    return Step(
        key="reopen",
        label=N_("Open again"),
        icon="restore",
        kind="rehab_episode",
        record=episode.id,
        needs_reason=True,
        notes=lambda _s: (
            _("The end and its paper are taken back; the status that ended with it runs again."),
        ),
        do=lambda s, _values, why: reopen_rehab(s, episode.id, why),
    )


def _label(stage: str) -> str:
    return _(codes_care.REHAB_STAGE.label(stage))


def _stage_lines(episode: RehabEpisode) -> tuple[StepLine, ...]:
    lines = []
    reached = len(episode.stages)
    for place, code in enumerate(STAGES_OF_REHAB):
        line = episode.stages[place] if place < reached else None
        over = line is not None and (line.until is not None or episode.ended_on is not None)
        state = "done" if over else "next" if line is not None else "later"
        if line is None and episode.ended_on is not None:
            state = "none"
        when = shown_when(line.since) if line is not None else ""
        lines.append(StepLine(_label(code), state, when, (line.result or "") if line else ""))
    return tuple(lines)


def _happened(detail: Detail) -> tuple[Happening, ...]:
    return taken_on(
        detail,
        {
            "breach": ("alert-circle", lambda b: _(codes_care.BREACH_SORT.label(b.sort))),
            "visit": ("home", lambda v: v.found or (_("Person met") if v.present else _("Not met"))),
            "drug_test": ("test-pipe", lambda t: _(TEST_RESULT.label(t.result))),
        },
    )


class RehabPage(StagedPage):
    """The page of rehabilitation."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RehabPattern())
