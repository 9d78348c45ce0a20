"""A page of lists: one kind, or several as tabs; the list of each is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import session_of
from app.desk.pages.records.export import ListExportDialog
from app.desk.pages.records.listing import Listing
from app.desk.pages.records.targets import PAGES, parse_record_target
from app.desk.pages.records.view import RecordsView
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind, hint
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.words import _


@dataclass(frozen=True, slots=True)
class OtherTab:
    """A tab that is no list: its key, title (message id) and how it is made.

    The widget may have ``reload()``; it is told of changes like the lists.
    """

    key: str
    label: str
    make: Callable[[RecordsPage], QWidget]


class RecordsPage(Page):
    """Title, buttons and tabs; without a right to read any of the kinds nothing is asked of the register."""

    def __init__(
        self,
        desk: Desk,
        page_id: str,
        title: str,
        tabs: Sequence[Listing | OtherTab],
        parent: QWidget | None = None,
        *,
        beside: Mapping[str, Listing] | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.page_id = page_id
        self._title = title
        session = session_of(desk)
        self._tabs = [t for t in tabs if isinstance(t, OtherTab) or session.may_read(t.kind)]
        self._beside = dict(beside or {})
        self._made: dict[int, QWidget] = {}
        self._holders: list[QVBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.export_button = look.button(_("Export, print"), self, icon="file-export")
        self.add_button = look.button("", self, kind="primary", icon="plus")
        self.tabs = QTabWidget(self)
        if not any(isinstance(t, Listing) for t in self._tabs):
            self._refuse()
            return
        self._column.addLayout(self._head())
        self._lay_out()
        self._bind_keys()
        desk.changed.connect(self._on_changed)
        self._on_tab(0)

    def _refuse(self) -> None:
        for unused in (self.export_button, self.add_button, self.tabs):
            unused.hide()
        text = _(
            "Your account does not read “{kind}”. Ask the head of the unit if you need it.",
            kind=_(self._title),
        )
        self._column.addWidget(EmptyState("lock", _("Not for this account"), text, self))

    @property
    def is_refused(self) -> bool:
        """Whether the account reads none of the kinds."""
        return self.tabs.isHidden()

    # -- building ---------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(8)
        head.addWidget(look.label(_(self._title), self, role="title"))
        head.addStretch(1)
        self.export_button.setToolTip(hint(_("Export, print"), Shortcut.EXPORT))
        self.export_button.clicked.connect(self.export)
        self.add_button.clicked.connect(self.add)
        head.addWidget(self.export_button)
        head.addWidget(self.add_button)
        return head

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setUsesScrollButtons(True)
        for tab in self._tabs:
            holder = QWidget(self.tabs)
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            self._holders.append(inner)
            self.tabs.addTab(holder, _(tab.label))
        self.tabs.tabBar().setVisible(len(self._tabs) > 1)
        self.tabs.setAccessibleName(_(self._title))
        self.tabs.currentChanged.connect(self._on_tab)
        self._column.addWidget(self.tabs, 1)

    def _bind_keys(self) -> None:
        for shortcut, slot in (
            (Shortcut.NEW, self.add),
            (Shortcut.EDIT, self.edit),
            (Shortcut.PREVIEW, self.toggle_preview),
            (Shortcut.EXPORT, self.export),
            (Shortcut.PRINT, self.export),
        ):
            bind(self, shortcut, slot, whole_window=True)

    def _on_tab(self, place: int) -> None:
        shown = self.widget_at(place)
        listing = shown.listing if isinstance(shown, RecordsView) else getattr(shown, "listing", None)
        may_add = listing is not None and session_of(self.desk).may_write(listing.kind)
        self.add_button.setVisible(may_add)
        self.export_button.setVisible(isinstance(shown, RecordsView))
        if listing is not None:
            self.add_button.setText(_(listing.add))
            self.add_button.setToolTip(hint(_(listing.add), Shortcut.NEW))

    def widget_at(self, place: int) -> QWidget:
        """The content of a tab, made the first time."""
        if place not in self._made:
            tab = self._tabs[place]
            if isinstance(tab, OtherTab):
                made = tab.make(self)
            else:
                made = RecordsView(self.desk, tab, self, related_listing=self.listing_of)
                made.changed.connect(self.announce)
                made.elsewhere.connect(self.go_to)
            self._made[place] = made
            self._holders[place].addWidget(made)
        return self._made[place]

    # -- what is on view -------------------------------------------------------------------

    def listing_of(self, kind: str) -> Listing | None:
        """How records of a kind are edited here."""
        own = {tab.kind_name: tab for tab in self._tabs if isinstance(tab, Listing)}
        return self._beside.get(kind) or own.get(kind)

    def view(self) -> RecordsView | None:
        """The list on view, None on a tab that is no list."""
        shown = None if self.is_refused else self.widget_at(self.tabs.currentIndex())
        return shown if isinstance(shown, RecordsView) else None

    def show_kind(self, kind: str) -> RecordsView | None:
        """Bring the list of a kind into view; None where this page has none."""
        for place, tab in enumerate(self._tabs):
            key = tab.kind_name if isinstance(tab, Listing) else tab.key
            if key == kind:
                self.tabs.setCurrentIndex(place)
                return self.view()
        return None

    def arrive(self, target: str) -> None:
        """A tab, a record, a filtered list, or a new record."""
        if not target or self.is_refused:
            return
        wanted = parse_record_target(target)
        view = self.show_kind(wanted.kind)
        if view is None:
            return
        if wanted.record:
            view.show_record(wanted.record)
        elif wanted.filters is not None:
            view.show_filters(wanted.filters)
        elif wanted.adds:
            view.acts.add()

    def go_to(self, kind: str, record: str) -> None:
        """A record of another kind: on another tab, or on another page."""
        if kind == "person":
            self.desk.go("people", person_target(record))
            return
        view = self.show_kind(kind)
        if view is not None:
            view.show_record(record)
        elif kind in PAGES:
            self.desk.go(PAGES[kind], f"{kind}:{record}")

    def add(self) -> None:
        """A new record of the tab on view."""
        shown = None if self.is_refused else self.widget_at(self.tabs.currentIndex())
        add = shown.acts.add if isinstance(shown, RecordsView) else getattr(shown, "add", None)
        if add is not None:
            add()

    def edit(self) -> None:
        """The record whose line has the keyboard."""
        view = self.view()
        if view is not None and not view.acts.sheet.is_open:
            view.acts.edit()

    def toggle_preview(self) -> None:
        """Show or hide the preview."""
        view = self.view()
        if view is not None:
            view.toggle_preview()

    def export(self) -> None:
        """The list on view as a file."""
        view = self.view()
        if view is not None:
            ListExportDialog(view).open()

    # -- the window -----------------------------------------------------------------------------

    def announce(self, changed: object) -> None:
        """Tell every other page what was saved, and the other tabs."""
        self.desk.announce(changed, self)
        here = self.widget_at(self.tabs.currentIndex())
        for made in self._made.values():
            if made is not here:
                _tell(made, changed)

    def _on_changed(self, changed: object, origin: object) -> None:
        if origin is not self:
            for made in self._made.values():
                _tell(made, changed)

    def reload(self) -> None:
        """Read what is shown again."""
        if not self.is_refused:
            shown = self.widget_at(self.tabs.currentIndex())
            reload = getattr(shown, "reload", None)
            if reload is not None:
                reload()

    def may_leave(self) -> bool:
        """Asks when a form is changed."""
        return all(m.may_leave() for m in self._made.values() if isinstance(m, RecordsView))

    def save_draft(self) -> None:
        """Keep what is typed."""
        for made in self._made.values():
            if isinstance(made, RecordsView):
                made.acts.sheet.keep_draft()

    def next_pane(self) -> bool:
        """Search, list, preview."""
        view = self.view()
        return view.next_pane() if view is not None else False

    def take_keyboard(self) -> None:
        """The list."""
        view = self.view()
        if view is not None:
            view.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().take_keyboard()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One sheet with the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()


def _tell(made: QWidget, changed: object) -> None:
    take = getattr(made, "take_change", None)
    if take is not None:
        take(changed)
