"""The scorecard of a commune: its class by every rule set, what holds it, what is near, the ten criteria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.desk.pages.people.work import Latest, changed_kinds, read, session_of
from app.desk.pages.scorecard.acts import ScorecardActs
from app.desk.pages.scorecard.cells import criteria_lines, fact_lines, ten_lines
from app.desk.pages.scorecard.head import TITLE, ScorecardHead
from app.desk.pages.scorecard.kept_tab import KeptTab
from app.desk.pages.scorecard.lines_tab import CRITERIA, FACTS, TEN, LinesTab
from app.desk.pages.scorecard.meanings import MeaningsLine
from app.desk.pages.scorecard.printing import ScorecardPrints
from app.desk.pages.scorecard.reading import Seen, look_at
from app.desk.pages.scorecard.side_card import SideCard
from app.desk.pages.scorecard.targets import STATE
from app.desk.pages.scorecard.trial_tab import TrialTab
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.strips import Strips
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.scoring.asking import Records
from app.register.scoring.scorecard import RULE_SETS, Scorecard
from app.register.scoring.stored import Kept
from app.words import _

TABS = ("criteria", "ten", "facts", "trial", "kept")
_READ = ("place", "incident")
_QUIET = frozenset(("visit", "attachment", "campaign", "helper", "tip", "relation"))


class ScorecardPage(Page):
    """Two rule sets side by side, their criteria in tabs below; nothing is written but a proposal and statements."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        session = session_of(desk)
        self.card: Scorecard | None = None
        self.kept: Sequence[Kept] = ()
        self.rules = RULE_SETS[-1]
        self._node = ""
        self._stale = False
        self._latest = Latest(self._show)
        self.may_write = session.node.sort != "upper" and session.may_write(KINDS["classification"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget(self)
        column.addWidget(self.stack)
        self.is_refused = not all(session.may_read(KINDS[name]) for name in _READ)
        if self.is_refused:
            self.stack.addWidget(self._refusal())
            return
        self.stack.addWidget(self._body(session.today()))
        self.stack.addWidget(self._empty())
        self.acts = ScorecardActs(self)
        self.prints = ScorecardPrints(desk, self, self.strips)
        for shortcut in (Shortcut.PRINT, Shortcut.EXPORT):
            bind(self, shortcut, self.print_card, whole_window=True)
        desk.changed.connect(self._on_changed)
        self.reload()

    # -- building --------------------------------------------------------------------------

    def _refusal(self) -> QWidget:
        text = _(
            "Your account does not read “{kind}”. Ask the head of the unit if you need it.", kind=_(TITLE)
        )
        return EmptyState("lock", _("Not for this account"), text, self)

    def _empty(self) -> QWidget:
        why = _("A scorecard is shown for every commune that sends its register here.")
        made = EmptyState("building-community", _("No commune yet"), why, self)
        made.add_action(_("Receive packages"), self._go_receive, icon="inbox", primary=True)
        return made

    def _body(self, today: date) -> QWidget:
        body = QWidget(self.stack)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 0)
        top.setSpacing(8)
        self.strips = Strips(self)
        top.addWidget(self._head(today))
        top.addWidget(self.strips)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        self.cards = {rules: SideCard(rules, self) for rules in RULE_SETS}
        for made in self.cards.values():
            made.chosen.connect(self.choose_rules)
            cards.addWidget(made, 1)
        top.addLayout(cards)
        self.meanings = MeaningsLine(self)
        top.addWidget(self.meanings)
        column.addLayout(top)
        column.addWidget(self._tabs(), 1)
        return body

    def _head(self, today: date) -> ScorecardHead:
        is_upper = session_of(self.desk).node.sort == "upper"
        self.head = ScorecardHead(today, self, is_upper=is_upper, may_write=self.may_write)
        self.head.unit_chosen.connect(self.show_node)
        self.head.day_chosen.connect(self.reload)
        self.head.print_wanted.connect(self.print_card)
        self.head.propose_wanted.connect(self._on_propose)
        return self.head

    def _tabs(self) -> QTabWidget:
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_(TITLE))
        self.criteria = LinesTab(CRITERIA, _("Criteria of the class"), self)
        self.ten = LinesTab(TEN, _("Ten criteria"), self, numbered=False)
        self.facts = LinesTab(FACTS, _("Figures"), self)
        self.trial = TrialTab(self)
        self.kept_tab = KeptTab(self, may_write=self.may_write)
        self.kept_tab.approve_wanted.connect(self._on_approve)
        for tab in (self.criteria, self.ten, self.facts):
            tab.records_wanted.connect(self._on_records)
            tab.mend_wanted.connect(self._on_mend)
        named = (
            (self.criteria, _("Criteria of the class")),
            (self.ten, _("Ten criteria")),
            (self.facts, _("Figures")),
            (self.trial, _("What if")),
            (self.kept_tab, _("Proposed, approved")),
        )
        for widget, text in named:
            self.tabs.addTab(widget, text)
        self.tabs.currentChanged.connect(self._on_tab)
        return self.tabs

    @Slot(int)
    def _on_tab(self, place: int) -> None:
        if self.tabs.widget(place) is self.trial:
            self.trial.fill()

    # -- reading ---------------------------------------------------------------------------

    def arrive(self, target: str) -> None:
        """A tab by its name, a commune by its node, or ``state:<fact>``."""
        if self.is_refused or not target:
            return
        if target.startswith(STATE):
            self.acts.mend(target)
        elif target in TABS:
            self.show_tab(target)
        else:
            self.show_node(target)

    def reload(self) -> None:
        """Read the scorecard again."""
        if self.is_refused:
            return
        self._stale = False
        session, node, day = session_of(self.desk), self._node, self.head.day()
        if day is None:
            return

        read(self.desk, lambda: look_at(session, node, day), self._latest.ask(), self.say_failed, self)

    def _show(self, seen: Seen) -> None:
        self.stack.setCurrentIndex(0 if seen.card is not None else 1)
        if seen.card is None:
            return
        self.card, self.kept, self._node = seen.card, seen.kept, seen.card.node
        self.head.show_card(seen.card, seen.communes)
        card = seen.card
        for rules, made in self.cards.items():
            made.show_side(card.side(rules))
        self.meanings.show_meanings(card)
        self.ten.set_lines(ten_lines(card.facts.ten))
        self.facts.set_lines(fact_lines(card))
        self.kept_tab.show_kept(seen.kept, card)
        self.choose_rules(self.rules)
        self.acts.say_unknown(card)

    @Slot(str)
    def choose_rules(self, rules: str) -> None:
        """Show the criteria of a rule set."""
        self.rules = rules
        for name, made in self.cards.items():
            made.set_chosen(name == rules)
        if self.card is not None:
            self.criteria.set_lines(criteria_lines(self.card, self.card.side(rules)))
            self.trial.show_card(self.card, rules)
            self.head.propose_button.setEnabled(self.card.side(rules).found.of != "insufficient")

    @Slot(str)
    def show_node(self, node: str) -> None:
        """The scorecard of another commune."""
        self._node = node
        self.reload()

    @Slot(object, object)
    def _on_changed(self, changed: object, _origin: object) -> None:
        if changed_kinds(changed) <= _QUIET:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: object) -> None:
        """Bring up to date what changed while the page was out of view."""
        super().showEvent(event)  # type: ignore[arg-type]  # the base takes a QShowEvent, which this is
        if self._stale:
            self.reload()

    def say_failed(self, fault: Fault) -> None:
        """What went wrong, at the day where it is about the day."""
        if fault.field == "on":
            self.head.on.error(fault.sentence())
        else:
            self.strips.say_fault(fault)

    # -- doing -----------------------------------------------------------------------------

    @Slot(str, object)
    def _on_records(self, title: str, records: Records) -> None:
        self.acts.open_records(title, records)

    @Slot(str)
    def _on_mend(self, how: str) -> None:
        self.acts.mend(how)

    @Slot()
    def _on_propose(self) -> None:
        self.acts.ask_propose()

    @Slot(object)
    def _on_approve(self, kept: Kept) -> None:
        self.acts.ask_approve(kept)

    def show_tab(self, name: str) -> None:
        """Bring a tab into view by its name."""
        self.tabs.setCurrentIndex(TABS.index(name))

    # -- the window ------------------------------------------------------------------------

    @Slot()
    def print_card(self) -> None:
        """The scorecard as a file."""
        if self.card is not None:
            self.prints.ask(self.card, self.kept)

    @Slot()
    def _go_receive(self) -> None:
        self.desk.go("exchange")

    def take_keyboard(self) -> None:
        """The criteria."""
        if self.is_refused:
            super().take_keyboard()
        else:
            self.criteria.table.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()
