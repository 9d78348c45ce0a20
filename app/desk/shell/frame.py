"""The main frame: bars, navigation and the pages, built when they are first opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.jobs.busy import BusyWatch
from app.desk.shell.desk import Desk
from app.desk.shell.gate import PageSpec
from app.desk.shell.keysheet import KeySheet
from app.desk.shell.nav import Navigation
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.shell.statusbar import StatusBar
from app.desk.shell.topbar import TopBar
from app.desk.theme import sizes
from app.desk.theme.theme import theme
from app.desk.widgets.strips import Strips
from app.words import _

SAMPLE_EDGE = 4
BACKUP_PAGE, EXCHANGE_PAGE, HELP_PAGE = "backup", "exchange", "help"


def pages_for(role: str, pages: Sequence[PageSpec]) -> list[PageSpec]:
    """The pages a role may see."""
    return [spec for spec in pages if not spec.roles or role in spec.roles]


class MainFrame(QWidget):
    """What fills the window while a register is open."""

    lock_wanted = Signal()
    page_opened = Signal(str)

    def __init__(
        self, desk: Desk, pages: Sequence[PageSpec], version: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.specs = {spec.id: spec for spec in pages_for(desk.session.role, pages)}
        self._made: dict[str, QWidget] = {}
        self.current = ""
        self.top = TopBar(desk)
        self.nav = Navigation(list(self.specs.values()))
        self.stack = QStackedWidget()
        self.strips = Strips()
        self.status = StatusBar(desk, version)
        self.status.backup.setVisible(BACKUP_PAGE in self.specs)
        self._progress_host = QWidget()
        self.busy = BusyWatch(desk.lane, self._progress_host, self)
        self._lay_out()
        self._connect()
        self._bind_keys()
        if self.specs:
            self.open_page(next(iter(self.specs)))
        self.status.refresh()

    def _lay_out(self) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        for part in (self.stack, self.strips, self._progress_host):
            content.addWidget(part, 1 if part is self.stack else 0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        middle.addLayout(content, 1)
        edge = SAMPLE_EDGE if self.desk.session.sample else 0
        page = QVBoxLayout(self)
        page.setContentsMargins(edge, edge, edge, edge)
        page.setSpacing(0)
        page.addWidget(self.top)
        page.addLayout(middle, 1)
        page.addWidget(self.status)
        if edge:
            self.setAutoFillBackground(True)
        self._colour_edge()
        for before, after in (
            (self.top.lock, self.nav),
            (self.nav, self.stack),
            (self.stack, self.status),
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        desk = self.desk
        self.nav.chosen.connect(self.open_page)
        self.nav.fold_wanted.connect(self._on_fold)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.top.sheet_wanted.connect(self.show_keys)
        self.top.search.opened.connect(self.open_page)
        self.status.backup_wanted.connect(self._on_backup)
        self.status.exchange_wanted.connect(self._on_exchange)
        desk.page_wanted.connect(self.open_page)
        desk.badge_changed.connect(self.nav.set_badge)
        desk.notice.connect(self._on_notice)
        desk.help_wanted.connect(self._on_help_wanted)
        theme().changed.connect(self._on_theme)

    def _bind_keys(self) -> None:
        keys = (
            (Shortcut.FIND, self._on_find),
            (Shortcut.LOCK, self.lock_wanted.emit),
            (Shortcut.LARGER, theme().larger),
            (Shortcut.SMALLER, theme().smaller),
            (Shortcut.SHEET, self.show_keys),
            (Shortcut.RELOAD, self._on_reload),
            (Shortcut.PANES, self._on_panes),
            (Shortcut.HELP, self._on_help),
        )
        for shortcut, slot in keys:
            bind(self, shortcut, slot, whole_window=True)
        for spec in self.specs.values():
            if spec.shortcut is not None:
                key = bind(self, spec.shortcut, self._on_page_key, whole_window=True)
                key.setProperty("page", spec.id)

    @Slot(str)
    @Slot(str, str)
    def open_page(self, page: str, target: str = "") -> None:
        """Show a page, building it the first time; stays when the present one may not be left."""
        spec = self.specs.get(page)
        if spec is None:
            return
        QGuiApplication.inputMethod().commit()
        shown = self.page()
        if page != self.current and isinstance(shown, Page) and not shown.may_leave():
            self.nav.set_current(self.current)
            return
        if page not in self._made:
            made = spec.make(self.desk)
            self._made[page] = made
            self.stack.addWidget(made)
        self.current = page
        self.stack.setCurrentWidget(self._made[page])
        self.nav.set_current(page)
        shown = self.page()
        if isinstance(shown, Page):
            shown.arrive(target)
            if not shown.isAncestorOf(QApplication.focusWidget() or self):
                shown.take_keyboard()
        self.page_opened.emit(page)

    def page(self) -> QWidget | None:
        """The page on view."""
        return self._made.get(self.current)

    def made_pages(self) -> list[QWidget]:
        """Pages built so far."""
        return list(self._made.values())

    def set_folded(self, folded: bool | None) -> None:
        """Fold the navigation, unfold it, or let the width decide (None)."""
        self.desk.preferences.folded = folded
        self._fold_for_width()

    def _fold_for_width(self) -> None:
        wanted = self.desk.preferences.folded
        narrow = self.width() < theme().scaled(sizes.FOLD_BELOW)
        folded = narrow if wanted is None else wanted
        if folded != self.nav.is_folded:
            self.nav.set_folded(folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1300 px the navigation folds by itself."""
        super().resizeEvent(event)
        self._fold_for_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody else wanted cancels the work the bar shows."""
        if event.key() == Qt.Key.Key_Escape and self.busy.is_showing():
            self.busy.cancel()
            return
        super().keyPressEvent(event)

    @Slot(bool)
    def _on_fold(self, folded: bool) -> None:
        self.set_folded(folded)

    @Slot()
    def show_keys(self) -> None:
        """The sheet of shortcuts."""
        names = {s.shortcut: _(s.label) for s in self.specs.values() if s.shortcut is not None}
        sheet = KeySheet(names, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    @Slot()
    def _on_page_key(self) -> None:
        key = self.sender()
        if isinstance(key, QShortcut):
            self.open_page(str(key.property("page")))

    @Slot()
    def _on_find(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    @Slot()
    def _on_reload(self) -> None:
        shown = self.page()
        if isinstance(shown, Page):
            shown.reload()
        self.status.refresh()

    @Slot()
    def _on_panes(self) -> None:
        """Navigation, then the panes of the page, then the search, and round again."""
        shown, reason = self.page(), Qt.FocusReason.ShortcutFocusReason
        focus = self.focusWidget()
        if focus is not None and self.nav.isAncestorOf(focus):
            if shown is not None:
                shown.setFocus(reason)
                shown.focusNextChild()
        elif shown is not None and focus is not None and shown.isAncestorOf(focus):
            if not (isinstance(shown, Page) and shown.next_pane()):
                self._on_find()
        elif self.current:
            self.nav.buttons[self.current].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_help(self) -> None:
        self.desk.ask_help(self.current)

    @Slot(str)
    def _on_help_wanted(self, page: str) -> None:
        self.open_page(HELP_PAGE, page)

    @Slot()
    def _on_backup(self) -> None:
        self.open_page(BACKUP_PAGE)

    @Slot()
    def _on_exchange(self) -> None:
        self.open_page(EXCHANGE_PAGE)

    @Slot(str, str)
    def _on_notice(self, text: str, tone: str) -> None:
        self.strips.say(text, tone)

    @Slot()
    def _on_theme(self) -> None:
        self._colour_edge()
        self._fold_for_width()

    def _colour_edge(self) -> None:
        if self.desk.session.sample:
            palette = self.palette()
            palette.setColor(self.backgroundRole(), theme().colour("sample"))
            self.setPalette(palette)
            for part in (self.stack, self.nav):
                part.setAutoFillBackground(True)
