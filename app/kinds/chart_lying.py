"""Charts whose bars lie: a line for each label, labels at the left as long as they are."""

from __future__ import annotations

from app.kinds.chart import SIZE, Chart, Drawing, Place, Rect, Shape, Stroke, Text
from app.kinds.chart_parts import filled, fold_text, legend, lines_height, reach, text_lines, text_width

_BAR, _THIN, _GAP, _AIR = 15.0, 11.0, 2.0, 9.0
_LABEL_SHARE = 0.42


def draw(chart: Chart, width: float) -> Drawing:
    """The drawing; as high as its labels need."""
    return _Lying(chart, width).drawing()


class _Lying:
    """One chart being drawn, from the top down."""

    def __init__(self, chart: Chart, width: float) -> None:
        self._chart, self._width = chart, width
        longest = max((text_width(label) for label in chart.labels), default=0.0)
        room = min(longest + 2, width * _LABEL_SHARE)
        self._labels = [fold_text(label, room) for label in chart.labels]
        self._low, high = reach(chart)
        known = [v for one in chart.series for v in one.values]
        words = max((text_width(chart.shown(v)) for v in [*known, *self._totals()]), default=0.0) + 6
        before = words if self._low < 0 else 0.0
        self._left = room + 6 + before
        self._scale = max(width - self._left - words, 20.0) / max(high - self._low, 1)
        self._zero = self._left - self._low * self._scale
        self._shapes: list[Shape] = []
        self._places: list[Place] = []
        self._label_right = room

    def _totals(self) -> list[int | None]:
        if self._chart.sort != "stacked":
            return []
        return [sum(one.values[n] or 0 for one in self._chart.series) for n in range(len(self._chart.labels))]

    def drawing(self) -> Drawing:
        """Legend, lines, the zero line."""
        head, y = legend(self._chart, self._width)
        top = y
        for place, lines in enumerate(self._labels):
            if self._chart.break_at == place:
                y = self._break(y)
            y = self._row(place, lines, y)
        axis = Stroke(((self._zero, top), (self._zero, y)), "muted", 0.8)
        return Drawing(self._width, y + 4, (*head, *self._shapes, axis), tuple(self._places))

    def _break(self, y: float) -> float:
        """A dashed line across, with what changed."""
        lines = fold_text(self._chart.break_text, self._width)
        line = Stroke(((0, y), (self._width, y)), "muted", 1, (4, 3))
        self._shapes += [line, *text_lines(0, y + 2, lines, colour="muted")]
        return y + lines_height(len(lines)) + 6

    def _row(self, place: int, lines: list[str], y: float) -> float:
        stacked = self._chart.sort == "stacked" or len(self._chart.series) == 1
        bars = _BAR if stacked else len(self._chart.series) * (_THIN + _GAP)
        high = max(bars, lines_height(len(lines)))
        words = text_lines(self._label_right, y + (high - lines_height(len(lines))) / 2, lines, "end")
        self._shapes += words
        first = y + (high - bars) / 2
        if self._chart.sort == "stacked":
            self._stack(place, first)
        else:
            for n in range(len(self._chart.series)):
                self._bar(
                    place, n, first + (0 if stacked else n * (_THIN + _GAP)), _BAR if stacked else _THIN
                )
        return y + high + _AIR

    def _bar(self, place: int, n: int, y: float, high: float) -> None:
        value = self._chart.series[n].values[place]
        long = abs(value or 0) * self._scale
        x = self._zero - (long if (value or 0) < 0 else 0)
        self._shapes += filled(x, y, long, high, n)
        base = y + high / 2 + SIZE * 0.34
        text = self._chart.shown(value)
        if (value or 0) < 0:
            self._shapes.append(Text(x - 3, base, text, SIZE, "end"))
        else:
            self._shapes.append(Text(x + long + 3, base, text))
        self._places.append(Place(self._left, y, self._width - self._left, high, n, place))

    def _stack(self, place: int, y: float) -> None:
        """Parts one after the other, those below zero to the left; the sum at the end."""
        ends = {True: self._zero, False: self._zero}
        base = y + _BAR / 2 + SIZE * 0.34
        for n, one in enumerate(self._chart.series):
            value = one.values[place]
            long = abs(value or 0) * self._scale
            up = (value or 0) >= 0
            x = ends[up] if up else ends[up] - long
            self._shapes += filled(x, y, long, _BAR, n)
            text = self._chart.shown(value)
            if value and text_width(text) + 6 <= long:
                wide = text_width(text) + 3
                middle = x + long / 2
                self._shapes.append(Rect(middle - wide / 2, y + 2, wide, _BAR - 4, "ground"))
                self._shapes.append(Text(middle, base, text, SIZE, "middle"))
            if value:
                self._places.append(Place(x, y, long, _BAR, n, place))
            ends[up] = x + long if up else x
        known = [one.values[place] for one in self._chart.series]
        total = None if any(v is None for v in known) else sum(v or 0 for v in known)
        self._shapes.append(Text(ends[True] + 3, base, self._chart.shown(total), bold=True))
