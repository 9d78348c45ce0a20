"""The numbering book: the lines of a symbol and year, gaps between them; reserve and cancel."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.pages.settings.fields_dialog import FieldsDialog, Values
from app.desk.shell.desk import Desk
from app.desk.shell.say import day
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import DateField, IntField, TextField
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.papers import NUMBER_STATE
from app.register.papers.book import BookLine, book, cancel, reserve, symbols
from app.words import N_, _

_COLUMNS = (
    Column("number", N_("Number"), 116, strong=True, sortable=False),
    Column("state", N_("State"), 110, marked=True, sortable=False),
    Column("on", N_("Dated"), 88, sortable=False),
    Column("title", N_("Title"), 330, sortable=False),
    Column("by", N_("By"), 120, sortable=False),
    Column("reason", N_("Reason"), 180, sortable=False),
)
_TONES = {"used": "good", "reserved": "info", "cancelled": "neutral"}


class BookTab(QWidget):
    """A row per number; what was skipped stands as a gap."""

    def __init__(self, desk: Desk, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._strips = desk, strips
        self._latest = Latest(self._take)
        self.lines: list[BookLine] = []
        self.dialog: FieldsDialog | ConfirmDialog | None = None
        self.which = QComboBox(self)
        self.which.setAccessibleName(_("Symbol and year"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.which.activated.connect(self._ask_lines)
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Numbering book"), self)
        why = _(
            "A number is entered here when a paper is issued, or when you keep one for a paper written by hand."
        )
        self.table.set_empty(EmptyState("list-check", _("No numbers yet"), why, self.table))
        self.reserve_button = look.button(_("Keep a number…"), self, icon="plus")
        self.reserve_button.clicked.connect(self.ask_reserve)
        self.cancel_button = look.button(_("Cancel the number…"), self, icon="ban")
        self.cancel_button.clicked.connect(self.ask_cancel)
        self.table.selected.connect(lambda _ids: self._update())
        self.may_write = session_of(desk).may_write(KINDS["number_entry"])
        self._lay_out()
        self._update()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.cancel_button)
        head.addWidget(self.reserve_button)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    # -- reading ---------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the symbols, then the lines."""
        session = session_of(self._desk)
        read(self._desk, lambda: symbols(session), self._take_symbols, self._strips.say_fault, self)

    def _take_symbols(self, found: list[tuple[str, int]]) -> None:
        chosen = self.which.currentData()
        self.which.clear()
        for one in found:
            self.which.addItem(f"{one[0]} · {one[1]}", one)
        self.which.setVisible(bool(found))
        self.which.setCurrentIndex(max(0, found.index(chosen) if chosen in found else 0))
        self._ask_lines()

    def _ask_lines(self) -> None:
        chosen, session = self.which.currentData(), session_of(self._desk)
        if chosen is None:
            self._take([])
            return
        symbol, year = chosen
        read(
            self._desk, lambda: book(session, symbol, year), self._latest.ask(), self._strips.say_fault, self
        )

    def _take(self, lines: list[BookLine]) -> None:
        self.lines = list(reversed(lines))
        self.model.set_lines([_line(one) for one in self.lines])
        self._update()

    def line(self) -> BookLine | None:
        """The line that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.lines[rows[0].row()] if rows and rows[0].row() < len(self.lines) else None

    def _update(self) -> None:
        line = self.line()
        self.reserve_button.setVisible(self.may_write)
        self.cancel_button.setVisible(self.may_write)
        self.cancel_button.setEnabled(line is not None and line.state == "reserved")

    # -- changing --------------------------------------------------------------------------

    def ask_reserve(self) -> None:
        """Keep a number for a paper that is written elsewhere."""
        chosen = self.which.currentData() or ("", 0)
        fields: dict[str, FieldWidget] = {
            "symbol": TextField(_("Symbol"), self, required=True, hint=_("Such as QĐ-UBND or TB-CAX.")),
            "dated_on": DateField(_("Dated"), self, required=True),
            "serial": IntField(_("Number"), self, hint=_("Empty: the next one.")),
            "title": TextField(_("For which paper"), self, required=True),
        }
        fields["symbol"].set_value(chosen[0] or None)
        fields["dated_on"].set_value(session_of(self._desk).today().isoformat())
        text = _("For a paper that is written without the program; its number is then not given twice.")
        dialog = FieldsDialog(self._desk, _("Keep a number"), text, _("Keep"), fields, self._keep, self)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._done(dialog.result_of))
        dialog.open()

    def _keep(self, values: Values) -> object:
        on = date.fromisoformat(values["dated_on"])
        serial, session = values["serial"] or 0, session_of(self._desk)
        return reserve(session, values["symbol"], on, values["title"], serial)[1]

    def ask_cancel(self) -> None:
        """The number is not used; a reason stays in the book."""
        line, session = self.line(), session_of(self._desk)
        if line is None or line.state != "reserved":
            return
        text = _("The number {number} stays in the book and is not given again.", number=line.number)
        dialog = ConfirmDialog(
            _("Cancel the number"), text, _("Cancel it"), self, destructive=True, needs_reason=True
        )
        self.dialog = dialog
        if dialog.ask():
            why = dialog.reason()
            write(self._desk, lambda: cancel(session, line.record, why), self._done, self._on_failed, self)

    def _done(self, changed: object) -> None:
        self._desk.announce(changed, self)
        self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self._strips.say_fault(fault)


def _line(one: BookLine) -> Line:
    if one.gap:
        return (
            one.number,
            Marked(_("gap"), "warn"),
            "",
            _("No paper of the register has this number."),
            "",
            "",
        )
    state = Marked(_(NUMBER_STATE.label(one.state)), _TONES.get(one.state, "neutral"))
    return (one.number, state, day(one.on) if one.on else "", one.title, one.by, one.reason)
