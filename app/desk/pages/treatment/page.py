"""The page of substitution treatments: stages with counts, missed days by calendar, notes for the health role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.pages.assessment.clinical_form import TreatmentForm
from app.desk.pages.assessment.note_sheet import NoteSheet, Subject
from app.desk.pages.assessment.page import take_over
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.page import StagedPage
from app.desk.pages.treatment.missed_sheet import MissedSheet
from app.desk.pages.treatment.pattern import MISSED, NOTE, NOTES, TreatmentPattern
from app.desk.shell.desk import Desk
from app.desk.widgets.form import Form
from app.register.clinical import Written, add_note
from app.register.session import Session
from app.register.stages import Detail
from app.words import _


class TreatmentPage(StagedPage):
    """See ``StagedPage``; drug, dose and phase open for accounts with the health key."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, TreatmentPattern(), parent)
        self.notes = NoteSheet(desk, self.list, _form, _keep)
        self.missed = MissedSheet(desk, self.list)
        self.notes.saved.connect(self._on_note_saved)
        self.missed.saved.connect(self._on_missed_saved)
        take_over(self, {NOTE: self.open_notes, MISSED: self.open_missed})

    def may_leave(self) -> bool:
        """Asks when a step, a note or the calendar is changed."""
        return super().may_leave() and self.notes.may_close() and self.missed.may_close()

    def save_draft(self) -> None:
        """Keep what is typed; notes are sealed first."""
        super().save_draft()
        self.notes.keep_draft()
        self.missed.keep_draft()

    def open_notes(self, _step: Step, detail: Detail) -> None:
        """The clinical notes of the treatment."""
        title = _("Clinical notes: {name}", name=detail.line.name)
        about = {"treatment": detail.record.id}
        self.notes.open(Subject(NOTES, detail.line.person, about, title))

    def open_missed(self, _step: Step, detail: Detail) -> None:
        """The calendar of missed days."""
        self.missed.open(detail.record, detail.line.name)

    def _on_note_saved(self, changed: object) -> None:
        self.list.strips.say(_("The note is kept, sealed."), "good")
        self.list.reload()
        self.desk.announce(changed, self)

    def _on_missed_saved(self, saved: object) -> None:
        self.list.strips.say(_("The missed days are kept."), "good")
        self.list.reload()
        self.desk.announce(saved, self)


def _form(_session: Session, _day: date) -> Form:
    return TreatmentForm()


def _keep(session: Session, outer: Mapping[str, Any], content: Mapping[str, Any], why: str) -> Written:
    return add_note(session, NOTES, outer, content, why)
