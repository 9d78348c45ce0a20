"""How the start screen paints a group and a thing owed: one pass, no widget per row."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desk.pages.people.owing import TONES, action_for, action_labels, day_of, short_status, shown_due
from app.desk.pages.today.clock import Pressing, pressing, short_moment
from app.desk.pages.today.rows import GroupRow, MoreRow, TodayModel
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.date_fields import now
from app.desk.widgets.strips import grouped
from app.register.today import OwedLine
from app.words import _, language

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected
_HOVER = QStyle.StateFlag.State_MouseOver
_FOCUS = QStyle.StateFlag.State_HasFocus
_RIGHT = Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight
ICONS = {
    "overdue": "clock-exclamation",
    "today": "calendar-due",
    "soon": "calendar-event",
    "missing": "alert-triangle",
}


class TodayDelegate(QStyledItemDelegate):
    """Icon and name at the left, the day in the middle, the one action at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.now: datetime | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines for a thing owed, one for a group."""
        line = QFontMetrics(theme().font()).height()
        model = index.model()
        is_line = isinstance(model, TodayModel) and isinstance(model.row_at(index.row()), OwedLine)
        return QSize(look.px(300), line * 2 + look.px(17) if is_line else line + look.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        model = index.model()
        if not isinstance(model, TodayModel):
            return
        row = model.row_at(index.row())
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GroupRow):
            self._paint_group(painter, rect, row)
        else:
            self._paint_ground(painter, rect, bool(option.state & _SELECTED), bool(option.state & _HOVER))
            if isinstance(row, MoreRow):
                self._paint_more(painter, rect, row)
            else:
                self._paint_line(painter, rect, row)
        if option.state & _FOCUS:
            look.focus_ring(painter, QRectF(rect.adjusted(1, 1, -1, -1)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, selected: bool, hover: bool) -> None:
        if selected or hover:
            look.pill(painter, rect.adjusted(1, 1, -1, -1), look.role("selection" if selected else "hover"))
        painter.setPen(look.role("line"))
        painter.drawLine(rect.left() + look.px(46), rect.bottom(), rect.right(), rect.bottom())

    def _paint_group(self, painter: QPainter, rect: QRect, row: GroupRow) -> None:
        tone = TONES[row.key]
        side = look.px(14)
        middle = rect.center().y() + look.px(2)
        arrow = "chevron-down" if row.is_open else "chevron-right"
        painter.drawPixmap(QPointF(rect.left() + look.px(4), middle - side / 2), pixmap(arrow, "muted", side))
        left = rect.left() + look.px(24)
        painter.drawPixmap(
            QPointF(left, middle - side / 2), pixmap(ICONS[row.key], look.tone_role(tone), side)
        )
        left += side + look.px(7)
        font = theme().font(1, bold=True)
        painter.setFont(font)
        painter.setPen(look.role("text"))
        metrics = QFontMetrics(font)
        box = QRect(left, rect.top() + look.px(4), rect.width(), rect.height() - look.px(4))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, row.title())
        left += metrics.horizontalAdvance(row.title()) + look.px(8)
        self._paint_count(painter, left, middle, grouped(row.count), tone)

    def _paint_count(self, painter: QPainter, left: int, middle: float, text: str, tone: str) -> None:
        ink, ground = look.tone(tone)
        painter.setFont(theme().font(-1, bold=True))
        metrics = painter.fontMetrics()
        wide = max(metrics.horizontalAdvance(text) + look.px(12), look.px(20))
        tall = metrics.height() + 2
        pill = QRectF(left, middle - tall / 2, wide, tall)
        look.pill(painter, pill, ground, radius=tall / 2)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_more(self, painter: QPainter, rect: QRect, row: MoreRow) -> None:
        painter.setFont(theme().font())
        painter.setPen(look.role("accent"))
        text = _("{n} more: open the whole list", n=grouped(row.count))
        painter.drawText(rect.adjusted(look.px(46), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_line(self, painter: QPainter, rect: QRect, row: OwedLine) -> None:
        how = pressing(row, self.now or now())
        tone = how.tone
        _ink, ground = look.tone(tone)
        radius, side = look.px(14), look.px(16)
        centre = QPointF(rect.left() + look.px(26), rect.center().y())
        look.dot(painter, centre, radius, ground)
        picture = pixmap(how.icon, look.tone_role(tone), side)
        painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), picture)
        action = action_rect(rect)
        due_wide = look.px(132)
        due = QRect(action.left() - look.px(10) - due_wide, rect.top(), due_wide, rect.height())
        words = QRect(rect.left() + look.px(50), rect.top(), 0, rect.height())
        words.setRight(due.left() - look.px(8))
        self._paint_words(painter, words, row)
        self._paint_due(painter, due, row, how)
        self._paint_action(painter, action, row)

    def _paint_words(self, painter: QPainter, box: QRect, row: OwedLine) -> None:
        bold = theme().font(bold=True)
        painter.setFont(bold)
        painter.setPen(look.role("text"))
        metrics = QFontMetrics(bold)
        top = QRect(box.left(), box.top() + look.px(8), box.width(), metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(row.name, _ELIDE, top.width()))
        taken = metrics.horizontalAdvance(row.name) + look.px(8)
        painter.setFont(theme().font())
        painter.setPen(look.role("muted"))
        metrics = painter.fontMetrics()
        if row.hamlet and taken < top.width() - look.px(40):
            beside = top.adjusted(taken, 0, 0, 0)
            painter.drawText(
                beside, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(row.hamlet, _ELIDE, beside.width())
            )
        top.translate(0, metrics.height() + look.px(2))
        text = row.label()
        if row.status and not row.what.startswith("missing"):
            text = f"{text} · {short_status(row.status)}"
        painter.setPen(look.role("text"))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(text, _ELIDE, top.width()))

    def _paint_due(self, painter: QPainter, box: QRect, row: OwedLine, how: Pressing) -> None:
        if self.now is None or row.state == "missing":
            return
        bold = theme().font(bold=True)
        painter.setFont(bold)
        painter.setPen(look.tone(how.tone)[0])
        height = QFontMetrics(bold).height()
        line = QRect(box.left(), box.top() + look.px(8), box.width(), height)
        painter.drawText(line, _RIGHT, how.words)
        painter.setFont(theme().font())
        line.translate(0, height + look.px(2))
        if how.note and row.due is not None:
            text = f"{how.note} · {short_moment(row.due, self.now)}"
            painter.drawText(line, _RIGHT, painter.fontMetrics().elidedText(text, _ELIDE, line.width()))
            return
        painter.setPen(look.role("muted"))
        shown = shown_due(row.due)
        if painter.fontMetrics().horizontalAdvance(shown) > line.width() and row.due is not None:
            shown = day_of(row.due).strftime("%d/%m/%Y")
        painter.drawText(line, _RIGHT, shown)

    def _paint_action(self, painter: QPainter, box: QRect, row: OwedLine) -> None:
        action = action_for(row.what)
        look.pill(painter, box, look.role("surface"), look.role("line"))
        side = look.px(14)
        painter.setFont(theme().font())
        metrics = painter.fontMetrics()
        room = box.width() - side - look.px(22)
        text = metrics.elidedText(_(action.label), _ELIDE, room)
        top = box.center().y() - side / 2
        painter.drawPixmap(QPointF(box.left() + look.px(8), top), pixmap(action.icon, "accent", side))
        painter.setPen(look.role("accent"))
        painter.drawText(
            box.adjusted(side + look.px(14), 0, -look.px(4), 0), Qt.AlignmentFlag.AlignVCenter, text
        )


@lru_cache(maxsize=8)
def _action_width(px: int, lang: str) -> int:
    """Room for the longest action at a type size in a language."""
    metrics = QFontMetrics(theme().font())
    return max(metrics.horizontalAdvance(label) for label in action_labels()) + look.px(14 + 24)


def action_rect(rect: QRect) -> QRect:
    """Where the action of a row stands."""
    tall = QFontMetrics(theme().font()).height() + look.px(12)
    wide = _action_width(theme().px, language())
    return QRect(rect.right() - wide - look.px(8), rect.center().y() - tall // 2, wide, tall)
