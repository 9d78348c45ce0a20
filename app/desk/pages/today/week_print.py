"""Printing the week's plan of work."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.owing import short_status
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.strips import Strips
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.documents.week_plan import PlannedWork, WeekPlan, week_plan_paper
from app.register.session import Session
from app.register.today import WeekLine, week
from app.words import _


class WeekPrint(QObject):
    """Asks for the place and writes in the lane."""

    def __init__(self, desk: Desk, host: QWidget, strips: Strips) -> None:
        super().__init__(host)
        self._desk, self._host, self._strips = desk, host, strips
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._strips.say_fault)

    def ask(self) -> None:
        """The plan of the seven days that begin today."""
        first = session_of(self._desk).today()
        path = ask_file(self._host, _("Plan of the week"), f"{_('week-plan')}-{first.isoformat()}.pdf", "pdf")
        if path is not None:
            self.write(path, first)

    def write(self, path: Path, first: date) -> None:
        """Write the plan of seven days to ``path``."""
        session = session_of(self._desk)

        def make(progress: Progress, mark: PrintMark) -> Written:
            from app.documents.pdf import write_pdf

            progress.say(_("Gathering what is due"))
            return write_pdf(week_plan_paper(plan_of(session, first, mark)), path)

        last = first + timedelta(days=6)
        self._job.run(make, "print", f"week:{first}/{last}", _("Writing the plan"))

    def _on_written(self, written: Written) -> None:
        self._strips.add(written_strip(written, self._strips))


def plan_of(session: Session, first: date, mark: PrintMark | None = None) -> WeekPlan:
    """The plan as a paper takes it. Fault from the register passes."""
    work = tuple(_work(one) for one in week(session, first))
    return WeekPlan(office_of(session), first, work, session.now(), mark)


def _work(one: WeekLine) -> PlannedWork:
    line = one.line
    what = line.label()
    if line.status:
        what = f"{what} ({short_status(line.status)})"
    return PlannedWork(one.officer, line.name, line.hamlet or "", what, line.due)
