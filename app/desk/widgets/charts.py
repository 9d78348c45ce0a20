"""The chart of the desk: the one drawing followed by a painter; arrows walk its values, Enter opens one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.text_fields import ENTER
from app.kinds.chart import Chart, Drawing, Place, Rect, Stroke, Text, as_words, draw, folded
from app.kinds.chart import Series as Row

#: Points of the drawing for a pixel at the base type size: its type of 9 is then a little under the desk's.
_POINTS = 0.78
_ROLES = {"ink": "text", "muted": "muted", "grid": "line", "ground": "surface"}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChartView(QWidget):
    """A chart as high as its drawing needs; ``opened`` carries the series and the label of a value."""

    opened = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._chart = Chart("bars", (), (Row("", ()),))
        self._drawing = Drawing(1, 1, ())
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    @property
    def chart(self) -> Chart:
        """The chart on view."""
        return self._chart

    @property
    def drawing(self) -> Drawing:
        """What is painted, shape by shape."""
        return self._drawing

    def set_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart, self._at = folded(chart), -1
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(as_words(chart))
        self._arrange()
        self.updateGeometry()

    def _unit(self) -> float:
        return look.px(100) / 100 / _POINTS

    def _arrange(self) -> None:
        self._drawing = draw(self._chart, max(self.width() / self._unit(), 160.0))
        self.setMinimumHeight(round(self._drawing.height * self._unit()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drawn anew for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def sizeHint(self) -> QSize:
        """As the drawing needs."""
        return QSize(look.px(380), round(self._drawing.height * self._unit()))

    def heightForWidth(self, width: int) -> int:
        """As high as the drawing of that width."""
        return round(draw(self._chart, max(width / self._unit(), 160.0)).height * self._unit())

    # -- keyboard and pointer ------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        count = len(self._drawing.places)
        if step and count:
            self._at = (self._at + step) % count if self._at >= 0 else (0 if step > 0 else count - 1)
            self.setAccessibleName(f"{self._name}. {self.words(self._drawing.places[self._at])}")
            self.update()
        elif event.key() in (*ENTER, Qt.Key.Key_Space) and 0 <= self._at < count:
            self._open(self._drawing.places[self._at])
        else:
            super().keyPressEvent(event)

    def words(self, place: Place) -> str:
        """A value with what it is."""
        name = self._chart.series[place.series].name if place.series < len(self._chart.series) else ""
        value = self._chart.series[place.series].values[place.label]
        label = self._chart.labels[place.label]
        head = f"{label}, {name}" if name and len(self._chart.series) > 1 else label
        return f"{head}: {self._chart.shown(value)}"

    def _open(self, place: Place) -> None:
        self.opened.emit(place.series, place.label)

    def _under(self, at: QPointF) -> Place | None:
        x, y = at.x() / self._unit(), at.y() / self._unit()
        inside = (
            one
            for one in self._drawing.places
            if one.x <= x <= one.x + one.width and one.y <= y <= one.y + one.height
        )
        return next(inside, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what is behind a value."""
        found = self._under(event.position())
        if found is not None:
            self._at = self._drawing.places.index(found)
            self.update()
            self._open(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        over = self._under(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first value."""
        super().focusInEvent(event)
        if self._at < 0 and self._drawing.places:
            self._at = 0
        self.update()

    def event(self, event: QEvent) -> bool:
        """A tooltip for the value under the pointer."""
        if isinstance(event, QHelpEvent):
            found = self._under(QPointF(event.pos()))
            if found is not None:
                QToolTip.showText(event.globalPos(), self.words(found), self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every shape in its order, then the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self._unit()
        painter.scale(unit, unit)
        for shape in self._drawing.shapes:
            if isinstance(shape, Rect):
                painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), _ink(shape.colour))
            elif isinstance(shape, Stroke):
                _paint_stroke(painter, shape)
            else:
                _paint_text(painter, shape)
        if self.hasFocus() and 0 <= self._at < len(self._drawing.places):
            one = self._drawing.places[self._at]
            look.focus_ring(painter, QRectF(one.x - 2, one.y - 2, one.width + 4, one.height + 4), 3)
        painter.end()


def _ink(colour: str) -> QColor:
    return look.role(_ROLES[colour]) if colour in _ROLES else QColor(colour)


def _paint_stroke(painter: QPainter, shape: Stroke) -> None:
    colour = _ink(shape.colour)
    pen = QPen(colour, shape.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if shape.dash:
        pen.setDashPattern([part / shape.width for part in shape.dash])
    painter.setPen(pen)
    painter.setBrush(QBrush(colour) if shape.closed else QBrush())
    points = QPolygonF([QPointF(x, y) for x, y in shape.points])
    if shape.closed:
        painter.drawPolygon(points)
    else:
        painter.drawPolyline(points)


def _paint_text(painter: QPainter, shape: Text) -> None:
    font = theme().font(bold=shape.bold)
    font.setPixelSize(max(round(shape.size), 1))
    painter.setFont(font)
    painter.setPen(_ink(shape.colour))
    wide = QFontMetricsF(font).horizontalAdvance(shape.text)
    left = {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
    painter.drawText(QPointF(shape.x - left, shape.y), shape.text)
