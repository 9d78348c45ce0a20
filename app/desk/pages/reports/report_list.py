"""The reports at the left of the page, under each other by sort, each with its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.desk.theme.icons import icon
from app.desk.widgets import look
from app.register.reports.definitions import definition
from app.register.reports.overview import CHANGED, SEALED, STATES, Entry
from app.register.reports.periods import CAMPAIGN, Period
from app.register.session import Session
from app.words import _

_ENTRY = Qt.ItemDataRole.UserRole
_GROUP = Qt.ItemDataRole.UserRole + 1
_STATE_WIDTH = 116
_ROW = 24


class ReportList(QTreeWidget):
    """``chosen`` carries the entry, or None for “another window” of a campaign."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = session.node.node
        self.setAccessibleName(_("Reports"))
        self.setColumnCount(2)
        self.setHeaderLabels([_("Report"), _("State")])
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(look.px(10))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, look.px(_STATE_WIDTH))
        self.currentItemChanged.connect(self._on_current)

    def show_entries(self, found: Mapping[str, Sequence[Entry]]) -> None:
        """Fill the list; what was chosen stays chosen when it is still there."""
        held = self.entry()
        self.blockSignals(True)
        self.clear()
        for name, entries in found.items():
            spec = definition(name)
            group = QTreeWidgetItem([spec.title.said()])
            group.setData(0, _GROUP, name)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            bold = QFont(self.font())
            bold.setBold(True)
            group.setFont(0, bold)
            group.setSizeHint(0, QSize(0, look.px(_ROW)))
            self.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
            for entry in entries:
                group.addChild(self._item(entry))
            if spec.sort == CAMPAIGN:
                other = QTreeWidgetItem([_("Another window…")])
                other.setData(0, _GROUP, name)
                other.setSizeHint(0, QSize(0, look.px(_ROW)))
                group.addChild(other)
        self.expandAll()
        self.blockSignals(False)
        if held is not None:
            self.choose(held.name, held.period, held.sealed.id if held.sealed else "")

    def entry(self) -> Entry | None:
        """The chosen report."""
        item = self.currentItem()
        found = item.data(0, _ENTRY) if item is not None else None
        return found if isinstance(found, Entry) else None

    def entries(self) -> list[Entry]:
        """All reports, in their order."""
        return [found for item in self._items() if isinstance(found := item.data(0, _ENTRY), Entry)]

    def choose(self, name: str, period: Period | None = None, sealed: str = "") -> bool:
        """Choose the report of a period, a sealed one by its id, or the newest of its sort that can be sealed."""
        ours = [item for item in self._items() if _of(item, name)]
        for item in ours:
            found = item.data(0, _ENTRY)
            if period is None or found.period == period:
                if sealed and (found.sealed is None or found.sealed.id != sealed):
                    continue
                self.setCurrentItem(item)
                return True
        return False

    def choose_window(self) -> None:
        """Choose “another window” of a campaign."""
        for item in self._items():
            if item.data(0, _ENTRY) is None:
                self.setCurrentItem(item)

    def choose_first(self) -> None:
        """The report that waits to be sealed, else the first one."""
        found = [item for item in self._items() if isinstance(item.data(0, _ENTRY), Entry)]
        waiting = [item for item in found if item.data(0, _ENTRY).state == "ready"]
        if found:
            self.setCurrentItem((waiting or found)[0])

    def mark_changed(self, report: str) -> None:
        """Say that there are changes to report beside a sealed one."""
        for item in self._items():
            found = item.data(0, _ENTRY)
            if isinstance(found, Entry) and found.sealed is not None and found.sealed.id == report:
                self._say_state(item, CHANGED)

    def _item(self, entry: Entry) -> QTreeWidgetItem:
        title = entry.period.title(_)
        if entry.sealed is not None and entry.sealed.node != self._node:
            title = f"{title} ({entry.sealed.node})"
        item = QTreeWidgetItem([f"{title[:1].upper()}{title[1:]}"])
        item.setData(0, _ENTRY, entry)
        item.setSizeHint(0, QSize(0, look.px(_ROW)))
        item.setToolTip(0, title)
        self._say_state(item, entry.state)
        return item

    def _say_state(self, item: QTreeWidgetItem, state: str) -> None:
        words, tone = STATES[state]
        item.setText(1, _(words))
        item.setToolTip(1, _(words))
        item.setForeground(1, look.role(look.tone_role(tone)))
        item.setIcon(1, icon("lock" if state == SEALED else look.TONE_ICON[tone], look.tone_role(tone), 16))

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        found = [group.child(at) for group in groups if group is not None for at in range(group.childCount())]
        return [item for item in found if item is not None]

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is None or (item.childCount() and item.parent() is None):
            return
        self.chosen.emit(item.data(0, _ENTRY))


def _of(item: QTreeWidgetItem, name: str) -> bool:
    found = item.data(0, _ENTRY)
    return isinstance(found, Entry) and found.name == name
