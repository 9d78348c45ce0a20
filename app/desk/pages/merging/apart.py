"""Who was merged into a person, and taking one of them apart again with what belongs to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.person.events import told_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.strips import Strips
from app.desk.widgets.text_fields import TextField
from app.kinds.dates import show_birth, show_date, show_moment
from app.kinds.faults import Fault
from app.register.merging import Later, Merged, later_records, merged_people, unmerge
from app.register.session import Session
from app.words import _

_Found = list[tuple[Merged, list[Later]]]


class UnmergeDialog(QDialog):
    """What was entered since stays where it is unless it is ticked to go along. ``done`` takes what changed."""

    def __init__(self, desk: Desk, person: str, parent: QWidget, done: Callable[[object], object]) -> None:
        super().__init__(parent)
        self._desk, self._person, self._done = desk, person, done
        self._ticks: dict[str, list[tuple[QCheckBox, Later]]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Records merged into this one"))
        self.resize(look.px(680), look.px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        self.strips = Strips(self)
        column.addWidget(self.strips)
        box = QWidget(self)
        self.list = QVBoxLayout(box)
        self.list.setContentsMargins(0, 0, 8, 0)
        self.list.setSpacing(6)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(box)
        column.addWidget(scroll, 1)
        self.why = TextField(
            _("Why they are two people"), self, required=True, hint=_("Kept in the history.")
        )
        column.addWidget(self.why)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = look.button(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        session = session_of(desk)
        read(desk, lambda: _found(session, person), self._take, self._on_refused, self)

    def _take(self, found: _Found) -> None:
        for one, later in found:
            self._add(one, later)
        if not found:
            self.list.addWidget(look.label(_("No record was merged into this one."), self, tone="muted"))
        self.list.addStretch(1)

    def _add(self, one: Merged, later: list[Later]) -> None:
        line = QHBoxLayout()
        born = show_birth(one.person.birth) if one.person.birth else ""
        words = " · ".join(part for part in (one.person.name, born) if part)
        line.addWidget(look.label(words, self, role="strong"))
        told = _("merged {moment} by {who}: {why}", moment=show_moment(one.at), who=one.by, why=one.why)
        line.addWidget(look.label(told, self, tone="muted", wrap=True), 1)
        button = look.button(_("Take apart"), self, icon="arrows-split")
        button.setAccessibleName(_("Take apart: {name}", name=one.person.name))
        button.setProperty("person", one.person.id)
        button.clicked.connect(self._on_apart)
        line.addWidget(button)
        self.list.addLayout(line)
        if later:
            ask = _("Entered since then. Tick what belongs to {name}; the rest stays.", name=one.person.name)
            self.list.addWidget(look.label(ask, self, role="small", wrap=True))
        self._ticks[one.person.id] = [(self._tick(entry), entry) for entry in later]
        self.list.addWidget(look.hairline(self))

    def _tick(self, later: Later) -> QCheckBox:
        title, detail, _icon, _tone = told_of(later.kind, later.record)
        tick = QCheckBox(" · ".join(p for p in (show_date(later.at.date()), title, detail) if p), self)
        self.list.addWidget(tick)
        return tick

    def _on_apart(self) -> None:
        why, person = str(self.why.value() or ""), str(self.sender().property("person"))
        if not why:
            self.why.error(_("A reason is needed. Say in a few words why."))
            self.why.setFocus()
            return
        moves = [(entry.kind, entry.id) for tick, entry in self._ticks[person] if tick.isChecked()]
        session = session_of(self._desk)
        write(self._desk, lambda: unmerge(session, person, why, moves), self._on_done, self._on_refused, self)

    def _on_done(self, changed: object) -> None:
        self._done(changed)
        self.accept()

    def _on_refused(self, fault: Fault) -> None:
        for strip in self.strips.strips():
            strip.dismiss()
        self.strips.say_fault(fault)


def _found(session: Session, person: str) -> _Found:
    """Each merged person with what was entered since; through others: nothing, those come apart first."""
    return [(one, later_records(session, one.person.id)) for one in merged_people(session, person)]
