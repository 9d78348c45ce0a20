"""The unit's own wording of forms: every text with its fields, checked before it is kept; the shipped one stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Marked
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog, LeaveDialog
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.desk.widgets.text_fields import LongTextField
from app.documents.forms.copies import editable, place_label, save_own, shelf_of
from app.documents.forms.shelf import Shelf
from app.documents.forms.template import Template
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.papers.providers import FIELDS
from app.words import N_, _

_COLUMNS = (
    Column("label", N_("Official form"), 250, strong=True, sortable=False),
    Column("state", N_("Wording"), 96, marked=True, sortable=False),
)


class OwnTab(QWidget):
    """Forms at the left, the texts of one at the right."""

    def __init__(self, desk: Desk, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._strips = desk, strips
        self._latest = Latest(self._take)
        self._shelf = Shelf.shipped()
        self.templates = Shelf.shipped().templates
        self.template: Template | None = None
        self.fields: dict[str, LongTextField] = {}
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Forms"), self)
        self.offer = QComboBox(self)
        self.offer.setAccessibleName(_("Fields that may be inserted"))
        self.insert = look.button(_("Insert the field"), self, icon="plus")
        self.save_button = look.button(_("Keep this wording"), self, kind="primary")
        self.back_button = look.button(_("Back to the shipped text…"), self, icon="arrow-back-up")
        self.note = look.label("", self, tone="muted", wrap=True)
        self._last: QPlainTextEdit | None = None
        self.may_write = session_of(desk).may_write(KINDS["form_copy"])
        self._lay_out()
        self._fill_offer()
        self.table.selected.connect(lambda _ids: self._on_selected())
        self.insert.clicked.connect(self._on_insert)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.ask_back)
        self._take(self._shelf)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.table, 38)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.note)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("Texts of the form"))
        right.addWidget(self.area, 1)
        tools = QHBoxLayout()
        tools.addWidget(self.offer, 1)
        tools.addWidget(self.insert)
        right.addLayout(tools)
        acts = QHBoxLayout()
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.save_button)
        right.addLayout(acts)
        row.addLayout(right, 62)

    def _fill_offer(self) -> None:
        texts = [spec for spec in FIELDS.values() if spec.sort == "text"]
        for spec in sorted(texts, key=lambda one: one.words()):
            self.offer.addItem(f"{spec.words()}  {{{spec.name}}}", spec.name)

    # -- reading ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read which forms have the unit's own wording."""
        session = session_of(self._desk)
        read(self._desk, lambda: shelf_of(session), self._latest.ask(), self._strips.say_fault, self)

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        chosen = self.table.current_id()
        self.model.set_lines(
            [
                (
                    one.label.said(),
                    Marked(_("own"), "info") if shelf.of(one.id).own else Marked(_("shipped"), "neutral"),
                )
                for one in self.templates
            ]
        )
        self.table.selectRow(chosen if chosen is not None and 0 <= chosen < len(self.templates) else 0)

    def _on_selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if not rows or not 0 <= rows[0].row() < len(self.templates):
            return
        found = self._shelf.of(self.templates[rows[0].row()].id)
        same = self.template is not None and self.template.id == found.id
        if same and self.is_changed():
            return
        if not same and not self.may_leave():
            self.table.selectRow(
                [one.id for one in self.templates].index(self.template.id if self.template else "")
            )
            return
        self.show_template(found)

    def show_template(self, template: Template) -> None:
        """The texts of a form as they stand now."""
        self.template, self.fields, self._last = template, {}, None
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        for place, text in editable(template).items():
            field = LongTextField(place_label(place), holder)
            field.set_value(text)
            field.accept()
            field.edit.setReadOnly(not self.may_write)
            field.edit.setFixedHeight(look.px(30 + 18 * min(4, text.count("\n") + len(text) // 70)))
            field.edit.installEventFilter(self)
            field.edited.connect(self._update)
            self.fields[place] = field
            column.addWidget(field)
        column.addStretch(1)
        self.area.setWidget(holder)
        self.note.setText(self._said(template))
        self._update()

    def _said(self, template: Template) -> str:
        kept = _("The shipped text stays and is one click away; every version is kept in the history.")
        own = _("Version {version}.", version=template.own.rpartition("+")[2]) if template.own else ""
        return " ".join(part for part in (template.source + ".", own, kept) if part)

    def is_changed(self) -> bool:
        """Whether something is typed that is not kept."""
        return any(field.is_changed() for field in self.fields.values())

    def _update(self) -> None:
        own = bool(self.template and self.template.own)
        self.save_button.setEnabled(self.may_write and self.is_changed())
        self.back_button.setEnabled(self.may_write and own)
        self.insert.setEnabled(self.may_write)

    def may_leave(self) -> bool:
        """Ask when something is typed that is not kept."""
        if not self.is_changed():
            return True
        answer = LeaveDialog(self.template.label.said() if self.template else "", self).ask()
        if answer == "save":
            self.save()
            return False
        return answer == "discard"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the text that had the keyboard: a field is inserted there."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPlainTextEdit):
            self._last = watched
        return super().eventFilter(watched, event)

    # -- changing ----------------------------------------------------------------------------

    def _on_insert(self) -> None:
        target = self._last or (next(iter(self.fields.values())).edit if self.fields else None)
        if target is not None and self.offer.currentData():
            target.insertPlainText("{" + self.offer.currentData() + "}")
            target.setFocus()

    def texts(self) -> dict[str, str]:
        """What stands in the fields, by place."""
        return {place: field.edit.toPlainText() for place, field in self.fields.items()}

    def save(self) -> None:
        """Keep a new version; an unknown field is refused by name."""
        template, session, texts = self.template, session_of(self._desk), self.texts()
        if template is None:
            return
        write(
            self._desk,
            lambda: save_own(session, template.id, texts)[1],
            self._on_saved,
            self._on_failed,
            self,
        )

    def ask_back(self) -> None:
        """Back to the shipped text, with a reason."""
        template, session = self.template, session_of(self._desk)
        if template is None:
            return
        text = _(
            "“{form}” is printed again as it was shipped; your versions stay in the history.",
            form=template.label.said(),
        )
        dialog = ConfirmDialog(_("Back to the shipped text"), text, _("Go back"), self, needs_reason=True)
        if dialog.ask():
            why, shipped = dialog.reason(), editable(Shelf.shipped().of(template.id))
            write(
                self._desk, lambda: save_own(session, template.id, shipped, why)[1], self._on_saved, self._on_failed,
                self,
            )  # fmt: skip

    def _on_saved(self, changed: object) -> None:
        self._strips.say(_("The wording is kept."), "good")
        self.template = None
        self.fields = {}
        self._desk.announce(changed, self)
        self.reload()

    def _on_failed(self, fault: Fault) -> None:
        self._strips.say_fault(fault)
