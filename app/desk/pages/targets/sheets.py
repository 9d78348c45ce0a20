"""What is filled in beside the table: a stated result, the baseline to freeze, a plan to load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column
from app.desk.pages.targets.reading import Offer
from app.desk.shell.say import day
from app.desk.widgets import look
from app.desk.widgets.form import Form
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.table import ListTable
from app.kinds.declare import KINDS
from app.register.targets import Progress
from app.words import N_, _, plural

_LOAD_WIDE = 600
_PLANS = (
    Column("number", N_("Number"), 130, strong=True, sortable=False),
    Column("title", N_("Title"), 236, sortable=False),
    Column("targets", N_("Targets"), 58, right=True, sortable=False),
    Column("would", N_("New"), 58, right=True, sortable=False),
)


class ResultForm(QWidget):
    """A stated result, or a stated baseline: value, whole, day, source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.about = look.label("", self, tone="muted", wrap=True)
        column.addWidget(self.about)
        fields = ["value", "base", "as_of", "source", "note"]
        self.form = Form(KINDS["target_result"], fields, self, with_meter=False)
        column.addWidget(self.form)
        self.as_baseline = QCheckBox(_("This is the baseline changes are measured from"), self)
        column.addWidget(self.as_baseline)
        column.addStretch(1)

    def start(self, one: Progress, today: date) -> None:
        """Empty, for a target."""
        self.about.setText("\n\n".join(part for part in (one.label(), one.given.reading) if part))
        self.form.set_values({"as_of": min(today, one.period.until).isoformat()})
        self.as_baseline.setChecked(False)
        wants = one.goal.measure == "change" and (one.baseline is None or not one.baseline.ids)
        self.as_baseline.setVisible(wants)

    def focus_first(self) -> None:
        """Start with the figure."""
        self.form.focus_first()

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.form.is_changed()

    def filled(self) -> dict[str, Any]:
        """The values; raises the first Fault after showing every one."""
        return self.form.values()


class FreezeForm(QWidget):
    """The day a baseline is frozen as of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.about = look.label("", self, wrap=True)
        self.reading = look.label("", self, tone="muted", wrap=True)
        column.addWidget(self.about)
        column.addWidget(self.reading)
        self.form = Form(KINDS["target_result"], ["as_of"], self, with_meter=False)
        column.addWidget(self.form)
        hint = _(
            "The figure of that day and the records behind it are kept as they are. Later changes do not move it."
        )
        column.addWidget(look.label(hint, self, role="caption", wrap=True))
        column.addStretch(1)

    def start(self, one: Progress, today: date) -> None:
        """For a target; the day before its period begins, or today where that lies ahead."""
        self.about.setText(one.label())
        self.reading.setText(one.given.reading or "")
        self.reading.setVisible(bool(one.given.reading))
        self.form.set_values({"as_of": min(today, one.period.since).isoformat()})

    def focus_first(self) -> None:
        """The day."""
        self.form.focus_first()

    def day(self) -> date:
        """The day; raises its Fault after showing it."""
        return date.fromisoformat(str(self.form.values()["as_of"]))


class LoadSheet(SideSheet):
    """The plans that come with the program; ``chosen`` carries name and whether it is for the own unit."""

    chosen = Signal(str, bool)

    def __init__(self, host: QWidget, *, has_unit: bool) -> None:
        super().__init__(host, _("Plans that come with the program"), save=_("Load"), width=_LOAD_WIDE)
        self.offers: tuple[Offer, ...] = ()
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.model = RowsModel(_PLANS, self)
        self.table = ListTable(self.model, _("Plans that come with the program"), body)
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_load)
        column.addWidget(self.table, 1)
        self.about = look.label("", body, wrap=True)
        self.adds = look.label("", body, role="strong", wrap=True)
        self.note = look.label("", body, role="caption", wrap=True)
        self.here = QCheckBox(_("Follow it for this register's own unit"), body)
        self.here.setVisible(has_unit)
        for part in (self.about, self.adds, self.note, self.here):
            column.addWidget(part)
        self.set_content(body)
        self.save_wanted.connect(self._on_load)
        self._has_unit = has_unit

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the plans, the first chosen."""
        self.offers = tuple(offers)
        lines = []
        for one in self.offers:
            new = sum(one.addition.added.values()) + sum(one.addition.changed.values())
            lines.append(
                (one.plan.number, one.plan.title, str(one.plan.count()), str(new) if new else _("loaded"))
            )
        self.model.set_lines(lines)
        self.table.select_ids([0], 0)
        self.open()
        self.table.setFocus()

    def current(self) -> Offer | None:
        """The plan chosen."""
        found = self.table.selected_ids()
        return self.offers[found[0]] if found and found[0] < len(self.offers) else None

    def _on_selected(self, ids: list[int]) -> None:
        one = self.current()
        if one is None:
            return
        plan = one.plan
        span = _("{first} to {last}", first=day(plan.since), last=day(plan.until))
        self.about.setText(f"{plan.title}\n{plan.issuer} · {span}")
        self.adds.setText(_would(one))
        self.note.setText(plan.note)
        self.note.setVisible(bool(plan.note))
        self.here.setVisible(self._has_unit and not plan.table)
        self.save_button.setEnabled(not one.addition.is_nothing or self._has_unit)

    @Slot()
    def _on_load(self) -> None:
        one = self.current()
        if one is not None and self.save_button.isEnabled():
            self.chosen.emit(one.plan.name, self.here.isChecked() and not one.plan.table)


def _would(one: Offer) -> str:
    """What loading adds, by kind."""
    found = one.addition
    if found.is_nothing:
        return _("Everything of it is in the register already; loading again changes nothing.")
    sums = dict(found.added)
    for name, n in found.changed.items():
        sums[name] = sums.get(name, 0) + n
    parts = [f"{_(KINDS[name].plural)}: {n}" for name, n in sums.items()]
    same = plural("{n} record is there already.", "{n} records are there already.", found.same)
    return _("Loading adds {parts}.", parts="; ".join(parts)) + (f" {same}" if found.same else "")
