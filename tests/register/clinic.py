"""A commune where a police officer and a health worker each have an account, for tests of clinical notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app.bootstrap import Opened, open_node
from app.register.people import AddPerson, add_person
from app.register.session import Session
from app.vault import keys
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from tests.ledger.homes import PASSWORD

NURSE, NURSE_PASSWORD = "binh", "mưa rơi trên mái ngói cũ"


def add_nurse(home: Path, user: str = NURSE, password: str = NURSE_PASSWORD) -> None:
    """An account with the health role in a home made by ``homes.make``."""
    officer = keys.unlock(Home(home), "an", PASSWORD, limits=REHEARSAL)
    keys.add_user(Home(home), officer, user, keys.HEALTH, password, limits=REHEARSAL)


@contextmanager
def at_work(
    home: Path, clock: Callable[[], datetime], user: str = "an", password: str = PASSWORD
) -> Iterator[Opened]:
    """The register opened by an account, closed again."""
    opened = open_node(Home(home), user, password, clock=clock, limits=REHEARSAL)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def nurse(home: Path, clock: Callable[[], datetime]) -> Iterator[Opened]:
    """The register opened by the health worker."""
    with at_work(home, clock, NURSE, NURSE_PASSWORD) as opened:
        yield opened


def somebody(session: Session, status: str = "U-QL", since: str = "2026-09-01") -> str:
    """A person under a status; the id."""
    person = {"name": "Nguyễn Văn Thử", "birth": "1990"}
    return add_person(session, AddPerson(person, None, {"status": status, "since": since}, None))[0]
