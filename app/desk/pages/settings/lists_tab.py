"""Code lists: what forms offer, from when to when; entries of the unit's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.pages.settings.fields_dialog import FieldsDialog, Values
from app.desk.shell.desk import Desk
from app.desk.shell.say import day
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import DateField, TextField
from app.desk.widgets.table import ListTable
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.code_lists import (
    CodeLine,
    ListLine,
    add_code,
    code_lines,
    date_code,
    list_lines,
    remove_code,
    rename_code,
)
from app.words import N_, _

_LISTS = (
    Column("title", N_("List"), 216, strong=True, sortable=False),
    Column("entries", N_("Entries"), 62, right=True, sortable=False),
    Column("mode", N_("May be changed"), 132, marked=True, sortable=False),
)
_ENTRIES = (
    Column("label", N_("Words"), 230, strong=True, sortable=False),
    Column("since", N_("From"), 84, sortable=False),
    Column("until", N_("To"), 84, sortable=False),
    Column("state", N_("State"), 120, marked=True, sortable=False),
)
_MODES = {
    "open": (N_("entries and days"), "good"),
    "dated": (N_("days only"), "info"),
    "fixed": (N_("by the program"), "neutral"),
}


class ListsTab(QWidget):
    """The lists at the left, the entries of the chosen one at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lists: Sequence[ListLine] = ()
        self._entries: Sequence[CodeLine] = ()
        self._latest = Latest(self.show_entries)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        text = _(
            "An entry that records hold is never removed: give it a last day, and forms no longer offer it. "
            "Entries that came with the program keep their words."
        )
        column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self._model = RowsModel(_LISTS, self)
        self.lists = ListTable(self._model, _("Code lists"), self)
        self.lists.selected.connect(self._on_list)
        split = QSplitter(self)
        split.addWidget(self.lists)
        split.addWidget(self._right())
        split.setSizes([look.px(476), look.px(584)])
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        self._refresh()

    def _right(self) -> QWidget:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        self._title = look.label("", right, role="heading", wrap=True)
        self._rows = RowsModel(_ENTRIES, self)
        self.entries = ListTable(self._rows, _("Entries"), right)
        self.entries.selected.connect(self._refresh)
        self.entries.opened.connect(self._on_opened)
        self.add = look.button(_("Add an entry…"), right, icon="plus")
        self.days = look.button(_("Change its days…"), right, icon="calendar")
        self.rename = look.button(_("Change its words…"), right)
        self.remove = look.button(_("Take back…"), right)
        may = session_of(self._desk).may_write(KINDS["code_entry"])
        row = QHBoxLayout()
        for button, act in (
            (self.add, self.open_add),
            (self.days, self.open_days),
            (self.rename, self.open_rename),
            (self.remove, self.ask_remove),
        ):
            button.clicked.connect(act)
            button.setVisible(may)
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self.entries, 1)
        column.addLayout(row)
        return right

    def reload(self) -> None:
        """Read the lists and the entries again."""
        session = session_of(self._desk)
        read(self._desk, lambda: list_lines(session), self.show_lists, self._on_failed, self)

    def show_lists(self, lists: Sequence[ListLine]) -> None:
        """Show the lists; the same one stays chosen."""
        chosen = self.current_list()
        self._lists = lists
        self._model.set_lines([_list_line(one) for one in lists])
        names = [one.name for one in lists]
        place = names.index(chosen.name) if chosen is not None and chosen.name in names else 0
        self.lists.select_ids([place])
        self._read_entries()

    def show_entries(self, entries: Sequence[CodeLine]) -> None:
        """Show the entries of the list on view; the same one stays chosen."""
        before = self.current_entry()
        self._entries = entries
        self._rows.set_lines([_entry_line(one) for one in entries])
        codes = [one.code for one in entries]
        if before is not None and before.code in codes:
            self.entries.select_ids([codes.index(before.code)])
        self._refresh()

    def choose_list(self, name: str) -> None:
        """Show the entries of a list."""
        self.lists.select_ids([place for place, one in enumerate(self._lists) if one.name == name])

    def current_list(self) -> ListLine | None:
        """The list on view."""
        ids = self.lists.selected_ids()
        return self._lists[ids[0]] if len(ids) == 1 and ids[0] < len(self._lists) else None

    def current_entry(self) -> CodeLine | None:
        """The chosen entry."""
        ids = self.entries.selected_ids()
        return self._entries[ids[0]] if len(ids) == 1 and ids[0] < len(self._entries) else None

    @Slot(list)
    def _on_list(self, _ids: Sequence[int]) -> None:
        self._read_entries()

    def _read_entries(self) -> None:
        chosen = self.current_list()
        if chosen is None:
            return
        self._title.setText(chosen.title)
        session, name = session_of(self._desk), chosen.name
        read(self._desk, lambda: code_lines(session, name), self._latest.ask(), self._on_failed, self)

    @Slot()
    def _refresh(self, *_ids: object) -> None:
        chosen, entry = self.current_list(), self.current_entry()
        mode = chosen.mode if chosen else "fixed"
        self.add.setEnabled(mode == "open")
        self.days.setEnabled(mode != "fixed" and entry is not None)
        self.rename.setEnabled(mode == "open" and entry is not None and not entry.shipped)
        self.remove.setEnabled(entry is not None and bool(entry.record))

    @Slot(int)
    def _on_opened(self, _id: int) -> None:
        if self.days.isVisibleTo(self) and self.days.isEnabled():
            self.open_days()

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    @Slot()
    def open_add(self) -> None:
        """Ask for a new entry."""
        chosen = self.current_list()
        if chosen is not None:
            self._open(add_dialog(self._desk, chosen, self))

    @Slot()
    def open_days(self) -> None:
        """Ask for the days of the entry."""
        chosen, entry = self.current_list(), self.current_entry()
        if chosen is not None and entry is not None:
            self._open(days_dialog(self._desk, chosen, entry, self))

    @Slot()
    def open_rename(self) -> None:
        """Ask for other words."""
        chosen, entry = self.current_list(), self.current_entry()
        if chosen is not None and entry is not None:
            self._open(rename_dialog(self._desk, chosen, entry, self))

    def _open(self, dialog: FieldsDialog) -> None:
        dialog.accepted.connect(self._on_saved)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_saved(self, *_changed: object) -> None:
        self._desk.tell(_("Saved."), "good")
        self.reload()

    @Slot()
    def ask_remove(self) -> None:
        """Take an own entry, or the own days of a shipped one, back."""
        chosen, entry = self.current_list(), self.current_entry()
        if chosen is None or entry is None:
            return
        text = _("The days of the program count again.") if entry.shipped else _("The entry leaves the list.")
        title = _("Take back “{label}”?", label=entry.label)
        dialog = ConfirmDialog(title, text, _("Take back"), self, needs_reason=True)
        if dialog.ask():
            session, name, code, why = session_of(self._desk), chosen.name, entry.code, dialog.reason()
            write(
                self._desk,
                lambda: remove_code(session, name, code, why),
                self._on_saved,
                self._on_failed,
                self,
            )


def add_dialog(desk: Desk, chosen: ListLine, parent: QWidget | None = None) -> FieldsDialog:
    """A new entry of a list."""
    fields = {"label": TextField(_("Words"), None, required=True), **_day_fields()}

    def save(given: Values) -> object:
        return add_code(session_of(desk), chosen.name, given["label"], **_days(given))

    return FieldsDialog(desk, _("Add an entry"), chosen.title, _("Add the entry"), fields, save, parent)


def days_dialog(desk: Desk, chosen: ListLine, entry: CodeLine, parent: QWidget | None = None) -> FieldsDialog:
    """The days of an entry."""
    fields = _day_fields()
    fields["since"].set_value(entry.since.isoformat() if entry.since else None)
    fields["until"].set_value(entry.until.isoformat() if entry.until else None)
    fields["document"].set_value(entry.document or None)

    def save(given: Values) -> object:
        return date_code(session_of(desk), chosen.name, entry.code, **_days(given))

    text = _("Blank: no first or no last day. Records that hold the entry keep it.")
    return FieldsDialog(desk, entry.label, text, _("Save the days"), fields, save, parent)


def rename_dialog(
    desk: Desk, chosen: ListLine, entry: CodeLine, parent: QWidget | None = None
) -> FieldsDialog:
    """Other words for an own entry."""
    fields: dict[str, FieldWidget] = {
        "label": TextField(_("Words"), None, required=True),
        "why": TextField(_("Reason (kept in the history)"), None),
    }
    fields["label"].set_value(entry.label)

    def save(given: Values) -> object:
        return rename_code(session_of(desk), chosen.name, entry.code, given["label"], given["why"] or "")

    text = _("Every record that holds the entry shows the new words.")
    return FieldsDialog(desk, _("Change the words"), text, _("Save the words"), fields, save, parent)


def _day_fields() -> dict[str, FieldWidget]:
    return {
        "since": DateField(_("Offered from"), None),
        "until": DateField(_("Offered to"), None),
        "document": TextField(_("Document it rests on"), None, expected=True),
    }


def _days(given: Values) -> dict[str, Any]:
    days = {name: date.fromisoformat(given[name]) if given[name] else None for name in ("since", "until")}
    return {**days, "document": given["document"] or ""}


def _list_line(one: ListLine) -> Line:
    words, tone = _MODES[one.mode]
    return (one.title, str(one.entries), Marked(_(words), tone))


def _entry_line(one: CodeLine) -> Line:
    state = Marked(_("not offered"), "warn") if not one.offered else Marked(_("offered"), "good")
    if one.offered and not one.shipped:
        state = Marked(_("of the unit"), "info", "check")
    label: str = one.label
    return (label, day(one.since) if one.since else "", day(one.until) if one.until else "", state)
