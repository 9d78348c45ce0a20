"""The result per substance of a test: one line each, keys 1, 2, 3 answer and go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.field import FieldWidget
from app.words import _

Option = tuple[str, str]
_TONES = {"negative": "good", "positive": "danger", "unclear": "warn"}
_ICONS = {"negative": "minus", "positive": "plus", "unclear": "help-circle"}


class ResultLine(QWidget):
    """One substance and its answers; one Tab stop, painted as a row of segments."""

    answered = Signal()
    moved = Signal(int)

    def __init__(self, substance: str, name: str, answers: Sequence[Option], parent: QWidget) -> None:
        super().__init__(parent)
        self.substance, self._name = substance, name
        self._answers = tuple(answers)
        self._result = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._speak()

    def ask(self, substance: str, name: str) -> None:
        """Stand for another substance, unanswered."""
        self.substance, self._name = substance, name
        self.set_result("")

    def result(self) -> str:
        """The code answered, empty when none is."""
        return self._result

    def set_result(self, code: str) -> None:
        """Show an answer."""
        self._result = code
        self._speak()
        self.update()

    def _speak(self) -> None:
        said = dict(self._answers).get(self._result, _("not answered"))
        self.setAccessibleName(f"{self._name}: {said}")
        keys = ", ".join(f"{n} {text}" for n, (_code, text) in enumerate(self._answers, 1))
        self.setAccessibleDescription(keys)

    def sizeHint(self) -> QSize:
        """Name and segments side by side."""
        return QSize(self._segments_width() + look.px(190), self._line_height())

    def minimumSizeHint(self) -> QSize:
        """The segments alone; the name goes above them."""
        return QSize(self._segments_width(air=16), self._line_height())

    def heightForWidth(self, width: int) -> int:
        """Two lines where name and segments do not fit beside each other."""
        name = QFontMetrics(theme().font()).height()
        return self._line_height() + (name + look.px(2) if self._is_narrow(width) else 0)

    def _line_height(self) -> int:
        return QFontMetrics(theme().font()).height() + look.px(13)

    def _is_narrow(self, width: int) -> bool:
        return width < self._segments_width() + look.px(110)

    def _segments_width(self, air: int = 42) -> int:
        metrics = QFontMetrics(theme().font(bold=True))
        widest = max(metrics.horizontalAdvance(text) for _code, text in self._answers)
        return (widest + look.px(air)) * len(self._answers)

    def _boxes(self) -> list[QRect]:
        n = len(self._answers)
        tall = self._line_height() - 6
        top = self.height() - tall - 3 if self._is_narrow(self.width()) else (self.height() - tall) // 2
        room = self.width() - 2 * look.px(6) if self._is_narrow(self.width()) else self._segments_width()
        wide = min(room, self._segments_width()) // n
        left = look.px(6) if self._is_narrow(self.width()) else self.width() - wide * n - 3
        return [QRect(left + wide * place, top, wide, tall) for place in range(n)]

    def answer(self, code: str) -> None:
        """Take an answer given by key or pointer."""
        self.set_result(code)
        self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 answer and go on; 0, Delete and Backspace take the answer away; arrows move."""
        text, key = event.text(), event.key()
        if text.isdigit() and 1 <= int(text) <= len(self._answers):
            self.answer(self._answers[int(text) - 1][0])
            self.moved.emit(1)
        elif text == "0" or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answer("")
        elif key == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif key == Qt.Key.Key_Up:
            self.moved.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a segment answers."""
        for box, (code, _text) in zip(self._boxes(), self._answers, strict=True):
            if box.contains(event.position().toPoint()):
                self.answer("" if code == self._result else code)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And where it no longer is."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name at the left, segments at the right, the answer with its icon and word."""
        painter = QPainter(self)
        if self.hasFocus():
            look.pill(painter, self.rect(), look.role("pale"))
        boxes = self._boxes()
        painter.setFont(theme().font())
        painter.setPen(look.role("text"))
        room = QRect(look.px(8), 0, boxes[0].left() - look.px(12), self.height())
        if self._is_narrow(self.width()):
            room = QRect(look.px(8), 3, self.width() - look.px(16), painter.fontMetrics().height())
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        frame = QRectF(boxes[0].united(boxes[-1]))
        look.pill(painter, frame, look.role("surface"), look.role("edge"))
        for number, box in enumerate(boxes):
            self._paint_segment(painter, number, box)
        if self.hasFocus():
            look.focus_ring(painter, self.rect().toRectF())
        painter.end()

    def _paint_segment(self, painter: QPainter, number: int, box: QRect) -> None:
        code, text = self._answers[number]
        on = code == self._result
        tone = _TONES.get(code, "info")
        if number:
            painter.setPen(look.role("line"))
            painter.drawLine(box.left(), box.top() + 4, box.left(), box.bottom() - 4)
        if on:
            ink, ground = look.tone(tone)
            look.pill(painter, box, ground, ink)
        painter.setFont(theme().font(bold=on))
        metrics = painter.fontMetrics()
        side = look.px(14)
        width = side + look.px(5) + metrics.horizontalAdvance(text)
        if width > box.width() - 4:  # no room for number or icon: the word alone
            painter.setPen(look.role(tone if on else "text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            return
        left = box.center().x() - width / 2
        top = box.center().y() - side / 2 + 0.5
        if on:
            painter.drawPixmap(QPointF(left, top), pixmap(_ICONS.get(code, "check"), tone, side))
        else:
            painter.setPen(look.role("muted"))
            painter.drawText(
                QRectF(left, box.top(), side, box.height()), Qt.AlignmentFlag.AlignCenter, str(number + 1)
            )
        painter.setPen(look.role(tone if on else "text"))
        words = QRectF(left + side + look.px(5), box.top(), width, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)


class PanelField(FieldWidget):
    """The results of a panel; ``set_substances`` follows the kit chosen."""

    def __init__(
        self,
        label: str,
        substances: Sequence[Option],
        answers: Sequence[Option],
        parent: QWidget | None = None,
        *,
        keys: tuple[str, str] = ("substance", "result"),
        **options: Any,
    ) -> None:
        super().__init__(label, parent, **options)
        self._names = dict(substances)
        self._answers = tuple(answers)
        self._keys = keys
        self._lines: list[ResultLine] = []
        self._pool: list[ResultLine] = []
        self._kept: dict[str, str] = {}
        self._box = QWidget(self)
        self._box.setMaximumWidth(look.px(560))
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._lines_layout = QVBoxLayout()
        self._lines_layout.setSpacing(1)
        column.addLayout(self._lines_layout)
        foot = QHBoxLayout()
        self._all = look.button(
            _("All without answer: {answer}", answer=self._answers[0][1]), self._box, kind="link"
        )
        self._all.clicked.connect(self._on_all)
        foot.addStretch(1)
        foot.addWidget(self._all)
        column.addLayout(foot)
        self._place(self._box)
        self.set_substances([code for code, _name in substances])

    def set_substances(self, codes: Sequence[str]) -> None:
        """Which substances are asked; answers already given to others are kept in the value."""
        # lines are kept and asked for something else: Qt loses the order of Tab when they are made anew
        given = self._given()
        while len(self._pool) < len(codes):
            self._pool.append(self._new_line())
        for place, line in enumerate(self._pool):
            line.setVisible(place < len(codes))
            if place < len(codes):
                line.ask(codes[place], self._names.get(codes[place], codes[place]))
        self._lines = self._pool[: len(codes)]
        self._spread(given)
        self.setFocusProxy(self._lines[0] if self._lines else self._all)

    def _new_line(self) -> ResultLine:
        line = ResultLine("", "", self._answers, self._box)
        line.answered.connect(self._on_edit)
        line.moved.connect(self._on_moved)
        self._lines_layout.addWidget(line)
        QWidget.setTabOrder(self._pool[-1] if self._pool else self._box, line)
        QWidget.setTabOrder(line, self._all)
        return line

    def lines(self) -> list[ResultLine]:
        """The lines shown."""
        return list(self._lines)

    def _given(self) -> dict[str, str]:
        shown = {line.substance: line.result() for line in self._lines}
        return {**self._kept, **shown}

    def _spread(self, given: Mapping[str, str]) -> None:
        asked = {line.substance for line in self._lines}
        self._kept = {code: result for code, result in given.items() if result and code not in asked}
        for line in self._lines:
            line.set_result(given.get(line.substance, ""))

    def _on_moved(self, step: int) -> None:
        line = self.sender()
        place = self._lines.index(line) + step if line in self._lines else -1
        if 0 <= place < len(self._lines):
            self._lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_all(self) -> None:
        for line in self._lines:
            if not line.result():
                line.set_result(self._answers[0][0])
        self._on_edit()

    def value(self) -> list[dict[str, Any]]:
        """A line per substance answered."""
        substance, result = self._keys
        return [{substance: code, result: given} for code, given in self._given().items() if given]

    def _show_typed(self, typed: Any) -> None:
        """Show stored answers; a substance the panel does not ask about gets a line."""
        substance, result = self._keys
        given = {str(line[substance]): str(line[result]) for line in typed or []}
        asked = [line.substance for line in self._lines]
        more = [code for code in given if code not in asked]
        for line in self._lines:
            line.set_result("")
        self._kept = {}
        if more:
            self.set_substances([*asked, *more])
        self._spread(given)

    def changeEvent(self, event: QEvent) -> None:
        """The lines grow with the type size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for line in getattr(self, "_lines", []):
                line.updateGeometry()
