"""Dialogs of the administration page: a new account, another passphrase."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.shell.column import buddy
from app.desk.shell.desk import Desk
from app.desk.shell.newpass import NewPassphrase
from app.desk.shell.passfield import PassField
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.kinds.faults import Fault
from app.words import N_, _

ROLES = (
    ("police", N_("Police officer")),
    ("health", N_("Health worker")),
    ("head", N_("Head of the unit")),
    ("admin", N_("Administrator of accounts")),
)


class AskDialog(QDialog):
    """Title, fields, what is wrong, two buttons; the work runs in the lane."""

    def __init__(self, desk: Desk, title: str, text: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.setMinimumWidth(look.px(460))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 14)
        self.column.setSpacing(6)
        self.column.addWidget(look.label(title, self, role="title", wrap=True))
        self.column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self.column.addSpacing(6)
        self.told = look.label("", self, wrap=True, tone="danger")
        self.go = look.button(verb, self, kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.start)
        self.cancel = look.button(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)

    def finish_layout(self) -> None:
        """The foot, after the fields."""
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        self.column.addLayout(foot)

    @Slot()
    def start(self) -> None:
        """Do it; overridden."""

    def set_busy(self, busy: bool) -> None:
        """One try at a time."""
        self.go.setEnabled(not busy)
        self.told.setText("")

    def _on_done(self, result: object) -> None:
        self.accept()

    def _on_failed(self, fault: Fault) -> None:
        self.set_busy(False)
        self.told.setText(fault.sentence())
        mark(self.told, tone="danger")


class AddAccountDialog(AskDialog):
    """Name, role, whether it manages accounts, and its first passphrase."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        text = _("The person types the passphrase here alone; nobody else needs to know it.")
        super().__init__(desk, _("Add an account"), text, _("Add the account"), parent)
        self.user = QLineEdit(self)
        self.user.setPlaceholderText(_("For example: nguyen.van.an"))
        self.role = QComboBox(self)
        for code, words in ROLES:
            self.role.addItem(_(words), code)
        node = desk.register.session.node.sort
        self.role.setCurrentIndex(1 if node == "health" else 2 if node == "upper" else 0)
        self.admin = QCheckBox(_("Manages accounts"), self)
        self.fresh = NewPassphrase(desk.register.keeper.judge, self._user_name, self)
        self.column.addWidget(buddy(_("Account name"), self.user))
        self.column.addWidget(self.user)
        self.column.addWidget(buddy(_("Role"), self.role))
        self.column.addWidget(self.role)
        self.column.addWidget(self.admin)
        self.column.addSpacing(4)
        self.column.addWidget(self.fresh)
        self.finish_layout()
        self.user.textChanged.connect(self.fresh.review)
        self.user.textChanged.connect(self._refresh)
        self.fresh.judged.connect(self._refresh)
        self._refresh()

    def _user_name(self) -> str:
        return self.user.text().strip()

    @Slot()
    def _refresh(self) -> None:
        self.go.setEnabled(bool(self._user_name()) and self.fresh.is_good())

    @Slot()
    def start(self) -> None:
        """Add it in the lane: the derivation takes about a second."""
        keeper, user, role = self.desk.register.keeper, self._user_name(), str(self.role.currentData())
        password, admin = self.fresh.passphrase(), self.admin.isChecked()

        def work(progress: Progress) -> None:
            keeper.add(user, role, password, admin=admin)

        self.set_busy(True)
        self.desk.lane.run(work, self._on_done, self._on_failed, self)


class PassphraseDialog(AskDialog):
    """The old passphrase and the new one twice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        text = _("Account {user}. The former passphrase opens nothing afterwards.", user=desk.register.user)
        super().__init__(desk, _("Change my passphrase"), text, _("Change the passphrase"), parent)
        self.old = PassField()
        self.fresh = NewPassphrase(desk.register.keeper.judge, self._user_name, self)
        self.column.addWidget(buddy(_("Present passphrase"), self.old))
        self.column.addWidget(self.old)
        self.column.addSpacing(6)
        self.column.addWidget(look.label(_("New passphrase"), self, role="strong"))
        self.column.addWidget(self.fresh)
        self.finish_layout()
        self.old.textChanged.connect(self._refresh)
        self.fresh.judged.connect(self._refresh)
        self._refresh()

    def _user_name(self) -> str:
        return str(self.desk.register.user)

    @Slot()
    def _refresh(self) -> None:
        self.go.setEnabled(bool(self.old.text()) and self.fresh.is_good())

    @Slot()
    def start(self) -> None:
        """Change it in the lane."""
        keeper, old, new = self.desk.register.keeper, self.old.passphrase(), self.fresh.passphrase()

        def work(progress: Progress) -> None:
            keeper.change_own_password(old, new)

        self.set_busy(True)
        self.desk.lane.run(work, self._on_done, self._on_failed, self)
