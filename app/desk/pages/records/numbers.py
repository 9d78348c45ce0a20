"""The numbers above a list; each opens the list it counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.desk.widgets.strips import grouped
from app.desk.widgets.tiles import NumberTile
from app.register.figures import Figure
from app.words import _

#: A tile does not grow over the whole page where there are few.
_WIDEST, _FEW = 260, 2


class NumberRow(QWidget):
    """A tile for each figure, and a sentence below; ``opened`` carries the key of a figure."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[str, NumberTile] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addStretch()
        column.addLayout(self._line)
        self.note = look.label("", self, wrap=True, role="small")
        column.addWidget(self.note)
        self.note.hide()
        self.hide()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these numbers; a tile stays where it is when its number changes."""
        for figure in figures:
            tile = self.tiles.get(figure.key)
            if tile is None:
                tile = NumberTile(_(figure.label), parent=self)
                tile.setProperty("key", figure.key)
                tile.clicked.connect(self._on_tile)
                tile.setMaximumWidth(look.px(_WIDEST))
                self._line.insertWidget(self._line.count() - 1, tile, 4)
                self.tiles[figure.key] = tile
            tile.set_value(grouped(figure.value))
        self._line.setStretch(self._line.count() - 1, 0 if len(self.tiles) > _FEW else 1)
        self.setVisible(bool(figures) or bool(self.note.text()))

    def show_note(self, text: str, tone: str) -> None:
        """Say a sentence under the numbers, none when it is empty."""
        self.note.setText(text)
        look.restyle(self.note, tone=tone)
        self.note.setVisible(bool(text))
        self.setVisible(bool(text) or bool(self.tiles))

    def _on_tile(self) -> None:
        self.opened.emit(str(self.sender().property("key")))
