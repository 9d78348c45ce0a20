"""The line above a list: search, quick filters, what is filtered, how many are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desk.models.source import Query
from app.desk.widgets import look
from app.desk.widgets.chips import Chip
from app.desk.widgets.flow import FlowLayout
from app.words import _

WAIT_MS = 250


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """A filter in the line: key, label shown, codes with their labels."""

    key: str
    label: str
    options: Sequence[tuple[str, str]] = field(default_factory=tuple)


class SearchEdit(QLineEdit):
    """A search line; ↓ goes to the list, Esc empties it."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys beside typing."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Search box, quick filters, chips of what is active, “clear” and the count.

    ``changed`` comes 250 ms after the last letter and at once after a filter or
    Enter; ``words()`` and ``filters()`` say what is asked.
    """

    changed = Signal()
    down = Signal()

    def __init__(
        self, placeholder: str, quick: Sequence[QuickFilter] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._quick = {q.key: q for q in quick}
        self._active: dict[str, str] = {}
        self._told: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.search = SearchEdit(self)
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        glass = QAction(self.search)
        look.keep_icon(glass, "search", "muted", 16)
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.apply)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.apply)
        self.search.down.connect(self.down)
        self._count = look.label("", self, role="caption")
        self._buttons: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self.search.setMinimumWidth(look.px(200))
        self._line.addWidget(self.search, 3)
        for quick in self._quick.values():
            self._line.addWidget(self._button_for(quick))
        self._line.addStretch(1)
        self._line.addWidget(self._count)
        column.addLayout(self._line)
        self._chips = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._flow = FlowLayout(self._chips)
        self._clear = look.button(_("Clear filters"), self._chips, kind="link", icon="filter-off")
        self._clear.clicked.connect(self.clear)
        self._chips.hide()
        column.addWidget(self._chips)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add_widget(self, widget: QWidget) -> None:
        """A control of the page's own, before the count."""
        self._line.insertWidget(self._line.count() - 2, widget)

    def _button_for(self, quick: QuickFilter) -> QPushButton:
        made = look.button(quick.label, self, icon="chevron-down", icon_role="muted")
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = QMenu(made)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        group = QActionGroup(menu)
        for code, text in (("", _("All")), *quick.options):
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(not code)
            action.setData(code)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(partial(self._on_chosen, quick.key))
        made.setProperty("key", quick.key)
        made.clicked.connect(self._on_open)
        made.setAccessibleName(_("Filter: {label}", label=quick.label))
        self._buttons[quick.key] = made
        self._menus = getattr(self, "_menus", {})
        self._menus[quick.key] = menu
        return made

    # -- what is asked -------------------------------------------------------------

    def words(self) -> str:
        """What stands in the search box."""
        return self.search.text().strip()

    def filters(self) -> tuple[tuple[str, str], ...]:
        """Active filters: key and code."""
        return tuple(self._active.items())

    def query(self, base: Query | None = None) -> Query:
        """The query, keeping the order of ``base``."""
        base = base or Query()
        return Query(self.words(), self.filters(), base.sort, base.descending)

    def describe(self) -> str:
        """Active filters in words, for an empty list: “Diện quản lý: Sau cai”."""
        return ", ".join(self._named(key, code) for key, code in self._active.items())

    def set_state(self, words: str, filters: Mapping[str, str]) -> None:
        """Show a saved filter and ask for it."""
        self.search.setText(words)
        self._active = {key: code for key, code in filters.items() if code}
        self._show_active()
        self.apply()

    def set_filter(self, key: str, code: str) -> None:
        """Switch one filter; an empty code takes it away."""
        self._active.pop(key, None)
        if code:
            self._active[key] = code
        self._show_active()
        self.apply()

    def clear(self) -> None:
        """Ask for everything."""
        self.set_state("", {})
        self.search.setFocus()

    def set_count(self, text: str) -> None:
        """How many are found."""
        self._count.setText(text)

    def apply(self) -> None:
        """Tell now, if something else is asked than last time."""
        self._timer.stop()
        asked = (self.words(), self.filters())
        if asked != self._told:
            self._told = asked
            self.changed.emit()

    # -- inside ----------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._timer.start()

    def _on_open(self) -> None:
        made = self.sender()
        if isinstance(made, QPushButton):
            menu = self._menus[str(made.property("key"))]
            menu.popup(made.mapToGlobal(made.rect().bottomLeft()))

    def _on_chosen(self, key: str, action: QAction) -> None:
        self.set_filter(key, str(action.data()))

    def _named(self, key: str, code: str) -> str:
        quick = self._quick.get(key)
        if quick is None:
            return code
        return f"{quick.label}: {dict(quick.options).get(code, code)}"

    def _show_active(self) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if isinstance(widget, Chip):
                widget.hide()
                widget.deleteLater()
        for key, code in self._active.items():
            chip = Chip(self._named(key, code), self._chips, removable=True)
            chip.setAccessibleName(_("Remove filter {label}", label=self._named(key, code)))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setProperty("key", key)
            chip.clicked.connect(self._on_chip)
            self._flow.addWidget(chip)
        self._flow.addWidget(self._clear)
        self._chips.setVisible(bool(self._active))
        for key, menu in self._menus.items():
            for action in menu.actions():
                action.setChecked(action.data() == self._active.get(key, ""))

    def _on_chip(self) -> None:
        self.set_filter(str(self.sender().property("key")), "")
