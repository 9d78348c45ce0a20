"""The case under the cursor: person, stage, the one next thing, its dated steps and values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desk.models.source import Marked
from app.desk.pages.people.lookups import detail as described
from app.desk.pages.people.owing import shown_due, what_label
from app.desk.pages.people.work import session_of
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.clock import owing_mark
from app.desk.pages.staged.pattern import Happening, Pattern, Shown, StepLine
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, hint
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.record_parts import KeyValueGrid
from app.kinds.dates import show_date
from app.register.stages import Detail
from app.words import N_, _, plural

WIDTH = 300
_STEP_ICON = {
    "done": ("circle-check", "accent"),
    "next": ("arrow-right", "accent"),
    "later": ("circle", "edge"),
    "none": ("minus", "edge"),
}
_STATE_WORDS = {
    "done": N_("done"),
    "next": N_("next"),
    "later": N_("later"),
    "none": N_("no such step"),
}


class CasePanel(QWidget):
    """300 px at 13 px type. ``step_wanted`` carries the step, ``person_wanted`` the person to open."""

    step_wanted = Signal(object)
    edit_wanted = Signal()
    person_wanted = Signal(str)

    def __init__(self, desk: Desk, pattern: Pattern, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pattern = desk, pattern
        self.detail: Detail | None = None
        self.steps: list[Step] = []
        self.setAccessibleName(_("Preview"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self.show_case(None)
        self.restyle()

    def _make_foot(self) -> QWidget:
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        self.next_button = look.button("", foot, kind="primary")
        self.next_button.clicked.connect(self._on_next)
        column.addWidget(self.next_button)
        line = QHBoxLayout()
        line.setSpacing(6)
        self.more_button = look.button(_("Other steps"), foot, icon="chevron-down", icon_role="muted")
        self.more_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.more_button.clicked.connect(self.open_menu)
        self.person_button = look.button(_("Person"), foot, icon="user")
        self.person_button.setToolTip(_("Open the person"))
        self.person_button.clicked.connect(self._on_person)
        line.addWidget(self.more_button, 1)
        line.addWidget(self.person_button, 1)
        column.addLayout(line)
        return foot

    def restyle(self) -> None:
        """Width for the type size."""
        self.setFixedWidth(look.px(WIDTH))

    # -- showing -----------------------------------------------------------------

    def show_case(self, detail: Detail | None) -> None:
        """Show a case, or that none is chosen."""
        self.detail = detail
        self._foot.setVisible(detail is not None)
        if detail is None:
            self.steps = []
            why = _("Choose a line to see the case here.")
            self._scroll.setWidget(EmptyState(self._pattern.icon, _("No case chosen"), why))
            return
        session = session_of(self._desk)
        self.steps = [step for step in self._pattern.steps(session, detail) if step.may(session)]
        self.next_button.setVisible(bool(self.steps))
        if self.steps:
            self.next_button.setText(_(self.steps[0].label))
            look.keep_icon(self.next_button, self.steps[0].icon, "on_fill", 16)
        self._scroll.setWidget(self._content(detail, self._pattern.shown(session, detail)))

    def _content(self, detail: Detail, shown: Shown) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 14, 16, 8)
        column.setSpacing(6)
        line = detail.line
        column.addWidget(look.label(line.name, box, role="heading", wrap=True))
        who = described(line.birth, line.hamlet)
        if who:
            column.addWidget(look.label(who, box, tone="muted"))
        left = Qt.AlignmentFlag.AlignLeft
        for mark in (Marked(self._pattern.stage_words(line.stage), "info", "flag"), *shown.badges):
            badge = Badge(self._fitting(str(mark)), mark.tone, box, icon=mark.icon)
            badge.setToolTip(str(mark))
            column.addWidget(badge, 0, left)
        self._add_owed(column, box, detail)
        for note in shown.notes:
            column.addWidget(look.label(note, box, tone="warn", wrap=True))
        if shown.steps:
            self._add_rule(column, box)
            column.addLayout(self._step_grid(shown.steps, box))
        if shown.values:
            self._add_rule(column, box)
            column.addWidget(KeyValueGrid(shown.values, box, columns=1))
        if shown.happened:
            self._add_rule(column, box)
            column.addWidget(look.label(_("Lately"), box, role="strong"))
            for one in shown.happened:
                column.addLayout(self._happening(one, box))
        column.addStretch(1)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        return box

    def _add_rule(self, column: QVBoxLayout, box: QWidget) -> None:
        column.addSpacing(4)
        column.addWidget(look.hairline(box))
        column.addSpacing(4)

    def _add_owed(self, column: QVBoxLayout, box: QWidget, detail: Detail) -> None:
        """The next thing owed in a line of its own: what, and how long is left."""
        owing = detail.line.owing
        if not owing.what:
            return
        mark = owing_mark(owing, detail.line.since, session_of(self._desk).now())
        column.addSpacing(2)
        column.addWidget(look.label(what_label(owing.what), box, role="strong", wrap=True))
        badge = Badge(self._fitting(str(mark)), mark.tone, box, icon=mark.icon)
        if isinstance(owing.due, datetime):  # too long to stand beside
            column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(look.label(_("until {when}", when=shown_due(owing.due)), box, tone="muted"))
            return
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(badge)
        words.addWidget(look.label(shown_due(owing.due), box, tone="muted"))
        words.addStretch(1)
        column.addLayout(words)

    def _step_grid(self, steps: Sequence[StepLine], box: QWidget) -> QGridLayout:
        """Sign, words and day of each dated step; the days between are the note."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        if any(step.days is not None for step in steps):
            grid.addWidget(look.label(_("Days"), box, role="caption"), 0, 2, Qt.AlignmentFlag.AlignRight)
        for row, step in enumerate(steps, start=1):
            icon, tone = _STEP_ICON[step.state]
            grid.addWidget(look.picture(icon, tone, 16, box), row, 0, top)
            # what has no day uses the room of the day
            span = 1 if step.when or step.days is not None else 3
            grid.addLayout(self._step_words(step, box), row, 1, 1, span)
            if step.days is not None:
                count = look.label(f"+{step.days}", box, tone="muted")
                count.setAccessibleName(plural("after {n} day", "after {n} days", step.days))
                grid.addWidget(count, row, 2, top | Qt.AlignmentFlag.AlignRight)
            if step.when:
                grid.addWidget(look.label(step.when, box, tone="muted"), row, 3, top)
        return grid

    def _step_words(self, step: StepLine, box: QWidget) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        role = "strong" if step.state == "next" else ""
        dim = "" if step.state in ("done", "next") else "muted"
        text = look.label(step.label, box, role=role, tone=dim, wrap=True)
        text.setAccessibleName(f"{step.label}: {step.when or _(_STATE_WORDS[step.state])}")
        words.addWidget(text)
        if step.note:
            words.addWidget(look.label(step.note, box, tone="muted", wrap=True))
        return words

    def _happening(self, one: Happening, box: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(look.picture(one.icon, "muted", 14, box), 0, top)
        line.addWidget(look.label(one.title, box, wrap=True), 1, top)
        line.addWidget(look.label(show_date(one.on), box, tone="muted"), 0, top)
        return line

    def _fitting(self, text: str) -> str:
        room = look.px(WIDTH - 32 - 34)
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    # -- doing -------------------------------------------------------------------

    def take_keyboard(self) -> bool:
        """Put the keyboard on the next step; False when the panel shows none."""
        target = self.next_button if self.steps else self.person_button
        if self.detail is None or not self.isVisible():
            return False
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def open_menu(self) -> None:
        """Everything that can be done but the next step, correcting the record among it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, step in enumerate(self.steps[1:], start=1):
            action = menu.addAction(_(step.label))
            look.keep_icon(action, step.icon, "muted", 16)
            action.setData(place)
        menu.addSeparator()
        edit = menu.addAction(hint(_("Correct the record"), Shortcut.EDIT))
        look.keep_icon(edit, "pencil", "muted", 16)
        edit.setData(-1)
        menu.triggered.connect(self._on_menu)
        # upwards: the button stands at the foot of the window
        corner = self.more_button.mapToGlobal(self.more_button.rect().topLeft())
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))

    def _on_menu(self, action: QAction) -> None:
        place = int(action.data())
        if place < 0:
            self.edit_wanted.emit()
        elif place < len(self.steps):
            self.step_wanted.emit(self.steps[place])

    def _on_next(self) -> None:
        if self.steps:
            self.step_wanted.emit(self.steps[0])

    def _on_person(self) -> None:
        if self.detail is not None:
            self.person_wanted.emit(self.detail.line.person)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line towards the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.fillRect(0, 0, 1, self.height(), look.role("line"))
        painter.end()
