"""The photo of a person, for the person's page: shown on request to who may see it, each look recorded."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.pages.dossiers.scan_view import decoded
from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.attachments import MOST_BYTES, Scan, may_see_photo, open_scan, set_photo
from app.words import _

_SIDE = 150


class PhotoBox(QWidget):
    """Hidden until asked for; gone again with the next person."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person, self._photo = "", ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.picture.setAccessibleName(_("Photo"))
        self.picture.hide()
        self.words = look.label("", self, role="caption", wrap=True)
        line = QHBoxLayout()
        self.see = look.button(_("See the photo"), self, icon="photo")
        self.see.clicked.connect(self.show_photo)
        self.choose = look.button(_("Choose a photo…"), self, kind="link")
        self.choose.clicked.connect(self.ask)
        line.addWidget(self.see)
        line.addWidget(self.choose)
        line.addStretch(1)
        column.addWidget(self.picture)
        column.addWidget(self.words)
        column.addLayout(line)

    def show_person(self, person: str, photo: str | None) -> None:
        """Another person, and the id of their photo if they have one."""
        self._person, self._photo = person, photo or ""
        session = session_of(self._desk)
        sees = may_see_photo(session, person)
        self.picture.clear()
        self.picture.hide()
        self.see.setVisible(bool(self._photo) and sees)
        self.choose.setVisible(sees and session.may_write(KINDS["person"]))
        if self._photo and not sees:
            self.words.setText(_("There is a photo; the head and the officer in charge may see it."))
        else:
            self.words.setText("" if self._photo else _("No photo."))
        self.words.setVisible(bool(self.words.text()))

    def show_photo(self) -> None:
        """Look at it; the look is recorded."""
        session, photo = session_of(self._desk), self._photo
        if photo:
            write(self._desk, lambda: open_scan(session, photo), self._on_read, self._on_failed, self)

    def _on_read(self, scan: Scan) -> None:
        shown = decoded(scan.data)
        side = look.px(_SIDE)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(shown.scaled(side, side, keep, smooth))
        self.picture.show()
        self.see.hide()

    def ask(self) -> None:
        """Choose another photo."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the photo"), "", _("Pictures (*.jpg *.jpeg *.png)")
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take in the photo of a file."""
        session, person = session_of(self._desk), self._person
        try:
            data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else bytes(MOST_BYTES + 1)
        except OSError:
            self._say(
                _("{name} could not be read. Copy it to this computer and choose it there.", name=path.name)
            )
            return
        write(
            self._desk,
            lambda: set_photo(session, person, path.name, data),
            self._on_taken,
            self._on_failed,
            self,
        )

    def _on_taken(self, made: tuple[str, object]) -> None:
        photo, changed = made
        self._desk.announce(changed, self)
        self.show_person(self._person, photo)

    def _on_failed(self, fault: Fault) -> None:
        self._say(fault.sentence())

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.show()
