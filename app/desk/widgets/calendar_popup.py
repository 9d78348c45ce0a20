"""The calendar that opens under a date field."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.theme.icons import icon
from app.desk.widgets import look
from app.words import language

_LOCALES = {"vi": QLocale.Language.Vietnamese, "en": QLocale.Language.English}


class CalendarPopup(QFrame):
    """A month to pick a day from; Enter takes it, Esc goes back to the field."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.calendar = QCalendarWidget(self)
        country = QLocale.Country.Vietnam if language() == "vi" else QLocale.Country.UnitedKingdom
        self.calendar.setLocale(QLocale(_LOCALES[language()], country))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        # its own header cuts T2 … CN to one letter, and writes the long names over two lines
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.NoHorizontalHeader)
        self._name_days()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.activated.connect(self._on_picked)
        self.calendar.clicked.connect(self._on_picked)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.calendar)
        self._dress()

    def _name_days(self) -> None:
        names = QWidget(self.calendar)
        line = QHBoxLayout(names)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(0)
        for day in range(1, 8):
            short = self.calendar.locale().standaloneDayName(day, QLocale.FormatType.NarrowFormat)
            name = look.label(short, names, role="caption")
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.addWidget(name, 1)
        inside = self.calendar.layout()
        if isinstance(inside, QVBoxLayout):
            inside.insertWidget(1, names)
        # the six weeks keep their room below the names
        tall = self.calendar.sizeHint().height() + names.sizeHint().height() + look.px(20)
        self.calendar.setMinimumHeight(tall)

    def _dress(self) -> None:
        palette = self.calendar.palette()
        palette.setColor(QPalette.ColorRole.Window, look.role("raised"))
        self.calendar.setPalette(palette)
        weekend = QTextCharFormat()
        weekend.setForeground(look.role("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        for name, glyph in (
            ("qt_calendar_prevmonth", "chevron-left"),
            ("qt_calendar_nextmonth", "chevron-right"),
        ):
            step = self.calendar.findChild(QWidget, name)
            if step is not None:
                step.setIcon(icon(glyph, "muted", 16))  # type: ignore[attr-defined]

    def open_at(self, day: date, under: QWidget) -> None:
        """Show the month of a day under a widget."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        at = under.mapToGlobal(QPoint(0, under.height() + 2))
        area = under.screen().availableGeometry()
        if at.y() + self.height() > area.bottom():
            at.setY(under.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        at.setX(max(area.left(), min(at.x(), area.right() - self.width())))
        self.move(at)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _on_picked(self, day: QDate) -> None:
        self.close()
        self.picked.emit(date(day.year(), day.month(), day.day()))
