"""What the command line is handed: homes, accounts, limits and verification, put together here.

The command line itself touches no room under the register; what it needs of the
vault and the ledger can be seen in this one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.bootstrap import NewNode, Opened, create_node, fixed_clock, only_account, open_node
from app.ledger.clock import Clock, wall
from app.ledger.verify import Check, verify
from app.vault import keys
from app.vault.derive import QUICK, REHEARSAL, STANDARD, Limits
from app.vault.home import Home
from app.vault.passwords import check_new
from app.vault.recovery import RecoverySheet, issue_recovery, recovery_recipients

__all__ = [
    "QUICK", "REHEARSAL", "STANDARD", "Check", "Clock", "Home", "Limits",
    "NewNode", "Opened", "RecoverySheet", "add_account", "change_password", "check_new",
    "create_node", "fixed_clock", "issue_recovery", "list_accounts", "moment_clock", "only_account",
    "open_node", "recovery_recipients", "remove_account", "run_bench", "verify", "wall",
]  # fmt: skip


def list_accounts(home: Path) -> list[keys.Account]:
    """The accounts of a node, in the order they were made; Fault E_NO_HOME."""
    place = Home(home)
    place.require()
    return keys.accounts(place)


def add_account(opened: Opened, user: str, role: str, password: str, *, admin: bool, limits: Limits) -> None:
    """Add an account to an open node and record it; faults of ``keys.add_user``."""
    names = (opened.session.node.name, opened.session.node.unit)
    keys.add_user(opened.home, opened.unlocked, user, role, password, admin=admin, names=names, limits=limits)
    opened.session.store.note(opened.session.user, "user_add", user, role)


def change_password(opened: Opened, old: str, new: str, *, limits: Limits) -> None:
    """Give the account at work a new password and record it; faults of ``keys.change_password``."""
    names = (opened.session.node.name, opened.session.node.unit)
    keys.change_password(opened.home, opened.session.user, old, new, names=names, limits=limits)
    opened.session.store.note(opened.session.user, "user_password", opened.session.user)


def remove_account(opened: Opened, user: str) -> None:
    """Delete an account; the store is closed for it, since its key changes. Faults of ``keys.remove_user``."""
    opened.session.store.close()
    keys.remove_user(opened.home, opened.unlocked, user)


def moment_clock(moment: datetime | None) -> Clock:
    """The computer's clock, or one for rehearsals that starts at a moment."""
    return fixed_clock(moment) if moment else wall


def run_bench(
    out: Path | None, sizes: Sequence[int], *, desk: bool, say: Callable[[str], None]
) -> list[dict[str, object]]:
    """Measure the project's goals; one JSON-like value a goal. Empty ``sizes``: the usual ones."""
    from app.bench.main import SIZES, run

    return [goal.as_json() for goal in run(out, sizes=sizes or SIZES, desk=desk, say=say)]
