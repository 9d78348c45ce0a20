"""Drug tests of one session: said once on top, one line for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.testing.grid import key_help
from app.desk.pages.testing.grid_model import Answer, GridColumn, GridRow
from app.desk.pages.testing.kits import KitSheet
from app.desk.pages.testing.session_page import Entry, Record, SessionPage
from app.desk.pages.testing.tasks import TasksDialog
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import ChoiceField, MomentField, TextField, options_of
from app.kinds import codes
from app.kinds.dates import show_date, show_moment, store_moment
from app.kinds.faults import Fault
from app.register.entries import KitLine, Task, kits, latest_tests, record_test, tasks_after
from app.words import N_, _, plural

_USUAL = ("heroin", "ats", "mdma", "cannabis")
_NO_TIME = N_("The time of sampling is missing. Type the day and the time.")


def answers() -> tuple[Answer, ...]:
    """Negative, positive, unclear, on the keys 1, 2, 3."""
    word = codes.LINE_RESULT.label
    return (
        Answer("negative", _(word("negative")), "1", "good", "minus"),
        Answer("positive", _(word("positive")), "2", "danger", "plus"),
        Answer("unclear", _(word("unclear")), "3", "warn", "help-circle"),
    )


def whole_answers() -> tuple[Answer, ...]:
    """Refused and did not come."""
    return (
        Answer("refused", _(codes.TEST_RESULT.label("refused")), "R", "warn", "ban"),
        Answer("no_show", _(codes.TEST_RESULT.label("no_show")), "V", "neutral", "user"),
    )


def columns_for(panel: Sequence[str]) -> list[GridColumn]:
    """A column for each substance of a panel."""
    wide = 170 if len(panel) <= 4 else 130
    return [GridColumn(code, _(codes.SUBSTANCE.label(code)), wide, answers()) for code in panel]


class TestingPage(SessionPage):
    """Session entry of tests; positives are shown once more before they are kept."""

    key = "testing"
    title = N_("Testing")
    save_words = N_("Save the results")

    def __init__(self, desk: Desk) -> None:
        self._kits: list[KitLine] = []
        self._linked: dict[str, Any] = {}
        self._before: dict[str, str] = {}
        self._latest = Latest(self._show_linked)
        self.tasks: TasksDialog | None = None
        super().__init__(desk, columns_for(_USUAL), whole_answers())
        self.sheet = KitSheet(desk, self)
        self.sheet.saved.connect(self._on_kit_saved)
        made = look.button(_("Add a kit lot"), self, icon="plus")
        made.clicked.connect(self.sheet.open)
        self.head.addWidget(made)
        self.keys.setText(key_help(answers(), whole_answers()))
        self.read_kits()
        if not self._kits:
            self.strips.say(_("No kit lot can be used today. Add one, so that its panel is offered."), "info")

    def make_fields(self) -> dict[str, FieldWidget]:
        """Time, kit, place, officer, ground."""
        session = session_of(self.desk)
        self.sampled_at = MomentField(_("Sampled at"), self, required=True, clock=session.now)
        self.sampled_at.set_value(store_moment(session.now()))
        self.kit = ChoiceField(_("Kit lot"), [], self)
        self.kit.edited.connect(self._on_kit)
        self.place = TextField(_("Place"), self)
        self.taken_by = TextField(_("Taken by"), self)
        self.taken_by.set_value(session.user)
        self.ground = ChoiceField(_("Ground"), options_of(codes.TEST_GROUND), self)
        self.ground.set_value("scheduled")
        self.ground.edited.connect(self.link_confirmed)
        self.sampled_at.edited.connect(self.link_confirmed)
        return {
            "sampled_at": self.sampled_at,
            "kit": self.kit,
            "place": self.place,
            "taken_by": self.taken_by,
            "ground": self.ground,
        }

    def lay_out_fields(self) -> QHBoxLayout:
        """One line."""
        line = QHBoxLayout()
        line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        for made, stretch in zip(self.top_fields.values(), (4, 8, 3, 3, 4), strict=True):
            line.addWidget(made, stretch, top)
        return line

    # -- kits ------------------------------------------------------------------------

    def read_kits(self, choose: str = "") -> None:
        """Offer the lots that can be used; the first to expire is chosen."""
        self._kits = kits(session_of(self.desk))
        self.kit.set_options([(lot.id, _line(lot)) for lot in self._kits])
        wanted = choose or (self._kits[0].id if self._kits and not self.kit.value() else "")
        if wanted:
            self.kit.set_value(wanted)
            line = self.kit.combo.lineEdit()
            if line is not None:
                line.setCursorPosition(0)  # the name before the number
            self._on_kit()

    def _on_kit_saved(self, changed: object, record: str, expiry: date) -> None:
        self.desk.announce(changed, self)
        usable = expiry >= session_of(self.desk).today()
        self.read_kits(record if usable else "")
        if not usable:
            text = _("The lot expired on {day}; it is kept but cannot be used.", day=show_date(expiry))
            self.strips.say(text, "warn")

    def lot(self) -> KitLine | None:
        """The lot chosen."""
        return next((lot for lot in self._kits if lot.id == self.kit.value()), None)

    def _on_kit(self) -> None:
        lot = self.lot()
        panel = list(lot.panel) if lot and lot.panel else list(_USUAL)
        if [column.key for column in self.rows.columns] != panel:
            self.rows.set_columns(columns_for(panel))

    # -- rows --------------------------------------------------------------------------

    def is_answered(self, row: GridRow) -> bool:
        """Every substance of the panel, or a word for the whole."""
        return bool(row.whole) or all(column.key in row.cells for column in self.rows.columns)

    def entries(self, rows: Sequence[GridRow]) -> list[Entry]:
        """Rows as tests."""
        moment = self.sampled_at.value()
        if not moment:
            raise Fault("E_MISSING", _NO_TIME, field="sampled_at")
        common = {
            "sampled_at": moment,
            "kit": self.kit.value(),
            "place": self.place.value(),
            "taken_by": self.taken_by.value(),
            "ground": self.ground.value(),
        }
        made = []
        for row in rows:
            linked = self._linked.get(row.id) if self.confirms() else None
            confirms = {"confirms": linked.id} if linked is not None else {}
            made.append((row, {**_said(common), "person": row.id, **confirms, **self._result(row)}))
        return made

    def _result(self, row: GridRow) -> dict[str, Any]:
        if row.whole:
            return {"result": row.whole}
        asked = [column.key for column in self.rows.columns]
        return {"panel": [{"substance": key, "result": row.cells[key]} for key in asked]}

    # -- confirming earlier tests ------------------------------------------------------

    def confirms(self) -> bool:
        """Whether this session confirms earlier tests: then each row is linked to the person's latest one."""
        return self.ground.value() == "confirmation"

    def rows_taken(self, rows: Sequence[GridRow]) -> None:
        """Link the new ones too."""
        self.link_confirmed()

    def link_confirmed(self) -> None:
        """Read which test each person's new one confirms, and say it beside the name."""
        people = [row.id for row in self.rows.rows if row.id]
        moment = self.sampled_at.value()
        if not self.confirms() or not moment or not people:
            self._show_linked({})
            return
        session, at = session_of(self.desk), datetime.fromisoformat(str(moment))
        take = self._latest.ask()
        read(self.desk, lambda: latest_tests(session, people, at), take, self._on_failed, self)

    def _show_linked(self, found: Mapping[str, Any]) -> None:
        self._linked = dict(found)
        for row in self.rows.rows:
            if row.id not in self._before:
                self._before[row.id] = row.detail
            test = self._linked.get(row.id)
            if test is not None:
                result = _(codes.TEST_RESULT.label(test.result)).lower()
                row.detail = _(
                    "confirms {moment}: {result}", moment=show_moment(test.sampled_at), result=result
                )
            elif self.confirms():
                row.detail = _("no earlier test to confirm")
            else:
                row.detail = self._before[row.id]
            self.rows.say_changed(row)

    def after_saved(self, rows: Sequence[GridRow]) -> None:
        """What the positives ask for, with its day."""
        positive = [row.id for row in rows if not row.whole and "positive" in row.cells.values()]
        if positive:
            session = session_of(self.desk)
            read(self.desk, lambda: tasks_after(session, positive), self._show_tasks, self._on_failed, self)

    def _show_tasks(self, tasks: list[Task]) -> None:
        if tasks:
            self.tasks = TasksDialog(self.desk, tasks, self)
            self.tasks.open()

    # -- rows, kept ----------------------------------------------------------------------

    def recorder(self) -> Record:
        """The register's own use case; an expired kit is refused there."""
        session = session_of(self.desk)
        return lambda fields: record_test(session, fields)

    def warn_before(self, rows: Sequence[GridRow]) -> ConfirmDialog | None:
        """Positives by name, once more: each starts a deadline."""
        found = [row for row in rows if not row.whole and "positive" in row.cells.values()]
        if not found:
            return None
        words = {column.key: column.label for column in self.rows.columns}
        lines = [
            f"{row.name}: {', '.join(words[k] for k, v in row.cells.items() if v == 'positive' and k in words)}"
            for row in found
        ]
        title = plural("{n} positive result", "{n} positive results", len(found))
        text = _("A positive result starts a deadline for the commune. Compare the names with the kits.")
        return ConfirmDialog(title, text, _("Save the results"), self, details=lines)

    def said_saved(self, n: int) -> str:
        """What was kept."""
        return plural("{n} test saved.", "{n} tests saved.", n)


def _line(lot: KitLine) -> str:
    until = _("expires {day}", day=show_date(date.fromisoformat(lot.expiry)))
    return " · ".join((lot.name, lot.lot, until))


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
