"""Tabler icons in the colours of the palette.

An icon is an SVG under ``resources/icons`` drawn with ``currentColor``. ``icon`` gives a
``QIcon`` with the pixels for the screens in use; ``put_icon`` also remembers the name on the
widget, so that a change of scheme or type size recolours it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton

from app.desk.theme.theme import theme
from app.words.resources import resource

_icons: dict[tuple[str, str, int, int], QIcon] = {}
_GAP = 4
_STROKE = 'stroke-width="2"'


@lru_cache(maxsize=512)
def _shape(name: str, pixels: int, gap: int) -> QImage:
    """The drawing in black, ``gap`` pixels of nothing at its right; drawn once for all colours."""
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    text = text.replace(_STROKE, 'stroke-width="1.75"')
    text = text.replace('width="24"', f'width="{pixels}"', 1)
    text = text.replace('height="24"', f'height="{pixels}"', 1)
    image = _read(text)
    return image.copy(0, 0, pixels + gap, pixels) if gap else image


def _read(text: str) -> QImage:
    """Through Qt's SVG reader, which draws at the size the text names."""
    image = QImage()
    image.loadFromData(text.encode(), "SVG")
    return image


def _ratios() -> tuple[float, ...]:
    return tuple(sorted({1.0, *(s.devicePixelRatio() for s in QGuiApplication.screens())}))


def _draw(name: str, colour: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
    """The shape filled with a colour."""
    # A copy: pixmaps of one image keep its serial number, and QIcon's cache would mix the colours.
    pixmap = QPixmap.fromImage(_shape(name, round(size * ratio), round(gap * ratio)).copy())
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    # Not fillRect: its overloads make PySide build every gradient preset, several milliseconds.
    painter.setPen(QColor(colour))
    painter.setBrush(QColor(colour))
    painter.drawRect(pixmap.rect())
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, role: str = "text", size: int = 0, gap: int = 0) -> QIcon:
    """The icon ``name`` in the colour of palette role ``role``.

    ``size`` is in device-independent pixels; 0 means 18 px grown with the type size. ``gap``
    adds nothing at the right: Fusion puts a text too close to its icon.
    """
    size = size or theme().scaled(18)
    key = (name, role, size, gap)
    if key not in _icons:
        made = QIcon()
        colours = theme().colours
        for ratio in _ratios():
            made.addPixmap(_draw(name, getattr(colours, role), size, ratio, gap))
            faded = _draw(name, colours.muted, size, ratio, gap)
            made.addPixmap(faded, QIcon.Mode.Disabled)
        _icons[key] = made
    return _icons[key]


def pixmap(name: str, role: str = "text", size: int = 0) -> QPixmap:
    """One picture of the icon, for labels and own painting."""
    size = size or theme().scaled(18)
    ratio = _ratios()[-1]
    return icon(name, role, size).pixmap(QSize(size, size), ratio)


def put_icon(target: QObject, name: str, role: str = "text", size: int = 0) -> None:
    """Give a button, label or action an icon that follows the theme."""
    for key, value in (("iconName", name), ("iconRole", role), ("iconSize_", size)):
        target.setProperty(key, value)
    _show(target)


def _show(target: Any) -> None:
    name, role = target.property("iconName"), target.property("iconRole")
    wanted = int(target.property("iconSize_") or 0)
    size = theme().scaled(wanted or 18)
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, role, size))
        return
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    is_wordy = isinstance(target, QPushButton) or (
        isinstance(target, QToolButton) and target.toolButtonStyle() == beside
    )
    gap = _GAP if is_wordy else 0
    target.setIcon(icon(name, role, size, gap))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size + gap, size))


def refresh_icons() -> None:
    """Redraw every icon put on a widget or action, after the theme changed."""
    _icons.clear()
    for widget in QApplication.allWidgets():
        if widget.property("iconName"):
            _show(widget)
        for action in widget.actions():
            if action.property("iconName"):
                _show(action)


def mark_pixmap(size: int) -> QPixmap:
    """The program's own mark, ``size`` device-independent pixels wide."""
    ratio = _ratios()[-1]
    pixels = round(size * ratio)
    text = resource("icons/app.svg").read_text(encoding="utf-8")
    text = text.replace('width="256"', f'width="{pixels}"', 1)
    text = text.replace('height="256"', f'height="{pixels}"', 1)
    image = _read(text)
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(ratio)
    return picture


def app_icon() -> QIcon:
    """The icon of every window, from the ready-made pictures."""
    made = QIcon()
    for size in (16, 32, 48):
        made.addFile(str(resource(f"icons/app-{size}.png")), QSize(size, size), QIcon.Mode.Normal)
    return made
