"""Where the one action of a thing owed leads, and what several of them can be done together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.desk.pages.dossiers.targets import dossier_target
from app.desk.pages.people.owing import Action, action_for
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import read, session_of
from app.desk.shell.desk import Desk
from app.kinds.faults import Fault
from app.register.open_records import open_record
from app.register.today import OwedLine
from app.words import _


@dataclass(frozen=True, slots=True)
class Together:
    """Several things that one page takes at once: the page, its people in order, the words of the action."""

    page: str
    people: tuple[str, ...]
    label: str
    icon: str


def together(lines: Sequence[OwedLine]) -> Together | None:
    """What the selected things have in common: two people or more on a page that takes several."""
    actions = [action_for(line.what) for line in lines]
    pages = {action.together for action in actions}
    people = tuple(dict.fromkeys(line.person for line in lines))
    page = next(iter(pages)) if len(pages) == 1 else ""
    if not page or len(people) < 2:
        return None
    return Together(page, people, _(actions[0].label), actions[0].icon)


class Doing(QObject):
    """Leads to where something is done; a record that has to be found first is looked for beside the window."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def go(self, line: OwedLine) -> None:
        """The one action of a line."""
        action = action_for(line.what)
        if action.kind:
            self._find(line, action)
        elif action.page == "dossiers":
            self._desk.go("dossiers", dossier_target(line.person, action.opens))
        else:
            self._desk.go("people", person_target(line.person, action.opens))

    def go_together(self, what: Together) -> None:
        """Hand the people to the page that takes them all."""
        self._desk.go(what.page, ",".join(what.people))

    def _find(self, line: OwedLine, action: Action) -> None:
        session = session_of(self._desk)

        def found(record: str) -> None:
            if record:
                self._desk.go(action.page, f"{action.opens}={action.kind}:{record}")
            else:
                self._desk.go("people", person_target(line.person, "tab:measures"))

        def failed(fault: Fault) -> None:
            self._desk.tell(fault.sentence(), "warn")

        read(self._desk, lambda: open_record(session, line.person, action.kind), found, failed, self)
