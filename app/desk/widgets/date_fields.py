"""Fields for days, moments and births, on plain lines: typed any usual way, tidied on leaving."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.desk.widgets import look
from app.desk.widgets.calendar_popup import CalendarPopup
from app.desk.widgets.field import FieldWidget
from app.kinds.dates import (
    VIETNAM,
    days_phrase,
    in_vietnam,
    parse_birth,
    parse_date,
    parse_moment,
    show_age,
    show_birth,
    show_date,
    store_moment,
)
from app.kinds.faults import Fault
from app.words import N_, _

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment in Vietnam time."""
    return datetime.now(VIETNAM)


class DateEdit(QLineEdit):
    """A line with a calendar: Alt+↓ or F-key of the mouse opens it, Ctrl+; is today."""

    today_wanted = Signal()
    picked = Signal(object)

    def __init__(self, parent: QWidget, *, with_calendar: bool = True, example: str = "") -> None:
        super().__init__(parent)
        self.setPlaceholderText(example or _("dd/mm/yyyy"))
        self._standing: Callable[[], date] | None = None
        self._popup: CalendarPopup | None = None
        self._with_calendar = with_calendar
        if with_calendar:
            opener = QAction(_("Calendar (Alt+↓)"), self)
            look.keep_icon(opener, "calendar-event", "muted", 16)
            opener.triggered.connect(self.open_calendar)
            self.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)

    def set_standing(self, standing: Callable[[], date]) -> None:
        """Where the calendar finds the day to open at."""
        self._standing = standing

    def open_calendar(self) -> None:
        """Open the month of the day that stands here, or of today."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.picked.connect(self.picked)
        self._popup.open_at(self._standing() if self._standing else now().date(), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↓ and Ctrl+; beside what a line does."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._with_calendar and alt and event.key() == Qt.Key.Key_Down:
            self.open_calendar()
        elif control and event.key() == Qt.Key.Key_Semicolon:
            self.today_wanted.emit()
        else:
            super().keyPressEvent(event)


class _LineField(FieldWidget):
    """A date-like field on one line, with a remark beside it."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        clock: Clock = now,
        example: str = "",
        with_calendar: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(label, parent, **options)
        self._clock = clock
        box = QWidget(self)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(box)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self.edit = DateEdit(self, with_calendar=with_calendar, example=example)
        self.edit.set_standing(self._standing)
        self.edit.today_wanted.connect(self._on_today)
        self.edit.picked.connect(self._on_picked)
        self.edit.textChanged.connect(self._on_edit)
        self.beside = look.label("", box, role="caption")
        self.beside.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.beside.hide()
        self._line.addWidget(self.edit, 1)
        self._line.addWidget(self.beside)
        self.edit.textChanged.connect(self._show_beside)
        self._place(box, focus=self.edit)

    def _today(self) -> date:
        return in_vietnam(self._clock()).date()

    def _standing(self) -> date:
        return self._today()

    def _on_today(self) -> None:
        self._on_picked(self._today())

    def _on_picked(self, day: date) -> None:
        self.edit.setText(show_date(day))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_beside(self) -> None:
        text = self._remark()
        self.beside.setText(text)
        self.beside.setVisible(bool(text) and not self._bare)
        self.edit.setAccessibleDescription(text or self._hint)

    def _remark(self) -> str:
        return ""

    def typed(self) -> Any:
        """What stands in the line."""
        return self.edit.text()

    def _show_typed(self, typed: Any) -> None:
        """Put it back."""
        self.edit.setText("" if typed is None else str(typed))


class DateField(_LineField):
    """A day. ``relative``: say beside it how far a due day is."""

    def __init__(
        self, label: str, parent: QWidget | None = None, *, relative: bool = False, **options: Any
    ) -> None:
        self._relative = relative
        super().__init__(label, parent, **options)

    def _read(self) -> date | Fault | None:
        text = self.edit.text().strip()
        if not text:
            return None
        try:
            return parse_date(text, self._today())
        except Fault as fault:
            return fault

    def value(self) -> str | None:
        """``2026-11-23``, ``None`` when empty or not a day."""
        read = self._read()
        return read.isoformat() if isinstance(read, date) else None

    def _show_value(self, value: Any) -> None:
        self.edit.setText(show_date(date.fromisoformat(value)) if value else "")

    def fault(self) -> Fault | None:
        """Not a real day."""
        read = self._read()
        return read if isinstance(read, Fault) else None

    def _tidy(self) -> None:
        read = self._read()
        if isinstance(read, date) and self.edit.text() != show_date(read):
            self.edit.setText(show_date(read))

    def _standing(self) -> date:
        read = self._read()
        return read if isinstance(read, date) else self._today()

    def _remark(self) -> str:
        read = self._read() if self._relative else None
        return days_phrase(read, self._today()) if isinstance(read, date) else ""


class BirthField(_LineField):
    """A birth known to the day, the month, the year or as “about 35”; the precision stays as typed."""

    def __init__(
        self, label: str, parent: QWidget | None = None, *, with_age: bool = True, **options: Any
    ) -> None:
        self._with_age = with_age
        example = _("05/03/1991, 3/1991, 1991 or about 35") if with_age else _("05/03/2020, 3/2020 or 2020")
        options.setdefault("example", example)
        super().__init__(label, parent, **options)

    def _read(self) -> str | Fault | None:
        text = self.edit.text().strip()
        if not text:
            return None
        if text == self._shown:
            return self._stored
        try:
            return parse_birth(text, self._today())
        except Fault as fault:
            return fault

    # what was stored and how it was shown: an estimate keeps the day it was made on
    _shown = ""
    _stored = ""

    def value(self) -> str | None:
        """The stored form of the birth, ``None`` when empty or not understood."""
        read = self._read()
        return read if isinstance(read, str) else None

    def _show_value(self, value: Any) -> None:
        self._stored = str(value or "")
        self._shown = show_birth(self._stored) if value else ""
        self.edit.setText(self._shown)

    def fault(self) -> Fault | None:
        """Not a birth."""
        read = self._read()
        return read if isinstance(read, Fault) else None

    def _tidy(self) -> None:
        read = self._read()
        if isinstance(read, str):
            self._stored, self._shown = read, show_birth(read)
            if self.edit.text() != self._shown:
                self.edit.setText(self._shown)

    def _standing(self) -> date:
        read = self._read()
        if isinstance(read, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", read):
            return date.fromisoformat(read)
        return self._today()

    def _remark(self) -> str:
        read = self._read() if self._with_age else None
        return show_age(read, self._today()) if isinstance(read, str) else ""


class MomentField(_LineField):
    """A day and the time of day; Ctrl+; is this minute."""

    def __init__(self, label: str, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(label, parent, **options)
        self.time = DateEdit(self, with_calendar=False, example=_("hh:mm"))
        self.time.setAccessibleName(_("{label}, time", label=label))
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.time.setFixedWidth(look.px(72))
        self.time.today_wanted.connect(self._on_today)
        self.time.textChanged.connect(self._on_edit)
        self.time.installEventFilter(self)
        self._line.insertWidget(1, self.time)
        QWidget.setTabOrder(self.edit, self.time)
        self._remember()

    def _parts(self) -> tuple[str, str]:
        if not hasattr(self, "time"):  # the line exists before its time
            return self.edit.text().strip(), ""
        return self.edit.text().strip(), self.time.text().strip()

    def _read(self) -> datetime | Fault | None:
        day, clock = self._parts()
        if not day and not clock:
            return None
        if found := re.fullmatch(r"(\d{1,2})(\d{2})", clock):
            clock = f"{found[1]}:{found[2]}"
        elif re.fullmatch(r"\d{1,2}", clock):
            clock = f"{clock}:00"
        try:
            parse_date(day, self._today())
            return parse_moment(f"{clock} {day}", self._today())
        except Fault as fault:
            return fault

    def value(self) -> str | None:
        """``2026-11-23T10:05:00+07:00``, ``None`` when empty or not understood."""
        read = self._read()
        return store_moment(read) if isinstance(read, datetime) else None

    def _show_value(self, value: Any) -> None:
        moment = in_vietnam(datetime.fromisoformat(value)) if value else None
        self.edit.setText(show_date(moment.date()) if moment else "")
        self.time.setText(f"{moment:%H:%M}" if moment else "")

    def typed(self) -> list[str] | str:
        """Day and time as they stand."""
        day, clock = self._parts()
        return [day, clock] if day or clock else ""

    def _show_typed(self, typed: Any) -> None:
        """Put both back."""
        day, clock = typed or ("", "")
        self.edit.setText(str(day))
        self.time.setText(str(clock))

    def fault(self) -> Fault | None:
        """Not a real day, or no time."""
        read = self._read()
        if isinstance(read, Fault) and read.code == "E_MOMENT":
            return Fault("E_MOMENT", N_("The time is missing or not real. Type it such as 10:05."))
        return read if isinstance(read, Fault) else None

    def _tidy(self) -> None:
        try:
            day = show_date(parse_date(self.edit.text(), self._today()))
        except Fault:
            return  # told by fault() when the field is left
        if day != self.edit.text():
            self.edit.setText(day)
        read = self._read()
        if isinstance(read, datetime) and self.time.text() != f"{read:%H:%M}":
            self.time.setText(f"{read:%H:%M}")

    def _standing(self) -> date:
        read = self._read()
        return read.date() if isinstance(read, datetime) else self._today()

    def _on_today(self) -> None:
        moment = in_vietnam(self._clock())
        self.edit.setText(show_date(moment.date()))
        self.time.setText(f"{moment:%H:%M}")
