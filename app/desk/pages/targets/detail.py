"""One criterion at the right of the page: how it stands and why, its wording, its definition, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.targets.table import behind_text
from app.desk.shell.say import count, day
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid
from app.register.targets import INDICATORS, Progress
from app.register.targets.words import (
    MARKS,
    figure_text,
    gap_text,
    goal_text,
    origin_text,
    percent_text,
    state_text,
)
from app.words import _, plural


class TargetDetail(QFrame):
    """Shows a line; the page does what its signals ask."""

    records_wanted = Signal()
    result_wanted = Signal()
    freeze_wanted = Signal()
    take_back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.line: Progress | None = None
        self._may_write = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 8, 8)
        outer.setSpacing(6)
        self.title = look.label("", self, role="heading", wrap=True)
        self.when = look.label("", self, tone="muted", wrap=True)
        outer.addWidget(self.title)
        outer.addWidget(self.when)
        self.badge = Badge("", "neutral", self)
        outer.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        self.reason = look.label("", self, role="small", tone="warn", wrap=True)
        outer.addWidget(self.reason)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body())
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self._buttons())

    def _body(self) -> QWidget:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 4, 6, 0)
        column.setSpacing(6)
        self.figures = KeyValueGrid((), body)
        column.addWidget(self.figures)
        self._parts: dict[str, tuple[QWidget, QWidget]] = {}
        self.wording = self._part(column, body, "wording")
        self.definition = self._part(column, body, "definition")
        self.reading = self._part(column, body, "reading")
        self.stated = self._part(column, body, "stated")
        self.yearly = self._part(column, body, "yearly")
        column.addStretch(1)
        return body

    def _part(self, column: QVBoxLayout, body: QWidget, name: str) -> QWidget:
        head = look.label("", body, role="caption")
        text = look.label("", body, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(head)
        column.addWidget(text)
        self._parts[name] = (head, text)
        return text

    def _say(self, name: str, title: str, text: str) -> None:
        head, body = self._parts[name]
        for part, words in ((head, title), (body, text)):
            part.setProperty("text", words)
            part.setVisible(bool(text))

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.open = look.button("", self, icon="list-check")
        self.open.clicked.connect(self.records_wanted)
        self.state = look.button(_("State a result"), self, icon="pencil")
        self.state.clicked.connect(self.result_wanted)
        self.freeze = look.button(_("Freeze the baseline"), self, icon="lock")
        self.freeze.clicked.connect(self.freeze_wanted)
        self.thaw = look.button(_("Take back the baseline"), self, icon="lock-open")
        self.thaw.clicked.connect(self.take_back_wanted)
        grid = QVBoxLayout()
        grid.setSpacing(6)
        for part in (self.open, self.state, self.freeze, self.thaw):
            grid.addWidget(part)
        line.addLayout(grid)
        return line

    def show_line(self, one: Progress | None, *, may_write: bool) -> None:
        """Show a criterion, or nothing."""
        self.line, self._may_write = one, may_write
        self.setVisible(one is not None)
        if one is None:
            return
        self.title.setText(one.label())
        span = _("{first} to {last}", first=day(one.period.since), last=day(one.period.until))
        self.when.setText(" · ".join(part for part in (one.unit_name, span) if part))
        tone, icon = MARKS[one.verdict.state]
        self.badge.set_state(state_text(one), tone, icon)
        self.reason.setText(one.verdict.reason())
        self.reason.setVisible(bool(one.verdict.reason()))
        self.figures.set_items(_figures(one))
        self._say_words(one)
        self._show_buttons(one)
        self.show_years(())

    def _say_words(self, one: Progress) -> None:
        given = one.given
        clause = given.clause or ""
        title = _("Wording of the plan") + (f" · {clause}" if clause else "")
        self._say("wording", title, given.text or "")
        known = INDICATORS.get(one.indicator)
        text = (
            f"{known.formula()} ({known.clause})"
            if known
            else _("None: the result is stated with its source.")
        )
        self._say("definition", _("Definition"), text)
        self._say("reading", _("Another reading of the text"), given.reading or "")
        lines = [
            f"{day(s.as_of)}: {count(s.figure.value)}{f'/{count(s.figure.base)}' if s.figure.base is not None else ''}"
            f" – {s.source}"
            for s in one.typed
        ]
        self._say("stated", _("Stated results"), "\n".join(lines))

    def show_years(self, found: Sequence[Progress]) -> None:
        """A yearly target year after year."""
        lines = [
            f"{day(p.period.since)} – {day(p.period.until)}: {figure_text(p) or '–'} · {state_text(p)}"
            for p in found
        ]
        self._say("yearly", _("Year after year"), "\n".join(lines) if len(lines) > 1 else "")

    def _show_buttons(self, one: Progress) -> None:
        self.open.setText(plural("Open {n} record", "Open {n} records", len(one.records)))
        self.open.setVisible(bool(one.records))
        is_one = bool(one.id) and self._may_write
        lacks_baseline = one.goal.measure == "change" and one.baseline is None
        self.state.setVisible(is_one and (one.origin != "counted" or lacks_baseline))
        changes = is_one and one.goal.measure == "change"
        can_freeze = changes and one.indicator in INDICATORS
        has_frozen = one.baseline is not None and bool(one.baseline.ids)
        self.freeze.setVisible(can_freeze and not has_frozen and not one.given.yearly)
        self.thaw.setVisible(changes and has_frozen)


def _figures(one: Progress) -> list[KeyValue]:
    noun = f" {one.given.noun}" if one.given.noun and one.goal.measure == "count" else ""
    goal = goal_text(one.goal)
    items = [
        KeyValue(_("Target"), f"{goal}{noun}" if goal else _("blank")),
        KeyValue(_("Result"), figure_text(one)),
        KeyValue(_("%"), percent_text(one)),
        KeyValue(_("Difference"), gap_text(one)),
    ]
    if one.baseline is not None:
        base = one.baseline
        figure = count(base.figure.value) + (
            f"/{count(base.figure.base)}" if base.figure.base is not None else ""
        )
        items.append(KeyValue(_("Baseline"), f"{figure} · {day(base.as_of)}"))
    source = origin_text(one)
    items.append(KeyValue(_("Evidence"), source or behind_text(one), wide=True))
    if one.units_counted > 1:
        units = plural("{n} unit", "{n} units", one.units_counted)
        items.append(KeyValue(_("Units counted"), units))
    return items
