"""The gate into one home, put together from the real parts.

Everything heavy is imported inside the calls that are made in a worker thread; what the unlock
page needs to appear reads three small files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.bootstrap_desk.known import Known, keep_known, load_known
from app.bootstrap_desk.peek import named_accounts, state_of
from app.desk.shell.home import AccountLine, HomeState
from app.kinds.faults import Fault
from app.vault.home import Home
from app.words import N_

if TYPE_CHECKING:
    from app.bootstrap import Opened
    from app.bootstrap_desk.opened import OpenRegister
    from app.desk.shell.gate import Choice, Created, DeskSession, FirstRun, Gate, Judged, PageSpec
    from app.vault.derive import Limits

ROLE_LABELS = {
    "police": N_("Police officer"),
    "health": N_("Health worker"),
    "head": N_("Head of the unit"),
    "admin": N_("Administrator of accounts"),
}
_LETTER = {"commune": "C", "health": "H", "upper": "U"}
_NO_BACKUPS = N_("This version has no backups yet. Copy the whole folder of the register while it is closed.")


def make_gate(home: Path, _sample: bool) -> Gate:
    """The gate of a home; the window itself asks for the training register where it is wanted."""
    return DeskGate(home)


class DeskGate:
    """See ``app.desk.shell.gate.Gate``."""

    has_backups = False

    def __init__(self, home: Path, limits: Limits | None = None) -> None:
        """``limits`` of the password's cost, for rehearsals; None: as in use."""
        self._home = Home(home)
        self._limits = limits
        self._session: OpenRegister | None = None

    @property
    def home(self) -> Path:
        """The folder of this node."""
        return self._home.path

    @property
    def version(self) -> str:
        """The program's version."""
        return __version__

    def home_state(self) -> HomeState:
        """What is in the folder."""
        return state_of(self._home, load_known(self.home).unit)

    def accounts(self) -> Sequence[AccountLine]:
        """Who can open it, with the last good unlock where it is known."""
        opened = load_known(self.home).opened
        found = named_accounts(self._home)
        return [AccountLine(a.user, ROLE_LABELS.get(a.role, a.role), opened.get(a.user)) for a in found]

    def delay(self) -> float:
        """Seconds until the next try is taken."""
        if not self._home.unlocks.exists():
            return 0.0
        from app.vault.tries import delay_before_next

        return delay_before_next(self._home)

    def warm(self) -> None:
        """Import what opening needs."""
        import app.bootstrap_desk.opened
        import app.bootstrap_desk.pages
        import app.desk.shell.opened  # noqa: F401 - imported for the effect: ready when the passphrase is typed
        from app.law.calendar import Calendar
        from app.law.packs import LawPacks

        LawPacks.shipped()
        Calendar.shipped()

    def unlock(self, user: str, password: str) -> DeskSession:
        """Open the register."""
        from app.bootstrap import open_node

        return self._register(open_node(self._home, user, password, limits=self._cost()))

    def judge(self, password: str, user: str) -> Judged:
        """What a new passphrase is worth."""
        from app.bootstrap_desk.judging import judged

        return judged(password, user)

    def provinces(self) -> Sequence[Choice]:
        """Provinces of the catalogue."""
        from app.desk.shell.gate import Choice
        from app.kinds.units_catalogue import provinces

        return [Choice(p.code, p.label) for p in provinces()]

    def communes(self, province: str) -> Sequence[Choice]:
        """Communes of a province."""
        from app.desk.shell.gate import Choice
        from app.kinds.units_catalogue import communes

        return [Choice(c.code, c.label) for c in communes(province)]

    def create(self, first: FirstRun) -> Created:
        """Make the home, open it, and issue its first recovery code."""
        from app.bootstrap import FIRST_ROLE, NewNode, create_node
        from app.desk.shell.gate import Created
        from app.vault.recovery import issue_recovery

        unit = first.commune or first.province
        new = NewNode(
            node=f"{_LETTER[first.sort]}{unit}",
            name=self._unit_name(first),
            sort=first.sort,
            unit=unit,
            user=first.user,
            role=FIRST_ROLE[first.sort],
            password=first.password,
        )
        opened = create_node(self._home, new, limits=self._cost())
        sheet = issue_recovery(self._home, opened.unlocked)
        keep_known(self.home, Known(new.name, first.superior))
        register = self._register(opened)
        return Created(tuple(group for half in sheet.halves for group in half.split("-")), register)

    def _unit_name(self, first: FirstRun) -> str:
        places = [*self.provinces(), *self.communes(first.province)]
        names = {place.code: place.label for place in places}
        return joined_name(first.agency, names.get(first.commune, names.get(first.province, "")))

    def set_backup(self, session: DeskSession, folder: Path) -> None:
        """Not offered while ``has_backups`` is off."""
        raise Fault("E_NO_BACKUPS", _NO_BACKUPS)

    def restore(self, backup: Path, recovery: str) -> None:
        """Not offered while ``has_backups`` is off."""
        raise Fault("E_NO_BACKUPS", _NO_BACKUPS)

    def open_sample(self) -> DeskSession:
        """The training register of today, made when it is not there yet."""
        from app.bootstrap_desk.sample import open_training

        self._session = open_training()
        return self._session

    def adopt(self, register: OpenRegister) -> None:
        """Take a register that was opened elsewhere, so that ``pages`` fit it."""
        self._session = register

    def recover(self, user: str, recovery: str, password: str) -> None:
        """Give an account a new passphrase with the recovery code."""
        from app.vault.instance import hold
        from app.vault.recovery import recover

        with hold(self._home):
            recover(self._home, recovery, user, password, limits=self._cost())

    def pages(self) -> Sequence[PageSpec]:
        """Every page for the register that is open."""
        from app.bootstrap_desk.pages import pages_of

        return pages_of(self._session)

    def _cost(self) -> Limits:
        from app.vault.derive import STANDARD

        return self._limits or STANDARD

    def _register(self, opened: Opened) -> DeskSession:
        from app.bootstrap_desk.opened import OpenRegister

        session = opened.session
        known = load_known(self.home)
        known.unit = session.node.name
        known.opened[session.user] = session.now()
        keep_known(self.home, known)
        self._session = OpenRegister(opened, superior=known.superior, limits=self._cost())
        return self._session


def joined_name(agency: str, place: str) -> str:
    """“Công an xã” of “Xã Ninh Phước” is “Công an xã Ninh Phước”; other names are set side by side."""
    from app.kinds.text import fold

    sort, _space, rest = place.partition(" ")
    if not place or (rest and f" {fold(rest)} " in f" {fold(agency)} "):
        return agency
    if rest and fold(agency).endswith(f" {fold(sort)}"):
        return f"{agency} {rest}"
    return f"{agency}, {place}"
