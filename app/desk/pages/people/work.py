"""Reads and writes of the pages: always in the lane, answered on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from app.desk.jobs.lane import Job
from app.desk.shell.desk import Desk
from app.kinds.faults import Fault
from app.register.session import Session

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[Fault], object]


def session_of(desk: Desk) -> Session:
    """The register's session, for use cases and queries."""
    session: Session = desk.register.session
    return session


def read(desk: Desk, work: Callable[[], T], done: Done[T], failed: Failed, owner: QObject) -> Job:
    """Read beside the window, quietly."""
    return desk.lane.run(lambda _progress: work(), done, failed, owner, reads=True, quiet=True)


def write(
    desk: Desk,
    work: Callable[[], T],
    done: Done[T],
    failed: Failed,
    owner: QObject,
    *,
    label: str = "",
) -> Job:
    """Write beside the window, in the order asked."""
    return desk.lane.run(lambda _progress: work(), done, failed, owner, label=label)


class Latest:
    """Lets only the answer to the newest question through."""

    def __init__(self, done: Callable[[Any], object]) -> None:
        self._turn = 0
        self._done = done

    def ask(self) -> Callable[[Any], None]:
        """A new question: gives what takes its answer; answers to older ones are dropped from now on."""
        self._turn += 1
        mine = self._turn

        def take(answer: Any) -> None:
            if mine == self._turn:
                self._done(answer)

        return take

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._turn += 1


def touches(changed: object, person: str) -> bool:
    """Whether a change is about a person."""
    return person in getattr(changed, "persons", frozenset())


def changed_kinds(changed: object) -> set[str]:
    """The kinds of records a change touched."""
    return {kind for kind, _id in getattr(changed, "records", ())}
