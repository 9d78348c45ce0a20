"""A field of several sentences that each hold or do not: boxes with words that wrap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class CheckRow(QWidget):
    """A box and its words; a press on the words switches too."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.box = QCheckBox(self)
        self.box.setAccessibleName(text)
        self.box.setFixedWidth(look.px(24))
        self.words: QLabel = look.label(text, self, wrap=True)
        self.words.setBuddy(self.box)
        grid.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.words, 0, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switch, as the box itself does."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.click()
        else:
            super().mousePressEvent(event)


class ChecksField(FieldWidget):
    """``value`` lists the codes that hold. Up and Down walk, Space switches, a digit switches that line.

    Codes that are not among the choices (of another form) are kept though they cannot be shown.
    """

    def __init__(
        self, label: str, parent: QWidget | None = None, *, columns: int = 1, **options: Any
    ) -> None:
        super().__init__(label, parent, **options)
        self._columns = columns
        self.rows: dict[str, CheckRow] = {}
        self._others: list[Any] = []
        self._box = QWidget(self)
        self._lines = QGridLayout(self._box)
        self._lines.setContentsMargins(0, 2, 0, 2)
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(1)
        self._place(self._box)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other sentences (code, words); what holds stays."""
        kept = self.value()
        self._rebuild(choices)
        self._show_typed(kept)
        for row in self.rows.values():
            row.box.toggled.connect(self._on_edit)

    def _rebuild(self, choices: Sequence[tuple[str, str]]) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        for code, text in choices:
            row = CheckRow(text, self._box)
            row.box.installEventFilter(self)
            row.box.setFocusPolicy(Qt.FocusPolicy.ClickFocus if self.rows else Qt.FocusPolicy.StrongFocus)
            self.rows[code] = row
        half = -(-len(self.rows) // self._columns)  # down the first column, then the next
        for place, row in enumerate(self.rows.values()):
            self._lines.addWidget(row, place % half, place // half)
            self._lines.setColumnStretch(place // half, 1)
        if self.rows:
            self.setFocusProxy(next(iter(self.rows.values())).box)

    def value(self) -> list[Any]:
        """The codes that hold, in the order offered."""
        shown = [code for code, row in self.rows.items() if row.box.isChecked()]
        return [*shown, *self._others]

    def _show_typed(self, typed: Any) -> None:
        codes = [str(code) for code in typed or []]
        self._others = [code for code in codes if code not in self.rows]
        for code, row in self.rows.items():
            row.box.setChecked(code in codes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk, digits switch."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            boxes = [row.box for row in self.rows.values()]
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and watched in boxes:
                self._hold(boxes[([*map(id, boxes)].index(id(watched)) + step) % len(boxes)])
                return True
            if event.text().isdigit() and 1 <= int(event.text()) <= len(boxes):
                box = boxes[int(event.text()) - 1]
                box.click()
                self._hold(box)
                return True
        return super().eventFilter(watched, event)

    def _hold(self, box: QCheckBox) -> None:
        for row in self.rows.values():
            row.box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(box)
        box.setFocus(Qt.FocusReason.OtherFocusReason)


class SignsField(ChecksField):
    """Signs of withdrawal of the group chosen; signs of other groups stay and are not shown."""

    def __init__(self, label: str, parent: QWidget | None = None, **options: Any) -> None:
        self._group = ""
        super().__init__(label, parent, columns=2, **options)

    def set_signs(self, group: str, choices: Sequence[tuple[str, str]]) -> None:
        """The signs of a group (code, words)."""
        seen = self.value()
        self._group = group
        self._rebuild(choices)
        self._show_typed(seen)
        for row in self.rows.values():
            row.box.toggled.connect(self._on_edit)

    def value(self) -> list[Any]:
        """The signs seen, each with its group."""
        shown = [code for code, row in self.rows.items() if row.box.isChecked()]
        return [*({"group": self._group, "sign": code} for code in shown), *self._others]

    def _show_typed(self, typed: Any) -> None:
        lines = [dict(line) for line in typed or []]
        self._others = [one for one in lines if one["group"] != self._group or one["sign"] not in self.rows]
        mine = {one["sign"] for one in lines if one["group"] == self._group}
        for code, row in self.rows.items():
            row.box.setChecked(code in mine)
