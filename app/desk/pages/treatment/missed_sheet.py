"""The side sheet of missed days: a calendar, a reason for the days added, what the run of days amounts to."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import session_of, write
from app.desk.pages.treatment.missed_calendar import MissedCalendar
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.text_fields import TextField
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.kinds.rehab import SubstitutionTreatment
from app.register.treatment import MissedRun, change_missed, missed_run
from app.words import _, plural


class MissedView(QWidget):
    """The calendar of one treatment."""

    draft_changed = Signal()

    def __init__(self, desk: Desk, treatment: SubstitutionTreatment) -> None:
        super().__init__()
        session = session_of(desk)
        self.treatment = treatment
        self.calendar = MissedCalendar(
            treatment.started_on,
            min(treatment.stopped_on or session.today(), session.today()),
            session.calendar.is_working,
            (line.on for line in treatment.missed),
            self,
        )
        self.count = look.label("", self, role="strong", wrap=True)
        self.reason = TextField(_("Reason for the days added"), self)
        self.why = TextField(_("Reason for the correction"), self, hint=_("Kept in the history."))
        self.refused = look.label("", self, tone="danger", wrap=True)
        self.refused.hide()
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(10)
        help_text = _("Press a day or use the arrows and Space. Days before the start take no mark.")
        column.addWidget(look.label(help_text, self, tone="muted", wrap=True))
        column.addWidget(self.calendar)
        column.addWidget(self.count)
        run = missed_run(session, treatment)
        if run is not None:
            column.addWidget(
                look.label(run_words(run), self, tone="warn" if run.rule else "muted", wrap=True)
            )
        for part in (self.reason, self.why, self.refused):
            column.addWidget(part)
        column.addStretch(1)
        self.calendar.toggled.connect(self._on_toggled)
        self.reason.edited.connect(self.draft_changed)
        self._say()

    def _on_toggled(self) -> None:
        self._say()
        self.draft_changed.emit()

    def _say(self) -> None:
        added, gone = self.calendar.added(), self.calendar.taken_back()
        parts = [plural("{n} day missed", "{n} days missed", len(self.calendar.missed))]
        if added:
            parts.append(plural("{n} day added", "{n} days added", len(added)))
        if gone:
            parts.append(plural("{n} day taken back", "{n} days taken back", len(gone)))
        self.count.setText(" · ".join(parts))
        self.reason.setVisible(bool(added))
        self.why.setVisible(bool(gone))

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.calendar.is_changed()

    def draft(self) -> dict[str, Any]:
        """The days marked."""
        return {
            "days": [day.isoformat() for day in sorted(self.calendar.missed)],
            "reason": self.reason.typed(),
        }

    def restore(self, draft: dict[str, Any]) -> None:
        """Put them back."""
        self.calendar.mark(date.fromisoformat(day) for day in draft.get("days", ()))
        self.reason.set_typed(draft.get("reason", ""))

    def focus_first(self) -> None:
        """Start on the calendar."""
        self.calendar.setFocus()

    def say_fault(self, fault: Fault | None) -> None:
        """What was refused; the marks stay."""
        self.refused.setText(fault.sentence() if fault else "")
        self.refused.setVisible(fault is not None)


class MissedSheet(QObject):
    """Opens the calendar of a treatment and keeps what was marked. ``saved`` carries what changed."""

    saved = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._drafts = PageDrafts(desk, self)
        self._keeper: DraftKeeper | None = None
        self._is_saving = False
        self.view: MissedView | None = None
        self.sheet = SideSheet(host, _("Missed days"), save=_("Save"))
        self.sheet.save_wanted.connect(self.save)
        self.sheet.closed.connect(self._on_closed)
        bind(self.sheet, Shortcut.SAVE, self.save)

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def open(self, treatment: SubstitutionTreatment, name: str) -> None:
        """The calendar of a treatment."""
        if not self.may_close():
            return
        view = self.view = MissedView(self._desk, treatment)
        key = f"missed:{treatment.id}"
        self._keeper = DraftKeeper(key, view, self._drafts.save, self._drafts.load, view)
        offer = self._keeper.offer(view)
        if offer is not None:
            view.column.insertWidget(0, offer)
        self.sheet.set_title(_("Missed days: {name}", name=name))
        self.sheet.set_content(view, view.is_changed)
        self.sheet.open()

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep the marks now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def save(self) -> None:
        """Write in the lane; nothing to write closes the sheet."""
        view = self.view
        if view is None or self._is_saving:
            return
        if not view.is_changed():
            self.sheet.close_now()
            return
        look.commit_typing()
        session, case = session_of(self._desk), view.treatment.id
        added, gone = view.calendar.added(), view.calendar.taken_back()
        reason, why = str(view.reason.value() or ""), str(view.why.value() or "")
        self._set_saving(True)
        write(
            self._desk,
            lambda: change_missed(session, case, added, gone, reason, why),
            self._on_saved,
            self._on_refused,
            self,
            label=_("Saving…"),
        )

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, saved: object) -> None:
        self._set_saving(False)
        if self._keeper is not None:
            self._keeper.forget()
        self.sheet.close_now()
        self.saved.emit(saved)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.view is not None:
            self.view.say_fault(fault)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.view is not None and self.view.is_changed():
            self._keeper.forget()  # saved, or thrown away on purpose
        self._keeper = self.view = None


def run_words(run: MissedRun) -> str:
    """The newest run of missed days, and the rule where it is reached."""
    days = plural("{n} working day in a row", "{n} working days in a row", run.days)
    said = _("Newest run: {days}, up to {day}.", days=days, day=show_date(run.last))
    return f"{said} {run.rule.text.said()} ({run.rule.article})." if run.rule else said
