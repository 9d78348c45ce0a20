"""A dialog of a few fields whose saving runs in the lane; a refusal stands at its field, what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.work import write
from app.desk.pages.settings.dialogs import AskDialog
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.kinds.faults import Fault
from app.words import _

Values = dict[str, Any]


def _is_ready(field: FieldWidget) -> bool:
    """Whether the field can be read and is filled in where it must be; says so under it when not."""
    if field.show_fault() is not None:
        return False
    if field.required and field.is_empty():
        field.error(_("Fill in “{field}”.", field=field.label_text))
        return False
    return True


class FieldsDialog(AskDialog):
    """``save`` gets the values by name, in the lane; ``result_of`` is what it gave back."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        text: str,
        verb: str,
        fields: Mapping[str, FieldWidget],
        save: Callable[[Values], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, title, text, verb, parent)
        self.fields = dict(fields)
        self.result_of: object = None
        self._save = save
        for field in self.fields.values():
            self.column.addWidget(field)
        self.finish_layout()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def values(self) -> Values:
        """What stands in the fields."""
        return {name: field.value() for name, field in self.fields.items()}

    @Slot()
    def start(self) -> None:
        """Save, unless a field cannot be read or a needed one is empty."""
        look.commit_typing()
        wrong = [field for field in self.fields.values() if not _is_ready(field)]
        if wrong:
            wrong[0].setFocus()
            return
        given = self.values()
        self.set_busy(True)
        write(self.desk, lambda: self._save(given), self._on_saved, self._on_refused, self)

    def _on_saved(self, result: object) -> None:
        self.result_of = result
        self.accept()

    def _on_refused(self, fault: Fault) -> None:
        field = self.fields.get(fault.field)
        if field is None:
            self._on_failed(fault)
            return
        self.set_busy(False)
        field.error(fault.sentence())
        field.setFocus()
