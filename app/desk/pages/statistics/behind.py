"""The records behind a number at the right of the page; each opens where it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.desk.models.source import Column
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.targets import person_target
from app.desk.pages.records.targets import PAGES
from app.desk.shell.desk import Desk
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.strips import grouped
from app.kinds.dates import show_date
from app.register.counting.behind import RecordLine
from app.words import N_, _

_WIDE = 520
_COLUMNS = (
    Column("day", N_("Day"), 76, sortable=False),
    Column("title", N_("Record"), 150, strong=True, sortable=False),
    Column("detail", N_("Details"), 148, sortable=False),
    Column("weight", N_("Adds"), 50, right=True, sortable=False),
)


class BehindSheet:
    """A side sheet of the page with one line for each record."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        self._desk = desk
        self.sheet = SideSheet(host, _("Records"), width=_WIDE)
        self.sheet.save_button.hide()
        self.sheet.cancel_button.setText(_("Close"))
        self.table = ShortTable(_COLUMNS, _("Records behind the number"))
        self.table.opened.connect(self._on_opened)
        self.sheet.set_content(self.table)

    def show_records(self, title: str, found: Sequence[RecordLine]) -> None:
        """Open with these lines."""
        self.sheet.set_title(title)
        self.table.show_lines(
            [
                (show_date(one.day) if one.day else "", one.title, one.detail, grouped(one.weight))
                for one in found
            ],
            found,
        )
        self.sheet.open()

    def _on_opened(self, place: int) -> None:
        found = self.table.things[place] if 0 <= place < len(self.table.things) else None
        if not isinstance(found, RecordLine):
            return
        if found.person:
            self._desk.go("people", person_target(found.person))
        elif found.kind in PAGES:
            self._desk.go(PAGES[found.kind], f"{found.kind}:{found.id}")
