"""The middle of the page: what the report counts by, when it is due, what it lacks, what changed, its copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.reports.working import Shown, said_copy
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.fields import DateField
from app.desk.widgets.strips import grouped
from app.kinds.dates import show_date
from app.register.counting.definition import DATE_WORDS
from app.register.counting.measures import MEASURES
from app.register.reports.checks import Check
from app.register.reports.overview import CHANGED, STATES, Entry
from app.register.reports.reasons import REASONS
from app.register.reports.snapshot import Correction, Snapshot
from app.words import _, plural

_MOST_CHANGES = 6
_DIGEST_SHOWN = 16


class ReportPanel(QScrollArea):
    """``asked`` when another way of counting or another window is wanted; ``mend`` carries a check."""

    asked = Signal()
    mend = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Settings and checks of the report"))
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(8, 0, 8, 0)
        self._column.setSpacing(6)
        self.title = look.label("", holder, role="heading", wrap=True)
        self.badge = Badge("", "neutral", holder)
        self.days = look.label("", holder, role="caption", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self.badge)
        line.addStretch(1)
        self._column.addWidget(self.title)
        self._column.addLayout(line)
        self._column.addWidget(self.days)
        self._build_asking(holder)
        self._parts = QWidget(holder)
        self._body = QVBoxLayout(self._parts)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(6)
        self._at = 0
        self._column.addWidget(self._parts)
        self._column.addStretch(1)
        self.setWidget(holder)

    def _build_asking(self, holder: QWidget) -> None:
        self.own_days = QWidget(holder)
        both = QVBoxLayout(self.own_days)
        both.setContentsMargins(0, 0, 0, 0)
        self.first = DateField(_("First day"), self.own_days)
        self.last = DateField(_("Last day"), self.own_days)
        self.go = look.button(_("Count this window"), self.own_days, kind="primary")
        self.go.clicked.connect(self.asked)
        for part in (self.first, self.last, self.go):
            both.addWidget(part)
        self._column.addWidget(self.own_days)
        self.dates_label = look.label(_("Counted by"), holder, role="caption")
        self.dates = QComboBox(holder)
        for key, words in DATE_WORDS.items():
            self.dates.addItem(_(words), key)
        self.dates_label.setBuddy(self.dates)
        self.dates.currentIndexChanged.connect(self._on_dates)
        self._column.addWidget(self.dates_label)
        self._column.addWidget(self.dates)

    @Slot(int)
    def _on_dates(self, _at: int) -> None:
        self.asked.emit()

    def date_sort(self) -> str:
        """By which day records are placed."""
        return str(self.dates.currentData())

    def days_typed(self) -> tuple[date | None, date | None]:
        """The days of the window; None where none is typed."""
        typed = (self.first.value(), self.last.value())
        first, last = (date.fromisoformat(one) if one else None for one in typed)
        return first, last

    def ask_window(self) -> None:
        """Ask for the days of a campaign."""
        self.title.setText(_("Another window"))
        self.badge.setVisible(False)
        self.days.setText(_("A campaign counts what happened from its first to its last day."))
        self.own_days.setVisible(True)
        self._clear()
        self.first.setFocus()

    def show_entry(self, entry: Entry) -> None:
        """Another report: what is known of it at once."""
        self.own_days.setVisible(False)
        title = entry.period.title(_)
        self.title.setText(f"{title[:1].upper()}{title[1:]}")
        self.say_state(entry.state)
        days = _("{first} to {last}", first=show_date(entry.period.first), last=show_date(entry.period.last))
        self.days.setText(days)
        with QSignalBlocker(self.dates):
            if entry.sealed is not None:
                self.dates.setCurrentIndex(self.dates.findData(entry.dates))
        self.dates.setEnabled(entry.sealed is None)
        self._clear()
        self._due(entry)

    def say_state(self, state: str) -> None:
        """The state of the report as a badge."""
        words, tone = STATES[state]
        self.badge.setVisible(True)
        self.badge.set_state(_(words), tone)

    def show_report(self, shown: Shown) -> None:
        """What it lacks, how it stands to the period before, its copies."""
        self._clear()
        self._due(shown.entry)
        if shown.entry.sealed is None:
            self._checks(shown.checks)
        else:
            self._seal_facts(shown)
        place = self._at
        self._compared(shown.report)
        self._at = place  # what changed since stands before the comparison

    def show_changes(self, found: Sequence[Correction]) -> None:
        """What is another number now than when the report was sealed; it stands before the comparison."""
        self._heading(_("Changes since it was sealed"))
        whole = [one for one in found if not one.dimension]
        if not found:
            self._caption(_("None: counted again today, every number is the same."))
            return
        self.say_state(CHANGED)
        for one in whole:
            name = _(MEASURES[one.figure].label) if one.figure in MEASURES else one.label
            self._line(f"{name}: {_number(one.old)} → {_number(one.new)}")
            for line in one.lines[:_MOST_CHANGES]:
                sign = "+" if line.adds > 0 else ""
                what = line.name or _("Record")
                self._caption(f"{sign}{grouped(line.adds)} {what}: {_(REASONS.get(line.why, line.why))}")
            if len(one.lines) > _MOST_CHANGES:
                more = len(one.lines) - _MOST_CHANGES
                self._caption(plural("and {n} more", "and {n} more", more))
        cells = len(found) - len(whole)
        if cells:
            text = plural("{n} number of a breakdown differs.", "{n} numbers of breakdowns differ.", cells)
            self._caption(text)
        self._caption(_("They stand with their reasons in the next report that is sealed."))

    # -- inside

    def _due(self, entry: Entry) -> None:
        if not entry.due:
            return
        self._heading(_("Due"))
        for one in entry.due:
            words = _("before {day}: {to}", day=show_date(one.before), to=one.to)
            label = self._caption(words)
            label.setToolTip(one.source)

    def _checks(self, found: Sequence[Check]) -> None:
        open_ones = [one for one in found if one.count]
        if not open_ones:
            self._heading(_("Nothing is missing"))
            return
        text = plural("{n} thing to look at", "{n} things to look at", len(open_ones))
        self._heading(text)
        for one in open_ones:
            holder = QWidget(self._parts)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
            line.addWidget(look.picture("alert-triangle", "warn", 14, holder), 0, Qt.AlignmentFlag.AlignTop)
            words = look.label(one.text, holder, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            if one.can_mend:
                button = look.button(_("Mend"), holder, kind="link")
                button.setAccessibleName(_("Mend: {what}", what=one.text))
                button.clicked.connect(partial(self._on_mend, one))
                line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._put(holder)

    def _on_mend(self, found: Check, _checked: bool = False) -> None:
        self.mend.emit(found)

    def _seal_facts(self, shown: Shown) -> None:
        sealed = shown.entry.sealed
        if sealed is None:
            return
        self._heading(_("Sealed"))
        self._caption(_("by {who}", who=sealed.sealed_by))
        digest = self._caption(f"SHA-256 {sealed.digest[:_DIGEST_SHOWN]}…")
        digest.setToolTip(sealed.digest)
        self._heading(_("Issued copies"))
        if not shown.copies:
            self._caption(_("None yet."))
        for one in reversed(shown.copies):
            self._caption(said_copy(one)).setToolTip(f"SHA-256 {one.sha256}")

    def _compared(self, report: Snapshot) -> None:
        """The largest changes against the period before."""
        known = [one for one in report.figures if one.value is not None and one.previous is not None]
        changed = [(abs((f.value or 0) - (f.previous or 0)), f) for f in known if f.value != f.previous]
        if not known:
            return
        self._heading(_("Against the period before"))
        if not changed:
            self._caption(_("Every number is the same."))
        for _size, one in sorted(changed, key=lambda pair: -pair[0])[:_MOST_CHANGES]:
            change = (one.value or 0) - (one.previous or 0)
            name = _(MEASURES[one.name].label) if one.name in MEASURES else one.label
            sign = "+" if change > 0 else ""
            self._caption(f"{name}: {_number(one.previous)} → {_number(one.value)} ({sign}{grouped(change)})")

    def _heading(self, text: str) -> None:
        self._put(look.label(text, self._parts, role="strong", wrap=True))

    def _line(self, text: str) -> None:
        self._put(look.label(text, self._parts, wrap=True))

    def _caption(self, text: str) -> QWidget:
        label = look.label(text, self._parts, role="caption", wrap=True)
        self._put(label)
        return label

    def _put(self, part: QWidget) -> None:
        """At the end, or before the comparison once that stands."""
        self._body.insertWidget(self._at, part)
        self._at += 1

    def _clear(self) -> None:
        self._at = 0
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _number(value: int | None) -> str:
    return _("not known") if value is None else grouped(value)
