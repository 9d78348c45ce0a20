"""A finished paper onto a printer or into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.people.paper_job import ask_file, written_strip
from app.desk.shell.desk import Desk
from app.desk.widgets.strips import Strips
from app.documents.files import Written, put_file
from app.documents.rasters import rasters
from app.words import _

#: Dots a point on paper: 300 dots an inch.
_PRINT_SCALE = 300 / 72


class PaperPrinter(QObject):
    """Asks for a printer or a place, then does it; what happened is said in the strips."""

    def __init__(self, desk: Desk, host: QWidget, strips: Strips) -> None:
        super().__init__(host)
        self._desk, self._host, self._strips = desk, host, strips

    def print_file(self, data: bytes, title: str) -> None:
        """Ask for a printer and print every page in its own size."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only when somebody prints

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._host)
        if not dialog.exec():
            return
        draw_pages(printer, data)
        self._strips.say(_("Sent to the printer: {paper}", paper=title), "good")

    def ask_save(self, data: bytes, name: str) -> None:
        """Ask for a place and write the bytes there."""
        path = ask_file(self._host, _("Save the paper"), name, "pdf")
        if path is not None:
            self.save(data, path)

    def save(self, data: bytes, path: Path) -> None:
        """Write the bytes as they are."""

        def make(_progress: Progress) -> Written:
            digest, size = put_file(path, lambda file: (file.write(data), None)[1])
            return Written(path, digest, size)

        self.run(make)

    def run(self, make: Callable[[Progress], Written]) -> None:
        """Write in the lane and say what is on the disk."""
        self._desk.lane.run(make, self._on_written, self._strips.say_fault, self, label=_("Writing the file"))

    def _on_written(self, written: Written) -> None:
        self._strips.add(written_strip(written, self._strips))


def draw_pages(printer: object, data: bytes) -> None:
    """The pages of a file onto a printer or another paged device of Qt."""
    painter = QPainter(printer)  # type: ignore[call-overload]
    for n, page in enumerate(rasters(data, _PRINT_SCALE)):
        if n:
            printer.newPage()  # type: ignore[attr-defined]
        image = QImage(page.data, page.width, page.height, page.width * 4, QImage.Format.Format_RGB32)
        area = QRectF(painter.viewport())
        ratio = min(area.width() / page.width, area.height() / page.height)
        painter.drawImage(QRectF(0, 0, page.width * ratio, page.height * ratio), image)
    painter.end()
