"""The field of identity papers: each line is checked as it is typed; findings warn and never stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.widgets.rows_field import RowColumn, RowEditor, RowsField
from app.kinds.identity import check_number
from app.words import _

_FIRST_SORT = "cccd"


class PapersField(RowsField):
    """Identity papers with their numbers; ``set_person`` gives what the number is compared with."""

    def __init__(
        self, label: str, columns: Sequence[RowColumn], parent: QWidget | None = None, **options: Any
    ) -> None:
        self._sex: str | None = None
        self._birth: str | None = None
        super().__init__(label, columns, parent, add=_("Add an identity paper"), **options)

    def set_person(self, sex: str | None, birth: str | None) -> None:
        """Sex and birth as they stand in the form."""
        if (sex, birth) != (self._sex, self._birth):
            self._sex, self._birth = sex, birth
            self._warn()

    def _on_add(self) -> None:
        row = self.add_row()
        row.fields["sort"].set_value(_FIRST_SORT)
        row.fields["number"].setFocus()
        self._on_edit()

    def value(self) -> list[dict[str, Any]]:
        """The papers; a line in which only the sort stands offered by us says nothing and is left out."""
        return [paper for paper in super().value() if paper != {"sort": _FIRST_SORT}]

    def is_empty(self) -> bool:
        """True when no line says anything."""
        return not any(not self._is_bare(row) for row in self.rows())

    def _is_bare(self, row: RowEditor) -> bool:
        others = [field for key, field in row.fields.items() if key != "sort"]
        return row.value() in ({}, {"sort": _FIRST_SORT}) and all(field.is_empty() for field in others)

    def typed(self) -> list[dict[str, Any]]:
        """What stands in the lines that say something."""
        return [row.typed() for row in self.rows() if not self._is_bare(row)]

    def _warn(self) -> None:
        for row in self.rows():
            paper = row.value()
            number, sort = paper.get("number"), paper.get("sort")
            row.say(check_number(sort, number, self._sex, self._birth) if sort and number else [])
