"""The training register: made-up people in a folder of their own, made once a day and version.

It lies among the user's cached files, never beside a real register, and opens with no question:
its passphrase is written here because there is nothing to protect.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app import __version__
from app.bootstrap import NewNode, Opened, create_node, open_node
from app.bootstrap_desk.opened import OpenRegister
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.ledger.clock import Clock, wall
from app.sync import inbox, outbox, pairing
from app.vault.derive import QUICK
from app.vault.home import Home
from app.words import N_, _

USER = "hoc.vien"
_PASSWORD = "sổ tập với những người không có thật"
COMMUNE, UPPER = "commune", "upper"
_UNIT, _PROVINCE = "99901", "999"
_COMMUNE_NAME = N_("Police of the commune of Sample")
_UPPER_NAME = N_("Police of the province of Sample")
_PEOPLE = 120
_SEED = 2026
_VISITS = 4
_FOUND = N_("Lives as usual and has steady work.")


def open_training(folder: Path | None = None) -> OpenRegister:
    """Open the training register of a commune; made first where today's is not there yet."""
    base = folder or training_folder()
    day = f"{__version__}-{datetime.now(VIETNAM):%Y%m%d}"
    if not (base / day).is_dir():
        _make(base, day)
    try:
        return opened_as_sample(base / day / COMMUNE)
    except Fault as fault:
        if fault.code == "E_BUSY":
            raise
        # Half removed by something that tidies cached files: there is nothing in it to save.
        shutil.rmtree(base / day, ignore_errors=True)
        _make(base, day)
        return opened_as_sample(base / day / COMMUNE)


def training_folder() -> Path:
    """Where training registers are kept."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("BinhYen", False)) / "training"


def opened_as_sample(home: Path, clock: Clock = wall, *, marked: bool = True) -> OpenRegister:
    """Open a training register that is there; ``marked`` gives it the coloured frame."""
    opened = open_node(Home(home), USER, _PASSWORD, clock=clock, limits=QUICK)
    return OpenRegister(replace(opened, session=replace(opened.session, sample=marked)), limits=QUICK)


def _make(base: Path, day: str) -> None:
    """Make it under another name and put it in place whole; older ones go."""
    base.mkdir(parents=True, exist_ok=True)
    for old in base.iterdir():
        if old.name != day:
            shutil.rmtree(old, ignore_errors=True)
    fresh = base / f".new-{secrets.token_hex(4)}"
    try:
        make_pair(fresh)
        fresh.rename(base / day)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def make_pair(folder: Path, people: int = _PEOPLE, *, clock: Clock = wall) -> tuple[Path, Path]:
    """A commune with made-up people and the office above it, paired; their two folders.

    What was there until a day ago is sent and confirmed; the last records wait to be sent.
    """
    commune = _node(folder / COMMUNE, COMMUNE, f"C{_UNIT}", _(_COMMUNE_NAME), _UNIT, clock)
    try:
        upper = _node(folder / UPPER, UPPER, f"U{_PROVINCE}", _(_UPPER_NAME), _PROVINCE, clock)
        try:
            pair_both(commune, upper)
            _fill(commune, people)
            _deliver(commune, upper, folder)
            _work_today(commune)
        finally:
            upper.close()
    finally:
        commune.close()
    return folder / COMMUNE, folder / UPPER


def _node(path: Path, sort: str, node: str, name: str, unit: str, clock: Clock) -> Opened:
    new = NewNode(node, name, sort, unit, USER, "", _PASSWORD)
    return create_node(Home(path), new, clock=clock, limits=QUICK)


def pair_both(low: Opened, high: Opened) -> None:
    """Each accepts the other's card."""
    for own, other, part in ((low, high, pairing.PARENT), (high, low, pairing.CHILD)):
        card = pairing.card_bytes(other.session.store, other.device)
        pairing.pair(own.session.store, USER, card, part, other.device.fingerprint())


def _fill(commune: Opened, people: int) -> None:
    from app.register.sample import fill

    fill(commune.session, _SEED, people, commune.session.today())


def _work_today(commune: Opened) -> None:
    """Visits that wait to be sent, so that sending can be practised."""
    from app.register.entries import record_visit
    from app.register.lists import ListQuery, first_lines

    session = commune.session
    for line in first_lines(session, ListQuery(status="managed"), _VISITS):
        fields = {
            "person": line.id,
            "visited_on": session.today().isoformat(),
            "by": USER,
            "place": "home",
            "found": _(_FOUND),
        }
        record_visit(session, fields)


def _deliver(low: Opened, high: Opened, folder: Path) -> None:
    """One package up, its receipt down."""
    for own, other in ((low, high), (high, low)):
        way = folder / "stick"
        way.mkdir(exist_ok=True)
        made = outbox.export(own.session.store, own.device, USER, other.session.node.node, way)
        for package in made.packages:
            inbox.receive(other.session.store, other.device, USER, package.file)
        shutil.rmtree(way)
