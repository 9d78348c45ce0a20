"""What went out: every issued copy with number, day, who, digest; the same file again on paper or as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.papers.preview import PaperPreview
from app.desk.pages.papers.printing import PaperPrinter
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.say import day, moment
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.papers import IssuedPaper
from app.register.papers.issued import Copy, copies, reprint
from app.words import N_, _, plural

_COLUMNS = (
    Column("number", N_("Number"), 104, strong=True, sortable=False),
    Column("on", N_("Dated"), 84, sortable=False),
    Column("title", N_("Paper"), 210, sortable=False),
    Column("name", N_("Person"), 140, sortable=False),
    Column("by", N_("Issued by"), 110, sortable=False, hidden=True),
    Column("at", N_("Issued at"), 120, sortable=False, hidden=True),
)


class IssuedTab(QWidget):
    """The list at the left, the copy itself at the right."""

    def __init__(self, desk: Desk, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._strips = desk, strips
        self._latest, self._latest_file = Latest(self._take), Latest(self._take_file)
        self.copies: list[Copy] = []
        self._file: tuple[IssuedPaper, bytes] | None = None
        self.printer = PaperPrinter(desk, self, strips)
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Issued copies"), self)
        why = _("A paper that is issued with its number stays here as the very file that went out.")
        self.table.set_empty(EmptyState("file-text", _("No paper was issued yet"), why, self.table))
        self.told = look.label("", self, tone="muted", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.preview = PaperPreview(self)
        self.preview.clear(_("Choose an issued paper; the file that went out is shown here."))
        self.print_button = look.button(_("Print again"), self, icon="printer")
        self.file_button = look.button(_("Save as PDF…"), self, icon="file-type-pdf")
        self.show_button = look.button(_("Show"), self, icon="search")
        self.print_button.clicked.connect(self._on_print)
        self.file_button.clicked.connect(self._on_file)
        self.show_button.clicked.connect(self.show_copy)
        self.table.selected.connect(lambda _ids: self._on_selected())
        self.table.opened.connect(lambda _id: self.show_copy())
        self._lay_out()
        self._on_selected()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addWidget(self.told)
        acts = QHBoxLayout()
        for button in (self.show_button, self.print_button, self.file_button):
            acts.addWidget(button)
        acts.addStretch(1)
        left.addLayout(acts)
        row.addLayout(left, 55)
        row.addWidget(self.preview, 45)

    def reload(self) -> None:
        """Read the list again."""
        session = session_of(self._desk)
        read(self._desk, lambda: copies(session), self._latest.ask(), self._strips.say_fault, self)

    def _take(self, found: list[Copy]) -> None:
        self.copies = found
        self.model.set_lines([_line(one) for one in found])
        self._on_selected()

    def copy(self) -> Copy | None:
        """The copy that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.copies[rows[0].row()] if rows and rows[0].row() < len(self.copies) else None

    def _on_selected(self) -> None:
        one = self.copy()
        for button in (self.show_button, self.print_button, self.file_button):
            button.setEnabled(one is not None and one.here)
        if one is None:
            self.told.setText("")
            return
        printed = plural("opened or printed {n} time", "opened or printed {n} times", one.printed)
        where = "" if one.here else _("The file is kept at the unit that issued it.")
        text = _(
            "Issued by {by} on {at}, {printed}. SHA-256 {digest}", by=one.by, at=moment(one.at), printed=printed,
            digest=one.digest,
        )  # fmt: skip
        self.told.setText(f"{text} {where}".strip())
        self._file = None
        self.preview.clear(_("Press Enter to show the file that went out; the look is noted."))

    def show_copy(self) -> None:
        """Show the chosen copy; the look is noted in the audit list."""
        self._with_file(lambda found: self.preview.show_pdf(found[1]))

    def _on_print(self) -> None:
        self._with_file(lambda found: self.printer.print_file(found[1], found[0].title))

    def _on_file(self) -> None:
        self._with_file(lambda found: self.printer.ask_save(found[1], _name(found[0])))

    def _with_file(self, then: object) -> None:
        one, session = self.copy(), session_of(self._desk)
        if one is None or not one.here or not callable(then):
            return
        if self._file is not None and self._file[0].id == one.id:
            then(self._file)
            return
        self._then = then
        write(
            self._desk,
            lambda: reprint(session, one.id),
            self._latest_file.ask(),
            self._strips.say_fault,
            self,
        )

    def _take_file(self, found: tuple[IssuedPaper, bytes]) -> None:
        self._file = found
        self._then(found)


def _line(one: Copy) -> Line:
    number = one.number or "–"
    cell = Marked(number, "neutral") if not one.here else number
    return (cell, day(one.on), one.title, one.name, one.by, moment(one.at))


def _name(paper: IssuedPaper) -> str:
    number = (paper.number or paper.form).replace("/", "-")
    return str(Path(f"{number}-{paper.dated_on.isoformat()}.pdf"))
