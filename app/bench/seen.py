"""When a picture is whole: what the probes wait for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

Then = Callable[[], object]

_PAINT = QEvent.Type.Paint
#: Qt.EventPriority.HighEventPriority as a number: the first use of ``Qt`` costs what a floor must not pay.
_HIGH = 1
_KEPT: set[QObject] = set()


class _Watcher(QObject):
    """Calls ``then`` once, after the picture in which ``widget`` was painted."""

    def __init__(self, widget: QWidget, then: Then) -> None:
        super().__init__()
        self._widget, self._then = widget, then
        self._is_armed = False
        widget.installEventFilter(self)
        _KEPT.add(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # children are painted within this same event: what is posted now comes after them
        if event.type() == _PAINT and not self._is_armed:
            self._is_armed = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _HIGH)
        return False

    def customEvent(self, event: QEvent) -> None:
        self._widget.removeEventFilter(self)
        _KEPT.discard(self)
        self._then()


def when_painted(widget: QWidget, then: Then) -> None:
    """Call ``then`` after the next whole picture of ``widget``."""
    _Watcher(widget, then)


def after(milliseconds: int, then: Then) -> None:
    """Call ``then`` when the event loop has run this long."""
    # wrapped: Qt would keep the object of a method only weakly
    QTimer.singleShot(milliseconds, lambda: then())
