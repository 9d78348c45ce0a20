"""A PDF shown inside the window: pages under each other, zoom, printing. Pages are drawn beside the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desk.jobs.lane import Job, Lane
from app.desk.jobs.progress import Progress
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.pdf_sheets import MARGIN, Sheets, Size, page_image, page_sizes
from app.kinds.faults import Fault
from app.words import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

T = TypeVar("T")
_POINTS_PER_INCH = 72
_PRINT_DPI = 300
#: Zoom steps in per cent of the size on paper.
_STEPS = (25, 33, 50, 67, 80, 100, 125, 150, 200, 300)


class _Scroll(QScrollArea):
    """Tells when its width changed, and takes Ctrl with the wheel for zooming."""

    resized = Signal()
    zoomed = Signal(int)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
            return
        super().keyPressEvent(event)


class PdfPreview(QWidget):
    """A preview with a bar: page, zoom, fit to width, print. ``shown`` carries the number of pages."""

    shown = Signal(int)
    failed = Signal(object)
    printed = Signal()

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._data = b""
        self._turn = 0
        self._asked: set[int] = set()
        self._zoom = 0  # per cent; 0 fits the width
        self._sizes: list[Size] = []
        self._title = ""
        self.sheets = Sheets(self._ask_page)
        self.area = _Scroll(self)
        self.area.setWidget(self.sheets)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        # a bar that comes and goes would change the width that pages are fitted to
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setAccessibleName(_("Preview"))
        self.empty = EmptyState("file-text", _("Nothing to show yet"), "", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._bar())
        column.addWidget(self.stack, 1)
        self.area.resized.connect(self._on_resized)
        self.area.zoomed.connect(self._on_wheel)
        self.area.verticalScrollBar().valueChanged.connect(self._say_page)
        self._settle = QTimer(self, singleShot=True, interval=120)
        self._settle.timeout.connect(self._place)
        self._refresh()

    def _bar(self) -> QHBoxLayout:
        self.out = look.tool("minus", _("Smaller"), self)
        self.out.clicked.connect(self.zoom_out)
        self.zoomed = look.label("", self, tone="muted")
        self.into = look.tool("plus", _("Larger"), self)
        self.into.clicked.connect(self.zoom_in)
        self.fit = look.button(_("Fit the width"), self, kind="quiet")
        self.fit.clicked.connect(self.fit_width)
        self.print_button = look.button(_("Print…"), self, icon="printer")
        self.print_button.clicked.connect(self.ask_print)
        self.page_words = look.label("", self, tone="muted")
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for part in (self.out, self.zoomed, self.into, self.fit):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.page_words)
        bar.addWidget(self.print_button)
        return bar

    # -- what the page calls

    @property
    def data(self) -> bytes:
        """The file shown, empty when there is none."""
        return self._data

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._sizes)

    def show_pdf(self, data: bytes, title: str = "") -> None:
        """Show a file; the place on the page is kept when it is a newer copy of the same one."""
        self._turn += 1
        turn, self._title = self._turn, title

        def placed(sizes: list[Size]) -> None:
            if turn == self._turn:
                self._on_sizes(data, sizes)

        self._run(lambda: page_sizes(data), placed)

    def show_empty(self, title: str, why: str) -> None:
        """Show why there is nothing."""
        self._turn += 1
        self._data, self._sizes = b"", []
        self.sheets.set_pages([])
        self.empty.set_words(title, why)
        self.stack.setCurrentWidget(self.empty)
        self._refresh()

    @Slot()
    def zoom_in(self) -> None:
        """One step larger."""
        self._set_zoom(next((step for step in _STEPS if step > self._per_cent()), _STEPS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        """One step smaller."""
        self._set_zoom(next((step for step in reversed(_STEPS) if step < self._per_cent()), _STEPS[0]))

    @Slot()
    def fit_width(self) -> None:
        """As wide as there is room, and so on when the window changes."""
        self._set_zoom(0)

    @Slot()
    def ask_print(self) -> None:
        """The print dialog of the system, then the pages."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title or _("Document"))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(self.pages, 1))
        dialog.setWindowTitle(_("Print…"))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print the pages the printer was asked for, each drawn beside the window; ``printed`` at the end."""
        from PySide6.QtGui import QPageLayout

        first, last = printer.fromPage() or 1, printer.toPage() or self.pages
        numbers = list(range(first - 1, min(last, self.pages)))
        if not numbers:
            return
        width, height = self._sizes[numbers[0]]
        across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(across)
        printer.setFullPage(True)
        painter = QPainter(printer)
        self._print_next(printer, painter, numbers, self._data)

    # -- inside

    def _print_next(self, printer: QPrinter, painter: QPainter, numbers: list[int], data: bytes) -> None:
        scale = min(printer.resolution(), _PRINT_DPI) / _POINTS_PER_INCH

        def drawn(picture: QImage) -> None:
            size = printer.pageLayout().fullRectPixels(printer.resolution()).size()
            fitted = picture.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(QPoint(0, 0), fitted), picture)
            rest = numbers[1:]
            if rest and printer.newPage():
                self._print_next(printer, painter, rest, data)
                return
            painter.end()
            self.printed.emit()

        self._run(lambda: page_image(data, numbers[0], scale), drawn)

    def _on_sizes(self, data: bytes, sizes: list[Size]) -> None:
        bar = self.area.verticalScrollBar()
        stood = bar.value() if self._data else 0
        self._data, self._sizes = data, sizes
        self._asked.clear()
        self.sheets.set_pages(sizes)
        self.stack.setCurrentWidget(self.area)
        self._place()
        bar.setValue(min(stood, bar.maximum()))
        self.shown.emit(len(sizes))

    def _ask_page(self, number: int) -> None:
        if number in self._asked or not self._data:
            return
        self._asked.add(number)
        turn, data = self._turn, self._data
        scale = self.sheets.scale * self.devicePixelRatioF()

        def drawn(picture: QImage) -> None:
            if turn == self._turn and scale == self.sheets.scale * self.devicePixelRatioF():
                self._asked.discard(number)
                self.sheets.put(number, picture)

        self._run(lambda: page_image(data, number, scale), drawn)

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> Job:
        def carried(_progress: Progress) -> T:
            return work()

        return self._lane.run(carried, done, self._on_failed, self, reads=True, quiet=True)

    def _on_failed(self, fault: Fault) -> None:
        self.show_empty(_("No preview"), fault.sentence())
        self.failed.emit(fault)

    def _set_zoom(self, per_cent: int) -> None:
        self._zoom = per_cent
        self._place()

    def _per_cent(self) -> int:
        return round(self._scale() * _POINTS_PER_INCH * 100 / self.logicalDpiX())

    def _scale(self) -> float:
        """Pixels to a point at the chosen zoom."""
        if self._zoom:
            return self._zoom / 100 * self.logicalDpiX() / _POINTS_PER_INCH
        widest = max((width for width, _height in self._sizes), default=1.0)
        room = self.area.viewport().width() - 2 * MARGIN
        return max(room / widest, 0.1)

    @Slot()
    def _place(self) -> None:
        self._asked.clear()
        self.sheets.set_scale(self._scale())
        self.sheets.update()
        self._refresh()

    @Slot()
    def _on_resized(self) -> None:
        if not self._zoom and self._sizes:
            self._settle.start()

    @Slot(int)
    def _on_wheel(self, step: int) -> None:
        (self.zoom_in if step > 0 else self.zoom_out)()

    @Slot()
    def _say_page(self, *_place: object) -> None:
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 2
        number = self.sheets.page_at(middle) + 1
        said = _("Page {n} of {count}", n=number, count=self.pages) if self.pages else ""
        self.page_words.setText(said)

    def _refresh(self) -> None:
        for part in (self.out, self.into, self.fit, self.print_button):
            part.setEnabled(bool(self._data))
        self.zoomed.setText(f"{self._per_cent()} %" if self._data else "")
        self._say_page()
