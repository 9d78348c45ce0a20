"""SIGTERM and Ctrl+C end the program as closing the window does."""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QApplication


class StopSignals(QObject):
    """Python runs signal handlers between two bytecodes; a pipe wakes the event loop for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._writer = -1, -1
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        if os.name == "posix":
            self._reader, self._writer = os.pipe()
            os.set_blocking(self._writer, False)
            os.set_blocking(self._reader, False)
            signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
            kind = QSocketNotifier.Type.Read
            self._notifier = QSocketNotifier(self._reader, kind, self)
            self._notifier.activated.connect(self._on_wake)

    def stop(self) -> None:
        """Give the signals back."""
        for which in (signal.SIGTERM, signal.SIGINT):
            signal.signal(which, signal.SIG_DFL)
        if self._reader >= 0:
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            os.close(self._reader)
            os.close(self._writer)
            self._reader = self._writer = -1

    @Slot()
    def _on_wake(self) -> None:
        os.read(self._reader, 64)

    @staticmethod
    def _on_signal(_number: int, _frame: FrameType | None) -> None:
        QApplication.quit()
