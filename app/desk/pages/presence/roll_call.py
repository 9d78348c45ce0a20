"""A roll call: day, how and officer once, then a line for each person, there or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.pages.people.lookups import detail
from app.desk.pages.people.owing import short_status
from app.desk.pages.people.work import read, session_of
from app.desk.pages.testing.grid import key_help
from app.desk.pages.testing.grid_model import Answer, GridColumn, GridRow
from app.desk.pages.testing.session_page import Entry, Record, SessionPage
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import ChoiceField, DateField, TextField, options_of
from app.kinds.codes_care import PRESENCE_WAY
from app.kinds.faults import Fault
from app.register import lists
from app.register.presence import missed_calls, people_to_call, record_presence
from app.register.session import Session
from app.register.tables.cards import UNDER_MANAGEMENT
from app.words import N_, _, plural

_NO_DAY = N_("The day of the roll call is missing. Type it.")


def columns() -> list[GridColumn]:
    """There or not, and where the person is said to be."""
    there = (
        Answer("present", _("Present"), "1", "good", "check"),
        Answer("absent", _("Absent"), "2", "warn", "user"),
    )
    return [
        GridColumn("present", _("Present or not"), 150, there),
        GridColumn("said_to_be", _("Said to be at"), 320, stretches=True),
    ]


class RollCall(SessionPage):
    """Calls a hamlet or a list; digits answer and go down."""

    key = "roll_call"
    title = N_("Roll call")
    save_words = N_("Save the roll call")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, columns())
        self.keys.setText(key_help(columns()[0].answers, ()))
        self._read_hamlets()

    def make_fields(self) -> dict[str, FieldWidget]:
        """Day, how, officer; then whom to call."""
        session = session_of(self.desk)
        self.day = DateField(_("Day"), self, required=True, clock=session.now)
        self.day.set_value(session.today().isoformat())
        self.way = ChoiceField(_("How"), options_of(PRESENCE_WAY), self)
        self.way.set_value("roll_call")
        self.by = TextField(_("Officer"), self)
        self.by.set_value(session.user)
        self.hamlet = ChoiceField(_("Hamlet, group"), [], self)
        codes = [("managed", _("All under management"))]
        codes += [(code, short_status(code)) for code in sorted(UNDER_MANAGEMENT)]
        self.status = ChoiceField(_("Management type"), codes, self)
        self.status.set_value("managed")
        return {
            "day": self.day,
            "way": self.way,
            "by": self.by,
            "hamlet": self.hamlet,
            "status": self.status,
        }

    def lay_out_fields(self) -> QHBoxLayout:
        """One line, the button that takes the list at its end."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for made, stretch in zip(self.top_fields.values(), (3, 3, 3, 4, 4), strict=True):
            line.addWidget(made, stretch, Qt.AlignmentFlag.AlignTop)
        self.call_button = look.button(_("Take the list"), self, icon="list-check")
        self.call_button.clicked.connect(self.call)
        line.addWidget(self.call_button, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    def _read_hamlets(self) -> None:
        session = session_of(self.desk)
        read(self.desk, lambda: lists.hamlets(session), self._take_hamlets, self._on_failed, self)

    def _take_hamlets(self, found: list[tuple[str, int]]) -> None:
        self.hamlet.set_options([(name, name) for name, _n in found])

    def call(self) -> None:
        """Put everybody of the hamlet and management type into the grid."""
        session = session_of(self.desk)
        hamlet, status = str(self.hamlet.value() or ""), str(self.status.value() or "managed")
        read(
            self.desk,
            lambda: called_rows(session, hamlet, status),
            self._on_called,
            self._on_failed,
            self,
        )

    def _on_called(self, rows: list[GridRow]) -> None:
        if not rows:
            self.strips.say(_("Nobody under management fits. Choose another hamlet or type."), "info")
            return
        self._take(rows)
        self.grid.go_to(0)

    def is_answered(self, row: GridRow) -> bool:
        """Whether it is said if the person was there."""
        return "present" in row.cells

    def entries(self, rows: Sequence[GridRow]) -> list[Entry]:
        """Rows as presence checks."""
        day = self.day.value()
        if not day:
            raise Fault("E_MISSING", _NO_DAY, field="day")
        common = {"checked_on": day, "way": self.way.value() or "roll_call", "by": self.by.value()}
        return [(row, {**common, "person": row.id, **_answer(row)}) for row in rows]

    def recorder(self) -> Record:
        """The register's own use case."""
        session = session_of(self.desk)
        return lambda fields: record_presence(session, fields)

    def said_saved(self, n: int) -> str:
        """What was kept."""
        return plural("{n} person called.", "{n} people called.", n)


def called_rows(session: Session, hamlet: str, status: str) -> list[GridRow]:
    """The people to call as rows; who missed calls in a row is marked so."""
    people = people_to_call(session, hamlet, status)
    missed = missed_calls(session, [p.id for p in people])
    return [GridRow(p.id, p.name, _beside(p.birth, p.hamlet, missed.get(p.id, 0))) for p in people]


def _beside(birth: str | None, hamlet: str | None, missed: int) -> str:
    words = detail(birth, hamlet)
    if not missed:
        return words
    said = plural("absent at the last call", "absent at the last {n} calls", missed)
    return f"{words} · {said}" if words else said


def _answer(row: GridRow) -> dict[str, object]:
    made: dict[str, object] = {"present": row.cells["present"] == "present"}
    if row.cells.get("said_to_be"):
        made["said_to_be"] = row.cells["said_to_be"]
    return made
