"""The questionnaire in a window of its own: the question in full, the grid, what is said to the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.pages.assessment.assist_grid import AssistGrid, AssistModel, key_words
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import ChoiceField, options_of
from app.kinds.clinical import ASSIST_EVER, AssistLine
from app.kinds.faults import Fault
from app.register import assist
from app.register.assist import Assist
from app.words import _

_SIZE = QSize(980, 620)
_TONES = {"low": "good", "moderate": "warn", "high": "danger"}


class AssistDialog(QDialog):
    """Answers by keys; ``lines()`` and ``injected()`` are what was answered."""

    def __init__(
        self,
        form: Assist,
        lines: Sequence[Mapping[str, Any]],
        injected: str | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.setWindowTitle(form.title.said())
        self.resize(min(look.px(_SIZE.width()), 1180), min(look.px(_SIZE.height()), 640))
        self.rows = AssistModel(form, self)
        self.grid = AssistGrid(self.rows, self)
        self.question = look.label("", self, role="strong", wrap=True)
        self.keys = look.label("", self, tone="muted")
        self.advice = look.label("", self, wrap=True)
        self.injected_field = ChoiceField(form_question(form, "q8"), options_of(ASSIST_EVER), self)
        self.injected_field.edited.connect(self._on_injected)
        self.injecting = look.label("", self, wrap=True, tone="warn")
        self._lay_out()
        self.rows.show_lines(lines)
        self.injected_field.set_value(injected)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        self.rows.edited.connect(self._say_advice)
        self._on_injected()
        self.grid.go_to(0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(look.label(self.form.title.said(), self, role="title"))
        source = _("{source}. The questions are in our own words.", source=self.form.source)
        column.addWidget(look.label(source, self, tone="muted", role="caption", wrap=True))
        for label in (self.question, self.keys):
            label.setMinimumHeight(self.fontMetrics().height())
            column.addWidget(label)
        column.addWidget(self.grid, 1)
        self.advice.setMinimumHeight(self.fontMetrics().height() * 2)
        column.addWidget(self.advice)
        column.addWidget(self.injected_field)
        column.addWidget(self.injecting)
        self.take = look.button(_("Take the answers"), self, kind="primary")
        self.take.clicked.connect(self.accept)
        self.leave = look.button(_("Cancel"), self)
        self.leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.take)
        column.addLayout(foot)
        for button in (self.take, self.leave):
            button.setAutoDefault(False)  # Enter goes on in the grid

    def lines(self) -> list[dict[str, Any]]:
        """The answers, scored."""
        return self.rows.lines()

    def injected(self) -> str | None:
        """The answer to question 8."""
        found: str | None = self.injected_field.value()
        return found

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the grid."""
        super().showEvent(event)
        self.grid.setFocus()
        self._on_current(self.grid.currentIndex())

    def _on_current(self, current: QModelIndex, *_old: QModelIndex) -> None:
        column = self.rows.column(current.column())
        self.question.setText(self.rows.wording(column.key) if column else "")
        self.keys.setText(key_words(column) if column and column.answers else "")
        self._say_advice()

    def _say_advice(self) -> None:
        line = self.rows.current_line(self.grid.currentIndex().row())
        say_advice(self.advice, self.form, line)

    def _on_injected(self) -> None:
        recent = self.injected_field.value() == "recent"
        self.injecting.setText(self.form.injecting.text.said() if recent else "")
        self.injecting.setVisible(recent)


class AssistField(FieldWidget):
    """In the note: score and band of each substance, and the way into the questionnaire.

    ``version`` and ``injected`` are fields of the form beside it, which the questionnaire fills too.
    """

    def __init__(self, label: str, version: FieldWidget, injected: FieldWidget, parent: QWidget) -> None:
        super().__init__(label, parent)
        self._lines: list[dict[str, Any]] = []
        self._version, self._injected = version, injected
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        self._scores = look.label("", box, wrap=True)
        column.addWidget(self._scores)
        self.open_button = look.button(_("Open the questionnaire"), box, icon="list-check")
        self.open_button.clicked.connect(self.open_dialog)
        line = QHBoxLayout()
        line.addWidget(self.open_button)
        line.addStretch(1)
        column.addLayout(line)
        self._place(box, focus=self.open_button)
        self._say()

    def form_in_use(self) -> Assist | None:
        """The version of the answers, or for new ones the current version; None where it is not here."""
        version = self._version.value() if self._lines else None
        try:
            return assist.version_named(str(version)) if version else assist.current()
        except Fault as fault:
            self.error(fault.sentence())
            return None

    def make_dialog(self) -> AssistDialog | None:
        """The questionnaire with what is answered so far."""
        form = self.form_in_use()
        return AssistDialog(form, self._lines, self._injected.value(), self.window()) if form else None

    def open_dialog(self) -> None:
        """Ask; nothing changes when it is left."""
        dialog = self.make_dialog()
        if dialog is not None and dialog.exec() == QDialog.DialogCode.Accepted:
            self.take(dialog)

    def take(self, dialog: AssistDialog) -> None:
        """What was answered, into the form."""
        self._version.set_typed(dialog.form.version if dialog.lines() else "")
        self._injected.set_value(dialog.injected())
        self.set_typed(dialog.lines())

    def value(self) -> list[Any]:
        """The lines of answers."""
        return [dict(line) for line in self._lines]

    def _show_typed(self, typed: Any) -> None:
        self._lines = [dict(line) for line in typed or []]
        self._say()

    def _say(self) -> None:
        if not self._lines:
            self._scores.setText(_("Not asked yet."))
            return
        version = str(self._version.value() or "")
        form = next((one for one in assist.versions() if one.version == version), None)
        lines = [AssistLine(**line) for line in self._lines]
        said = [assist.said_score(form, line) for line in lines]
        self._scores.setText("\n".join([_("Version {version}", version=version), *said]))


def form_question(form: Assist, wanted: str) -> str:
    """A question in full."""
    return next((q.text.said() for q in form.questions if q.id == wanted), "")


def say_advice(label: QLabel, form: Assist, line: AssistLine | None) -> None:
    """The feedback line for a substance, in the tone of its band."""
    known = form.substance(line.substance) if line is not None else None
    said = f"{known.label.said()}: {line.score}. {form.advice(line)}" if line and known and line.band else ""
    label.setText(said)
    mark(label, tone=_TONES.get(line.band or "", "") if line else "")
