"""What all form fields share: label, mark of what is missing, unsaved bar, help and error text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.kinds.faults import Fault
from app.words import N_, _

_BAR = 3


class FieldWidget(QWidget):
    """A labelled field.

    ``value()`` is plain JSON (``None`` or ``[]`` when empty); ``typed()`` is what
    stands there, right or wrong, for drafts. ``fault()`` says what is wrong with
    it. Nothing typed is ever cleared. A ``bare`` field has no label row of its own:
    it stands in a line of a larger field and carries the label as its name.
    """

    edited = Signal()

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        required: bool = False,
        expected: bool = False,
        hint: str = "",
        bare: bool = False,
    ) -> None:
        super().__init__(parent)
        self.label_text = label
        self.required, self.expected = required, expected
        self._hint, self._bare = hint, bare
        self._error = ""
        self._saved: Any = None
        self._changed = False
        self._setting = False
        self._editor: QWidget | None = None
        self._label = look.label(label, self, role="caption")
        self._mark = look.label("", self, role="caption")
        self._note_icon = look.picture("alert-circle", "danger", 14, self)
        self._note = look.label(hint, self, role="caption", wrap=True)
        self._build()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        margins = (0, 0, 0, 0) if self._bare else (_BAR + 5, 0, 0, 0)
        self._column.setContentsMargins(*margins)
        self._column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._label)
        head.addWidget(self._mark, 1, Qt.AlignmentFlag.AlignRight)
        note = QHBoxLayout()
        note.setSpacing(4)
        note.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        self._column.addLayout(head)
        self._column.addLayout(note)
        self._label.setVisible(not self._bare)
        self._mark.setVisible(not self._bare)
        self._show_note()

    def _place(self, editor: QWidget, *, focus: QWidget | None = None) -> None:
        """Put the editor under the label; ``focus`` is the part that takes the keyboard."""
        self._editor = editor
        target = focus or editor
        self._column.insertWidget(1, editor)
        self._label.setBuddy(target)
        self.setFocusProxy(target)
        target.setAccessibleName(self.label_text)
        target.setAccessibleDescription(self._hint)
        target.installEventFilter(self)
        self._remember()

    # -- value -------------------------------------------------------------

    def value(self) -> Any:
        """The value as plain JSON; ``None`` when empty or not understood (see ``fault``)."""
        raise NotImplementedError

    def typed(self) -> Any:
        """What stands in the field, as plain JSON, understood or not."""
        return self.value()

    def set_typed(self, typed: Any) -> None:
        """Put back what ``typed`` gave; it counts as typed now."""
        self._show_typed(typed)
        self._on_edit()

    def _show_typed(self, typed: Any) -> None:
        raise NotImplementedError

    def _show_value(self, value: Any) -> None:
        """Show a value; by default values and what is typed are the same."""
        self._show_typed(value)

    def set_value(self, value: Any) -> None:
        """Show a stored value; the field counts as unchanged after it."""
        self._setting = True
        try:
            self._show_value(value)
        finally:
            self._setting = False
        self.error("")
        self._remember()

    def fault(self) -> Fault | None:
        """What is wrong with what is typed, if anything."""
        return None

    def is_empty(self) -> bool:
        """True when nothing stands in the field."""
        return self.typed() in (None, "", [])

    def is_changed(self) -> bool:
        """True when something else stands there than was stored."""
        return self._changed

    def accept(self) -> None:
        """What stands there is now stored."""
        self._remember()

    # -- showing -------------------------------------------------------------

    def error(self, text: str) -> None:
        """Say under the field what is wrong; empty text takes it away."""
        if text == self._error:
            return
        self._error = text
        if self._editor is not None:
            for part in (self._editor, self.focusProxy()):
                if part is not None:
                    look.restyle(part, wrong="true" if text else "false")
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setAccessibleDescription(text or self._hint)
        self._show_note()

    def error_text(self) -> str:
        """The error shown."""
        return self._error

    def set_hint(self, text: str) -> None:
        """Change the help text."""
        self._hint = text
        self._show_note()

    def label_widget(self) -> QLabel:
        """The label, for tests and for pages that style it."""
        return self._label

    def show_fault(self) -> Fault | None:
        """Check now and show the outcome under the field."""
        found = self.fault()
        self.error(found.sentence() if found else "")
        return found

    def leave(self) -> None:
        """The field was left: subclasses tidy what was typed, then it is checked."""
        self._tidy()
        if not self.is_empty():
            self.show_fault()

    def _tidy(self) -> None:
        """Write what was understood in its usual form."""

    def _on_edit(self) -> None:
        """Editors report every change here."""
        if self._setting:
            return
        self.error("")
        self._update_state()
        self.edited.emit()

    def _remember(self) -> None:
        self._saved = self.typed()
        self._update_state()

    def _update_state(self) -> None:
        changed = self.typed() != self._saved
        if changed != self._changed:
            self._changed = changed
            self.update()
        self._show_mark()

    def _show_mark(self) -> None:
        if self._bare:
            return
        wanted = self.required or self.expected
        text = ""
        if wanted and self.is_empty():
            text = _(N_("needed to save")) if self.required else _(N_("still missing"))
        if self._mark.text() != text:
            self._mark.setText(text)
            look.restyle(self._mark, tone="warn" if text else "")

    def _show_note(self) -> None:
        wrong = bool(self._error)
        self._note.setText(self._error or ("" if self._bare else self._hint))
        self._note.setVisible(bool(self._note.text()))
        self._note_icon.setVisible(wrong)
        look.restyle(self._note, tone="danger" if wrong else "")

    # -- Qt -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the editor was left for another field, not for a popup of its own."""
        if event.type() == QEvent.Type.FocusOut:
            reason = event.reason()  # type: ignore[attr-defined]
            new = QApplication.focusWidget()
            if new is not None and new is not watched and self.isAncestorOf(new):
                self._tidy()
            elif reason != Qt.FocusReason.PopupFocusReason:
                self.leave()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar at the left of a field that is not stored yet."""
        if self._bare or not self._changed or self._editor is None:
            return
        box = self._editor.geometry()
        painter = QPainter(self)
        look.pill(painter, QRect(0, box.top() + 1, _BAR, box.height() - 2), look.role("focus"), radius=1.5)
        painter.end()
