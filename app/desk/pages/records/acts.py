"""What is done with the records of a list: entered, corrected, the three verbs, the acts of the listing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.desk.pages.people.work import session_of, write
from app.desk.pages.records.listing import Act, Listing, Related
from app.desk.pages.records.preview import END, HISTORY, REOPEN, TAKE_BACK
from app.desk.pages.records.sheet import RecordSheet
from app.desk.pages.records.verbs import Verbs
from app.kinds.faults import Fault
from app.register.kind_records import RecordLook, look_at

if TYPE_CHECKING:
    from app.desk.pages.records.view import RecordsView


class RecordActs(QObject):
    """Owns the side sheet and the verbs of a list."""

    def __init__(self, view: RecordsView, listing_of: Callable[[str], Listing | None]) -> None:
        super().__init__(view)
        self._view = view
        self._desk = view.desk
        self._listing_of = listing_of
        self.sheet = RecordSheet(view.desk, view)
        self.verbs = Verbs(view.desk, view)

    @property
    def listing(self) -> Listing:
        """The listing of the view."""
        return self._view.listing

    def with_record(self, record: str, act: Callable[[RecordLook], object]) -> None:
        """Do something with a record once it is read; the one on view is at hand."""
        shown = self._view.preview.shown
        if shown is not None and shown.look.id == record:
            act(shown.look)
        elif record:
            self._view.read_record(record, lambda found: act(found.look))

    def add(self, given: Mapping[str, Any] | None = None) -> None:
        """The form of a new record (Ctrl+N)."""
        session, listing = session_of(self._desk), self.listing
        if not session.may_write(listing.kind):
            self._view.on_failed(_refusal(session.need_write, listing))
            return
        if listing.prepare is None:
            self.sheet.enter(listing, given)
            return
        ready = listing.prepare
        write(
            self._desk,
            lambda: ready(session),
            lambda begins: self.sheet.enter(listing, {**begins, **(given or {})}),
            self._view.on_failed,
            self,
        )

    def edit(self) -> None:
        """The form of the record whose line has the keyboard (F2); what is not ours is only shown."""
        self.with_record(self._view.current_record(), self._edit)

    def _edit(self, shown: RecordLook) -> None:
        if shown.may_write and shown.is_ours:
            self.sheet.correct(self.listing, shown)
        else:
            self._view.show_preview(True)

    def do_verb(self, key: str) -> None:
        """End, open again, recorded in error, history."""
        verbs = {
            END: self.verbs.end,
            REOPEN: self.verbs.reopen,
            TAKE_BACK: self.verbs.take_back,
            HISTORY: self.verbs.history,
        }
        self.with_record(self._view.current_record(), verbs[key])

    def do_act(self, act: Act) -> None:
        """An act of the listing."""
        self.with_record(self._view.current_record(), lambda shown: act.run(self._view, shown))

    def open_related(self, kind: str, record: str) -> None:
        """Correct a record related to the one on view."""
        listing = self._listing_of(kind)
        if listing is None:
            self._view.elsewhere.emit(kind, record)
            return
        session = session_of(self._desk)
        write(
            self._desk,
            lambda: look_at(session, kind, record),
            lambda shown: self.sheet.correct(listing, shown),
            self._view.on_failed,
            self,
        )

    def add_related(self, related: Related) -> None:
        """A new record related to the one on view."""
        listing = self._listing_of(related.kind)
        shown = self._view.preview.shown
        if listing is not None and shown is not None:
            self.sheet.enter(listing, {related.by: shown.look.id})


def _refusal(need: Callable[[Any], None], listing: Listing) -> Fault:
    try:
        need(listing.kind)
    except Fault as fault:
        return fault
    raise RuntimeError("asked for a refusal where none is given")
