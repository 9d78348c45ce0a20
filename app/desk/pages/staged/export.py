"""The list of a procedure as a paper or a workbook: what is filtered, in the order shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.owing import what_label
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.pages.staged.pattern import Pattern
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.strips import Strip, Strips
from app.documents.blocks import Cell, Column, PrintMark
from app.documents.files import Written
from app.documents.kind_list import KindList, kind_paper, kind_table
from app.documents.people_list import birth_cell
from app.kinds.faults import Fault
from app.register.session import Session
from app.register.stages import StageQuery, each_stage_line
from app.words import N_, _

_STEP = 200
COLUMNS = (
    (N_("Full name"), 42.0, "text"),
    (N_("Born"), 22.0, "date"),
    (N_("Hamlet, group"), 32.0, "text"),
    (N_("Stage"), 30.0, "text"),
    (N_("Since"), 20.0, "date"),
    (N_("Next step"), 48.0, "text"),
    (N_("Due"), 26.0, "date"),
    (N_("Ends"), 20.0, "date"),
)


class StagedExport(QDialog):
    """Which sort of file; then where to put it. The list is what the page shows."""

    def __init__(
        self, desk: Desk, pattern: Pattern, query: StageQuery, narrowed: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._pattern, self._query, self._narrowed = desk, pattern, query, narrowed
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self.setWindowTitle(_(pattern.list_name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look.px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(_(pattern.list_name), self, role="heading"))
        shown = _("Filtered: {filters}", filters=narrowed) if narrowed else _("All cases of the list.")
        column.addWidget(look.label(shown, self, tone="muted", wrap=True))
        self.strips = Strips(self)
        column.addWidget(self.strips)
        self.format = ChipRow(self, single=True)
        for key, text in (("pdf", _("PDF, to print")), ("xlsx", _("Excel workbook"))):
            self.format.add(key, text)
        self.format.check(["pdf"])
        self.format.setAccessibleName(_("File format"))
        self.format.toggled.connect(self._on_toggled)
        column.addWidget(look.label(_("File format"), self, role="caption"))
        column.addWidget(self.format)
        warning = _(
            "The file leaves the encrypted register. Keep it only where it is needed; the export is recorded."
        )
        column.addWidget(Strip(warning, self, tone="warn", can_close=False))
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = look.button(_("Close"), self)
        cancel.clicked.connect(self.reject)
        self.act = look.button(_("Write the file"), self, kind="primary", icon="file-export")
        self.act.clicked.connect(self.choose)
        self.act.setDefault(True)
        foot.addWidget(cancel)
        foot.addWidget(self.act)
        return foot

    def _on_toggled(self, key: str, _on: bool) -> None:
        if not self.format.checked():
            self.format.check([key])  # one of them always holds

    def choose(self) -> None:
        """Ask for the place, then write."""
        kind = self.format.checked()[0]
        today = session_of(self._desk).today()
        path = ask_file(self, self.windowTitle(), f"{self._pattern.key}-{today.isoformat()}.{kind}", kind)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the list to ``path`` in the lane."""
        session = session_of(self._desk)
        is_paper = self.format.checked() == ["pdf"]
        pattern, query, narrowed = self._pattern, self._query, self._narrowed
        self.act.setEnabled(False)

        def make(progress: Progress, mark: PrintMark) -> Written:
            progress.say(_("Writing the list"))
            rows = case_rows(session, pattern, query, progress)
            if is_paper:
                from app.documents.pdf import write_pdf

                today = session.today()
                what = KindList(
                    office_of(session), _(pattern.list_name), today, session.now(), narrowed, mark
                )
                return write_pdf(kind_paper(what, _columns(), rows), path)
            from app.documents.xlsx import write_list

            return write_list(kind_table(_columns(), rows), path, session.now())

        act = "print" if is_paper else "export"
        self._job.run(make, act, f"{pattern.key}_list:{session.today()}", _("Writing the list"))

    def _on_written(self, written: Written) -> None:
        self.act.setEnabled(True)
        self.strips.add(written_strip(written, self.strips))

    def _on_refused(self, fault: Fault) -> None:
        self.act.setEnabled(True)
        self.strips.say_fault(fault)


def _columns() -> tuple[Column, ...]:
    made = []
    for title, width, sort in COLUMNS:
        made.append(Column(_(title), width, "date") if sort == "date" else Column(_(title), width))
    return tuple(made)


def case_rows(
    session: Session, pattern: Pattern, query: StageQuery, progress: Progress
) -> Iterator[tuple[Cell, ...]]:
    """The cases as rows of a table, read as the file fills; between them it looks whether to stop."""
    for place, line in enumerate(each_stage_line(session, pattern.procedure, query)):
        if place % _STEP == 0:
            progress.at(place, 0)
        yield (
            line.name,
            birth_cell(line.birth) if line.birth else None,
            line.hamlet,
            pattern.stage_words(line.stage),
            _day(line.since),
            what_label(line.owing.what) if line.owing.what else None,
            line.owing.due,
            _day(line.ends),
        )


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso[:10]) if iso else None
