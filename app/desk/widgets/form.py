"""A form made from the declaration of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.completeness import CompletenessMeter
from app.desk.widgets.fault_summary import FaultSummary
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import Lookups, field_for, is_wide
from app.desk.widgets.papers_field import PapersField
from app.desk.widgets.text_fields import ENTER
from app.kinds.declare import Field, Kind
from app.kinds.faults import Fault


class Form(QWidget):
    """The fields of a kind in one or two columns, with a summary of faults on top.

    ``values()`` is what ``from_fields`` takes. Enter and Tab go from field to
    field, from the last one to the save button; Ctrl+Enter asks to save.
    """

    edited = Signal()
    draft_changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        kind: Kind,
        fields: Iterable[str] | None = None,
        parent: QWidget | None = None,
        *,
        columns: int = 1,
        lookups: Lookups | None = None,
        with_meter: bool = True,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        wanted = [kind.field(name) for name in fields] if fields is not None else list(kind.fields)
        self._fields: dict[str, FieldWidget] = {}
        self._save: QWidget | None = None
        self._loading = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.summary = FaultSummary(self)
        self.summary.wanted.connect(self.go_to)
        self.meter = CompletenessMeter(self)
        self.meter.wanted.connect(self.go_to)
        column.addWidget(self.summary)
        column.addWidget(self.meter)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        column.addLayout(grid)
        column.addStretch(1)
        self._fill(grid, wanted, columns, lookups)
        self._has_meter = with_meter and any(f.required or f.expected for f in wanted)
        self.meter.setVisible(self._has_meter)
        self.setFocusProxy(next(iter(self._fields.values())))
        self._watch_person()
        self._show_completeness()

    def _fill(
        self, grid: QGridLayout, wanted: Sequence[Field], columns: int, lookups: Lookups | None
    ) -> None:
        row = place = 0
        for declared in wanted:
            field = field_for(declared, self, lookups=lookups)
            field.edited.connect(self._on_edited)
            self._fields[declared.name] = field
            span = columns if is_wide(declared) else 1
            if place + span > columns:
                row, place = row + 1, 0
            grid.addWidget(field, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        for number in range(columns):
            grid.setColumnStretch(number, 1)

    # -- values ----------------------------------------------------------------

    def field(self, name: str) -> FieldWidget:
        """The field by its name; KeyError when the form has none."""
        return self._fields[name]

    def fields(self) -> Mapping[str, FieldWidget]:
        """All fields by name, in order."""
        return self._fields

    def values(self) -> dict[str, Any]:
        """All values as plain JSON, ``None`` or ``[]`` for what is empty.

        Takes over a word still being composed. Raises the first ``Fault`` after
        showing every one at its field.
        """
        look.commit_typing()
        faults = self.check()
        if faults:
            raise faults[0]
        return {name: field.value() for name, field in self._fields.items()}

    def check(self) -> list[Fault]:
        """What is wrong with what is typed, shown at each field and on top."""
        found = []
        for name, field in self._fields.items():
            fault = field.show_fault()
            if fault is not None:
                found.append(Fault(fault.code, fault.message, field=name, **fault.values))
        self._summarise(found)
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a stored record; fields not named become empty. Nothing counts as changed after it."""
        self._loading = True
        try:
            for name, field in self._fields.items():
                field.set_value(values.get(name))
        finally:
            self._loading = False
        self.summary.clear()
        self._after_change()

    def changed_fields(self) -> list[str]:
        """The names of the fields that stand different from what is stored."""
        return [name for name, field in self._fields.items() if field.is_changed()]

    def is_changed(self) -> bool:
        """True when leaving would lose something."""
        return bool(self.changed_fields())

    def accept(self) -> None:
        """What stands in the form is now stored."""
        for field in self._fields.values():
            field.accept()
        self.summary.clear()

    # -- drafts ------------------------------------------------------------------

    def draft(self) -> dict[str, Any]:
        """What is typed in the changed fields, right or wrong; does not disturb an input method."""
        return {name: field.typed() for name, field in self._fields.items() if field.is_changed()}

    def restore(self, draft: dict[str, Any]) -> None:
        """Put a draft back over what is stored; fields that no longer exist are passed over."""
        for name, typed in draft.items():
            if name in self._fields:
                self._fields[name].set_typed(typed)
        self._after_change()

    # -- faults ------------------------------------------------------------------

    def show_fault(self, fault: Fault) -> None:
        """Show a refusal at its field and on top, and go there."""
        if fault.field in self._fields:
            self._fields[fault.field].error(fault.sentence())
        self._summarise([fault])
        self.go_to(fault.field)

    def go_to(self, name: str) -> None:
        """Put the keyboard into a field."""
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _summarise(self, faults: Sequence[Fault]) -> None:
        lines = []
        for fault in faults:
            field = self._fields.get(fault.field)
            lines.append((fault.field if field else "", field.label_text if field else "", fault.sentence()))
        self.summary.show_lines(lines)

    # -- keyboard ----------------------------------------------------------------

    def set_save_button(self, button: QWidget) -> None:
        """Where Enter goes from the last field."""
        self._save = button

    def focus_first(self) -> None:
        """Start with the first field."""
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Ctrl+Enter asks to save."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            look.commit_typing()
            self.submitted.emit()
        else:
            self._go_on()

    def _go_on(self) -> None:
        look.commit_typing()
        here = QApplication.focusWidget()
        last = list(self._fields.values())[-1]
        target = here.nextInFocusChain() if here is not None else None
        while target is not None and target is not here:
            if self.isAncestorOf(target) and _takes_tab(target):
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return
            if not self.isAncestorOf(target) and here is not None and last.isAncestorOf(here):
                break
            target = target.nextInFocusChain()
        if self._save is not None:
            self._save.setFocus(Qt.FocusReason.TabFocusReason)

    # -- inside --------------------------------------------------------------------

    def _on_edited(self) -> None:
        if self._loading:
            return
        self._after_change()
        self.edited.emit()
        self.draft_changed.emit()

    def _after_change(self) -> None:
        self._watch_person()
        self._show_completeness()

    def _watch_person(self) -> None:
        """Identity papers are compared with the sex and birth standing in the same form."""
        for field in self._fields.values():
            if isinstance(field, PapersField):
                sex, birth = self._fields.get("sex"), self._fields.get("birth")
                field.set_person(sex.value() if sex else None, birth.value() if birth else None)

    def _show_completeness(self) -> None:
        if not self._has_meter:
            return
        asked = {n: f for n, f in self._fields.items() if f.required or f.expected}
        missing = [(name, field.label_text) for name, field in asked.items() if field.is_empty()]
        self.meter.show_state(len(asked), missing)

    def event(self, event: QEvent) -> bool:
        """Take over a word still being composed when the form is hidden by another page."""
        if event.type() == QEvent.Type.Hide:
            look.commit_typing()
        return super().event(event)


def _takes_tab(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
