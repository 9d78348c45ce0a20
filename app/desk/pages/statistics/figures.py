"""The list of all figures, grouped, found by typing a part of the name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.kinds.text import fold
from app.register.counting.measure import GROUPS
from app.register.counting.measures import MEASURES
from app.register.counting.ratios import RATIOS
from app.register.session import Session
from app.words import _

_NAME = Qt.ItemDataRole.UserRole


def figure_label(name: str) -> str:
    """A figure's name in the language in use."""
    return _(RATIOS[name].label if name in RATIOS else MEASURES[name].label)


def readable(session: Session) -> list[tuple[str, list[str]]]:
    """The groups with the figures the account may read; shares stand after the numbers of their group."""
    may = [name for name, one in MEASURES.items() if session.may_read(one.kind)]
    shares = [name for name, one in RATIOS.items() if one.part in may and one.whole in may]
    found = []
    for group in GROUPS:
        names = [n for n in may if MEASURES[n].group == group] + [
            n for n in shares if RATIOS[n].group == group
        ]
        if names:
            found.append((group, names))
    return found


class FigureList(QWidget):
    """``chosen`` carries the name of a figure."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = readable(session)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Find a figure"))
        self.search.setAccessibleName(_("Find a figure"))
        self.search.setClearButtonEnabled(True)
        glass = QAction(self.search)
        look.keep_icon(glass, "search", "muted", 16)
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Figures"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take_first)
        self.list.currentItemChanged.connect(self._on_current)
        self._fill("")

    def names(self) -> list[str]:
        """The figures on view."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(item.data(_NAME)) for item in items if item.data(_NAME)]

    def current(self) -> str:
        """The figure chosen, or empty."""
        item = self.list.currentItem()
        return str(item.data(_NAME) or "") if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose a figure; what is typed is cleared when it hides it."""
        if name not in self.names():
            self.search.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row), QListWidget.ScrollHint.PositionAtCenter)

    def _fill(self, words: str) -> None:
        """Groups with what contains every word typed."""
        before = self.current()
        wanted = fold(words).split()
        self.list.blockSignals(True)
        self.list.clear()
        for group, names in self._groups:
            fitting = [
                n for n in names if all(part in fold(f"{figure_label(n)} {_(group)}") for part in wanted)
            ]
            if fitting:
                self._add_group(_(group))
            for name in fitting:
                item = QListWidgetItem(figure_label(name), self.list)
                item.setData(_NAME, name)
                item.setToolTip(figure_label(name))
                if name == before:
                    self.list.setCurrentItem(item)
        if not self.list.count():
            item = QListWidgetItem(_("No figure has these words."), self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.blockSignals(False)

    def _add_group(self, text: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme().font(bold=True))
        item.setForeground(look.role("text"))

    def _take_first(self) -> None:
        names = self.names()
        if names:
            self.choose(names[0])
            self.list.setFocus()

    def _on_current(self, item: QListWidgetItem | None, before: object) -> None:
        if item is not None and item.data(_NAME):
            self.chosen.emit(str(item.data(_NAME)))
