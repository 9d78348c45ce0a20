"""One record in a card or tab: what it says, its state, and the verbs that fit it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk.pages.person.ending import can_end
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.words import _


class RecordLine(QWidget):
    """Signals carry ``kind:record``: to correct it, to end it, to say that it was entered in error."""

    correct_wanted = Signal(str)
    end_wanted = Signal(str)
    retract_wanted = Signal(str)

    def __init__(
        self,
        kind: str,
        record: Any,
        title: str,
        note: str,
        state: tuple[str, str] | None,
        parent: QWidget,
        *,
        may_write: bool = True,
    ) -> None:
        super().__init__(parent)
        self.name = f"{kind}:{record.id}"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(look.label(title, self, role="strong"))
        if state is not None:
            line.addWidget(Badge(state[0], state[1], self))
        line.addWidget(look.label(note, self, tone="muted", wrap=True), 1)
        if may_write:
            verbs = [(_("Correct"), _("Correct: {kind}", kind=title), self.correct_wanted)]
            if can_end(kind, record):
                verbs.append((_("End"), _("End: {kind}", kind=title), self.end_wanted))
            for text, said, wanted in verbs:
                link = look.button(text, self, kind="link")
                link.setAccessibleName(said)
                link.clicked.connect(_Sender(wanted, self.name))
                line.addWidget(link)
            error = look.tool("trash", _("Entered in error: {kind}", kind=title), self)
            error.clicked.connect(_Sender(self.retract_wanted, self.name))
            line.addWidget(error)


class _Sender:
    """Sends a name on, whatever a button says with its click."""

    def __init__(self, signal: Any, name: str) -> None:
        self._signal, self._name = signal, name

    def __call__(self) -> None:
        self._signal.emit(self._name)
