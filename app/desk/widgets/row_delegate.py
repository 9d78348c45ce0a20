"""How a line of a list is painted: text, state marks, hairline, hover and the selection bar.

One painting for each cell in one call: asking the model once here costs less
than the eight roles the usual delegate asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desk.models.source import Marked
from app.desk.theme import sizes
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look

if TYPE_CHECKING:
    from app.desk.widgets.table import ListTable

Index = QModelIndex | QPersistentModelIndex

_SELECTED = QStyle.StateFlag.State_Selected
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight


class _Dress:
    """Pens, fonts and lengths for the theme in use, fetched once."""

    def __init__(self) -> None:
        self.font = theme().font()
        self.bold = theme().font(bold=True)
        self.metrics, self.bold_metrics = QFontMetrics(self.font), QFontMetrics(self.bold)
        self.text, self.muted = QPen(look.role("text")), QPen(look.role("muted"))
        self.chosen = QPen(look.role("on_selection"))
        self.line, self.focus = QPen(look.role("line")), QPen(look.role("focus"))
        self.selection, self.hover, self.bar = look.role("selection"), look.role("hover"), look.role("accent")
        self.tones = {t: QPen(look.tone(t)[0]) for t in ("neutral", "info", "good", "warn", "danger")}
        self.pad, self.side = sizes.SMALL, look.px(14)


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of a ``ListTable``."""

    def __init__(self, view: ListTable) -> None:
        super().__init__(view)
        self._view = view
        self._dress: _Dress | None = None
        theme().changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        self._dress = None

    def dress(self) -> _Dress:
        """The pens and fonts in use."""
        if self._dress is None:
            self._dress = _Dress()
        return self._dress

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Width of the text and air; the height is fixed by the list."""
        dress = self.dress()
        text = self._view.text_at(index.row(), index.column())
        extra = dress.side + look.px(5) if isinstance(text, Marked) else 0
        strong = self._view.columns()[index.column()].strong
        metrics = dress.bold_metrics if strong else dress.metrics
        return QSize(
            metrics.horizontalAdvance(str(text)) + extra + dress.pad * 2 + 2, self._view.row_height()
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, hairline."""
        dress = self._dress or self.dress()
        view = self._view
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, dress.selection)
        elif row == view.hover_row:
            painter.fillRect(rect, dress.hover)
        text = view.text_at(row, column)
        if text:
            if type(text) is Marked:
                self._paint_marked(painter, rect, text, selected)
            else:
                self._paint_text(painter, rect, text, column, selected)
        painter.setPen(dress.line)
        bottom = rect.bottom()
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if row == view.focus_row:
            painter.setPen(dress.focus)
            painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())
            painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if selected and not column:
            painter.fillRect(QRect(rect.topLeft(), QSize(3, rect.height())), dress.bar)

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, column: int, selected: bool) -> None:
        dress = self.dress()
        shape = self._view.columns()[column]
        room = rect.adjusted(dress.pad, 0, -dress.pad, -1)
        painter.setPen(dress.chosen if selected else dress.text if column else dress.muted)
        painter.setFont(dress.bold if shape.strong else dress.font)
        metrics = dress.bold_metrics if shape.strong else dress.metrics
        painter.drawText(
            room, _RIGHT if shape.right else _LEFT, metrics.elidedText(text, _ELIDE, room.width())
        )

    def _paint_marked(self, painter: QPainter, rect: QRect, text: Marked, selected: bool) -> None:
        dress = self.dress()
        ink: Any = dress.chosen if selected and text.tone == "neutral" else dress.tones[text.tone]
        name = text.icon or look.TONE_ICON[text.tone]
        top = rect.top() + (rect.height() - dress.side) // 2
        picture = pixmap(name, look.tone_role(text.tone), dress.side)
        painter.drawPixmap(QPoint(rect.left() + dress.pad, top), picture)
        room = rect.adjusted(dress.pad + dress.side + look.px(5), 0, -dress.pad, -1)
        painter.setPen(ink)
        painter.setFont(dress.font)
        painter.drawText(room, _LEFT, dress.metrics.elidedText(str(text), _ELIDE, room.width()))
