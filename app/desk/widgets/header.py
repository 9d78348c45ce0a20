"""The header of a list: which columns, in which order, how wide, remembered per list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from app.desk.models.source import Column
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.words import _

_SETTLE_MS = 400


class Memory(Protocol):
    """Where lists keep how the user arranged them: small settings by key."""

    def load(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under the key."""
        ...

    def save(self, key: str, value: Mapping[str, Any]) -> object:
        """Keep it."""
        ...


class ListHeader(QHeaderView):
    """Columns to show, hide, move and widen; the first, the running number, stays where it is."""

    arranged = Signal()

    def __init__(self, parent: QWidget, *, memory: Memory | None = None, key: str = "") -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._memory, self._key = memory, key
        self._columns: Sequence[Column] = ()
        self._quiet = False
        self._px = theme().px
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setStretchLastSection(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.keep)
        self.sectionResized.connect(self._on_arranged)
        self.sectionMoved.connect(self._on_arranged)

    def start(self, columns: Sequence[Column]) -> None:
        """Arrange the columns as kept, or as declared."""
        self._columns = columns
        self.setMinimumSectionSize(look.px(36))
        kept = self._memory.load(self._key) if self._memory is not None else None
        self._arrange(kept or {})

    def reset_columns(self) -> None:
        """Back to the arrangement declared."""
        self._arrange({})
        self._on_arranged()

    def _arrange(self, kept: Mapping[str, Any]) -> None:
        self._quiet = True
        keys = [c.key for c in self._columns]
        hidden = set(kept.get("hidden", [c.key for c in self._columns if c.hidden]))
        widths = kept.get("widths", {})
        order = [k for k in kept.get("order", []) if k in keys]
        order += [k for k in keys if k not in order]
        for place, key in enumerate(order):
            self.moveSection(self.visualIndex(keys.index(key)), place)
        for section, column in enumerate(self._columns):
            self.setSectionHidden(section, column.key in hidden and section > 0)
            self.resizeSection(section, look.px(round(widths.get(column.key, column.width))))
        self._quiet = False

    def arrangement(self) -> dict[str, Any]:
        """Order, widths at the base type size, and what is hidden."""
        last = self.logicalIndex(self._last_shown())
        widths = {
            c.key: round(self.sectionSize(i) * 13 / theme().px)
            for i, c in enumerate(self._columns)
            if not self.isSectionHidden(i) and i != last  # the last one is stretched, not chosen
        }
        return {
            "order": [self._columns[self.logicalIndex(v)].key for v in range(self.count())],
            "widths": widths,
            "hidden": [c.key for i, c in enumerate(self._columns) if self.isSectionHidden(i)],
        }

    def _last_shown(self) -> int:
        shown = [v for v in range(self.count()) if not self.isSectionHidden(self.logicalIndex(v))]
        return shown[-1] if shown else 0

    def keep(self) -> None:
        """Hand the arrangement to the memory now."""
        self._timer.stop()
        if self._memory is not None and self._columns:
            self._memory.save(self._key, self.arrangement())

    def _on_arranged(self) -> None:
        if not self._quiet:
            self._timer.start()
            self.arranged.emit()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """The menu that shows and hides columns."""
        menu = QMenu(_("Columns"), parent)
        for section, column in enumerate(self._columns):
            if not section:
                continue
            action = menu.addAction(_(column.label))
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(section))
            action.setData(section)
            action.toggled.connect(self._on_toggled)
        menu.addSeparator()
        reset = QAction(_("Usual columns"), menu)
        reset.triggered.connect(self.reset_columns)
        menu.addAction(reset)
        return menu

    def _on_toggled(self, shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.setSectionHidden(int(action.data()), not shown)
            self._on_arranged()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The column chooser."""
        self.open_columns(event.globalPos())

    def open_columns(self, at: QPoint) -> None:
        """Show the column chooser."""
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def changeEvent(self, event: QEvent) -> None:
        """Widths grow with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._columns and theme().px != self._px:
            kept = self.arrangement()
            kept["widths"] = {k: w * theme().px / self._px for k, w in kept["widths"].items()}
            self._px = theme().px
            self._arrange(kept)
