"""Why one thing is due: read from the record on request, which is a look at the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.owing import shown_due
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.person.reason import reason_grid
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.kinds.faults import Fault
from app.register.people import PersonPage, open_person
from app.register.today import OwedLine
from app.words import _


class WhyPanel(QFrame):
    """A card below the list; Esc or the cross closes it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line: OwedLine | None = None
        self._latest = Latest(self._take)
        self.setProperty("kind", "well")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(look.picture("help-circle", "accent", 16, self))
        self.title = look.label("", self, role="strong")
        head.addWidget(self.title, 1)
        close = look.tool("x", _("Close"), self)
        close.clicked.connect(self.hide)
        head.addWidget(close)
        column.addLayout(head)
        self._room = QVBoxLayout()
        column.addLayout(self._room)
        self.hide()

    def explain(self, line: OwedLine) -> None:
        """Say why a thing is due."""
        self._line = line
        session, person = session_of(self._desk), line.person
        take = self._latest.ask()
        read(self._desk, lambda: open_person(session, person), take, self._on_failed, self)

    def _take(self, page: PersonPage) -> None:
        line = self._line
        if line is None:
            return
        owed = next(
            (o for o in page.owed if (o.what, o.rule, o.status) == (line.what, line.rule, line.status)), None
        )
        parts = (line.name, line.label(), shown_due(line.due))
        self.title.setText(" · ".join(part for part in parts if part))
        because = owed.because if owed else None
        box = QWidget(self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(22, 0, 0, 0)
        if because is not None:
            inside.addLayout(reason_grid(because, box))
        else:
            text = _("No rule counts from this; the fact itself is missing. Fill it in on the record.")
            inside.addWidget(look.label(text, box, wrap=True))
        self._replace(box)
        self.show()

    def _replace(self, box: QWidget) -> None:
        while entry := self._room.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._room.addWidget(box)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "warn")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
