"""People: the list, and in its place the record of one of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desk.pages.people.as_of_view import AsOfList
from app.desk.pages.people.list_view import PeopleList
from app.desk.pages.people.targets import SCAN, parse_target
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page

if TYPE_CHECKING:
    from app.desk.pages.add_person.dialog import AddPersonDialog
    from app.desk.pages.merging.pairs import PairsView


class PeoplePage(Page):
    """List and record share the place; Esc leads back to the list as it was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = PeopleList(desk, self)
        self.record: PersonView | None = None
        self.past: AsOfList | None = None
        self.pairs: PairsView | None = None
        self.dialog: AddPersonDialog | None = None
        self._came_back = True
        self._before: QWidget | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.opened.connect(self.open_person)
        self.list.add_wanted.connect(self.add_person)
        self.list.export_wanted.connect(self.export)
        self.list.past_wanted.connect(self.show_past)
        self.list.pairs_wanted.connect(self.show_pairs)
        desk.changed.connect(self._on_changed)

    def arrive(self, target: str) -> None:
        """A person, a filtered list, or the page as it was left."""
        wanted = parse_target(target)
        if wanted.person:
            self.open_person(wanted.person, wanted.opens)
        elif wanted.filters is not None:
            self.show_list()
            self.list.show_filters(wanted.filters)
        elif wanted.past is not None:
            self.show_past(wanted.past if isinstance(wanted.past, date) else None)
        elif wanted.pairs:
            self.show_pairs()
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
        shown = self._stack.currentWidget()
        if shown is self.record and self.record is not None:
            self.record.reload()
        elif shown is self.past and self.past is not None:
            self.past.ask()
        elif shown is self.pairs and self.pairs is not None:
            self.pairs.ask()
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
            self.record.back_wanted.connect(self._on_back)
            self._stack.addWidget(self.record)
        if self._stack.currentWidget() is not self.record:
            self._before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self.record)
        self.record.show_person(person, opens)

    def show_list(self) -> None:
        """Back to the list, at the line it was left at."""
        if self.record is not None and not self.record.may_leave():
            return
        self._stack.setCurrentWidget(self.list)
        self.list.table.setFocus()

    def _on_back(self) -> None:
        """Back to the list the person was opened from."""
        if self._before is not self.past or self.past is None:
            self.show_list()
        elif self.record is None or self.record.may_leave():
            self._stack.setCurrentWidget(self.past)
            self.past.table.setFocus()

    def show_past(self, day: date | None = None) -> None:
        """The list of a past day instead of today's."""
        if self.record is not None and not self.record.may_leave():
            return
        if self.past is None:
            self.past = AsOfList(self.desk, self)
            self.past.back_wanted.connect(self.show_list)
            self.past.opened.connect(self.open_person)
            self.past.export_wanted.connect(self._on_past_export)
            self._stack.addWidget(self.past)
        self._stack.setCurrentWidget(self.past)
        self.past.start(day)

    def show_pairs(self) -> None:
        """Pairs of records that may be one person."""
        from app.desk.pages.merging.pairs import PairsView

        if self.record is not None and not self.record.may_leave():
            return
        if self.pairs is None:
            self.pairs = PairsView(self.desk, self)
            self.pairs.back_wanted.connect(self.show_list)
            self._stack.addWidget(self.pairs)
        self._stack.setCurrentWidget(self.pairs)
        self.pairs.ask()
        self.pairs.setFocus()

    def _on_past_export(self, day: date, status: str, known_at: datetime | None) -> None:
        from app.desk.pages.people.export import ExportDialog

        ExportDialog(self.desk, status, self, day=day, known_at=known_at).open()

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
