"""The list on view as a paper, a workbook or a plain file for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout

from app.desk.jobs.progress import Progress
from app.desk.models.source import Query
from app.desk.pages.people.paper_job import PaperJob, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.pages.records.listing import Extra, Shape
from app.desk.pages.records.view import RecordsView
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.strips import Strip, Strips
from app.documents.blocks import Cell, PrintMark
from app.documents.blocks import Column as PaperColumn
from app.documents.files import Written
from app.documents.kind_list import KindList, kind_paper, kind_table, list_cell, list_column, words_column
from app.kinds.faults import Fault
from app.register.kind_lists import KindLine, kind_ids, kind_lines_of
from app.register.session import Session
from app.words import N_, _

PDF, XLSX, CSV = "pdf", "xlsx", "csv"
FORMATS = (
    (PDF, N_("PDF, to print"), N_("PDF document (*.pdf)")),
    (XLSX, N_("Excel workbook"), N_("Excel workbook (*.xlsx)")),
    (CSV, N_("CSV, for other programs"), N_("CSV file (*.csv)")),
)
_STEP = 200


class ListExportDialog(QDialog):
    """Sort of file, then where to put it; the rows and columns are those of the list on view."""

    def __init__(self, view: RecordsView) -> None:
        super().__init__(view)
        self._view = view
        self._desk = view.desk
        self._job = PaperJob(view.desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self.setWindowTitle(_("Export, print"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look.px(480))
        self.format = ChipRow(self, single=True)
        for key, text, _filter in FORMATS:
            self.format.add(key, _(text))
        self.format.check([PDF])
        self.format.toggled.connect(self._on_toggled)
        self.strips = Strips(self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(_(self._view.listing.label), self, role="heading"))
        asked = self._view.bar.describe() or _("no filter")
        what = f"{self._view.count_text} · {asked}"
        column.addWidget(look.label(what, self, tone="muted", wrap=True))
        column.addWidget(self.strips)
        column.addWidget(look.label(_("File format"), self, role="caption"))
        self.format.setAccessibleName(_("File format"))
        column.addWidget(self.format)
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
        day = session_of(self._desk).today().isoformat()
        name = f"{self._view.listing.kind_name}-{day}.{kind}"
        chosen, _filter = QFileDialog.getSaveFileName(self, self.windowTitle(), name, _(words))
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() != f".{kind}":
                path = path.with_name(f"{path.name}.{kind}")
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the list to ``path`` in the lane."""
        session, kind = session_of(self._desk), self.format.checked()[0]
        shown = _Rows(self._view, session)
        what = (self._view.listing.label, self._view.bar.describe())
        self.act.setEnabled(False)

        def make(progress: Progress, mark: PrintMark) -> Written:
            progress.say(_("Writing the list"))
            return _written(session, kind, path, what, shown, progress, mark)

        act = "print" if kind == PDF else "export_list"
        self._job.run(make, act, self._view.listing.kind_name, _("Writing the list"))

    def _on_written(self, written: Written) -> None:
        self.act.setEnabled(True)
        self.strips.add(written_strip(written, self.strips))

    def _on_refused(self, fault: Fault) -> None:
        self.act.setEnabled(True)
        self.strips.say_fault(fault)


def _written(
    session: Session,
    kind: str,
    path: Path,
    what: tuple[str, str],
    shown: _Rows,
    progress: Progress,
    mark: PrintMark,
) -> Written:
    columns, rows = shown.columns(), shown.rows(progress)
    if kind == PDF:
        from app.documents.pdf import write_pdf

        label, asked = what
        paper = KindList(office_of(session), _(label), session.today(), session.now(), asked, mark)
        return write_pdf(kind_paper(paper, columns, rows), path)
    if kind == XLSX:
        from app.documents.xlsx import write_list

        return write_list(kind_table(columns, rows), path, session.now())
    from app.documents.csv import write_csv

    return write_csv(kind_table(columns, rows, numbering=False), path)


class _Rows:
    """The rows of the list as it is arranged on view; read page by page as the writer asks for them."""

    def __init__(self, view: RecordsView, session: Session) -> None:
        self._session = session
        self._listing = view.listing
        query: Query = view.bar.query(view.model.query())
        self._query = view.source.query(query)
        header = view.table.header
        order = [header.logicalIndex(place) for place in range(header.count())]
        # the first column of the table is the running number
        self._shapes = [view.listing.shown[c - 1] for c in order if c and not header.isSectionHidden(c)]

    def columns(self) -> list[PaperColumn]:
        """The columns shown, in their order."""
        found = []
        for shape in self._shapes:
            if isinstance(shape, Extra):
                found.append(words_column(_(shape.label), max(14.0, shape.width / 4)))
            else:
                found.append(list_column(self._listing.kind.field(shape.name)))
        return found

    def rows(self, progress: Progress) -> Iterator[list[Cell]]:
        """A row for each record."""
        numbers = kind_ids(self._session, self._query)
        for start in range(0, len(numbers), _STEP):
            progress.at(start, len(numbers))
            part = numbers[start : start + _STEP]
            yield from self._cells(
                kind_lines_of(self._session, self._listing.kind_name, part, self._listing.fields)
            )

    def _cells(self, lines: list[KindLine]) -> Iterator[list[Cell]]:
        names = [field.name for field in self._listing.fields]
        extras = {
            shape.key: shape.read(self._session, lines) for shape in self._shapes if isinstance(shape, Extra)
        }
        for line in lines:
            values = dict(zip(names, line.values, strict=True))
            yield [
                str(extras[shape.key].get(line.id, ""))
                if isinstance(shape, Extra)
                else list_cell(self._listing.kind.field(shape.name), values[shape.name])
                for shape in self._shapes
                if isinstance(shape, Extra | Shape)
            ]
