"""The form of one record of any kind: what matters first, the rest on request, the reason of a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.pages.records.listing import HAMLET, Listing
from app.desk.widgets import look
from app.desk.widgets.choice_fields import FoldedCompleter
from app.desk.widgets.fields import Lookups, RefField
from app.desk.widgets.form import Form
from app.desk.widgets.strips import Strip
from app.desk.widgets.text_fields import LongTextField, TextField
from app.kinds.faults import Fault
from app.kinds.text import fold
from app.words import _

_FOLDED = Qt.ItemDataRole.UserRole + 1


class RecordForm(QWidget):
    """What the side sheet shows; ``filled`` gives the fields as ``from_fields`` takes them."""

    submitted = Signal()
    named_wanted = Signal(str, str)  # a record that a field names: kind, id

    def __init__(
        self,
        listing: Listing,
        values: Mapping[str, Any],
        lookups: Lookups,
        parent: QWidget | None = None,
        *,
        corrects: bool = False,
    ) -> None:
        super().__init__(parent)
        self.listing = listing
        names = listing.form_fields()
        self._rest = names[len(listing.first) :] if listing.first else ()
        self.form = Form(listing.kind, names, self, lookups=lookups, with_meter=False)
        self.form.submitted.connect(self.submitted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(8)
        self._column.addWidget(self.form)
        self.more = look.button(_("More details"), self, kind="link", icon="chevron-down")
        self.more.clicked.connect(self._on_more)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.why = LongTextField(
            _("Reason for the correction"),
            self,
            hint=_("Needed when something recorded is changed; filling in what was empty needs none."),
        )
        self.why.setVisible(corrects)
        self._column.addWidget(self.why)
        self._column.addStretch(1)
        self.form.set_values(values)
        self._show_rest(any(values.get(name) not in (None, "", []) for name in self._rest))
        self._connect_named()

    def _connect_named(self) -> None:
        for name, field in self.form.fields().items():
            if isinstance(field, RefField):
                field.setProperty("refers", self.listing.kind.field(name).ref)
                field.opened.connect(self._on_named)

    def _on_named(self, record: str) -> None:
        field = self.sender()
        if field is not None:
            self.named_wanted.emit(str(field.property("refers")), record)

    def offer_hamlets(self, names: Sequence[str]) -> None:
        """Suggest the hamlets known; any other may be typed."""
        field = self.form.fields().get(HAMLET)
        if not isinstance(field, TextField):
            return
        model = QStandardItemModel(self)
        for name in names:
            item = QStandardItem(name)
            item.setData(fold(name), _FOLDED)
            model.appendRow(item)
        field.edit.setCompleter(FoldedCompleter(model, self))

    def focus_first(self) -> None:
        """Start at the first field."""
        self.form.focus_first()

    def go_to(self, name: str) -> None:
        """Start at a field, shown if it was put away."""
        if name in self._rest:
            self._show_rest(True)
        self.form.go_to(name)

    def put_strip(self, strip: Strip | None) -> None:
        """Show the offer of a draft on top."""
        if strip is not None:
            self._column.insertWidget(0, strip)

    def add_below(self, widget: QWidget) -> None:
        """A part under the fields."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.form.is_changed()

    def filled(self) -> dict[str, Any]:
        """The values that say something. Raises the first Fault after showing every one."""
        return {name: value for name, value in self.form.values().items() if value not in (None, [])}

    def reason(self) -> str:
        """Why a record is corrected."""
        return str(self.why.value() or "")

    def show_fault(self, fault: Fault) -> None:
        """Show a refusal where it belongs; the reason is a field of its own."""
        if fault.field == "why" and not self.why.isHidden():
            self.why.error(fault.sentence())
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if fault.field in self._rest:
            self._show_rest(True)
        self.form.show_fault(fault)

    def _show_rest(self, shown: bool) -> None:
        for name in self._rest:
            self.form.field(name).setVisible(shown)
        self.more.setVisible(bool(self._rest) and not shown)

    def _on_more(self) -> None:
        self._show_rest(True)
        self.form.go_to(self._rest[0])
