"""The classes that were proposed and approved, the newest year first, with the facts as they stood then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.scorecard.cells import value_text
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.table import ListTable
from app.kinds.codes_area import CLASS_RULES
from app.kinds.dates import show_date
from app.register.scoring.scorecard import LABELS, Scorecard
from app.register.scoring.stored import Kept
from app.register.scoring.words import TONES, class_words
from app.words import N_, _

_COLUMNS = (
    Column("rules", N_("Rule set"), 170, sortable=False, strong=True),
    Column("year", N_("Evaluation year"), 180, sortable=False),
    Column("proposed", N_("Proposed class"), 150, sortable=False, marked=True),
    Column("proposed_on", N_("Proposed on"), 118, sortable=False),
    Column("approved", N_("Approved class"), 150, sortable=False, marked=True),
    Column("approved_on", N_("Approved on"), 100, sortable=False),
    Column("document", N_("Number of the document"), 140, sortable=False),
)
_THEN = (
    Column("fact", N_("Figure"), 250, sortable=False, strong=True),
    Column("then", N_("Then"), 90, right=True, sortable=False),
    Column("now", N_("On the day shown"), 120, right=True, sortable=False),
)


class KeptTab(QWidget):
    """Enter shows the facts of then beside those on view; the button enters the approval."""

    approve_wanted = Signal(object)  # Kept

    def __init__(self, host: QWidget, *, may_write: bool) -> None:
        super().__init__(host)
        self.lines: Sequence[Kept] = ()
        self._card: Scorecard | None = None
        self._may_write = may_write
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Classes proposed and approved"), self)
        why = _(
            "A class proposed from the register is kept here with its facts, and its approval with the document."
        )
        self.table.set_empty(EmptyState("certificate", _("No class proposed yet"), why, self))
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.said = look.label("", self, wrap=True)
        self.approve_button = look.button(_("Enter the approval"), self, icon="certificate")
        self.approve_button.clicked.connect(self._on_approve)
        self.facts_button = look.button(_("Facts of that day"), self, icon="history")
        self.facts_button.clicked.connect(self._on_facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        self.sheet = SideSheet(host, _("Facts of that day"), width=540)
        self.sheet.save_button.hide()
        self.sheet.cancel_button.setText(_("Close"))
        self.then = RowsModel(_THEN, self)
        self.sheet.set_content(ListTable(self.then, _("Facts of that day")))

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setProperty("kind", "well")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self.said, 1)
        row.addWidget(self.facts_button)
        row.addWidget(self.approve_button)
        foot.setMinimumHeight(look.px(44))
        return foot

    def show_kept(self, kept: Sequence[Kept], card: Scorecard) -> None:
        """Show what is kept of the commune on view."""
        self.lines, self._card = kept, card
        self.model.set_lines([_cells(one) for one in kept])
        self.model.all_ids()
        if kept:
            self.table.setCurrentIndex(self.model.index(0, 1))
        self._tell()

    def current(self) -> Kept | None:
        """The line that has the keyboard."""
        row = self.table.currentIndex().row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        one = self.current()
        self.facts_button.setVisible(bool(one and one.facts))
        self.approve_button.setVisible(bool(one and one.is_ours and self._may_write))
        if one is None:
            self.said.setText("")
            return
        words = _("Correct the approval") if one.is_approved else _("Enter the approval")
        self.approve_button.setText(words)
        if one.is_approved and one.record.approved != one.record.proposed:
            self.said.setText(_("Approved otherwise than proposed."))
        else:
            self.said.setText(_("Approved.") if one.is_approved else _("Proposed; not approved yet."))

    @Slot()
    def _on_approve(self) -> None:
        one = self.current()
        if one is not None:
            self.approve_wanted.emit(one)

    @Slot(int)
    def _on_opened(self, _place: int) -> None:
        self._on_facts()

    @Slot()
    def _on_facts(self) -> None:
        one = self.current()
        if one is None or not one.facts or self._card is None:
            return
        now = self._card.facts.facts
        self.then.set_lines(
            [
                (_(label), value_text(one.facts.get(name)), value_text(now[name].value))
                for name, label in LABELS.items()
            ]
        )
        self.sheet.set_title(_("Facts as of {day}", day=_shown(one.on)))
        self.sheet.open()


def _cells(one: Kept) -> Line:
    record = one.record
    approved = record.approved or ""
    return (
        _(CLASS_RULES.label(record.rules)),
        f"{show_date(record.since)} – {show_date(record.until)}",
        Marked(class_words(record.proposed), TONES.get(record.proposed, "neutral")),
        show_date(record.proposed_on) if record.proposed_on else "",
        Marked(class_words(approved), TONES.get(approved, "neutral"))
        if approved
        else Marked(_("not yet"), "neutral", "hourglass"),
        show_date(record.approved_on) if record.approved_on else "",
        record.document or "",
    )


def _shown(day: str) -> str:
    from datetime import date

    try:
        return show_date(date.fromisoformat(day))
    except ValueError:
        return "–"
