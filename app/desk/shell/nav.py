"""The left navigation: icons and names on a deep rail that folds to the icons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from app.desk.shell.gate import PageSpec
from app.desk.shell.say import count
from app.desk.theme import sizes
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.words import _

_TALL = 36
_LEAST = 22
_GAP = 6


class NavButton(QAbstractButton):
    """One entry: icon, name, number of things waiting, and its Alt key."""

    def __init__(self, icon: str, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._key = icon, key
        self._badge = 0
        self.is_folded = False
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def set_picture(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self.update()

    def set_badge(self, number: int) -> None:
        """Show how many things wait there; 0 for none."""
        self._badge = number
        self._describe()
        self.update()

    def set_folded(self, folded: bool) -> None:
        """Only the icon, or everything."""
        self.is_folded = folded
        self._describe()
        self.update()

    def _describe(self) -> None:
        key = f" ({self._key})" if self._key else ""
        name = self.text()
        if self._badge:
            name = _("{page}, {n} waiting", page=name, n=count(self._badge))
        self.setAccessibleName(name)
        self.setToolTip(f"{name}{key}" if self.is_folded or self._key else "")

    def sizeHint(self) -> QSize:
        """A row of the rail."""
        return QSize(sizes.NAV_FOLDED, theme().scaled(_TALL))

    def minimumSizeHint(self) -> QSize:
        """With large type on a low screen the rows move together."""
        return QSize(sizes.NAV_FOLDED, theme().scaled(_LEAST))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint under the pointer."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint when the pointer goes."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded ground when chosen or hovered, a mark at its left edge when chosen."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(6, 1, -6, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setBrush(look.colour("nav_active" if self.isChecked() else "nav_hover"))
            painter.drawRoundedRect(box, sizes.RADIUS, sizes.RADIUS)
        if self.isChecked():
            painter.setBrush(look.colour("nav_mark"))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 8, 3, box.height() - 16), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("nav_mark"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), sizes.RADIUS, sizes.RADIUS)
        self._draw_content(painter, box)

    def _draw_content(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        side = look.scaled(sizes.ICON)
        role = "nav_text" if self.isChecked() else "nav_muted"
        left = (self.width() - side) / 2 if self.is_folded else box.left() + 12
        top = box.center().y() - side / 2
        painter.drawPixmap(round(left), round(top), pixmap(self._icon, role, side))
        if self.is_folded:
            if self._badge:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("nav_mark"))
                painter.drawEllipse(QRectF(left + side - 4, top - 3, 8, 8))
            return
        right = self._draw_badge(painter, box)
        words = QRectF(left + side + 10, box.top(), right - left - side - 14, box.height())
        painter.setFont(look.font(0, bold=self.isChecked()))
        painter.setPen(look.colour("nav_text"))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _draw_badge(self, painter: QPainter, box: QRectF) -> float:
        """The number in a pill at the right; gives the right edge left for the name."""
        right = box.right() - 6
        if not self._badge:
            return right
        look = theme()
        painter.setFont(look.font(-2, bold=True))
        text = count(self._badge) if self._badge < 1000 else "999+"
        wide = max(painter.fontMetrics().horizontalAdvance(text) + 10, 18)
        tall = painter.fontMetrics().height() + 2
        pill = QRectF(right - wide, box.center().y() - tall / 2, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("nav_mark"))
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        painter.setPen(QColor("#14231f"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return pill.left()


class Navigation(QWidget):
    """The rail: pages, a stretch, pages of the foot, and the fold button."""

    chosen = Signal(str)
    fold_wanted = Signal(bool)

    def __init__(self, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._ids: list[str] = []
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, sizes.SMALL, 0, sizes.SMALL)
        lines.setSpacing(0)
        shown = [spec for spec in pages if spec.in_rail]
        for spec in shown:
            if not spec.bottom:
                lines.addSpacing(_GAP if spec.starts_group else 0)
                lines.addWidget(self._add(spec))
        lines.addStretch(1)
        for spec in shown:
            if spec.bottom:
                lines.addWidget(self._add(spec))
        self.fold_button = NavButton("layout-sidebar-left-collapse", _("Fold the menu"))
        self.fold_button.setCheckable(False)
        self.fold_button.clicked.connect(self._on_fold)
        lines.addWidget(self.fold_button)
        self.is_folded = False
        self.setAccessibleName(_("Pages"))
        self.set_folded(False)
        theme().changed.connect(self.restyle)

    def _add(self, spec: PageSpec) -> NavButton:
        key = spec.shortcut.shown() if spec.shortcut else ""
        made = NavButton(spec.icon, _(spec.label), key)
        self.buttons[spec.id] = made
        self._group.addButton(made, len(self._ids))
        self._ids.append(spec.id)
        return made

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._ids[number])

    def _on_fold(self) -> None:
        self.fold_wanted.emit(not self.is_folded)

    def set_current(self, page: str) -> None:
        """Mark the page on view."""
        made = self.buttons.get(page)
        if made is not None:
            made.setChecked(True)

    def set_badge(self, page: str, number: int) -> None:
        """A number beside a page's name."""
        made = self.buttons.get(page)
        if made is not None:
            made.set_badge(number)

    def set_folded(self, folded: bool) -> None:
        """Icons only, or icons with names."""
        self.is_folded = folded
        for made in (*self.buttons.values(), self.fold_button):
            made.set_folded(folded)
        name = "expand" if folded else "collapse"
        self.fold_button.set_picture(f"layout-sidebar-left-{name}")
        self.fold_button.setText(_("Unfold the menu") if folded else _("Fold the menu"))
        self.fold_button.set_folded(folded)
        self.restyle()

    def restyle(self) -> None:
        """Width for the fold state and the type size."""
        wide = sizes.NAV_FOLDED if self.is_folded else sizes.NAV_WIDE
        self.setFixedWidth(theme().scaled(wide))
        for made in self.findChildren(NavButton):
            made.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the entries."""
        order = self.findChildren(NavButton)
        at = next((n for n, made in enumerate(order) if made.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if at < 0 or not step:
            super().keyPressEvent(event)
            return
        order[(at + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The deep ground of the rail."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("nav"))
