"""Telling people that work is going on: busy cursor after 0.3 s, bar and cancel after 1 s."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.jobs.lane import Job, Lane
from app.desk.widgets.strips import ProgressStrip
from app.words import _

CURSOR_AFTER = 0.3
BAR_AFTER = 1.0
POLL_MS = 100


class BusyWatch(QObject):
    """Polls the lane while anything visible runs; sleeps otherwise.

    ``host`` is the empty widget of the window that shows the bar; it is hidden without one.
    """

    def __init__(self, lane: Lane, host: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._host = host
        self._room = QVBoxLayout(host)
        self._room.setContentsMargins(0, 0, 0, 0)
        host.hide()
        self._strip: ProgressStrip | None = None
        self._shown: Job | None = None
        self._has_cursor = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)
        lane.started.connect(self._on_started)
        lane.ended.connect(self._on_ended)

    @Slot(object)
    def _on_started(self, job: Job) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        self.poll()

    @Slot()
    def poll(self) -> None:
        """Look at the oldest visible job and show what its age asks for."""
        visible = [job for job in self._lane.jobs() if not job.quiet]
        age = time.monotonic() - visible[0].began if visible else 0.0
        self._set_cursor(age >= CURSOR_AFTER)
        self._show(visible[0] if visible and age >= BAR_AFTER else None)
        if self._lane.is_idle():
            self._timer.stop()

    @Slot()
    def cancel(self) -> None:
        """Ask the visible jobs to stop (button or Escape)."""
        for job in self._lane.jobs():
            if not job.quiet:
                job.cancel()

    def is_showing(self) -> bool:
        """Whether a bar is on view, so that Escape means cancel."""
        return self._strip is not None

    def strip(self) -> ProgressStrip | None:
        """The bar on view."""
        return self._strip

    def _show(self, job: Job | None) -> None:
        if job is not self._shown and self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        self._shown = job
        if job is not None:
            if self._strip is None:
                self._strip = ProgressStrip(job.label or _("Working…"), self._host)
                self._strip.cancelled.connect(self.cancel)
                self._room.addWidget(self._strip)
            progress = job.progress
            self._strip.set_progress(progress.done, progress.total, progress.text)
        self._host.setVisible(job is not None)

    def _set_cursor(self, wanted: bool) -> None:
        if wanted == self._has_cursor:
            return
        self._has_cursor = wanted
        if wanted:
            QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))
        else:
            QGuiApplication.restoreOverrideCursor()
