"""Small dialogs: stating a fact with its document, entering the approval of a class."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.choice_fields import ChoiceField
from app.desk.widgets.date_fields import DateField
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.text_fields import IntField, LongTextField, TextField
from app.kinds.faults import Fault
from app.register.scoring.stated import SPECS, StatedSpec, state_fact
from app.register.scoring.stored import Kept, approve, class_choices
from app.register.scoring.words import class_words
from app.words import _

Saved = Callable[[object], object]


class FieldsDialog(QDialog):
    """Fields with their faults at the field; the work runs in the lane and the dialog closes when it is saved."""

    def __init__(self, desk: Desk, title: str, text: str, verb: str, saved: Saved, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._saved = desk, saved
        self.fields: dict[str, FieldWidget] = {}
        self.setWindowTitle(title)
        self.setMinimumWidth(look.px(460))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 14)
        self.column.setSpacing(8)
        self.column.addWidget(look.label(title, self, role="title", wrap=True))
        self.column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self.told = look.label("", self, wrap=True, tone="danger")
        self.go = look.button(verb, self, kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.start)
        self.cancel = look.button(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)

    def add(self, name: str, made: FieldWidget) -> None:
        """Another field."""
        self.fields[name] = made
        self.column.addWidget(made)

    def finish_layout(self) -> None:
        """The foot, after the fields."""
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        self.column.addWidget(self.told)
        self.column.addLayout(foot)
        first = next(iter(self.fields.values()))
        first.setFocus()

    def work(self) -> object:
        """Save; overridden, on the writer's thread."""
        raise NotImplementedError

    def take(self) -> None:
        """Read the fields before the work begins; overridden."""

    @Slot()
    def start(self) -> None:
        """Check what is typed, then save in the lane."""
        look.commit_typing()
        for made in self.fields.values():
            made.error("")
        wrong = {name: fault for name, made in self.fields.items() if (fault := made.fault())}
        for name, fault in wrong.items():
            self.fields[name].error(fault.sentence())
        if wrong:
            return
        self.take()
        self.go.setEnabled(False)
        self.told.setText("")
        write(self.desk, self.work, self._on_done, self._on_failed, self)

    def _on_done(self, changed: object) -> None:
        self._saved(changed)
        self.accept()

    def _on_failed(self, fault: Fault) -> None:
        self.go.setEnabled(True)
        made = self.fields.get(fault.field or "")
        if made is not None:
            made.error(fault.sentence())
            made.setFocus()
        else:
            self.told.setText(fault.sentence())


class StateDialog(FieldsDialog):
    """One fact that only the unit knows: what, from when, by which document."""

    def __init__(self, desk: Desk, name: str, saved: Saved, parent: QWidget) -> None:
        self.spec = SPECS[name]
        super().__init__(desk, _(self.spec.label), _(self.spec.hint), _("Save the statement"), saved, parent)
        self.add("value", _value_field(self.spec, self))
        self.add("since", DateField(_("Since"), self, required=True))
        self.fields["since"].set_value(session_of(desk).today().isoformat())
        self.add("document", TextField(_("Document it rests on"), self, required=True))
        self._typed: tuple[str, date | None, str] = ("", None, "")
        self.finish_layout()

    def take(self) -> None:
        """What is typed."""
        value, since, document = (self.fields[name].value() for name in ("value", "since", "document"))
        day = date.fromisoformat(since) if since else None
        self._typed = ("" if value is None else str(value), day, str(document or ""))

    def work(self) -> object:
        """Save it."""
        value, since, document = self._typed
        return state_fact(session_of(self.desk), self.spec.name, value, document, since)


def _value_field(spec: StatedSpec, parent: QWidget) -> FieldWidget:
    label = _(spec.label)
    if spec.choices:
        options = [(code, _(text)) for code, text in spec.choices.items()]
        return ChoiceField(label, options, parent, required=True)
    if spec.sort == "day":
        return DateField(label, parent, required=True)
    return IntField(label, parent, low=0, required=True)


class ApproveDialog(FieldsDialog):
    """The approval of a proposed class: which, when, by which document; a correction needs a reason."""

    def __init__(self, desk: Desk, kept: Kept, saved: Saved, parent: QWidget) -> None:
        self._kept = kept
        text = _("Proposed: {name}. Enter what the document says.", name=class_words(kept.record.proposed))
        super().__init__(desk, _("Approval of the class"), text, _("Save the approval"), saved, parent)
        record = kept.record
        options = [(code, class_words(code)) for code in class_choices(record.rules)]
        self.add("approved", ChoiceField(_("Approved class"), options, self, required=True))
        self.fields["approved"].set_value(record.approved or record.proposed)
        self.add("approved_on", DateField(_("Approved on"), self, required=True))
        if record.approved_on:
            self.fields["approved_on"].set_value(record.approved_on.isoformat())
        self.add("document", TextField(_("Number of the document"), self, required=True))
        self.fields["document"].set_value(record.document)
        if kept.is_approved:
            self.add("why", LongTextField(_("Reason (kept in the history)"), self, required=True))
        self._typed: tuple[str, date | None, str, str] = ("", None, "", "")
        self.finish_layout()

    def take(self) -> None:
        """What is typed."""
        typed = {name: made.value() for name, made in self.fields.items()}
        day = date.fromisoformat(typed["approved_on"]) if typed["approved_on"] else None
        self._typed = (typed["approved"] or "", day, typed["document"] or "", str(typed.get("why") or ""))

    def work(self) -> object:
        """Save it."""
        approved, day, document, why = self._typed
        return approve(session_of(self.desk), self._kept.record.id, approved, day, document, why)
