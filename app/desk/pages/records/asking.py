"""A small dialog that asks for a few things and does one act; what is refused is said at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.work import write
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.strips import Strips
from app.kinds.faults import Fault
from app.words import N_, _

Work = Callable[[Mapping[str, Any]], object]
_MISSING = N_("{label} is missing. Fill it in; without it the record cannot be kept.")


class AskDialog(QDialog):
    """Fields by name, a verb on the button; ``work`` runs in the lane with their values, then ``done``."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        text: str,
        fields: Mapping[str, FieldWidget],
        verb: str,
        *,
        work: Work,
        done: Callable[[Any], object],
        destructive: bool = False,
    ) -> None:
        super().__init__(parent)
        self._desk, self._work, self._done = desk, work, done
        self.fields = dict(fields)
        self.setWindowTitle(title)
        self.setMinimumWidth(look.px(440))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(title, self, role="heading", wrap=True))
        if text:
            column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self.strips = Strips(self)
        column.addWidget(self.strips)
        for field in self.fields.values():
            field.setParent(self)
            column.addWidget(field)
        column.addSpacing(4)
        column.addLayout(self._foot(verb, destructive))
        next(iter(self.fields.values())).setFocus()

    def _foot(self, verb: str, destructive: bool) -> QHBoxLayout:
        self.cancel = look.button(_("Cancel"), self)
        self.cancel.clicked.connect(self.reject)
        self.act = look.button(verb, self, kind="danger" if destructive else "primary")
        self.act.clicked.connect(self.start)
        self.act.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        QWidget.setTabOrder(self.act, self.cancel)
        return foot

    def start(self) -> None:
        """Check, then do it."""
        look.commit_typing()
        wrong = [field for field in self.fields.values() if self._is_wrong(field)]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        values = {name: field.value() for name, field in self.fields.items()}
        self.act.setEnabled(False)
        write(self._desk, lambda: self._work(values), self._on_done, self._on_refused, self)

    def _is_wrong(self, field: FieldWidget) -> bool:
        if field.show_fault() is not None:
            return True
        if field.required and field.is_empty():
            field.error(_(_MISSING, label=field.label_text))
            return True
        return False

    def _on_done(self, changed: object) -> None:
        done = self._done
        self.accept()
        done(changed)

    def _on_refused(self, fault: Fault) -> None:
        self.act.setEnabled(True)
        field = self.fields.get(fault.field)
        if field is None:
            self.strips.say_fault(fault)
            return
        field.error(fault.sentence())
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a sheet of paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()
