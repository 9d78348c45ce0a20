"""The fields of a new person: identify, residence, status; nothing more is needed to begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.choice_fields import FoldedCompleter
from app.desk.widgets.fault_summary import FaultSummary
from app.desk.widgets.fields import BirthField, ChoiceField, DateField, FieldWidget, TextField, options_of
from app.desk.widgets.text_fields import ENTER
from app.kinds import codes
from app.kinds.faults import Fault
from app.kinds.identity import Scan, check_number, scan
from app.kinds.text import fold
from app.register.duplicates import Sketch
from app.register.people import AddPerson
from app.words import N_, _

#: The statuses a person usually begins with, before the rest of the list.
_USUAL = ("U", "U-QL", "A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "S")
_NEEDED = N_("{label} is missing. Fill it in; without it the record cannot be kept.")
_BIRTH_OR_NUMBER = N_("A birth year or an identity number is needed. Type one of them; “about 35” is enough.")


class PersonEntry(QWidget):
    """What ``DraftKeeper`` and the dialog need of the fields; ``edited`` after every change."""

    edited = Signal()
    draft_changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan = TextField(_("Scan an identity card (F4)"), self)
        self.scan.edit.setPlaceholderText(_("Put the cursor here and scan the QR code"))
        self.scan.edit.returnPressed.connect(self.read_scan)
        self.name = TextField(_("Full name"), self, required=True)
        self.birth = BirthField(_("Born"), self, example=_("05/03/1991, 1991, about 35"))
        self.sex = ChoiceField(_("Sex"), options_of(codes.SEX), self)
        self.number = TextField(_("Identity number"), self)
        self.no_papers = QCheckBox(_("No identity paper"), self)
        self.no_papers.toggled.connect(self._on_no_papers)
        self.hamlet = TextField(_("Hamlet or residential group"), self, required=True)
        self.address = TextField(_("House number, street"), self)
        self.status = ChoiceField(_("Management type"), _statuses(), self, required=True)
        self.since = DateField(_("From"), self, required=True)
        self.decision = TextField(_("Number of the decision"), self)
        self.officer = TextField(_("Officer in charge"), self)
        self.summary = FaultSummary(self)
        self.summary.wanted.connect(self.go_to)
        self.warning = look.label("", self, tone="warn", wrap=True, role="small")
        self.warning.hide()
        self._issued: str | None = None
        self._old_number = ""
        self._lay_out()
        for field in self.fields().values():
            field.edited.connect(self._on_edited)

    def fields(self) -> dict[str, FieldWidget]:
        """The fields by name, in order."""
        names = ("scan", "name", "birth", "sex", "number", "hamlet", "address", "status", "since")
        return {name: getattr(self, name) for name in (*names, "decision", "officer")}

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.summary)
        column.addWidget(self.scan)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, 0, 0, 1, 2, top)
        grid.addWidget(self.birth, 1, 0, top)
        grid.addWidget(self.sex, 1, 1, top)
        grid.addWidget(self.number, 2, 0, top)
        grid.addWidget(self.no_papers, 2, 1, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.warning, 3, 0, 1, 2)
        grid.addWidget(look.hairline(self), 4, 0, 1, 2)
        grid.addWidget(self.hamlet, 5, 0, top)
        grid.addWidget(self.address, 5, 1, top)
        grid.addWidget(look.hairline(self), 6, 0, 1, 2)
        grid.addWidget(self.status, 7, 0, top)
        grid.addWidget(self.since, 7, 1, top)
        grid.addWidget(self.decision, 8, 0, top)
        grid.addWidget(self.officer, 8, 1, top)
        column.addLayout(grid)
        column.addStretch(1)

    def offer_hamlets(self, names: Sequence[str]) -> None:
        """Suggest the hamlets people of the register live in; any other may be typed."""
        model = QStandardItemModel(self)
        for name in names:
            item = QStandardItem(name)
            item.setData(fold(name), Qt.ItemDataRole.UserRole + 1)
            model.appendRow(item)
        self.hamlet.edit.setCompleter(FoldedCompleter(model, self))

    # -- values -----------------------------------------------------------------------

    def start(self, since: str) -> None:
        """Empty fields; the day is the one given."""
        for field in self.fields().values():
            field.set_value(None)
        self.no_papers.setChecked(False)
        self.since.set_value(since)
        self._issued, self._old_number = None, ""
        self.warning.hide()
        self.summary.clear()

    def is_changed(self) -> bool:
        """Whether anything is typed."""
        return any(field.is_changed() for field in self.fields().values())

    def draft(self) -> dict[str, Any]:
        """What is typed, right or wrong."""
        typed = {name: field.typed() for name, field in self.fields().items() if field.is_changed()}
        return {**typed, "no_papers": self.no_papers.isChecked()}

    def restore(self, draft: dict[str, Any]) -> None:
        """Put a draft back."""
        for name, field in self.fields().items():
            if name in draft:
                field.set_typed(draft[name])
        self.no_papers.setChecked(bool(draft.get("no_papers")))
        self._on_edited()

    def sketch(self) -> Sketch:
        """What is known so far, to look for the same person."""
        number = self.number.value()
        numbers = tuple(n for n in (number, self._old_number) if n)
        return Sketch(str(self.name.value() or ""), self.birth.value(), numbers, self.hamlet.value())

    def check(self) -> list[Fault]:
        """What is missing or wrong, shown at each field and on top."""
        found = []
        for name, field in self.fields().items():
            fault = field.show_fault() or self._missing(name)
            if fault is not None:
                field.error(fault.sentence())
                found.append((name, field.label_text, fault))
        if len(found) == 1:
            self.summary.clear()
            self.go_to(found[0][0])
        else:
            self.summary.show_lines([(name, label, fault.sentence()) for name, label, fault in found])
        return [fault for _name, _label, fault in found]

    def _missing(self, name: str) -> Fault | None:
        field = self.fields()[name]
        if name == "hamlet" and field.is_empty() and self.address.is_empty():
            return Fault("E_MISSING", _NEEDED, field=name, label=_("Residence"))
        if name in ("name", "status", "since") and field.is_empty():
            return Fault("E_MISSING", _NEEDED, field=name, label=field.label_text)
        if name == "birth" and field.is_empty() and self.number.is_empty():
            return Fault("E_BIRTH_OR_NUMBER", _BIRTH_OR_NUMBER, field=name)
        return None

    def show_fault(self, fault: Fault) -> None:
        """Show a refusal at its field, or on top."""
        field = self.fields().get(fault.field)
        if field is not None:
            field.error(fault.sentence())
            self.go_to(fault.field)
        self.summary.show_lines(
            [(fault.field if field else "", field.label_text if field else "", fault.sentence())]
        )

    def command(self, decision_sort: str, why: str) -> AddPerson:
        """The command for what stands here; the fields were checked."""
        person: dict[str, Any] = {
            "name": self.name.value(),
            "sex": self.sex.value(),
            "birth": self.birth.value(),
            "officer": self.officer.value(),
            "papers": self._papers(),
        }
        address = {"sort": "present", "hamlet": self.hamlet.value(), "text": self.address.value()}
        status = {"status": self.status.value(), "since": self.since.value()}
        decision = None
        if decision_sort and self.decision.value():
            day = self.since.value()
            decision = {"sort": decision_sort, "number": self.decision.value(), "decided_on": day}
        return AddPerson(_said(person), _said(address), status, decision, why)

    def _papers(self) -> list[dict[str, str]]:
        if self.no_papers.isChecked():
            return [{"sort": "none"}]
        papers: list[dict[str, str]] = []
        number = self.number.value()
        if number:
            digits = "".join(c for c in number if c.isdigit())
            paper = {"sort": "cmnd" if len(digits) == 9 else "cccd" if len(digits) == 12 else "other"}
            papers.append(paper | {"number": number} | ({"issued_on": self._issued} if self._issued else {}))
        if self._old_number:
            papers.append({"sort": "cmnd", "number": self._old_number})
        return papers

    # -- scanning -----------------------------------------------------------------------

    def read_scan(self) -> None:
        """Take what the card's code says into the fields; the code itself is not kept."""
        text = str(self.scan.value() or "")
        if not text:
            return
        try:
            found = scan(text)
        except Fault as fault:
            self.scan.error(fault.sentence())
            return
        self._take(found)

    def _take(self, found: Scan) -> None:
        self.name.set_typed(found.name)
        self.birth.set_typed("/".join(reversed(found.birth.split("-"))) if found.birth else "")
        if found.sex:
            self.sex.set_typed(_(codes.SEX.label(found.sex)))
        self.number.set_typed(found.number)
        self._old_number = found.old_number
        self._issued = found.issued_on.isoformat() if found.issued_on else None
        if found.address:
            self.address.set_typed(found.address)
        self.scan.set_value(None)
        self._warn(found.warnings)
        self.hamlet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _warn(self, warnings: Sequence[str]) -> None:
        self.warning.setText(" ".join(warnings))
        self.warning.setVisible(bool(warnings))

    def _on_no_papers(self, none: bool) -> None:
        self.number.setEnabled(not none)
        if none:
            self.number.set_typed("")
        self._on_edited()

    # -- keyboard -------------------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Put the keyboard into a field."""
        field = self.fields().get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Ctrl+Enter saves."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        look.commit_typing()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif not self.scan.edit.hasFocus() or not self.scan.value():
            self.focusNextChild()

    def _on_edited(self) -> None:
        number = self.number.value()
        if number and not self.number.edit.hasFocus():
            self._warn(check_number("cccd", number, self.sex.value(), self.birth.value()))
        elif not number:
            self._warn(())
        self.edited.emit()
        self.draft_changed.emit()


def _statuses() -> list[tuple[str, str]]:
    rest = [code for code in codes.STATUS.labels if code not in _USUAL]
    return [(code, _(codes.STATUS.label(code))) for code in (*_USUAL, *rest)]


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
