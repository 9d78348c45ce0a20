"""What a paper lacks: each field with where to enter it, or a line to type it in for this paper alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.text_fields import TextField
from app.register.papers.fields import FieldSpec
from app.words import _, plural


class GapsPanel(QWidget):
    """``edited`` when something was typed; ``person_wanted`` when the register is to be mended."""

    edited = Signal()
    person_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._fields: dict[str, TextField] = {}
        self._shown: tuple[str, ...] = ()
        self._body = QWidget(self)
        self._column.addWidget(self._body)

    def typed(self) -> dict[str, str]:
        """What was typed, by the name of the field."""
        return {
            name: field.edit.text().strip()
            for name, field in self._fields.items()
            if field.edit.text().strip()
        }

    def set_gaps(self, missing: Sequence[FieldSpec], needed: Sequence[FieldSpec]) -> None:
        """Show what is missing; a field that is typed into stays as long as the paper is the same."""
        kept = self.typed()
        names = tuple(spec.name for spec in missing if spec.sort == "text") + tuple(kept)
        if set(names) == set(self._shown):
            return
        self._shown = names
        self._fill(missing, {spec.name for spec in needed}, kept)

    def forget(self) -> None:
        """Another paper: nothing is typed."""
        self._fields.clear()
        self._shown = ("",)
        self._fill((), set(), {})

    def _fill(self, missing: Sequence[FieldSpec], needed: set[str], kept: Mapping[str, str]) -> None:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        before, self._fields = self._fields, {}
        specs = {spec.name: spec for spec in missing}
        if specs:
            head = plural(
                "{n} thing is not known and left to write in",
                "{n} things are not known and left to write in",
                len(specs),
            )
            column.addWidget(look.label(head, body, role="heading"))
        for spec in sorted(missing, key=lambda one: one.name not in needed):
            self._add(column, body, spec, spec.name in needed)
        for name, text in kept.items():
            if name not in self._fields:
                self._line(column, body, name, before[name].label_text if name in before else name)
            self._fields[name].set_value(text)
        if any(spec.where for spec in missing):
            link = look.button(_("Mend it on the person's page"), body, kind="link", icon="external-link")
            link.clicked.connect(self.person_wanted)
            column.addWidget(link)
        column.addStretch(1)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def _add(self, column: QVBoxLayout, body: QWidget, spec: FieldSpec, needed: bool) -> None:
        if spec.sort == "text":
            self._line(column, body, spec.name, spec.words(), spec.mend(), needed)
            return
        text = f"{spec.words()}: {spec.mend()}" if spec.mend() else spec.words()
        column.addWidget(look.label(text, body, tone="warn" if needed else "muted", wrap=True))

    def _line(
        self, column: QVBoxLayout, body: QWidget, name: str, label: str, hint: str = "", needed: bool = False
    ) -> None:
        field = TextField(label, body, expected=needed, hint=hint)
        field.edit.editingFinished.connect(self.edited)
        column.addWidget(field)
        self._fields[name] = field
