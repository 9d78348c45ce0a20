"""What the frame needs from outside, handed in by bootstrap.

The frame imports Qt and small own modules only; everything that opens, derives, creates or
reads the store is behind ``Gate`` and ``DeskSession``. Calls marked *slow* are made in a worker
thread. A call that refuses raises ``Fault``; its sentence is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.desk.shell.home import AccountLine, HomeKind, HomeState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk.shell.desk import Desk
    from app.desk.shell.shortcuts import Shortcut


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    code: str
    label: str


@dataclass(frozen=True)
class Judged:
    """What a passphrase is worth: 0 (none) to 4, and why it is refused (empty when accepted).

    ``reason`` is a sentence in the language in use."""

    score: int
    reason: str = ""


@dataclass(frozen=True)
class FirstRun:
    """What the first two steps of the first run gathered."""

    province: str
    commune: str
    agency: str
    superior: str
    user: str
    password: str = field(repr=False)
    sort: str = "commune"  # or health, upper


@dataclass(frozen=True)
class Created:
    """A new home: the recovery code in groups, and the session that is open already."""

    recovery: tuple[str, ...] = field(repr=False)
    session: DeskSession


@dataclass(frozen=True)
class Status:
    """What the status bar says. Moments are time-zone aware."""

    saved_at: datetime | None = None
    backup_at: datetime | None = None
    backup_late: bool = False
    unsent: int = 0
    catalogue: date | None = None


@dataclass(frozen=True)
class Found:
    """One line of the global search: where it leads is a page and a target for it."""

    title: str
    detail: str
    page: str
    target: str
    icon: str = "user"


class DeskSession(Protocol):
    """An open register as the frame sees it; pages take more from ``register``."""

    @property
    def user(self) -> str:
        """The account that opened it."""

    @property
    def role(self) -> str:
        """Role of the account, as in ``PageSpec.roles``."""

    @property
    def role_label(self) -> str:
        """Message id of the role's name."""

    @property
    def unit_name(self) -> str:
        """Name of the unit, as shown in the top bar."""

    @property
    def sample(self) -> bool:
        """Whether this is the training register."""

    def status(self) -> Status:
        """Figures of the status bar; called on a reader thread."""

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """The global search; called on a reader thread."""

    def close(self) -> None:
        """Close the store and release the home; *slow*. Called once, as the last work of the
        lane's writer thread, when nothing else runs."""


@dataclass(frozen=True)
class PageSpec:
    """A page of the window: built the first time it is opened.

    ``roles`` empty means everyone. ``bottom`` puts it at the foot of the navigation;
    ``starts_group`` leaves a gap above it; without ``in_rail`` it is reached from another page.
    ``label`` is a message id.
    """

    id: str
    label: str
    icon: str
    make: Callable[[Desk], QWidget]
    roles: frozenset[str] = frozenset()
    shortcut: Shortcut | None = None
    bottom: bool = False
    starts_group: bool = False
    in_rail: bool = True


class Gate(Protocol):
    """The way into one home."""

    @property
    def home(self) -> Path:
        """The folder of this node."""

    @property
    def version(self) -> str:
        """The program's version, as shown."""

    @property
    def has_backups(self) -> bool:
        """Whether backups are made and restored; without them nothing about them is shown."""

    def home_state(self) -> HomeState:
        """Look at the home without opening it: fast."""

    def accounts(self) -> Sequence[AccountLine]:
        """Accounts that can open it: fast."""

    def delay(self) -> float:
        """Seconds to wait before the next try; grows after five failures."""

    def warm(self) -> None:
        """Import what opening will need; called in a thread while the passphrase is typed."""

    def unlock(self, user: str, password: str) -> DeskSession:
        """Open the register; *slow*. Fault ``E_PASSWORD`` when it does not fit."""

    def judge(self, password: str, user: str) -> Judged:
        """What a new passphrase is worth; under 10 ms."""

    def provinces(self) -> Sequence[Choice]:
        """Provinces of the catalogue."""

    def communes(self, province: str) -> Sequence[Choice]:
        """Communes of a province."""

    def create(self, first: FirstRun) -> Created:
        """Make a new home; *slow*."""

    def set_backup(self, session: DeskSession, folder: Path) -> None:
        """Choose the folder of automatic backups; *slow*."""

    def open_sample(self) -> DeskSession:
        """Make (once) and open the training register; *slow*."""

    def restore(self, backup: Path, recovery: str) -> None:
        """Bring a home back from a backup with its recovery code; *slow*."""

    def recover(self, user: str, recovery: str, password: str) -> None:
        """Give an account a new passphrase with the recovery code; *slow*."""

    def pages(self) -> Sequence[PageSpec]:
        """Every page of the program; called after a session is open."""


MakeGate = Callable[[Path, bool], Gate]
"""Home folder and whether the training register was asked for, to its gate."""

__all__ = [
    "AccountLine",
    "Choice",
    "Created",
    "DeskSession",
    "FirstRun",
    "Found",
    "Gate",
    "HomeKind",
    "HomeState",
    "Judged",
    "MakeGate",
    "PageSpec",
    "Status",
]
