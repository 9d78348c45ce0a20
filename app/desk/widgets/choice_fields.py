"""Fields that choose from a code list, and the one that says yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QSizePolicy, QWidget

from app.desk.widgets import look
from app.desk.widgets.chips import ChipRow
from app.desk.widgets.field import FieldWidget
from app.kinds.codes import CodeList
from app.kinds.faults import Fault
from app.kinds.text import fold
from app.words import N_, _

Option = tuple[str, str]
_CODE = Qt.ItemDataRole.UserRole
_FOLDED = Qt.ItemDataRole.UserRole + 1


class FoldedCompleter(QCompleter):
    """A popup of what contains the typed letters, marks and case aside; it never writes into the field."""

    def __init__(self, model: QStandardItemModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionRole(_FOLDED)
        self.setMaxVisibleItems(10)

    def splitPath(self, path: str) -> list[str]:
        """Compare folded text."""
        return [fold(path)]

    def pathFromIndex(self, index: Any) -> str:
        """What a chosen line writes: its label."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class _Combo(QComboBox):
    """The wheel scrolls the page, it does not change what nobody is looking at."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(80), super().minimumSizeHint().height())


class ChoiceField(FieldWidget):
    """One of a code list: type a part of it or open the list with Alt+↓.

    ``codes`` names a stored code that is not among the options any more.
    """

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        codes: CodeList | None = None,
        **more: Any,
    ) -> None:
        super().__init__(label, parent, **more)
        self._codes = codes
        self.combo = _Combo(self)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self._model = QStandardItemModel(self)
        self.combo.setModel(self._model)
        # the default completes inside the field and spoils Telex: "Vieet" became "Vieêt"
        completer = FoldedCompleter(self._model, self)
        self.combo.setCompleter(completer)
        completer.activated.connect(self._on_edit)
        line = self.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(label if self._bare else _("Choose or type"))
        self.set_options(options)
        self.combo.editTextChanged.connect(self._on_edit)
        self._place(self.combo, focus=line)
        self.combo.setAccessibleName(label)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other codes; what stands in the field stays."""
        standing = self.combo.currentText()
        self._setting = True
        self._model.clear()
        self._add_item("", "")
        for code, text in options:
            self._add_item(code, text)
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(standing)
        self._setting = False

    def _add_item(self, code: str, text: str) -> None:
        item = QStandardItem(text)
        item.setData(code, _CODE)
        item.setData(fold(text), _FOLDED)
        self._model.appendRow(item)

    def _match(self) -> tuple[str, str] | None:
        """Code and label of what stands there: the same words, or the only one containing them."""
        wanted = fold(self.combo.currentText())
        if not wanted:
            return None
        rows = [self._model.item(row) for row in range(self._model.rowCount())]
        known = [(str(i.data(_CODE)), i.text(), str(i.data(_FOLDED))) for i in rows if i.data(_CODE)]
        found = [k for k in known if k[2] == wanted] or [k for k in known if wanted in k[2]]
        return (found[0][0], found[0][1]) if len(found) == 1 else None

    def value(self) -> str | None:
        """The code, ``None`` when nothing is chosen."""
        found = self._match()
        return found[0] if found else None

    def typed(self) -> str:
        """The words in the field."""
        return self.combo.currentText()

    def _show_typed(self, typed: Any) -> None:
        """Put words back."""
        self.combo.setEditText("" if typed is None else str(typed))

    def _show_value(self, value: Any) -> None:
        if not value:
            self.combo.setEditText("")
            return
        for row in range(self._model.rowCount()):
            if self._model.item(row).data(_CODE) == value:
                self.combo.setCurrentIndex(row)
                return
        # a code that is no longer offered keeps its words; one of a newer list is shown as it is
        self._add_item(str(value), _label(self._codes, str(value)))
        self.combo.setCurrentIndex(self._model.rowCount() - 1)

    def fault(self) -> Fault | None:
        """Words that name no entry, or several."""
        text = self.combo.currentText().strip()
        if not text or self._match():
            return None
        return Fault("E_CODE", N_("“{text}” is not in the list. Choose one with Alt+↓."), text=text)

    def _tidy(self) -> None:
        found = self._match()
        if found and found[1] != self.combo.currentText():
            self.combo.setEditText(found[1])


class ChoicesField(FieldWidget):
    """Several of a code list, as chips; ``codes`` names stored codes that are no longer offered."""

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        codes: CodeList | None = None,
        **more: Any,
    ) -> None:
        super().__init__(label, parent, **more)
        self._codes = codes
        self.row = ChipRow(self)
        self._unknown: list[str] = []
        for code, text in options:
            self.row.add(code, text, "")
        self.row.toggled.connect(self._on_toggled)
        self._place(self.row)
        self.row.setAccessibleName(label)
        for chip in self.row.chips().values():
            chip.setAccessibleDescription(label)

    def _on_toggled(self, key: str, on: bool) -> None:
        self._on_edit()

    def value(self) -> list[str]:
        """The codes that are on."""
        return self.row.checked() + self._unknown

    def _show_typed(self, typed: Any) -> None:
        """Switch these on; codes of a newer list are kept though they cannot be shown."""
        codes = [str(c) for c in typed or []]
        for code in codes:
            if self._codes is not None and code not in self.row.chips() and self._codes.has(code):
                self.row.add(code, _label(self._codes, code), "")
                self.row.chips()[code].setAccessibleDescription(self.label_text)
        self._unknown = [c for c in codes if c not in self.row.chips()]
        self.row.check(codes)


def _label(codes: CodeList | None, code: str) -> str:
    return _(codes.label(code)) if codes is not None else code


class BoolField(FieldWidget):
    """Yes, no, or not known: three chips, because an empty box would say no."""

    def __init__(self, label: str, parent: QWidget | None = None, **more: Any) -> None:
        super().__init__(label, parent, **more)
        self.row = ChipRow(self, single=True)
        self.row.add("yes", _("Yes"))
        self.row.add("no", _("No"))
        self.row.toggled.connect(self._on_toggled)
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.row)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._place(box, focus=self.row)
        for chip in self.row.chips().values():
            chip.setAccessibleDescription(label)
            chip.installEventFilter(self)

    def _on_toggled(self, key: str, on: bool) -> None:
        self._on_edit()

    def value(self) -> bool | None:
        """True, False, or ``None`` when neither is chosen."""
        on = self.row.checked()
        return on[0] == "yes" if on else None

    def _show_typed(self, typed: Any) -> None:
        """Show a stored answer."""
        self.row.check([] if typed is None else ["yes" if typed else "no"])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys 1 and 2 answer too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            answer = {"1": "yes", "2": "no"}.get(event.text())
            if answer:
                self.row.check([answer])
                self._on_edit()
                return True
        return super().eventFilter(watched, event)
