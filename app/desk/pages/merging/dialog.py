"""Two people side by side: which value stays of each field that differs, what moves, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desk.pages.people.lookups import PeopleLookup
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.pages.person.events import kind_words
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.ref_field import RefField
from app.desk.widgets.strips import Strips
from app.desk.widgets.text_fields import TextField
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.merging import Choice, Difference, MergePeople, MergePreview, merge_people, preview
from app.words import N_, _

_CHOICES: tuple[tuple[Choice, str], ...] = (
    ("keep", N_("Keep")),
    ("take", N_("Take over")),
    ("both", N_("Both")),
)


class MergeDialog(QDialog):
    """``stays`` is the person whose page is open; the other one is chosen here. ``done`` takes what changed."""

    def __init__(self, desk: Desk, stays: str, parent: QWidget, done: Callable[[object], object]) -> None:
        super().__init__(parent)
        self._desk, self._stays, self._done = desk, stays, done
        self._preview: MergePreview | None = None
        self._choices: dict[str, QButtonGroup] = {}
        self._latest = Latest(self._take)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Merge with another record"))
        self.resize(look.px(860), look.px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        words = _("The other record is merged into this one. It can be taken back, even after later changes.")
        column.addWidget(look.label(words, self, tone="muted", wrap=True))
        self.other = RefField(
            _("The other record of the same person"), PeopleLookup(desk), self, required=True
        )
        self.other.edited.connect(self._on_other)
        column.addWidget(self.other)
        self.strips = Strips(self)
        column.addWidget(self.strips)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(self.area, 1)
        self.why = TextField(
            _("Why they are one person"), self, required=True, hint=_("Kept in the history.")
        )
        self.why.edited.connect(self._check)
        column.addWidget(self.why)
        column.addLayout(self._foot())
        self._check()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.cancel = look.button(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)
        self.act = look.button(_("Merge the two records"), self, kind="primary", icon="git-merge")
        self.act.clicked.connect(self.merge)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        return foot

    def choose(self, person: str) -> None:
        """Take a person as the other one."""
        self.other.set_value(person)
        self._on_other()

    def _on_other(self) -> None:
        self._preview = None
        self.area.takeWidget()
        self._check()
        other = str(self.other.value() or "")
        if other:
            session, stays = session_of(self._desk), self._stays
            read(
                self._desk, lambda: preview(session, stays, other), self._latest.ask(), self._on_refused, self
            )

    def _take(self, found: MergePreview) -> None:
        self._preview = found
        self._clear()
        for fault in found.clashes:
            self.strips.say(_("After the merge: {what}", what=fault.sentence()), "warn")
        self.area.setWidget(self._compared(found))
        self._check()

    def _compared(self, found: MergePreview) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        heads = ("", _("Stays: {name}", name=found.stays.name), _("Merged: {name}", name=found.goes.name), "")
        for at, text in enumerate(heads):
            grid.addWidget(look.label(text, box, role="strong", wrap=True), 0, at)
        self._choices = {}
        for row, difference in enumerate(found.differences, start=1):
            self._add_difference(grid, row, difference, box)
        moves = ", ".join(f"{kind_words(kind).lower()}: {n}" for kind, n in found.moves)
        told = (
            _("Goes along: {moves}.", moves=moves) if moves else _("Nothing was recorded for the other one.")
        )
        grid.addWidget(look.label(told, box, tone="muted", wrap=True), len(found.differences) + 1, 0, 1, 4)
        grid.setRowStretch(len(found.differences) + 2, 1)
        for at, share in enumerate((2, 4, 4, 3)):
            grid.setColumnStretch(at, share)
        return box

    def _add_difference(self, grid: QGridLayout, row: int, one: Difference, box: QWidget) -> None:
        field = KINDS["person"].field(one.name)
        label = _(field.label)
        grid.addWidget(look.label(label, box, tone="muted", wrap=True), row, 0)
        grid.addWidget(look.label(shown(field, one.kept) or "–", box, wrap=True), row, 1)
        grid.addWidget(look.label(shown(field, one.other) or "–", box, wrap=True), row, 2)
        line = QHBoxLayout()
        group = QButtonGroup(box)
        for number, (code, words) in enumerate(_CHOICES):
            if code == "both" and not one.can_both:
                continue
            button = QRadioButton(_(words), box)
            button.setAccessibleName(f"{label}: {_(words)}")
            button.setChecked(code == one.foreseen)
            group.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        self._choices[one.name] = group
        grid.addLayout(line, row, 3, Qt.AlignmentFlag.AlignTop)

    def merge(self) -> None:
        """Do it in the lane; a refusal is said and everything chosen stays."""
        found = self._preview
        if found is None or not self.why.value():
            return
        chosen = {name: _CHOICES[group.checkedId()][0] for name, group in self._choices.items()}
        cmd = MergePeople(found.stays.id, found.goes.id, str(self.why.value()), chosen)
        session = session_of(self._desk)
        self.act.setEnabled(False)
        write(self._desk, lambda: merge_people(session, cmd), self._on_merged, self._on_refused, self)

    def _on_merged(self, changed: object) -> None:
        self._done(changed)
        self.accept()

    def _on_refused(self, fault: Fault) -> None:
        self._clear()
        self.strips.say_fault(fault)
        self._check()

    def _clear(self) -> None:
        for strip in self.strips.strips():
            strip.dismiss()

    def _check(self) -> None:
        self.act.setEnabled(self._preview is not None and bool(self.why.value()))
