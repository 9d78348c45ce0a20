"""Who in the register may be the same person, while a new one is being entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.text_fields import TextField
from app.words import _, plural

SURE, POSSIBLE = "sure", "possible"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody alike: ``grade`` is ``sure`` or ``possible``, ``reasons`` say why."""

    id: str
    name: str
    detail: str
    grade: str
    reasons: tuple[str, ...] = ()


class DuplicateHints(QWidget):
    """Cards of who may be the same; ``opened`` leads to the record, ``declared_other`` goes on with a reason.

    ``is_clear()`` is False while a sure one is shown and no reason was given.
    """

    opened = Signal(str)
    declared_other = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Likeness, ...] = ()
        self._reason_given = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = look.label("", self, role="heading")
        column.addWidget(self._title)
        self._cards = QWidget(self)
        self._list = QVBoxLayout(self._cards)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._cards)
        column.addWidget(scroll, 1)
        self._why = TextField(_("Why this is another person"), self)
        self._add = look.button(_("Add all the same"), self)
        self._add.clicked.connect(self._on_add)
        self._why.edited.connect(self._check)
        column.addWidget(self._why)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._add)
        column.addLayout(line)
        self.set_found(())

    def set_found(self, found: Sequence[Likeness]) -> None:
        """Show these, sure ones first; a reason given before counts only for the same people."""
        ordered = tuple(sorted(found, key=_grade))
        if {f.id for f in ordered} - {f.id for f in self._found}:
            self._reason_given = ""
        self._found = ordered
        while entry := self._list.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in ordered:
            self._list.addWidget(self._card(one))
        self._list.addStretch(1)
        self._title.setText(
            plural("{n} person may be the same", "{n} people may be the same", len(ordered))
            if ordered
            else _("Nobody alike in the register")
        )
        self.setAccessibleName(self._title.text())
        for part in (self._why, self._add):
            part.setVisible(any(f.grade == SURE for f in ordered))
        self._check()

    def is_clear(self) -> bool:
        """True when nothing stops adding."""
        return bool(self._reason_given) or not any(f.grade == SURE for f in self._found)

    def reason(self) -> str:
        """Why the new one is another person."""
        return self._reason_given

    def _card(self, one: Likeness) -> QFrame:
        card = QFrame(self._cards)
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 8, 6)
        column.setSpacing(3)
        sure = one.grade == SURE
        badge = Badge(_("Certain") if sure else _("Possible"), "danger" if sure else "warn", card)
        head = QHBoxLayout()
        head.addWidget(look.label(one.name, card, role="strong", wrap=True), 1)
        head.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(look.label(one.detail, card, tone="muted", wrap=True))
        for reason in one.reasons:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(look.picture("check", "muted", 13, card), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(look.label(reason, card, role="small", wrap=True), 1)
            column.addLayout(line)
        opener = look.button(_("Open this record"), card, kind="link", icon="external-link")
        opener.setAccessibleName(_("Open the record of {name}", name=one.name))
        opener.setProperty("record", one.id)
        opener.clicked.connect(self._on_open)
        column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_open(self) -> None:
        self.opened.emit(str(self.sender().property("record")))

    def _check(self) -> None:
        self._add.setEnabled(bool(self._why.value()))

    def _on_add(self) -> None:
        look.commit_typing()
        self._reason_given = str(self._why.value() or "")
        if self._reason_given:
            self.declared_other.emit(self._reason_given)


def _grade(one: Likeness) -> int:
    return 0 if one.grade == SURE else 1
