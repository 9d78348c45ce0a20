"""A scan on the screen: decoded in memory, never written to a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.register.attachments import PDF, Scan
from app.words import _

_LARGEST = 8_000


class ScanDialog(QDialog):
    """The picture as wide as the window, or in its own size; a PDF file says where it can be read."""

    def __init__(self, scan: Scan, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(look.px(760), look.px(600))
        self._picture = QPixmap() if scan.media == PDF else decoded(scan.data)
        self._fits = True
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(look.label(title, self, role="heading"), 1)
        head.addWidget(look.label(scan.name, self, tone="muted"))
        column.addLayout(head)
        self._label = QLabel(self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setAccessibleName(title)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._label)
        column.addWidget(self._area, 1)
        column.addLayout(self._foot())
        if self._picture.isNull():
            self._say(scan)
        else:
            self._show()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        note = _("The look is recorded. The picture stays in this register.")
        foot.addWidget(look.label(note, self, role="caption"), 1)
        self.size_button = look.button(_("Full size"), self, icon="search")
        self.size_button.clicked.connect(self._on_size)
        self.size_button.setVisible(not self._picture.isNull())
        close = look.button(_("Close"), self, kind="primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        foot.addWidget(self.size_button)
        foot.addWidget(close)
        return foot

    def _say(self, scan: Scan) -> None:
        self._label.setWordWrap(True)
        self._label.setMargin(24)
        if scan.media == PDF:
            text = _(
                "This scan is a PDF file of {size} kB. It is read in the print of the file.",
                size=len(scan.data) // 1024,
            )
        else:
            text = _("This picture cannot be shown; its file is damaged. Attach the paper again.")
        self._label.setText(text)

    def _show(self) -> None:
        room = self._area.viewport().width() - 4
        shown = self._picture
        if self._fits and shown.width() > room:
            shown = shown.scaledToWidth(max(room, 50), Qt.TransformationMode.SmoothTransformation)
        self._label.setPixmap(shown)

    def _on_size(self) -> None:
        self._fits = not self._fits
        self.size_button.setText(_("Full size") if self._fits else _("Whole width"))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture follows the window."""
        super().resizeEvent(event)
        if not self._picture.isNull():
            self._show()


def decoded(data: bytes) -> QPixmap:
    """The picture in the bytes, upright as the camera held it; null when it cannot be read."""
    store = QByteArray(data)
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST:
        reader.setScaledSize(size.scaled(_LARGEST, _LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
