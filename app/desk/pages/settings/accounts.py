"""Accounts and roles: who may open the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.pages.people.work import read
from app.desk.pages.settings.dialogs import ROLES, AddAccountDialog, PassphraseDialog
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.words import N_, _

_COLUMNS = (
    Column("user", N_("Account"), 150, strong=True, sortable=False),
    Column("role", N_("Role"), 140, sortable=False),
    Column("admin", N_("Manages accounts"), 126, sortable=False),
    Column("note", N_("Note"), 130, marked=True, sortable=False),
)


class AccountsCard(QWidget):
    """The list, and what may be done; ``done`` after a change."""

    done = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: Sequence[Any] = ()
        may = desk.register.keeper.may_manage
        frame, column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.addLayout(card_head("users", _("Accounts and roles"), frame))
        text = _(
            "A role decides which records an account reads and writes. Health notes open for health workers only."
        )
        column.addWidget(look.label(text, frame, tone="muted", wrap=True))
        self._model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self._model, _("Accounts and roles"), frame)
        self.table.setMinimumHeight(look.px(130))
        self.table.selected.connect(self._on_selected)
        column.addWidget(self.table, 1)
        self.add = look.button(_("Add an account"), frame, icon="user-plus")
        self.add.clicked.connect(self.open_add)
        self.remove = look.button(_("Remove the account…"), frame, icon="trash")
        self.remove.clicked.connect(self.ask_remove)
        self.change = look.button(_("Change my passphrase"), frame, icon="key")
        self.change.clicked.connect(self.open_change)
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.add, self.remove):
            part.setVisible(may)
            row.addWidget(part)
        row.addWidget(self.change)
        row.addStretch(1)
        column.addLayout(row)
        self.remove.setEnabled(False)

    def reload(self) -> None:
        """Read the accounts again."""
        keeper = self._desk.register.keeper
        read(self._desk, keeper.accounts, self.show_rows, self._on_failed, self)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show the accounts."""
        self._rows = rows
        self._model.set_lines([_line(row) for row in rows])
        self._on_selected([])

    @Slot(list)
    def _on_selected(self, ids: Sequence[int]) -> None:
        one = self._rows[ids[0]] if len(ids) == 1 and ids[0] < len(self._rows) else None
        self.remove.setEnabled(one is not None and not one.is_own and not one.leaving)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    @Slot()
    def open_add(self) -> None:
        """Ask for a new account."""
        self._open(AddAccountDialog(self._desk, self))

    @Slot()
    def open_change(self) -> None:
        """Ask for another passphrase."""
        self._open(PassphraseDialog(self._desk, self))

    def _open(self, dialog: AddAccountDialog | PassphraseDialog) -> None:
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        self._desk.tell(_("Saved."), "good")
        self.reload()
        self.done.emit()

    @Slot()
    def ask_remove(self) -> None:
        """Name what happens, then remove with the register closed."""
        ids = self.table.selected_ids()
        if len(ids) != 1:
            return
        user = str(self._rows[ids[0]].user)
        dialog = ConfirmDialog(
            _("Remove the account {user}?", user=user),
            _(
                "The register is locked now and gets another key, so that an old copy of the key file "
                "opens nothing new. Open it again with your own passphrase."
            ),
            _("Remove {user} and lock", user=user),
            self,
            details=(
                _("What {user} entered stays, with the name.", user=user),
                _("Old backups stay open to whoever could open them."),
            ),
            destructive=True,
        )
        if dialog.ask():
            self.remove_account(user)

    def remove_account(self, user: str) -> None:
        """Note the removal; it is carried out while the register closes."""
        keeper = self._desk.register.keeper

        def work(progress: Progress) -> None:
            keeper.remove_when_closed(user)

        self._desk.lane.run(work, self._on_leaving, self._on_failed, self)

    def _on_leaving(self, result: object) -> None:
        self._desk.lock_wanted.emit()


def _line(row: Any) -> Line:
    labels = dict(ROLES)
    note: str = ""
    if row.is_own:
        note = Marked(_("This is you"), "info", "user")
    elif row.leaving:
        note = Marked(_("Goes at closing"), "warn")
    role = _(labels.get(row.role, row.role))
    return (row.user, role, _("yes") if row.admin else "", note)
