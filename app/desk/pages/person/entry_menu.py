"""What can be entered about a person, in groups, each with a key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.desk.pages.person.events import ICONS, kind_words
from app.desk.widgets import look
from app.kinds.declare import KINDS
from app.register.session import Session
from app.words import N_, _

_APART = N_("Police records")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Every day"), ("drug_test", "visit", "presence_check", "absence")),
    (N_("Detection and assessment"), ("detection", "assessment_request", "assessment")),
    (N_("Measures"), ("status_period", "decision", "breach")),
    (
        N_("Rehabilitation and treatment"),
        ("rehab_episode", "substitution_treatment", "compulsory_file"),
    ),
    (N_("Support, family, papers"), ("support", "relation", "helper", "address", "paper")),
    (_APART, ("prior_measure", "involvement", "retail_dealer", "newcomer")),
)
_KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def kinds_to_enter() -> Iterator[str]:
    """Every kind of record that is entered on a person's page."""
    for _title, kinds in GROUPS:
        yield from kinds


class EntryMenu(QMenu):
    """``wanted`` carries the kind chosen; a key chooses at once."""

    wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        keys = iter(_KEYS)
        for title, kinds in GROUPS:
            offered = [kind for kind in kinds if session.may_write(KINDS[kind])]
            if not offered:
                continue
            if title == _APART:  # so that the menu is not taller than a small screen
                self._add(self.addMenu(f"&{next(keys)}   {_(title)}"), offered, iter(_KEYS))
                continue
            if not self.isEmpty():
                self.addSeparator()
            heading = QAction(_(title), self)
            heading.setEnabled(False)
            self.addAction(heading)
            self._add(self, offered, keys)
        self.triggered.connect(self._on_chosen)

    def _add(self, menu: QMenu, kinds: Iterable[str], keys: Iterator[str]) -> None:
        for kind in kinds:
            action = QAction(f"&{next(keys)}   {kind_words(kind)}", menu)
            look.keep_icon(action, ICONS[kind], "muted", 16)
            action.setData(kind)
            menu.addAction(action)

    def first(self) -> QAction | None:
        """The first thing that can be chosen."""
        return next((action for action in self.actions() if action.data()), None)

    def _on_chosen(self, action: QAction) -> None:
        if action.data():
            self.wanted.emit(str(action.data()))
