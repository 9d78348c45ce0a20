"""The list of people under management as a paper or a workbook, as of a chosen day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.owing import short_status
from app.desk.pages.people.paper_job import PaperJob, ask_file, office_of, written_strip
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.fields import ChoiceField, DateField
from app.desk.widgets.strips import Strip, Strips
from app.documents.blocks import PrintMark
from app.documents.files import Written
from app.documents.people_list import (
    PEOPLE_TITLE,
    USERS_TITLE,
    PeopleList,
    PeopleListRow,
    people_paper,
    people_table,
)
from app.kinds.codes import SEX, STATUS
from app.kinds.dates import show_moment
from app.kinds.faults import Fault
from app.register.as_of import list_as_of
from app.register.people_list import ManagedLine
from app.register.session import Session
from app.words import _

_STEP = 200
_KNOWN = "Theo số liệu đã có trong sổ đến"


class ExportDialog(QDialog):
    """Day, status, sort of file, how numbers are shown; then where to put it.

    ``known_at``: the list as the register stood at that moment, for the day it was asked for.
    """

    def __init__(
        self,
        desk: Desk,
        status: str = "",
        parent: QWidget | None = None,
        *,
        day: date | None = None,
        known_at: datetime | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known_at = known_at
        self._job = PaperJob(desk, self)
        self._job.written.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self.setWindowTitle(_("List of people under management"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look.px(480))
        self.day = DateField(_("As of"), self, required=True)
        self.day.set_value((day or session_of(desk).today()).isoformat())
        self.day.setEnabled(known_at is None)
        codes = [(code, short_status(code)) for code in STATUS.labels]
        self.status = ChoiceField(
            _("Only the management type"), codes, self, hint=_("Empty: everybody under management.")
        )
        if status in STATUS.labels:
            self.status.set_value(status)
        self.format = self._chips((("pdf", _("PDF, to print")), ("xlsx", _("Excel workbook"))))
        self.numbers = self._chips((("masked", _("Masked: 079•••••345")), ("full", _("In full"))))
        self.strips = Strips(self)
        self._lay_out()

    def _chips(self, options: tuple[tuple[str, str], ...]) -> ChipRow:
        row = ChipRow(self, single=True)
        for key, text in options:
            row.add(key, text)
        row.check([options[0][0]])
        row.toggled.connect(self._on_toggled)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(_("List of people under management"), self, role="heading"))
        column.addWidget(self.strips)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        fields.addWidget(self.day, 2, top)
        fields.addWidget(self.status, 3, top)
        column.addLayout(fields)
        for label, row in ((_("File format"), self.format), (_("Identity numbers"), self.numbers)):
            name = look.label(label, self, role="caption")
            row.setAccessibleName(label)
            column.addWidget(name)
            column.addWidget(row)
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
        row = self.sender()
        if isinstance(row, ChipRow) and not row.checked():
            row.check([key])  # one of them always holds

    def choose(self) -> None:
        """Ask for the place, then write."""
        if self.day.show_fault() is not None or not self.day.value():
            return
        kind = self.format.checked()[0]
        day = date.fromisoformat(str(self.day.value()))
        name = f"{_('people-list')}-{day.isoformat()}.{kind}"
        path = ask_file(self, self.windowTitle(), name, kind)
        if path is not None:
            self.write(path, day)

    def write(self, path: Path, day: date) -> None:
        """Write the list to ``path`` in the lane."""
        session = session_of(self._desk)
        status = str(self.status.value() or "")
        masked = self.numbers.checked() == ["masked"]
        is_paper = self.format.checked() == ["pdf"]
        self.act.setEnabled(False)
        known = self._known_at

        def make(progress: Progress, mark: PrintMark) -> Written:
            progress.say(_("Gathering the people"))
            lines = list_as_of(session, day, status, known_at=known)
            progress.say(_("Writing the list"))
            rows = _rows(lines, progress)
            if is_paper:
                what = _what(session, day, status, masked, mark, known)
                return _paper(what, rows, path)
            from app.documents.xlsx import write_list

            return write_list(people_table(rows, masked=masked), path, session.now())

        act = "print" if is_paper else "export"
        self._job.run(make, act, f"people_list:{day.isoformat()}", _("Writing the list"))

    def _on_written(self, written: Written) -> None:
        self.act.setEnabled(True)
        self.strips.add(written_strip(written, self.strips))

    def _on_refused(self, fault: Fault) -> None:
        self.act.setEnabled(True)
        self.strips.say_fault(fault)


def _rows(lines: list[ManagedLine], progress: Progress) -> Iterator[PeopleListRow]:
    """The rows as the writer asks for them; between them it looks whether to stop."""
    for place, line in enumerate(lines):
        if place % _STEP == 0:
            progress.at(place, len(lines))
        yield PeopleListRow(
            name=line.name,
            other_names=line.other_names,
            sex=_(SEX.label(line.sex)) if line.sex else "",
            born=line.birth or "",
            number=line.number or "",
            residence=line.residence,
            hamlet="" if line.hamlet and line.hamlet in line.residence else line.hamlet or "",
            status=line.status_label(),
            decision_no=line.decision or "",
            decision_on=line.decided_on,
            from_on=line.since,
            to_on=line.until,
            note=line.note or "",
        )


def _what(
    session: Session, day: date, status: str, masked: bool, mark: PrintMark, known: datetime | None
) -> PeopleList:
    about = USERS_TITLE if status == "U-QL" else PEOPLE_TITLE
    # the paper is in Vietnamese whatever the screen speaks
    basis = f"{_KNOWN} {show_moment(known)}" if known else ""
    return PeopleList(
        office_of(session), day, session.now(), about=about, masked=masked, mark=mark, basis=basis
    )


def _paper(what: PeopleList, rows: Iterator[PeopleListRow], path: Path) -> Written:
    from app.documents.pdf import write_pdf

    return write_pdf(people_paper(what, rows), path)
