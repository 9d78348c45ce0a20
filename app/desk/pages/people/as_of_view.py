"""The list of people under management of a past day: by what is known now, or as it was known that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.source import Column, Line
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.owing import short_status
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.fields import ChoiceField, DateField
from app.desk.widgets.strips import Strips
from app.kinds.codes import STATUS
from app.kinds.dates import birth_year, show_date
from app.kinds.faults import Fault
from app.register.as_of import end_of, list_as_of
from app.register.people_list import ManagedLine
from app.register.tables.cards import UNDER_MANAGEMENT
from app.words import N_, _

NOW, THEN = "now", "then"
_WAIT_MS = 300
_COLUMNS = (
    Column("name", N_("Full name"), 176, strong=True),
    Column("born", N_("Born in"), 78, tip=N_("Born")),
    Column("hamlet", N_("Hamlet, group"), 122, tip=N_("Hamlet or residential group")),
    Column("status", N_("Management type"), 168),
    Column("since", N_("From"), 92),
    Column("until", N_("To"), 92),
    Column("decision", N_("Decision"), 116),
    Column("residence", N_("Address as written"), 140),
)


class AsOfList(QWidget):
    """``opened`` leads to a person; ``export_wanted`` carries day, status and the moment of knowledge or None."""

    opened = Signal(str)
    back_wanted = Signal()
    export_wanted = Signal(object, str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest = Latest(self._take)
        self._soon = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._soon.timeout.connect(self.ask)
        self.title = look.label("", self, role="title")
        self.count = look.label("", self, role="caption")
        self.strips = Strips(self)
        self._make_fields()
        self.table = ShortTable(_COLUMNS, _("List of a past day"), self)
        self.table.set_empty(EmptyState("calendar-event", _("Nobody on that day"), _("Choose another day.")))
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self.count.setText)
        self._lay_out()
        bind(self, Shortcut.PRINT, self.export)
        bind(self, Shortcut.EXPORT, self.export)

    def _make_fields(self) -> None:
        session = session_of(self._desk)
        self.day = DateField(_("Day of the list"), self, required=True, clock=session.now)
        yesterday = session.today() - timedelta(days=1)
        self.day.set_value(yesterday.replace(day=1).isoformat())
        options = [(code, short_status(code)) for code in STATUS.labels if code in UNDER_MANAGEMENT]
        self.status = ChoiceField(_("Management type"), options, self)
        self.known = ChipRow(self, single=True)
        self.known.setAccessibleName(_("By which knowledge"))
        self.known.add(NOW, _("As it is known now"))
        self.known.add(THEN, _("As it was known that day"))
        self.known.check([NOW])
        for made in (self.day, self.status):
            made.edited.connect(self._soon.start)
        self.known.toggled.connect(self._on_known)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        back = look.tool("arrow-left", _("Back to the list (Esc)"), self)
        back.clicked.connect(self.back_wanted)
        self.export_button = look.button(_("Export, print"), self, kind="primary", icon="file-export")
        self.export_button.setToolTip(hint(_("List of people under management"), Shortcut.PRINT))
        self.export_button.clicked.connect(self.export)
        head.addWidget(back)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.export_button)
        column.addLayout(head)
        column.addWidget(self.strips)
        line = QHBoxLayout()
        line.setSpacing(12)
        bottom = Qt.AlignmentFlag.AlignBottom
        self.day.setFixedWidth(look.px(190))
        self.status.setFixedWidth(look.px(250))
        line.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.status, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.known, 0, bottom)
        line.addStretch(1)
        line.addWidget(self.count, 0, bottom)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.day)

    def start(self, day: date | None = None) -> None:
        """Show the list; of a day when one is given."""
        if day is not None:
            self.day.set_value(day.isoformat())
        self.ask()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def asked(self) -> tuple[date, str, datetime | None] | None:
        """Day, status and moment of knowledge; None while no real day stands there."""
        value = self.day.value()
        if not value or self.day.fault() is not None:
            return None
        day = date.fromisoformat(str(value))
        known = end_of(day) if self.known.checked() == [THEN] else None
        return day, str(self.status.value() or ""), known

    def ask(self) -> None:
        """Read the list of what the fields say, in the lane."""
        asked = self.asked()
        if asked is None:
            return
        day, status, known = asked
        session = session_of(self._desk)
        self.title.setText(_("List of {day}", day=show_date(day)))
        take = self._latest.ask()
        read(
            self._desk, lambda: list_as_of(session, day, status, known_at=known), take, self._on_failed, self
        )

    def export(self) -> None:
        """Paper or workbook of exactly this list."""
        asked = self.asked()
        if asked is not None:
            self.export_wanted.emit(*asked)

    def _take(self, found: list[ManagedLine]) -> None:
        self.table.show_lines([_line(one) for one in found], found)

    def _on_known(self, key: str, _on: bool) -> None:
        if not self.known.checked():
            self.known.check([key])  # one of them always holds
        self.ask()

    def _on_opened(self, number: int) -> None:
        self.opened.emit(self.table.things[number].id)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list of today."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()


def _line(one: ManagedLine) -> Line:
    return (
        one.name,
        str(birth_year(one.birth)) if one.birth else "",
        one.hamlet or "",
        short_status(one.status),
        show_date(one.since),
        show_date(one.until) if one.until else "",
        one.decision or "",
        one.residence,
    )
