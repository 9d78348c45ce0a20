"""The side sheet of a person's page: enters and corrects one record, with a draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.lookups import KitLookup
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.pages.person.entry_form import EntryForm
from app.desk.pages.person.own_lookups import lookups_of
from app.desk.pages.person.which_time import ask_which_time
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.fields import Lookups
from app.desk.widgets.side_sheet import SideSheet
from app.kinds.codec import from_fields, to_fields
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.register.foreseen import filled_in, foreseen
from app.register.people import PersonPage, save
from app.register.session import Session
from app.register.suspicions import doubts, suspicions
from app.words import N_, _

_LOOK_MS = 450
_TITLES = {
    "drug_test": N_("Enter a drug test"),
    "visit": N_("Enter a visit"),
    "status_period": N_("Enter a status"),
    "decision": N_("Enter a decision"),
    "support": N_("Enter support"),
    "address": N_("Enter a residence"),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: what changed, the record as ``kind:id``, and what looks odd about it."""

    changed: object
    name: str
    odd: tuple[Fault, ...]


class EntrySheet(QObject):
    """Owns the sheet; ``saved`` carries what changed, ``doubted`` a ``Saved`` that looks odd."""

    saved = Signal(object)
    doubted = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._drafts = PageDrafts(desk, self)
        self.sheet = SideSheet(host, "", save=_("Save"))
        self.sheet.save_wanted.connect(self.save)
        self.sheet.closed.connect(self._on_closed)
        bind(self.sheet, Shortcut.SAVE, self.save)
        self.form: EntryForm | None = None
        self._keeper: DraftKeeper | None = None
        self._page: PersonPage | None = None
        self._person = self._record = ""
        self._is_saving = False
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._soon.timeout.connect(self._look)
        self._latest = Latest(self._on_looked)

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def enter(self, kind: str, page: PersonPage) -> None:
        """A new record of a kind."""
        lookups = lookups_of(self._desk, kind, page)
        values = foreseen(session_of(self._desk), kind, page.records)
        self._show(kind, page, None, {**values, **_beside(kind, page, lookups)}, lookups)

    def correct(self, kind: str, page: PersonPage, record: Record, field: str = "") -> None:
        """A record that exists; with the keyboard in a field when one is named."""
        self._show(kind, page, record, to_fields(record), lookups_of(self._desk, kind, page))
        if field and self.form is not None and field in self.form.form.fields():
            self.form.form.field(field).setVisible(True)
            self.form.form.go_to(field)

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _show(
        self, kind: str, page: PersonPage, record: Record | None, values: Mapping[str, Any], lookups: Lookups
    ) -> None:
        if not self.may_close():
            return
        session_of(self._desk).need_write(KINDS[kind])
        self._page = page
        # what was written about somebody merged into the person stays theirs when it is corrected
        self._person = getattr(record, KINDS[kind].subject) if record is not None else page.person.id
        self._record = record.id if record is not None else ""
        form = EntryForm(kind, values, lookups, corrects=record is not None)
        form.submitted.connect(self.save)
        form.form.edited.connect(self._soon.start)
        key = f"{kind}:{self._record or page.person.id}"
        self._keeper = DraftKeeper(key, form.form, self._drafts.save, self._drafts.load, form)
        form.put_strip(self._keeper.offer(form))
        self.form = form
        self.sheet.set_title(_title(kind, is_new=record is None))
        self.sheet.set_content(form, form.is_changed)
        form.form.set_save_button(self.sheet.save_button)
        self.sheet.open()

    # -- what looks odd while it is typed --------------------------------------------

    def _look(self) -> None:
        form, session = self.form, session_of(self._desk)
        if form is None or self._is_saving:
            return
        kind, values = form.kind, {**form.standing(), KINDS[form.kind].subject: self._person}
        record = self._record or "new"

        def look() -> tuple[Fault, ...]:
            with session.store.read() as reader:
                try:
                    made = from_fields(KINDS[kind], record, filled_in(session, reader, kind, values))
                except Fault:
                    return ()  # not complete yet; the form says so when it is saved
                return doubts(session, reader, made)

        read(self._desk, look, self._latest.ask(), self._on_refused, self)

    def _on_looked(self, found: tuple[Fault, ...]) -> None:
        if self.form is not None:
            self.form.doubts.say(found)

    # -- saving ------------------------------------------------------------------------

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form, page = self.form, self._page
        if form is None or page is None or self._is_saving:
            return
        try:
            values = form.filled()
        except Fault:
            return  # the form shows it at the field and on top
        values[KINDS[form.kind].subject] = self._person
        if not self._record and not ask_which_time(form, values, page.records, self.sheet):
            form.form.go_to("time")
            return
        work = _work(session_of(self._desk), form.kind, self._record, values, form.reason())
        self._set_saving(True)
        write(self._desk, work, self._on_saved, self._on_refused, self, label=_("Saving…"))

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, done: Saved) -> None:
        self._set_saving(False)
        self._soon.stop()
        self._latest.drop()
        if self._keeper is not None:
            self._keeper.forget()
        if self.form is not None:
            self.form.form.accept()
        self.sheet.close_now()
        self.saved.emit(done.changed)
        if done.odd:
            self.doubted.emit(done)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.form is not None:
            if fault.field in self.form.form.fields():
                self.form.form.field(fault.field).setVisible(True)
            self.form.form.show_fault(fault)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.form is not None and self.form.is_changed():
            self._keeper.forget()  # thrown away on purpose
        self._soon.stop()
        self._latest.drop()
        self._keeper = self.form = self._page = None
        self.closed.emit()


def _title(kind: str, *, is_new: bool) -> str:
    label = _(KINDS[kind].label)
    if not is_new:
        return _("Correct: {kind}", kind=label)
    return _(_TITLES[kind]) if kind in _TITLES else _("Enter: {kind}", kind=label)


def _beside(kind: str, page: PersonPage, lookups: Lookups) -> dict[str, Any]:
    """What is foreseen from beside the person's own records; it does not count as typed."""
    if kind == "drug_test":
        kits = lookups.get("kit_lot")
        lots = list(kits.lots) if isinstance(kits, KitLookup) else []
        return {"kit": lots[0]} if lots else {}
    return {"name": page.person.name} if kind == "newcomer" else {}


def _work(session: Session, kind: str, record: str, values: dict[str, Any], why: str) -> Callable[[], Saved]:
    def work() -> Saved:
        changed = save(session, kind, record, values, why)
        saved = next((i for name, i in changed.records if name == kind), record)
        with session.store.read() as reader:
            kept = reader.get(KINDS[kind].struct, saved)
        return Saved(changed, f"{kind}:{saved}", suspicions(session, kept) if kept is not None else ())

    return work
