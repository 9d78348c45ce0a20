"""What a law pack would change, deadline by deadline; installing starts from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line
from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.say import day
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.fields import TextField
from app.desk.widgets.table import ListTable
from app.kinds.dates import show_moment
from app.kinds.faults import Fault
from app.register.law_packs import Candidate, ChangedDeadline, install
from app.words import N_, _, plural

_COLUMNS = (
    Column("name", N_("Full name"), 160, strong=True, sortable=False),
    Column("what", N_("What is owed"), 210, sortable=False),
    Column("old", N_("Until now"), 100, sortable=False),
    Column("new", N_("Afterwards"), 100, sortable=False),
    Column("why", N_("Why"), 300, sortable=False),
)


class CompareDialog(QDialog):
    """The changes of one pack; accepted once it is installed."""

    def __init__(
        self,
        desk: Desk,
        candidate: Candidate,
        changes: Sequence[ChangedDeadline],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._candidate = candidate
        self._changes = changes
        self.setWindowTitle(_("What the pack would change"))
        self.resize(look.px(960), look.px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        line = candidate.line
        column.addWidget(look.label(line.title.said(), self, role="title", wrap=True))
        about = _(
            "Version {version}, followed from {day}. Published by {name}; the signature fits.",
            version=line.version,
            day=day(line.since),
            name=candidate.publisher.name,
        )
        column.addWidget(look.label(about, self, tone="muted", wrap=True))
        column.addWidget(look.label(_counted(changes), self, role="strong", wrap=True))
        self._place_table(column)
        self.document = TextField(_("Document it rests on"), self, expected=True)
        self._told = look.label("", self, wrap=True, tone="danger")
        column.addWidget(self.document)
        column.addWidget(self._told)
        column.addLayout(self._foot())

    def _place_table(self, column: QVBoxLayout) -> None:
        self._model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self._model, _("What the pack would change"), self)
        none = EmptyState(
            "circle-check",
            _("No deadline changes"),
            _("Everything that runs in the register keeps its day. The pack counts for what begins later."),
            self.table,
        )
        self.table.set_empty(none)
        self._model.set_lines([_line(one) for one in self._changes])
        self.table.selected.connect(self._on_selected)
        self._why = look.label("", self, tone="muted", wrap=True)
        column.addWidget(self.table, 1)
        column.addWidget(self._why)

    def _foot(self) -> QHBoxLayout:
        self.go = look.button(_("Install the pack"), self, kind="primary")
        self.go.clicked.connect(self.start)
        may = session_of(self._desk).is_admin
        self.go.setVisible(may)
        self.document.setVisible(may)
        self.cancel = look.button(_("Cancel") if may else _("Close"), self)
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        return foot

    @Slot(list)
    def _on_selected(self, ids: Sequence[int]) -> None:
        """The whole reason of the chosen line."""
        self._why.setText(self._changes[ids[0]].why if len(ids) == 1 else "")

    @Slot()
    def start(self) -> None:
        """Install it in the lane."""
        look.commit_typing()
        session, candidate, document = session_of(self._desk), self._candidate, self.document.value() or ""
        self.go.setEnabled(False)
        write(
            self._desk,
            lambda: install(session, candidate, document),
            self._on_done,
            self._on_failed,
            self,
        )

    def _on_done(self, _changed: object) -> None:
        self.accept()

    def _on_failed(self, fault: Fault) -> None:
        self.go.setEnabled(True)
        self._told.setText(fault.sentence())
        mark(self._told, tone="danger")


def _counted(changes: Sequence[ChangedDeadline]) -> str:
    if not changes:
        return ""
    return plural("{n} deadline would change:", "{n} deadlines would change:", len(changes))


def _line(one: ChangedDeadline) -> Line:
    return (one.name, one.label(), _shown(one.old), _shown(one.new), one.why)


def _shown(due: date | datetime | None) -> str:
    if due is None:
        return "–"
    return show_moment(due) if isinstance(due, datetime) else day(due)
