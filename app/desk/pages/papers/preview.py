"""A paper as it comes out, page under page, with a zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.documents.rasters import Raster, rasters
from app.words import _, plural

_SCALES = (0.6, 0.75, 0.9, 1.1, 1.4, 1.8)


class PaperPreview(QWidget):
    """``show_pdf`` shows a finished file; ``clear`` says why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._at = 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._head = self._bar()
        column.addLayout(self._head)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(_("Preview"))
        column.addWidget(self._scroll, 1)
        self.clear(_("Choose a person and a paper; it is shown here as it will be printed."))

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.count = look.label("", self, role="caption")
        self.smaller = look.tool("minus", _("Smaller"), self)
        self.larger = look.tool("plus", _("Larger"), self)
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)
        return row

    def _zoom(self, step: int) -> None:
        self._at = min(max(self._at + step, 0), len(_SCALES) - 1)
        self._paint()

    def show_pdf(self, data: bytes) -> None:
        """The pages of a file, from the top."""
        is_same = data == self._data
        self._data = data
        if not is_same:
            self._paint()

    def clear(self, why: str = "") -> None:
        """Nothing to show, with the reason."""
        self._data = b""
        self._set_enabled(False)
        self.count.setText("")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addStretch(1)
        text = look.label(why, holder, tone="muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(text)
        column.addStretch(1)
        self._scroll.setWidget(holder)

    def pages(self) -> int:
        """How many pages are shown."""
        holder = self._scroll.widget()
        return len(holder.findChildren(QLabel, "page")) if holder is not None else 0

    def _set_enabled(self, on: bool) -> None:
        self.smaller.setEnabled(on)
        self.larger.setEnabled(on)

    def _paint(self) -> None:
        if not self._data:
            return
        ratio = self.devicePixelRatioF()
        scale = _SCALES[self._at]
        made = rasters(self._data, scale * ratio)
        holder = QWidget()
        holder.setProperty("ground", "sunken")
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for n, page in enumerate(made, 1):
            sheet = QLabel(holder)
            sheet.setObjectName("page")
            sheet.setPixmap(_pixmap(page, ratio))
            sheet.setFrameShape(QFrame.Shape.Box)
            sheet.setAccessibleName(_("Page {n}", n=n))
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._scroll.setWidget(holder)
        self.count.setText(plural("{n} page", "{n} pages", len(made)))
        self._set_enabled(True)


def _pixmap(page: Raster, ratio: float) -> QPixmap:
    image = QImage(page.data, page.width, page.height, page.width * 4, QImage.Format.Format_RGB32)
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made
