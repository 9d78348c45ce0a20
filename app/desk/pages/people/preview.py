"""The preview beside the list: what the list knows of the person under the cursor."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.models.source import Marked
from app.desk.pages.people.owing import due_mark, short_status
from app.desk.pages.people.reveal import Reveal
from app.desk.pages.people.source import shown_day
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid
from app.kinds.codes import TEST_RESULT
from app.kinds.dates import show_age, show_birth
from app.kinds.identity import mask
from app.register.lists import PersonLine
from app.words import _

WIDTH = 300
_RESULT_TONE = {"positive": "danger", "unclear": "warn"}


class Preview(QWidget):
    """300 px at 13 px type; opening the record is what counts as a look at the person."""

    open_wanted = Signal(str)
    visit_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = ""
        self.setAccessibleName(_("Preview"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 12)
        self._visit = look.button(_("Enter a visit"), self._foot, icon="home")
        self._visit.clicked.connect(self._on_visit)
        self._open = look.button(_("Open the record"), self._foot, kind="primary")
        self._open.clicked.connect(self._on_open)
        foot.addWidget(self._visit)
        foot.addStretch(1)
        foot.addWidget(self._open)
        column.addWidget(self._foot)
        self.show_line(None)
        self.restyle()

    def restyle(self) -> None:
        """Width for the type size."""
        self.setFixedWidth(look.px(WIDTH))

    def show_line(self, person: PersonLine | None) -> None:
        """Show a person of the list, or that none is chosen."""
        self.person = person.id if person else ""
        self._foot.setVisible(person is not None)
        self._scroll.setWidget(self._content(person) if person else self._nobody())

    def _nobody(self) -> QWidget:
        return EmptyState("user", _("Nobody chosen"), _("Choose a line to see the person here."))

    def _content(self, person: PersonLine) -> QWidget:
        session = session_of(self._desk)
        today = session.today()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 14, 16, 8)
        column.setSpacing(6)
        column.addWidget(look.label(person.name, box, role="heading", wrap=True))
        born = show_birth(person.birth) if person.birth else _("birth not known")
        age = show_age(person.birth, today) if person.birth else ""
        column.addWidget(look.label(" · ".join(p for p in (born, age) if p), box, tone="muted"))
        for code in person.statuses:
            left = Qt.AlignmentFlag.AlignLeft
            column.addWidget(Badge(self._fitting(short_status(code)), "info", box), 0, left)
        mark = due_mark(person.due, person.due_what, today)
        if isinstance(mark, Marked):
            badge = Badge(self._fitting(str(mark)), mark.tone, box, icon=mark.icon)
            column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(look.hairline(box))
        column.addSpacing(4)
        column.addWidget(KeyValueGrid(self._items(person, today), box, columns=1))
        column.addStretch(1)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        return box

    def _fitting(self, text: str) -> str:
        room = look.px(WIDTH - 32 - 34)
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _items(self, person: PersonLine, today: date) -> list[KeyValue]:
        number = mask(person.number) if person.number else ""
        reveal = Reveal(self._desk, person.id, person.number) if person.number else None
        place = ", ".join(p for p in (person.residence, person.hamlet) if p)
        tested = ""
        if person.last_test_on:
            tested = f"{shown_day(person.last_test_on)} · {_(TEST_RESULT.label(person.last_result or ''))}"
        since, until = shown_day(person.since), shown_day(person.until)
        term = _("from {since}", since=since) if since else ""
        if until:
            term = _("from {since} to {until}", since=since, until=until)
        tone = _RESULT_TONE.get(person.last_result or "", "")
        return [
            KeyValue(_("Identity number"), number, reveal=reveal),
            KeyValue(_("Residence"), place, expected=True),
            KeyValue(_("Term"), term),
            KeyValue(_("Decision"), person.decision or ""),
            KeyValue(_("Last test"), tested, tone=tone),
            KeyValue(_("Last visit"), shown_day(person.last_visit_on)),
            KeyValue(_("Officer in charge"), person.officer or ""),
        ]

    def _on_open(self) -> None:
        self.open_wanted.emit(self.person)

    def _on_visit(self) -> None:
        self.visit_wanted.emit(self.person)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line towards the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.fillRect(0, 0, 1, self.height(), look.role("line"))
        painter.end()
