"""Locking: now, or after the desk was left alone.

A key that was in memory may stay there, so locking ends the process and a fresh one shows the
unlock page. Nothing but the folder and the language is handed over.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

CHECK_MS = 5_000
WARN_SECONDS = 30
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleLock(QObject):
    """Watches the windows, not every widget: a filter on the application would cost each event."""

    expired = Signal()
    warned = Signal(int)  # seconds left; 0 when somebody came back

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self.limit = minutes * 60.0
        self._last = _clocks()
        self._has_warned = False
        self._watched: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to count."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
            self._on_window(QGuiApplication.focusWindow())
        # Input methods deliver whole words without key events; the cursor moves all the same.
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self._last = _clocks()
        self._timer.start()

    @Slot()
    def touch(self) -> None:
        """Somebody is here."""
        self._last = _clocks()
        if self._has_warned:
            self._has_warned = False
            self.warned.emit(0)

    @Slot()
    def check(self) -> None:
        """Lock when the time is over; warn half a minute before."""
        steady, wall = _clocks()
        left = self.limit - max(steady - self._last[0], wall - self._last[1])
        if left <= 0:
            self._timer.stop()
            self.expired.emit()
        elif left <= WARN_SECONDS:
            self._has_warned = True
            self.warned.emit(int(left))

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None and int(window.winId()) not in self._watched:
            self._watched.add(int(window.winId()))
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice input and let it through."""
        if event.type() in _INPUT:
            self.touch()
        return False


def _clocks() -> tuple[float, float]:
    """Steady and wall clock: the steady one stands still while the computer sleeps."""
    return time.monotonic(), time.time()
