"""How complete a file is, painted: a bar with its number beside it, in a list and as a widget."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from app.desk.models.source import Marked
from app.desk.pages.dossiers.words import tone_of
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.row_delegate import RowDelegate
from app.desk.widgets.table import ListTable

Index = QModelIndex | QPersistentModelIndex
_WIDE, _TALL = 64, 7


def paint_bar(painter: QPainter, box: QRectF, percent: int) -> None:
    """The bar in a box: as long as the per cent, in the tone of its degree."""
    radius = box.height() / 2
    look.pill(painter, box, look.role("line"), radius=radius)
    if percent:
        done = QRectF(box)
        done.setWidth(max(box.width() * percent / 100, box.height()))
        look.pill(painter, done, look.role(look.tone_role(tone_of(percent))), radius=radius)


class BarDelegate(RowDelegate):
    """The usual lines; the column ``bar`` holds ``Marked`` cells whose icon is the per cent."""

    def __init__(self, view: ListTable, bar: int) -> None:
        super().__init__(view)
        self._bar = bar

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A bar where it belongs, painted over the usual ground."""
        super().paint(painter, option, index)
        if index.column() != self._bar:
            return
        text = self._view.text_at(index.row(), self._bar)
        percent = int(text.icon) if isinstance(text, Marked) and text.icon.isdigit() else -1
        if percent < 0:
            return
        rect: QRect = option.rect
        tall = look.px(_TALL)
        left = rect.left() + self.dress().pad
        paint_bar(painter, QRectF(left, rect.center().y() - tall / 2, look.px(_WIDE), tall), percent)

    def _paint_marked(self, painter: QPainter, rect: QRect, text: Marked, selected: bool) -> None:
        if not text.icon.isdigit():
            super()._paint_marked(painter, rect, text, selected)
            return
        dress = self.dress()
        room = rect.adjusted(dress.pad + look.px(_WIDE + 8), 0, -dress.pad, -1)
        painter.setPen(dress.chosen if selected else dress.text)
        painter.setFont(dress.font)
        shown = dress.metrics.elidedText(str(text), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class Bar(QWidget):
    """A bar with words at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percent, self._words = 0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, percent: int, words: str) -> None:
        """Another state; the words are what a reader says."""
        self._percent, self._words = percent, words
        self.setAccessibleName(words)
        self.update()

    def words(self) -> str:
        """What it says."""
        return self._words

    def sizeHint(self) -> QSize:
        """One line of text."""
        return QSize(look.px(220), QFontMetrics(theme().font()).height() + look.px(4))

    def minimumSizeHint(self) -> QSize:
        """The bar and a few letters."""
        return QSize(look.px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(bold=True))
        metrics = painter.fontMetrics()
        wide = min(metrics.horizontalAdvance(self._words) + look.px(4), self.width() - look.px(60))
        tall = look.px(_TALL)
        bar = QRectF(0, (self.height() - tall) / 2, self.width() - wide - look.px(10), tall)
        paint_bar(painter, bar, self._percent)
        painter.setPen(look.role("text"))
        room = QRect(self.width() - wide, 0, wide, self.height())
        shown = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
