"""People: the list, and in its place the record of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desk.pages.people.list_view import PeopleList
from app.desk.pages.people.targets import SCAN, parse_target
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page

if TYPE_CHECKING:
    from app.desk.pages.add_person.dialog import AddPersonDialog


class PeoplePage(Page):
    """List and record share the place; Esc leads back to the list as it was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = PeopleList(desk, self)
        self.record: PersonView | None = None
        self.dialog: AddPersonDialog | None = None
        self._came_back = True
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.opened.connect(self.open_person)
        self.list.add_wanted.connect(self.add_person)
        self.list.export_wanted.connect(self.export)
        desk.changed.connect(self._on_changed)

    def arrive(self, target: str) -> None:
        """A person, a filtered list, or the page as it was left."""
        wanted = parse_target(target)
        if wanted.person:
            self.open_person(wanted.person, wanted.opens)
        elif wanted.filters is not None:
            self.show_list()
            self.list.show_filters(wanted.filters)
        elif wanted.adds:
            self.show_list()
            self.add_person(wanted.adds == SCAN)
        elif not self._came_back:
            self.show_list()  # its own name pressed in the navigation
        self._came_back = False

    def showEvent(self, event: QShowEvent) -> None:
        """Coming from another page finds this one as it was left."""
        super().showEvent(event)
        self._came_back = True

    def reload(self) -> None:
        """Read what is shown again."""
        if self.record is not None and self._stack.currentWidget() is self.record:
            self.record.reload()
        else:
            self.list.reload()

    def may_leave(self) -> bool:
        """Asks when a form of the record is changed."""
        return self.record is None or self.record.may_leave()

    def save_draft(self) -> None:
        """Keep what is typed."""
        if self.record is not None:
            self.record.save_draft()
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.save_draft()

    def next_pane(self) -> bool:
        """Panes of what is shown."""
        shown = self._stack.currentWidget()
        return shown.next_pane() if isinstance(shown, PeopleList | PersonView) else False

    def open_person(self, person: str, opens: str = "") -> None:
        """Show a person's record instead of the list."""
        if self.record is not None and not self.record.may_leave():
            return
        if self.record is None:
            self.record = PersonView(self.desk, self)
            self.record.back_wanted.connect(self.show_list)
            self._stack.addWidget(self.record)
        self._stack.setCurrentWidget(self.record)
        self.record.show_person(person, opens)

    def show_list(self) -> None:
        """Back to the list, at the line it was left at."""
        if self.record is not None and not self.record.may_leave():
            return
        self._stack.setCurrentWidget(self.list)
        self.list.table.setFocus()

    def add_person(self, scan: bool = False) -> None:
        """The dialog for a new person."""
        from app.desk.pages.add_person.dialog import AddPersonDialog

        dialog = AddPersonDialog(self.desk, self, scan=scan)
        dialog.open_wanted.connect(self.open_person)
        dialog.added.connect(self._on_added)
        dialog.open()
        self.dialog = dialog

    def export(self) -> None:
        """The dialog for the list on paper or as a workbook."""
        from app.desk.pages.people.export import ExportDialog

        given = dict(self.list.bar.filters())
        dialog = ExportDialog(self.desk, given.get("status", ""), self)
        dialog.open()

    def _on_added(self, person: str) -> None:
        self.list.reload()
        self.open_person(person)

    def _on_changed(self, changed: object, origin: object) -> None:
        self.list.reload()
        if self.record is not None and origin is not self.record:
            self.record.take_change(changed)
