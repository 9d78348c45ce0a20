"""The tab of measures and deadlines: what is owed and why; statuses, decisions, breaches, absences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.people.owing import TONES, action_for, distance, icon_for, shown_due, status_label
from app.desk.pages.people.work import session_of
from app.desk.pages.person.events import ICONS, told_of
from app.desk.pages.person.reason import reason_grid
from app.desk.pages.person.record_line import RecordLine
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.record_parts import SectionHeader
from app.kinds.dates import show_date, show_moment
from app.kinds.declare import KINDS
from app.register.obligations import Owed
from app.register.people import PersonPage
from app.words import N_, _

#: What stands here, with its title, the way to enter one, and what is said where there is none.
_SECTIONS = (
    ("status_period", N_("Management types"), N_("Enter a status"), N_("No status is recorded.")),
    ("decision", N_("Decisions"), N_("Enter a decision"), N_("No decision is recorded.")),
    ("breach", N_("Breaches of obligations"), N_("Enter a breach"), N_("No breach is recorded.")),
    ("absence", N_("Absences and moves"), N_("Enter an absence or move"), N_("None is recorded.")),
)


class MeasuresTab(QScrollArea):
    """A person has few of each, so these are cards and lines, not a table."""

    action_wanted = Signal(str)
    correct_wanted = Signal(str)  # kind:record
    end_wanted = Signal(str)
    retract_wanted = Signal(str)
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
        self._add_kinds(column, box, page)
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

    def _add_kinds(self, column: QVBoxLayout, box: QWidget, page: PersonPage) -> None:
        running = {period.id for period in page.statuses}
        for kind, title, add, none in _SECTIONS:
            kept = page.records.get(kind, ())
            header = SectionHeader(_(title), box, icon=ICONS[kind], note=str(len(kept)))
            may_write = session_of(self._desk).may_write(KINDS[kind]) and page.is_ours
            if may_write:
                header.add_action(_(add), _Enter(self.entry_wanted, kind), icon="plus")
            column.addWidget(header)
            for record in reversed(kept):
                words, note, state = _told(kind, record, running)
                line = RecordLine(kind, record, words, note, state, box, may_write=may_write)
                line.correct_wanted.connect(self.correct_wanted)
                line.end_wanted.connect(self.end_wanted)
                line.retract_wanted.connect(self.retract_wanted)
                column.addWidget(line)
            if not kept:
                column.addWidget(look.label(_(none), box, tone="muted"))
            column.addSpacing(6)

    def _on_action(self) -> None:
        self.action_wanted.emit(str(self.sender().property("opens")))


class _Enter:
    """A new record of one kind, whatever the button says with its click."""

    def __init__(self, signal: Any, kind: str) -> None:
        self._signal, self._kind = signal, kind

    def __call__(self) -> None:
        self._signal.emit(self._kind)


_Told = tuple[str, str, tuple[str, str] | None]


def _told(kind: str, record: Any, running: set[str]) -> _Told:
    if kind == "status_period":
        state = (_("in force"), "good") if record.id in running else (_("ended"), "neutral")
        until = show_date(record.until) if record.until else ""
        since = show_date(record.since)
        term = _("from {since}", since=since)
        if until:
            term = _("from {since} to {until}", since=since, until=until)
        note = " · ".join(part for part in (term, record.regime, record.end_reason) if part)
        return status_label(record.status), note, state
    if kind == "decision":
        return _told_decision(record)
    title, note, _icon, tone = told_of(kind, record)
    when = getattr(record, KINDS[kind].when)
    shown_on = show_moment(when) if isinstance(when, datetime) else show_date(when)
    ended = KINDS[kind].ended_by and getattr(record, KINDS[kind].ended_by)
    badge: tuple[str, str] | None = None
    if KINDS[kind].ended_by:
        badge = (_("ended"), "neutral") if ended else (_("still open"), tone)
    return title, " · ".join(part for part in (shown_on, note) if part), badge


def _told_decision(decision: Any) -> _Told:
    until = decision.effective_until
    helper = next((one.name for one in decision.team if one.is_helper), "")
    parts = (
        show_date(decision.decided_on),
        decision.signatory,
        _("in force to {until}", until=show_date(until)) if until else "",
        _("team of {n}", n=len(decision.team)) if decision.team else "",
        _("direct helper {name}", name=helper) if helper else "",
    )
    state = (decision.number, "info") if decision.number else (_("number not recorded"), "warn")
    title = shown(KINDS["decision"].field("sort"), decision.sort)
    return title, " · ".join(part for part in parts if part), state
