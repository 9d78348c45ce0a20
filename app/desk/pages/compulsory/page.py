"""Files for compulsory rehabilitation: the dated steps, who owes the next one, and how long is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.desk.models.source import Column, Marked
from app.desk.pages.compulsory.steps import file_steps, open_step
from app.desk.pages.people.owing import day_of, distance
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.page import StagedPage
from app.desk.pages.staged.pattern import (
    COLUMNS,
    ListFilter,
    Pattern,
    Shown,
    StepLine,
    shown_when,
    stacked,
    taken_on,
)
from app.desk.shell.desk import Desk
from app.desk.widgets.record_parts import KeyValue
from app.kinds import codes_care
from app.kinds.codes import TEST_RESULT, CodeList
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import days_phrase, show_date
from app.register.compulsory import (
    StepState,
    limitation_of,
    regime_of_file,
    steps_of_file,
    working_days_left,
)
from app.register.procedures import COMPULSORY
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _, plural

_AGE = CodeList("file_age", {"0": N_("18 and over"), "1": N_("12 to under 18")})


class CompulsoryPattern(Pattern):
    """Files of adults and of people of 12 to under 18, in one list."""

    key = "compulsory"
    title = N_("Files for compulsory rehabilitation")
    list_name = N_("List of files for compulsory rehabilitation")
    icon = "file-text"
    procedure = COMPULSORY
    columns = (*COLUMNS[:-1], Column("ends", N_("Time limit"), 80, tip=N_("Last day to ask for it")))
    filters = (ListFilter("minor", N_("Age"), _AGE),)
    empty_title = N_("No file yet")
    empty_why = N_("A file begins with the ground found; each step is entered here with its day.")

    def beginnings(self, session: Session) -> Sequence[Step]:
        """Begin a file."""
        return (open_step(session),)

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """The step that is owed, then what else can happen to a file."""
        return file_steps(session, detail.record)

    def shown(self, session: Session, detail: Detail) -> Shown:
        """Every step with its day and the days between, the limitation, values."""
        record: CompulsoryFile = detail.record
        badges = [Marked(_(N_("12 to under 18")), "info", "user")] if record.is_minor else []
        if record.outcome:
            tone = "good" if record.outcome == "accepted" else "warn"
            badges.append(Marked(_(codes_care.FILE_OUTCOME.label(record.outcome)), tone, "gavel"))
        badges += _limitation(session, record)
        return Shown(
            badges=tuple(badges),
            steps=tuple(_line(session, detail, state) for state in steps_of_file(session, record)),
            values=(
                KeyValue(_("Ground"), _(codes_care.COMPULSORY_GROUND.label(record.ground))),
                KeyValue(_("Number"), record.number or ""),
                KeyValue(_("Law that applies"), regime_of_file(session, record).title()),
                KeyValue(
                    _("Until the decision"),
                    _(codes_care.INTERIM.label(record.interim)) if record.interim else "",
                ),
                KeyValue(_("Returned for completion on"), shown_when(record.returned_on)),
                KeyValue(_("Facility"), record.facility or ""),
                KeyValue(_("Reason"), record.reason or ""),
            ),
            happened=taken_on(
                detail,
                {
                    "breach": ("alert-circle", lambda b: _(codes_care.BREACH_SORT.label(b.sort))),
                    "drug_test": ("test-pipe", lambda t: _(TEST_RESULT.label(t.result))),
                    "assessment": ("stethoscope", lambda a: _(codes_care.CONCLUSION.label(a.conclusion))),
                },
                limit=3,
            ),
        )


def _limitation(session: Session, record: CompulsoryFile) -> list[Marked]:
    """The last day to ask, while the file has not gone to the court."""
    last = limitation_of(session, record)
    if last is None or record.sent_on is not None or record.closed_on is not None:
        return []
    left = (last - session.today()).days
    tone = "danger" if left < 0 else "warn" if left <= 14 else "neutral"
    words = _("Limitation {day}: {left}", day=show_date(last), left=days_phrase(last, session.today()))
    return [Marked(words, tone, "hourglass")]


def _line(session: Session, detail: Detail, state: StepState) -> StepLine:
    notes = []
    if state.state == "none":
        notes.append(_("not in this law") if not state.step.may_lack else _("not told"))
    if state.state == "next":
        if state.who:
            notes.append(state.who)
        notes += _left(session, detail, state.step.rule)
    return StepLine(_(state.step.label), state.state, stacked(state.on), " · ".join(notes), state.days)


def _left(session: Session, detail: Detail, rule: str) -> list[str]:
    """Time left of the step, in the unit it is counted in: hours, or working days."""
    owing = detail.next_of(rule) if rule else None
    if owing is None or owing.due is None:
        return []
    due: date | datetime = owing.due
    if isinstance(due, datetime):
        return [distance(due, session.now())]
    left = working_days_left(session, day_of(due))
    if left < 0:
        return [plural("{n} working day overdue", "{n} working days overdue", -left)]
    return [plural("{n} working day left", "{n} working days left", left)]


class CompulsoryPage(StagedPage):
    """The page of files for compulsory rehabilitation."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CompulsoryPattern())
