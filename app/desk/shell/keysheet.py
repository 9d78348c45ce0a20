"""The sheet of all shortcuts (Ctrl+/)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.shell.shortcuts import PAGES, RECORD, TYPING, WINDOW, Shortcut
from app.desk.theme import sizes
from app.desk.theme.theme import mark, theme
from app.desk.widgets.look import button, label
from app.words import _


class KeySheet(QDialog):
    """Two columns of groups; read-only."""

    def __init__(self, page_names: Mapping[Shortcut, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = page_names
        self.setWindowTitle(_("Keyboard shortcuts"))
        columns = QHBoxLayout()
        columns.setSpacing(sizes.LARGE)
        for groups in ((WINDOW, TYPING), (RECORD, PAGES)):
            lines = QVBoxLayout()
            lines.setSpacing(sizes.LARGE)
            for group in groups:
                card = self._card(group)
                if card is not None:
                    lines.addWidget(card)
            lines.addStretch(1)
            columns.addLayout(lines, 1)
        close = button(_("Close"), kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.HUGE, sizes.LARGE, sizes.HUGE, sizes.LARGE)
        page.setSpacing(sizes.LARGE)
        page.addWidget(label(_("Keyboard shortcuts"), role="title"))
        page.addLayout(columns)
        page.addLayout(foot)
        self.setMinimumWidth(theme().scaled(700))

    def _card(self, group: str) -> QFrame | None:
        entries = [s for s in Shortcut if s.group == group and (group != PAGES or s in self._names)]
        if not entries:
            return None
        card = QFrame()
        mark(card, kind="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(sizes.LARGE, sizes.MEDIUM, sizes.LARGE, sizes.MEDIUM)
        grid.setVerticalSpacing(5)
        grid.addWidget(label(_(group), role="strong", tone="accent"), 0, 0, 1, 2)
        for row, shortcut in enumerate(entries, start=1):
            grid.addWidget(label(self._names.get(shortcut, shortcut.title())), row, 0)
            grid.addWidget(key_label(shortcut), row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return card


def key_label(shortcut: Shortcut) -> QLabel:
    """A key as it looks on the keyboard."""
    made = label(shortcut.shown(), role="small", tone="muted")
    colours = theme().colours
    made.setStyleSheet(
        f"background: {colours.sunken}; border: 1px solid {colours.line};"
        f" border-radius: {sizes.RADIUS_SMALL}px; padding: 1px 6px;"
    )
    return made
