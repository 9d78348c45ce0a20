"""One rule set at a glance: the class in words, what holds it, what is near. Pressing it shows its criteria."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.text_fields import ENTER
from app.register.scoring.scorecard import LABELS, Side
from app.register.scoring.words import NOTES, TONES, class_words
from app.words import _
from app.words.forms import number


class SideCard(QFrame):
    """A card that can be chosen with the mouse, Enter or Space."""

    chosen = Signal(str)

    def __init__(self, rules: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = rules
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = look.label("", self, role="caption")
        self.badge = Badge("–", "neutral", self)
        self.decided = look.label("", self, role="small", wrap=True)
        self.near = look.label("", self, role="small", tone="warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        column.addLayout(head)
        column.addWidget(self.decided)
        column.addWidget(self.near)
        column.addStretch(1)

    def show_side(self, side: Side) -> None:
        """Show a side of the scorecard."""
        name = class_words(side.found.of)
        self.title.setText(side.title)
        self.badge.set_state(name, TONES.get(side.found.of, "neutral"))
        self.decided.setText(decided_text(side))
        near = near_text(side)
        self.near.setText(near)
        self.near.setVisible(bool(near))
        self.setToolTip("\n".join(_(NOTES[code]) for code in side.found.notes if code in NOTES))
        self.setAccessibleName(f"{side.title}: {name}. {self.decided.text()} {near}".strip())

    def set_chosen(self, is_chosen: bool) -> None:
        """Whether its criteria are on view."""
        mark(self, chosen="true" if is_chosen else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.chosen.emit(self.rules)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose it."""
        if event.key() in (*ENTER, Qt.Key.Key_Space):
            self.chosen.emit(self.rules)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and the ring of the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            look.focus_ring(painter, self.rect().toRectF(), 10)
            painter.end()


def decided_text(side: Side) -> str:
    """What holds the class, or what keeps it from being known."""
    if side.found.missing:
        names = ", ".join(_(LABELS.get(name, name)) for name in side.found.missing)
        return _("Not known: {names}.", names=names)
    texts = {one.criterion: one.short for one in side.distances}
    held = [texts[name] for name in side.deciding]
    if not held:
        return _("No criterion holds it in a class.")
    return _("Held by: {names}.", names="; ".join(held))


def near_text(side: Side) -> str:
    """What nearly reaches a heavier band, with what it would make of the commune."""
    texts = {one.criterion: one.short for one in side.distances}
    moves = [
        _(
            "{name}, {n} more: {after}",
            name=texts[m.criterion],
            n=number(m.step.by),
            after=class_words(m.after),
        )
        for m in side.near()
        if m.after != side.found.of
    ]
    return _("Near a heavier class: {moves}.", moves="; ".join(moves)) if moves else ""
