"""A chip: a small button that is on or off, and a row of them with one Tab stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.flow import FlowLayout


class Chip(QAbstractButton):
    """On or off, or with a cross to be removed; painted, so that it stays small."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, icon: str = "", removable: bool = False
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(not removable)
        self._icon, self._removable = icon, removable
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Text, icon and air."""
        metrics = QFontMetrics(theme().font())
        extra = look.px(18) if self._icon_name() else 0
        return QSize(
            metrics.horizontalAdvance(self.text()) + extra + look.px(20),
            metrics.height() + look.px(10),
        )

    def _icon_name(self) -> str:
        if self._removable:
            return "x"
        return self._icon

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill: pale when on, an edge when off."""
        painter = QPainter(self)
        on = self.isChecked() or self._removable
        ground = look.role("pale" if on else "hover" if self.underMouse() else "surface")
        edge = look.role("accent" if on else "edge")
        look.pill(painter, self.rect(), ground, edge, radius=self.height() / 2)
        ink = "muted" if not self.isEnabled() else "accent" if on else "text"
        painter.setPen(look.role(ink))
        painter.setFont(theme().font())
        self._paint_words(painter, ink)
        if self.hasFocus():
            look.focus_ring(painter, self.rect().toRectF(), self.height() / 2)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        side = look.px(13)
        pad = look.px(10)
        box = self.rect().adjusted(pad, 0, -pad, 0)
        name = self._icon_name()
        if name:
            top = (self.height() - side) / 2
            at = box.right() - side + look.px(3) if self._removable else box.left() - look.px(1)
            painter.drawPixmap(QPointF(at, top), pixmap(name, ink, side))
            gap = side + look.px(4)
            box = QRect(box)
            box.adjust(0, 0, -gap, 0) if self._removable else box.adjust(gap, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class ChipRow(QWidget):
    """Chips in lines; Tab enters once, arrows move, Space switches."""

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None, *, single: bool = False) -> None:
        super().__init__(parent)
        self._single = single
        self._flow = FlowLayout(self, gap=5)
        self._chips: dict[str, Chip] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, key: str, text: str, icon: str = "") -> Chip:
        """A chip at the end."""
        chip = Chip(text, self, icon=icon)
        chip.setProperty("key", key)
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus if self._chips else Qt.FocusPolicy.StrongFocus)
        chip.installEventFilter(self)
        chip.clicked.connect(self._on_clicked)
        self._chips[key] = chip
        self._flow.addWidget(chip)
        if len(self._chips) == 1:
            self.setFocusProxy(chip)
        return chip

    def chips(self) -> dict[str, Chip]:
        """The chips by key."""
        return dict(self._chips)

    def checked(self) -> list[str]:
        """The keys that are on, in the order offered."""
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def check(self, keys: list[str]) -> None:
        """Switch exactly these on, without a signal."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)

    def heightForWidth(self, width: int) -> int:
        """As the lines need."""
        return self._flow.heightForWidth(width)

    def _on_clicked(self) -> None:
        chip = self.sender()
        if not isinstance(chip, Chip):
            return
        key = str(chip.property("key"))
        if self._single and chip.isChecked():
            self.check([key])
        self._hold(chip)
        self.toggled.emit(key, chip.isChecked())

    def _hold(self, chip: Chip) -> None:
        """The chip that Tab comes to from now on."""
        for other in self._chips.values():
            other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(chip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk along the chips."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()), 0)
            chips = list(self._chips.values())
            if step and watched in chips:
                other = chips[(chips.index(watched) + step) % len(chips)]
                self._hold(other)
                other.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
