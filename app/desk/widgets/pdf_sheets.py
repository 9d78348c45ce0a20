"""The pages of a PDF as pictures, and the sheet on which they stand under each other."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desk.widgets import look
from app.kinds.faults import Fault
from app.words import N_

GAP, MARGIN = 10, 10
_KEPT_PAGES = 12
_BROKEN = N_("The preview cannot be shown: the file is no PDF that can be read. Write it to a file instead.")

#: PDFium is not safe in two threads at once.
_one_at_a_time = threading.Lock()
Size = tuple[float, float]


def page_sizes(data: bytes) -> list[Size]:
    """Width and height of each page in points; Fault E_PREVIEW for bytes that are no PDF."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise Fault("E_PREVIEW", _BROKEN) from None
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def page_image(data: bytes, number: int, scale: float) -> QImage:
    """One page as a picture, ``scale`` pixels to a point."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            drawn = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()
            bitmap.close()
            page.close()
        finally:
            document.close()
    return drawn


class Sheets(QWidget):
    """The pages under each other; asks for the pictures of those in sight and keeps the last ones."""

    def __init__(self, ask: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._sizes: list[Size] = []
        self.scale = 1.0
        self._pictures: OrderedDict[int, QImage] = OrderedDict()

    def set_pages(self, sizes: list[Size]) -> None:
        """Other pages; what was drawn before is gone."""
        self._sizes = sizes
        self._pictures.clear()
        self._fit()

    def set_scale(self, scale: float) -> None:
        """Pixels to a point; what was drawn is shown stretched until it is drawn anew."""
        if scale != self.scale:
            self.scale = scale
            self._pictures.clear()
            self._fit()

    def put(self, number: int, drawn: QImage) -> None:
        """The picture of a page has come."""
        self._pictures[number] = drawn
        self._pictures.move_to_end(number)
        while len(self._pictures) > _KEPT_PAGES:
            self._pictures.popitem(last=False)
        self.update()

    def has(self, number: int) -> bool:
        """Whether a page is drawn."""
        return number in self._pictures

    def place_of(self, number: int) -> QRect:
        """Where a page stands."""
        top = MARGIN
        for at, (width, height) in enumerate(self._sizes):
            size = QSize(round(width * self.scale), round(height * self.scale))
            if at == number:
                return QRect(QPoint(max((self.width() - size.width()) // 2, MARGIN), top), size)
            top += size.height() + GAP
        return QRect()

    def page_at(self, height: int) -> int:
        """The page at a height of the sheet."""
        for number in range(len(self._sizes)):
            if self.place_of(number).bottom() >= height:
                return number
        return max(len(self._sizes) - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number in range(len(self._sizes)):
            place = self.place_of(number)
            if not place.intersects(event.rect()):
                continue
            drawn = self._pictures.get(number)
            painter.fillRect(place, Qt.GlobalColor.white)  # paper is white in every colour scheme
            if drawn is None:
                self._ask(number)
            else:
                painter.drawImage(place, drawn)
            painter.setPen(look.role("edge"))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def _fit(self) -> None:
        widths = [width for width, _height in self._sizes] or [0.0]
        heights = sum(round(height * self.scale) + GAP for _width, height in self._sizes)
        self.setMinimumSize(round(max(widths) * self.scale) + 2 * MARGIN, heights + 2 * MARGIN)
        self.update()
