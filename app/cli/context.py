"""What a command works with: where the node is, who asks, by which clock, where answers go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.options import WrongUse
from app.cli.output import Output
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.bootstrap_cli import Clock, Home, Limits, Opened

_LONGEST_LINE = 4096
_NO_FILE = N_("The password file {path} is not there or cannot be read. Check its path.")
_EMPTY = N_("The first line of the password file is empty. Write the password there.")
_NOT_TEXT = N_("The password file {path} is not a text in UTF-8. Save it again as UTF-8.")
_NO_PASSWORD = N_("A password is needed. Name a file with --password-file, or run the command in a terminal.")
_NO_HOME = N_("Missing: --home DIR. Name the folder of the node.")


@dataclass(slots=True)
class Context:
    """One run of one command. ``limits``: of the password's cost, None for the usual ones."""

    out: Output
    home: str = ""
    user: str = ""
    password_file: str = ""
    at: datetime | None = None
    limits: Limits | None = None
    _password: str = field(default="", repr=False)

    def place(self) -> Home:
        """The node's folder; WrongUse when none was named."""
        from app.bootstrap_cli import Home

        if not self.home:
            raise WrongUse(_(_NO_HOME))
        return Home(self.home)

    def clock(self) -> Clock:
        """The command's clock: the computer's, or the one of ``--at``."""
        from app.bootstrap_cli import moment_clock

        return moment_clock(self.at)

    def cost(self) -> Limits:
        """The limits of the password's cost."""
        from app.bootstrap_cli import STANDARD

        return self.limits or STANDARD

    def password(self, user: str = "") -> str:
        """The password from the file, or asked for on the terminal."""
        if self._password:
            return self._password
        if self.password_file:
            return self.secret(self.password_file)
        if not is_terminal():
            raise Fault("E_NO_PASSWORD", _NO_PASSWORD)
        from getpass import getpass

        return getpass(_("Password of {user}: ", user=user) if user else _("Password: "))

    def remembered_password(self, user: str) -> str:
        """The password, kept for a command that needs it twice."""
        self._password = self.password(user)
        return self._password

    def secret(self, source: str) -> str:
        """The first line of a file (``-``: the next line of standard input) without its line end."""
        line = sys.stdin.readline(_LONGEST_LINE) if source == "-" else _first_line(Path(source))
        text = line.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")
        if not text:
            raise Fault("E_PASSWORD_EMPTY", _EMPTY)
        return text

    def new_password(self, source: str, user: str) -> str:
        """A password to be set: from a file, or typed twice on the terminal."""
        if source:
            return self.secret(source)
        if not is_terminal():
            raise Fault("E_NO_PASSWORD", _NO_NEW_PASSWORD)
        from getpass import getpass

        first = getpass(_("New password of {user}: ", user=user))
        if getpass(_("The same once more: ")) != first:
            raise Fault("E_PASSWORD_TWICE", N_("The two passwords are not the same. Start again."))
        return first

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """The node, unlocked; a clock for rehearsals is recorded in its audit list."""
        from app.bootstrap_cli import only_account, open_node

        place = self.place()
        user = self.user or only_account(place)
        made = open_node(place, user, self.password(user), clock=self.clock(), limits=self.cost())
        try:
            self.note_clock(made)
            for alarm in made.session.store.alarms:
                self.out.warn(_(_ALARM, code=alarm))
            yield made
        finally:
            made.close()

    def note_clock(self, opened: Opened) -> None:
        """Record that the clock was set by hand."""
        store = opened.session.store
        if self.at is not None and not store.database.read_only:
            store.note(opened.session.user, "rehearsal_clock", "", self.at.isoformat())


_NO_NEW_PASSWORD = N_(
    "A new password is needed. Name a file with --new-password-file, or run the command in a terminal."
)
_ALARM = N_("Attention: the check of the register says {code}. Run the command verify.")


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_LINE)
    except (OSError, ValueError):
        raise Fault("E_PASSWORD_FILE", _NO_FILE, path=str(path)) from None
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("E_PASSWORD_FILE", _NOT_TEXT, path=str(path)) from None
