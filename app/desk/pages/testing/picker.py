"""The line that adds people to a grid: type a part of a name or number, Enter adds."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.lookups import PeopleLookup
from app.desk.shell.desk import Desk
from app.desk.widgets.ref_field import RefField
from app.words import _


class PersonPicker(RefField):
    """``chosen`` carries the person's id; the line is empty again afterwards."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Add people"), PeopleLookup(desk), parent)
        self.edit.setPlaceholderText(_("Name or identity number, then Enter; Ctrl+V takes a list"))
        self.edited.connect(self._on_edited)
        self.edit.returnPressed.connect(self._on_return)
        self._person = ""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._hand_over)

    def _on_edited(self) -> None:
        person = self.value()
        if person:
            self._person = person
            self._later.start()  # the popup still holds the line

    def _hand_over(self) -> None:
        person, self._person = self._person, ""
        if not person:
            return
        self.set_value(None)
        self._open.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(person)

    def _on_return(self) -> None:
        if self.value() or self._later.isActive():
            return
        self.find_now()
        if len(self._hits) == 1:
            self._take(self._hits[0].id, self._hits[0].title)
            self._on_edit()
