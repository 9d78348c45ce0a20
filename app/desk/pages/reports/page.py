"""Reports: at the left which, in the middle how and what it lacks, at the right the paper itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.desk.pages.people.work import Latest, changed_kinds, read, session_of
from app.desk.pages.reports.acts import ReportActs
from app.desk.pages.reports.panel import ReportPanel
from app.desk.pages.reports.report_list import ReportList
from app.desk.pages.reports.working import Shown, made
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.widgets import look
from app.desk.widgets.pdf_preview import PdfPreview
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.register.reports.overview import OPEN, READY, Entry, changed_since, overview
from app.register.reports.periods import CAMPAIGN, chosen
from app.register.reports.sealing import Sealed
from app.register.reports.snapshot import Correction
from app.register.session import Session
from app.words import _


class ReportsPage(Page):
    """Choose a report, look at it, mend what it lacks, seal it, write it to a file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(self.show_report)
        self._wanted = ""
        self.shown: Shown | None = None
        self.list = ReportList(session_of(desk), self)
        self.panel = ReportPanel(self)
        self.preview = PdfPreview(desk.lane, self)
        self.strips = Strips(self)
        self._lay_out()
        self.acts = ReportActs(desk, self, self.strips, lambda: self.shown)
        self.acts.sealed.connect(self._on_sealed)
        self.acts.issued.connect(self._on_issued)
        self.seal_button.clicked.connect(self.acts.ask_seal)
        for button in self.forms.values():
            button.clicked.connect(self.acts.ask_file)
        self.list.chosen.connect(self._on_chosen)
        self.panel.asked.connect(self._on_asked)
        self.panel.mend.connect(self.acts.mend)
        desk.changed.connect(self._on_changed)
        self._refresh()
        self.reload()

    # -- building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.strips)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(look.px(200))
        self.panel.setMinimumWidth(look.px(220))
        self.preview.setMinimumWidth(look.px(300))
        for part in (self.list, self.panel, self.preview):
            split.addWidget(part)
        split.setStretchFactor(2, 1)
        split.setSizes([look.px(292), look.px(258), look.px(514)])
        column.addWidget(split, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label(_("Reports"), self, role="title"))
        row.addStretch(1)
        icons = {"pdf": "file-type-pdf", "docx": "file-text", "xlsx": "file-spreadsheet"}
        words = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
        self.forms = {}
        for form, icon in icons.items():
            button = look.button(words[form], self, icon=icon)
            button.setToolTip(_("Write a file: {form}", form=words[form]))
            button.setProperty("form", form)
            self.forms[form] = button
            row.addWidget(button)
        self.seal_button = look.button(_("Seal…"), self, kind="primary", icon="lock")
        row.addWidget(self.seal_button)
        return row

    # -- what the window asks

    def arrive(self, target: str) -> None:
        """``year`` chooses the newest report of a sort, an id a sealed one."""
        self._wanted = target
        self._choose_wanted()

    def reload(self) -> None:
        """Read which reports there are, then the chosen one again."""
        session = session_of(self.desk)
        read(self.desk, lambda: overview(session), self.show_overview, self._on_failed, self)

    def show_overview(self, found: dict[str, list[Entry]]) -> None:
        """Fill the list and look beside the window which sealed ones have changes."""
        before = self.list.entry()
        self.list.show_entries(found)
        if not self._choose_wanted() and self.list.entry() is None:
            self.list.choose_first()
        elif before is not None and self.list.entry() is not None:
            self._on_chosen(self.list.entry())
        self._look_for_changes()

    def _choose_wanted(self) -> bool:
        wanted, found = self._wanted, self.list.entries()
        if not wanted or not found:
            return False
        self._wanted = ""
        for entry in found:
            if entry.sealed is not None and entry.sealed.id == wanted:
                return self.list.choose(entry.name, entry.period, wanted)
        return self.list.choose(wanted)

    def _look_for_changes(self) -> None:
        session = session_of(self.desk)
        newest: dict[str, Sealed] = {}
        for entry in self.list.entries():
            if entry.sealed is not None:
                newest.setdefault(entry.name, entry.sealed)
        for report in newest.values():
            self._ask_changes(session, report)

    def _ask_changes(self, session: Session, report: Sealed) -> None:
        def answered(found: list[Correction]) -> None:
            if found:
                self.list.mark_changed(report.id)

        read(self.desk, lambda: changed_since(session, report), answered, self._ignore, self)

    def _ignore(self, fault: Fault) -> None:
        """A report that cannot be compared says so when it is opened."""

    # -- showing one

    @Slot(object)
    def _on_chosen(self, entry: Entry | None) -> None:
        self.shown = None
        if entry is None:
            self.panel.ask_window()
            self.preview.show_empty(_("Another window"), _("Give the first and the last day, then count."))
            self._refresh()
            return
        self.panel.show_entry(entry)
        self._ask(entry)

    def _ask(self, entry: Entry) -> None:
        session, dates = session_of(self.desk), self.panel.date_sort()
        self._refresh()
        read(self.desk, lambda: made(session, entry, dates), self._latest.ask(), self._on_no_report, self)

    @Slot()
    def _on_asked(self) -> None:
        """Another day to count by, or the days of a campaign."""
        entry = self.list.entry() if self.list.entry() is not None else self._window()
        if entry is not None:
            if self.list.entry() is None:
                self.panel.show_entry(entry)
            self._ask(entry)

    def _window(self) -> Entry | None:
        """The campaign of the days typed; None (and said why) while they are none."""
        try:
            first, last = self.panel.days_typed()
            session = session_of(self.desk)
            period = chosen(CAMPAIGN, first, last, session.today())
        except Fault as fault:
            self.strips.say_fault(fault)
            return None
        state = OPEN if period.is_open(session.today()) else READY
        return Entry(CAMPAIGN, period, self.panel.date_sort(), state, None, ())

    def show_report(self, shown: Shown) -> None:
        """Show a report that was counted or read."""
        self.shown = shown
        self.panel.show_report(shown)
        self.preview.show_pdf(shown.pdf, shown.report.head.title)
        self._refresh()
        sealed = shown.entry.sealed
        if sealed is not None:
            session = session_of(self.desk)

            def answered(found: list[Correction]) -> None:
                if self.shown is shown:
                    self.panel.show_changes(found)

            read(self.desk, lambda: changed_since(session, sealed), answered, self._on_failed, self)

    def _on_no_report(self, fault: Fault) -> None:
        self.preview.show_empty(_("No preview"), fault.sentence())
        self.strips.say_fault(fault)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def _refresh(self) -> None:
        shown = self.shown
        for button in self.forms.values():
            button.setEnabled(shown is not None)
        can_seal = shown is not None and shown.entry.sealed is None and shown.entry.state != OPEN
        self.seal_button.setEnabled(can_seal and not (shown and shown.report.left_out))
        tip = _("Freezes the numbers, the lists and the records behind them.")
        if shown is not None and shown.entry.state == OPEN:
            tip = _("The period is still open; a preview can be printed.")
        self.seal_button.setToolTip(tip)

    @Slot(object)
    def _on_sealed(self, report: Sealed) -> None:
        self._wanted = report.id
        self.reload()

    @Slot()
    def _on_issued(self) -> None:
        entry = self.list.entry()
        if entry is not None and entry.sealed is not None:
            self._ask(entry)

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if origin is not self and self.isVisible() and changed_kinds(changed):
            self.reload()
