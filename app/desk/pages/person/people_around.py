"""Whom a person is close to, uses together with, or is helped by."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.pages.people.lookups import PeopleLookup
from app.desk.pages.person.events import told_of
from app.desk.pages.person.record_line import RecordLine
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.record_parts import SectionHeader
from app.kinds.declare import KINDS
from app.register.people import PersonPage
from app.words import _

_KINDS = ("relation", "helper")


class PeopleAround(QWidget):
    """A line for each; signals carry a kind to enter, or ``kind:record``."""

    entry_wanted = Signal(str)
    correct_wanted = Signal(str)
    end_wanted = Signal(str)
    retract_wanted = Signal(str)

    def __init__(self, desk: Desk, page: PersonPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._may_write = desk, page.is_ours
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        header = SectionHeader(_("People around"), self, icon="users")
        if self._may_write:
            header.add_action(_("Add a relation"), self._on_relation, icon="plus")
            header.add_action(_("Add a helper"), self._on_helper, icon="plus")
        self._column.addWidget(header)
        found = [(kind, one) for kind in _KINDS for one in page.records.get(kind, ())]
        for kind, record in found:
            self._add(kind, record)
        if not found:
            self._column.addWidget(look.label(_("Nobody is recorded."), self, tone="muted"))

    def _add(self, kind: str, record: Any) -> None:
        sort = shown(KINDS[kind].field("sort"), record.sort)
        state = (sort, "warn" if record.sort == "uses_with" else "info")
        who = record.name or self._name_of(record) or _("name not recorded")
        note = " · ".join(part for part in told_of(kind, record)[1].split(" · ") if part and part != who)
        line = RecordLine(kind, record, who, note, state, self, may_write=self._may_write)
        line.correct_wanted.connect(self.correct_wanted)
        line.end_wanted.connect(self.end_wanted)
        line.retract_wanted.connect(self.retract_wanted)
        self._column.addWidget(line)

    def _name_of(self, record: Any) -> str:
        other = getattr(record, "other", None)
        return PeopleLookup(self._desk).title(other) if other else ""

    def _on_relation(self) -> None:
        self.entry_wanted.emit("relation")

    def _on_helper(self) -> None:
        self.entry_wanted.emit("helper")
