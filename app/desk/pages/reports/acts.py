"""What is done with the report shown: sealed, written to a file, its gaps mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.models.source import Column
from app.desk.pages.people.memory_source import ShortTable
from app.desk.pages.people.paper_job import written_strip
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.records.targets import PAGES
from app.desk.pages.reports.working import FORMS, Shown, file_name, letterhead, write_copy
from app.desk.shell.desk import Desk
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.strips import Strips
from app.documents.files import Written
from app.kinds.faults import Fault
from app.register.reports.checks import Check, NamedRecord, named_records
from app.register.reports.definitions import definition
from app.register.reports.sealing import Sealed, seal
from app.words import N_, _

_NAMES = (Column("name", N_("Name"), 256, strong=True, sortable=False),)
_MOST_TOLD = 4


class ReportActs(QObject):
    """``sealed`` carries the sealed report; ``issued`` when a file is on the disk."""

    sealed = Signal(object)
    issued = Signal()

    def __init__(self, desk: Desk, host: QWidget, strips: Strips, shown: Callable[[], Shown | None]) -> None:
        super().__init__(host)
        self._desk, self._host, self._strips, self._shown = desk, host, strips, shown
        self._field = ""
        self.sheet = SideSheet(host, _("To be mended"), width=360)
        self.sheet.save_button.hide()
        self.sheet.cancel_button.setText(_("Close"))
        self.to_mend = ShortTable(_NAMES, _("Records to mend"))
        self.sheet.set_content(self.to_mend)
        self.to_mend.opened.connect(self._on_open)

    # -- a file

    @Slot()
    def ask_file(self) -> None:
        """Where to write the report in the form of the button pressed."""
        sender, shown = self.sender(), self._shown()
        if sender is None or shown is None:
            return
        form = str(sender.property("form"))
        name = f"{file_name(shown)}.{form}"
        chosen, _kind = QFileDialog.getSaveFileName(self._host, _("Write the report"), name, _(FORMS[form]))
        if chosen:
            path = Path(chosen)
            is_named = path.suffix.lower() == f".{form}"
            self.write(path if is_named else path.with_name(f"{path.name}.{form}"))

    def write(self, path: Path) -> None:
        """Write the report shown to a file in the lane."""
        shown, session = self._shown(), session_of(self._desk)
        if shown is None:
            return

        def work() -> Written:
            return write_copy(session, shown, path)

        write(self._desk, work, self._on_written, self._on_failed, self, label=_("Writing the report"))

    def _on_written(self, written: Written) -> None:
        self._strips.add(written_strip(written, self._strips))
        self.issued.emit()

    def _on_failed(self, fault: Fault) -> None:
        self._strips.say_fault(fault)

    # -- sealing

    @Slot()
    def ask_seal(self) -> None:
        """Ask once more, because a sealed report never changes."""
        shown = self._shown()
        if shown is None:
            return
        text = _(
            "Its numbers, its lists and the records behind them are kept as they are now and never change. "
            "What is entered or corrected later stands with its reason in the next report."
        )
        details = [one.text for one in shown.checks if one.count][:_MOST_TOLD]
        title = _("Seal the report: {period}?", period=shown.entry.period.title(_))
        dialog = ConfirmDialog(title, text, _("Seal the report"), self._host, details=details)
        dialog.accepted.connect(self.seal_now)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def seal_now(self) -> None:
        """Seal the report shown."""
        shown, session = self._shown(), session_of(self._desk)
        if shown is None:
            return
        entry, dates = shown.entry, shown.report.head.dates

        def work() -> Sealed:
            spec, above = definition(entry.name), letterhead(session)
            return seal(session, spec, entry.period, dates=dates, letterhead=above)

        write(self._desk, work, self._on_sealed, self._on_failed, self, label=_("Sealing the report"))

    def _on_sealed(self, report: Sealed) -> None:
        self._desk.tell(_("Sealed: {title}", title=report.title), "good")
        self.sealed.emit(report)

    # -- mending

    @Slot(object)
    def mend(self, found: Check) -> None:
        """Go to where a gap is mended: at once where that is one place, else by a list of the records."""
        if found.page == "population":
            self._desk.go(PAGES["population"], "population+")
        elif found.page:
            self._desk.go("exchange", found.page)
        else:
            self._field = found.field
            session = session_of(self._desk)
            read(self._desk, lambda: named_records(session, found), self._show_names, self._on_failed, self)

    def _show_names(self, found: list[NamedRecord]) -> None:
        self.to_mend.show_lines([(one.name,) for one in found], found)
        self.sheet.open()

    @Slot(int)
    def _on_open(self, place: int) -> None:
        one = self.to_mend.things[place] if 0 <= place < len(self.to_mend.things) else None
        if not isinstance(one, NamedRecord):
            return
        if one.kind == "person":
            self._desk.go("people", person_target(one.id, f"edit:{self._field}" if self._field else ""))
        elif one.kind in PAGES:
            self._desk.go(PAGES[one.kind], f"{one.kind}:{one.id}")
