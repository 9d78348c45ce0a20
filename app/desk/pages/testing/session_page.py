"""What the pages of many entries share: the grid, who is added to it, its draft, and saving in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.desk.jobs.progress import Progress
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import read, session_of
from app.desk.pages.testing.grid import EntryGrid, people_count
from app.desk.pages.testing.grid_model import Answer, GridColumn, GridModel, GridRow
from app.desk.pages.testing.picker import PersonPicker
from app.desk.pages.testing.resolve import rows_for, rows_of, wanted_words
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.words import _, plural


@dataclass
class Outcome:
    """What became of the rows of one saving."""

    saved: list[GridRow] = field(default_factory=list)
    refused: list[tuple[GridRow, Fault]] = field(default_factory=list)
    changes: list[object] = field(default_factory=list)
    stopped: Fault | None = None


Record = Callable[[dict[str, Any]], object]
Entry = tuple[GridRow, dict[str, Any]]


class SessionPage(Page):
    """Fields said once on top, people below; subclasses say what is asked and how a row is recorded."""

    draft_changed = Signal()
    key = ""
    title = ""
    save_words = ""

    def __init__(self, desk: Desk, columns: Sequence[GridColumn], wholes: Sequence[Answer] = ()) -> None:
        super().__init__(desk)
        self.strips = Strips(self)
        self.rows = GridModel(columns, wholes, self)
        self.grid = EntryGrid(self.rows, _(self.title), self)
        self.picker = PersonPicker(desk, self)
        self.count = look.label("", self, role="caption")
        self.keys = look.label("", self, role="caption")
        self._is_saving = False
        self._build()
        self.top_fields = self.make_fields()
        self._top.addLayout(self.lay_out_fields())
        drafts = PageDrafts(desk, self)
        self.keeper = DraftKeeper(self.key, self, drafts.save, drafts.load, self)
        self._connect()
        offer = self.keeper.offer(self.strips)
        if offer is not None:
            self.strips.add(offer)
        self._show_state()

    # -- for subclasses ------------------------------------------------------------

    def make_fields(self) -> dict[str, FieldWidget]:
        """The fields said once, by name."""
        raise NotImplementedError

    def lay_out_fields(self) -> QHBoxLayout:
        """Those fields in a line."""
        raise NotImplementedError

    def is_answered(self, row: GridRow) -> bool:
        """Whether a row says enough to be kept."""
        raise NotImplementedError

    def entries(self, rows: Sequence[GridRow]) -> list[Entry]:
        """The rows as fields of records; Fault for a cell that cannot be read."""
        raise NotImplementedError

    def recorder(self) -> Record:
        """The use case that keeps one entry."""
        raise NotImplementedError

    def after_saved(self, rows: Sequence[GridRow]) -> None:
        """What follows once rows are kept."""

    def rows_taken(self, rows: Sequence[GridRow]) -> None:
        """People came into the grid."""

    def warn_before(self, rows: Sequence[GridRow]) -> ConfirmDialog | None:
        """What has to be confirmed before saving."""
        return None

    # -- building -----------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(10)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(look.label(_(self.title), self, role="title"))
        self.head.addStretch(1)
        column.addLayout(self.head)
        column.addWidget(self.strips)
        self._top = QVBoxLayout()
        column.addLayout(self._top)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.picker, 1)
        self.picker.setMaximumWidth(look.px(460))
        line.addWidget(self.keys, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(line)
        column.addWidget(self.grid, 1)
        self.empty = EmptyState(
            "users",
            _("Nobody in the grid yet"),
            _("Type a name or number above, or paste a list from Excel with Ctrl+V."),
            self.grid.viewport(),
        )
        column.addWidget(look.hairline(self))
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 10)
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addStretch(1)
        self.clear_button = look.button(_("Empty the grid"), self)
        self.clear_button.clicked.connect(self.ask_clear)
        self.save_button = look.button(_(self.save_words), self, kind="primary", icon="device-floppy")
        self.save_button.setToolTip(hint(_(self.save_words), Shortcut.SAVE))
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.clear_button)
        foot.addWidget(self.save_button)
        return foot

    def _connect(self) -> None:
        self.picker.chosen.connect(self._on_chosen)
        self.grid.pasted.connect(self.paste)
        self.grid.finished.connect(self.save_button.setFocus)
        self.rows.edited.connect(self._on_edited)
        for made in self.top_fields.values():
            made.edited.connect(self._on_edited)
        bind(self, Shortcut.SAVE, self.save)
        bind(self, Shortcut.SAVE_TEXT, self.save)

    # -- people ---------------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """People handed over by a list."""
        if target:
            session = session_of(self.desk)
            people = target.split(",")
            read(self.desk, lambda: rows_of(session, people), self._take, self._on_failed, self)
        elif not self.rows.rows:
            self.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, person: str) -> None:
        self._take(rows_of(session_of(self.desk), [person]))

    def paste(self, block: str) -> None:
        """Add the people of a clipboard block."""
        words = wanted_words(block)
        if words:
            session = session_of(self.desk)
            read(self.desk, lambda: rows_for(session, words), self._take, self._on_failed, self)

    def _take(self, rows: list[GridRow]) -> None:
        if not self.rows.rows and len(rows) > 1:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        left_out = self.rows.add(rows)
        self.rows_taken(rows)
        if left_out:
            text = plural(
                "{n} person was in the grid already.", "{n} people were in the grid already.", left_out
            )
            self.strips.say(text, "info")
        if self.rows.rows and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.rows.index(0, 2))

    # -- state ------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._show_state()
        self.draft_changed.emit()

    def _show_state(self) -> None:
        n = len(self.rows.rows)
        answered = sum(1 for row in self.rows.rows if row.id and self.is_answered(row))
        unclear = sum(1 for row in self.rows.rows if not row.id)
        parts = [people_count(n), _("{n} answered", n=answered)] if n else []
        if unclear:
            parts.append(_("{n} unclear", n=unclear))
        self.count.setText(" · ".join(parts))
        self.save_button.setEnabled(bool(answered) and not self._is_saving)
        self.clear_button.setEnabled(bool(n))
        self.empty.setGeometry(self.grid.viewport().rect())
        self.empty.setVisible(not n)

    def is_changed(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.rows.rows)

    def draft(self) -> dict[str, Any]:
        """Fields and rows as they stand."""
        fields = {name: made.typed() for name, made in self.top_fields.items()}
        return {"fields": fields, "rows": [row.kept() for row in self.rows.rows]}

    def restore(self, draft: dict[str, Any]) -> None:
        """Put a draft back."""
        for name, typed in draft.get("fields", {}).items():
            if name in self.top_fields:
                self.top_fields[name].set_typed(typed)
        self.rows.add([GridRow(**kept) for kept in draft.get("rows", [])])
        self.rows_taken(self.rows.rows)
        self._show_state()

    def save_draft(self) -> None:
        """Keep what stands here."""
        self.keeper.keep_now()

    def ask_clear(self) -> None:
        """Empty the grid after asking."""
        title = _("Empty the grid")
        text = plural(
            "{n} person leaves the grid with what was answered.",
            "{n} people leave the grid with what was answered.",
            len(self.rows.rows),
        )
        if ConfirmDialog(title, text, title, self, destructive=True).ask():
            self.rows.remove(self.rows.rows)
            self.keeper.forget()

    # -- saving -------------------------------------------------------------------------

    def save(self) -> None:
        """Check, confirm, then record every row in one job of the lane."""
        look.commit_typing()
        if self._is_saving or not self.save_button.isEnabled():
            return
        self._drop_strips()
        wrong = [made for made in self.top_fields.values() if made.show_fault() is not None]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        rows = self._complete_rows()
        if rows is None:
            return
        try:
            entries = self.entries(rows)
        except Fault as fault:
            self.strips.say_fault(fault)
            return
        question = self.warn_before(rows)
        if question is None or question.ask():
            self._write(entries)

    def _drop_strips(self) -> None:
        for strip in self.strips.strips():
            strip.dismiss()

    def _complete_rows(self) -> list[GridRow] | None:
        """All rows when each says who and what; else the first that does not gets the keyboard."""
        for place, row in enumerate(self.rows.rows):
            if row.id and self.is_answered(row):
                continue
            row.error = row.error or _("not answered")
            self.rows.say_changed(row)
            text = _(
                "Line {n} ({name}) is not complete: choose the person, answer it, or take it out with Delete.",
                n=place + 1,
                name=row.name or row.typed,
            )
            self.strips.say(text, "warn")
            self.grid.go_to(place, 2 if row.id else 1)
            return None
        return list(self.rows.rows)

    def _write(self, entries: list[Entry]) -> None:
        record = self.recorder()

        def work(progress: Progress) -> Outcome:
            outcome = Outcome()
            for place, (row, fields) in enumerate(entries):
                progress.at(place, len(entries))
                try:
                    outcome.changes.append(record(fields))
                    outcome.saved.append(row)
                except Fault as fault:
                    outcome.refused.append((row, fault))
                    if not outcome.saved:
                        outcome.stopped = fault  # what is wrong with the first is wrong with all
                        break
            return outcome

        self._set_saving(True)
        self.desk.lane.run(work, self._on_written, self._on_refused, self, label=_("Saving…"))

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self._show_state()

    def _on_written(self, outcome: Outcome) -> None:
        self._set_saving(False)
        self._drop_strips()
        for row, fault in outcome.refused:
            row.error = fault.sentence()
        self.rows.remove(outcome.saved)
        if outcome.refused:
            self.strips.say_fault(outcome.stopped or outcome.refused[0][1])
        if outcome.saved:
            self.strips.say(self.said_saved(len(outcome.saved)), "good")
            for changed in outcome.changes:
                self.desk.announce(changed, self)
        if not self.rows.rows:
            self.keeper.forget()
            self.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        if outcome.saved:
            self.after_saved(outcome.saved)

    def said_saved(self, n: int) -> str:
        """What was kept."""
        return plural("{n} entry saved.", "{n} entries saved.", n)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        self.strips.say_fault(fault)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def next_pane(self) -> bool:
        """Fields, people, grid."""
        if not self.grid.hasFocus() and self.rows.rows:
            self.grid.go_to(max(0, self.grid.currentIndex().row()))
            return True
        return False

    def resizeEvent(self, event: Any) -> None:
        """The empty state fills the grid."""
        super().resizeEvent(event)
        self._show_state()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()
