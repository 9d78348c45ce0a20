"""Questions before something is done: verbs on the buttons, a reason where the law wants one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.choice_fields import ChoiceField
from app.desk.widgets.text_fields import LongTextField
from app.words import N_, _

SAVE, DISCARD, KEEP = "save", "discard", "keep"
_LEAST_REASON = 3


class ConfirmDialog(QDialog):
    """Names what happens and to what; ``verb`` stands on the button, such as “Delete 3 lines”.

    With ``needs_reason`` the button waits for a reason; ``reasons`` offers usual
    ones (code, label), ``reason()`` gives what was written, ``reason_code()`` what
    was chosen. Destructive questions start on Cancel.
    """

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        details: Sequence[str] = (),
        destructive: bool = False,
        needs_reason: bool = False,
        reasons: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self._needs_reason = needs_reason
        self.setWindowTitle(title)
        self.setMinimumWidth(look.px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addLayout(self._head(title, text, destructive))
        for line in details:
            column.addWidget(look.label(f"•  {line}", self, tone="muted", wrap=True))
        self._choice = ChoiceField(_("Usual reason"), reasons, self) if reasons else None
        self._reason = LongTextField(_("Reason (kept in the history)"), self, required=True)
        if self._choice:
            self._choice.edited.connect(self._check)
            column.addWidget(self._choice)
        self._reason.setVisible(needs_reason)
        self._reason.edited.connect(self._check)
        column.addWidget(self._reason)
        column.addSpacing(4)
        column.addLayout(self._foot(verb, destructive))
        self._check()
        first = self._choice or (self._reason if needs_reason else self.cancel if destructive else self.act)
        first.setFocus()

    def _head(self, title: str, text: str, destructive: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        icon, tone = ("alert-triangle", "danger") if destructive else ("help-circle", "accent")
        line.addWidget(look.picture(icon, tone, 24, self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(look.label(title, self, role="heading", wrap=True))
        body = look.label(text, self, wrap=True)
        words.addWidget(body)
        self.setAccessibleDescription(text)
        line.addLayout(words, 1)
        return line

    def _foot(self, verb: str, destructive: bool) -> QHBoxLayout:
        self.cancel = look.button(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)
        self.act = look.button(verb, self, kind="danger" if destructive else "primary")
        self.act.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        QWidget.setTabOrder(self.act, self.cancel)
        (self.cancel if destructive and not self._needs_reason else self.act).setDefault(True)
        return foot

    def reason(self) -> str:
        """The reason written, empty when none was asked."""
        return str(self._reason.value() or "")

    def reason_code(self) -> str:
        """The usual reason chosen, empty when none."""
        return str(self._choice.value() or "") if self._choice else ""

    def _check(self) -> None:
        written = len(self.reason()) >= _LEAST_REASON or bool(self.reason_code())
        self.act.setEnabled(not self._needs_reason or written)
        tip = _(N_("Write the reason first.")) if not self.act.isEnabled() else ""
        self.act.setToolTip(tip)

    def ask(self) -> bool:
        """Show it; True when it shall be done."""
        return self.exec() == QDialog.DialogCode.Accepted

    def accept(self) -> None:
        """Take over a word still being composed, then close."""
        look.commit_typing()
        super().accept()


class LeaveDialog(QDialog):
    """Leaving something unsaved: save, throw away, or stay."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = KEEP
        self.setWindowTitle(_("Not saved yet"))
        self.setMinimumWidth(look.px(380))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(look.picture("device-floppy", "accent", 24, self), 0, Qt.AlignmentFlag.AlignTop)
        text = _("“{what}” has changes that are not saved yet.", what=what)
        line.addWidget(look.label(text, self, wrap=True), 1)
        column.addLayout(line)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.buttons = {}
        for answer, words, kind in (
            (DISCARD, _("Discard changes"), ""),
            (KEEP, _("Stay here"), ""),
            (SAVE, _("Save"), "primary"),
        ):
            made = look.button(words, self, kind=kind)
            made.setProperty("answer", answer)
            made.clicked.connect(self._on_clicked)
            foot.addWidget(made)
            self.buttons[answer] = made
        self.buttons[SAVE].setDefault(True)
        self.buttons[SAVE].setFocus()
        column.addLayout(foot)

    def _on_clicked(self) -> None:
        self._answer = str(self.sender().property("answer"))
        self.accept()

    def ask(self) -> str:
        """``save``, ``discard`` or ``keep``; Esc keeps."""
        self.exec()
        return self._answer
