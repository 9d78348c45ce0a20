"""The records behind a figure at the right of the page; each line leads to its record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column
from app.desk.pages.people.work import session_of
from app.desk.pages.scorecard.targets import record_target
from app.desk.shell.desk import Desk
from app.desk.shell.say import count, day
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register.scoring.asking import Records
from app.register.scoring.behind import Behind, behind
from app.words import N_, _

_WIDTH = 620
_COLUMNS = (
    Column("title", N_("Record"), 190, sortable=False, strong=True),
    Column("detail", N_("Details"), 230, sortable=False),
    Column("day", N_("Day"), 92, sortable=False),
)


class RecordsSheet(SideSheet):
    """One figure at a time."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host, _("Records"), width=_WIDTH)
        self._desk = desk
        self.lines: Sequence[Behind] = ()
        self.save_button.hide()
        self.cancel_button.setText(_("Close"))
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Records behind the number"))
        self.table.opened.connect(self._on_opened)
        self.set_content(self.table)

    def show_records(self, title: str, records: Records) -> None:
        """Read the records of a figure and show them; the look is noted, so the writer reads them."""
        session = session_of(self._desk)
        self.set_title(f"{count(len(records))} · {title}")
        self._desk.lane.run(
            lambda _progress: behind(session, records), self.show_lines, self._on_failed, self
        )

    def show_lines(self, lines: Sequence[Behind]) -> None:
        """One line a record."""
        self.lines = lines
        self.model.set_lines([(one.title, one.detail, day(one.day) if one.day else "") for one in lines])
        self.open()

    @Slot(int)
    def _on_opened(self, place: int) -> None:
        page, target = record_target(self.lines[place])
        if page:
            self._desk.go(page, target)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")
