"""The side sheet of a list: enters and corrects one record, with a draft until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.records.form import RecordForm
from app.desk.pages.records.listing import HAMLET, Listing
from app.desk.pages.records.lookups import lookups_for
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.side_sheet import SideSheet
from app.kinds.declare import Sort
from app.kinds.faults import Fault
from app.register.community import hamlet_names
from app.register.kind_records import RecordLook, save_record
from app.words import _

_NARROW, _WIDE = 380, 600


class RecordSheet(QObject):
    """Owns the sheet; ``saved`` carries what changed and the record's id, empty for a new one."""

    saved = Signal(object, str)
    closed = Signal()
    named_wanted = Signal(str, str)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._drafts = PageDrafts(desk, self)
        self._sheets: dict[int, SideSheet] = {}
        self.sheet = self._made(_NARROW)
        self.form: RecordForm | None = None
        self._keeper: DraftKeeper | None = None
        self._record = ""
        self._is_saving = False

    def _made(self, width: int) -> SideSheet:
        """The sheet of a width; fields that hold lines want a wider one."""
        if width not in self._sheets:
            sheet = SideSheet(self._host, "", save=_("Save"), width=width)
            sheet.save_wanted.connect(self.save)
            sheet.closed.connect(self._on_closed)
            bind(sheet, Shortcut.SAVE, self.save)
            self._sheets[width] = sheet
        return self._sheets[width]

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def enter(self, listing: Listing, given: Mapping[str, Any] | None = None) -> None:
        """A new record, beginning with what the listing foresees and what is given."""
        session = session_of(self._desk)
        session.need_write(listing.kind)
        self._show(listing, "", {**listing.starts(session), **(given or {})}, _(listing.add), {})

    def correct(
        self, listing: Listing, shown: RecordLook, fill: Mapping[str, Any] | None = None, go_to: str = ""
    ) -> None:
        """A record that exists; ``fill`` puts values into fields as if they were typed."""
        session_of(self._desk).need_write(listing.kind)
        title = _("Correct: {kind}", kind=_(listing.kind.label))
        self._show(listing, shown.id, shown.fields, title, fill or {}, go_to)

    def _show(
        self,
        listing: Listing,
        record: str,
        values: Mapping[str, Any],
        title: str,
        fill: Mapping[str, Any],
        go_to: str = "",
    ) -> None:
        if not self.may_close():
            return
        has_lines = any(f.sort is Sort.ROWS for f in listing.kind.fields)
        self.sheet = self._made(_WIDE if has_lines else _NARROW)
        self._record = record
        form = RecordForm(listing, values, lookups_for(self._desk, listing.kind), corrects=bool(record))
        form.submitted.connect(self.save)
        form.named_wanted.connect(self.named_wanted)
        key = f"{listing.kind_name}:{record or 'new'}"
        self._keeper = DraftKeeper(key, form.form, self._drafts.save, self._drafts.load, form)
        if not fill:
            form.put_strip(self._keeper.offer(form))
        self.form = form
        self.sheet.set_title(title)
        self.sheet.set_content(form, form.is_changed)
        form.form.set_save_button(self.sheet.save_button)
        self.sheet.open()
        self._fill(form, fill, go_to)
        self._read_hamlets(listing)

    def _fill(self, form: RecordForm, fill: Mapping[str, Any], go_to: str) -> None:
        for name, value in fill.items():
            field = form.form.field(name)
            form.go_to(name)
            field._show_value(value)  # as typed: the field counts as changed
            field._on_edit()
        if go_to:
            form.go_to(go_to)

    def _read_hamlets(self, listing: Listing) -> None:
        if HAMLET not in listing.kind.by_name:
            return
        session = session_of(self._desk)
        read(self._desk, lambda: hamlet_names(session), self._take_hamlets, self._on_refused, self)

    def _take_hamlets(self, names: list[str]) -> None:
        if self.form is not None:
            self.form.offer_hamlets(names)

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form = self.form
        if form is None or self._is_saving:
            return
        try:
            values = form.filled()
        except Fault:
            return  # the form shows it at the field and on top
        session, record, why = session_of(self._desk), self._record, form.reason()
        kind = form.listing.kind_name
        self._set_saving(True)
        write(
            self._desk,
            lambda: save_record(session, kind, record, values, why),
            self._on_saved,
            self._on_refused,
            self,
            label=_("Saving…"),
        )

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, changed: object) -> None:
        self._set_saving(False)
        record = self._record
        if self._keeper is not None:
            self._keeper.forget()
        if self.form is not None:
            self.form.form.accept()
        self.sheet.close_now()
        self.saved.emit(changed, record)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.form is not None:
            self.form.show_fault(fault)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.form is not None and self.form.is_changed():
            self._keeper.forget()  # thrown away on purpose
        self._keeper = self.form = None
        self.closed.emit()
