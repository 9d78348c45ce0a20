"""Missed days of a treatment on a calendar of some months: press or Space marks a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.kinds.dates import show_date
from app.words import N_, _, plural

_DAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_WIDE, _TALL, _HEAD, _GAP = 44, 31, 46, 10
_WEEK = 7
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK}


class MissedCalendar(QWidget):
    """``months`` of days up to today; ``toggled`` comes when a day is marked or taken back.

    Arrows walk, Space and Enter mark, PageUp and PageDown go a month back and on. Days before the start and
    after today take no mark.
    """

    toggled = Signal()

    def __init__(
        self,
        since: date,
        today: date,
        is_working: Callable[[date], bool],
        missed: Iterable[date] = (),
        parent: QWidget | None = None,
        *,
        months: int = 2,
    ) -> None:
        super().__init__(parent)
        self._since, self._today, self._is_working = since, today, is_working
        self.kept = frozenset(missed)
        self.missed = set(self.kept)
        self._months = months
        self._last = today.replace(day=1)
        self._day = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    # -- what it says ----------------------------------------------------------------

    def added(self) -> list[date]:
        """Days marked that were not kept before."""
        return sorted(self.missed - self.kept)

    def taken_back(self) -> list[date]:
        """Days kept before that are marked no more."""
        return sorted(self.kept - self.missed)

    def is_changed(self) -> bool:
        """Whether anything differs from what is kept."""
        return self.missed != self.kept

    def current(self) -> date:
        """The day with the keyboard."""
        return self._day

    def mark(self, days: Iterable[date]) -> None:
        """Mark exactly these, as a draft did."""
        self.missed = set(days)
        self.update()
        self.toggled.emit()

    def toggle(self, day: date) -> None:
        """Mark a day or take its mark away."""
        if not self.takes(day):
            return
        self.missed ^= {day}
        self._day = day
        self._speak()
        self.update()
        self.toggled.emit()

    def takes(self, day: date) -> bool:
        """Whether the day lies in the treatment."""
        return self._since <= day <= self._today

    def months(self) -> list[date]:
        """The first days of the months on view, oldest first."""
        found = [self._last]
        for _n in range(self._months - 1):
            found.append((found[-1] - timedelta(days=1)).replace(day=1))
        return found[::-1]

    def show_month(self, day: date) -> None:
        """Bring the month of a day into view."""
        first = day.replace(day=1)
        if first > self._last or first < self.months()[0]:
            self._last = min(first, self._today.replace(day=1))
        self.updateGeometry()
        self.update()

    def _speak(self) -> None:
        state = _("missed") if self._day in self.missed else _("kept")
        self.setAccessibleName(f"{_('Missed days')}: {show_date(self._day)}, {state}")
        self.setAccessibleDescription(plural("{n} day missed", "{n} days missed", len(self.missed)))

    # -- Qt ---------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """All months, six weeks at the most each."""
        tall = sum(look.px(_HEAD) + self._weeks(first) * look.px(_TALL) for first in self.months())
        return QSize(look.px(_WIDE) * _WEEK, tall + look.px(_GAP) * (self._months - 1))

    def minimumSizeHint(self) -> QSize:
        """Nothing is left out."""
        return self.sizeHint()

    def _weeks(self, first: date) -> int:
        following = (first + timedelta(days=31)).replace(day=1)
        return (first.weekday() + (following - first).days + _WEEK - 1) // _WEEK

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and mark."""
        step = _MOVES.get(Qt.Key(event.key()), 0)
        if step:
            self._go(self._day + timedelta(days=step))
        elif event.key() == Qt.Key.Key_PageUp:
            self._go(self._day.replace(day=1) - timedelta(days=1))
        elif event.key() == Qt.Key.Key_PageDown:
            self._go((self._day.replace(day=28) + timedelta(days=4)).replace(day=1))
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle(self._day)
        else:
            super().keyPressEvent(event)

    def _go(self, day: date) -> None:
        self._day = min(max(day, self._since), self._today)
        self.show_month(self._day)
        self._speak()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the day under the pointer."""
        day = self.day_at(event.position().toPoint())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.toggle(day)
        else:
            super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def day_at(self, at: QPoint) -> date | None:
        """The day painted at a point."""
        for day, box in self._cells():
            if box.contains(at):
                return day
        return None

    def box_of(self, day: date) -> QRect:
        """Where a day is painted; empty when it is not in view."""
        return next((box for one, box in self._cells() if one == day), QRect())

    def _cells(self) -> list[tuple[date, QRect]]:
        found = []
        top = 0
        wide, tall = look.px(_WIDE), look.px(_TALL)
        for first in self.months():
            top += look.px(_HEAD)
            day = first
            while day.month == first.month:
                week = (first.weekday() + day.day - 1) // _WEEK
                found.append((day, QRect(day.weekday() * wide, top + week * tall, wide, tall)))
                day += timedelta(days=1)
            top += self._weeks(first) * tall + look.px(_GAP)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Months, weekdays, days; a missed day has its ground, its bar and is struck through by a dash."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for day, box in self._cells():
            self._paint_day(painter, day, box)
        painter.end()

    def _paint_heads(self, painter: QPainter) -> None:
        wide, top = look.px(_WIDE), 0
        for first in self.months():
            painter.setFont(theme().font(bold=True))
            painter.setPen(look.role("text"))
            line = QRect(0, top, wide * _WEEK, look.px(24))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, f"{first:%m/%Y}")
            painter.setFont(theme().font(-1))
            painter.setPen(look.role("muted"))
            for place, name in enumerate(_DAYS):
                box = QRect(place * wide, top + look.px(24), wide, look.px(20))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _(name))
            top += look.px(_HEAD) + self._weeks(first) * look.px(_TALL) + look.px(_GAP)

    def _paint_day(self, painter: QPainter, day: date, box: QRect) -> None:
        inner = box.adjusted(3, 2, -3, -2)
        is_missed = day in self.missed
        if is_missed:
            ink, ground = look.tone("warn")
            look.pill(painter, inner, ground, ink if day not in self.kept else None, radius=6)
            painter.setPen(ink)
        else:
            off = not self.takes(day)
            painter.setPen(look.role("edge" if off else "text" if self._is_working(day) else "muted"))
        painter.setFont(theme().font(bold=is_missed or day == self._today))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, f"{day.day}×" if is_missed else str(day.day))
        if day == self._day and self.hasFocus():
            look.focus_ring(painter, inner.toRectF(), 6)
