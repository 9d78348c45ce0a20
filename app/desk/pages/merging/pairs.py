"""Pairs of records that may be one person: compared and merged, or said to be two people."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.source import Column, Line, Marked
from app.desk.pages.merging.dialog import MergeDialog
from app.desk.pages.people.lookups import detail
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.register.duplicates import Pair, declare_different, pairs
from app.words import N_, _

_COLUMNS = (
    Column("sure", N_("How sure"), 126, marked=True),
    Column("one", N_("Record"), 170, strong=True),
    Column("one_more", N_("Born, residence"), 168),
    Column("other", N_("The other record"), 170, strong=True),
    Column("other_more", N_("Born, residence"), 168),
    Column("why", N_("Because"), 200),
)


class PairsView(QWidget):
    """Enter compares a pair; Delete says that they are two people."""

    back_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest = Latest(self._take)
        self.dialog: MergeDialog | None = None
        self.strips = Strips(self)
        self.count = look.label("", self, role="caption")
        self.table = ShortTable(_COLUMNS, _("Records that may be one person"), self)
        self.table.set_empty(
            EmptyState(
                "git-merge", _("No pair found"), _("No two records share name and birth, or a number.")
            )
        )
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self.count.setText)
        for text, icon, slot in (
            (_("Compare and merge"), "git-merge", self.compare),
            (_("They are two people"), "arrows-split", self.separate),
        ):
            action = QAction(text, self)
            look.keep_icon(action, icon, "muted", 16)
            action.triggered.connect(slot)
            self.table.add_menu_action(action)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        back = look.tool("arrow-left", _("Back to the list (Esc)"), self)
        back.clicked.connect(self.back_wanted)
        self.separate_button = look.button(_("They are two people"), self, icon="arrows-split")
        self.separate_button.clicked.connect(self.separate)
        self.merge_button = look.button(_("Compare and merge"), self, kind="primary", icon="git-merge")
        self.merge_button.clicked.connect(self.compare)
        head.addWidget(back)
        head.addWidget(look.label(_("Records that may be one person"), self, role="title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.separate_button)
        head.addWidget(self.merge_button)
        column.addLayout(head)
        column.addWidget(self.strips)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def ask(self) -> None:
        """Read the pairs, in the lane."""
        session = session_of(self._desk)
        read(self._desk, lambda: pairs(session), self._latest.ask(), self._on_failed, self)

    def _take(self, found: list[Pair]) -> None:
        self.table.show_lines([_line(pair) for pair in found], found)
        for made in (self.merge_button, self.separate_button):
            made.setEnabled(bool(found))

    def current(self) -> Pair | None:
        """The pair with the keyboard, else the first."""
        thing: Pair | None = self.table.current_thing()
        return thing or (self.table.things[0] if self.table.things else None)

    def compare(self) -> None:
        """Both side by side."""
        pair = self.current()
        if pair is not None:
            self.dialog = MergeDialog(self._desk, pair.first.id, self, self._on_done)
            self.dialog.choose(pair.second.id)
            self.dialog.open()

    def separate(self) -> None:
        """Two people all the same: the pair leaves the list, the reason is kept."""
        pair = self.current()
        if pair is None:
            return
        names = {"one": pair.first.name, "other": pair.second.name}
        text = _("{one} and {other} are not shown as a pair again.", **names)
        title = _("They are two people")
        question = ConfirmDialog(title, text, title, self, needs_reason=True)
        if question.ask():
            session, why = session_of(self._desk), question.reason()
            one, other = pair.first.id, pair.second.id
            write(
                self._desk,
                lambda: declare_different(session, one, other, why),
                self._on_done,
                self._on_failed,
                self,
            )
        question.deleteLater()

    def _on_opened(self, _number: int) -> None:
        self.compare()

    def _on_done(self, changed: object) -> None:
        self._desk.announce(changed, self)
        self.ask()

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back, Delete separates."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.separate()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()


def _line(pair: Pair) -> Line:
    one, other = pair.first, pair.second
    sure = (
        Marked(_("Certain"), "danger", "alert-circle")
        if other.is_sure
        else Marked(_("Possible"), "warn", "help-circle")
    )
    return (
        sure,
        one.name,
        detail(one.birth, one.hamlet),
        other.name,
        detail(other.birth, other.hamlet),
        other.reasons(),
    )
