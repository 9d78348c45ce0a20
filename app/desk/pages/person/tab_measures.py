"""The tab of measures and deadlines: what is owed and why, the statuses, the decisions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.people.owing import TONES, action_for, distance, icon_for, shown_due, status_label
from app.desk.pages.people.work import session_of
from app.desk.pages.person.reason import reason_grid
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.record_parts import SectionHeader
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.register.obligations import Owed
from app.register.people import PersonPage
from app.words import _


class MeasuresTab(QScrollArea):
    """A person has few of each, so these are cards and lines, not a table."""

    action_wanted = Signal(str)
    correct_wanted = Signal(str)  # kind:record
    entry_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 10, 16, 16)
        column.setSpacing(8)
        header = SectionHeader(_("What is due, and why"), box, icon="calendar-due")
        column.addWidget(header)
        for owed in page.owed:
            column.addWidget(self._card(owed, box))
        if not page.owed:
            column.addWidget(look.label(_("Nothing is due."), box, tone="muted"))
        column.addSpacing(6)
        self._add_statuses(column, box, page)
        self._add_decisions(column, box, page)
        column.addStretch(1)
        self.setWidget(box)

    def _card(self, owed: Owed, box: QWidget) -> QFrame:
        card = QFrame(box)
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        missing = owed.state == "missing"
        words = _("Missing") if missing else distance(owed.due, session_of(self._desk).now())
        head.addWidget(Badge(words, TONES[owed.state], card, icon=icon_for(owed.what)))
        head.addWidget(look.label(owed.label(), card, role="strong"))
        head.addWidget(look.label(shown_due(owed.due), card, tone="muted"))
        if owed.status:
            head.addWidget(look.label(status_label(owed.status), card, tone="muted"))
        head.addStretch(1)
        action = action_for(owed.what)
        if action.opens != "tab:measures":
            link = look.button(_(action.label), card, kind="link", icon=action.icon)
            link.setProperty("opens", action.opens)
            link.clicked.connect(self._on_action)
            head.addWidget(link)
        column.addLayout(head)
        because = owed.because
        if because is not None:
            column.addLayout(reason_grid(because, card))
        return card

    def _add_statuses(self, column: QVBoxLayout, box: QWidget, page: PersonPage) -> None:
        header = SectionHeader(_("Management types"), box, icon="flag", note=str(len(page.facts.statuses)))
        header.add_action(_("Enter a status"), self._on_new_status, icon="plus")
        column.addWidget(header)
        running = {period.id for period in page.statuses}
        for period in reversed(page.facts.statuses):
            since, until = show_date(period.since), show_date(period.until) if period.until else ""
            term = (
                _("from {since} to {until}", since=since, until=until)
                if until
                else _("from {since}", since=since)
            )
            note = " · ".join(p for p in (term, period.regime, period.end_reason) if p)
            state = (_("in force"), "good") if period.id in running else (_("ended"), "neutral")
            self._add_line(
                column, box, f"status_period:{period.id}", status_label(period.status), note, state
            )
        if not page.facts.statuses:
            column.addWidget(look.label(_("No status is recorded."), box, tone="muted"))
        column.addSpacing(6)

    def _add_decisions(self, column: QVBoxLayout, box: QWidget, page: PersonPage) -> None:
        header = SectionHeader(_("Decisions"), box, icon="gavel", note=str(len(page.facts.decisions)))
        header.add_action(_("Enter a decision"), self._on_new_decision, icon="plus")
        column.addWidget(header)
        kind = KINDS["decision"]
        for decision in reversed(page.facts.decisions):
            until = decision.effective_until
            note = " · ".join(
                p
                for p in (
                    show_date(decision.decided_on),
                    decision.signatory,
                    _("in force to {until}", until=show_date(until)) if until else "",
                )
                if p
            )
            number = decision.number
            state = (number, "info") if number else (_("number not recorded"), "warn")
            title = shown(kind.field("sort"), decision.sort)
            self._add_line(column, box, f"decision:{decision.id}", title, note, state)
        if not page.facts.decisions:
            column.addWidget(look.label(_("No decision is recorded."), box, tone="muted"))

    def _add_line(
        self, column: QVBoxLayout, box: QWidget, record: str, title: str, note: str, state: tuple[str, str]
    ) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(look.label(title, box, role="strong"))
        line.addWidget(Badge(state[0], state[1], box))
        line.addWidget(look.label(note, box, tone="muted"), 1)
        link = look.button(_("Correct"), box, kind="link")
        link.setProperty("opens", record)
        link.setAccessibleName(_("Correct: {kind}", kind=title))
        link.clicked.connect(self._on_correct)
        line.addWidget(link)
        column.addLayout(line)

    def _on_action(self) -> None:
        self.action_wanted.emit(str(self.sender().property("opens")))

    def _on_correct(self) -> None:
        self.correct_wanted.emit(str(self.sender().property("opens")))

    def _on_new_status(self) -> None:
        self.entry_wanted.emit("status_period")

    def _on_new_decision(self) -> None:
        self.entry_wanted.emit("decision")
