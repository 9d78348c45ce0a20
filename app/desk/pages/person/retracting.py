"""Taking back a record entered in error, and the way back from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.people import reinstate, retract
from app.words import N_, _

if TYPE_CHECKING:
    from app.desk.pages.person.doing import PersonDoing

_REASONS = (("twice", N_("Entered twice")), ("person", N_("Entered for the wrong person")))


class Retracting(QObject):
    """Asks for the reason, writes in the lane, offers to undo."""

    changed = Signal(object)

    def __init__(self, desk: Desk, view: PersonDoing) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self.dialog: ConfirmDialog | None = None

    def ask(self, name: str, person: str) -> None:
        """Ask about ``kind:record`` of a person."""
        kind = name.partition(":")[0]
        label = _(KINDS[kind].label)
        reasons = [(code, _(text)) for code, text in _REASONS]
        self.dialog = ConfirmDialog(
            _("Take back: {kind}", kind=label),
            _("It leaves the record of {person} and every figure. The history keeps it.", person=person),
            _("Take it back"),
            self._view,
            destructive=True,
            needs_reason=True,
            reasons=reasons,
        )
        if self.dialog.ask():
            chosen = dict(reasons).get(self.dialog.reason_code(), "")
            self.take_back(name, "; ".join(p for p in (chosen, self.dialog.reason()) if p))
        self.dialog.deleteLater()

    def take_back(self, name: str, why: str) -> None:
        """Write it, with a reason."""
        kind, _mark, record = name.partition(":")
        session = session_of(self._desk)

        def done(changed: object) -> None:
            self.changed.emit(changed)
            text = _("Taken back: {kind}.", kind=_(KINDS[kind].label))
            self._view.strips.offer_undo(text, lambda: self._undo(name))

        write(self._desk, lambda: retract(session, kind, record, why), done, self._on_refused, self)

    def _undo(self, name: str) -> None:
        kind, _mark, record = name.partition(":")
        session = session_of(self._desk)
        why = _("Taken back by mistake")
        write(
            self._desk,
            lambda: reinstate(session, kind, record, why),
            self.changed.emit,
            self._on_refused,
            self,
        )

    def _on_refused(self, fault: Fault) -> None:
        self._view.strips.say_fault(fault)
