"""What happened to a record, newest first: a painted list, so ten thousand events cost what ten do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desk.models.events import Event, EventsModel
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.strips import grouped
from app.desk.widgets.text_fields import ENTER
from app.kinds.dates import in_vietnam, show_date
from app.words import _

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected
_HOVER = QStyle.StateFlag.State_MouseOver
_FOCUS = QStyle.StateFlag.State_HasFocus
_ELIDE = Qt.TextElideMode.ElideRight


class EventDelegate(QStyledItemDelegate):
    """Date at the left, the line with its node, title and detail, author at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air, the same for all."""
        return QSize(look.px(300), QFontMetrics(theme().font()).height() * 2 + look.px(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One event."""
        event = _event(index)
        rect: QRect = option.rect
        painter.save()
        inner = rect.adjusted(2, 1, -2, -1)
        if option.state & _SELECTED:
            look.pill(painter, inner, look.role("selection"))
        elif option.state & _HOVER:
            look.pill(painter, inner, look.role("hover"))
        column = look.px(86)
        self._paint_when(painter, rect, event, column, self._new_day(index, event))
        self._paint_node(painter, rect, event, column, index)
        left = rect.left() + column + look.px(34)
        words = QRect(left, rect.top(), rect.right() - look.px(12) - left, rect.height())
        self._paint_words(painter, words, event)
        if option.state & _FOCUS:
            look.focus_ring(painter, inner.toRectF())
        painter.restore()

    def _new_day(self, index: Index, event: Event) -> bool:
        if not index.row():
            return True
        model: Any = index.model()
        return bool(in_vietnam(model.event_at(index.row() - 1).at).date() != in_vietnam(event.at).date())

    def _paint_when(self, painter: QPainter, rect: QRect, event: Event, column: int, new_day: bool) -> None:
        local = in_vietnam(event.at)
        box = QRect(rect.left() + look.px(8), rect.top() + look.px(8), column - look.px(12), rect.height())
        right_top = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.setFont(theme().font(bold=new_day))
        painter.setPen(look.role("text" if new_day else "muted"))
        first = show_date(local.date()) if new_day else f"{local:%H:%M}" if not event.all_day else ""
        painter.drawText(box, right_top, first)
        if new_day and not event.all_day:
            painter.setFont(theme().font())
            painter.setPen(look.role("muted"))
            box.adjust(0, painter.fontMetrics().height() + 1, 0, 0)
            painter.drawText(box, right_top, f"{local:%H:%M}")

    def _paint_node(self, painter: QPainter, rect: QRect, event: Event, column: int, index: Index) -> None:
        x = rect.left() + column + look.px(14)
        radius = look.px(11)
        y = rect.top() + look.px(6) + radius
        painter.setPen(QPen(look.role("line"), 2))
        model: Any = index.model()
        top = rect.top() if index.row() else y
        bottom = rect.bottom() + 1 if index.row() + 1 < model.rowCount() else y
        painter.drawLine(x, top, x, bottom)
        ink, ground = look.tone(event.tone)
        look.dot(painter, QPointF(x, y), radius, ground, ink)
        side = look.px(13)
        picture = pixmap(event.icon, look.tone_role(event.tone), side)
        painter.drawPixmap(QPoint(round(x - side / 2), round(y - side / 2)), picture)

    def _paint_words(self, painter: QPainter, box: QRect, event: Event) -> None:
        painter.setFont(theme().font())
        metrics = painter.fontMetrics()
        line = QRect(box.left(), box.top() + look.px(8), box.width(), metrics.height())
        by = metrics.elidedText(event.by, _ELIDE, box.width() // 3)
        taken = metrics.horizontalAdvance(by)
        painter.setPen(look.role("muted"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, by)
        if event.papers:
            side = look.px(13)
            taken += side + look.px(6)
            painter.drawPixmap(line.right() - taken, line.top() + 1, pixmap("paperclip", "muted", side))
        bold = theme().font(bold=True)
        painter.setFont(bold)
        painter.setPen(look.role("text"))
        room = line.width() - taken - look.px(12)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignLeft, QFontMetrics(bold).elidedText(event.title, _ELIDE, room)
        )
        painter.setFont(theme().font())
        painter.setPen(look.role("muted"))
        line.translate(0, metrics.height() + look.px(2))
        below = metrics.elidedText(event.detail or event.kind_label, _ELIDE, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, below)


class _EventList(QListView):
    """Enter opens; letters do not search through the rows."""

    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        return


class Timeline(QWidget):
    """Events with chips that filter by kind; ``opened`` on Enter or double click."""

    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EventsModel(self)
        self._kinds = ChipRow(self)
        self._kinds.toggled.connect(self._on_kind)
        self.view = _EventList(self)
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EventDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setUniformItemSizes(True)  # one measure for ten thousand events
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.chosen.connect(self._on_chosen)
        self.view.doubleClicked.connect(self._on_chosen)
        theme().changed.connect(self.view.scheduleDelayedItemsLayout)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._kinds)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def set_events(self, events: Sequence[Event]) -> None:
        """Show these; the chips follow, and keep what is filtered."""
        on = self._kinds.checked()
        self.model.set_events(events)
        old = self._kinds
        self._kinds = ChipRow(self)
        self._kinds.toggled.connect(self._on_kind)
        for kind, label, n in self.model.kinds():
            self._kinds.add(kind, f"{label} {grouped(n)}")
        self._kinds.check(on)
        self._kinds.setAccessibleName(_("Filter by kind"))
        self._column.replaceWidget(old, self._kinds)
        old.hide()
        old.deleteLater()
        self._kinds.setVisible(len(self.model.kinds()) > 1)
        QWidget.setTabOrder(self._kinds, self.view)
        self.model.set_kinds(self._kinds.checked())

    def show_kinds(self, kinds: Sequence[str]) -> None:
        """Filter as if the chips had been pressed."""
        self._kinds.check(list(kinds))
        self.model.set_kinds(kinds)

    def _on_kind(self) -> None:
        self.model.set_kinds(self._kinds.checked())

    def _on_chosen(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.event_at(index.row()).id)


def _event(index: Index) -> Event:
    model: Any = index.model()
    found: Event = model.event_at(index.row())
    return found
