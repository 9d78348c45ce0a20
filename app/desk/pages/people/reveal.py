"""Showing a masked number in full; that it was shown is recorded."""

from __future__ import annotations

from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.kinds.faults import Fault


class Reveal:
    """Gives the full number and notes in the audit list that it was asked for."""

    def __init__(self, desk: Desk, person: str, number: str) -> None:
        self._desk = desk
        self._person, self._number = person, number

    def __call__(self) -> str:
        session = session_of(self._desk)
        subject = f"person:{self._person}"
        write(
            self._desk,
            lambda: session.store.note(session.user, "reveal", subject),
            _noted,
            self._on_failed,
            self._desk,
        )
        return self._number

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")


def _noted(_nothing: None) -> None:
    return
