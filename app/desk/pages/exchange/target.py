"""Where packages are written: a stick, or a folder, with the room left there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.exchange.drives import free_space, removable_drives
from app.desk.pages.exchange.reading import size_text
from app.desk.widgets import look
from app.words import _

_PATH = Qt.ItemDataRole.UserRole


class TargetChooser(QWidget):
    """A list of sticks and chosen folders; ``changed`` when another one stands there."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QComboBox(self)
        self._box.setAccessibleName(_("Write to"))
        self._box.setMinimumContentsLength(12)
        self._box.currentIndexChanged.connect(self._on_changed)
        choose = look.button(_("Choose a folder…"), self, icon="folder-open")
        choose.clicked.connect(self._on_choose)
        again = look.tool("refresh", _("Look for sticks again"), self)
        again.clicked.connect(self.look_again)
        self._note = look.label("", self, role="caption", wrap=True)
        caption = look.label(_("Write to"), self, role="caption")
        caption.setBuddy(self._box)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._box, 1)
        line.addWidget(again)
        line.addWidget(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(caption)
        column.addLayout(line)
        column.addWidget(self._note)
        self.look_again()

    @Slot()
    def look_again(self) -> None:
        """Read the sticks that are in the computer now; chosen folders stay."""
        kept, folders = self.folder(), self._folders()
        self._box.blockSignals(True)
        self._box.clear()
        for drive in removable_drives():
            self._add(drive.path, f"{drive.name} – {_('stick')}")
        for folder in folders:
            self._add(folder, str(folder))
        if kept is not None:
            self._box.setCurrentIndex(max(0, self._box.findData(str(kept), _PATH)))
        self._box.blockSignals(False)
        self._on_changed()

    def _folders(self) -> list[Path]:
        paths = [Path(self._box.itemData(n, _PATH)) for n in range(self._box.count())]
        return [path for path in paths if self._box.property(f"chosen:{path}")]

    def _add(self, path: Path, text: str) -> None:
        self._box.addItem(text, str(path))

    def choose(self, folder: Path) -> None:
        """Use a folder."""
        self._box.setProperty(f"chosen:{folder}", True)
        if self._box.findData(str(folder), _PATH) < 0:
            self._add(folder, str(folder))
        self._box.setCurrentIndex(self._box.findData(str(folder), _PATH))
        self._on_changed()

    def folder(self) -> Path | None:
        """The place chosen, or None."""
        path = self._box.currentData(_PATH)
        return Path(path) if path else None

    @Slot()
    def _on_choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for packages"))
        if name:
            self.choose(Path(name))

    @Slot()
    def _on_changed(self) -> None:
        folder = self.folder()
        free = free_space(folder) if folder is not None else None
        if folder is None:
            text = _("No stick found. Put one in, or choose a folder.")
        elif free is None:
            text = _("This place is not there any more. Choose another one.")
        else:
            text = _("{size} free", size=size_text(free))
        self._note.setText(text)
        self.changed.emit()

    def is_ready(self) -> bool:
        """Whether something can be written now."""
        folder = self.folder()
        return folder is not None and free_space(folder) is not None
