"""The audit list: who looked, who changed what from what to what, and the check of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.progress import Progress
from app.desk.models.id_table import IdTableModel
from app.desk.models.rows import lane_runner
from app.desk.models.source import Query
from app.desk.pages.audit.sources import (
    CHANGE_COLUMNS,
    LOOK_COLUMNS,
    ChangeSource,
    LookSource,
    field_label,
    kind_labels,
    value_text,
)
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register import audit_list
from app.register.audit_list import ACTS, OpLine
from app.words import N_, _, plural

LOOKS, CHANGES = "looks", "changes"
_MODES = ((LOOKS, N_("Looks and exports"), "eye"), (CHANGES, N_("Changes of records"), "history"))


class AuditPage(Page):
    """Two lists of one shape; the pane at the right tells old and new of a change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        session = session_of(desk)
        self._latest = Latest(self._show_detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(self._head())
        self.strips = Strips(self)
        column.addWidget(self.strips)
        self._modes = ChipRow(self, single=True)
        for key, text, icon in _MODES:
            self._modes.add(key, _(text), icon)
        self._modes.check([LOOKS])
        self._modes.toggled.connect(self._on_mode)
        column.addWidget(self._modes)
        self.bars = QStackedWidget(self)
        self.lists = QStackedWidget(self)
        self.tables: dict[str, ListTable] = {}
        self._models: dict[str, IdTableModel] = {}
        self._bars: dict[str, FilterBar] = {}
        self._add(LOOKS, IdTableModel(LookSource(session), LOOK_COLUMNS, self, runner=self._runner()))
        self._add(CHANGES, IdTableModel(ChangeSource(session), CHANGE_COLUMNS, self, runner=self._runner()))
        column.addWidget(self.bars)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.lists)
        split.addWidget(self._pane())
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        self.tables[CHANGES].selected.connect(self._on_selected)
        desk.changed.connect(self._on_changed)

    def _runner(self) -> Any:
        return lane_runner(self.desk.lane, self, self._on_failed)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label(_("Audit list"), self, role="title"))
        row.addWidget(
            look.label(
                _("Nothing can be taken out of it, not even by the administrator."), self, tone="muted"
            )
        )
        row.addStretch(1)
        self.verify = look.button(_("Check the register"), self, icon="shield-check")
        self.verify.clicked.connect(self.start_verify)
        row.addWidget(self.verify)
        return row

    def _add(self, key: str, model: IdTableModel) -> None:
        """A list with its own filters."""
        session = session_of(self.desk)
        people = [(who, who) for who in audit_list.audit_people(session) if who]
        if key == LOOKS:
            acts = [(act, _(ACTS.get(act, act))) for act in audit_list.audit_acts(session)]
            second = QuickFilter("act", _("What was done"), acts)
        else:
            labels = kind_labels()
            kinds = [(kind, labels.get(kind, kind)) for kind in audit_list.op_kinds(session)]
            second = QuickFilter("act", _("Kind of record"), kinds)
        quick = [QuickFilter("who", _("Account"), people), second]
        bar = FilterBar(_("Search in the list"), quick, self)
        table = ListTable(model, _({k: t for k, t, _i in _MODES}[key]), self)
        table.count_text.connect(bar.set_count)
        bar.changed.connect(self._ask)
        bar.down.connect(table.setFocus)
        self.bars.addWidget(bar)
        self.lists.addWidget(table)
        self.tables[key], self._models[key], self._bars[key] = table, model, bar

    def _pane(self) -> QWidget:
        self._detail = QFrame(self)
        mark(self._detail, kind="card")
        outer = QVBoxLayout(self._detail)
        outer.setContentsMargins(14, 10, 8, 10)
        outer.addWidget(look.label(_("From what to what"), self._detail, role="heading"))
        scroll = QScrollArea(self._detail)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(_("Old and new values"))
        inner = QWidget()
        self._values = QVBoxLayout(inner)
        self._values.setContentsMargins(0, 0, 6, 0)
        self._values.setSpacing(3)
        scroll.setWidget(inner)
        outer.addWidget(scroll, 1)
        self._detail.setMinimumWidth(look.px(250))
        self._detail.hide()
        return self._detail

    def mode(self) -> str:
        """The list on view."""
        return (self._modes.checked() or [LOOKS])[0]

    def set_mode(self, key: str) -> None:
        """Show one of the two lists."""
        self._modes.check([key])
        place = [k for k, _t, _i in _MODES].index(key)
        self.bars.setCurrentIndex(place)
        self.lists.setCurrentIndex(place)
        self._detail.setVisible(key == CHANGES)
        self._ask()

    @Slot(str, bool)
    def _on_mode(self, key: str, on: bool) -> None:
        self.set_mode(key)

    @Slot()
    def _ask(self) -> None:
        key = self.mode()
        query: Query = self._bars[key].query(self._models[key].query())
        self._models[key].show(query)

    def arrive(self, target: str) -> None:
        """Show what was asked for; the newest on top."""
        self.set_mode(target if target in (LOOKS, CHANGES) else self.mode())

    def reload(self) -> None:
        """Read again."""
        self._ask()

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if self.isVisible():
            self._models[self.mode()].refresh()

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    @Slot(list)
    def _on_selected(self, ids: Sequence[int]) -> None:
        if len(ids) != 1:
            self._latest.drop()
            return
        session, n = session_of(self.desk), ids[0]

        def work() -> tuple[OpLine | None, dict[str, tuple[Any, Any]]]:
            lines = audit_list.op_lines(session, [n])
            return (lines[0] if lines else None), audit_list.op_values(session, n)

        read(self.desk, work, self._latest.ask(), self._on_failed, self)

    def _show_detail(self, found: tuple[OpLine | None, dict[str, tuple[Any, Any]]]) -> None:
        while entry := self._values.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        line, values = found
        if line is None:
            return
        self._say(f"{kind_labels().get(line.kind, line.kind)} {line.record[:8]}", role="caption")
        for name, (old, new) in values.items():
            self._say(field_label(line.kind, name), role="strong")
            if old not in (None, "", [], ()):
                before = value_text(line.kind, name, old)
                self._say(_("before: {value}", value=before), tone="muted")
            self._say(value_text(line.kind, name, new))
        if not values:
            self._say(_("No field got another value."), tone="muted")
        self._values.addStretch(1)

    def _say(self, text: str, *, role: str = "", tone: str = "") -> None:
        self._values.addWidget(look.label(text, role=role, tone=tone, wrap=True))

    @Slot()
    def start_verify(self) -> None:
        """Check chains, files and tables in the lane."""
        keeper = self.desk.register.keeper

        def work(progress: Progress) -> Any:
            return keeper.verify(deep=True)

        self.verify.setEnabled(False)
        self.desk.lane.run(
            work, self.show_verdict, self._on_verify_failed, self, label=_("Checking the whole register")
        )

    def _on_verify_failed(self, fault: Fault) -> None:
        self.verify.setEnabled(True)
        self.strips.say_fault(fault)

    def show_verdict(self, checks: Sequence[Any]) -> None:
        """One plain sentence, and what is wrong when something is."""
        self.verify.setEnabled(True)
        for strip in self.strips.strips():
            strip.dismiss()
        bad = [check for check in checks if not check.ok]
        if not bad:
            n = len(checks)
            text = plural(
                "The register is whole: {n} check, nothing was changed or lost.",
                "The register is whole: {n} checks, nothing was changed or lost.",
                n,
            )
            self.strips.say(text, "good")
            return
        for check in bad[:3]:
            self.strips.say(check.text, "danger")
        more = _("Stop entering, keep the folder as it is, and call who looks after the program.")
        self.strips.say(more, "danger")
