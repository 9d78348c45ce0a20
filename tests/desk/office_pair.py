"""A commune and the office above it, paired, with a few made-up people: for the pages about packages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from app.bootstrap_desk.opened import OpenRegister
from app.bootstrap_desk.sample import make_pair, opened_as_sample
from app.desk.jobs.lane import Lane
from app.desk.shell.desk import Desk
from app.desk.shell.preferences import Preferences

PEOPLE = 6


@dataclass
class Side:
    """One office at work."""

    register: OpenRegister
    lane: Lane
    desk: Desk


@contextmanager
def at_work(home: Path) -> Iterator[Side]:
    """Open one office's desk; closed and waited for at the end."""
    register = opened_as_sample(home)
    lane = Lane()
    try:
        yield Side(register, lane, Desk(register, lane, Preferences()))
    finally:
        lane.close(register.close)


def make_offices(folder: Path) -> tuple[Path, Path]:
    """Homes of the commune and of the office above."""
    return make_pair(folder, PEOPLE)


def texts(root: QWidget) -> list[str]:
    """Everything a widget and what is in it show or speak as text."""
    found: list[str] = []
    for part in (root, *root.findChildren(QWidget)):
        found += [part.toolTip(), part.accessibleName(), part.windowTitle()]
        if isinstance(part, QLabel | QAbstractButton):
            found.append(part.text())
        elif isinstance(part, QLineEdit):
            found.append(part.placeholderText())
        elif isinstance(part, QComboBox):
            found += [part.itemText(n) for n in range(part.count())]
        elif isinstance(part, QTabWidget):
            found += [part.tabText(n) for n in range(part.count())]
        elif isinstance(part, QAbstractItemView) and part.model() is not None:
            found += _cells(part.model())
    return [text for text in found if text]


def _cells(model: QAbstractItemModel) -> list[str]:
    columns = range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1)
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in columns]
    cells = [model.index(r, c).data() for r in range(min(model.rowCount(), 30)) for c in columns]
    return [str(text) for text in (*heads, *cells) if text is not None]
