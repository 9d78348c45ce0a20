"""The three verbs of a record: ended, recorded in error, and the way back from each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout

from app.desk.pages.people.work import session_of, write
from app.desk.pages.person.tab_tables import HistoryTab
from app.desk.pages.records.asking import AskDialog
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.fields import DateField, LongTextField
from app.kinds.faults import Fault
from app.register.kind_records import RecordLook, end_record, put_back, reopen_record
from app.register.people import reinstate, retract
from app.words import N_, _

if TYPE_CHECKING:
    from app.desk.pages.records.view import RecordsView

_REASONS = (("twice", N_("Entered twice")), ("other", N_("Belongs to another record")))


class Verbs(QObject):
    """Asks for day and reason, writes in the lane, offers to undo; ``changed`` carries what was changed."""

    changed = Signal(object)

    def __init__(self, desk: Desk, view: RecordsView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self.dialog: QDialog | None = None

    # -- end and open again -------------------------------------------------------------

    def end(self, shown: RecordLook) -> None:
        """Ask for the last day and why."""
        session, kind = session_of(self._desk), shown.kind
        day = DateField(_(kind.field(kind.ended_by).label), required=True, clock=session.now)
        day.set_value(session.today().isoformat())
        why = LongTextField(_("Reason (kept in the history)"), required=True)

        def work(values: Any) -> object:
            on = date.fromisoformat(str(values[kind.ended_by]))
            return end_record(session, kind.name, shown.id, on, str(values["why"]))

        self.dialog = AskDialog(
            self._desk,
            self._view,
            _("End: {name}", name=self._view.title_of(shown)),
            _("It leaves the list of what runs now and stays in the register with its history."),
            {kind.ended_by: day, "why": why},
            _("End it"),
            work=work,
            done=lambda changed: self._ended(changed, shown),
        )
        self.dialog.open()

    def _ended(self, changed: object, shown: RecordLook) -> None:
        self.told(changed, _("Ended: {name}.", name=self._view.title_of(shown)), shown)

    def reopen(self, shown: RecordLook) -> None:
        """Ask why the end is taken back."""
        session = session_of(self._desk)
        why = LongTextField(_("Reason (kept in the history)"), required=True)
        self.dialog = AskDialog(
            self._desk,
            self._view,
            _("Open again: {name}", name=self._view.title_of(shown)),
            _("Its last day is taken out; the history keeps it."),
            {"why": why},
            _("Open it again"),
            work=lambda values: reopen_record(session, shown.kind.name, shown.id, str(values["why"])),
            done=lambda changed: self.told(
                changed, _("Opened again: {name}.", name=self._view.title_of(shown)), shown
            ),
        )
        self.dialog.open()

    def told(self, changed: object, text: str, before: RecordLook) -> None:
        """Say what was done, with the way back to how the record was."""
        self.changed.emit(changed)
        session, why = session_of(self._desk), _("Undone")
        self._offer(text, lambda: put_back(session, before.kind.name, before.id, before.fields, why))

    # -- recorded in error ------------------------------------------------------------------

    def take_back(self, shown: RecordLook) -> None:
        """Ask for the reason, then take the record out of every list."""
        name = self._view.title_of(shown)
        reasons = [(code, _(text)) for code, text in _REASONS]
        dialog = ConfirmDialog(
            _("Recorded in error: {name}", name=name),
            _("It leaves every list and every figure. The history keeps it."),
            _("Take it back"),
            self._view,
            destructive=True,
            needs_reason=True,
            reasons=reasons,
        )
        self.dialog = dialog
        if dialog.ask():
            chosen = dict(reasons).get(dialog.reason_code(), "")
            self.retract(shown, "; ".join(part for part in (chosen, dialog.reason()) if part))
        dialog.deleteLater()

    def retract(self, shown: RecordLook, why: str) -> None:
        """Write it, with a reason."""
        session, kind, record = session_of(self._desk), shown.kind.name, shown.id
        text = _("Taken back: {kind}.", kind=self._view.title_of(shown))

        def done(changed: object) -> None:
            self.changed.emit(changed)
            self._offer(text, lambda: reinstate(session, kind, record, _("Taken back by mistake")))

        write(self._desk, lambda: retract(session, kind, record, why), done, self._on_refused, self)

    def _offer(self, text: str, undo: Callable[[], object]) -> None:
        def back() -> None:
            write(self._desk, undo, self.changed.emit, self._on_refused, self)

        self._view.strips.offer_undo(text, back)

    # -- history -------------------------------------------------------------------------------

    def history(self, shown: RecordLook) -> None:
        """Who changed what from what to what, when and why."""
        dialog = HistoryDialog(self._desk, self._view)
        dialog.show_record(shown, self._view.title_of(shown))
        dialog.open()
        self.dialog = dialog

    def _on_refused(self, fault: Fault) -> None:
        self._view.strips.say_fault(fault)


class HistoryDialog(QDialog):
    """The history of one record."""

    def __init__(self, desk: Desk, parent: RecordsView) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History of changes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 12)
        self.tab = HistoryTab(desk, self)
        column.addWidget(self.tab, 1)
        close = look.button(_("Close"), self)
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        self.resize(look.px(940), look.px(460))

    def show_record(self, shown: RecordLook, title: str) -> None:
        """Read the history of a record."""
        self.tab.show_record(shown.kind.name, shown.id, title)
