"""What can be done on a person's page: entering, correcting, ending, taking back, merging, printing."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.desk.pages.person.ending import Ending, can_end
from app.desk.pages.person.entry_sheet import EntrySheet, Saved
from app.desk.pages.person.paper import SummaryJob
from app.desk.pages.person.retracting import Retracting
from app.desk.shell.desk import Desk
from app.desk.widgets.strips import Strips
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.register.people import PersonPage
from app.words import _


class PersonDoing(QWidget):
    """The verbs of the page; the page itself says what is shown and reads it again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.page: PersonPage | None = None
        self.strips = Strips(self)
        self.body = QWidget(self)

    def prepare(self) -> None:
        """Make what asks and writes; the body stands."""
        self.sheet = EntrySheet(self.desk, self.body)
        self.retracting = Retracting(self.desk, self)
        self.ending = Ending(self.desk, self)
        self.summary = SummaryJob(self.desk, self)
        self.sheet.saved.connect(self._on_saved)
        self.sheet.doubted.connect(self._on_doubted)
        self.retracting.changed.connect(self._on_saved)
        self.ending.changed.connect(self._on_saved)

    def reload(self) -> None:
        """Read the person again."""
        raise NotImplementedError

    def correct_newest(self, name: str) -> None:
        """A record by ``kind:id``, or the newest of a kind; a new one where there is none."""
        kept = self.page.records.get(name, ()) if self.page is not None else ()
        if ":" in name or kept:
            self.correct(name if ":" in name else f"{name}:{kept[-1].id}")
        elif name in KINDS:
            self.enter(name)

    def enter(self, kind: str) -> None:
        """Enter something new about the person."""
        if self.page is not None:
            self.guarded(partial(self.sheet.enter, kind, self.page))

    def correct(self, name: str) -> None:
        """Correct a record named ``kind:id``."""
        found = self.record_named(name)
        if self.page is not None and found is not None:
            self.guarded(partial(self.sheet.correct, name.partition(":")[0], self.page, found))

    def guarded(self, act: partial[None]) -> None:
        """Do something; a refusal is said on top."""
        try:
            act()
        except Fault as fault:
            self.strips.say_fault(fault)

    def record_named(self, name: str) -> Record | None:
        """A record on view by ``kind:id``."""
        kind, _mark, record = name.removesuffix(":end").partition(":")
        kept = self.page.records.get(kind, ()) if self.page is not None else ()
        return next((one for one in kept if one.id == record), None)

    def end(self, name: str) -> None:
        """End a record that lasts over time; the day, how, and why are asked."""
        found = self.record_named(name)
        if self.page is not None and found is not None and can_end(name.partition(":")[0], found):
            self.guarded(partial(self.ending.ask, name.removesuffix(":end"), found, self.page))

    def retract(self, name: str) -> None:
        """Take back a record entered in error, with a reason."""
        found = self.record_named(name)
        if self.page is not None and found is not None:
            self.retracting.ask(name.removesuffix(":end"), self.page.person.name)

    def print(self) -> None:
        """The summary of the record as a paper."""
        if self.page is not None:
            self.summary.ask(self.page)

    def _on_residence(self, record: str) -> None:
        self.correct(f"address:{record}") if record else self.enter("address")

    def _on_saved(self, changed: object) -> None:
        self.strips.expire_undo()
        self.reload()
        self.desk.announce(changed, self)

    def _on_doubted(self, saved: Saved) -> None:
        """What looks odd about a record that was kept: said, with the way back to it."""
        for fault in saved.odd:
            strip = self.strips.say(fault.sentence(), "warn")
            strip.add_action(_("Correct it"), partial(self._open_again, saved.name, fault.field))

    def _open_again(self, name: str, field: str) -> None:
        found = self.record_named(name)
        if self.page is not None and found is not None:
            kind = name.partition(":")[0]
            self.guarded(partial(self.sheet.correct, kind, self.page, found, field))

    def _on_merged(self) -> None:
        self.do_more("apart")

    def do_more(self, what: str) -> None:
        """Merge with another record, take a merged one apart, or take the person out of the register."""
        if self.page is None:
            return
        person = self.page.person
        if what == "retract":
            self.retracting.ask(f"person:{person.id}", person.name)
            return
        from app.desk.pages.merging.apart import UnmergeDialog
        from app.desk.pages.merging.dialog import MergeDialog

        made = MergeDialog if what == "merge" else UnmergeDialog
        made(self.desk, person.id, self, self._on_saved).open()
