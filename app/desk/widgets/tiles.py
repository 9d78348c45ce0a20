"""Numbers one can open, and the months beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.strips import grouped
from app.desk.widgets.text_fields import ENTER
from app.words import _


class NumberTile(QAbstractButton):
    """A number with what it counts; pressing it opens the list behind it."""

    def __init__(
        self,
        caption: str,
        value: str = "–",
        parent: QWidget | None = None,
        *,
        note: str = "",
        tone: str = "neutral",
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self._caption, self._value, self._note = caption, value, note
        self._tone, self._icon = tone, icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    def set_value(self, value: str, note: str = "", tone: str = "neutral") -> None:
        """Show another number."""
        self._value, self._note, self._tone = value, note, tone
        self._speak()
        self.update()

    def _speak(self) -> None:
        self.setAccessibleName(f"{self._caption}: {self._value}. {self._note}".strip())
        self.setAccessibleDescription(_("Open the list"))

    def sizeHint(self) -> QSize:
        """Caption, number, note."""
        line = QFontMetrics(theme().font()).height()
        large = QFontMetrics(theme().font(13, bold=True)).height()
        return QSize(look.px(150), line * 2 + large + look.px(22))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for four in a row."""
        return QSize(look.px(110), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as Space does."""
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet card."""
        painter = QPainter(self)
        down = self.isDown()
        ground = "pale" if down else "hover" if self.underMouse() else "surface"
        look.pill(painter, self.rect(), look.role(ground), look.role("line"), radius=10)
        pad = look.px(14)
        box = self.rect().adjusted(pad, look.px(10), -pad, -look.px(8))
        painter.setFont(theme().font())
        painter.setPen(look.role("muted"))
        metrics = painter.fontMetrics()
        painter.drawText(
            box,
            Qt.AlignmentFlag.AlignTop,
            metrics.elidedText(self._caption, Qt.TextElideMode.ElideRight, box.width() - look.px(20)),
        )
        if self._icon:
            side = look.px(16)
            painter.drawPixmap(QPointF(box.right() - side, box.top()), pixmap(self._icon, "muted", side))
        painter.setFont(theme().font(13, bold=True))
        painter.setPen(look.role("text"))
        number = QRect(
            box.left(), box.top() + metrics.height(), box.width(), painter.fontMetrics().height() + 4
        )
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, self._value)
        self._paint_note(painter, box)
        if self.hasFocus():
            look.focus_ring(painter, self.rect().toRectF(), 10)
        painter.end()

    def _paint_note(self, painter: QPainter, box: QRect) -> None:
        if not self._note:
            return
        painter.setFont(theme().font())
        left = 0
        if self._tone != "neutral":
            side = look.px(13)
            left = side + look.px(4)
            top = box.bottom() - painter.fontMetrics().height() + look.px(2)
            painter.drawPixmap(
                QPointF(box.left(), top), pixmap(look.TONE_ICON[self._tone], look.tone_role(self._tone), side)
            )
        painter.setPen(look.tone(self._tone)[0])
        room = box.adjusted(left, 0, 0, 0)
        text = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, text)


class BarChart(QWidget):
    """Bars with their numbers above; arrows walk along them, Enter opens what is behind one.

    One colour: the highest needs no other sign than its length, and the
    present month is told by its bold word.
    """

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._bars: tuple[tuple[str, int], ...] = ()
        self._now = -1
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self.setAccessibleName(name)

    def set_bars(self, bars: Sequence[tuple[str, int]], now: int = -1) -> None:
        """Label and number of each bar; ``now`` is the present one."""
        self._bars, self._now = tuple(bars), now
        self._at = min(self._at, len(bars) - 1)
        self.setAccessibleDescription(self.as_text())
        self.update()

    def as_text(self) -> str:
        """The same as a table in words."""
        return "; ".join(f"{label}: {grouped(n)}" for label, n in self._bars)

    def sizeHint(self) -> QSize:
        """Room for twelve months."""
        return QSize(look.px(320), look.px(130))

    def minimumSizeHint(self) -> QSize:
        """Bars keep their numbers."""
        return QSize(look.px(200), look.px(90))

    def _step(self) -> float:
        return self.width() / max(1, len(self._bars))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        self._start()
        if step and self._bars:
            self._at = (self._at + step) % len(self._bars)
            label, n = self._bars[self._at]
            self.setAccessibleName(f"{self._name}. {label}: {grouped(n)}")
            self.update()
        elif event.key() in (*ENTER, Qt.Key.Key_Space) and self._at >= 0:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what is behind a bar."""
        if self._bars:
            self._at = min(len(self._bars) - 1, int(event.position().x() / self._step()))
            self.update()
            self.opened.emit(self._at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the present bar."""
        super().focusInEvent(event)
        self._start()
        self.update()

    def _start(self) -> None:
        if self._at < 0:
            self._at = self._now if self._now >= 0 else len(self._bars) - 1

    def event(self, event: QEvent) -> bool:
        """A tooltip for the bar under the pointer."""
        if isinstance(event, QHelpEvent) and self._bars:
            place = min(len(self._bars) - 1, int(event.pos().x() / self._step()))
            label, n = self._bars[place]
            QToolTip.showText(event.globalPos(), f"{label}: {grouped(n)}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, numbers, labels, ground line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(-2))
        line = painter.fontMetrics().height()
        base = self.height() - line - look.px(6)
        tall = base - line - look.px(6)
        most = max([n for _label, n in self._bars], default=0) or 1
        for place, (label, n) in enumerate(self._bars):
            self._paint_bar(painter, place, label, n, QRectF(0, base - tall * n / most, 0, tall * n / most))
        painter.setPen(look.role("edge"))
        painter.drawLine(0, base, self.width(), base)
        painter.end()

    def _paint_bar(self, painter: QPainter, place: int, label: str, n: int, bar: QRectF) -> None:
        step = self._step()
        wide = min(step * 0.62, look.px(30))
        bar = QRectF(step * (place + 0.5) - wide / 2, bar.top(), wide, bar.height())
        here = place == self._now
        if n:
            painter.fillRect(bar, look.role("fill" if here else "edge"))
        painter.setFont(theme().font(-2, bold=here))
        line = painter.fontMetrics().height()
        painter.setPen(look.role("text" if n else "muted"))
        above = QRectF(step * place, bar.top() - line - 1, step, line)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, grouped(n))
        painter.setPen(look.role("text" if here else "muted"))
        below = QRectF(step * place, self.height() - line - 2, step, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)
        if self.hasFocus() and place == self._at:
            look.focus_ring(
                painter, QRectF(step * place + 1, above.top() - 1, step - 2, self.height() - above.top()), 4
            )
