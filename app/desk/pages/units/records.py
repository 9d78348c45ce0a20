"""The sheet with the records behind a number: one line each, and the person they are about one Enter away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.desk.jobs.progress import Progress
from app.desk.models.rows import RowsModel
from app.desk.models.source import Column
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.shell.say import count, day
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register.targets.behind import BehindLine, behind
from app.register.targets.indicators import INDICATORS
from app.words import N_, _

_WIDE = 520
_COLUMNS = (
    Column("day", N_("Day"), 92, sortable=False),
    Column("title", N_("Record"), 170, strong=True, sortable=False),
    Column("detail", N_("Details"), 190, sortable=False),
)


class RecordsSheet(SideSheet):
    """Opens with the records of an indicator; the look is noted in the audit list."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host, _("Records"), width=_WIDE)
        self._desk = desk
        self.save_button.hide()
        self.cancel_button.setText(_("Close"))
        self.lines: tuple[BehindLine, ...] = ()
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Records behind the number"))
        self.table.opened.connect(self._on_record)
        self.set_content(self.table)

    def show_behind(self, title: str, indicator: str, ids: Sequence[str]) -> None:
        """Read the records of a figure and show them."""
        known = INDICATORS.get(indicator)
        if known is None or not ids:
            return
        self.set_title(f"{title} ({count(len(ids))})")
        session, kind = session_of(self._desk), known.shows

        def work(progress: Progress) -> list[BehindLine]:
            return behind(session, kind, ids, indicator)

        # The look is noted in the audit list, so it goes through the writer.
        self._desk.lane.run(work, self.show_lines, self._on_failed, self)

    def show_lines(self, found: Sequence[BehindLine]) -> None:
        """One line a record."""
        self.lines = tuple(found)
        self.model.set_lines([(day(e.day) if e.day else "", e.title, e.detail) for e in found])
        self.open()

    @Slot(int)
    def _on_record(self, place: int) -> None:
        person = self.lines[place].person
        if person:
            self._desk.go("people", person)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")
