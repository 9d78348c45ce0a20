"""The unlock page: choose an account, type the passphrase, and what can go wrong, in sentences."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from app.desk.jobs.lane import Lane
from app.desk.jobs.progress import Progress
from app.desk.shell.accounts import AccountList
from app.desk.shell.column import ColumnPage, buddy
from app.desk.shell.home import HomeState
from app.desk.shell.passfield import PassField
from app.desk.theme import sizes
from app.desk.theme.theme import mark
from app.desk.widgets.look import button, label
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.desk.shell.gate import DeskSession, Gate

OPEN = N_("Open the register")


class NoteLine(QFrame):
    """One message under a field; keeps its room so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.SMALL, sizes.TIGHT, sizes.SMALL, sizes.TIGHT)
        row.addWidget(self._text)
        self.tell("")

    def tell(self, text: str, tone: str = "warn") -> None:
        """Show a sentence in a tone, or nothing."""
        self._text.setText(text)
        self.setAccessibleName(text)
        mark(self, note=tone if text else "")
        mark(self._text, tone=tone if text else "")
        self.setMinimumHeight(self._text.fontMetrics().height() * 2 + sizes.MEDIUM)
        self._text.setVisible(bool(text))

    def text(self) -> str:
        """The sentence that stands now."""
        return self._text.text()


class UnlockPage(ColumnPage):
    """Full-window page; ``opened`` carries the session."""

    opened = Signal(object)
    sample_wanted = Signal()
    restore_wanted = Signal()
    forgotten = Signal(str)

    def __init__(self, gate: Gate, lane: Lane, state: HomeState, last_user: str = "") -> None:
        super().__init__(gate.version)
        self._gate, self._lane = gate, lane
        self._is_opening = False
        self.accounts = AccountList(gate.accounts())
        self.accounts.choose(last_user)
        self.password = PassField()
        self.note = NoteLine()
        self.open_button = button(_(OPEN), kind="primary", icon="lock-open")
        self.busy = QProgressBar()
        self._wait = QTimer(self)
        self._wait.setInterval(250)
        self.panel.add_line("shield-lock", _("The data stays on this computer, encrypted."))
        self.panel.add_line("building-community", _("Works without a network."))
        self._fill_column(state)
        self._fill_foot()
        self._connect()
        self._set_tab_order()
        if gate.delay() > 0:
            self._wait.start()
            self._on_wait()

    def _fill_column(self, state: HomeState) -> None:
        column = self.column
        column.addWidget(label(_(OPEN), role="title"))
        column.addWidget(label(state.unit_name, tone="muted", wrap=True))
        column.addSpacing(sizes.MEDIUM)
        column.addWidget(buddy(_("Account"), self.accounts))
        column.addWidget(self.accounts)
        column.addSpacing(sizes.TIGHT)
        self.forgot_button = button(_("Forgotten passphrase"), kind="link")
        row = QHBoxLayout()
        row.addWidget(buddy(_("Passphrase"), self.password))
        row.addStretch(1)
        row.addWidget(self.forgot_button)
        column.addLayout(row)
        column.addWidget(self.password)
        column.addSpacing(sizes.TIGHT)
        column.addWidget(self.open_button)
        self.busy.setTextVisible(False)
        self.busy.setRange(0, 0)
        self.busy.setFixedHeight(6)
        self.busy.setAccessibleName(_("Opening"))
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.hide()
        column.addWidget(self.busy)
        column.addWidget(self.note)

    def _fill_foot(self) -> None:
        self.restore_button = button(_("Restore from a backup"), kind="quiet", icon="restore")
        self.sample_button = button(_("Open the training register"), kind="quiet", icon="school")
        self.restore_button.setVisible(self._gate.has_backups)
        self.foot.addStretch(1)
        self.foot.addWidget(self.restore_button)
        self.foot.addWidget(self.sample_button)
        self.foot.addStretch(1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.try_open)
        self.password.returnPressed.connect(self.try_open)
        self.password.note_changed.connect(self._on_note)
        self.accounts.picked.connect(self._on_account)
        self._wait.timeout.connect(self._on_wait)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.forgot_button.clicked.connect(self._on_forgotten)

    def _set_tab_order(self) -> None:
        order: list[QWidget] = [
            *self.accounts.buttons,
            self.password,
            self.open_button,
            self.forgot_button,
            self.restore_button,
            self.sample_button,
            self.language_button,
            self.scheme_button,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.first = self.ending = self.password

    @Slot()
    def try_open(self) -> None:
        """Derive the key and open the register in the lane."""
        if self._is_opening or self._wait.isActive():
            return
        user, password = self.accounts.user(), self.password.passphrase()
        if not password:
            self.note.tell(_("Type the passphrase of this account."), "info")
            self.password.setFocus()
            return
        self._set_opening(True)
        gate = self._gate

        def work(progress: Progress) -> DeskSession:
            return gate.unlock(user, password)

        self._lane.run(work, self._on_opened, self._on_failed, self, quiet=True)

    def _set_opening(self, opening: bool) -> None:
        self._is_opening = opening
        for part in (self.accounts, self.password, self.open_button, self.forgot_button):
            part.setEnabled(not opening)
        for link in (self.restore_button, self.sample_button, self.language_button):
            link.setEnabled(not opening)
        self.busy.setVisible(opening)
        self.open_button.setText(_("Opening…") if opening else _(OPEN))
        if opening:
            self.note.tell("")

    def _on_opened(self, session: DeskSession) -> None:
        self.password.forget()
        self.opened.emit(session)

    def _on_failed(self, fault: Fault) -> None:
        self._set_opening(False)
        self.note.tell(fault.sentence(), "danger")
        self.password.setFocus()
        self.password.selectAll()
        if self._gate.delay() > 0:
            self._wait.start()
            self._on_wait()

    @Slot()
    def _on_wait(self) -> None:
        """Count the delay down on the button."""
        seconds = math.ceil(self._gate.delay())
        if seconds <= 0:
            self._wait.stop()
            self.open_button.setText(_(OPEN))
            self.open_button.setEnabled(not self._is_opening)
            return
        self.open_button.setEnabled(False)
        self.open_button.setText(_("Try again in {seconds} s", seconds=seconds))

    @Slot(str)
    def _on_note(self, text: str) -> None:
        self.note.tell(text, "warn")

    @Slot()
    def _on_account(self) -> None:
        self.password.clear()
        self.password.setFocus()

    @Slot()
    def _on_forgotten(self) -> None:
        self.forgotten.emit(self.accounts.user())
