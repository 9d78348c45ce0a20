"""The side sheet of a person's page: enters and corrects one record, with a draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.lookups import KitLookup, decisions_of, tests_of
from app.desk.pages.people.work import session_of, write
from app.desk.pages.person.entry_form import EntryForm
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.fields import Lookups
from app.desk.widgets.side_sheet import SideSheet
from app.kinds.codec import to_fields
from app.kinds.dates import store_moment
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.register.entries import record_test, record_visit
from app.register.people import PersonPage, save
from app.register.session import Session
from app.words import N_, _

TITLES = {
    "drug_test": N_("Enter a drug test"),
    "visit": N_("Enter a visit"),
    "status_period": N_("Enter a status"),
    "decision": N_("Enter a decision"),
    "support": N_("Enter support"),
    "address": N_("Enter a residence"),
}
ICONS = {
    "drug_test": "test-pipe",
    "visit": "home",
    "status_period": "flag",
    "decision": "gavel",
    "support": "heart-handshake",
    "address": "map-pin",
}


class EntrySheet(QObject):
    """Owns the sheet; ``saved`` carries what changed."""

    saved = Signal(object)
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
        self._person = ""
        self._record = ""
        self._is_saving = False

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def enter(self, kind: str, page: PersonPage) -> None:
        """A new record of a kind."""
        self._show(kind, page, "", _defaults(session_of(self._desk), kind, self._lookups(page)))

    def correct(self, kind: str, page: PersonPage, record: Record) -> None:
        """A record that exists."""
        self._show(kind, page, record.id, to_fields(record))

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _lookups(self, page: PersonPage) -> Lookups:
        return {
            "kit_lot": KitLookup(self._desk),
            "decision": decisions_of(page),
            "drug_test": tests_of(page),
        }

    def _show(self, kind: str, page: PersonPage, record: str, values: Mapping[str, Any]) -> None:
        if not self.may_close():
            return
        session_of(self._desk).need_write(KINDS[kind])
        self._person, self._record = page.person.id, record
        form = EntryForm(kind, values, self._lookups(page), corrects=bool(record))
        form.submitted.connect(self.save)
        key = f"{kind}:{record or page.person.id}"
        self._keeper = DraftKeeper(key, form.form, self._drafts.save, self._drafts.load, form)
        form.put_strip(self._keeper.offer(form))
        self.form = form
        title = _("Correct: {kind}", kind=_(KINDS[kind].label)) if record else _(TITLES[kind])
        self.sheet.set_title(title)
        self.sheet.set_content(form, form.is_changed)
        form.form.set_save_button(self.sheet.save_button)
        self.sheet.open()

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form = self.form
        if form is None or self._is_saving:
            return
        try:
            values = form.filled()
        except Fault:
            return  # the form shows it at the field and on top
        values["person"] = self._person
        work = _work(session_of(self._desk), form.kind, self._record, values, form.reason())
        self._set_saving(True)
        write(self._desk, work, self._on_saved, self._on_refused, self, label=_("Saving…"))

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, changed: object) -> None:
        self._set_saving(False)
        if self._keeper is not None:
            self._keeper.forget()
        if self.form is not None:
            self.form.form.accept()
        self.sheet.close_now()
        self.saved.emit(changed)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.form is not None:
            if fault.field in self.form.form.fields():
                self.form.form.field(fault.field).setVisible(True)
            self.form.form.show_fault(fault)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.form is not None and self.form.is_changed():
            self._keeper.forget()  # thrown away on purpose
        self._keeper = self.form = None
        self.closed.emit()


def _defaults(session: Session, kind: str, lookups: Lookups) -> dict[str, Any]:
    """What can be foreseen of a new record; it does not count as typed."""
    today = session.today().isoformat()
    if kind == "drug_test":
        kits = lookups["kit_lot"]
        lots = list(kits.lots) if isinstance(kits, KitLookup) else []
        made: dict[str, Any] = {"sampled_at": store_moment(session.now()), "taken_by": session.user}
        made |= {"sample": "urine", "method": "rapid"}
        return made | ({"kit": lots[0]} if lots else {})
    if kind == "visit":
        return {"visited_on": today, "place": "home", "present": True, "by": session.user}
    if kind == "address":
        return {"sort": "present", "since": today}
    return {"decided_on": today} if kind == "decision" else {"since": today}


def _work(session: Session, kind: str, record: str, values: dict[str, Any], why: str) -> Callable[[], object]:
    if kind == "drug_test":
        return lambda: record_test(session, {**values, "id": record}, why)
    if kind == "visit":
        return lambda: record_visit(session, {**values, "id": record}, why)
    return lambda: save(session, kind, record, values, why)
