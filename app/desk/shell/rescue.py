"""Ways back in: restore a backup, or a new passphrase with the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar

from app.desk.jobs.lane import Lane
from app.desk.jobs.progress import Progress
from app.desk.shell.column import ColumnPage, buddy
from app.desk.shell.gate import Gate
from app.desk.shell.newpass import NewPassphrase
from app.desk.shell.unlock import NoteLine
from app.desk.theme import sizes
from app.desk.widgets.look import button, label
from app.kinds.faults import Fault
from app.words import _


class _RescuePage(ColumnPage):
    """Common shape: title, sentence, fields, note, action and a way back."""

    finished = Signal()
    left = Signal()

    def __init__(self, gate: Gate, lane: Lane, title: str, text: str, action: str) -> None:
        super().__init__(gate.version)
        self.gate, self.lane = gate, lane
        self.column.addWidget(label(title, role="title", wrap=True))
        self.column.addWidget(label(text, tone="muted", wrap=True))
        self.column.addSpacing(sizes.MEDIUM)
        self.recovery = QLineEdit()
        self.recovery.setPlaceholderText(_("Groups of the recovery sheet, in order"))
        self.fill()
        self.note = NoteLine()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(_("Working…"))
        self.busy.hide()
        self.back_button = button(_("Back"), icon="arrow-left")
        self.back_button.clicked.connect(self.left)
        self.go_button = button(action, kind="primary")
        self.go_button.clicked.connect(self.go)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.go_button)
        for part in (self.note, self.busy):
            self.column.addWidget(part)
        self.column.addLayout(row)

    def fill(self) -> None:
        """Add the fields; overridden."""

    @Slot()
    def go(self) -> None:
        """Start the work; overridden."""

    def set_busy(self, busy: bool) -> None:
        """Switch the buttons off while the work runs."""
        for part in (self.back_button, self.go_button):
            part.setEnabled(not busy)
        self.busy.setVisible(busy)
        if busy:
            self.note.tell("")

    def _on_done(self, result: object) -> None:
        self.set_busy(False)
        self.finished.emit()

    def _on_failed(self, fault: Fault) -> None:
        self.set_busy(False)
        self.note.tell(fault.sentence(), "danger")


class RestorePage(_RescuePage):
    """A backup file and the recovery code bring the register back."""

    def __init__(self, gate: Gate, lane: Lane) -> None:
        super().__init__(
            gate,
            lane,
            _("Restore from a backup"),
            _("What is in the folder now is kept aside first; nothing is deleted."),
            _("Restore"),
        )

    def fill(self) -> None:
        """Backup file and recovery groups."""
        self.file = QLineEdit()
        choose = button(_("Choose…"), icon="folder-open")
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        self.column.addWidget(buddy(_("Backup file"), self.file))
        self.column.addLayout(row)
        self.column.addWidget(buddy(_("Recovery code"), self.recovery))
        self.column.addWidget(self.recovery)
        self.first = self.file

    @Slot()
    def _on_choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose the backup"), self.file.text())
        if name:
            self.file.setText(name)

    @Slot()
    def go(self) -> None:
        """Restore in the lane."""
        gate, file, code = self.gate, self.file.text().strip(), self.recovery.text().strip()
        if not file or not code:
            self.note.tell(_("Choose the backup file and type the recovery code."), "info")
            return
        self.set_busy(True)

        def work(progress: Progress) -> None:
            gate.restore(Path(file), code)

        self.lane.run(work, self._on_done, self._on_failed, self, quiet=True)


class RecoverPage(_RescuePage):
    """The recovery sheet gives an account a new passphrase."""

    def __init__(self, gate: Gate, lane: Lane, user: str) -> None:
        self._account = user
        super().__init__(
            gate,
            lane,
            _("New passphrase with the recovery sheet"),
            _("Account {user}. The sheet was printed when the register was made.", user=user),
            _("Set the passphrase"),
        )

    def fill(self) -> None:
        """Recovery groups and the new passphrase twice."""
        self.column.addWidget(buddy(_("Recovery code"), self.recovery))
        self.column.addWidget(self.recovery)
        self.column.addSpacing(sizes.SMALL)
        self.fresh = NewPassphrase(self.gate.judge, self._user_name)
        self.column.addWidget(self.fresh)
        self.first = self.recovery

    def _user_name(self) -> str:
        return self._account

    @Slot()
    def go(self) -> None:
        """Recover in the lane."""
        code = self.recovery.text().strip()
        if not code or not self.fresh.is_good():
            self.note.tell(_("Type the recovery code and a passphrase that is accepted."), "info")
            return
        gate, user, password = self.gate, self._account, self.fresh.passphrase()
        self.set_busy(True)

        def work(progress: Progress) -> None:
            gate.recover(user, code, password)

        self.lane.run(work, self._on_done, self._on_failed, self, quiet=True)
