"""How complete a record is, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.desk.widgets import look
from app.words import _, plural


class _Segments(QWidget):
    """One small bar per asked field, filled ones first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._there = self._asked = 0
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, there: int, asked: int) -> None:
        self._there, self._asked = there, asked
        self.setFixedWidth(look.px(max(1, asked) * 16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = self.width() / max(1, self._asked)
        for number in range(self._asked):
            box = QRectF(number * wide, 0, wide - 3, self.height())
            look.pill(painter, box, look.role("accent" if number < self._there else "line"), radius=3)
        painter.end()


class CompletenessMeter(QWidget):
    """“Complete 5 of 8 · still missing: …”, each missing field a way to it."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 0, 0)
        line.setSpacing(8)
        self._bar = _Segments(self)
        self._text = look.label("", self, role="caption")
        self._missing = look.button("", self, kind="link")
        self._menu = QMenu(self._missing)
        self._menu.triggered.connect(self._on_chosen)
        self._missing.setMenu(self._menu)
        line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._text)
        line.addWidget(self._missing)
        line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, asked: int, missing: Sequence[tuple[str, str]]) -> None:
        """How many fields are asked, and name and label of those missing."""
        there = asked - len(missing)
        self._bar.show_state(there, asked)
        self._text.setText(_("Complete: {there} of {asked}", there=there, asked=asked))
        self._missing.setVisible(bool(missing))
        self._missing.setText(plural("{n} field missing", "{n} fields missing", len(missing)))
        self._menu.clear()
        for name, label in missing:
            action = self._menu.addAction(label)
            action.setData(name)
        self.setAccessibleName(f"{self._text.text()}. {', '.join(label for _name, label in missing)}")

    def _on_chosen(self, action: QAction) -> None:
        self.wanted.emit(str(action.data()))
