"""Small makers for the parts every widget uses, dressed by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.desk.theme.icons import put_icon
from app.desk.theme.theme import mark, theme

#: The icon that goes with each tone, so that colour is never the only sign.
TONE_ICON = {
    "neutral": "circle-dot",
    "info": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "danger": "alert-circle",
}


def role(name: str) -> QColor:
    """The colour of a palette role in the scheme in use."""
    return _ink(getattr(theme().colours, name))


@lru_cache(maxsize=256)
def _ink(value: str) -> QColor:
    return QColor(value)


def tone(name: str) -> tuple[QColor, QColor]:
    """Text and ground of a tone; ``neutral`` is muted text on the sunken ground."""
    if name == "neutral":
        return role("muted"), role("sunken")
    return role(name), role(f"{name}_pale")


def tone_role(name: str) -> str:
    """The palette role that writes a tone."""
    return "muted" if name == "neutral" else name


def px(length: float) -> int:
    """A length given for 13 px type, at the type size in use."""
    return round(length * theme().px / 13)


def label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    role: str = "",
    tone: str = "",
    wrap: bool = False,
) -> QLabel:
    """A plain-text label with a ``role`` and ``tone`` of the style sheet."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


def picture(name: str, role: str = "muted", size: int = 16, parent: QWidget | None = None) -> QLabel:
    """An icon beside words; it follows the theme and has no name of its own."""
    made = QLabel(parent)
    put_icon(made, name, role, size)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(
    text: str, parent: QWidget | None = None, *, kind: str = "", icon: str = "", icon_role: str = ""
) -> QPushButton:
    """A button of a kind of the style sheet: primary, danger, quiet, link, or plain."""
    made = QPushButton(text, parent)
    # Enter belongs to the form; only a dialog that says so has a default button.
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        plain = {"primary": "on_fill", "danger": "on_fill", "quiet": "accent", "link": "accent"}
        put_icon(made, icon, icon_role or plain.get(kind, "text"), 16)
    return made


def tool(icon: str, name: str, parent: QWidget | None = None, *, colour: str = "muted") -> QToolButton:
    """A button that shows only an icon; ``name`` is its tooltip and its accessible name."""
    made = QToolButton(parent)
    put_icon(made, icon, colour, 16)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def hairline(parent: QWidget | None = None) -> QFrame:
    """A horizontal line one pixel high."""
    made = QFrame(parent)
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Change the properties the style sheet reads and dress the widget again."""
    mark(widget, **properties)


def keep_icon(target: QObject, name: str, role: str = "text", size: int = 16) -> None:
    """An icon that follows the theme, on a label, button or action."""
    put_icon(target, name, role, size)


def pill(
    painter: QPainter, box: QRectF | QRect, ground: QColor, edge: QColor | None = None, radius: float = 6
) -> None:
    """A rounded ground, with an edge when it needs one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
    box = QRectF(box)
    radius = min(radius, box.height() / 2)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, box: QRectF, radius: float = 6) -> None:
    """The ring of the control that has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(role("focus"), 2))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def dot(painter: QPainter, centre: QPointF, radius: float, fill: QColor, edge: QColor | None = None) -> None:
    """A filled circle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    painter.setPen(QPen(edge, 1.5) if edge is not None else Qt.PenStyle.NoPen)
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


def commit_typing() -> None:
    """Take over the word an input method still underlines: it is not in the field's text before."""
    method = QGuiApplication.inputMethod()
    if method is not None:
        method.commit()
