"""The top bar: unit, global search, type size, scheme, account, lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.desk.shell.desk import Desk
from app.desk.shell.search import SearchField
from app.desk.shell.shortcuts import Shortcut, hint
from app.desk.theme import sizes
from app.desk.theme.icons import mark_pixmap, put_icon
from app.desk.theme.theme import mark, theme
from app.desk.widgets.look import label, tool
from app.words import _

SEARCH = 380


class UnitName(QLabel):
    """The unit's name, shortened with dots when there is no room for it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(name)
        mark(self, role="strong")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part that fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(theme().colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class TopBar(QFrame):
    """40 px at 13 px type."""

    lock_wanted = Signal()
    sheet_wanted = Signal()
    about_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, kind="topbar")
        session = desk.session
        self._mark = label()
        self.unit = UnitName(session.unit_name)
        self.sample = QFrame()
        mark(self.sample, kind="sample")
        tag = QHBoxLayout(self.sample)
        tag.setContentsMargins(sizes.SMALL, 2, sizes.SMALL, 2)
        tag.addWidget(label(_("Training register: made-up people")))
        self.sample.setVisible(session.sample)
        self.search = SearchField(desk)
        self._build_tools()
        self.account = self._account_button(desk)
        self.lock = QToolButton()
        self.lock.setText(_("Lock"))
        self.lock.setToolTip(hint(_("Lock now"), Shortcut.LOCK))
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        put_icon(self.lock, "lock", "accent", 16)
        self.lock.clicked.connect(self.lock_wanted)
        self._lay_out()
        self.restyle()
        theme().changed.connect(self.restyle)

    def _build_tools(self) -> None:
        self.smaller = tool("text-decrease", hint(_("Smaller type"), Shortcut.SMALLER))
        self.larger = tool("text-increase", hint(_("Larger type"), Shortcut.LARGER))
        self.scheme = tool("moon", _("Light or dark"))
        self.smaller.clicked.connect(theme().smaller)
        self.larger.clicked.connect(theme().larger)
        self.scheme.clicked.connect(theme().toggle_scheme)

    def _account_button(self, desk: Desk) -> QToolButton:
        made = QToolButton()
        made.setText(desk.session.user)
        made.setToolTip(f"{desk.session.user} · {_(desk.session.role_label)}")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        put_icon(made, "user-circle", "muted", 18)
        menu = QMenu(made)
        head = menu.addAction(_(desk.session.role_label))
        head.setEnabled(False)
        menu.addSeparator()
        keys = menu.addAction(_("Keyboard shortcuts"))
        put_icon(keys, "keyboard", "muted", 16)
        keys.triggered.connect(self.sheet_wanted)
        lock = menu.addAction(_("Lock now"))
        put_icon(lock, "lock", "muted", 16)
        lock.triggered.connect(self.lock_wanted)
        made.setMenu(menu)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MEDIUM, 0, sizes.SMALL, 0)
        row.setSpacing(sizes.SMALL)
        row.addWidget(self._mark)
        row.addWidget(self.unit, 2)
        row.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        for part in (self.smaller, self.larger, self.scheme, self.account, self.lock):
            row.addWidget(part)

    def restyle(self) -> None:
        """Heights and the search width for the type size."""
        look = theme()
        self.setFixedHeight(look.scaled(sizes.TOP_BAR))
        self._mark.setPixmap(mark_pixmap(look.scaled(22)))
        self.search.setMaximumWidth(look.scaled(SEARCH))
        put_icon(self.scheme, "sun" if look.scheme == "dark" else "moon", "muted", 16)
        self.smaller.setEnabled(look.px > sizes.SMALLEST_PX)
        self.larger.setEnabled(look.px < sizes.LARGEST_PX)
