"""The scorecard with its evidence list as a file: PDF, or DOCX to be edited further."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.paper_job import PaperJob, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.strips import Strips
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.kinds.faults import Fault
from app.register.scoring.scorecard import Scorecard
from app.register.scoring.stored import Kept
from app.words import _


class ScorecardPrints(QObject):
    """Asks for the place, writes in the lane, says what is on the disk."""

    def __init__(self, desk: Desk, host: QWidget, strips: Strips) -> None:
        super().__init__(host)
        self._desk, self._host, self._strips = desk, host, strips
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)

    def ask(self, card: Scorecard, kept: Sequence[Kept]) -> None:
        """Where to, then write."""
        kinds = ";;".join((_("PDF document (*.pdf)"), _("Word document (*.docx)")))
        name = f"phieu-xep-loai-{card.on.isoformat()}.pdf"
        chosen, kind = QFileDialog.getSaveFileName(self._host, _("Print the scorecard"), name, kinds)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in (".pdf", ".docx"):
            path = path.with_name(f"{path.name}.{'docx' if 'docx' in kind else 'pdf'}")
        self.write(card, kept, path)

    def write(self, card: Scorecard, kept: Sequence[Kept], path: Path) -> None:
        """Write it to ``path`` in the lane; the ending says as what."""
        session = session_of(self._desk)

        def make(progress: Progress, mark: PrintMark) -> Written:
            from app.documents.scorecard import write_scorecard

            progress.say(_("Gathering the records"))
            return write_scorecard(session, card, kept, office_of(session), mark, path)

        self._job.run(make, "print", f"scorecard:{card.node}:{card.on.isoformat()}", _("Writing the file"))

    def _on_written(self, written: Written) -> None:
        self._strips.add(written_strip(written, self._strips))

    def _on_refused(self, fault: Fault) -> None:
        self._strips.say_fault(fault)
