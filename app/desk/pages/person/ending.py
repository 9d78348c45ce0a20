"""Ending a record that lasts over time: the day, how it ended, the decision, why; and the way back from that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.work import session_of, write
from app.desk.pages.person.events import told_of
from app.desk.pages.person.own_lookups import own_records
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.fields import DateField, FieldWidget, TextField, field_for
from app.desk.widgets.strips import Strips
from app.kinds.codec import to_fields
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.register.people import PersonPage, save
from app.words import _

if TYPE_CHECKING:
    from app.desk.pages.person.doing import PersonDoing

#: What else is asked when a record of a kind ends.
_ALSO = {
    "status_period": ("closed_by",),
    "rehab_episode": ("outcome", "certificate_number"),
    "substitution_treatment": ("stop_reason",),
    "compulsory_file": ("outcome",),
    "support": ("result",),
}
#: Where the reason is kept with the record itself, beside the history.
_REASON = {"status_period": "end_reason"}


class EndDialog(QDialog):
    """The fields of an end; ``values`` is the record with them, once they are right."""

    def __init__(self, desk: Desk, kind: str, record: Record, page: PersonPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind, self.record = KINDS[kind], record
        session = session_of(desk)
        self.setWindowTitle(_("End: {kind}", kind=_(self.kind.label)))
        self.setMinimumWidth(look.px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        title, detail, _icon, _tone = told_of(kind, record)
        column.addWidget(look.label(title, self, role="heading", wrap=True))
        if detail:
            column.addWidget(look.label(detail, self, tone="muted", wrap=True))
        self.strips = Strips(self)
        column.addWidget(self.strips)
        self.day = DateField(_("Last day"), self, required=True, clock=session.now)
        self.day.set_value(session.today().isoformat())
        column.addWidget(self.day)
        lookups = {"decision": own_records(page, "decision")}
        self.also: dict[str, FieldWidget] = {}
        for name in _ALSO.get(kind, ()):
            self.also[name] = field_for(self.kind.field(name), self, lookups=lookups)
            self.also[name].set_value(to_fields(record).get(name))
            column.addWidget(self.also[name])
        self.why = TextField(_("Reason (kept in the history)"), self, required=True)
        column.addWidget(self.why)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = look.button(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        self.act = look.button(_("End it"), self, kind="primary", icon="hourglass")
        self.act.clicked.connect(self.accept)
        self.act.setDefault(True)
        foot.addWidget(cancel)
        foot.addWidget(self.act)
        return foot

    def values(self) -> dict[str, Any]:
        """The record with its end."""
        made = {**to_fields(self.record), self.kind.ended_by: self.day.value()}
        made |= {name: field.value() for name, field in self.also.items()}
        name = _REASON.get(self.kind.name)
        return made | ({name: self.reason()} if name else {})

    def reason(self) -> str:
        """Why it ends."""
        return str(self.why.value() or "")

    def accept(self) -> None:
        """Only when the day is real and a reason is given."""
        look.commit_typing()
        wrong = [made for made in (self.day, *self.also.values()) if made.show_fault() is not None]
        if self.day.is_empty():
            wrong = [self.day]
        if not wrong and not self.reason():
            self.why.error(_("A reason is needed. Say in a few words why."))
            wrong = [self.why]
        if wrong:
            wrong[0].setFocus()
            return
        super().accept()


class Ending(QObject):
    """Asks, writes in the lane, offers to undo; a refusal opens the question again with what was typed."""

    changed = Signal(object)

    def __init__(self, desk: Desk, view: PersonDoing) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self.dialog: EndDialog | None = None

    def ask(self, name: str, record: Record, page: PersonPage) -> None:
        """Ask about ``kind:record``."""
        kind = name.partition(":")[0]
        session_of(self._desk).need_write(KINDS[kind])
        self.dialog = EndDialog(self._desk, kind, record, page, self._view)
        self.dialog.accepted.connect(self._on_accepted)
        self.dialog.open()

    def _on_accepted(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        session, kind, record = session_of(self._desk), dialog.kind, dialog.record
        values, why, before = dialog.values(), dialog.reason(), to_fields(record)

        def done(changed: object) -> None:
            dialog.deleteLater()
            self.dialog = None
            self.changed.emit(changed)
            text = _("Ended: {what}.", what=_(kind.label))
            self._view.strips.offer_undo(text, lambda: self._write_back(kind.name, record.id, before))

        def refused(fault: Fault) -> None:
            dialog.strips.say_fault(fault)
            dialog.open()

        write(self._desk, lambda: save(session, kind.name, record.id, values, why), done, refused, self)

    def _write_back(self, kind: str, record: str, before: dict[str, Any]) -> None:
        session, why = session_of(self._desk), _("Ended by mistake")
        write(
            self._desk,
            lambda: save(session, kind, record, before, why),
            self.changed.emit,
            self._view.strips.say_fault,
            self,
        )


def can_end(kind: str, record: Any) -> bool:
    """Whether a record lasts over time and runs still."""
    name = KINDS[kind].ended_by
    return bool(name) and getattr(record, name) is None
