"""The table on view with its chart as PDF, Word or Excel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.paper_job import PaperJob, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.strips import Strip, Strips
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.documents.statistics import StatisticPaper, statistic_paper
from app.kinds.chart import Sort as ChartSort
from app.kinds.faults import Fault
from app.register.counting.sheet import Sheet, careful, unit_names
from app.register.session import Session
from app.words import N_, _

FORMATS = (
    ("pdf", N_("PDF, to print"), N_("PDF document (*.pdf)")),
    ("docx", N_("Word, to edit"), N_("Word document (*.docx)")),
    ("xlsx", N_("Excel workbook"), N_("Excel workbook (*.xlsx)")),
)


class StatisticExport(QDialog):
    """Sort of file and whether small numbers are left out; then where to put it."""

    def __init__(
        self, desk: Desk, found: Sheet, chart: ChartSort | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._sheet, self._chart = desk, found, chart
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self.setWindowTitle(_("Export, print"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look.px(480))
        self.format = ChipRow(self, single=True)
        for key, text, _filter in FORMATS:
            self.format.add(key, _(text))
        self.format.check(["pdf"])
        self.format.toggled.connect(self._on_toggled)
        self.small = QCheckBox(_("It leaves the unit: numbers under 3 people are left out"), self)
        self.small.setChecked(True)
        self.strips = Strips(self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(self._sheet.definition.label, self, role="heading", wrap=True))
        column.addWidget(self.strips)
        column.addWidget(look.label(_("File format"), self, role="caption"))
        self.format.setAccessibleName(_("File format"))
        column.addWidget(self.format)
        column.addWidget(self.small)
        why = _("So that nobody can be recognised by a number; the paper says that numbers were left out.")
        column.addWidget(look.label(why, self, role="caption", wrap=True))
        warning = _(
            "The file leaves the encrypted register. Keep it only where it is needed; the export is recorded."
        )
        column.addWidget(Strip(warning, self, tone="warn", can_close=False))
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = look.button(_("Close"), self)
        cancel.clicked.connect(self.reject)
        self.act = look.button(_("Write the file"), self, kind="primary", icon="file-export")
        self.act.clicked.connect(self.choose)
        self.act.setDefault(True)
        foot.addWidget(cancel)
        foot.addWidget(self.act)
        column.addLayout(foot)

    def _on_toggled(self, key: str, on: bool) -> None:
        self.format.check([key])  # one of them always holds

    def choose(self) -> None:
        """Ask for the place, then write."""
        kind = self.format.checked()[0]
        words = next(text for key, _label, text in FORMATS if key == kind)
        name = f"{self._sheet.ask.figure.replace('_', '-')}-{self._sheet.ask.span.last.isoformat()}.{kind}"
        chosen, _filter = QFileDialog.getSaveFileName(self, self.windowTitle(), name, _(words))
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() != f".{kind}":
                path = path.with_name(f"{path.name}.{kind}")
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the table to ``path`` in the lane."""
        session, found, chart = session_of(self._desk), self._sheet, self._chart
        is_small = self.small.isChecked()
        self.act.setEnabled(False)

        def make(progress: Progress, mark: PrintMark) -> Written:
            progress.say(_("Writing the paper"))
            return write_statistic(session, found, path, chart, mark, leaves=is_small)

        act = "print" if path.suffix.lower() == ".pdf" else "export_list"
        self._job.run(make, act, f"statistics:{found.ask.figure}", _("Writing the paper"))

    def _on_written(self, written: Written) -> None:
        self.act.setEnabled(True)
        self.strips.add(written_strip(written, self.strips))

    def _on_refused(self, fault: Fault) -> None:
        self.act.setEnabled(True)
        self.strips.say_fault(fault)


def write_statistic(
    session: Session, found: Sheet, path: Path, chart: ChartSort | None, mark: PrintMark, *, leaves: bool
) -> Written:
    """Write a sheet in the form the file's name says; ``leaves``: it leaves the unit, small numbers stay here."""
    shown = careful(session, found) if leaves else found
    unit = unit_names(session).get(found.ask.node, found.ask.node) if found.ask.node else ""
    what = StatisticPaper(office_of(session), shown, session.now(), session.user, unit, chart, mark)
    paper = statistic_paper(what)
    if path.suffix.lower() == ".docx":
        from app.documents.docx import write_docx

        return write_docx(paper, path)
    if path.suffix.lower() == ".xlsx":
        from app.documents.xlsx import write_xlsx

        return write_xlsx(paper, path)
    from app.documents.pdf import write_pdf

    return write_pdf(paper, path)
