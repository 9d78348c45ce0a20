"""What became of a clinical note: who changed which field from what to what, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.source import Column, Line
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.person.values import shown
from app.desk.widgets import look
from app.kinds.dates import show_moment
from app.kinds.declare import KINDS, Field
from app.register.clinical import SEALED, face_of
from app.words import N_, _

_COLUMNS = (
    Column("at", N_("When"), 130),
    Column("by", N_("By"), 100),
    Column("field", N_("Field"), 140),
    Column("old", N_("Before"), 170),
    Column("new", N_("After"), 220),
    Column("why", N_("Reason"), 100),
)


class HistoryDialog(QDialog):
    """A line for each field of each change, newest first."""

    def __init__(self, kind_name: str, changes: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History of this note"))
        self.resize(look.px(960), look.px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(look.label(_("History of this note"), self, role="title"))
        self.table = ShortTable(_COLUMNS, _("History of this note"), self)
        lines = list(_lines(kind_name, changes))
        self.table.show_lines(lines, lines)
        column.addWidget(self.table, 1)
        close = look.button(_("Close"), self)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)


def _lines(kind_name: str, changes: Sequence[Any]) -> Iterator[Line]:
    known = {**KINDS[kind_name].by_name, **face_of(kind_name).by_name}
    for change in reversed(changes):
        for name, (old, new) in change.fields.items():
            field = known.get(name)
            if field is None or field.ref:
                continue
            sides = (_said(field, old), _said(field, new))
            yield (show_moment(change.at), change.by, _(field.label), *sides, change.why)


def _said(field: Field, value: Any) -> str:
    if field.name == SEALED:
        return _("sealed") if value else ""
    return shown(field, value).replace("\n", " ")
