"""The steps of the first run that only ask: unit, administrator, backup folder, start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.desk.shell.column import buddy
from app.desk.shell.gate import Choice, Gate, Judged
from app.desk.shell.newpass import NewPassphrase
from app.desk.theme import sizes
from app.desk.theme.theme import mark
from app.desk.widgets.look import button, label, picture
from app.words import N_, _


class Step(QWidget):
    """One step: a title, a sentence and fields; says when it is complete."""

    title = ""
    text = ""
    can_skip = False
    complete_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(sizes.TIGHT)

    def is_complete(self) -> bool:
        """Whether Next may be pressed."""
        return True

    def add_field(self, text: str, field: QWidget, hint: str = "") -> None:
        """A labelled field with an optional hint below."""
        self.lines.addWidget(buddy(text, field))
        self.lines.addWidget(field)
        if hint:
            self.lines.addWidget(label(hint, role="caption", wrap=True))
        self.lines.addSpacing(sizes.SMALL)

    def changed(self) -> None:
        """Tell the page to look again."""
        self.complete_changed.emit()


class ChoiceBox(QComboBox):
    """A list one can type into: matches anywhere, never changes what is typed."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.currentTextChanged.connect(self.chosen)

    def fill(self, choices: Sequence[Choice], placeholder: str) -> None:
        """Offer these; none chosen yet."""
        self.blockSignals(True)
        self.clear()
        for choice in choices:
            self.addItem(choice.label, choice.code)
        self.setCurrentIndex(-1)
        self.blockSignals(False)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(placeholder)
            line.setText("")
        self.chosen.emit()

    def code(self) -> str:
        """Code of the entry whose label stands in the field, or empty."""
        row = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(row)) if row >= 0 else ""


_SORTS = (
    ("commune", N_("Commune police")),
    ("health", N_("Health station")),
    ("upper", N_("Level above")),
)


class UnitStep(Step):
    """Sort of office, province, commune, agency, superior unit."""

    title = N_("Which unit keeps this register?")
    text = N_("Printed on every document and used as the address of packages.")

    def __init__(self, gate: Gate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self.province, self.commune = ChoiceBox(), ChoiceBox()
        self.agency, self.superior = QLineEdit(), QLineEdit()
        self.agency.setPlaceholderText(_("e.g. Police of the commune"))
        self.lines.addLayout(self._sorts())
        self.lines.addSpacing(sizes.SMALL)
        pair = QHBoxLayout()
        pair.setSpacing(sizes.LARGE)
        for text, field in ((_("Province or city"), self.province), (_("Commune"), self.commune)):
            box = QVBoxLayout()
            box.setSpacing(sizes.TIGHT)
            box.addWidget(buddy(text, field))
            box.addWidget(field)
            pair.addLayout(box, 1)
        self.lines.addLayout(pair)
        self.lines.addSpacing(sizes.SMALL)
        self.add_field(_("Agency"), self.agency)
        self.add_field(_("Superior unit"), self.superior, _("May be added later in Administration."))
        self.lines.addStretch(1)
        self.province.fill(gate.provinces(), _("Type a few letters"))
        self.commune.fill((), _("Choose the province first"))
        self.commune.setEnabled(False)
        self.province.chosen.connect(self._on_province)
        self.commune.chosen.connect(self.changed)
        self.agency.textChanged.connect(self.changed)

    def _sorts(self) -> QHBoxLayout:
        """Which sort of office it is: decides pages, account role and what packages it exchanges."""
        row = QHBoxLayout()
        row.setSpacing(sizes.LARGE)
        self._group = QButtonGroup(self)
        for code, text in _SORTS:
            choice = QRadioButton(_(text))
            choice.setProperty("code", code)
            choice.toggled.connect(self.changed)
            self._group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self._group.buttons()[0].setChecked(True)
        return row

    def sort(self) -> str:
        """commune, health or upper."""
        chosen = self._group.checkedButton()
        return str(chosen.property("code")) if chosen is not None else "commune"

    @Slot()
    def _on_province(self) -> None:
        code = self.province.code()
        self.commune.setEnabled(bool(code))
        if code != self.property("province"):
            self.setProperty("province", code)
            wanted = _("Type a few letters") if code else _("Choose the province first")
            self.commune.fill(self._gate.communes(code) if code else (), wanted)
        self.changed()

    def is_complete(self) -> bool:
        """A commune of the catalogue (a province is enough for a level above) and the agency's name."""
        place = self.commune.code() or (self.sort() == "upper" and self.province.code())
        return bool(place and self.agency.text().strip())

    def unit_name(self) -> str:
        """The agency and its commune, for the recovery sheet."""
        return f"{self.agency.text().strip()} · {self.commune.currentText()}"


class AdminStep(Step):
    """The first administrator and the passphrase."""

    title = N_("Who looks after the register?")
    text = N_(
        "The passphrase locks the register. Without it and without the recovery sheet "
        "nobody can open the data, the makers of the program included."
    )

    def __init__(self, judge: Callable[[str, str], Judged], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user = QLineEdit()
        self.fresh = NewPassphrase(judge, self._user_name)
        self.add_field(_("Account name"), self.user, _("For example: nguyen.van.an"))
        self.lines.addWidget(self.fresh)
        self.lines.addStretch(1)
        self.user.textChanged.connect(self.fresh.review)
        self.user.textChanged.connect(self.changed)
        self.fresh.judged.connect(self.changed)

    def _user_name(self) -> str:
        return self.user.text().strip()

    def is_complete(self) -> bool:
        """A name and an accepted passphrase typed twice."""
        return bool(self._user_name()) and self.fresh.is_good()


class BackupStep(Step):
    """Where automatic backups go; may be left for later."""

    title = N_("Where do backups go?")
    text = N_("Best a second disk or a USB stick kept in another room. The backup is encrypted.")
    can_skip = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(_("No folder chosen"))
        choose = button(_("Choose…"), icon="folder-open")
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        self.lines.addWidget(buddy(_("Folder"), self.folder))
        self.lines.addLayout(row)
        self.note = label(role="small", tone="danger", wrap=True)
        self.lines.addWidget(self.note)
        self.lines.addStretch(1)
        self.folder.textChanged.connect(self._on_text)

    @Slot()
    def _on_choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder of backups"))
        if name:
            self.folder.setText(name)

    @Slot()
    def _on_text(self) -> None:
        wrong = bool(self.folder.text().strip()) and not self.path_is_there()
        self.note.setText(_("There is no such folder. Choose another one.") if wrong else "")
        self.changed()

    def path_is_there(self) -> bool:
        """Whether the folder typed exists."""
        return Path(self.folder.text().strip()).is_dir()

    def is_complete(self) -> bool:
        """A folder that exists."""
        return bool(self.folder.text().strip()) and self.path_is_there()


class _StartCard(QFrame):
    """A large choice: picture, name and what it means."""

    def __init__(self, icon: str, title: str, text: str) -> None:
        super().__init__()
        mark(self, kind="card")
        self.radio = QRadioButton(title)
        self.radio.setAccessibleDescription(text)
        self.radio.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.radio.setStyleSheet("font-weight: bold;")
        self.radio.toggled.connect(self._on_toggled)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.radio)
        detail = label(text, tone="muted", wrap=True)
        detail.setContentsMargins(28, 0, 0, 0)
        words.addWidget(detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.LARGE, sizes.MEDIUM, sizes.LARGE, sizes.LARGE)
        row.setSpacing(sizes.LARGE)
        row.addWidget(picture(icon, "accent", 28))
        row.addLayout(words, 1)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        mark(self, chosen="true" if on else "false")

    def mousePressEvent(self, event: object) -> None:
        """The whole card is the choice."""
        self.radio.setChecked(True)
        self.radio.setFocus()


class StartStep(Step):
    """Begin with an empty register, or look around with made-up people first."""

    title = N_("How do you want to begin?")
    text = N_("The other way stays open later.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty = _StartCard(
            "notes",
            _("Begin with an empty register"),
            _("Add the first person by hand, or bring in a list from Excel."),
        )
        self.sample = _StartCard(
            "school",
            _("Look around with made-up people"),
            _("Opens the training register with a coloured frame. Your register stays empty."),
        )
        self.lines.addWidget(self.empty)
        self.lines.addSpacing(sizes.SMALL)
        self.lines.addWidget(self.sample)
        self.lines.addStretch(1)
        group = QButtonGroup(self)
        for card in (self.empty, self.sample):
            group.addButton(card.radio)
        self.empty.radio.setChecked(True)

    def wants_sample(self) -> bool:
        """Whether the training register should be opened."""
        return self.sample.radio.isChecked()
