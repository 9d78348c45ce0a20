"""One person's record: the fixed head, the tabs, and the side sheet that enters what happened."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.desk.pages.people.work import Latest, read, session_of, touches
from app.desk.pages.person.doing import PersonDoing
from app.desk.pages.person.header import PersonHeader
from app.desk.pages.person.tab_info import InfoTab
from app.desk.pages.person.tab_measures import MeasuresTab
from app.desk.pages.person.tab_subjects import DossiersTab, care_tab, support_tab
from app.desk.pages.person.tab_tables import HistoryTab, TestsTab
from app.desk.pages.person.tab_timeline import TimelineTab
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.people import PersonPage, open_person
from app.words import _, plural

TIMELINE, INFO, MEASURES, TESTS, CARE, SUPPORT, DOSSIERS, HISTORY = range(8)
_TABS = {
    "info": INFO,
    "measures": MEASURES,
    "tests": TESTS,
    "care": CARE,
    "support": SUPPORT,
    "dossiers": DOSSIERS,
    "history": HISTORY,
}


class Shown(Protocol):
    """A part of the page that shows a person."""

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""


class PersonView(PersonDoing):
    """Every reading of a person goes through ``open_person``, which records the look."""

    back_wanted = Signal()
    shown = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.person = ""
        self._opens = ""
        self._latest = Latest(self._take)
        self.header = PersonHeader(desk, self)
        self.timeline = TimelineTab(self)
        self.info = InfoTab(desk, self)
        self.measures = MeasuresTab(desk, self)
        self.tests = TestsTab(self)
        self.care = care_tab(desk, self)
        self.support = support_tab(desk, self)
        self.dossiers = DossiersTab(desk, self)
        self.history = HistoryTab(desk, self)
        self._lay_out()
        self.prepare()
        self._connect()
        self._bind_keys()

    def _lay_out(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for tab, title in (
            (self.timeline, _("Timeline")),
            (self.info, _("Information")),
            (self.measures, _("Measures and deadlines")),
            (self.tests, _("Tests")),
            (self.care, _("Assessment, care")),
            (self.support, _("Family, support")),
            (self.dossiers, _("Dossiers")),
            (self.history, _("History of changes")),
        ):
            self.tabs.addTab(tab, title)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.strips)
        inner.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.body, 1)

    def _connect(self) -> None:
        head = self.header
        head.back_wanted.connect(self.back_wanted)
        head.entry_wanted.connect(self.enter)
        head.edit_wanted.connect(self.edit)
        head.next_wanted.connect(self.open_part)
        head.why_wanted.connect(self._on_why)
        head.print_wanted.connect(self.print)
        head.more_wanted.connect(self.do_more)
        self.timeline.opened.connect(self.correct)
        self.timeline.history_wanted.connect(self.show_history)
        for part in (self.timeline, self.measures, self.info):
            part.end_wanted.connect(self.end)
            part.retract_wanted.connect(self.retract)
        for tab in (self.tests, self.care, self.support, self.dossiers):
            tab.opened.connect(self.correct)
            tab.entry_wanted.connect(self.enter)
        self.measures.action_wanted.connect(self.open_part)
        self.measures.correct_wanted.connect(self.correct)
        self.measures.entry_wanted.connect(self.enter)
        self.info.residence_wanted.connect(self._on_residence)
        self.info.entry_wanted.connect(self.enter)
        self.info.correct_wanted.connect(self.correct)
        self.info.saved.connect(self._on_saved)
        self.tabs.currentChanged.connect(self._on_tab)

    def _bind_keys(self) -> None:
        bind(self, Shortcut.NEW, self.header.open_menu, whole_window=True)
        bind(self, Shortcut.EDIT, self.edit, whole_window=True)
        bind(self, Shortcut.PRINT, self.print, whole_window=True)

    # -- showing -----------------------------------------------------------------

    def show_person(self, person: str, opens: str = "") -> None:
        """Read a person and show them; then open a part, such as ``visit`` or ``edit:birth``."""
        if person != self.person:
            self.person, self.page = person, None
            self.tabs.setCurrentIndex(TIMELINE)
        self._opens = opens
        self.reload()

    def reload(self) -> None:
        """Read the person again."""
        if self.person:
            session, person = session_of(self.desk), self.person
            take = self._latest.ask()
            read(self.desk, lambda: open_person(session, person), take, self._on_failed, self)

    def take_change(self, changed: object) -> None:
        """Another page or a received package changed something."""
        if self.isVisible() and touches(changed, self.person):
            self.reload()

    def _take(self, page: PersonPage) -> None:
        is_first = self.page is None
        self.page = page
        for part in (self.header, *self._parts()):
            part.show_page(page)
        if is_first:
            self._say_state(page)
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.tabs.currentIndex() == HISTORY:
            self._on_tab(HISTORY)
        self.shown.emit(page.person.id)
        opens, self._opens = self._opens, ""
        if opens:
            self.open_part(opens)

    def _parts(self) -> tuple[Shown, ...]:
        return (self.timeline, self.info, self.measures, self.tests, self.care, self.support, self.dossiers)

    def _say_state(self, page: PersonPage) -> None:
        for strip in self.strips.strips():
            strip.dismiss()
        if page.conflicts:
            known = KINDS["person"].by_name
            names = ", ".join(_(known[name].label) for name in page.conflicts if name in known)
            text = plural(
                "{n} field was written differently in two places: {names}.",
                "{n} fields were written differently in two places: {names}.",
                len(page.conflicts),
                names=names,
            )
            strip = self.strips.say(text, "warn")
            strip.add_action(_("See both values"), self._on_conflict, icon="git-merge", closes=False)
        if not page.is_ours:
            self.strips.say(_("Another unit keeps this record. It can be read here, not changed."), "info")
        if page.merged:
            text = plural(
                "{n} other record of this person was merged into this one.",
                "{n} other records of this person were merged into this one.",
                len(page.merged),
            )
            self.strips.say(text, "info").add_action(_("Look at it"), self._on_merged, icon="git-merge")

    def _on_failed(self, fault: Fault) -> None:
        if fault.code == "E_UNKNOWN_RECORD" and self.page is not None:
            self.strips.say(_("This record is out of the register now. Undo brings it back."), "warn")
        else:
            self.strips.say_fault(fault)

    def _on_conflict(self) -> None:
        self.tabs.setCurrentIndex(HISTORY)

    def _on_tab(self, index: int) -> None:
        if index == HISTORY and self.page is not None:
            title = _("Changes of {name}", name=self.page.person.name)
            self.history.show_record("person", self.person, title)

    # -- opening parts -----------------------------------------------------------------

    def open_part(self, opens: str) -> None:
        """Open a form, a tab, or a field of the form, as links name them."""
        what, _mark, rest = opens.partition(":")
        if what == "tab":
            self.tabs.setCurrentIndex(_TABS.get(rest, TIMELINE))
        elif what == "edit":
            self.edit(rest)
        elif what == "correct":
            self.correct_newest(rest)
        elif what in KINDS:
            self.enter(what)

    def edit(self, field: str = "") -> None:
        """Edit what is known of the person (F2)."""
        if self.page is not None:
            self.tabs.setCurrentIndex(INFO)
            self.guarded(partial(self.info.edit, field))

    def show_history(self, name: str) -> None:
        """The changes of one record of the timeline."""
        kind, _mark, record = name.removesuffix(":end").partition(":")
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(HISTORY)
        self.tabs.blockSignals(False)
        self.history.show_record(kind, record, _("Changes of: {kind}", kind=_(KINDS[kind].label)))

    def _on_why(self) -> None:
        self.tabs.setCurrentIndex(MEASURES)

    # -- leaving ---------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Asks when the sheet or the form is changed."""
        return self.sheet.may_close() and self.info.may_close()

    def save_draft(self) -> None:
        """Keep what is typed."""
        self.sheet.keep_draft()
        self.info.keep_draft()

    def next_pane(self) -> bool:
        """Head, tab, sheet."""
        reason = Qt.FocusReason.ShortcutFocusReason
        focus = self.focusWidget()
        if focus is not None and self.header.isAncestorOf(focus):
            self.tabs.currentWidget().setFocus(reason)
            return True
        if self.sheet.is_open and focus is not None and not self.sheet.sheet.isAncestorOf(focus):
            if self.sheet.form is not None:
                self.sheet.form.focus_first()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()
