"""Today: what is owed at the left, the figures at the right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.source import OPENED
from app.desk.pages.people.targets import NEW, list_target
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.pages.today.doing import Doing, Together, together
from app.desk.pages.today.figures import Figures
from app.desk.pages.today.reminders import longest_wait, reminders
from app.desk.pages.today.rows import has_clock
from app.desk.pages.today.tests_list import TestsDialog
from app.desk.pages.today.view import OwedList
from app.desk.pages.today.week_print import WeekPrint
from app.desk.pages.today.why import WhyPanel
from app.desk.shell.desk import Desk
from app.desk.shell.gate import Status
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.register.lists import ListQuery, count_people
from app.register.session import Session
from app.register.today import SOON_DAYS, OwedLine, TodayView, today_view
from app.register.unit_settings import setting_lines
from app.words import _, plural
from app.words.forms import long_date, weekday

_LISTED = 1_000
_SETTLE_MS = 150
#: What is left of a clock of hours is said anew this often.
TICK_MS = 60_000
_DUE = {"overdue": "overdue", "today": "week", "soon": "week", "missing": ""}


@dataclass(frozen=True, slots=True)
class _Read:
    view: TodayView
    status: Status
    people: int
    waited: int
    day: date
    soon: int


class TodayPage(Page):
    """Reads beside the window; the change feed reads again, at most every 150 ms."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(self._take)
        self._day: date | None = None
        self.strips = Strips(self)
        self.day = look.label("", self, tone="muted")
        self.day.setContentsMargins(0, 0, 0, 2)
        self.list = OwedList(self)
        self.why = WhyPanel(desk, self)
        self.figures = Figures(self)
        self.doing = Doing(desk, self)
        self.weeks = WeekPrint(desk, self, self.strips)
        self.dialog: TestsDialog | None = None
        self._together: Together | None = None
        self._place = QVBoxLayout()
        self._empty: EmptyState | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self.reload)
        self._minute = QTimer(self, interval=TICK_MS)
        self._minute.timeout.connect(self.tick)
        self._minute.start()
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(look.label(_("Today"), self, role="title"))
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        self.together_button = look.button("", self, kind="primary")
        self.together_button.clicked.connect(self._on_together)
        self.together_button.hide()
        head.addWidget(self.together_button)
        self.week_button = look.button(_("Plan of the week"), self, icon="printer")
        self.week_button.setToolTip(hint(_("Print the plan of the week"), Shortcut.PRINT))
        self.week_button.clicked.connect(self.weeks.ask)
        head.addWidget(self.week_button)
        self.add_button = look.button(_("Add a person"), self, icon="user-plus")
        self.add_button.setToolTip(hint(_("Add a person"), Shortcut.NEW))
        self.add_button.clicked.connect(self._on_add)
        head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.strips)
        card = QFrame(self)
        card.setProperty("kind", "card")
        self._place = QVBoxLayout(card)
        self._place.setContentsMargins(6, 6, 6, 6)
        self._place.setSpacing(6)
        self._place.addWidget(self.list, 1)
        self._place.addWidget(self.why)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card, 62)
        body.addWidget(self.figures, 38)
        column.addLayout(body, 1)
        QWidget.setTabOrder(self.list, self.why)
        QWidget.setTabOrder(self.why, self.figures)

    def _connect(self) -> None:
        self.list.action_wanted.connect(self.doing.go)
        self.list.selection_told.connect(self._on_selection)
        self.list.open_wanted.connect(self._on_open)
        self.list.why_wanted.connect(self.why.explain)
        self.list.more_wanted.connect(self._on_more)
        self.figures.wanted.connect(self._on_figure)
        self.desk.changed.connect(self._on_changed)
        bind(self, Shortcut.NEW, self._on_add, whole_window=True)
        bind(self, Shortcut.PRINT, self.weeks.ask, whole_window=True)

    # -- reading -------------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """Another day may have begun."""
        if self._day is not None and self._day != session_of(self.desk).today():
            self.reload()
        if self._empty is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read everything again."""
        session, desk_session = session_of(self.desk), self.desk.session

        def work() -> _Read:
            return _Read(
                today_view(session, _LISTED),
                desk_session.status(),
                count_people(session, ListQuery()),
                longest_wait(session),
                session.today(),
                _days_ahead(session),
            )

        read(self.desk, work, self._latest.ask(), self._on_failed, self)

    def _take(self, found: _Read) -> None:
        self._day = found.day
        self.day.setText(f"{weekday(found.day)}, {long_date(found.day)}")
        before = self.list.current_line()
        now = session_of(self.desk).now()
        self.list.painter_delegate.now = now
        self.list.rows.show_view(found.view, now, found.soon)
        self.list.go_to(before)
        counts = self.list.rows.counts()
        self.figures.show_view(found.view, counts["overdue"], counts["today"])
        self.figures.show_reminders(reminders(found.status, found.waited))
        self.desk.set_badge("today", counts["overdue"] + counts["today"])
        self._show_empty(found.people, sum(counts.values()))

    def tick(self) -> None:
        """A minute has gone by: clocks of hours are read anew, the rest is only said anew; a new day is read."""
        session = session_of(self.desk)
        if has_clock(self.list.rows.rows()) or self._day != session.today():
            self.reload()
            return
        now = session.now()
        self.list.painter_delegate.now = now
        self.list.rows.set_now(now)
        self.list.viewport().update()

    def _show_empty(self, people: int, owed: int) -> None:
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
            self._empty = None
        self.list.setVisible(bool(owed))
        if owed:
            return
        self.why.hide()
        if people:
            text = _("What falls due in the next 7 days will stand here.")
            empty = EmptyState("circle-check", _("Nothing is due"), text, self)
            empty.add_action(_("Open the list of people"), self._on_people, icon="users", primary=True)
        else:
            text = _("The register is new. Add the first person, or take in a package another unit made.")
            empty = EmptyState("users", _("Nobody in the register yet"), text, self)
            empty.add_action(_("Add the first person"), self._on_add, icon="user-plus", primary=True)
            empty.add_action(_("Take in a package"), self._on_receive, icon="file-import")
        self._empty = empty
        self._place.insertWidget(0, empty, 1)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def _on_changed(self, changed: object, origin: object) -> None:
        self._soon.start()

    # -- doing -----------------------------------------------------------------------

    def _on_selection(self, lines: list[OwedLine]) -> None:
        found = self._together = together(lines)
        self.together_button.setVisible(found is not None)
        if found is not None:
            n = len(found.people)
            text = plural("{what}: {n} person", "{what}: {n} people", n, what=found.label)
            self.together_button.setText(text)
            look.keep_icon(self.together_button, found.icon, "on_fill", 16)

    def _on_together(self) -> None:
        if self._together is not None:
            self.doing.go_together(self._together)

    def _on_open(self, line: OwedLine) -> None:
        self.desk.go("people", line.person)

    def _on_more(self, group: str) -> None:
        self.desk.go("people", list_target(due=_DUE[group]) if _DUE[group] else list_target(status="managed"))

    def _on_figure(self, opens: str) -> None:
        what, _mark, rest = opens.partition(":")
        if what == "page":
            self.desk.go(rest)
        elif what == "tests":
            self.show_tests()
        elif what == "overdue":
            self.desk.go("people", list_target(due="overdue"))
        elif what == "managed":
            self.desk.go("people", list_target(status="managed"))
        else:
            month = rest or f"{session_of(self.desk).today():%Y-%m}"
            self.desk.go("people", list_target(**{OPENED: month}))

    def show_tests(self) -> None:
        """The tests behind the number of the month."""
        today = session_of(self.desk).today()
        self.dialog = TestsDialog(self.desk, today.replace(day=1), today, self)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _on_add(self) -> None:
        self.desk.go("people", NEW)

    def _on_receive(self) -> None:
        self.desk.go("exchange")

    def _on_people(self) -> None:
        self.desk.go("people")

    def next_pane(self) -> bool:
        """The list, then the figures."""
        focus = self.focusWidget()
        if focus is not None and self.figures.isAncestorOf(focus):
            return False
        self.figures.tiles["managed"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True


def _days_ahead(session: Session) -> int:
    """How many days ahead the unit looks."""
    found = next((line for line in setting_lines(session) if line.spec.key == "soon_days"), None)
    return int(found.value) if found is not None else SOON_DAYS
