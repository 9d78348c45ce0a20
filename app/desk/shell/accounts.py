"""The accounts on the unlock page: a short column of choices, each painted by itself.

A handful of rows: buttons of a group give keyboard, focus and speech without a model and a view,
which would be a tenth of the time to the first picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from app.desk.shell.home import AccountLine
from app.desk.shell.say import moment
from app.desk.theme.theme import mark, theme
from app.words import _

_ROW = 46
_SHOWN = 4


def last_unlock(line: AccountLine) -> str:
    """When the account opened the register last, in words."""
    if line.last_unlock is None:
        return _("Not opened yet")
    return _("Last opened {when}", when=moment(line.last_unlock))


class AccountButton(QAbstractButton):
    """One account: its letter, name, role and last unlock."""

    def __init__(self, line: AccountLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.setText(line.user)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{line.user}, {_(line.role)}, {last_unlock(line)}")

    def sizeHint(self) -> QSize:
        """A row of two lines."""
        return QSize(100, theme().scaled(_ROW))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint under the pointer."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint when the pointer goes."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded ground when chosen or hovered, a ring when it has the keyboard."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(2, 1, -2, -1)
        chosen = self.isChecked()
        painter.setPen(QPen(look.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(look.colour("selection" if chosen else "hover"))
        painter.drawRoundedRect(rect, 6, 6)
        self._draw_words(painter, self._draw_letter(painter, rect), chosen)

    def _draw_letter(self, painter: QPainter, rect: QRectF) -> QRectF:
        """The circle with the first letter; gives the room left for the words."""
        look, chosen = theme(), self.isChecked()
        side = look.scaled(30)
        circle = QRectF(rect.left() + 8, rect.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("fill" if chosen else "pale"))
        painter.drawEllipse(circle)
        painter.setFont(look.font(0, bold=True))
        painter.setPen(look.colour("on_fill" if chosen else "accent"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self.line.user[:1].upper())
        return rect.adjusted(side + 20, 4, -10, -5)

    def _draw_words(self, painter: QPainter, room: QRectF, chosen: bool) -> None:
        look, flag = theme(), Qt.AlignmentFlag
        painter.setPen(look.colour("on_selection" if chosen else "text"))
        _elided(painter, room, flag.AlignTop | flag.AlignLeft, self.line.user)
        painter.setFont(look.font(-1))
        painter.setPen(look.colour("on_selection" if chosen else "muted"))
        _elided(painter, room, flag.AlignBottom | flag.AlignLeft, _(self.line.role))
        _elided(painter, room, flag.AlignBottom | flag.AlignRight, last_unlock(self.line))


def _elided(painter: QPainter, rect: QRectF, where: Qt.AlignmentFlag, text: str) -> None:
    room = int(rect.width())
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, where, shown)


class AccountList(QFrame):
    """Accounts to choose one from; Up and Down move, Enter or a click goes on."""

    picked = Signal()

    def __init__(self, lines: Sequence[AccountLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, kind="list")
        self._holder = self._scrolled() if len(lines) > _SHOWN else self
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        self.buttons = [AccountButton(line, self._holder) for line in lines]
        for made in self.buttons:
            column.addWidget(made)
            made.clicked.connect(self.picked)
        self.restyle()
        theme().changed.connect(self.restyle)

    def _scrolled(self) -> QWidget:
        from PySide6.QtWidgets import QScrollArea  # few homes have so many accounts

        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)
        return inside

    def restyle(self) -> None:
        """As high as its rows, four at most."""
        rows = min(max(len(self.buttons), 1), _SHOWN)
        self.setFixedHeight(rows * theme().scaled(_ROW) + 6)

    def choose(self, user: str) -> None:
        """Select an account by name; the first when there is none of that name."""
        named = [made for made in self.buttons if made.line.user == user]
        for made in (named or self.buttons)[:1]:
            made.setChecked(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The chosen account takes the keyboard."""
        for made in self.buttons:
            if made.isChecked():
                made.setFocus(event.reason())

    def user(self) -> str:
        """The chosen account, or empty."""
        return next((made.line.user for made in self.buttons if made.isChecked()), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on an account goes on to the passphrase."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit()
            return
        super().keyPressEvent(event)
