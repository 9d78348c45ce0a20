"""A procedure on the screen: its cases, the panel of one of them, and the sheet of what is entered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.desk.pages.people.work import Latest, changed_kinds, read, session_of
from app.desk.pages.staged.asking import Step
from app.desk.pages.staged.filtered import FilteredCases
from app.desk.pages.staged.panel import CasePanel
from app.desk.pages.staged.pattern import Pattern
from app.desk.pages.staged.sheet import StepSheet
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.register.stages import Detail, open_case
from app.words import N_, _

_PANEL_MS = 60


class StagedList(QWidget):
    """Everything of a procedure but the page around it; ``announced`` carries what a step changed."""

    announced = Signal(object)

    def __init__(self, desk: Desk, pattern: Pattern, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.pattern = desk, pattern
        self._wants_panel = True
        session = session_of(desk)
        self.beginnings = [s for s in pattern.beginnings(session) if s.may(session)]
        self.strips = Strips(self)
        self.cases = FilteredCases(desk, pattern, self.beginnings, self)
        self.table, self.model = self.cases.table, self.cases.model
        self.panel = CasePanel(desk, pattern, self)
        self._soon = QTimer(self, singleShot=True, interval=_PANEL_MS)
        self._soon.timeout.connect(self._read_case)
        self._latest = Latest(self.panel.show_case)
        self._lay_out()
        self.sheet = StepSheet(desk, self, pattern.key)
        self._connect()
        self._soon.start()

    # -- building ------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(_(self.pattern.title), self, role="title"))
        head.addStretch(1)
        self.export_button = look.button(_("Export, print"), self, icon="file-export")
        self.export_button.setToolTip(hint(_(self.pattern.list_name), Shortcut.EXPORT))
        self.export_button.clicked.connect(self.export)
        head.addWidget(self.export_button)
        self.add_button = look.button("", self, kind="primary", icon="plus")
        if self.beginnings:
            self.add_button.setText(_(self.beginnings[0].label))
            self.add_button.setToolTip(hint(_(self.beginnings[0].label), Shortcut.NEW))
        self.add_button.setVisible(bool(self.beginnings))
        self.add_button.clicked.connect(self.begin)
        head.addWidget(self.add_button)
        self.more_button = look.tool("chevron-down", _("Other ways to begin"), self)
        self.more_button.setVisible(len(self.beginnings) > 1)
        self.more_button.clicked.connect(self._offer_beginnings)
        head.addWidget(self.more_button)
        return head

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = self._column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self.strips)
        column.addWidget(self.cases, 1)
        whole.addLayout(column, 1)
        whole.addWidget(self.panel)
        QWidget.setTabOrder(self.add_button, self.cases)
        QWidget.setTabOrder(self.cases, self.panel)

    def _connect(self) -> None:
        self.cases.moved.connect(self._soon.start)
        self.cases.failed.connect(self._on_failed)
        self.cases.begin_wanted.connect(self.take)
        self.model.loading_changed.connect(self._soon.start)
        self.table.opened.connect(self._on_opened)
        self.panel.step_wanted.connect(self.take)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.person_wanted.connect(self.open_person)
        self.sheet.saved.connect(self._on_saved)
        for text, icon, slot in (
            (N_("Open the person"), "user", self._on_person),
            (N_("Correct the record"), "pencil", self.edit),
        ):
            action = QAction(_(text), self)
            look.keep_icon(action, icon, "muted", 16)
            action.triggered.connect(slot)
            self.table.add_menu_action(action)
        for shortcut, key in (
            (Shortcut.NEW, self.begin),
            (Shortcut.EDIT, self.edit),
            (Shortcut.PREVIEW, self.toggle_panel),
            (Shortcut.EXPORT, self.export),
            (Shortcut.PRINT, self.export),
        ):
            bind(self, shortcut, key, whole_window=True)

    # -- reading -----------------------------------------------------------------

    def reload(self) -> None:
        """Read everything again (F5)."""
        self.cases.reload()
        self._soon.start()

    def tick(self) -> None:
        """A minute has gone by: what is left of a clock reads differently."""
        if self.isVisible():
            self.model.refresh()
            self._soon.start()

    def take_change(self, changed: object) -> None:
        """Something was saved, here or elsewhere."""
        if self.pattern.touches(changed_kinds(changed)):
            self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def _read_case(self) -> None:
        key = self.cases.current_key()
        take = self._latest.ask()
        if key is None or self.panel.isHidden():
            take(None)
            return
        session, procedure = session_of(self._desk), self.pattern.procedure
        read(self._desk, lambda: open_case(session, procedure, key), take, self._on_gone, self)

    def _on_gone(self, fault: Fault) -> None:
        self.panel.show_case(None)

    def current(self) -> Detail | None:
        """The case that has the cursor, read now."""
        key = self.table.current_id()
        if key is None:
            return None
        try:
            return open_case(session_of(self._desk), self.pattern.procedure, key)
        except Fault as fault:
            self.strips.say_fault(fault)
            return None

    def _on_opened(self, _key: int) -> None:
        """Enter: the panel, with the keyboard on the next step."""
        if self.panel.isHidden():
            self.toggle_panel()
        detail = self.current()
        if detail is not None:
            self.panel.show_case(detail)
            self.panel.take_keyboard()

    def open_person(self, person: str) -> None:
        """The person's own page."""
        self._desk.go("people", person)

    def _on_person(self) -> None:
        detail = self.current()
        if detail is not None:
            self.open_person(detail.line.person)

    # -- doing -------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a case; the person is asked for first (Ctrl+N)."""
        if self.beginnings:
            self.take(self.beginnings[0])

    def begin_for(self, person: str) -> None:
        """Begin a case of a person who is known already."""
        if self.beginnings:
            self._open_sheet(self.beginnings[0], person)

    def _offer_beginnings(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for step in self.beginnings:
            action = menu.addAction(_(step.label))
            look.keep_icon(action, step.icon, "muted", 16)
            action.triggered.connect(partial(self.take, step))
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def take(self, step: Step, *_more: object) -> None:
        """Open the sheet for a step of the case under the cursor, or for one that begins a case."""
        detail = self.panel.detail if not step.with_person else None
        self._open_sheet(step, detail.line.person if detail is not None else "")

    def edit(self) -> None:
        """Correct the record under the cursor (F2)."""
        detail = self.current()
        if detail is not None:
            self._open_sheet(self.pattern.edit(session_of(self._desk), detail), detail.line.person)

    def _open_sheet(self, step: Step, person: str) -> None:
        try:
            self.sheet.take(step, person)
        except Fault as fault:
            self.strips.say_fault(fault)

    def export(self) -> None:
        """The dialog for the list on paper or as a workbook."""
        from app.desk.pages.staged.export import StagedExport

        narrowed = self.cases.bar.describe()
        StagedExport(self._desk, self.pattern, self.cases.query(), narrowed, self).open()

    def _on_saved(self, changed: object, step: Step) -> None:
        for strip in self.strips.strips():
            strip.dismiss()
        self.strips.say(_("Saved: {what}", what=_(step.label)), "good")
        self.reload()
        self.announced.emit(changed)

    # -- panes -------------------------------------------------------------------

    def toggle_panel(self) -> None:
        """Show or hide the panel (F8)."""
        self._wants_panel = self.panel.isHidden()
        self.panel.setVisible(self._wants_panel)
        self._soon.start()

    def next_pane(self) -> bool:
        """Search, list, panel."""
        if self.cases.bar.search.hasFocus():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return self.table.hasFocus() and self.panel.take_keyboard()

    def minimumSizeHint(self) -> QSize:
        """Without the panel, which gives way where there is no room for both."""
        return QSize(self._column.minimumSize().width(), look.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel stands beside the list only where both fit."""
        super().resizeEvent(event)
        columns = look.px(sum(c.width for c in self.model.columns if not c.hidden) + 36)
        least = max(self._column.minimumSize().width(), columns)
        fits = self.width() >= least + self.panel.width()
        if self._wants_panel and fits == self.panel.isHidden():
            self.panel.setVisible(fits)
            self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """The panel grows with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "panel"):
            self.panel.restyle()
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the page is the list's own, so that it reads as one sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()
