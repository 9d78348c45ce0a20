"""Garbage collection on the main thread only.

Python's collector may run in any thread, and a Qt object that dies in a worker thread takes the
program with it. Automatic collection is switched off; a timer of the main thread does the work
in small steps, with the interpreter's own thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2000


class Collector(QObject):
    """Collects while the program idles between two beats of a timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._limits = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, or nothing."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collector back to the interpreter."""
        self._timer.stop()
        gc.enable()
