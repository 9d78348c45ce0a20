"""The register as a list: filters, the table of everybody, the preview."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.id_table import IdTableModel
from app.desk.pages.people.arrangement import Arrangement
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.owing import short_status
from app.desk.pages.people.preview import Preview
from app.desk.pages.people.source import COLUMNS, OPENED, PeopleSource, lane_runner
from app.desk.pages.people.work import read, session_of
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.strips import Strips, grouped
from app.desk.widgets.table import ListTable
from app.kinds.codes import STATUS
from app.kinds.faults import Fault
from app.register import lists
from app.words import N_, _

_PREVIEW_MS = 60
_DUE = (("overdue", N_("Overdue")), ("week", N_("Within 7 days")), ("any", N_("Anything due")))
_Options = tuple[list[tuple[str, str]], list[tuple[str, str]]]


class PeopleList(QWidget):
    """Everything about many people; ``opened`` leads to one."""

    opened = Signal(str, str)  # person, what to open there
    add_wanted = Signal(bool)  # with the keyboard in the scan field
    export_wanted = Signal()
    past_wanted = Signal()
    pairs_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._options: _Options = ([], [])
        self._wants_preview = True
        self.strips = Strips(self)
        self.model = IdTableModel(
            PeopleSource(desk), COLUMNS, self, runner=lane_runner(desk, self, self._on_failed)
        )
        self.model.failed.connect(self._on_failed)
        memory = Arrangement(PageDrafts(desk, self))
        name = _("People under management")
        self.table = ListTable(self.model, name, self, memory=memory, key="people")
        self.preview = Preview(desk, self)
        self.bar = self._make_bar()
        self._empty = EmptyState("users", "", "", self)
        self._soon = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._soon.timeout.connect(self._show_preview)
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.ask()
        self._read_options()

    # -- building ------------------------------------------------------------

    def _make_bar(self) -> FilterBar:
        hamlets, officers = self._options
        quick = [
            QuickFilter("status", _("Management type"), _status_options()),
            QuickFilter("hamlet", _("Hamlet, group"), hamlets),
            QuickFilter("officer", _("Officer"), officers),
            QuickFilter("due", _("Next due"), [(code, _(text)) for code, text in _DUE]),
            QuickFilter(OPENED, _("New in"), self._months()),
        ]
        shown = [q for q in quick if q.options]
        bar = FilterBar(_("Name, number, phone"), shown, self)
        bar.search.setMinimumWidth(look.px(120))
        bar.changed.connect(self.ask)
        bar.down.connect(self.table.setFocus)
        return bar

    def _months(self) -> list[tuple[str, str]]:
        """The last twelve months, the latest first."""
        today = session_of(self._desk).today()
        count = today.year * 12 + today.month - 1
        months = [divmod(count - back, 12) for back in range(12)]
        return [(f"{year}-{month + 1:02}", f"{month + 1:02}/{year}") for year, month in months]

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(_("People under management"), self, role="title"))
        head.addStretch(1)
        self.pairs_button = look.tool("git-merge", _("Records that may be one person"), self)
        self.pairs_button.clicked.connect(self.pairs_wanted)
        self.past_button = look.button(_("List of a past day"), self, icon="calendar-event")
        self.past_button.clicked.connect(self.past_wanted)
        self.export_button = look.button(_("Export, print"), self, icon="file-export")
        self.export_button.setToolTip(hint(_("List of people under management"), Shortcut.EXPORT))
        self.export_button.clicked.connect(self.export_wanted)
        self.scan_button = look.button(_("Scan a card"), self, icon="scan")
        self.scan_button.setToolTip(hint(_("Scan an identity card"), Shortcut.SCAN))
        self.scan_button.clicked.connect(self._on_scan)
        self.add_button = look.button(_("Add a person"), self, kind="primary", icon="user-plus")
        self.add_button.setToolTip(hint(_("Add a person"), Shortcut.NEW))
        self.add_button.clicked.connect(self._on_add)
        for made in (
            self.pairs_button,
            self.past_button,
            self.export_button,
            self.scan_button,
            self.add_button,
        ):
            head.addWidget(made)
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
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        whole.addLayout(column, 1)
        whole.addWidget(self.preview)
        self.table.set_empty(self._empty)
        QWidget.setTabOrder(self.add_button, self.bar)
        QWidget.setTabOrder(self.bar, self.table)
        QWidget.setTabOrder(self.table, self.preview)

    def _connect(self) -> None:
        self.table.opened.connect(self._on_opened)
        self.table.count_text.connect(self._on_count)
        self.table.search_wanted.connect(self._on_typed)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.replaced.connect(self._soon.start)
        self.model.counted.connect(self._on_counted)
        self.preview.open_wanted.connect(self._on_preview_open)
        self.preview.visit_wanted.connect(self._on_preview_visit)
        for text, icon, slot in (
            (_("Open the record"), "external-link", self.table.open_current),
            (_("Enter visits of those chosen"), "home", self._on_visits),
            (_("Enter tests of those chosen"), "test-pipe", self._on_tests),
        ):
            action = QAction(text, self)
            look.keep_icon(action, icon, "muted", 16)
            action.triggered.connect(slot)
            self.table.add_menu_action(action)

    def _bind_keys(self) -> None:
        for shortcut, slot in (
            (Shortcut.NEW, self._on_add),
            (Shortcut.SCAN, self._on_scan),
            (Shortcut.PREVIEW, self.toggle_preview),
            (Shortcut.EXPORT, self.export_wanted.emit),
            (Shortcut.PRINT, self.export_wanted.emit),
        ):
            bind(self, shortcut, slot, whole_window=True)

    # -- asking --------------------------------------------------------------

    def ask(self) -> None:
        """Show what the bar asks for."""
        self.model.show(self.bar.query(self.model.query()))

    def show_filters(self, filters: Mapping[str, str]) -> None:
        """Show the list behind a number."""
        self.bar.set_state("", filters)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the list and the choices of its filters again."""
        self.model.refresh()
        self._soon.start()
        self._read_options()

    def _read_options(self) -> None:
        session = session_of(self._desk)
        read(
            self._desk,
            lambda: (lists.hamlets(session), lists.officers(session)),
            self._take_options,
            self._on_failed,
            self,
        )

    def _take_options(self, found: tuple[list[tuple[str, int]], list[tuple[str, int]]]) -> None:
        hamlets, officers = ([(name, f"{name}  ({grouped(n)})") for name, n in part] for part in found)
        if (hamlets, officers) == self._options:
            return
        self._options = (hamlets, officers)
        old, self.bar = self.bar, self._make_bar()
        had_keyboard = old.search.hasFocus()
        self._column.replaceWidget(old, self.bar)
        self.bar.set_count(self.table_count)
        self.bar.changed.disconnect(self.ask)
        self.bar.set_state(old.words(), dict(old.filters()))
        self.bar.changed.connect(self.ask)
        old.hide()
        old.deleteLater()
        if had_keyboard:
            self.bar.search.setFocus()

    # -- what happens ----------------------------------------------------------

    table_count = ""

    def _on_count(self, text: str) -> None:
        self.table_count = text
        self.bar.set_count(text)

    def _on_counted(self, rows: int) -> None:
        if rows:
            return
        asked = [self.bar.words() and f"“{self.bar.words()}”", self.bar.describe()]
        named = ", ".join(part for part in asked if part)
        empty = EmptyState("users", "", "", self)
        if named:
            empty.set_words(
                _("Nobody found"),
                _("Nobody fits {asked}. Try again with fewer filters or words.", asked=named),
            )
            empty.add_action(_("Clear filters"), self.bar.clear, icon="filter-off", primary=True)
        else:
            empty.set_words(
                _("Nobody in the register yet"),
                _("The register is new. Add the first person, or scan an identity card."),
            )
            empty.add_action(_("Add the first person"), self._on_add, icon="user-plus", primary=True)
            empty.add_action(_("Scan a card"), self._on_scan, icon="scan")
        self.table.set_empty(empty)

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def _on_typed(self, letters: str) -> None:
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.search.insert(letters)

    def _on_opened(self, number: int) -> None:
        self._open(number, "")

    def _open(self, number: int, opens: str) -> None:
        found = lists.lines_of(session_of(self._desk), [number])
        if found:
            self.opened.emit(found[0].id, opens)

    def _on_current(self) -> None:
        self._soon.start()

    def _show_preview(self) -> None:
        if not self.preview.isVisible():
            return
        current = self.table.current_id() if not self.model.is_loading() else None
        session = session_of(self._desk)
        found = lists.lines_of(session, [current]) if current is not None else []
        self.preview.show_line(found[0] if found else None)

    def toggle_preview(self) -> None:
        """Show or hide the preview (F8)."""
        self._wants_preview = self.preview.isHidden()
        self.preview.setVisible(self._wants_preview)
        self._soon.start()

    def minimumSizeHint(self) -> QSize:
        """Without the preview, which gives way where there is no room for both."""
        return QSize(self._column.minimumSize().width(), look.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview stands beside the list only where both fit."""
        super().resizeEvent(event)
        columns = look.px(sum(c.width for c in self.model.columns if not c.hidden) + 40)
        least = max(self._column.minimumSize().width(), columns)
        fits = self.width() >= least + self.preview.width()
        if self._wants_preview and fits == self.preview.isHidden():
            self.preview.setVisible(fits)
            self._soon.start()

    def _on_preview_open(self, person: str) -> None:
        self.opened.emit(person, "")

    def _on_preview_visit(self, person: str) -> None:
        self.opened.emit(person, "visit")

    def _on_add(self) -> None:
        self.add_wanted.emit(False)

    def _on_scan(self) -> None:
        self.add_wanted.emit(True)

    def _chosen_people(self) -> str:
        numbers = self.table.selected_ids()
        return ",".join(p.id for p in lists.lines_of(session_of(self._desk), numbers))

    def _on_visits(self) -> None:
        self._desk.go("visits", self._chosen_people())

    def _on_tests(self) -> None:
        self._desk.go("testing", self._chosen_people())

    def next_pane(self) -> bool:
        """Search, list, preview."""
        reason = Qt.FocusReason.ShortcutFocusReason
        if self.bar.search.hasFocus():
            self.table.setFocus(reason)
            return True
        if self.table.hasFocus() and not self.preview.isHidden() and self.preview.person:
            self.preview.setFocus(reason)
            self.preview.focusNextChild()
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """The preview grows with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "preview"):
            self.preview.restyle()
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the page is the list's own, so that it reads as one sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()


def _status_options() -> list[tuple[str, str]]:
    managed = [("managed", _("All under management"))]
    return managed + [(code, short_status(code)) for code in STATUS.labels]
