"""The page of assessments: stages with counts, one case beside the list, its notes for the health role, its papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.assessment.clinical_form import AssessmentForm
from app.desk.pages.assessment.note_sheet import NoteSheet, Subject
from app.desk.pages.assessment.pattern import (
    NOTE,
    NOTES,
    PRINT_REQUEST,
    PRINT_SHEET,
    AssessmentPattern,
    about_of,
    pair_of,
)
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.page import StagedPage
from app.desk.shell.desk import Desk
from app.desk.widgets.form import Form
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.kinds.clinical import AssessmentNote
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.register.assessing import facts_for_paper
from app.register.clinical import may_open, open_notes
from app.register.clinical_forms import check_note, criteria_on, form_name, keep_note
from app.register.session import Session
from app.register.stages import Detail
from app.words import _

_TONES = {"agree": "good", "disagree": "warn"}


class AssessmentPage(StagedPage):
    """See ``StagedPage``; clinical notes open for accounts with the health key."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, AssessmentPattern(), parent)
        self.notes = NoteSheet(desk, self.list, note_form, keep_note)
        self.notes.saved.connect(self._on_note_saved)
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self.list.strips.say_fault)
        take_over(
            self, {NOTE: self.open_notes, PRINT_REQUEST: self.print_paper, PRINT_SHEET: self.print_paper}
        )

    def may_leave(self) -> bool:
        """Asks when a step or a note is changed."""
        return super().may_leave() and self.notes.may_close()

    def save_draft(self) -> None:
        """Keep what is typed; notes are sealed first."""
        super().save_draft()
        self.notes.keep_draft()

    # -- notes ---------------------------------------------------------------------

    def open_notes(self, _step: Step, detail: Detail) -> None:
        """The clinical notes of the case."""
        _request, found = pair_of(detail)
        about = about_of(detail)
        title = _("Clinical notes: {name}", name=detail.line.name)
        conclusion = found.conclusion if found is not None else ""
        day = found.concluded_on if found is not None else session_of(self.desk).today()
        self.notes.open(Subject(NOTES, detail.line.person, about, title, counting(conclusion, day)))

    def _on_note_saved(self, changed: object) -> None:
        self.list.strips.say(_("The note is kept, sealed."), "good")
        self.list.reload()
        self.desk.announce(changed, self)

    # -- papers --------------------------------------------------------------------

    def print_paper(self, step: Step, detail: Detail) -> None:
        """Ask for a file and write the paper."""
        is_request = step.key == PRINT_REQUEST
        title = _("Request for an assessment") if is_request else _("Observation sheet")
        name = _("assessment-request") if is_request else _("assessment-sheet")
        path = ask_file(self, title, f"{name}.pdf", "pdf")
        if path is not None:
            self.write_paper(step.key, detail, path)

    def write_paper(self, key: str, detail: Detail, path: Path) -> None:
        """Write it in the lane; the print is recorded."""
        session = session_of(self.desk)
        kind, record, about = detail.line.kind, detail.line.id, about_of(detail)

        def make(_progress: Progress, mark: PrintMark) -> Written:
            from app.documents.assessment_slip import Observed, request_paper, summary_paper
            from app.documents.pdf import write_pdf

            facts, office = facts_for_paper(session, kind, record), office_of(session)
            if key == PRINT_REQUEST:
                return write_pdf(request_paper(facts, office, session.now(), mark=mark), path)
            lines = [Observed(show_date(on), seen, by) for on, seen, by in observed(session, detail, about)]
            paper = summary_paper(facts, office, session.now(), observed=tuple(lines), mark=mark)
            return write_pdf(paper, path)

        self._job.run(make, "print", f"person:{detail.line.person}", _("Writing the paper"))

    def _on_written(self, written: Written) -> None:
        self.list.strips.add(written_strip(written, self.list.strips))


def take_over(page: StagedPage, own: dict[str, Callable[[Step, Detail], None]]) -> None:
    """Steps that the page itself carries out, by key; what else is wanted goes to the sheet of steps.

    What a use case found suspicious is said beside “Saved”.
    """
    shown = page.list

    def take(step: Step) -> None:
        detail = shown.panel.detail
        act = own.get(step.key)
        if act is None:
            shown.take(step)
        elif detail is not None:
            act(step, detail)

    def say_warnings(saved: object, _step: Step) -> None:
        for warning in getattr(saved, "warnings", ()):
            shown.strips.say(warning.sentence(), "warn")

    shown.panel.step_wanted.disconnect(shown.take)
    shown.panel.step_wanted.connect(take)
    shown.sheet.saved.connect(say_warnings)


def note_form(session: Session, day: date) -> Form:
    """The form of a note by the criteria in force."""
    return AssessmentForm(criteria_on(session, day))


def counting(conclusion: str, day: date) -> Callable[[Session, Form], tuple[str, str]]:
    """What the counting rule says of what is filled in: words and tone; a check, never a conclusion."""

    def check(session: Session, form: Form) -> tuple[str, str]:
        criteria = tuple(form.field("criteria").value())
        note = AssessmentNote(id="check", criteria=criteria, lasting=form.field("lasting").value())
        rules = form_name(criteria_on(session, day))
        if not conclusion:
            if not criteria:
                return "", ""
            waits = _(
                "The counting rule ({form}) is compared once the facility's conclusion is entered.",
                form=rules,
            )
            return waits, "muted"
        try:
            found = check_note(session, note, day, conclusion)
        except Fault:
            return "", ""  # criteria of another form: there is nothing to compare them with
        if found is None:
            return "", ""
        only = _("This is a check of what was entered ({form}), not a conclusion.", form=rules)
        return f"{found.sentence()} {only}", _TONES.get(found.verdict, "")

    return check


def observed(session: Session, detail: Detail, about: dict[str, str]) -> list[tuple[date, str, str]]:
    """The lines of observation of a case, oldest first; none without the health key. The look is recorded."""
    if not may_open(session):
        return []
    notes = open_notes(session, NOTES, detail.line.person, **about)
    found = {
        (line.on, line.seen, line.by or note.by)
        for note in notes
        if note.content is not None
        for line in note.content.observations
    }
    return sorted(found)
