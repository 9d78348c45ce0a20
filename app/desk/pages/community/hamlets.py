"""Every hamlet with its pledges, mailboxes and hotlines: what stands there and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.community.listings import PLEDGE
from app.desk.pages.people.work import changed_kinds, read, session_of
from app.desk.pages.records.listing import HAMLET, Listing
from app.desk.pages.records.page import RecordsPage
from app.desk.pages.records.sheet import RecordSheet
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips, grouped
from app.desk.widgets.table import ListTable
from app.desk.widgets.tiles import NumberTile
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.register.community import Coverage, HamletLine, coverage
from app.words import N_, _
from app.words.forms import number, percent

_COLUMNS = (
    Column("hamlet", N_("Hamlet or residential group"), 200, sortable=False, strong=True),
    Column("households", N_("Households"), 96, right=True, sortable=False),
    Column(
        "signed",
        N_("Signed"),
        96,
        right=True,
        sortable=False,
        tip=N_("Households that signed"),
    ),
    Column("share", N_("Share"), 110, sortable=False, marked=True),
    Column("counted", N_("Counted on"), 110, sortable=False),
    Column("mailboxes", N_("Tip boxes"), 130, sortable=False, marked=True),
    Column("hotlines", N_("Hotlines"), 130, sortable=False, marked=True),
)
_KINDS = {"pledge_count", "mailbox", "hotline_board", "model", "unit", "address"}
_TILES = (
    ("share", N_("Households that signed")),
    ("uncounted", N_("Hamlets without a count")),
    ("mailbox", N_("Hamlets without a mailbox")),
    ("hotline", N_("Hamlets without a hotline")),
)


class HamletsView(QWidget):
    """One line for each hamlet known; Enter on a line enters a new count of its pledges."""

    listing: Listing = PLEDGE

    def __init__(self, desk: Desk, page: RecordsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.lines: Sequence[HamletLine] = ()
        self.strips = Strips(self)
        self.tiles = {key: NumberTile(_(text), parent=self) for key, text in _TILES}
        for key, tile in self.tiles.items():
            tile.setProperty("key", key)
            tile.clicked.connect(self._on_tile)
        self.missing = look.label("", self, wrap=True, role="small", tone="warn")
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Hamlets"), self)
        self.table.set_empty(self._empty())
        self.table.opened.connect(self._on_opened)
        self._lay_out()
        self.sheet = RecordSheet(desk, self)
        self.sheet.saved.connect(self._on_saved)
        self.reload()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(8)
        column.addWidget(self.strips)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for tile in self.tiles.values():
            numbers.addWidget(tile)
        column.addLayout(numbers)
        column.addWidget(self.missing)
        column.addWidget(self.table, 1)

    def _empty(self) -> EmptyState:
        why = _(
            "Hamlets are taken from the units, from where people live, and from what is entered here. Enter the first"
            " count of pledges."
        )
        empty = EmptyState("building-community", _("No hamlet known yet"), why, self)
        if session_of(self._desk).may_write(PLEDGE.kind):
            empty.add_action(_(PLEDGE.add), self.add, icon="plus", primary=True)
        empty.add_action(_("Help for this page"), self._on_help, icon="help-circle")
        return empty

    def _on_help(self) -> None:
        self._desk.ask_help(self._page.page_id)

    def reload(self) -> None:
        """Read every hamlet again."""
        session = session_of(self._desk)
        read(self._desk, lambda: coverage(session), self.show_coverage, self._on_failed, self)

    def show_coverage(self, found: Coverage) -> None:
        """Show what was read."""
        self.lines = found.lines
        self.model.set_lines([_cells(line) for line in found.lines])
        self.model.all_ids()
        known = found.households > 0
        share = percent(found.signed, found.households) if known else "–"
        note = _("{signed} of {all} households", signed=grouped(found.signed), all=grouped(found.households))
        self.tiles["share"].set_value(share, note if known else "")
        missing = {
            "uncounted": found.never_counted(),
            "mailbox": found.without_mailbox(),
            "hotline": found.without_hotline(),
        }
        for key, names in missing.items():
            self.tiles[key].set_value(grouped(len(names)), *(("", "warn") if names else (_("none"), "good")))
        said = {
            "uncounted": _("Without a count: {names}.", names=", ".join(missing["uncounted"])),
            "mailbox": _("Without a mailbox: {names}.", names=", ".join(missing["mailbox"])),
            "hotline": _("Without a hotline: {names}.", names=", ".join(missing["hotline"])),
        }
        self.missing.setText(" ".join(said[key] for key, names in missing.items() if names))
        self.missing.setVisible(any(missing.values()))

    def _on_tile(self) -> None:
        """The list a number counts: the first hamlet it names, or all counts."""
        key = str(self.sender().property("key"))
        tests = {
            "share": lambda line: line.households is not None and not line.is_pledged,
            "uncounted": lambda line: line.households is None,
            "mailbox": lambda line: not line.mailboxes,
            "hotline": lambda line: not line.hotlines,
        }
        rows = [place for place, line in enumerate(self.lines) if tests[key](line)]
        self.table.select_ids(rows, rows[0] if rows else None)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_change(self, changed: object) -> None:
        """Something was saved elsewhere."""
        if _KINDS & changed_kinds(changed):
            self.reload()

    def add(self) -> None:
        """A new count, of the hamlet whose line has the keyboard."""
        current = self.table.current_id()
        given = {HAMLET: self.lines[current].hamlet} if current is not None and self.lines else {}
        self._enter(given)

    def _on_opened(self, place: int) -> None:
        self._enter({HAMLET: self.lines[place].hamlet})

    def _enter(self, given: dict[str, str]) -> None:
        if not session_of(self._desk).may_write(PLEDGE.kind):
            return
        self.sheet.enter(PLEDGE, given)
        if given and self.sheet.form is not None:
            self.sheet.form.go_to("households")

    def _on_saved(self, changed: object, record: str) -> None:
        self._page.announce(changed)
        self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)


def _cells(line: HamletLine) -> Line:
    if line.households is None:
        share: str = Marked(_("no count"), "warn")
    else:
        tone = "good" if line.is_pledged else "info"
        share = Marked(percent(line.signed or 0, line.households), tone)
    return (
        line.hamlet,
        "" if line.households is None else number(line.households),
        "" if line.signed is None else number(line.signed),
        share,
        show_date(line.counted_on) if line.counted_on else "",
        _standing(line.mailboxes),
        _standing(line.hotlines),
    )


def _standing(n: int) -> str:
    return Marked(number(n), "good", "circle-check") if n else Marked(_("missing"), "warn")
