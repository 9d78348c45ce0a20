"""A field that holds lines: one small editor per column, lines added and taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.kinds.faults import Fault
from app.words import _

MakeField = Callable[[], FieldWidget]


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of a rows field: the key in the value, the label shown, how to make its bare field."""

    key: str
    label: str
    make: MakeField
    stretch: int = 2
    required: bool = False


class RowEditor(QWidget):
    """One line."""

    edited = Signal()
    removed = Signal()

    def __init__(self, columns: Sequence[RowColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self.fields: dict[str, FieldWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        for place, column in enumerate(columns):
            field = column.make()
            field.setParent(self)
            field.edited.connect(self.edited)
            grid.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, column.stretch)
            self.fields[column.key] = field
        self.remove = look.tool("x", _("Remove this line"), self)
        self.remove.clicked.connect(self.removed)
        grid.addWidget(self.remove, 0, len(columns), Qt.AlignmentFlag.AlignTop)
        self.note = look.label("", self, role="caption", tone="warn", wrap=True)
        self.note.hide()
        grid.addWidget(self.note, 1, 0, 1, len(columns))

    def value(self) -> dict[str, Any]:
        """The line without what is empty."""
        found = {key: field.value() for key, field in self.fields.items()}
        return {key: value for key, value in found.items() if value not in (None, [], "")}

    def set_value(self, value: Mapping[str, Any]) -> None:
        """Show a stored line."""
        for key, field in self.fields.items():
            field.set_value(value.get(key))

    def typed(self) -> dict[str, Any]:
        """What stands in the line."""
        return {key: field.typed() for key, field in self.fields.items()}

    def set_typed(self, typed: Mapping[str, Any]) -> None:
        """Put it back."""
        for key, field in self.fields.items():
            field.set_typed(typed.get(key))

    def is_empty(self) -> bool:
        """True when nothing stands in it."""
        return all(field.is_empty() for field in self.fields.values())

    def fault(self) -> Fault | None:
        """The first thing wrong, shown at its place."""
        found = [fault for field in self.fields.values() if (fault := field.show_fault())]
        return found[0] if found else None

    def say(self, warnings: Sequence[str]) -> None:
        """Remarks under the line; they never stop anybody."""
        self.note.setText("\n".join(warnings))
        self.note.setVisible(bool(warnings))

    def tab_stops(self) -> list[QWidget]:
        """The parts in the order of Tab."""
        return [*self.fields.values(), self.remove]


class RowsField(FieldWidget):
    """Lines of small fields with a button that adds one."""

    def __init__(
        self,
        label: str,
        columns: Sequence[RowColumn],
        parent: QWidget | None = None,
        *,
        add: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, parent, **options)
        self._columns = tuple(columns)
        self._rows: list[RowEditor] = []
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._add = look.button(add or _("Add a line"), box, kind="link", icon="plus")
        self._add.setAccessibleDescription(label)
        self._add.clicked.connect(self._on_add)
        column.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch(1)
        column.addLayout(foot)
        self._place(box, focus=self._add)

    def rows(self) -> list[RowEditor]:
        """The lines shown."""
        return list(self._rows)

    def add_row(self) -> RowEditor:
        """A new line at the end."""
        row = RowEditor(self._columns, self)
        row.edited.connect(self._on_row_edited)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        self._lines.addWidget(row)
        self._chain()
        return row

    def _chain(self) -> None:
        """Tab goes through the lines before it comes to the button that adds one."""
        stops = [stop for row in self._rows for stop in row.tab_stops()]
        for one, other in zip(stops, [*stops[1:], self._add], strict=True):
            QWidget.setTabOrder(one, other)
        self.setFocusProxy(stops[0] if stops else self._add)
        for number, row in enumerate(self._rows, 1):
            row.remove.setAccessibleName(_("Remove line {n} of {label}", n=number, label=self.label_text))

    def _on_add(self) -> None:
        row = self.add_row()
        row.tab_stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        self._on_edit()

    def _on_row_edited(self) -> None:
        self._warn()
        self._on_edit()

    def _on_removed(self) -> None:
        row = self.sender()
        if isinstance(row, RowEditor):
            self._take(row)
            self._add.setFocus()
            self._on_edit()

    def _take(self, row: RowEditor) -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._chain()

    def _warn(self) -> None:
        """Remarks on the lines; none here."""

    def value(self) -> list[dict[str, Any]]:
        """The lines that hold something."""
        return [row.value() for row in self._rows if not row.is_empty()]

    def typed(self) -> list[dict[str, Any]]:
        """What stands in all lines that hold something."""
        return [row.typed() for row in self._rows if not row.is_empty()]

    def _show_typed(self, typed: Any) -> None:
        """Put lines back."""
        self._show_lines(typed or [], RowEditor.set_typed)

    def _show_value(self, value: Any) -> None:
        self._show_lines(value or [], RowEditor.set_value)

    def _show_lines(self, lines: Sequence[Any], show: Callable[[RowEditor, Any], None]) -> None:
        for row in list(self._rows):
            self._take(row)
        for line in lines:
            show(self.add_row(), line)
        self._warn()

    def fault(self) -> Fault | None:
        """The first thing wrong in any line."""
        found = [fault for row in self._rows if not row.is_empty() and (fault := row.fault())]
        return found[0] if found else None
