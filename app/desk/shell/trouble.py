"""The page shown instead of unlock when the home cannot be opened as it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.desk.shell.column import ColumnPage
from app.desk.shell.gate import Gate, HomeKind, HomeState
from app.desk.theme import sizes
from app.desk.widgets.look import button, label, picture
from app.words import N_, _

_TITLES = {
    HomeKind.MISSING: N_("The register is not where it was"),
    HomeKind.DAMAGED: N_("The register is damaged"),
    HomeKind.NEWER: N_("The register was written by a newer program"),
    HomeKind.BUSY: N_("The register is open already"),
    HomeKind.UNREADABLE: N_("The folder of the register cannot be used"),
}
_ADVICE = {
    HomeKind.MISSING: N_("Put the folder back to its place and try again, or restore the newest backup."),
    HomeKind.DAMAGED: N_("Restore the newest backup. The damaged file is kept aside and nothing is deleted."),
    HomeKind.NEWER: N_("Install the newer version on this computer, then open the register again."),
    HomeKind.BUSY: N_("Go on in the other window, or close it and try again here."),
    HomeKind.UNREADABLE: N_(
        "Ask the person who looks after this computer for the right to write to the folder."
    ),
}
_ICONS = {
    HomeKind.BUSY: ("info-circle", "info"),
    HomeKind.NEWER: ("info-circle", "info"),
}
_RESTORABLE = (HomeKind.MISSING, HomeKind.DAMAGED)


class TroublePage(ColumnPage):
    """What is wrong, in a sentence, and the ways on: never a dead end."""

    retry_wanted = Signal()
    restore_wanted = Signal()
    sample_wanted = Signal()
    raise_wanted = Signal()

    def __init__(self, gate: Gate, state: HomeState) -> None:
        super().__init__(gate.version)
        self.state = state
        self._can_restore = state.kind in _RESTORABLE and gate.has_backups
        name, role = _ICONS.get(state.kind, ("alert-triangle", "danger"))
        column = self.column
        head = QHBoxLayout()
        head.addWidget(picture(name, role, 32))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(label(_(_TITLES[state.kind]), role="title", wrap=True))
        column.addWidget(label(state.sentence, wrap=True))
        column.addWidget(label(_(_ADVICE[state.kind]), tone="muted", wrap=True))
        column.addWidget(label(str(gate.home), role="caption", wrap=True))
        column.addSpacing(sizes.MEDIUM)
        column.addLayout(self._actions())
        sample = button(_("Open the training register"), kind="quiet", icon="school")
        sample.clicked.connect(self.sample_wanted)
        self.foot.addStretch(1)
        self.foot.addWidget(sample)
        self.foot.addStretch(1)

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        if self._can_restore:
            main = button(_("Restore from a backup"), kind="primary", icon="restore")
            main.clicked.connect(self.restore_wanted)
            row.addWidget(main)
        elif self.state.kind is HomeKind.BUSY:
            main = button(_("Show the other window"), kind="primary", icon="external-link")
            main.clicked.connect(self.raise_wanted)
            row.addWidget(main)
        self.retry_button = button(_("Try again"), icon="refresh")
        self.retry_button.clicked.connect(self.retry_wanted)
        row.addWidget(self.retry_button)
        row.addStretch(1)
        return row
