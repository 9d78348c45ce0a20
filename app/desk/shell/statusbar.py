"""The status bar: saved, backup, unsent changes, version, catalogue."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.desk.jobs.progress import Progress
from app.desk.shell.desk import Desk
from app.desk.shell.gate import Status
from app.desk.shell.say import count, day, moment
from app.desk.theme import sizes
from app.desk.theme.icons import put_icon
from app.desk.theme.theme import mark, theme
from app.desk.widgets.look import label
from app.kinds.faults import Fault
from app.words import _, plural

EVERY_MS = 60_000


class StatusBar(QFrame):
    """24 px at 13 px type; reads its figures beside the window."""

    backup_wanted = Signal()
    exchange_wanted = Signal()

    def __init__(self, desk: Desk, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, kind="statusbar")
        self._desk = desk
        self._is_reading = False
        self.saved = label()
        self.backup = self._link("database", self.backup_wanted)
        self.unsent = self._link("send", self.exchange_wanted)
        self.note = label(tone="warn")
        self.right = label()
        self._version = version
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MEDIUM, 0, sizes.MEDIUM, 0)
        row.setSpacing(sizes.MEDIUM)
        for part in (self.saved, self.backup, self.unsent):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self.right)
        self.show_status(Status())
        self.restyle()
        theme().changed.connect(self.restyle)
        desk.status_stale.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def _link(self, icon: str, signal: object) -> QPushButton:
        made = QPushButton()
        made.setAutoDefault(False)
        put_icon(made, icon, "muted", 13)
        made.clicked.connect(signal)
        return made

    def restyle(self) -> None:
        """Height for the type size."""
        self.setFixedHeight(theme().scaled(sizes.STATUS_BAR))

    @Slot()
    def refresh(self) -> None:
        """Read the figures again, one reading at a time."""
        if self._is_reading:
            return
        self._is_reading = True
        session = self._desk.session

        def work(progress: Progress) -> Status:
            return session.status()

        self._desk.lane.run(
            work, self._on_read, self._on_failed, self, cancelled=self._on_end, reads=True, quiet=True
        )

    def _on_read(self, status: Status) -> None:
        self._is_reading = False
        self.show_status(status)

    def _on_failed(self, fault: Fault) -> None:
        self._is_reading = False
        self.tell(fault.sentence())

    def _on_end(self) -> None:
        self._is_reading = False

    def tell(self, text: str) -> None:
        """A short warning at the right, such as the coming lock; empty removes it."""
        self.note.setText(text)

    def show_status(self, status: Status) -> None:
        """Put the figures into words."""
        saved, backup = status.saved_at, status.backup_at
        self.saved.setText(_("Saved {when}", when=moment(saved)) if saved else _("Nothing saved yet"))
        words = _("Backup: {when}", when=moment(backup)) if backup else _("No backup yet")
        self.backup.setText(words)
        self.backup.setAccessibleName(words)
        late = status.backup_late
        mark(self.backup, tone="warn" if late else "")
        put_icon(self.backup, "alert-triangle" if late else "database", "warn" if late else "muted", 13)
        unsent = (
            plural(
                "Unsent: {count} change", "Unsent: {count} changes", status.unsent, count=count(status.unsent)
            )
            if status.unsent
            else _("Everything sent")
        )
        self.unsent.setText(unsent)
        self.unsent.setAccessibleName(unsent)
        parts = [_("Version {version}", version=self._version)]
        if status.catalogue:
            parts.append(_("Catalogue {day}", day=day(status.catalogue)))
        self.right.setText("  ·  ".join(parts))
