"""What pages may ask of the keys: accounts, recovery sheets, the device, the check of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap_desk.judging import judged
from app.bootstrap_desk.known import keep_known, load_known
from app.desk.shell.gate import Judged
from app.documents.recovery_sheet import RecoverySheet, recovery_paper
from app.kinds.faults import Fault
from app.vault import keys, recovery
from app.vault.derive import STANDARD, Limits
from app.words import N_

if TYPE_CHECKING:
    from app.bootstrap import Opened
    from app.documents.office import Office
    from app.ledger.verify import Check
    from app.vault.identity import Device

_SELF = N_("You cannot remove your own account. Ask another administrator of accounts.")
_NOT_ADMIN = N_("Only somebody who manages accounts may do this. Ask the administrator of accounts.")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in the list; ``role`` is a code, ``leaving``: it goes when the register is closed."""

    user: str
    role: str
    admin: bool
    is_own: bool
    leaving: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One recovery sheet or recovery key; ``made_at`` ISO text."""

    label: str
    made_at: str
    covers_health: bool


class Keeper:
    """Slow calls; made in the lane."""

    def __init__(self, opened: Opened, limits: Limits = STANDARD) -> None:
        self._opened = opened
        self._limits = limits
        self.leaving: list[str] = []

    @property
    def device(self) -> Device:
        """The signing device of this register."""
        return self._opened.device

    @property
    def may_manage(self) -> bool:
        """Whether the account manages accounts."""
        return self._opened.unlocked.admin

    def accounts(self) -> list[AccountRow]:
        """Every account."""
        own = self._opened.session.user
        return [
            AccountRow(a.user, a.role, a.admin, a.user == own, a.user in self.leaving)
            for a in keys.accounts(self._opened.home)
        ]

    def add(self, user: str, role: str, password: str, *, admin: bool) -> None:
        """Add an account; the faults of ``keys.add_user``."""
        opened = self._opened
        names = (opened.session.node.name,)
        made = keys.add_user(
            opened.home, opened.unlocked, user, role, password, admin=admin, names=names, limits=self._limits
        )
        opened.session.store.note(opened.session.user, "user_add", made.user, made.role)

    def remove_when_closed(self, user: str) -> None:
        """Remove an account when the register is closed: its key changes then. E_ADMIN, E_USER_SELF."""
        if not self.may_manage:
            raise Fault("E_ADMIN", _NOT_ADMIN)
        if user == self._opened.session.user:
            raise Fault("E_USER_SELF", _SELF)
        self._opened.session.store.note(self._opened.session.user, "user_remove", user)
        self.leaving.append(user)

    def change_own_password(self, old: str, new: str) -> None:
        """Another passphrase for the account at work; the faults of ``keys.change_password``."""
        opened = self._opened
        names = (opened.session.node.name,)
        keys.change_password(opened.home, opened.session.user, old, new, names=names, limits=self._limits)
        opened.session.store.note(opened.session.user, "user_password", opened.session.user)

    def judge(self, password: str, user: str) -> Judged:
        """What a new passphrase is worth; under 10 ms."""
        return judged(password, user, (self._opened.session.node.name,))

    def set_superior(self, name: str) -> None:
        """Keep the name of the unit above, as it stands at the head of papers."""
        folder = self._opened.home.path
        known = load_known(folder)
        known.superior = name
        keep_known(folder, known)

    def sheets(self) -> list[SheetRow]:
        """Recovery sheets and keys, oldest first."""
        return [
            SheetRow(s.label, s.made_at, s.covers_health) for s in recovery.recovery_list(self._opened.home)
        ]

    def recovery_keys(self) -> Sequence[str]:
        """Public recovery recipients, for the pairing card."""
        return recovery.recovery_recipients(self._opened.home)

    def print_sheet(self, path: Path, office: Office) -> Path:
        """Issue a new recovery sheet and write it as PDF; nothing secret stays but in that file."""
        from app.documents.pdf import write_pdf

        opened = self._opened
        sheet = recovery.issue_recovery(opened.home, opened.unlocked)
        node = opened.session.node
        paper = RecoverySheet(
            node.node, node.name, self.device.fingerprint(), sheet.halves, opened.session.now()
        )
        write_pdf(recovery_paper(paper, office), path)
        opened.session.store.note(opened.session.user, "recovery_sheet", sheet.id)
        return path

    def verify(self, *, deep: bool = False) -> list[Check]:
        """Every check of the register; the look is noted in the audit list."""
        from app.ledger.verify import verify

        checks = verify(self._opened.session.store, deep=deep)
        bad = sum(not check.ok for check in checks)
        self._opened.session.store.note(self._opened.session.user, "verify", detail=str(bad))
        return checks
