"""A field that names another record, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.kinds.faults import Fault
from app.words import N_, _

_WAIT_MS = 250


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: its id, its title, and what tells it from others of the same title."""

    id: str
    title: str
    detail: str = ""

    def line(self) -> str:
        """As the list shows it."""
        return f"{self.title} · {self.detail}" if self.detail else self.title


class Lookup(Protocol):
    """Where a reference field searches."""

    def search(self, words: str) -> Sequence[Hit]:
        """The best records for the words typed, a screenful at most."""
        ...

    def title(self, record_id: str) -> str:
        """The title of a record, empty when it is not known here."""
        ...


class RefField(FieldWidget):
    """Type a part of a name or number, choose from what is found."""

    opened = Signal(str)

    def __init__(self, label: str, lookup: Lookup, parent: QWidget | None = None, **options: Any) -> None:
        super().__init__(label, parent, **options)
        self._lookup = lookup
        self._id = ""
        self._title = ""
        self._hits: list[Hit] = []
        box = QWidget(self)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.edit = QLineEdit(box)
        self.edit.setPlaceholderText(_("Type to find"))
        self._found = QStringListModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.edit)
        self._completer.activated.connect(self._on_chosen)
        self._open = look.tool("external-link", _("Open {label}", label=label), box)
        self._open.clicked.connect(self._on_open)
        self._open.hide()
        line.addWidget(self.edit, 1)
        line.addWidget(self._open)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.find_now)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.textChanged.connect(self._on_edit)
        self._place(box, focus=self.edit)

    def _on_typed(self) -> None:
        self._timer.start()

    def find_now(self) -> None:
        """Search for what stands in the field and show what is found."""
        self._timer.stop()
        words = self.edit.text().strip()
        if not words or words == self._title:
            return
        self._hits = list(self._lookup.search(words))
        self._found.setStringList([hit.line() for hit in self._hits])
        if self._hits and self.edit.hasFocus():
            self._completer.complete()

    def _on_chosen(self, line: str) -> None:
        found = next((hit for hit in self._hits if hit.line() == line), None)
        if found is not None:
            self._take(found.id, found.title)
            self._on_edit()

    def _take(self, record_id: str, title: str) -> None:
        self._id, self._title = record_id, title
        self._timer.stop()
        self.edit.setText(title)
        self._open.setVisible(bool(record_id))

    def _on_open(self) -> None:
        if self.value():
            self.opened.emit(self._id)

    def value(self) -> str | None:
        """The id, ``None`` when the words typed were not chosen from what was found."""
        return self._id if self._id and self.edit.text() == self._title else None

    def typed(self) -> list[str] | str:
        """The words, with the id they stand for."""
        return [self.value() or "", self.edit.text()] if self.edit.text() else ""

    def _show_typed(self, typed: Any) -> None:
        """Put words and id back."""
        record_id, words = typed or ("", "")
        self._take(str(record_id), str(words))

    def _show_value(self, value: Any) -> None:
        self._take(str(value), self._lookup.title(str(value)) or str(value)) if value else self._take("", "")

    def fault(self) -> Fault | None:
        """Words that were not chosen from the list."""
        words = self.edit.text().strip()
        if not words or self.value():
            return None
        return Fault("E_REF", N_("“{text}” is not chosen yet. Pick one from what is found."), text=words)

    def leave(self) -> None:
        """A single record of exactly these words is taken without asking."""
        if self.value() is None and self.edit.text().strip():
            self.find_now()
            same = [h for h in self._hits if h.title == self.edit.text().strip()]
            if len(same) == 1:
                self._take(same[0].id, same[0].title)
                self._on_edit()
        super().leave()

    def completer(self) -> QCompleter:
        """The popup, for tests."""
        return self._completer
