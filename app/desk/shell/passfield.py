"""The passphrase field: hidden, with an eye, and aware of Caps Lock and input methods."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desk.theme.icons import put_icon
from app.words import N_, _

CAPS_NOTE = N_("Caps Lock is on.")
IME_NOTE = N_("The Vietnamese input method is on and may have changed what was typed. Switch it to E.")


class PassField(QLineEdit):
    """A line for a passphrase; ``note_changed`` says what to warn about (empty for nothing)."""

    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = False
        self._note = ""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hint = Qt.InputMethodHint
        self.setInputMethodHints(
            hint.ImhLatinOnly
            | hint.ImhHiddenText
            | hint.ImhSensitiveData
            | hint.ImhNoPredictiveText
            | hint.ImhNoAutoUppercase
        )
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._on_eye(False)
        self.textChanged.connect(self._refresh)

    def passphrase(self) -> str:
        """What was typed, in the one form that goes into the key derivation (NFC)."""
        return unicodedata.normalize("NFC", self.text())

    def note(self) -> str:
        """The warning that stands now, in the language in use."""
        return self._note

    def forget(self) -> None:
        """Empty the field and hide what is typed next."""
        self.clear()
        self._eye.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter whose case does not fit Shift tells that Caps Lock is on."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shift
        elif event.key() == Qt.Key.Key_CapsLock:
            self._caps = False
        super().keyPressEvent(event)
        self._refresh()

    @Slot(bool)
    def _on_eye(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)
        put_icon(self._eye, "eye-off" if shown else "eye", "muted", 16)
        self._eye.setText(_("Hide the passphrase") if shown else _("Show the passphrase"))
        self._eye.setToolTip(self._eye.text())

    @Slot()
    def _refresh(self) -> None:
        note = ""
        if not self.text().isascii():
            note = _(IME_NOTE)
        elif self._caps and self.text():
            note = _(CAPS_NOTE)
        if note != self._note:
            self._note = note
            self.note_changed.emit(note)
