"""A QR code painted in the colours a scanner reads: dark on white in both schemes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.widgets import look

_QUIET = 3


class QrPicture(QWidget):
    """The code of a text; ``name`` is what a screen reader says."""

    def __init__(self, text: str, name: str, side: int = 148, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        import segno

        self._rows = tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix)
        self._side = side
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Square."""
        side = look.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Whole modules, a quiet edge round them."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        modules = len(self._rows) + 2 * _QUIET
        step = min(self.width(), self.height()) / modules
        left = (self.width() - step * modules) / 2 + _QUIET * step
        top = (self.height() - step * modules) / 2 + _QUIET * step
        ink = QColor("#000000")
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(left + x * step, top + y * step, step + 0.4, step + 0.4), ink)
        painter.end()
