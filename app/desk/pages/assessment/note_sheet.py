"""The side sheet of clinical notes: choose one or begin one, fill it in, keep it sealed. Health role only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.assessment.sealed_drafts import SealedDrafts
from app.desk.pages.people.work import read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.date_fields import DateField
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.form import Form
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.text_fields import TextField
from app.kinds.codec import to_fields
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.register.clinical import Note, Written, note_history, open_notes, retract_note
from app.register.session import Session
from app.words import N_, _

_WIDTH = 560
_NEW = N_("New note")
_LOCKED = N_("Kept sealed: only accounts with the health role open it.")

#: Keeps a note: session, outer fields, content, why.
Keep = Callable[[Session, Mapping[str, Any], Mapping[str, Any], str], Written]
MakeForm = Callable[[Session, date], Form]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the notes are about: whose, on which record, under which title."""

    kind: str
    person: str
    about: Mapping[str, str]
    title: str
    #: Shown under the form as it is filled in, such as the check by the counting rule: (words, tone).
    check: Callable[[Session, Form], tuple[str, str]] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)


class NoteView(QWidget):
    """The notes of one subject, one of them open in the form."""

    submitted = Signal()
    draft_changed = Signal()
    switched = Signal()
    history_wanted = Signal(str)
    retract_wanted = Signal(str)

    def __init__(self, desk: Desk, subject: Subject, notes: list[Note], make_form: MakeForm) -> None:
        super().__init__()
        self._session = session_of(desk)
        self.subject, self.notes = subject, notes
        self.note: Note | None = None
        self.pick = QComboBox(self)
        self.pick.setAccessibleName(_("Notes"))
        self.pick.addItem(_(_NEW))
        for note in notes:
            self.pick.addItem(" · ".join(part for part in (show_date(note.noted_on), note.by) if part))
        self.day = DateField(_("Day"), self, required=True, clock=self._session.now)
        self.form = make_form(self._session, self._session.today())
        self.why = TextField(_("Reason for the correction"), self, hint=_("Kept in the history."))
        self.check = look.label("", self, wrap=True)
        self.refused = look.label("", self, wrap=True, tone="danger")
        self._lay_out()
        self.form.submitted.connect(self.submitted)
        self.form.draft_changed.connect(self._on_edited)
        self.day.edited.connect(self._on_edited)
        self.pick.activated.connect(self._on_picked)
        self.show_note(notes[0] if notes else None)

    def _lay_out(self) -> None:
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        sealed = QHBoxLayout()
        sealed.setSpacing(6)
        sealed.addWidget(look.picture("shield-lock", "accent", 16, self))
        sealed.addWidget(look.label(_(_LOCKED), self, tone="muted", wrap=True), 1)
        column.addLayout(sealed)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.pick, 1)
        self.history = look.tool("history", _("History of this note"), self)
        self.history.clicked.connect(self._on_history)
        self.retract = look.tool("ban", _("Recorded in error"), self)
        self.retract.clicked.connect(self._on_retract)
        line.addWidget(self.history)
        line.addWidget(self.retract)
        column.addLayout(line)
        for part in (self.refused, self.day, self.form, self.check, self.why):
            column.addWidget(part)
        column.addStretch(1)

    # -- one note ------------------------------------------------------------------

    def show_note(self, note: Note | None) -> None:
        """Show a note, or an empty form for a new one."""
        self.note = note
        self.pick.setCurrentIndex(self.notes.index(note) + 1 if note is not None else 0)
        opened = note is None or note.content is not None
        self.refused.setText("" if note is None or note.fault is None else note.fault.sentence())
        self.refused.setVisible(not opened)
        for part in (self.day, self.form):
            part.setVisible(opened)
        self.day.set_value((note.noted_on if note else self._session.today()).isoformat())
        values = to_fields(note.content) if note is not None and note.content is not None else {}
        self.form.set_values(values if note is not None else dict(self.subject.defaults))
        self.why.set_value(None)
        self.why.setVisible(note is not None and opened)
        for tool in (self.history, self.retract):
            tool.setEnabled(note is not None)
        self.say_check()

    def key(self) -> str:
        """The key of the draft: the note, or what a new one is about."""
        about = "-".join(self.subject.about.values())
        return f"{self.subject.kind}:{self.note.id if self.note else about or self.subject.person}"

    def outer(self) -> dict[str, Any]:
        """The fields kept in the clear."""
        kept = {**self.subject.about, "person": self.subject.person, "noted_on": self.day.value()}
        if self.note is not None:
            kept |= {**self.note.about, "id": self.note.id, "person": self.note.person}
        return kept

    def content(self) -> dict[str, Any]:
        """The content. Raises the first Fault after showing every one."""
        return {name: value for name, value in self.form.values().items() if value not in (None, [], "")}

    def say_check(self) -> None:
        """What the counting rule says of what is filled in."""
        words, tone = self.subject.check(self._session, self.form) if self.subject.check else ("", "")
        self.check.setText(words)
        look.restyle(self.check, tone=tone)
        self.check.setVisible(bool(words))

    def _on_edited(self) -> None:
        self.say_check()
        self.draft_changed.emit()

    def _on_picked(self, place: int) -> None:
        if self.is_changed() and not self._may_change():
            self.pick.setCurrentIndex(self.notes.index(self.note) + 1 if self.note else 0)
            return
        self.show_note(self.notes[place - 1] if place else None)
        self.switched.emit()

    def _may_change(self) -> bool:
        title = _("Another note")
        text = _("What is typed in this note and not saved is thrown away.")
        return ConfirmDialog(title, text, _("Throw away"), self, destructive=True).ask()

    def _on_history(self) -> None:
        if self.note is not None:
            self.history_wanted.emit(self.note.id)

    def _on_retract(self) -> None:
        if self.note is not None:
            self.retract_wanted.emit(self.note.id)

    # -- for the sheet and the draft -------------------------------------------------

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.form.is_changed() or self.day.is_changed() or self.why.is_changed()

    def draft(self) -> dict[str, Any]:
        """What is typed."""
        return {"form": self.form.draft(), "day": self.day.typed()}

    def restore(self, draft: dict[str, Any]) -> None:
        """Put it back."""
        self.form.restore(draft.get("form", {}))
        self.day.set_typed(draft.get("day"))
        self.say_check()

    def focus_first(self) -> None:
        """Start in the form."""
        self.form.focus_first()


class NoteSheet(QObject):
    """Reads the notes in the lane (the look is recorded), shows them, keeps what is written.

    ``saved`` carries what changed.
    """

    saved = Signal(object)

    def __init__(self, desk: Desk, host: QWidget, make_form: MakeForm, keep: Keep) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._make_form, self._keep = make_form, keep
        self._drafts = SealedDrafts(desk, self)
        self._keeper: DraftKeeper | None = None
        self._is_saving = False
        self.view: NoteView | None = None
        self.sheet = SideSheet(host, "", save=_("Save"), width=_WIDTH)
        self.sheet.save_wanted.connect(self.save)
        self.sheet.closed.connect(self._on_closed)
        bind(self.sheet, Shortcut.SAVE, self.save)

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def open(self, subject: Subject) -> None:
        """Open the notes of a subject."""
        if not self.may_close():
            return
        session = session_of(self._desk)

        def work() -> list[Note]:
            return open_notes(session, subject.kind, subject.person, **subject.about)

        # written in the lane, not read beside it: the look goes into the audit list
        write(self._desk, work, _Answer(self, subject), self._on_refused, self, label=_("Opening the notes"))

    def show(self, subject: Subject, notes: list[Note]) -> None:
        """Show notes that were opened."""
        view = NoteView(self._desk, subject, notes, self._make_form)
        view.submitted.connect(self.save)
        view.history_wanted.connect(self._on_history)
        view.retract_wanted.connect(self._on_retract)
        view.switched.connect(self._keep_drafts_of)
        self.view = view
        self.sheet.set_title(subject.title)
        self.sheet.set_content(view, view.is_changed)
        view.form.set_save_button(self.sheet.save_button)
        self._keep_drafts_of()
        self.sheet.open()

    def _keep_drafts_of(self) -> None:
        """A draft for the note on view."""
        view = self.view
        if view is None:
            return
        if self._keeper is not None:
            self._keeper.keep_now()
            self._keeper.deleteLater()
        self._keeper = DraftKeeper(view.key(), view, self._drafts.save, self._drafts.load, view)
        offer = self._keeper.offer(view)
        if offer is not None:
            view.column.insertWidget(1, offer)

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now, sealed."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def save(self) -> None:
        """Check, seal and write in the lane; what is typed stays when it is refused."""
        view = self.view
        if view is None or self._is_saving or (view.note is not None and view.note.content is None):
            return
        look.commit_typing()
        if view.day.show_fault() is not None:
            view.day.setFocus()
            return
        try:
            content = view.content()
        except Fault:
            return  # shown at the field and on top
        session, outer, why = session_of(self._desk), view.outer(), str(view.why.value() or "")
        self._set_saving(True)
        keep = self._keep
        write(
            self._desk,
            lambda: keep(session, outer, content, why),
            self._on_saved,
            self._on_refused,
            self,
            label=_("Saving…"),
        )

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, written: Written) -> None:
        self._set_saving(False)
        if self._keeper is not None:
            self._keeper.forget()
        if self.view is not None:
            self.view.form.accept()
            self.view.day.accept()
            self.view.why.accept()
        self.sheet.close_now()
        self.saved.emit(written.changed)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.view is None:
            self._desk.tell(fault.sentence(), "danger")
        elif fault.field == "noted_on":
            self.view.day.error(fault.sentence())
        else:
            self.view.form.show_fault(fault)

    def _on_history(self, note_id: str) -> None:
        from app.desk.pages.assessment.note_history import HistoryDialog

        view = self.view
        if view is None:
            return
        session, kind = session_of(self._desk), view.subject.kind

        def show(changes: Any) -> None:
            HistoryDialog(kind, changes, self._host).open()

        read(self._desk, lambda: note_history(session, kind, note_id), show, self._on_refused, self)

    def _on_retract(self, note_id: str) -> None:
        view = self.view
        if view is None:
            return
        title, verb = _("Recorded in error"), _("Take the note out")
        text = _("The note leaves the list. Its sealed history stays.")
        dialog = ConfirmDialog(title, text, verb, self._host, destructive=True, needs_reason=True)
        if not dialog.ask():
            return
        session, kind, why = session_of(self._desk), view.subject.kind, dialog.reason()

        def done(changed: object) -> None:
            self.sheet.close_now()
            self.saved.emit(changed)

        write(self._desk, lambda: retract_note(session, kind, note_id, why), done, self._on_refused, self)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.view is not None and self.view.is_changed():
            self._keeper.forget()  # thrown away on purpose
        self._keeper = self.view = None


class _Answer:
    """Takes the notes that were read to the sheet that asked."""

    def __init__(self, sheet: NoteSheet, subject: Subject) -> None:
        self._sheet, self._subject = sheet, subject

    def __call__(self, notes: list[Note]) -> None:
        self._sheet.show(self._subject, notes)
