"""A tab over several kinds of a person's records: one line each, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.work import session_of
from app.desk.pages.person.events import ICONS, kind_words, told_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.register.people import PersonPage
from app.words import N_, _

_MOST_BUTTONS = 3
_COLUMNS = (
    Column("on", N_("Day"), 92),
    Column("kind", N_("Record"), 170, marked=True),
    Column("title", N_("What it says"), 320, strong=True),
    Column("detail", N_("Details"), 420),
)


class RecordsTab(QWidget):
    """``opened`` names a record as ``kind:id``; ``entry_wanted`` a kind to enter."""

    opened = Signal(str)
    entry_wanted = Signal(str)

    def __init__(
        self, desk: Desk, kinds: Sequence[str], title: str, empty: EmptyState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kinds = kinds
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 0)
        column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.note = look.label("", self, role="caption")
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        session = session_of(desk)
        offered = [kind for kind in kinds if session.may_write(KINDS[kind])]
        if len(offered) > _MOST_BUTTONS:
            self._offer_menu(offered)
        for kind in offered if len(offered) <= _MOST_BUTTONS else ():
            made = look.button(kind_words(kind), self, icon=ICONS[kind])
            made.setProperty("kind_name", kind)
            made.setAccessibleName(_("Enter: {kind}", kind=kind_words(kind)))
            made.clicked.connect(self._on_enter)
            self.head.addWidget(made)
        column.addLayout(self.head)
        self.table = ShortTable(_COLUMNS, title, self)
        self.table.set_empty(empty)
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self.note.setText)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _offer_menu(self, kinds: Sequence[str]) -> None:
        """One button for many kinds: beside each other they would make the page wider than the window."""
        self.menu = QMenu(self)
        for kind in kinds:
            action = QAction(kind_words(kind), self.menu)
            look.keep_icon(action, ICONS[kind], "muted", 16)
            action.setData(kind)
            self.menu.addAction(action)
        self.menu.triggered.connect(self._on_menu)
        made = look.button(_("Enter"), self, icon="plus")
        made.clicked.connect(self._on_open_menu)
        self._menu_button = made
        self.head.addWidget(made)

    def _on_open_menu(self) -> None:
        self.menu.popup(self._menu_button.mapToGlobal(self._menu_button.rect().bottomLeft()))

    def _on_menu(self, action: QAction) -> None:
        self.entry_wanted.emit(str(action.data()))

    def add_widget(self, widget: QWidget) -> None:
        """A widget of its own above the table."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, widget)

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        found = [(kind, record) for kind in self._kinds for record in page.records.get(kind, ())]
        found.sort(key=lambda one: (_day(*one), one[1].id), reverse=True)
        self.table.show_lines([_line(kind, record) for kind, record in found], found)

    def _on_enter(self) -> None:
        self.entry_wanted.emit(str(self.sender().property("kind_name")))

    def _on_opened(self, number: int) -> None:
        kind, record = self.table.things[number]
        self.opened.emit(f"{kind}:{record.id}")


def _day(kind: str, record: Any) -> str:
    name = KINDS[kind].when
    value = getattr(record, name) if name else None
    return value.isoformat()[:10] if value is not None else ""


def _line(kind: str, record: Any) -> Line:
    title, detail, icon, tone = told_of(kind, record)
    name = KINDS[kind].when
    value = getattr(record, name) if name else None
    ended = KINDS[kind].ended_by and getattr(record, KINDS[kind].ended_by)
    until = _("to {day}", day=show_date(ended)) if ended else ""
    more = " · ".join(part for part in (until, detail) if part)
    return (show_date(value) if value else "", Marked(kind_words(kind), tone, icon), title, more)
