"""The pages before the register is open: a brand panel on the left, one column on the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.desk.theme import sizes
from app.desk.theme.icons import mark_pixmap, put_icon
from app.desk.theme.theme import theme
from app.desk.widgets.look import label, picture, tool
from app.words import _, language

PANEL = 336
COLUMN = 396


def buddy(text: str, field: QWidget) -> QLabel:
    """The label above a field; the field is also spoken by that name."""
    made = label(text, role="strong")
    made.setBuddy(field)
    field.setAccessibleName(text)
    return made


class BrandPanel(QWidget):
    """Mark, name and what the program is for, over a calm drawn horizon."""

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self.body = QVBoxLayout()
        self.body.setSpacing(sizes.SMALL)
        name = label(_("Bình Yên"), role="panel-name", wrap=True)
        tag = label(_("Drug-prevention records of one commune"), role="panel-tag", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(28, 28, 28, sizes.HUGE)
        lines.setSpacing(sizes.TIGHT)
        lines.addWidget(self._mark)
        lines.addSpacing(sizes.MEDIUM)
        lines.addWidget(name)
        lines.addWidget(tag)
        lines.addSpacing(sizes.HUGE)
        lines.addLayout(self.body)
        lines.addStretch(1)
        lines.addWidget(label(_("Version {version}", version=version), role="panel-small"))
        self.restyle()
        theme().changed.connect(self.restyle)

    def add_line(self, icon: str, text: str) -> None:
        """A quiet line with an icon below the name."""
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        row.addWidget(picture(icon, "nav_muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, role="panel", wrap=True), 1)
        self.body.addLayout(row)

    def restyle(self) -> None:
        """Follow the scheme and the type size."""
        self.setFixedWidth(theme().scaled(PANEL))
        self._mark.setPixmap(mark_pixmap(theme().scaled(52)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground, three rings of a rising sun and the water line."""
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.nav))
        painter.drawRect(self.rect())
        wide, high = self.width(), self.height()
        horizon = high * 0.80
        above = QPainterPath()
        above.addRect(QRectF(0, 0, wide, horizon))
        painter.setClipPath(above)
        centre = QPointF(wide * 0.72, horizon)
        for radius, strength in ((0.66, 70), (0.48, 110), (0.30, 170)):
            ring = QColor(colours.nav_active)
            ring.setAlpha(strength)
            painter.setBrush(ring)
            painter.drawEllipse(centre, wide * radius, wide * radius)
        painter.setClipping(False)
        _draw_water(painter, wide, horizon, QColor(colours.nav_active))


def _draw_water(painter: QPainter, wide: int, top: float, colour: QColor) -> None:
    for row, (start, end) in enumerate(((0.0, 1.0), (0.42, 0.98), (0.56, 0.88))):
        colour.setAlpha(200 - 50 * row)
        painter.setBrush(colour)
        line = QRectF(wide * start, top + row * 11, wide * (end - start), 2)
        painter.drawRoundedRect(line, 1, 1)


class ColumnPage(QWidget):
    """Brand panel and a centred column; subclasses fill ``self.column``."""

    lang_wanted = Signal(str)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first: QWidget | None = None  # what gets the keyboard with the page
        self.ending: QWidget | None = None  # the field whose Enter is the action itself
        self.panel = BrandPanel(version)
        self.holder = QWidget()
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(sizes.SMALL)
        self.foot = QHBoxLayout()
        right = QVBoxLayout()
        right.setContentsMargins(sizes.HUGE, sizes.MEDIUM, sizes.HUGE, sizes.LARGE)
        right.addLayout(self._corner())
        right.addStretch(2)
        # Stretches, not an alignment: an aligned widget is not asked for its height for a width.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.holder)
        middle.addStretch(1)
        right.addLayout(middle)
        right.addStretch(3)
        right.addLayout(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addLayout(right, 1)
        self.restyle()
        theme().changed.connect(self.restyle)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on; a focus proxy would cut the Tab order short."""
        if self.first is not None:
            self.first.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, and goes on from a field."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        at = self.focusWidget()
        if isinstance(at, QAbstractButton):
            at.click()
        elif at is not self.ending:
            self.focusNextChild()

    def restyle(self) -> None:
        """Keep the column's width in step with the type size."""
        put_icon(self.scheme_button, "sun" if theme().scheme == "dark" else "moon", "muted", 16)
        self.holder.setFixedWidth(theme().scaled(COLUMN))

    def _corner(self) -> QHBoxLayout:
        """Language and scheme, top right; last in the Tab order."""
        other = "en" if language() == "vi" else "vi"
        self.language_button = QToolButton()
        self.language_button.setText("English" if other == "en" else "Tiếng Việt")
        self.language_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.language_button.setAccessibleName(_("Change the language"))
        self.language_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        put_icon(self.language_button, "language", "muted", 16)
        self.language_button.clicked.connect(self._on_language)
        self.scheme_button = tool("moon", _("Light or dark"))
        self.scheme_button.clicked.connect(theme().toggle_scheme)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.language_button)
        row.addWidget(self.scheme_button)
        return row

    def _on_language(self) -> None:
        self.lang_wanted.emit("en" if language() == "vi" else "vi")
