"""The forms of clinical notes: the fields of a face, with the checklists and the questionnaire of an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.desk.pages.assessment.assist_dialog import AssistField
from app.desk.pages.assessment.checks_field import ChecksField, SignsField
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import Lookups, RowColumn, RowsField, field_for
from app.desk.widgets.form import Form
from app.kinds.clinical import AssessmentNote, TreatmentNote
from app.kinds.declare import Field, kind_of
from app.register.clinical_forms import Criteria, form_name
from app.words import _

#: Filled by the questionnaire, never typed.
_BEHIND = ("assist_version", "assist_injected")
#: How the columns of the observation share a line.
_WIDTHS = {"on": 4, "seen": 7, "by": 3}
_ASSESSMENT = (
    "substance_group",
    "criteria",
    "lasting",
    "signs",
    "observations",
    *_BEHIND,
    "assist",
    "instruments",
    "own",
)


class AssessmentForm(Form):
    """Criteria and signs by the form in force, observations as lines, ASSIST, other instruments, own words."""

    def __init__(self, rules: Criteria, parent: QWidget | None = None) -> None:
        self.rules = rules
        self._checks = ChecksField(_(kind_of(AssessmentNote).field("criteria").label))
        self._signs = SignsField(_(kind_of(AssessmentNote).field("signs").label))
        super().__init__(kind_of(AssessmentNote), _ASSESSMENT, parent, with_meter=False)
        self._checks.set_hint(_("Form: {form}", form=form_name(rules)))
        self._checks.set_choices([(one.id, f"{one.id}. {one.label.said()}") for one in rules.criteria])
        self.field("lasting").set_hint(rules.duration.text.said())
        self.field("substance_group").edited.connect(self._on_group)
        self._on_group()

    def set_values(self, values: Any) -> None:
        """Show a stored note; the signs follow its substance group."""
        super().set_values(values)
        self._on_group()
        self.field("signs").set_value(values.get("signs"))
        self.field("assist").set_value(values.get("assist"))
        for line in self.field("observations").findChildren(QLineEdit):
            line.setCursorPosition(0)  # the beginning of what was seen, not its end

    def restore(self, draft: dict[str, Any]) -> None:
        """Put a draft back; the group first, because the signs offered follow it."""
        super().restore(draft)
        self._on_group()
        if "assist" in draft:
            self.field("assist").set_typed(draft["assist"])

    def _fill(
        self, grid: QGridLayout, wanted: Sequence[Field], columns: int, lookups: Lookups | None
    ) -> None:
        for row, declared in enumerate(wanted):
            field = self._made(declared)
            field.edited.connect(self._on_edited)
            self._fields[declared.name] = field
            field.setVisible(declared.name not in _BEHIND)
            grid.addWidget(field, row, 0, Qt.AlignmentFlag.AlignTop)

    def _made(self, declared: Field) -> FieldWidget:
        label = _(declared.label)
        if declared.name == "criteria":
            return self._checks
        if declared.name == "signs":
            return self._signs
        if declared.name == "observations":
            return _observations(declared, label, self)
        if declared.name == "assist":
            version, injected = (self._fields[name] for name in _BEHIND)
            return AssistField(label, version, injected, self)
        return field_for(declared, self)

    def _on_group(self) -> None:
        group = str(self.field("substance_group").value() or "")
        found = self.rules.signs(group)
        self._signs.set_signs(group, [(one.id, one.label.said()) for one in found.signs] if found else [])
        observed = self.rules.observed(group)
        listed = found.text.said() if found else _("Choose the substance group; its signs are then listed.")
        self._signs.set_hint(listed)
        self.field("observations").set_hint(observed.text.said() if observed else "")


def _observations(declared: Field, label: str, parent: QWidget) -> RowsField:
    """Lines with room for the whole day and most of it for what was seen."""
    columns = [
        RowColumn(one.name, _(one.label), partial(field_for, one, bare=True), _WIDTHS[one.name], one.required)
        for one in declared.row_fields
    ]
    return RowsField(label, columns, parent)


class TreatmentForm(Form):
    """Drug, dose, phase, note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(kind_of(TreatmentNote), None, parent, with_meter=False)


def filled(form: Form) -> dict[str, Any]:
    """The values that say something. Raises the first Fault after showing every one."""
    return {name: value for name, value in form.values().items() if value not in (None, [], "")}
