"""The fixed head of a person's page: who, where, how far the case is, what is next."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.desk.pages.people.owing import TONES, action_for, distance, icon_for
from app.desk.pages.people.reveal import Reveal
from app.desk.pages.people.work import session_of
from app.desk.pages.person.entry_menu import EntryMenu
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, hint
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.stage import StageBar
from app.kinds.dates import show_age, show_birth
from app.kinds.identity import mask
from app.register.obligations import Owed
from app.register.people import PersonPage
from app.words import N_, _

HEIGHT = 88
#: In the order of ``register.case_stage.Stage``.
STAGES = (
    N_("Detection"),
    N_("Tested"),
    N_("Assessed"),
    N_("Measure"),
    N_("After-care"),
    N_("Ended"),
)


_MORE = (
    ("merge", N_("Merge with another record…"), "git-merge"),
    ("apart", N_("Records merged into this one…"), "arrows-split"),
    ("retract", N_("Entered in error…"), "trash"),
)


class Shortened(QLabel):
    """One line that ends in dots where there is no room; the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """It may be shortened to a few letters."""
        return QSize(look.px(60), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show another line."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part that fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class PersonHeader(QWidget):
    """88 px at 13 px type; two lines at the left, the stages and the buttons at the right."""

    back_wanted = Signal()
    entry_wanted = Signal(str)
    edit_wanted = Signal()
    print_wanted = Signal()
    next_wanted = Signal(str)
    why_wanted = Signal()
    more_wanted = Signal(str)  # merge, apart or retract

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person, self._number = "", ""
        self._next: Owed | None = None
        self._facts: tuple[str, str, str] = ("", "", "")
        self.name = Shortened(self)
        look.restyle(self.name, role="title")
        self.facts = Shortened(self)
        self.reveal = look.tool("eye", _("Show the identity number"), self)
        self.reveal.clicked.connect(self._on_reveal)
        self.badge = Badge("", "neutral", self)
        self.next_line = Shortened(self)
        self.next_button = look.button("", self, kind="link")
        self.next_button.clicked.connect(self._on_next)
        self.why = look.button(_("Why"), self, kind="link", icon="help-circle")
        self.why.clicked.connect(self.why_wanted)
        self.stages = StageBar([_(stage) for stage in STAGES], 0, self)
        self._lay_out()
        self._order()
        self.restyle()

    def _lay_out(self) -> None:
        back = self.back = look.tool("arrow-left", _("Back to the list (Esc)"), self)
        back.clicked.connect(self.back_wanted)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 6, 16, 3)
        whole.setSpacing(8)
        whole.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(1)
        left.addWidget(self.name)
        facts = QHBoxLayout()
        facts.setSpacing(4)
        facts.addWidget(self.facts)
        facts.addWidget(self.reveal)
        facts.addStretch(1)
        left.addLayout(facts)
        nexts = QHBoxLayout()
        nexts.setSpacing(6)
        for part in (self.badge, self.next_line, self.next_button, self.why):
            nexts.addWidget(part)
        nexts.addStretch(1)
        left.addLayout(nexts)
        whole.addLayout(left, 1)
        right = QVBoxLayout()
        right.setSpacing(1)
        right.addLayout(self._buttons())
        right.addWidget(self.stages)
        whole.addLayout(right)

    def _order(self) -> None:
        stops = (
            self.back,
            self.entry_button,
            self.edit_button,
            self.print_button,
            self.more_button,
            self.reveal,
            self.next_button,
            self.why,
        )
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        self.print_button = look.button(_("Print"), self, icon="printer")
        self.print_button.setToolTip(hint(_("Summary of the record"), Shortcut.PRINT))
        self.print_button.clicked.connect(self.print_wanted)
        self.edit_button = look.button(_("Edit"), self, icon="pencil")
        self.edit_button.setToolTip(hint(_("Edit"), Shortcut.EDIT))
        self.edit_button.clicked.connect(self.edit_wanted)
        self.entry_button = look.button(_("Enter"), self, kind="primary", icon="plus")
        self.entry_button.setToolTip(hint(_("Enter what happened"), Shortcut.NEW))
        self.entry_button.clicked.connect(self.open_menu)
        self.menu = EntryMenu(session_of(self._desk), self)
        self.menu.wanted.connect(self.entry_wanted)
        self.more_button = look.tool("dots-vertical", _("More that can be done"), self)
        self.more_button.clicked.connect(self.open_more)
        for made in (self.more_button, self.print_button, self.edit_button, self.entry_button):
            line.addWidget(made)
        return line

    def restyle(self) -> None:
        """Heights for the type size."""
        self.setFixedHeight(look.px(HEIGHT))
        self.stages.setFixedWidth(look.px(470))
        self.reveal.setFixedHeight(look.px(22))
        for made in (self.next_button, self.why):
            made.setStyleSheet(f"QPushButton {{ min-height: {look.px(18)}px; }}")

    def open_menu(self) -> None:
        """What can be entered."""
        button = self.entry_button
        self.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        first = self.menu.first()
        if first is not None:
            self.menu.setActiveAction(first)

    def open_more(self) -> None:
        """Merging, taking apart, taking the person out of the register."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, words, icon in _MORE:
            action = QAction(_(words), menu)
            look.keep_icon(action, icon, "muted", 16)
            action.setData(code)
            menu.addAction(action)
        menu.triggered.connect(self._on_more)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_more(self, action: QAction) -> None:
        self.more_wanted.emit(str(action.data()))

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        person, today = page.person, session_of(self._desk).today()
        self._person = person.id
        self._number = next((p.number for p in person.papers if p.number), "") or ""
        self.name.setText(person.name)
        self.setAccessibleName(person.name)
        born = show_birth(person.birth) if person.birth else _("birth not known")
        age = f" ({show_age(person.birth, today)})" if person.birth else ""
        place = ""
        if page.address is not None:
            parts = (getattr(page.address, "text", None), getattr(page.address, "hamlet", None))
            place = ", ".join(p for p in parts if p)
        self._facts = (born + age, mask(self._number), place or _("residence not recorded"))
        self._show_facts()
        self.reveal.setVisible(bool(self._number))
        self.stages.set_current(int(page.stage))
        self._show_next(page)

    def _show_facts(self) -> None:
        self.facts.setText(" · ".join(part for part in self._facts if part))

    def _show_next(self, page: PersonPage) -> None:
        self._next = page.owed[0] if page.owed else None
        for part in (self.next_button, self.why):
            part.setVisible(self._next is not None)
        if self._next is None:
            self.badge.set_state(_("Nothing due"), "good", "circle-check")
            self.next_line.setText("")
            return
        now = session_of(self._desk).now()
        missing = self._next.state == "missing"
        words = _("Missing") if missing else distance(self._next.due, now)
        self.badge.set_state(words, TONES[self._next.state], icon_for(self._next.what))
        more = len(page.owed) - 1
        text = self._next.label() + (" " + _("(and {n} more)", n=more) if more else "")
        self.next_line.setText(text)
        self.next_button.setText(_(action_for(self._next.what).label))
        self.next_button.setVisible(action_for(self._next.what).opens != "tab:measures")
        self.why.setVisible(self._next.reckoning is not None)

    def _on_reveal(self) -> None:
        number = Reveal(self._desk, self._person, self._number)()
        self._facts = (self._facts[0], number, self._facts[2])
        self._show_facts()
        self.reveal.hide()

    def _on_next(self) -> None:
        if self._next is not None:
            self.next_wanted.emit(action_for(self._next.what).opens)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.role("line"))
        painter.end()
