"""The list of substitution treatments in stages: what can be done in each, and what the panel says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.desk.models.source import Column, Marked
from app.desk.pages.staged.asking import Step, ask, whole
from app.desk.pages.staged.pattern import (
    Happening,
    ListFilter,
    Pattern,
    Shown,
    StepLine,
    shown_when,
    taken_on,
)
from app.desk.pages.treatment.missed_sheet import run_words
from app.desk.widgets.record_parts import KeyValue
from app.kinds import codes_care
from app.kinds.codec import to_fields
from app.kinds.codes import TEST_RESULT
from app.kinds.dates import show_date
from app.kinds.rehab import SubstitutionTreatment
from app.register.clinical import known_notes, may_open
from app.register.session import Session
from app.register.stages import Detail
from app.register.treatment import (
    KIND,
    TREATMENTS,
    YEAR_MONTHS,
    missed_run,
    months_in_treatment,
    set_next,
    start_treatment,
    stop_treatment,
    transfer,
)
from app.words import N_, _, plural

NOTES = "treatment_detail"
NOTE, MISSED = "note", "missed"


class TreatmentPattern(Pattern):
    """Who is in treatment, who misses days, who has stopped."""

    key = "treatment"
    title = N_("Substitution treatment")
    list_name = N_("List of substitution treatments")
    icon = "medicine-syrup"
    procedure = TREATMENTS
    columns = (
        Column("name", N_("Full name"), 150, strong=True),
        Column("hamlet", N_("Hamlet, group"), 100, tip=N_("Hamlet or residential group")),
        Column("stage", N_("Stage"), 106),
        Column("since", N_("Begun on"), 104),
        Column("due", N_("Next step"), 160, marked=True, tip=N_("What is owed next, and how long is left")),
        Column("ends", N_("Appointment"), 88, tip=N_("Next appointment")),
    )
    filters = (ListFilter("reason", N_("Reason for the stop"), codes_care.TREATMENT_STOP),)
    empty_title = N_("Nobody is in substitution treatment")
    empty_why = N_("Treatments stand here from their start until they are stopped.")
    kinds = frozenset({"person", "drug_test", NOTES})

    def beginnings(self, session: Session) -> Sequence[Step]:
        """The start of a treatment."""
        return (_starting(session),)

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """Missed days first; a stopped treatment keeps its notes and can have its days corrected."""
        record = detail.record
        missed = Step(MISSED, N_("Enter missed days"), "calendar-event", KIND, _not_here, record=record.id)
        note = Step(NOTE, N_("Clinical notes"), "shield-lock", NOTES, _not_here, record=record.id)
        if record.stopped_on is not None:
            return [note, missed] if may_open(session) else [missed]
        rest = [_appointing(record), _transferring(session, record), _stopping(session, record)]
        return [missed, note, *rest]

    def edit(self, session: Session, detail: Detail) -> Step:
        """Correct the record (F2)."""
        record = detail.record

        def do(session: Session, values: Mapping[str, Any], why: str) -> object:
            return start_treatment(session, {**values, "id": record.id, "person": record.person}, why)

        return Step(
            key="edit",
            label=N_("Correct the record"),
            icon="pencil",
            kind=KIND,
            record=record.id,
            fields=whole(KIND),
            defaults=to_fields(record),
            asks_reason=True,
            do=do,
        )

    def shown(self, session: Session, detail: Detail) -> Shown:
        """Months, missed days, where; of clinical notes only that they are there."""
        record: SubstitutionTreatment = detail.record
        notes = known_notes(session, NOTES, detail.line.person, treatment=record.id)
        run = missed_run(session, record)
        tests = taken_on(detail, {"drug_test": ("test-pipe", _test_words)})
        sealed = [Happening(one.noted_on, _("Clinical note, sealed"), "shield-lock", one.by) for one in notes]
        happened = sorted((*tests, *sealed), key=lambda one: one.on, reverse=True)
        return Shown(
            badges=tuple(_badges(session, record)),
            steps=_dated(record),
            values=tuple(_values(session, record)),
            happened=tuple(happened[:6]),
            notes=(run_words(run),) if run is not None and run.rule is not None else (),
        )


def _not_here(_session: Session, _values: Mapping[str, Any], _why: str) -> object:
    raise NotImplementedError("done by the page")


# -- steps -------------------------------------------------------------------------------------


def _starting(session: Session) -> Step:
    def do(session: Session, values: Mapping[str, Any], why: str) -> object:
        return start_treatment(session, values, why)

    names = ("facility", "site", "started_on", "code", "registered_on", "next_on", "note")
    return Step(
        key="start",
        label=N_("Enter a treatment"),
        icon="plus",
        kind=KIND,
        fields=tuple(ask(f"{KIND}.{name}") for name in names),
        defaults={"started_on": session.today().isoformat()},
        with_person=True,
        do=do,
    )


def _appointing(record: SubstitutionTreatment) -> Step:
    def do(session: Session, values: Mapping[str, Any], _why: str) -> object:
        typed = values.get("next_on")
        return set_next(session, record.id, date.fromisoformat(str(typed)) if typed else None)

    return Step(
        key="next",
        label=N_("Set the next appointment"),
        icon="calendar-plus",
        kind=KIND,
        record=record.id,
        fields=(ask(f"{KIND}.next_on", hint=_("Empty takes the appointment away.")),),
        defaults={"next_on": record.next_on.isoformat() if record.next_on else None},
        do=do,
    )


def _transferring(session: Session, record: SubstitutionTreatment) -> Step:
    def do(session: Session, values: Mapping[str, Any], _why: str) -> object:
        on = date.fromisoformat(str(values.get("on") or session.today().isoformat()))
        return transfer(
            session, record.id, on, str(values.get("facility") or ""), str(values.get("site") or "")
        )

    return Step(
        key="transfer",
        label=N_("Move to another facility"),
        icon="transfer-out",
        kind=KIND,
        record=record.id,
        fields=(
            ask(f"{KIND}.started_on", name="on", label=N_("Day of the move")),
            ask(f"{KIND}.facility", label=N_("New facility")),
            ask(f"{KIND}.site", label=N_("New dispensing site")),
        ),
        defaults={"on": session.today().isoformat()},
        do=do,
    )


def _stopping(session: Session, record: SubstitutionTreatment) -> Step:
    def do(session: Session, values: Mapping[str, Any], _why: str) -> object:
        on = date.fromisoformat(str(values.get("stopped_on") or session.today().isoformat()))
        note = str(values.get("note") or "")
        return stop_treatment(session, record.id, on, str(values.get("stop_reason") or ""), note)

    return Step(
        key="stop",
        label=N_("Stop the treatment"),
        icon="circle-x",
        kind=KIND,
        record=record.id,
        fields=(
            ask(f"{KIND}.stopped_on", required=True),
            ask(f"{KIND}.stop_reason", required=True),
            ask(f"{KIND}.note"),
        ),
        defaults={"stopped_on": session.today().isoformat()},
        notes=lambda _session: (_("The next appointment is taken away with it."),) if record.next_on else (),
        do=do,
    )


# -- the panel ---------------------------------------------------------------------------------


def _badges(session: Session, record: SubstitutionTreatment) -> list[Marked]:
    months = months_in_treatment(record, session.today())
    marks = []
    if months > YEAR_MONTHS:
        marks.append(Marked(_("Over 12 months in treatment"), "info", "calendar-check"))
    if record.stop_reason:
        marks.append(Marked(_(codes_care.TREATMENT_STOP.label(record.stop_reason)), "neutral", "circle-x"))
    elif record.next_on is not None and record.next_on < session.today():
        marks.append(Marked(_("The appointment has passed"), "warn", "calendar-due"))
    return marks


def _dated(record: SubstitutionTreatment) -> tuple[StepLine, ...]:
    lines = []
    if record.registered_on is not None:
        lines.append(StepLine(_("Registered on"), "done", show_date(record.registered_on)))
    lines.append(StepLine(_("Begun on"), "done", show_date(record.started_on)))
    lines += [
        StepLine(_("Moved to {place}", place=one.to), "done", show_date(one.on)) for one in record.transfers
    ]
    if record.stopped_on is not None:
        lines.append(StepLine(_("Stopped"), "done", show_date(record.stopped_on)))
    else:
        lines.append(
            StepLine(_("Next appointment"), "next" if record.next_on else "later", shown_when(record.next_on))
        )
    return tuple(lines)


def _values(session: Session, record: SubstitutionTreatment) -> list[KeyValue]:
    today = session.today()
    month = [line for line in record.missed if (line.on.year, line.on.month) == (today.year, today.month)]
    days = plural("{n} day", "{n} days", len(record.missed))
    missed = _("{days}, {n} of them this month", days=days, n=len(month)) if record.missed else _("None")
    months = months_in_treatment(record, today)
    pairs = (
        (_("Facility"), record.facility),
        (_("Dispensing site"), record.site or ""),
        (_("Patient code"), record.code or ""),
        (_("Months in treatment"), plural("{n} month", "{n} months", months)),
        (_("Missed days"), missed),
        (_("Note"), record.note or ""),
    )
    return [KeyValue(label, text) for label, text in pairs if text]


def _test_words(test: Any) -> str:
    result = _(TEST_RESULT.label(test.result)) if test.result else _("no result")
    return _("Test: {result}", result=result.lower())
