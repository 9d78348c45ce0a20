"""After-care: whose decision is missing, who is under it, who ends soon, who has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.desk.models.source import Column, Marked
from app.desk.pages.people.owing import what_label
from app.desk.pages.staged.asking import Step, ask, number
from app.desk.pages.staged.page import StagedPage
from app.desk.pages.staged.pattern import (
    COLUMNS,
    Happening,
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
from app.kinds.codes import SUPPORT_SORT, TEST_RESULT
from app.kinds.dates import store_moment
from app.kinds.declare import KINDS
from app.kinds.rehab import RehabEpisode
from app.kinds.status import Decision, StatusPeriod
from app.register.aftercare import (
    CARE_END,
    days_not_counted,
    finish_aftercare,
    reopen_aftercare,
    start_aftercare,
    usual_years,
)
from app.register.ending import regime_title, what_ends
from app.register.presence import record_absence
from app.register.procedures import AFTERCARE
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _, plural

_START = (
    ask(
        "rehab_episode.ended_on",
        name="completed_on",
        label=N_("Rehabilitation completed on"),
        hint=N_("The term counts from this day, not from the decision."),
        required=True,
    ),
    number("years", N_("Years"), N_("Where the law leaves a choice: one or two.")),
    ask("decision.number", required=True),
    ask("decision.decided_on", required=True),
    ask("decision.signatory", required=False),
)
_FINISH = (
    ask("rehab_episode.outcome", label=N_("How it ends"), required=True, codes=CARE_END),
    ask("status_period.until", required=True),
    ask("rehab_episode.certificate_number", label=N_("Number of the certificate or decision")),
    ask("rehab_episode.certificate_on", label=N_("Day of the certificate or decision")),
)
_ABSENCE = (
    ask("absence.left_at"),
    ask("absence.reported"),
    ask("absence.unit_name", label=N_("Said to be at")),
    ask("absence.reason"),
)


class AftercarePattern(Pattern):
    """Periods of after-care, and completions that still lack the decision."""

    key = "aftercare"
    title = N_("After-care")
    list_name = N_("List of people under after-care management")
    icon = "shield-check"
    procedure = AFTERCARE
    columns = (
        *COLUMNS[:2],
        Column("stage", N_("Stage"), 110),
        COLUMNS[3],
        Column("due", N_("Next step"), 181, marked=True),
        COLUMNS[5],
    )
    empty_title = N_("Nobody under after-care")
    empty_why = N_(
        "Who completes rehabilitation or substitution treatment stands here until the term is over."
    )

    def beginnings(self, session: Session) -> Sequence[Step]:
        """Begin after-care of a person who completed elsewhere."""
        return (self._start(session, "", None, None),)

    def _start(self, session: Session, person: str, completed: date | None, years: int | None) -> Step:
        def do(s: Session, values: Mapping[str, Any], _why: str) -> object:
            return start_aftercare(s, {"person": person, **values})

        defaults: dict[str, Any] = {"decided_on": session.today().isoformat(), "years": years}
        if completed is not None:
            defaults["completed_on"] = completed.isoformat()
        return Step(
            key="start",
            label=N_("Begin after-care"),
            icon="gavel",
            kind="status_period",
            record=f"care-{person}" if person else "",
            fields=_START,
            defaults=defaults,
            with_person=not person,
            do=do,
        )

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """The decision where it is missing; the end; an absence; opening again."""
        record = detail.record
        if not isinstance(record, StatusPeriod):
            completed: date = getattr(record, KINDS[detail.line.kind].ended_by)
            adult = isinstance(record, RehabEpisode) and record.form == "compulsory"
            return (
                self._start(session, detail.line.person, completed, usual_years(session, completed, adult)),
            )
        if record.until is not None and detail.line.stage == "ended":
            return (_reopen(record),)
        absence = _absence(session, detail.line.person)
        finish = _finish(session, record)
        if detail.line.stage == "undecided":
            years = usual_years(session, record.since, False)
            return (self._start(session, record.person, record.since, years), finish, absence)
        return (finish, absence)

    def shown(self, session: Session, detail: Detail) -> Shown:
        """Decision, term, days that do not count, support and what happened lately."""
        record = detail.record
        if not isinstance(record, StatusPeriod):
            return _completion(detail)
        decision = _decision_of(detail, record)
        away = days_not_counted(detail.beside.get("absence", ()), record.since, record.until, session.today())
        notes = []
        if away:
            text = plural(
                "{n} day of unreported absence does not count towards the term.",
                "{n} days of unreported absence do not count towards the term.",
                away,
            )
            notes.append(text)
        support = ", ".join(
            dict.fromkeys(_(SUPPORT_SORT.label(s.sort)) for s in detail.beside.get("support", ()))
        )
        return Shown(
            steps=_term_lines(record, decision, detail),
            values=(
                KeyValue(_("Decision"), (decision.number or "") if decision else "", expected=True),
                KeyValue(_("Day of decision"), shown_when(decision.decided_on) if decision else ""),
                KeyValue(_("Law that applies"), regime_title(session, record.regime)),
                KeyValue(_("Support given"), support),
                KeyValue(_("Reason for the end"), record.end_reason or ""),
            ),
            happened=_happened(detail),
            notes=tuple(notes),
        )


def _completion(detail: Detail) -> Shown:
    record = detail.record
    is_rehab = isinstance(record, RehabEpisode)
    words = _(codes_care.REHAB_FORM.label(record.form)) if is_rehab else _("Substitution treatment")
    ended = getattr(record, KINDS[detail.line.kind].ended_by)
    return Shown(
        badges=(Marked(words, "neutral", "heart-handshake" if is_rehab else "medicine-syrup"),),
        values=(
            KeyValue(_("Rehabilitation completed on"), shown_when(ended)),
            KeyValue(_("Facility or provider"), record.facility or ""),
            KeyValue(_("Number of the certificate"), record.certificate_number or "" if is_rehab else ""),
        ),
        notes=(_("Completed, and no decision on after-care is recorded."),),
    )


def _decision_of(detail: Detail, period: StatusPeriod) -> Decision | None:
    if period.opened_by:
        return next((d for d in detail.decisions if d.id == period.opened_by), None)
    fitting = [d for d in detail.decisions if d.sort == "aftercare"]
    return fitting[-1] if fitting else None


def _term_lines(period: StatusPeriod, decision: Decision | None, detail: Detail) -> tuple[StepLine, ...]:
    over = period.until is not None and detail.line.stage == "ended"
    decided = StepLine(
        _("Decision"), "done" if decision else "next", shown_when(decision.decided_on) if decision else ""
    )
    return (
        StepLine(_("Rehabilitation completed"), "done", shown_when(period.since)),
        decided,
        StepLine(_("Term runs"), "done" if over else "next" if decision else "later"),
        StepLine(_("Term ends"), "done" if over else "later", shown_iso(detail.line.ends)),
    )


def _finish(session: Session, period: StatusPeriod) -> Step:
    def notes(s: Session) -> Sequence[str]:
        owed = [what_label(what).lower() for what in what_ends(s, period.person, ["S"]).owed]
        return closing_notes(_("No longer owed:"), owed)

    return Step(
        key="finish",
        label=N_("End after-care"),
        icon="certificate",
        kind="status_period",
        record=period.id,
        fields=_FINISH,
        defaults={"outcome": "done", "until": session.today().isoformat()},
        notes=notes,
        save=N_("End it"),
        do=lambda s, values, why: finish_aftercare(s, period.id, values, why),
    )


def _reopen(period: StatusPeriod) -> Step:
    return Step(
        key="reopen",
        label=N_("Open again"),
        icon="restore",
        kind="status_period",
        record=period.id,
        needs_reason=True,
        notes=lambda _s: (_("The end and its certificate are taken back; the term runs again."),),
        do=lambda s, _values, why: reopen_aftercare(s, period.id, why),
    )


def _absence(session: Session, person: str) -> Step:
    return Step(
        key="absence",
        label=N_("Enter an absence"),
        icon="door-exit",
        kind="absence",
        record=f"absence-{person}",
        fields=_ABSENCE,
        defaults={"left_at": store_moment(session.now()), "reported": True},
        do=lambda s, values, _why: record_absence(s, {**values, "person": person}),
    )


def _happened(detail: Detail) -> tuple[Happening, ...]:
    return taken_on(
        detail,
        {
            "visit": ("home", lambda v: v.found or (_("Person met") if v.present else _("Not met"))),
            "drug_test": ("test-pipe", lambda t: _(TEST_RESULT.label(t.result))),
            "breach": ("alert-circle", lambda b: _(codes_care.BREACH_SORT.label(b.sort))),
        },
    )


class AftercarePage(StagedPage):
    """The page of after-care."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AftercarePattern())
