"""The stages of a procedure in a row, each with its number; pressing one shows only its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.strips import grouped
from app.desk.widgets.text_fields import ENTER
from app.words import _

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class StageTile(QAbstractButton):
    """A number over the name of its stage; checked while the list shows only that stage."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count = 0
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many cases are in the stage."""
        self._count = count
        self.setAccessibleName(f"{self.text()}: {grouped(count)}")
        self.setAccessibleDescription(_("Show only this stage"))
        self.update()

    def count(self) -> int:
        """How many cases are in the stage."""
        return self._count

    def sizeHint(self) -> QSize:
        """Number over name."""
        large = QFontMetrics(theme().font(5, bold=True)).height()
        small = QFontMetrics(theme().font()).height()
        return QSize(look.px(96), large + small + look.px(14))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for eight in a row beside a panel."""
        return QSize(look.px(64), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet card; the one that filters has the accent's edge, its ground and a bar above."""
        painter = QPainter(self)
        on = self.isChecked()
        ground = "pale" if on else "hover" if self.underMouse() else "surface"
        look.pill(painter, self.rect(), look.role(ground), look.role("accent" if on else "line"), radius=8)
        box = self.rect().adjusted(look.px(9), look.px(5), -look.px(5), -look.px(5))
        painter.setFont(theme().font(5, bold=True))
        painter.setPen(look.role("accent" if on else "text" if self._count else "muted"))
        tall = painter.fontMetrics().height()
        painter.drawText(QRect(box.left(), box.top(), box.width(), tall), 0, grouped(self._count))
        painter.setFont(theme().font())
        painter.setPen(look.role("accent" if on else "muted"))
        below = QRect(box.left(), box.top() + tall + 1, box.width(), box.height() - tall)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(below, 0, shown)
        if self.hasFocus():
            look.focus_ring(painter, self.rect().toRectF(), 8)
        painter.end()


class StageTiles(QWidget):
    """The tiles; Tab enters once, arrows walk. ``chosen`` carries the stage, empty for all that run."""

    chosen = Signal(str)

    def __init__(self, stages: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.tiles: dict[str, StageTile] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for code, text in stages:
            tile = StageTile(text, self)
            tile.setProperty("stage", code)
            tile.setFocusPolicy(Qt.FocusPolicy.ClickFocus if self.tiles else Qt.FocusPolicy.StrongFocus)
            tile.installEventFilter(self)
            tile.clicked.connect(self._on_clicked)
            self.tiles[code] = tile
            line.addWidget(tile, 1)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """How many cases are in each stage."""
        for code, tile in self.tiles.items():
            tile.set_count(counts.get(code, 0))

    def check(self, stage: str) -> None:
        """Show which stage filters, without a signal."""
        for code, tile in self.tiles.items():
            tile.setChecked(code == stage)

    def _on_clicked(self, on: bool) -> None:
        stage = str(self.sender().property("stage"))
        self.check(stage if on else "")
        self.chosen.emit(stage if on else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk along the tiles."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()), 0)
            tiles = list(self.tiles.values())
            if step and watched in tiles:
                other = tiles[(tiles.index(watched) + step) % len(tiles)]
                for tile in tiles:
                    tile.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                other.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
