"""The side sheet of a list of stages: one step or one record, with a draft until it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.lookups import OwnRecords, PeopleLookup
from app.desk.pages.people.work import session_of, write
from app.desk.pages.person.values import shown
from app.desk.pages.staged.asking import Step, form_kind
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.fields import Lookups
from app.desk.widgets.form import Form
from app.desk.widgets.ref_field import RefField
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.text_fields import TextField
from app.kinds.declare import KINDS, Sort
from app.kinds.faults import Fault
from app.register.stages import records_about
from app.words import N_, _

_NO_PERSON = N_("Choose the person first: type a part of the name or number.")
#: Fields of a record shown in the line that offers it to a field which names one.
_TITLE_FIELDS = 3


class StepForm(QWidget):
    """What a step asks for: the person when it begins a case, notes, fields, the reason."""

    draft_changed = Signal()
    submitted = Signal()

    def __init__(self, step: Step, desk: Desk, person: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self._desk = desk
        self._person = person
        session = session_of(desk)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 8)
        self.column.setSpacing(8)
        self.person = RefField(_("Person"), PeopleLookup(desk), self, required=True)
        self.person.setVisible(step.with_person)
        self.person.set_value(person or None)
        self.person.edited.connect(self._on_person)
        self.column.addWidget(self.person)
        for note in step.notes(session):
            self.column.addWidget(look.label(note, self, tone="warn", wrap=True))
        self.form: Form | None = None
        if step.fields:
            self.form = Form(
                form_kind(step.fields), None, self, lookups=self._lookups(person), with_meter=False
            )
            self.form.submitted.connect(self.submitted)
            self.form.draft_changed.connect(self.draft_changed)
            self.form.set_values({**step.defaults, **self._foreseen(person)})
            self.column.addWidget(self.form)
        self.why = TextField(_("Reason"), self, required=step.needs_reason, hint=_("Kept in the history."))
        self.why.setVisible(step.needs_reason or step.asks_reason)
        self.why.edited.connect(self.draft_changed)
        self.column.addWidget(self.why)
        self.column.addStretch(1)

    def _lookups(self, person: str) -> Lookups:
        """What fields that name a record choose from: the person's own records of that kind."""
        session = session_of(self._desk)
        found: dict[str, OwnRecords] = {}
        for field in self.step.fields:
            if field.sort is Sort.REF and field.ref in KINDS and field.ref not in found:
                records = records_about(session, field.ref, person) if person else []
                found[field.ref] = OwnRecords({r.id: _title(field.ref, r) for r in records})
        return found

    def _foreseen(self, person: str) -> Mapping[str, Any]:
        if self.step.foreseen is None or not person:
            return {}
        return self.step.foreseen(session_of(self._desk), person)

    def _on_person(self) -> None:
        person = self.person.value()
        if person and self.form is not None:
            for name, value in self._foreseen(str(person)).items():
                if name in self.form.fields() and not self.form.field(name).is_changed():
                    self.form.field(name).set_value(value)
        self.draft_changed.emit()

    def focus_first(self) -> None:
        """Start with the person, the first field or the reason."""
        if self.step.with_person and not self.person.value():
            self.person.setFocus()
        elif self.form is not None:
            self.form.focus_first()
        else:
            self.why.setFocus()

    # -- values and drafts --------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The values that say something; raises the first Fault after showing every one."""
        look.commit_typing()
        if self.step.with_person and not self.person.value():
            fault = self.person.fault() or Fault("E_MISSING", _NO_PERSON, field="person")
            self.person.error(fault.sentence())
            self.person.setFocus()
            raise fault
        given = self.form.values() if self.form is not None else {}
        found = {name: value for name, value in given.items() if value not in (None, [])}
        if self.step.with_person:
            found["person"] = self.person.value()
        return found

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        typed = self.form is not None and self.form.is_changed()
        return typed or self.why.is_changed() or (self.step.with_person and self.person.is_changed())

    def draft(self) -> dict[str, Any]:
        """Everything typed."""
        return {
            "fields": self.form.draft() if self.form is not None else {},
            "person": self.person.typed(),
            "why": self.why.typed(),
        }

    def restore(self, draft: dict[str, Any]) -> None:
        """Put a draft back."""
        if draft.get("person"):
            self.person.set_typed(draft["person"])
        if self.form is not None:
            self.form.restore(draft.get("fields", {}))
        if draft.get("why"):
            self.why.set_typed(draft["why"])

    def show_fault(self, fault: Fault) -> None:
        """Show a refusal at its field and on top; what is typed stays."""
        if fault.field == "person" and self.step.with_person:
            self.person.error(fault.sentence())
        elif fault.field == "why":
            self.why.error(fault.sentence())
            self.why.setFocus()
            return
        if self.form is not None:
            self.form.show_fault(fault)
        else:
            self.why.error(fault.sentence())


def _title(kind: str, record: Any) -> str:
    """A record in a line: its first listed fields in words."""
    listed = [f for f in KINDS[kind].fields if f.listed][:_TITLE_FIELDS]
    return " · ".join(text for f in listed if (text := shown(f, getattr(record, f.name))))


class StepSheet(QObject):
    """Owns the sheet; ``saved`` carries what changed and the step."""

    saved = Signal(object, object)

    def __init__(self, desk: Desk, host: QWidget, key: str) -> None:
        super().__init__(host)
        self._desk, self._key = desk, key
        self._drafts = PageDrafts(desk, self)
        self.sheet = SideSheet(host, "", save=_("Save"))
        self.sheet.save_wanted.connect(self.save)
        self.sheet.closed.connect(self._on_closed)
        bind(self.sheet, Shortcut.SAVE, self.save)
        self.form: StepForm | None = None
        self._keeper: DraftKeeper | None = None
        self._is_saving = False

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def take(self, step: Step, person: str = "") -> None:
        """Open the sheet for a step; one that asks nothing is confirmed and done at once."""
        if not self.may_close():
            return
        session_of(self._desk).need_write(KINDS[step.kind])
        if not step.fields and not step.needs_reason and not step.with_person:
            self._confirm(step)
            return
        form = StepForm(step, self._desk, person)
        form.submitted.connect(self.save)
        self._keeper = DraftKeeper(
            self._draft_key(step, person), form, self._drafts.save, self._drafts.load, form
        )
        offer = self._keeper.offer(form)
        if offer is not None:
            form.column.insertWidget(0, offer)
        self.form = form
        self.sheet.set_title(_(step.label))
        self.sheet.save_button.setText(_(step.save) if step.save else _("Save"))
        self.sheet.set_content(form, form.is_changed)
        if form.form is not None:
            form.form.set_save_button(self.sheet.save_button)
        self.sheet.open()

    def _draft_key(self, step: Step, person: str) -> str:
        about = step.record or person or "new"
        return f"{self._key}:{step.key}:{about}"

    def _confirm(self, step: Step) -> None:
        notes = step.notes(session_of(self._desk))
        verb = _(step.save) if step.save else _(step.label)
        dialog = ConfirmDialog(_(step.label), "", verb, self.sheet.parentWidget(), details=notes)
        if dialog.ask():
            self._write(step, {}, "")

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form = self.form
        if form is None or self._is_saving:
            return
        try:
            values = form.values()
        except Fault:
            return  # shown at the field and on top
        self._write(form.step, values, str(form.why.value() or ""))

    def _write(self, step: Step, values: Mapping[str, Any], why: str) -> None:
        session = session_of(self._desk)
        self._set_saving(True)

        def work() -> tuple[object, Step]:
            return step.do(session, values, why), step

        write(self._desk, work, self._on_saved, self._on_refused, self, label=_("Saving…"))

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, answer: tuple[object, Step]) -> None:
        self._set_saving(False)
        changed, step = answer
        if self.form is not None:
            if self._keeper is not None:
                self._keeper.forget()
            if self.form.form is not None:
                self.form.form.accept()
            self.sheet.close_now()
        self.saved.emit(changed, step)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.form is not None:
            self.form.show_fault(fault)
        else:
            self._desk.tell(fault.sentence(), "danger")

    def _on_closed(self) -> None:
        if self._keeper is not None and self.form is not None and self.form.is_changed():
            self._keeper.forget()  # saved, or thrown away on purpose
        self._keeper = self.form = None


def steps_named(steps: Sequence[Step], key: str) -> Step | None:
    """The step of a key among some."""
    return next((step for step in steps if step.key == key), None)
