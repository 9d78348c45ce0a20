"""The side sheet that adds a lot of test kits."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets.form import Form
from app.desk.widgets.side_sheet import SideSheet
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.register.people import save
from app.words import _


class KitSheet(QObject):
    """``saved`` carries what changed, the lot's id and the day it expires."""

    saved = Signal(object, str, object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self.sheet = SideSheet(host, _("Add a kit lot"), save=_("Save the lot"))
        self.sheet.save_wanted.connect(self.save)
        bind(self.sheet, Shortcut.SAVE, self.save)
        self.form: Form | None = None

    def open(self) -> None:
        """An empty form."""
        self.form = Form(KINDS["kit_lot"], with_meter=False)
        self.form.set_values({"received_on": session_of(self._desk).today().isoformat()})
        self.form.submitted.connect(self.save)
        self.form.set_save_button(self.sheet.save_button)
        self.sheet.set_content(self.form, self.form.is_changed)
        self.sheet.open()

    def save(self) -> None:
        """Keep the lot; what is typed stays when it is refused."""
        form = self.form
        if form is None:
            return
        try:
            values = form.values()
        except Fault:
            return  # shown at the field
        session, record = session_of(self._desk), new_id()

        def done(changed: object) -> None:
            form.accept()
            self.sheet.close_now()
            self.saved.emit(changed, record, date.fromisoformat(str(values["expiry"])))

        write(self._desk, lambda: save(session, "kit_lot", record, values), done, form.show_fault, self)
