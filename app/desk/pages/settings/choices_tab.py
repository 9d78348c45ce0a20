"""What the unit decides for itself: each setting with its default, how sure that is, and the unit's own value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.exchange.outgoing import card
from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.settings.fields_dialog import FieldsDialog, Values
from app.desk.shell.desk import Desk
from app.desk.shell.say import day
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import ChoiceField, DateField, IntField, TextField
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid
from app.desk.widgets.table import ListTable
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.unit_settings import (
    GROUPS,
    MARKS,
    SettingLine,
    back_to_default,
    set_setting,
    setting_lines,
)
from app.words import N_, _

_COLUMNS = (
    Column("what", N_("Setting"), 286, strong=True, sortable=False),
    Column("law", N_("Law"), 52, sortable=False),
    Column("value", N_("Counts now"), 116, sortable=False),
    Column("mark", N_("How sure"), 204, marked=True, sortable=False),
)
_TONES = {
    "silent": "info",
    "found": "good",
    "memory": "info",
    "derived": "info",
    "unknown": "warn",
    "own": "neutral",
}


class ChoicesTab(QWidget):
    """The list at the left, the chosen setting explained at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines: Sequence[SettingLine] = ()
        self._dialog: FieldsDialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        text = _(
            "Where the law gives no number, the program says so and takes a default that you may change. "
            "Every choice is dated and stays in the history."
        )
        column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self._model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self._model, _("Deadlines and choices of the unit"), self)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)
        split = QSplitter(self)
        split.addWidget(self.table)
        split.addWidget(self._detail())
        split.setStretchFactor(0, 1)
        split.setSizes([look.px(732), look.px(330)])
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)

    def _detail(self) -> QWidget:
        frame, column = card(self)
        frame.setMinimumWidth(look.px(300))
        self._title = look.label("", frame, role="heading", wrap=True)
        self._note = look.label("", frame, tone="muted", wrap=True)
        self._grid = KeyValueGrid((), frame, columns=1)
        self.choose = look.button(_("Choose another value…"), frame, kind="primary")
        self.choose.clicked.connect(self.open_choose)
        self.default = look.button(_("Back to the default…"), frame)
        self.default.clicked.connect(self.ask_default)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addWidget(self._grid)
        column.addStretch(1)
        may = session_of(self._desk).may_write(KINDS["setting"])
        for part in (self.choose, self.default):
            part.setVisible(may)
            column.addWidget(part)
        return frame

    def reload(self) -> None:
        """Read the settings again."""
        session = session_of(self._desk)
        read(self._desk, lambda: setting_lines(session), self.show_lines, self._on_failed, self)

    def show_lines(self, lines: Sequence[SettingLine]) -> None:
        """Show the settings; the same one stays chosen."""
        ids = self.table.selected_ids()
        key = self._lines[ids[0]].spec.key if ids and ids[0] < len(self._lines) else ""
        self._lines = sorted(lines, key=lambda line: list(GROUPS).index(line.spec.group))
        self._model.set_lines([_line(line) for line in self._lines])
        keys = [line.spec.key for line in self._lines]
        self.table.select_ids([keys.index(key) if key in keys else 0])

    def current(self) -> SettingLine | None:
        """The setting on view."""
        ids = self.table.selected_ids()
        return self._lines[ids[0]] if len(ids) == 1 and ids[0] < len(self._lines) else None

    @Slot(list)
    def _on_selected(self, ids: Sequence[int]) -> None:
        line = self.current()
        self.choose.setEnabled(line is not None)
        self.default.setEnabled(line is not None and bool(line.own))
        if line is None:
            return
        spec = line.spec
        self._title.setText(spec.words())
        self._note.setText(spec.explained())
        self._note.setVisible(bool(spec.explained()))
        own = spec.shown(line.own) if line.own else _("the default counts")
        items = [
            KeyValue(_("Choice of the unit"), own),
            KeyValue(_("Default"), spec.shown(spec.default)),
            KeyValue(_("How sure the default is"), _(MARKS[spec.mark])),
            KeyValue(_("Legal basis"), spec.article or "–"),
        ]
        if line.since is not None:
            items.insert(1, KeyValue(_("Since"), day(line.since)))
            items.insert(2, KeyValue(_("Document it rests on"), line.document or "–"))
        self._grid.set_items(items)

    @Slot(int)
    def _on_opened(self, _id: int) -> None:
        if self.choose.isVisibleTo(self):
            self.open_choose()

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    @Slot()
    def open_choose(self) -> None:
        """Ask for a value, its day and the document."""
        line = self.current()
        if line is not None:
            dialog = choose_dialog(self._desk, line, self)
            dialog.accepted.connect(self._on_chosen)
            self._dialog = dialog
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    @Slot()
    def _on_chosen(self) -> None:
        self._on_saved(self._dialog.result_of if self._dialog is not None else None)

    def _on_saved(self, changed: object) -> None:
        self._desk.tell(_("Saved."), "good")
        self._desk.announce(changed, self)
        self.reload()

    @Slot()
    def ask_default(self) -> None:
        """Take the choice back, with a reason."""
        line = self.current()
        if line is None:
            return
        text = _("The default counts again: {value}.", value=line.spec.shown(line.spec.default))
        dialog = ConfirmDialog(
            _("Go back to the default?"), text, _("Back to the default"), self, needs_reason=True
        )
        if dialog.ask():
            session, key, why = session_of(self._desk), line.spec.key, dialog.reason()
            write(
                self._desk,
                lambda: back_to_default(session, key, why),
                self._on_saved,
                self._on_failed,
                self,
                label=_("Computing the deadlines anew"),
            )


def choose_dialog(desk: Desk, line: SettingLine, parent: QWidget | None = None) -> FieldsDialog:
    """The dialog for another value of one setting."""
    session, spec = session_of(desk), line.spec
    fields: dict[str, FieldWidget] = {
        "value": _value_field(line),
        "since": DateField(_("Counts from"), None, required=True),
        "document": TextField(_("Document it rests on"), None, expected=True),
    }
    fields["since"].set_value(session.today().isoformat())

    def save(given: Values) -> object:
        since = date.fromisoformat(given["since"])
        return set_setting(session, spec.key, str(given["value"]), since, given["document"] or "")

    made = FieldsDialog(desk, spec.words(), spec.explained(), _("Save the choice"), fields, save, parent)
    made.setMinimumWidth(look.px(480))
    return made


def _value_field(line: SettingLine) -> FieldWidget:
    spec = line.spec
    label = _("Value")
    if spec.sort == "choice":
        made: FieldWidget = ChoiceField(
            label, [(c, _(words)) for c, words in spec.choices], None, required=True
        )
    elif spec.sort == "number":
        words = _(
            "Value, from {least} to {most}",
            least=spec.shown(str(spec.least)),
            most=spec.shown(str(spec.most)),
        )
        made = IntField(words, None, required=True, low=spec.least, high=spec.most)
    else:
        made = TextField(label, None, required=True)
    if line.value:
        made.set_value(int(line.value) if spec.sort == "number" else line.value)
    return made


def _line(line: SettingLine) -> Line:
    spec = line.spec
    value: str = spec.shown(line.value)
    mark = Marked(_(MARKS[spec.mark]), _TONES[spec.mark])
    if line.own:
        mark = Marked(_("chosen by the unit"), "info", "check")
    return (spec.words(), spec.regime, value, mark)
