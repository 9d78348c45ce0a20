"""The rows of an entry grid: one person each, a cell per answer, and what is not right yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.words import _

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_SPEECH = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
PERSON = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a cell: its code, word, key, tone and icon."""

    code: str
    word: str
    key: str
    tone: str = "neutral"
    icon: str = "check"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column after number and person. Without ``answers`` the cell takes text."""

    key: str
    label: str
    width: int
    answers: tuple[Answer, ...] = ()
    stretches: bool = False

    def answer(self, code: str) -> Answer | None:
        """The answer of a code."""
        return next((a for a in self.answers if a.code == code), None)


@dataclass(slots=True)
class GridRow:
    """A person of the grid; ``id`` is empty while it is not known who is meant by ``typed``."""

    id: str
    name: str
    detail: str = ""
    typed: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    whole: str = ""
    error: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    def kept(self) -> dict[str, Any]:
        """For a draft."""
        return {
            "id": self.id,
            "name": self.name,
            "detail": self.detail,
            "typed": self.typed,
            "cells": dict(self.cells),
            "whole": self.whole,
        }


class GridModel(QAbstractTableModel):
    """``wholes``: answers that stand for a whole row, such as refused; they clear its cells."""

    edited = Signal()

    def __init__(
        self, columns: Sequence[GridColumn], wholes: Sequence[Answer] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.wholes = {answer.code: answer for answer in wholes}
        self.rows: list[GridRow] = []

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Ask other things; answers already given stay with their rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def column(self, section: int) -> GridColumn | None:
        """The column of a section; None for number and person."""
        return self.columns[section - 2] if 2 <= section < len(self.columns) + 2 else None

    # -- rows --------------------------------------------------------------------------

    def add(self, rows: Iterable[GridRow]) -> int:
        """Add people not in the grid yet; returns how many were left out as already there."""
        known = {row.id for row in self.rows if row.id}
        new: list[GridRow] = []
        left_out = 0
        for row in rows:
            if row.id and row.id in known:
                left_out += 1
                continue
            known.add(row.id)
            new.append(row)
        if new:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.rows += new
            self.endInsertRows()
            self.edited.emit()
        return left_out

    def remove(self, rows: Iterable[GridRow]) -> None:
        """Take rows out."""
        gone = {id(row) for row in rows}
        self.beginResetModel()
        self.rows = [row for row in self.rows if id(row) not in gone]
        self.endResetModel()
        self.edited.emit()

    def choose(self, row: GridRow, person: tuple[str, str, str]) -> bool:
        """Say who is meant by what was typed; False when that person has a line already."""
        if any(other.id == person[0] for other in self.rows):
            row.error = _("{name} is in the grid already.", name=person[1])
            self.say_changed(row)
            return False
        row.id, row.name, row.detail = person
        row.error, row.choices = "", ()
        self.say_changed(row)
        self.edited.emit()
        return True

    def answer(self, place: int, section: int, code: str) -> None:
        """Answer one cell; an empty code takes the answer away."""
        column = self.column(section)
        if column is None:
            return
        row = self.rows[place]
        row.whole = ""
        row.error = "" if row.id else row.error
        if code:
            row.cells[column.key] = code
        else:
            row.cells.pop(column.key, None)
        self.say_changed(row)
        self.edited.emit()

    def answer_whole(self, place: int, code: str) -> None:
        """Answer for the whole row."""
        row = self.rows[place]
        asked = {column.key for column in self.columns if column.answers}
        row.cells = {key: value for key, value in row.cells.items() if key not in asked}
        row.whole = code
        row.error = "" if row.id else row.error
        self.say_changed(row)
        self.edited.emit()

    def say_changed(self, row: GridRow) -> None:
        """Paint a row again."""
        place = next((n for n, other in enumerate(self.rows) if other is row), -1)
        if place >= 0:
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    # -- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """People in the grid."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number, person, and what is asked."""
        return 0 if parent.isValid() else len(self.columns) + 2

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The word of a cell."""
        if not index.isValid() or role not in (_DISPLAY, _EDIT, _SPEECH, _TIP):
            return None
        row = self.rows[index.row()]
        if role == _TIP:
            return row.error or None
        text = self._text(row, index.row(), index.column())
        if role == _SPEECH:
            label = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{row.name or row.typed}, {label}: {text or _('not answered')}"
        return text

    def _text(self, row: GridRow, place: int, section: int) -> str:
        if section == 0:
            return str(place + 1)
        if section == PERSON:
            return row.name or row.typed
        column = self.column(section)
        if column is None:
            return ""
        given = row.cells.get(column.key, "")
        found = column.answer(given)
        return found.word if found else given

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Text typed into a cell."""
        column = self.column(index.column())
        if role != _EDIT or column is None or column.answers:
            return False
        self.answer(index.row(), index.column(), str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of text can be typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.column(index.column())
        return flags | Qt.ItemFlag.ItemIsEditable if column is not None and not column.answers else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Labels in the language in use."""
        if orientation != Qt.Orientation.Horizontal or role not in (_DISPLAY, _TIP):
            return None
        if section < 2:
            return _("No.") if section == 0 else _("Person")
        column = self.column(section)
        return column.label if column else None
