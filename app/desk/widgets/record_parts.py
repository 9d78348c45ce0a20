"""Parts of a record page: a section's header and the read-only grid of labels and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.words import _


class SectionHeader(QWidget):
    """A title with a hairline below and actions at the right."""

    def __init__(self, title: str, parent: QWidget | None = None, *, note: str = "", icon: str = "") -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(4)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        if icon:
            self._line.addWidget(look.picture(icon, "muted", 16, self))
        self._line.addWidget(look.label(title, self, role="heading"))
        self._note = look.label(note, self, role="caption")
        self._line.addWidget(self._note)
        self._line.addStretch(1)
        column.addLayout(self._line)
        column.addWidget(look.hairline(self))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def set_note(self, text: str) -> None:
        """A few words beside the title, such as a count."""
        self._note.setText(text)

    def add_action(self, text: str, act: Callable[[], object], *, icon: str = "") -> None:
        """A quiet button at the right."""
        made = look.button(text, self, kind="link", icon=icon)
        made.clicked.connect(act)
        self._line.addWidget(made)


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A label and its value; empty is said as such, ``expected`` empty as missing.

    ``reveal`` gives the full value of a masked one when asked (and is where the
    page logs that it was asked).
    """

    label: str
    value: str
    expected: bool = False
    tone: str = ""
    wide: bool = False
    reveal: Callable[[], str] | None = None


class KeyValueGrid(QWidget):
    """A record as it reads: labels over values in one to three columns, text can be selected."""

    def __init__(
        self, items: Sequence[KeyValue] = (), parent: QWidget | None = None, *, columns: int = 2
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        for place in range(columns):
            self._grid.setColumnStretch(place, 1)
        self.set_items(items)

    def set_items(self, items: Sequence[KeyValue]) -> None:
        """Show other values."""
        while entry := self._grid.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        row = place = 0
        for item in items:
            span = self._columns if item.wide else 1
            if place + span > self._columns:
                row, place = row + 1, 0
            self._grid.addWidget(self._pair(item), row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span

    def _pair(self, item: KeyValue) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(look.label(item.label, box, role="caption"))
        if not item.value and item.expected:
            column.addWidget(Badge(_("still missing"), "warn", box), 0, Qt.AlignmentFlag.AlignLeft)
            return box
        value = look.label(item.value or "—", box, wrap=True, tone=item.tone if item.value else "muted")
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # selectable, but a stop for Tab only where something can be done
        value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        value.setAccessibleName(f"{item.label}: {item.value or _('not recorded')}")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(value, 0 if item.reveal else 1)
        if item.reveal:
            show = look.tool("eye", _("Show {label}", label=item.label), box)
            # no air of its own, so that the value stays on the line of its neighbours
            show.setStyleSheet("QToolButton { padding: 0; margin: 0; }")
            show.setFixedHeight(look.px(18))
            show.clicked.connect(_Reveal(item.reveal, value, show))
            line.addWidget(show)
            line.addStretch(1)
        column.addLayout(line)
        return box


class _Reveal:
    """Shows a masked value once it is asked for."""

    def __init__(self, reveal: Callable[[], str], value: QWidget, button: QWidget) -> None:
        self._reveal, self._value, self._button = reveal, value, button

    def __call__(self) -> None:
        self._value.setText(self._reveal())  # type: ignore[attr-defined]
        self._button.hide()
