"""A state as icon and word on its pale ground."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look


class Badge(QWidget):
    """Icon and word; the tone is only the third sign."""

    def __init__(
        self, text: str, tone: str = "neutral", parent: QWidget | None = None, *, icon: str = ""
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._icon = text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The word."""
        return self._text

    def set_state(self, text: str, tone: str, icon: str = "") -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, word and air."""
        metrics = QFontMetrics(theme().font())
        return QSize(metrics.horizontalAdvance(self._text) + look.px(34), metrics.height() + look.px(6))

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pill."""
        ink, ground = look.tone(self._tone)
        painter = QPainter(self)
        look.pill(painter, self.rect(), ground, radius=self.height() / 2)
        side = look.px(13)
        name = self._icon or look.TONE_ICON[self._tone]
        top = (self.height() - side) / 2
        painter.drawPixmap(QPointF(look.px(8), top), pixmap(name, look.tone_role(self._tone), side))
        painter.setFont(theme().font())
        painter.setPen(ink)
        box = QRect(look.px(8) + side + look.px(5), 0, self.width(), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
