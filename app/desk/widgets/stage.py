"""The way of a case through its stages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.words import _


class StageBar(QWidget):
    """Stages on a line: passed ones ticked, the present one named in bold, later ones empty."""

    def __init__(self, stages: Sequence[str], current: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages = tuple(stages)
        self._current = current
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """The stage reached, counted from 0; ``len(stages)`` when all are passed."""
        self._current = current
        name = self._stages[current] if current < len(self._stages) else _("all passed")
        self.setAccessibleName(
            _("Stage {n} of {all}: {name}", n=current + 1, all=len(self._stages), name=name)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Nodes above their words."""
        metrics = QFontMetrics(theme().font(bold=True))
        widest = max(metrics.horizontalAdvance(text) for text in self._stages)
        return QSize((widest + look.px(14)) * len(self._stages), metrics.height() + look.px(30))

    def minimumSizeHint(self) -> QSize:
        """Words are shortened before nodes touch."""
        return QSize(look.px(44) * len(self._stages), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, nodes, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self._stages)
        y, radius = look.px(13), look.px(9)
        for number in range(len(self._stages) - 1):
            done = number < self._current
            painter.setPen(QPen(look.role("accent" if done else "line"), 2))
            left = step * (number + 0.5) + radius + look.px(4)
            painter.drawLine(QPointF(left, y), QPointF(left + step - 2 * radius - look.px(8), y))
        for number, text in enumerate(self._stages):
            self._paint_node(painter, number, QPointF(step * (number + 0.5), y), radius)
            self._paint_word(painter, number, text, step)
        painter.end()

    def _paint_node(self, painter: QPainter, number: int, at: QPointF, radius: float) -> None:
        if number < self._current:
            look.dot(painter, at, radius, look.role("pale"), look.role("accent"))
            side = look.px(12)
            painter.drawPixmap(QPointF(at.x() - side / 2, at.y() - side / 2), pixmap("check", "accent", side))
        elif number == self._current:
            look.dot(painter, at, radius + 1, look.role("fill"))
            look.dot(painter, at, radius / 3, look.role("on_fill"))
        else:
            look.dot(painter, at, radius, look.role("surface"), look.role("edge"))

    def _paint_word(self, painter: QPainter, number: int, text: str, step: float) -> None:
        here = number == self._current
        painter.setFont(theme().font(bold=here))
        painter.setPen(look.role("accent" if here else "text" if number < self._current else "muted"))
        box = QRect(round(step * number) + 2, look.px(26), round(step) - 4, self.height() - look.px(26))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)
