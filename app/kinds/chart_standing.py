"""Charts over time: lines with markers, and columns; values beside the points, a mark where the meaning changes."""

from __future__ import annotations

from itertools import pairwise

from app.kinds.chart import DASHES, FILLS, SIZE, Chart, Drawing, Place, Stroke, Text
from app.kinds.chart_parts import (
    cut_text,
    filled,
    fold_text,
    legend,
    lines_height,
    marker,
    reach,
    round_step,
    text_lines,
    text_width,
)

_STEPS = 4
_Box = tuple[float, float, float, float]


def draw(chart: Chart, width: float, height: float) -> Drawing:
    """The drawing in a given size."""
    return _Standing(chart, width, height).drawing()


class _Standing:
    """One chart being drawn: scale, grid, labels under it, then the values."""

    def __init__(self, chart: Chart, width: float, height: float) -> None:
        self._chart, self._width = chart, width
        low, high = reach(chart)
        step = round_step(max(high - low, 1), _STEPS)
        self._ticks = list(range(low // step * step, high + step, step))
        self._left = max(text_width(chart.shown(tick)) for tick in self._ticks) + 6
        self._shapes, top = legend(chart, width)
        broken = chart.break_at is not None
        self._break_lines = fold_text(chart.break_text, width - self._left) if broken else []
        self._top = top + lines_height(len(self._break_lines)) + SIZE * 1.5
        self._bottom = max(height, self._top + 70) - SIZE * 1.9
        self._height = self._bottom + SIZE * 1.9
        self._break_top = top
        self._slot = (width - self._left) / max(len(chart.labels), 1)
        self._taken: list[_Box] = []
        self._places: list[Place] = []

    def _x(self, place: int) -> float:
        return self._left + self._slot * (place + 0.5)

    def _y(self, value: int) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return self._bottom - (self._bottom - self._top) * (value - low) / max(high - low, 1)

    def drawing(self) -> Drawing:
        """Everything, values last."""
        self._grid()
        self._words()
        self._break()
        for n in range(len(self._chart.series)):
            if self._chart.sort == "lines":
                self._line(n)
            else:
                self._columns(n)
        for n in range(len(self._chart.series)):
            self._values(n)
        return Drawing(self._width, self._height, tuple(self._shapes), tuple(self._places))

    def _grid(self) -> None:
        for tick in self._ticks:
            y = self._y(tick)
            colour = "muted" if tick == 0 else "grid"
            self._shapes.append(
                Stroke(((self._left, y), (self._width, y)), colour, 0.8 if tick == 0 else 0.5)
            )
            text = self._chart.shown(tick)
            self._shapes.append(Text(self._left - 5, y + SIZE * 0.34, text, SIZE - 1, "end", colour="muted"))

    def _words(self) -> None:
        """The labels; of many as many as have room, the last one always."""
        widest = max(text_width(label) for label in self._chart.labels) + 6
        every = max(1, -int(-widest // self._slot)) if widest > self._slot else 1
        last = len(self._chart.labels) - 1
        for place, label in enumerate(self._chart.labels):
            near_end = place != last and last - place < every
            if (place % every and place != last) or near_end:
                continue
            text = cut_text(label, max(self._slot * every, 24))
            half = text_width(text) / 2
            x = min(max(self._x(place), half), self._width - half)
            self._shapes.append(Text(x, self._height - SIZE * 0.5, text, SIZE, "middle"))

    def _break(self) -> None:
        at = self._chart.break_at
        if at is None:
            return
        x = self._left + self._slot * at
        self._shapes.append(Stroke(((x, self._top - SIZE * 1.2), (x, self._bottom)), "ink", 1, (4, 3)))
        wide = max(text_width(line) for line in self._break_lines)
        start = min(max(x - wide / 2, 0), self._width - wide)
        self._shapes += text_lines(max(start, 0), self._break_top, self._break_lines, colour="muted")

    def _line(self, n: int) -> None:
        """Pieces between points that are known and mean the same, then the markers."""
        values = self._chart.series[n].values
        for place, (one, other) in enumerate(pairwise(values)):
            if one is None or other is None or self._chart.break_at == place + 1:
                continue
            ends = ((self._x(place), self._y(one)), (self._x(place + 1), self._y(other)))
            self._shapes.append(Stroke(ends, FILLS[n], 1.6, DASHES[n]))
        for place, value in enumerate(values):
            self._place(n, place)
            if value is not None:
                x, y = self._x(place), self._y(value)
                self._shapes += marker(x, y, n)
                self._taken.append((x - 3, y - 3, x + 3, y + 3))

    def _place(self, n: int, place: int) -> None:
        tall = (self._bottom - self._top) / len(self._chart.series)
        box = (self._left + self._slot * place, self._top + n * tall, self._slot, tall)
        self._places.append(Place(*box, n, place))

    def _column(self, n: int, place: int) -> tuple[float, float]:
        """Left edge and width of a column."""
        count = len(self._chart.series)
        wide = min(self._slot * 0.72 / count, 34.0)
        return self._x(place) - wide * count / 2 + n * wide, wide

    def _columns(self, n: int) -> None:
        zero = self._y(0)
        for place, value in enumerate(self._chart.series[n].values):
            x, wide = self._column(n, place)
            top = self._y(value or 0)
            self._shapes += filled(x, min(top, zero), wide - 1, abs(zero - top), n)
            self._places.append(Place(x, self._top, wide, self._bottom - self._top, n, place))

    def _values(self, n: int) -> None:
        """Each value where it has room; the first, last, least and greatest before the others."""
        values = self._chart.series[n].values
        known = [(v, place) for place, v in enumerate(values) if v is not None]
        if not known:
            return
        first = [max(known)[1], min(known)[1], known[-1][1], known[0][1]]
        order = [*dict.fromkeys(first), *(p for _v, p in known if p not in first)]
        for place in order:
            value = values[place]
            if value is not None:
                self._value(n, place, value)

    def _value(self, n: int, place: int, value: int) -> None:
        text = self._chart.shown(value)
        half = text_width(text, SIZE - 0.5) / 2
        is_line = self._chart.sort == "lines"
        x = self._x(place) if is_line else sum(self._column(n, place)) - self._column(n, place)[1] / 2
        x = min(max(x, half), self._width - half)
        gap = 5.0 if is_line else 2.5
        above, below = self._y(value) - gap, self._y(value) + gap + SIZE * 0.72
        for base in (below, above) if value < 0 else (above, below):
            box = (x - half, base - SIZE * 0.78, x + half, base + 1)
            if base < self._bottom + (SIZE if value < 0 else -1) and not any(
                _meet(box, o) for o in self._taken
            ):
                self._taken.append(box)
                self._shapes.append(Text(x, base, text, SIZE - 0.5, "middle"))
                return


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
