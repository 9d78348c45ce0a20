"""What the start screen reminds of: changes not sent, confirmations that stay away, old backups."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.shell.gate import Status
from app.desk.shell.say import moment
from app.register.session import Session
from app.words import _, plural

#: Days without a confirmation from above after which it is worth a question.
LONG_DAYS = 7


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line: icon, tone, words, and the page its link leads to (empty for none)."""

    icon: str
    tone: str
    text: str
    verb: str = ""
    page: str = ""


def longest_wait(session: Session) -> int:
    """Days since the oldest change that a node above has not confirmed; 0 when none waits."""
    from app.sync import outbox, pairing

    above = [p for p in pairing.peers(session.store) if p.part == pairing.PARENT and p.status == "active"]
    waits = [outbox.pending(session.store, peer.node) for peer in above]
    return max((wait.days for wait in waits if wait.ops), default=0)


def reminders(status: Status, waited: int) -> list[Reminder]:
    """The lines to show, the most pressing first."""
    found: list[Reminder] = []
    if waited >= LONG_DAYS:
        text = plural("No receipt from above for {n} day", "No receipt from above for {n} days", waited)
        found.append(Reminder("clock-exclamation", "warn", text, _("See the packages"), "exchange"))
    if status.unsent:
        text = plural("{n} change not sent yet", "{n} changes not sent yet", status.unsent)
        found.append(Reminder("send", "info", text, _("Make a package"), "exchange"))
    if status.backup_late and status.backup_at is not None:
        text = _("Last backup: {when}", when=moment(status.backup_at))
        found.append(Reminder("alert-triangle", "warn", text))
    return found or [Reminder("circle-check", "good", _("Nothing to be reminded of."))]
