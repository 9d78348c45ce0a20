"""The list of one kind with its filters, preview, form and verbs: one pattern for every subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.pages.people.arrangement import Arrangement
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.source import lane_runner
from app.desk.pages.people.work import Latest, changed_kinds, read, session_of, write
from app.desk.pages.records.acts import RecordActs
from app.desk.pages.records.filters import empty_state, make_bar
from app.desk.pages.records.listing import FIGURE, Listing
from app.desk.pages.records.numbers import NumberRow
from app.desk.pages.records.preview import RecordPreview, Shown, record_title
from app.desk.pages.records.preview import read_record as look_around
from app.desk.pages.records.source import KindSource
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register.figures import Figure
from app.register.kind_lists import hamlets_of, number_in_list
from app.register.kind_records import RecordLook
from app.register.kind_words import is_guarded
from app.words import _

_PREVIEW_MS = 120
_Numbers = tuple[Sequence[Figure], list[tuple[str, int]], tuple[str, str]]


class RecordsView(QWidget):
    """Numbers, filter bar, table, preview; ``related_listing`` finds how records of another kind are edited.

    ``changed`` carries what was saved; ``elsewhere`` a record of another kind to be shown.
    """

    changed = Signal(object)
    elsewhere = Signal(str, str)
    counted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        listing: Listing,
        parent: QWidget | None = None,
        *,
        related_listing: Callable[[str], Listing | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.listing = listing
        self._wants_preview = True
        self._figures: Sequence[Figure] = ()
        self._hamlets: list[tuple[str, int]] = []
        self._latest = Latest(self._show)
        self.count_text = ""
        self.strips = Strips(self)
        self.source = KindSource(desk, listing)
        self.model = IdTableModel(
            self.source, listing.columns(), self, runner=lane_runner(desk, self, self.on_failed)
        )
        self.model.failed.connect(self.on_failed)
        memory = Arrangement(PageDrafts(desk, self))
        self.table = ListTable(
            self.model, _(listing.label), self, memory=memory, key=f"records:{listing.kind_name}"
        )
        self.preview = RecordPreview(listing, self)
        self.numbers = NumberRow(self)
        self.bar = make_bar(listing, self._figures, self._hamlets, self)
        self._soon = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._soon.timeout.connect(self._read_preview)
        self._lay_out()
        self.acts = RecordActs(self, related_listing or _none)
        self._connect()
        self._read_numbers()
        self.ask()

    # -- building ---------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = self._column = QVBoxLayout()
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(8)
        column.addWidget(self.strips)
        column.addWidget(self.numbers)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        whole.addLayout(column, 1)
        whole.addWidget(self.preview)

    def _connect(self) -> None:
        self._connect_bar()
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self._on_count)
        self.table.search_wanted.connect(self._on_typed)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.replaced.connect(self._soon.start)
        self.model.counted.connect(self._on_counted)
        self.numbers.opened.connect(self._on_number)
        acts = self.acts
        self.preview.edit_wanted.connect(acts.edit)
        self.preview.verb_wanted.connect(acts.do_verb)
        self.preview.act_wanted.connect(acts.do_act)
        self.preview.named_wanted.connect(self.elsewhere)
        self.preview.related_wanted.connect(acts.open_related)
        self.preview.related_add_wanted.connect(acts.add_related)
        acts.sheet.saved.connect(self._on_saved)
        acts.sheet.named_wanted.connect(self.elsewhere)
        acts.verbs.changed.connect(self.announce)

    def _connect_bar(self) -> None:
        self.bar.changed.connect(self.ask)
        self.bar.down.connect(self.table.setFocus)

    # -- asking -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Show what the bar asks for."""
        self.model.show(self.bar.query(self.model.query()))

    def show_filters(self, filters: Mapping[str, str]) -> None:
        """Show the list behind a number."""
        self.bar.set_state("", filters)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the list, the numbers and the record shown again."""
        self.model.refresh()
        self._read_numbers()
        self._soon.start()

    def _read_numbers(self) -> None:
        session, listing = session_of(self.desk), self.listing

        def work() -> _Numbers:
            figures = listing.figures(session) if listing.figures else ()
            note = listing.note(session) if listing.note else ("", "")
            return figures, hamlets_of(session, listing.kind_name), note

        read(self.desk, work, self._take_numbers, self.on_failed, self)

    def _take_numbers(self, found: _Numbers) -> None:
        figures, hamlets, note = found
        is_new = [f.key for f in figures] != [f.key for f in self._figures] or hamlets != self._hamlets
        self._figures, self._hamlets = figures, hamlets
        self.source.figures = figures
        self.numbers.show_figures(figures)
        self.numbers.show_note(*note)
        if is_new:
            self._new_bar()
        if dict(self.bar.filters()).get(FIGURE):
            self.model.refresh()  # what the number counts may have moved with the day

    def _on_number(self, key: str) -> None:
        self.show_filters({FIGURE: key})

    def _new_bar(self) -> None:
        old, self.bar = self.bar, make_bar(self.listing, self._figures, self._hamlets, self)
        had_keyboard = old.search.hasFocus()
        self._column.replaceWidget(old, self.bar)
        self.bar.set_count(self.count_text)
        self.bar.set_state(old.words(), dict(old.filters()))
        self._connect_bar()
        old.hide()
        old.deleteLater()
        if had_keyboard:
            self.bar.search.setFocus()

    # -- the record on view ------------------------------------------------------------------

    def title_of(self, shown: RecordLook) -> str:
        """What a record is called."""
        return record_title(self.listing, shown)

    def current_record(self) -> str:
        """The id of the record whose line has the keyboard."""
        return self.source.record_of(self.table.current_id())

    def _on_current(self) -> None:
        self._soon.start()

    def _read_preview(self) -> None:
        if self.preview.isHidden() or self.model.is_loading():
            return
        record = self.current_record()
        if not record:
            self._latest.drop()
            self.preview.show_record(None)
            return
        self.read_record(record, self._latest.ask())

    def read_record(self, record: str, done: Callable[[Any], object]) -> None:
        """Read a record in the lane; ``done`` takes it with what is related."""
        session, listing = session_of(self.desk), self.listing
        # a look at a police record is written down, so it goes through the writing lane
        ask = write if is_guarded(listing.kind) else read
        ask(self.desk, lambda: look_around(session, listing, record), done, self._on_gone, self)

    def _show(self, shown: Shown) -> None:
        self.preview.show_record(shown)

    def _on_gone(self, fault: Fault) -> None:
        self.preview.show_record(None)
        if fault.code != "E_UNKNOWN_RECORD":
            self.on_failed(fault)

    # -- shown -----------------------------------------------------------------------------

    def _on_opened(self, _number: int) -> None:
        self.acts.edit()

    def show_record(self, record: str) -> None:
        """Find a record's line and show it."""
        self.bar.set_state("", {})
        self.ask()
        number = number_in_list(session_of(self.desk), self.listing.kind_name, record)
        if number is not None:
            self.table.select_ids([number], number)
            self.show_preview(True)

    def show_preview(self, shown: bool) -> None:
        """Show or hide the preview."""
        self._wants_preview = shown
        self.preview.setVisible(shown)
        self._soon.start()

    def toggle_preview(self) -> None:
        """F8."""
        self.show_preview(self.preview.isHidden())

    def announce(self, changed: object) -> None:
        """Tell every page, this one too, what was saved."""
        self.changed.emit(changed)
        self.reload()

    def take_change(self, changed: object) -> None:
        """Something was saved elsewhere."""
        kinds = {self.listing.kind_name, "person", *(one.kind for one in self.listing.related)}
        if kinds & changed_kinds(changed):
            self.reload()

    def _on_saved(self, changed: object, record: str) -> None:
        self.strips.expire_undo()
        self.announce(changed)

    def _on_count(self, text: str) -> None:
        self.count_text = text
        self.bar.set_count(text)
        self.counted.emit(text)

    def _on_typed(self, letters: str) -> None:
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.search.insert(letters)

    def on_failed(self, fault: Fault) -> None:
        """Say what was refused."""
        self.strips.say_fault(fault)

    def _on_counted(self, rows: int) -> None:
        if rows:
            if self.table.current_id() is None:
                self.table.setCurrentIndex(self.model.index(0, 1))
            return
        self.table.set_empty(empty_state(self))

    def may_leave(self) -> bool:
        """Ask when the form has something unsaved."""
        return self.acts.sheet.may_close()

    def next_pane(self) -> bool:
        """Search, list, preview."""
        reason = Qt.FocusReason.ShortcutFocusReason
        if self.bar.search.hasFocus():
            self.table.setFocus(reason)
            return True
        if self.table.hasFocus() and not self.preview.isHidden() and self.preview.shown is not None:
            self.preview.setFocus(reason)
            self.preview.focusNextChild()
            return True
        return False

    # -- Qt ----------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Without the preview, which gives way where there is no room for both."""
        return QSize(self._column.minimumSize().width(), look.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview stands beside the list only where both fit."""
        super().resizeEvent(event)
        fits = self.width() >= look.px(560) + self.preview.width()
        if self._wants_preview and fits == self.preview.isHidden():
            self.preview.setVisible(fits)
            self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """The preview grows with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "preview"):
            self.preview.restyle()
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the page is the list's own, so that it reads as one sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()


def _none(_kind: str) -> None:
    return None
