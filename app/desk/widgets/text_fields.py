"""Fields for text and whole numbers."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.flow import FlowLayout
from app.kinds.faults import Fault
from app.words import N_, _

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextField(FieldWidget):
    """One line of text; what is typed is never rewritten while typing."""

    def __init__(self, label: str, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(label, parent, **options)
        self.edit = QLineEdit(self)
        if self._bare:
            self.edit.setPlaceholderText(label)
        self.edit.textChanged.connect(self._on_edit)
        self._place(self.edit)

    def typed(self) -> str:
        """The line as it stands."""
        return self.edit.text()

    def _show_typed(self, typed: Any) -> None:
        """Put a line back."""
        self.edit.setText("" if typed is None else str(typed))

    def value(self) -> Any:
        """The line without outer spaces, ``None`` when empty."""
        return self.edit.text().strip() or None


class IntField(TextField):
    """A whole number; separators of thousands are understood, the range is checked on leaving."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        low: int | None = None,
        high: int | None = None,
        **options: Any,
    ) -> None:
        self._low, self._high = low, high
        super().__init__(label, parent, **options)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def _number(self) -> int | None:
        text = re.sub(r"[\s\u00a0.,]", "", self.edit.text())
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else None

    def value(self) -> int | None:
        """The number, ``None`` when there is none."""
        return self._number()

    def fault(self) -> Fault | None:
        """Not a number, or outside the range."""
        text = self.edit.text().strip()
        if not text:
            return None
        number = self._number()
        if number is None:
            return Fault("E_NUMBER", N_("“{text}” is not a whole number. Type digits only."), text=text)
        if self._low is not None and number < self._low:
            return Fault("E_NUMBER", N_("The number is at least {low}. Correct it."), low=self._low)
        if self._high is not None and number > self._high:
            return Fault("E_NUMBER", N_("The number is at most {high}. Correct it."), high=self._high)
        return None


class _LongEdit(QPlainTextEdit):
    """Enter is a new line here; Ctrl+Enter goes up to the form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 40, metrics.lineSpacing() * 3 + look.px(16))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), self.sizeHint().height())


class LongTextField(FieldWidget):
    """Several lines of text."""

    def __init__(self, label: str, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(label, parent, **options)
        self.edit = _LongEdit(self)
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._on_edit)
        self._place(self.edit)

    def typed(self) -> str:
        """The text as it stands."""
        return self.edit.toPlainText()

    def _show_typed(self, typed: Any) -> None:
        """Put a text back."""
        self.edit.setPlainText("" if typed is None else str(typed))

    def value(self) -> str | None:
        """The text without outer spaces, ``None`` when empty."""
        return self.edit.toPlainText().strip() or None


class _AddEdit(QLineEdit):
    """Enter adds the line to the list above; an empty line lets Enter go on to the next field."""

    def __init__(self, owner: TextsField) -> None:
        super().__init__(owner)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() and self.text().strip():
            look.commit_typing()
            self._owner.take_line()
            event.accept()
            return
        super().keyPressEvent(event)


class TextsField(FieldWidget):
    """Several short texts, such as other names or phones: chips above, a line to add below."""

    def __init__(self, label: str, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(label, parent, **options)
        self._texts: list[str] = []
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._chips = QWidget(box)
        self._flow = FlowLayout(self._chips, gap=4)
        self.edit = _AddEdit(self)
        self.edit.setPlaceholderText(_("Type one, then Enter"))
        self.edit.textChanged.connect(self._on_edit)
        column.addWidget(self.edit)
        column.addWidget(self._chips)
        self._chips.hide()
        self._place(box, focus=self.edit)

    def take_line(self) -> None:
        """Make a chip of what stands in the line."""
        text = self.edit.text().strip()
        if text and text not in self._texts:
            self._texts.append(text)
        self.edit.clear()
        self._show_chips()
        self._on_edit()

    def remove(self, text: str) -> None:
        """Take one out."""
        self._texts = [t for t in self._texts if t != text]
        self._show_chips()
        self._on_edit()
        self.edit.setFocus()

    def typed(self) -> dict[str, Any]:
        """The chips and the unfinished line."""
        return {"texts": list(self._texts), "line": self.edit.text()}

    def _show_typed(self, typed: Any) -> None:
        """Put chips and line back."""
        known = typed if isinstance(typed, dict) else {"texts": typed or [], "line": ""}
        self._texts = [str(t) for t in known.get("texts", [])]
        self.edit.setText(str(known.get("line", "")))
        self._show_chips()

    def value(self) -> list[str]:
        """All texts, the unfinished line too."""
        last = self.edit.text().strip()
        return [*self._texts, last] if last and last not in self._texts else list(self._texts)

    def is_empty(self) -> bool:
        """True when there is neither chip nor line."""
        return not self.value()

    def _show_chips(self) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in self._texts:
            self._flow.addWidget(RemovableChip(text, self))
        self._chips.setVisible(bool(self._texts))
        self._chips.updateGeometry()


class RemovableChip(QWidget):
    """A text with a button that takes it out of its field."""

    def __init__(self, text: str, owner: TextsField) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._owner, self._text = owner, text
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(look.label(text, self))
        remove = look.tool("x", _("Remove {text}", text=text), self)
        remove.clicked.connect(self._on_remove)
        line.addWidget(remove)

    def _on_remove(self) -> None:
        self._owner.remove(self._text)

    def paintEvent(self, event: Any) -> None:
        """The pale ground of the chip."""
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        look.pill(painter, self.rect(), look.role("pale"))
        painter.end()
