"""Visits of one day: who went and where is said once, one line for each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.pages.people.work import session_of
from app.desk.pages.testing.grid import key_help
from app.desk.pages.testing.grid_model import Answer, GridColumn, GridRow
from app.desk.pages.testing.session_page import Entry, Record, SessionPage
from app.desk.shell.desk import Desk
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import ChoiceField, DateField, TextField, options_of
from app.kinds import codes
from app.kinds.dates import parse_date
from app.kinds.faults import Fault
from app.register.entries import record_visit
from app.words import N_, _, plural

_NO_DAY = N_("The day of the visits is missing. Type it.")


def columns() -> list[GridColumn]:
    """Met or not, signs or none, what was found, the next visit."""
    met = (
        Answer("met", _("Met"), "1", "good", "check"),
        Answer("absent", _("Not met"), "2", "warn", "user"),
    )
    signs = (
        Answer("none", _("None seen"), "1", "good", "check"),
        Answer("signs", _("Signs"), "2", "danger", "alert-circle"),
    )
    return [
        GridColumn("present", _("Person met"), 120, met),
        GridColumn("signs", _("Signs seen"), 130, signs),
        GridColumn("found", _("What was found"), 320, stretches=True),
        GridColumn("next_on", _("Next visit"), 130),
    ]


class VisitsPage(SessionPage):
    """Several visits in one go."""

    key = "visits"
    title = N_("Visiting")
    save_words = N_("Save the visits")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, columns())
        self.keys.setText(key_help(columns()[0].answers, ()))

    def make_fields(self) -> dict[str, FieldWidget]:
        """Day, officer, place."""
        session = session_of(self.desk)
        self.day = DateField(_("Day"), self, required=True, clock=session.now)
        self.day.set_value(session.today().isoformat())
        self.by = TextField(_("By"), self)
        self.by.set_value(session.user)
        self.place = ChoiceField(_("Where"), options_of(codes.VISIT_PLACE), self)
        self.place.set_value("home")
        return {"day": self.day, "by": self.by, "place": self.place}

    def lay_out_fields(self) -> QHBoxLayout:
        """One line, not wider than it needs."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for made, stretch in zip(self.top_fields.values(), (2, 3, 2), strict=True):
            line.addWidget(made, stretch, Qt.AlignmentFlag.AlignTop)
        line.addStretch(4)
        return line

    def is_answered(self, row: GridRow) -> bool:
        """Whether it is said if the person was met."""
        return "present" in row.cells

    def entries(self, rows: Sequence[GridRow]) -> list[Entry]:
        """Rows as visits."""
        day = self.day.value()
        if not day:
            raise Fault("E_MISSING", _NO_DAY, field="day")
        common = {"visited_on": day, "by": self.by.value(), "place": self.place.value()}
        today = session_of(self.desk).today()
        return [(row, {**common, "person": row.id, **_fields(row, today)}) for row in rows]

    def recorder(self) -> Record:
        """The register's own use case."""
        session = session_of(self.desk)
        return lambda fields: record_visit(session, fields)

    def said_saved(self, n: int) -> str:
        """What was kept."""
        return plural("{n} visit saved.", "{n} visits saved.", n)


def _fields(row: GridRow, today: date) -> dict[str, object]:
    made: dict[str, object] = {"present": row.cells["present"] == "met"}
    if row.cells.get("signs"):
        made["relapse_signs"] = row.cells["signs"] == "signs"
    if row.cells.get("found"):
        made["found"] = row.cells["found"]
    if row.cells.get("next_on"):
        made["next_on"] = parse_date(row.cells["next_on"], today).isoformat()
    return made
