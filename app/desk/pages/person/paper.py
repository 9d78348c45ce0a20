"""The summary of a record as a working paper: who, what is due, what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desk.jobs.progress import Progress
from app.desk.pages.people.owing import shown_due, status_label
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.pages.person.events import event_of
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.documents.blocks import Column, Document, KeyValues, PrintMark, Row, Table, Title, text_block
from app.documents.files import Written
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.people import PersonPage
from app.register.session import Session
from app.words import _, language

if TYPE_CHECKING:
    from app.desk.pages.person.doing import PersonDoing

_FACTS = ("name", "other_names", "sex", "birth", "papers", "ethnicity", "education", "occupation", "officer")


class SummaryJob(QObject):
    """Asks for the file and writes it."""

    def __init__(self, desk: Desk, view: PersonDoing) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)

    def ask(self, page: PersonPage) -> None:
        """Ask where to put the summary of a person."""
        path = ask_file(self._view, _("Summary of the record"), _("record-summary") + ".pdf", "pdf")
        if path is not None:
            self.write(page, path)

    def write(self, page: PersonPage, path: Path) -> None:
        """Write it in the lane."""
        session = session_of(self._desk)

        def make(_progress: Progress, mark: PrintMark) -> Written:
            from app.documents.pdf import write_pdf

            return write_pdf(summary_paper(session, page, mark), path)

        self._job.run(make, "print", f"person:{page.person.id}", _("Writing the summary"))

    def _on_written(self, written: Written) -> None:
        self._view.strips.add(written_strip(written, self._view.strips))

    def _on_refused(self, fault: Fault) -> None:
        self._view.strips.say_fault(fault)


def summary_paper(session: Session, page: PersonPage, mark: PrintMark) -> Document:
    """The summary; identity numbers stay masked."""
    kind = KINDS["person"]
    facts = [(_(kind.field(n).label), shown(kind.field(n), getattr(page.person, n))) for n in _FACTS]
    if page.address is not None:
        parts = (getattr(page.address, "text", None), getattr(page.address, "hamlet", None))
        facts.append((_("Residence"), ", ".join(p for p in parts if p)))
    facts.append((_("Management types"), ", ".join(status_label(s.status) for s in page.facts.statuses)))
    day = session.today()
    return Document(
        title=_("Summary of the record"),
        blocks=(
            Title(_("Summary of the record"), _("as of {day}", day=show_date(day))),
            KeyValues(tuple((label, text or "–") for label, text in facts)),
            text_block(_("What is due, and why"), bold=True, indent=False),
            _due_table(page),
            text_block(_("What happened"), bold=True, indent=False),
            _events_table(page),
        ),
        made_at=session.now(),
        header=office_of(session).header(day=day),
        language=language(),
        size=12,
        mark=mark,
    )


def _due_table(page: PersonPage) -> Table:
    rows: list[Row] = []
    for owed in page.owed:
        because = owed.because
        reason = f"{because.article}: {because.arithmetic}" if because else ""
        rows.append((owed.label(), shown_due(owed.due), reason))
    columns = (Column(_("What"), 50), Column(_("Due"), 32), Column(_("Reason"), 90))
    return Table(columns, rows)


def _events_table(page: PersonPage) -> Table:
    rows: list[Row] = []
    for entry in page.timeline:
        event = event_of(entry)
        rows.append((show_date(entry.on), event.title, event.detail, entry.by))
    columns = (
        Column(_("Day"), 24),
        Column(_("What"), 55),
        Column(_("Details"), 70),
        Column(_("Entered by"), 28),
    )
    return Table(columns, rows)
