"""Other figures on trial: type one and see what the class would be. Nothing of it is ever kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.scorecard.cells import value_text
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.choice_fields import ChoiceField
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.text_fields import IntField
from app.kinds.faults import Fault
from app.register.scoring.scorecard import LABELS, Scorecard, Trial, try_figures
from app.register.scoring.stated import ROUTES
from app.register.scoring.words import TONES, class_words
from app.words import _

_MOST = 2_000_000_000
_FIELD = 190


class TrialTab(QWidget):
    """The figures at the left, what they would make at the right, under a mark that says it is a trial."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: Scorecard | None = None
        self._rules = ""
        self.fields: dict[str, FieldWidget] = {}
        self.before, self.after = Badge("–", "neutral", self), Badge("–", "neutral", self)
        self.told = look.label("", self, wrap=True)
        self.back = look.button(_("Back to the figures of the register"), self, icon="arrow-back-up")
        self.back.clicked.connect(self.go_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        self._row = row

    def fill(self) -> None:
        """Make the fields; done when the tab is first looked at, so that the page opens without them."""
        if self.fields:
            return
        self._row.addWidget(self._form(), 3)
        self._row.addWidget(self._result(), 2)
        if self._card is not None:
            card, self._card = self._card, None
            self.show_card(card, self._rules)

    def _form(self) -> QWidget:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(scroll)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, (name, label) in enumerate(LABELS.items()):
            self.fields[name] = made = _field(name, _(label), inner)
            made.edited.connect(self.refresh)
            made.setFixedWidth(look.px(_FIELD))
            grid.addWidget(look.label(_(label), inner, wrap=True), place, 0)
            grid.addWidget(made, place, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(LABELS), 1)
        scroll.setWidget(inner)
        return scroll

    def _result(self) -> QWidget:
        well = QFrame(self)
        well.setProperty("kind", "well")
        column = QVBoxLayout(well)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        trial = QFrame(well)
        trial.setProperty("note", "warn")
        line = QHBoxLayout(trial)
        line.setContentsMargins(10, 6, 10, 6)
        line.addWidget(look.picture("alert-triangle", "warn", 16, trial))
        line.addWidget(look.label(_("Trial: nothing here is saved or printed."), trial, wrap=True), 1)
        column.addWidget(trial)
        for text, badge in ((_("By the register"), self.before), (_("On trial"), self.after)):
            pair = QHBoxLayout()
            pair.addWidget(look.label(text, well, role="strong"))
            pair.addStretch(1)
            pair.addWidget(badge)
            column.addLayout(pair)
        column.addWidget(look.hairline(well))
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(self.back)
        return well

    def show_card(self, card: Scorecard, rules: str) -> None:
        """The figures of a scorecard; what was tried of the same one stays."""
        is_other = self._card is None or (self._card.node, self._card.on) != (card.node, card.on)
        tried = {} if is_other else {name: f.typed() for name, f in self.fields.items() if f.is_changed()}
        self._card, self._rules = card, rules
        for name, made in self.fields.items():
            value = card.fact(name).value
            made.set_value(value if value is None or isinstance(made, ChoiceField) else str(value))
            made.accept()
            if name in tried:
                made.set_typed(tried[name])
        self.refresh()

    @Slot()
    def go_back(self) -> None:
        """Drop what was tried."""
        if self._card is not None:
            card, self._card = self._card, None
            self.show_card(card, self._rules)

    @Slot()
    def refresh(self) -> None:
        """Reckon with what is typed: pure and quick, so at every letter."""
        if self._card is None:
            return
        wrong = next((fault for one in self.fields.values() if (fault := one.fault())), None)
        if wrong is not None:
            self._tell_fault(wrong)
            return
        try:
            found = try_figures(self._card, self._rules, self.changes())
        except Fault as fault:
            self._tell_fault(fault)
            return
        self._tell(found)

    def changes(self) -> dict[str, Any]:
        """The figures that differ from the register's; None where one was made unknown."""
        if self._card is None:
            return {}
        typed = {name: made.value() for name, made in self.fields.items()}
        return {name: value for name, value in typed.items() if value != self._card.fact(name).value}

    def _tell_fault(self, fault: Fault) -> None:
        self.after.set_state("–", "neutral")
        self.told.setText(fault.sentence())

    def _tell(self, found: Trial) -> None:
        self.before.set_state(class_words(found.before.of), TONES.get(found.before.of, "neutral"))
        self.after.set_state(class_words(found.after.of), TONES.get(found.after.of, "neutral"))
        self.told.setText("\n".join(self._lines(found)))
        self.back.setEnabled(bool(self.changes()))

    def _lines(self, found: Trial) -> list[str]:
        changed = self.changes()
        if not changed or self._card is None:
            return [_("Type another figure at the left to see what it would change.")]
        lines = [
            _(
                "{name}: {before} → {after}",
                name=_(LABELS[name]),
                before=value_text(self._card.fact(name).value),
                after=value_text(value),
            )
            for name, value in changed.items()
        ]
        lines.append("")
        lines += [
            _("{name}: {before} → {after}", name=text, before=class_words(before), after=class_words(after))
            for text, before, after in found.changed
        ] or [_("No criterion changes its class.")]
        if found.after.missing:
            names = ", ".join(_(LABELS.get(name, name)) for name in found.after.missing)
            lines.append(_("Not known: {names}.", names=names))
        return lines


def _field(name: str, label: str, parent: QWidget) -> FieldWidget:
    if name == "on_route":
        return ChoiceField(label, [(code, _(text)) for code, text in ROUTES.items()], parent, bare=True)
    return IntField(label, parent, low=0, high=_MOST, bare=True)
