"""What has to be put right before a form can be saved, on top of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.words import _, plural


class FaultSummary(QFrame):
    """What has to be put right, each line leading to its field."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("note", "danger")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(2)
        self.hide()

    def clear(self) -> None:
        """Nothing is wrong."""
        self.show_lines([])

    def show_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Field name, label and sentence of each fault."""
        while item := self._column.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(lines))
        if not lines:
            return
        title = plural(
            "Not saved yet: {n} thing to correct", "Not saved yet: {n} things to correct", len(lines)
        )
        self.setAccessibleName(title)
        head = QWidget(self)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(look.picture("alert-circle", "danger", 16, head))
        line.addWidget(look.label(title, head, role="strong"), 1)
        self._column.addWidget(head)
        for name, label, sentence in lines:
            self._column.addWidget(self._line(name, label, sentence))

    def _line(self, name: str, label: str, sentence: str) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        if name:
            link = look.button(label, box, kind="link")
            link.setProperty("field", name)
            link.setAccessibleName(_("Go to {label}", label=label))
            link.clicked.connect(self._on_link)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(look.label(sentence, box, wrap=True), 1)
        return box

    def _on_link(self) -> None:
        self.wanted.emit(str(self.sender().property("field")))
