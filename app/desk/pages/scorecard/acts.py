"""What can be done on the scorecard: open records, mend what is missing, propose a class, enter an approval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from app.desk.pages.people.work import session_of, write
from app.desk.pages.scorecard.cells import mend_words
from app.desk.pages.scorecard.dialogs import ApproveDialog, StateDialog
from app.desk.pages.scorecard.records_sheet import RecordsSheet
from app.desk.pages.scorecard.targets import STATE, fact_mend, mend_target
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.strips import Strip
from app.kinds.dates import show_date
from app.register.scoring.asking import Records
from app.register.scoring.scorecard import LABELS, Scorecard
from app.register.scoring.stored import Kept, propose
from app.register.scoring.words import class_words
from app.words import _

if TYPE_CHECKING:
    from app.desk.pages.scorecard.page import ScorecardPage

#: A strip holds at most so many ways out.
_ACTIONS = 2


class ScorecardActs(QObject):
    """The verbs of one page."""

    def __init__(self, page: ScorecardPage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._unknown: Strip | None = None
        self._mends: list[str] = []
        self.sheet = RecordsSheet(page.desk, page)

    def open_records(self, title: str, records: Records) -> None:
        """The records behind a figure."""
        self.sheet.show_records(title, records)

    def say_unknown(self, card: Scorecard) -> None:
        """Name what is not known and keeps a class open, each with the button that mends it."""
        if self._unknown is not None and isValid(self._unknown):
            self._unknown.dismiss()
        self._unknown = None
        missing = tuple(dict.fromkeys(name for side in card.sides for name in side.found.missing))
        if not missing:
            return
        names = ", ".join(_(LABELS.get(name, name)) for name in missing)
        strip = Strip(
            _("The class is open while this is not known: {names}.", names=names), self._page, tone="warn"
        )
        self._mends = list(dict.fromkeys(fact_mend(name) for name in missing))[:_ACTIONS]
        for mend, act in zip(self._mends, (self._mend_first, self._mend_second), strict=False):
            what = next(name for name in missing if fact_mend(name) == mend)
            text = _("State: {name}", name=_(LABELS[what])) if mend.startswith(STATE) else mend_words(mend)
            strip.add_action(text, act, icon="pencil", closes=False)
        self._unknown = self._page.strips.add(strip)

    @Slot()
    def _mend_first(self) -> None:
        self.mend(self._mends[0])

    @Slot()
    def _mend_second(self) -> None:
        self.mend(self._mends[1])

    def mend(self, how: str) -> None:
        """Go where what is missing is entered, or state it here."""
        if not how.startswith(STATE):
            page, target = mend_target(how)
            if page:
                self._desk.go(page, target)
        elif self._page.may_write:
            StateDialog(self._desk, how.removeprefix(STATE), self._on_saved, self._page).open()
        else:
            self._page.strips.say(_("The commune states this itself."), "info")

    def ask_propose(self) -> None:
        """Propose the class on view, after a look at what will be kept."""
        card, rules = self._page.card, self._page.rules
        if card is None:
            return
        side = card.side(rules)
        dialog = ConfirmDialog(
            _("Propose the class"),
            _(
                "{name} by “{rules}” for {first} to {last}. The figures of {day} are kept with it.",
                name=class_words(side.found.of),
                rules=side.title,
                first=show_date(card.since),
                last=show_date(card.until),
                day=show_date(card.on),
            ),
            _("Propose the class"),
            self._page,
        )
        if dialog.ask():
            self.propose_class(rules, card.on)

    def propose_class(self, rules: str, day: date) -> None:
        """Propose in the lane."""
        session = session_of(self._desk)
        write(
            self._desk, lambda: propose(session, rules, day), self._on_proposed, self._page.say_failed, self
        )

    def _on_proposed(self, changed: object) -> None:
        self._on_saved(changed)
        self._page.show_tab("kept")
        self._page.strips.say(_("Proposed. The facts of that day are kept with it."), "good")

    def ask_approve(self, kept: Kept) -> None:
        """Enter an approval."""
        ApproveDialog(self._desk, kept, self._on_saved, self._page).open()

    def _on_saved(self, changed: object) -> None:
        self._desk.announce(changed, self._page)
        self._page.reload()
