"""A narrow sheet at the right of a page for one entry, so that the page stays in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desk.widgets import look
from app.desk.widgets.confirm import KEEP, SAVE, LeaveDialog
from app.words import _

WIDTH = 360


class SideSheet(QWidget):
    """Title, content that scrolls, buttons below. It appears at once; nothing slides.

    Esc closes; when ``is_changed`` says something would be lost it asks first:
    save, throw away, or stay. ``save_wanted`` comes from the primary button,
    from Ctrl+S pages and from that question; ``discarded`` when the changes are
    thrown away, so that the page forgets its draft.
    """

    save_wanted = Signal()
    discarded = Signal()
    closed = Signal()

    def __init__(self, host: QWidget, title: str, *, save: str = "", width: int = WIDTH) -> None:
        super().__init__(host)
        self._width = width
        self._host = host
        self._changed: Callable[[], bool] = _never
        self._before: QWidget | None = None
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 12, 16, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        self._title = look.label(title, self, role="heading")
        close = look.tool("x", _("Close (Esc)"), self)
        close.clicked.connect(self.ask_close)
        head.addWidget(self._title, 1)
        head.addWidget(close)
        column.addLayout(head)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        self.save_button = look.button(save or _("Save"), self, kind="primary")
        self.save_button.clicked.connect(self.save_wanted)
        self.cancel_button = look.button(_("Cancel"), self)
        self.cancel_button.clicked.connect(self.ask_close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)
        host.installEventFilter(self)
        self.hide()

    def set_content(self, content: QWidget, is_changed: Callable[[], bool] | None = None) -> None:
        """What is filled in, and how to know whether leaving would lose something."""
        self._scroll.setWidget(content)
        self._changed = is_changed or _never
        QWidget.setTabOrder(content, self.save_button)
        QWidget.setTabOrder(self.save_button, self.cancel_button)

    def set_title(self, title: str) -> None:
        """Another title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def open(self) -> None:
        """Show the sheet and put the keyboard into it."""
        self._before = self._host.window().focusWidget()
        self._fit()
        self.show()
        self.raise_()
        content = self._scroll.widget()
        if content is not None:
            focus_first = getattr(content, "focus_first", content.setFocus)
            focus_first()

    def ask_close(self) -> None:
        """Close, asking first when something was changed."""
        if self._changed():
            answer = LeaveDialog(self._title.text(), self).ask()
            if answer == KEEP:
                return
            if answer == SAVE:
                self.save_wanted.emit()
                return
            self.discarded.emit()
        self.close_now()

    def close_now(self) -> None:
        """Close without asking, after saving; the keyboard goes back where it was."""
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.ask_close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge of the page."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        wide = min(look.px(self._width), self._host.width())
        self.setGeometry(self._host.width() - wide, 0, wide, self._host.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The raised ground and its edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("raised"))
        painter.fillRect(0, 0, 1, self.height(), look.role("edge"))
        painter.end()


def _never() -> bool:
    return False
