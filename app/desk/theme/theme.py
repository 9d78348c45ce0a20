"""The look in use: scheme and type size, and the signal that says they changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.theme import sizes
from app.desk.theme.palette import Colours, Scheme, colours_of
from app.desk.theme.sheet import build_sheet
from app.words.resources import resource


class Theme(QObject):
    """One per program; widgets that paint themselves read ``colours`` when they paint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme: Scheme = "light"
        self.px = sizes.BASE_PX
        self.colours: Colours = colours_of("light")
        self._ready = False

    def start(self, scheme: Scheme = "light", px: int = sizes.BASE_PX, *, has_style: bool = False) -> None:
        """Dress the application for the first time; ``has_style``: it was made with Fusion already."""
        if not has_style:
            QApplication.setStyle("Fusion")
        _register_fonts()
        self.scheme, self.px = scheme, sizes.clamp_px(px)
        self._ready = True
        self._apply()

    def set_scheme(self, scheme: Scheme) -> None:
        """Switch between light and dark, live."""
        if scheme != self.scheme:
            self.scheme = scheme
            self._apply()

    def toggle_scheme(self) -> None:
        """The other scheme."""
        self.set_scheme("light" if self.scheme == "dark" else "dark")

    def set_px(self, px: int) -> None:
        """Type size from 12 to 18 px, live."""
        px = sizes.clamp_px(px)
        if px != self.px:
            self.px = px
            self._apply()

    def larger(self) -> None:
        """One step up (Ctrl++)."""
        self.set_px(self.px + 1)

    def smaller(self) -> None:
        """One step down (Ctrl+−)."""
        self.set_px(self.px - 1)

    def scaled(self, length: int) -> int:
        """A length meant for 13 px type, at the type size in use."""
        return sizes.scaled(length, self.px)

    def colour(self, role: str) -> QColor:
        """A palette role as QColor."""
        return QColor(getattr(self.colours, role))

    def font(self, more: int = 0, *, bold: bool = False) -> QFont:
        """The type of the program, ``more`` px larger than the base."""
        font = QFont(sizes.FAMILY)
        font.setPixelSize(max(self.px + more, 10))
        font.setBold(bold)
        return font

    def _apply(self) -> None:
        self.colours = colours_of(self.scheme)
        if not self._ready:
            return
        dark = self.scheme == "dark"
        hints = QApplication.styleHints()
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        QApplication.setPalette(_palette(self.colours))
        QApplication.setFont(self.font())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(build_sheet(self.colours, self.px))
        from app.desk.theme.icons import refresh_icons  # icons read the theme

        refresh_icons()
        self.changed.emit()


def _register_fonts() -> None:
    if sizes.FAMILY in _registered:
        return
    for name in ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    _registered.add(sizes.FAMILY)


_registered: set[str] = set()


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    pairs = {
        role.Window: c.ground,
        role.WindowText: c.text,
        role.Base: c.surface,
        role.AlternateBase: c.sunken,
        role.Text: c.text,
        role.Button: c.surface,
        role.ButtonText: c.text,
        role.BrightText: c.danger,
        role.ToolTipBase: c.raised,
        role.ToolTipText: c.text,
        role.PlaceholderText: c.muted,
        role.Highlight: c.selection,
        role.HighlightedText: c.on_selection,
        role.Accent: c.fill,
        role.Link: c.accent,
        role.LinkVisited: c.accent,
        role.Light: c.raised,
        role.Midlight: c.hover,
        role.Mid: c.line,
        role.Dark: c.edge,
        role.Shadow: c.edge,
    }
    for which, colour in pairs.items():
        palette.setColor(which, QColor(colour))
    off = QPalette.ColorGroup.Disabled
    for which in (role.Text, role.WindowText, role.ButtonText, role.HighlightedText):
        palette.setColor(off, which, QColor(c.muted))
    return palette


_theme: Theme | None = None


def theme() -> Theme:
    """The theme of the program; made at the first call, after QApplication."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def mark(widget: QWidget, **properties: object) -> QWidget:
    """Set the dynamic properties the style sheet reads and restyle the widget."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    # a widget that was never shown is styled then; asking for its style would cost the first picture
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
    return widget
