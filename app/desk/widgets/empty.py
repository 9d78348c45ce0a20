"""What stands where there is nothing yet: why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look


class EmptyState(QWidget):
    """An icon, a title, why it is empty, and up to two actions."""

    def __init__(self, icon: str, title: str, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(look.picture(icon, "edge", 40, self), 0, centre)
        self._title = look.label(title, self, role="heading")
        self._why = look.label(why, self, tone="muted", wrap=True)
        for text in (self._title, self._why):
            text.setAlignment(centre)
        column.addWidget(self._title)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._why, 4)
        line.addStretch(1)
        column.addLayout(line)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        column.addSpacing(4)
        column.addLayout(self._actions)
        column.addStretch(3)
        self.setAccessibleName(f"{title}. {why}")

    def add_action(
        self, text: str, act: Callable[[], object], *, icon: str = "", primary: bool = False
    ) -> None:
        """A button; the first one added is usually the primary."""
        made = look.button(text, self, kind="primary" if primary else "", icon=icon)
        made.clicked.connect(act)
        self._actions.insertWidget(self._actions.count() - 1, made)

    def set_words(self, title: str, why: str) -> None:
        """Say something else, such as that filters hide everything."""
        self._title.setText(title)
        self._why.setText(why)
        self.setAccessibleName(f"{title}. {why}")
