"""Pictures of widgets, for looking at screens without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget


def grab(widget: QWidget, size: QSize | tuple[int, int], path: Path, scale: float = 1.0) -> Path:
    """Lay the widget out at ``size`` (device-independent pixels) and write it as a PNG.

    The widget is shown without being activated, so that layouts and lazily made parts are real;
    pending layout requests are settled first. OSError when the file cannot be written.
    """
    wanted = QSize(*size) if isinstance(size, tuple) else size
    widget.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    widget.setMinimumSize(0, 0)
    widget.resize(wanted)
    widget.show()
    QApplication.sendPostedEvents()
    widget.resize(wanted)
    QApplication.sendPostedEvents()
    image = QImage(wanted * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    if not image.save(str(path)):
        raise OSError(f"picture not written: {path.name}")
    return path


def grab_both(widget: QWidget, folder: Path, name: str) -> list[Path]:
    """The two sizes every page is looked at in."""
    sizes = ((1280, 680), (1366, 728))
    return [grab(widget, size, folder / f"{name}-{size[0]}x{size[1]}.png") for size in sizes]
