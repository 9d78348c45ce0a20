"""The list of assessments in stages: what can be done in each, and what the panel says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.desk.models.source import Column, Marked
from app.desk.pages.staged.asking import Step, ask, whole
from app.desk.pages.staged.pattern import Happening, ListFilter, Pattern, Shown, StepLine, shown_when
from app.desk.widgets.record_parts import KeyValue
from app.kinds import codes_care
from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.codec import to_fields
from app.kinds.codes import TEST_RESULT
from app.kinds.dates import in_vietnam, show_date, show_moment, store_moment
from app.register.assessing import (
    ASSESSMENTS,
    days_waiting,
    grounds_on,
    latest_positive,
    record_assessment,
    request_assessment,
    schedule,
    serves_until,
)
from app.register.clinical import known_notes, may_open
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _, plural

REQUEST, CONCLUSION, NOTES = "assessment_request", "assessment", "assessment_detail"
NOTE, PRINT_REQUEST, PRINT_SHEET = "note", "print_request", "print_sheet"
#: What is asked of a conclusion, in the order of its slip.
_ASKED = (
    "conclusion",
    "concluded_on",
    "practitioner",
    "certificate_number",
    "substance_group",
    "facility",
    "started_on",
    "slip_number",
    "slip_on",
    "received_at",
    "note",
)
_CONCLUSION_TONE = {"addicted": "warn", "not_addicted": "good", "observing": "info"}
_CONCLUSION_ICON = {"addicted": "flag", "not_addicted": "circle-check", "observing": "eye"}


class AssessmentPattern(Pattern):
    """Requests, and assessments that no request is known of."""

    key = "assessment"
    title = N_("Assessment of addiction")
    list_name = N_("List of assessments")
    icon = "stethoscope"
    procedure = ASSESSMENTS
    columns = (
        Column("name", N_("Full name"), 148, strong=True),
        Column("hamlet", N_("Hamlet, group"), 96, tip=N_("Hamlet or residential group")),
        Column("stage", N_("Stage"), 116),
        Column("since", N_("Asked on"), 106),
        Column("due", N_("Next step"), 156, marked=True, tip=N_("What is owed next, and how long is left")),
        Column("ends", N_("Appointment"), 86),
    )
    filters = (ListFilter("ground", N_("Ground"), codes_care.ASSESSMENT_GROUND),)
    empty_title = N_("No assessment has been asked for")
    empty_why = N_("Requests stand here from the day they are made until the facility has concluded.")
    kinds = frozenset({"person", "drug_test", NOTES})

    def beginnings(self, session: Session) -> Sequence[Step]:
        """A request; a conclusion that arrived without one."""
        return (_asking(session), _concluding(session, None, None, with_person=True))

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """The next thing by the stage."""
        request, found = pair_of(detail)
        note = _note_step(detail)
        steps: list[Step] = []
        if detail.line.stage == "concluded":
            steps = [_print(detail, PRINT_SHEET), note]
            return [*steps, _print(detail, PRINT_REQUEST)] if request is not None else steps
        conclude = _concluding(session, request, found)
        if request is None:
            return [conclude, note, _print(detail, PRINT_SHEET)]
        appointment = _scheduling(session, request)
        order = (appointment, conclude) if detail.line.stage == "asked" else (conclude, appointment)
        steps = [note, *order] if may_open(session) and detail.line.stage != "asked" else [*order, note]
        return [*steps, _print(detail, PRINT_REQUEST), _print(detail, PRINT_SHEET)]

    def edit(self, session: Session, detail: Detail) -> Step:
        """Correct the conclusion once there is one, before that the request (F2)."""
        request, found = pair_of(detail)
        if found is not None:
            return _correction(CONCLUSION, found, record_assessment)
        return _correction(REQUEST, request, request_assessment)

    def shown(self, session: Session, detail: Detail) -> Shown:
        """Days waited, the steps with their days, request and conclusion; of notes only that they are there."""
        request, found = pair_of(detail)
        notes = known_notes(session, NOTES, detail.line.person, **_about(request, found))
        return Shown(
            badges=tuple(_badges(session, detail, request, found)),
            steps=tuple(_dated(request, found, len(notes))),
            values=tuple(_values(session, request, found, detail)),
            happened=tuple(
                Happening(note.noted_on, _("Clinical note, sealed"), "shield-lock", note.by)
                for note in notes[:4]
            ),
            notes=tuple(_missing(request, found)),
        )


def pair_of(detail: Detail) -> tuple[AssessmentRequest | None, Assessment | None]:
    """The request of a case and the newest thing concluded on it."""
    if detail.line.kind == CONCLUSION:
        return None, detail.record
    answers = [one for one in detail.beside.get(CONCLUSION, ()) if one.request == detail.record.id]
    return detail.record, max(answers, key=lambda one: one.concluded_on, default=None)


def _about(request: AssessmentRequest | None, found: Assessment | None) -> dict[str, str]:
    if request is not None:
        return {"request": request.id}
    return {"assessment": found.id} if found is not None else {}


def about_of(detail: Detail) -> dict[str, str]:
    """What the clinical notes of a case name."""
    return _about(*pair_of(detail))


# -- steps -------------------------------------------------------------------------------------


def _asking(session: Session) -> Step:
    def do(session: Session, values: Mapping[str, Any], why: str) -> object:
        day = str(values.get("asked_on") or session.today().isoformat())
        found = latest_positive(session, str(values["person"]), day)
        return request_assessment(session, {"test": found, **values}, why)

    known = "; ".join(one.label for one in grounds_on(session, session.today()))
    return Step(
        key="ask",
        label=N_("Ask for an assessment"),
        icon="send",
        kind=REQUEST,
        fields=(
            ask(f"{REQUEST}.asked_on"),
            ask(f"{REQUEST}.ground", hint=_("The law of today knows: {grounds}.", grounds=known)),
            ask(f"{REQUEST}.facility"),
            ask(f"{REQUEST}.number"),
            ask(f"{REQUEST}.by"),
            ask(f"{REQUEST}.scheduled_at"),
            ask(f"{REQUEST}.note"),
        ),
        defaults={"asked_on": session.today().isoformat(), "by": session.user},
        notes=lambda _session: (_("The newest positive test before that day is referred to."),),
        with_person=True,
        do=do,
    )


def _scheduling(session: Session, request: AssessmentRequest) -> Step:
    def do(session: Session, values: Mapping[str, Any], why: str) -> object:
        at, facility = str(values.get("scheduled_at") or ""), str(values.get("facility") or "")
        return schedule(session, request.id, at, facility, why)

    at = request.scheduled_at
    tomorrow = (session.now() + timedelta(days=1)).replace(hour=8, minute=0, second=0)
    return Step(
        key="schedule",
        label=N_("Move the appointment") if at else N_("Make the appointment"),
        icon="calendar-plus",
        kind=REQUEST,
        record=request.id,
        fields=(ask(f"{REQUEST}.scheduled_at", required=True), ask(f"{REQUEST}.facility")),
        defaults={"scheduled_at": store_moment(at or tomorrow), "facility": request.facility},
        do=do,
    )


def _concluding(
    session: Session,
    request: AssessmentRequest | None,
    found: Assessment | None,
    *,
    with_person: bool = False,
) -> Step:
    def do(session: Session, values: Mapping[str, Any], why: str) -> object:
        person = values.get("person") or (request or found).person  # type: ignore[union-attr]
        about = {"request": request.id} if request else {}
        return record_assessment(session, {**about, **values, "person": person}, why)

    return Step(
        key="conclude",
        label=N_("Enter the conclusion"),
        icon="certificate",
        kind=CONCLUSION,
        record=request.id if request else "",
        fields=tuple(ask(f"{CONCLUSION}.{name}") for name in _ASKED),
        defaults=_foreseen(session, request, found),
        notes=lambda _session: (_("The facility concludes; here is entered what its slip says."),),
        with_person=with_person,
        do=do,
    )


def _foreseen(
    session: Session, request: AssessmentRequest | None, found: Assessment | None
) -> dict[str, Any]:
    """What the observation and the request already said; concluded and received now."""
    earlier = to_fields(found) if found is not None else {}
    names = ("facility", "practitioner", "certificate_number", "substance_group", "started_on")
    known = {name: earlier.get(name) for name in names}
    return {
        **known,
        "facility": known["facility"] or (request.facility if request else None),
        "concluded_on": session.today().isoformat(),
        "received_at": store_moment(session.now()),
    }


def _note_step(detail: Detail) -> Step:
    """Opens the sheet of clinical notes; the page sees to it."""
    return Step(NOTE, N_("Clinical notes"), "shield-lock", NOTES, _not_here, record=detail.record.id)


def _print(detail: Detail, key: str) -> Step:
    """Writes a paper; the page sees to it."""
    label = N_("Print the request") if key == PRINT_REQUEST else N_("Print the observation sheet")
    return Step(key, label, "printer", detail.line.kind, _not_here, record=detail.record.id)


def _not_here(_session: Session, _values: Mapping[str, Any], _why: str) -> object:
    raise NotImplementedError("done by the page")


def _correction(kind: str, record: Any, keep: Any) -> Step:
    def do(session: Session, values: Mapping[str, Any], why: str) -> object:
        return keep(session, {**values, "id": record.id, "person": record.person}, why)

    return Step(
        key="edit",
        label=N_("Correct the record"),
        icon="pencil",
        kind=kind,
        record=record.id,
        fields=whole(kind),
        defaults=to_fields(record),
        asks_reason=True,
        do=do,
    )


# -- the panel ---------------------------------------------------------------------------------


def _badges(
    session: Session, detail: Detail, request: AssessmentRequest | None, found: Assessment | None
) -> list[Marked]:
    marks = []
    if found is not None:
        words = _(codes_care.CONCLUSION.label(found.conclusion))
        marks.append(
            Marked(
                words,
                _CONCLUSION_TONE.get(found.conclusion, "info"),
                _CONCLUSION_ICON.get(found.conclusion, ""),
            )
        )
    if request is not None and detail.line.stage != "concluded":
        days = days_waiting(request, session.today())
        marks.insert(
            0, Marked(plural("Waiting for {n} day", "Waiting for {n} days", days), "neutral", "hourglass")
        )
        at = request.scheduled_at
        if at is not None and at < session.now() and found is None:
            marks.append(Marked(_("The appointment has passed"), "warn", "calendar-due"))
    return marks


def _dated(request: AssessmentRequest | None, found: Assessment | None, notes: int) -> list[StepLine]:
    concluded = found if found is not None and found.conclusion != "observing" else None
    lines: list[tuple[str, str]] = []
    if request is not None:
        lines.append((N_("Asked for"), show_date(request.asked_on)))
        lines.append((N_("Appointment made"), shown_when(request.scheduled_at)))
    started = shown_when(found.started_on) if found is not None else ""
    observed = started or (shown_when(found.concluded_on) if found is not None and concluded is None else "")
    lines.append((N_("Under observation"), observed))
    lines.append((N_("Concluded"), shown_when(concluded.concluded_on) if concluded else ""))
    made = []
    reached = max((n for n, (_label, when) in enumerate(lines) if when), default=-1)
    for place, (label, when) in enumerate(lines):
        state = "done" if when else "none" if place < reached else "next" if place == reached + 1 else "later"
        made.append(StepLine(_(label), state, when))
    return made


def _values(
    session: Session, request: AssessmentRequest | None, found: Assessment | None, detail: Detail
) -> list[KeyValue]:
    pairs: list[tuple[str, str]] = []
    if request is not None:
        pairs += _of_request(session, request, detail)
    if found is not None:
        pairs += _of_conclusion(session, found)
    return [KeyValue(label, text) for label, text in pairs if text]


def _of_request(session: Session, request: AssessmentRequest, detail: Detail) -> list[tuple[str, str]]:
    known = {one.code: f"{one.label} ({one.article})" for one in grounds_on(session, request.asked_on)}
    ground = known.get(request.ground) or _(codes_care.ASSESSMENT_GROUND.label(request.ground))
    test = next((one for one in detail.beside.get("drug_test", ()) if one.id == request.test), None)
    tested = ""
    if test is not None:
        result = _(TEST_RESULT.label(test.result)) if test.result else ""
        tested = " · ".join(part for part in (show_date(in_vietnam(test.sampled_at).date()), result) if part)
    return [
        (_("Ground"), ground),
        (_("Facility"), request.facility or ""),
        (_("Appointment"), show_moment(request.scheduled_at) if request.scheduled_at else ""),
        (_("Positive test"), tested),
        (_("Number"), request.number or ""),
        (_("Asked by"), request.by or ""),
        (_("Note"), request.note or ""),
    ]


def _of_conclusion(session: Session, found: Assessment) -> list[tuple[str, str]]:
    group = _(codes_care.SUBSTANCE_GROUP.label(found.substance_group)) if found.substance_group else ""
    slip = ", ".join(part for part in (found.slip_number or "", shown_when(found.slip_on)) if part)
    return [
        (_("Practitioner"), found.practitioner or ""),
        (_("Certificate of the practitioner"), found.certificate_number or ""),
        (_("Substance group"), group),
        (_("Slip"), slip),
        (_("Serves a registration until"), _serves(session, found)),
        (_("Result received at"), shown_when(found.received_at)),
    ]


def _serves(session: Session, found: Assessment) -> str:
    if found.conclusion != "addicted":
        return ""
    day: date | None = found.valid_until or serves_until(session, found.slip_on or found.concluded_on)
    return show_date(day) if day else ""


def _missing(request: AssessmentRequest | None, found: Assessment | None) -> list[str]:
    notes = []
    if found is not None and found.conclusion != "observing" and not found.certificate_number:
        notes.append(
            _("Certificate number of the practitioner is missing; a conclusion counts only with it.")
        )
    if request is not None and not request.test and request.ground not in ("voluntary", "registering"):
        notes.append(_("No positive test is referred to."))
    return notes
