"""One drawing of a chart for the screen and for paper: what is drawn, where, as a plain list of shapes.

Who draws (a painter, a PDF canvas, a picture) only follows the list, so that a chart is the same
everywhere. Lengths are in points of the chart's own sheet, y grows downwards. Colour is never the only
sign: every series has a pattern and a marker of its own besides, and its values are written beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Sort = Literal["bars", "stacked", "lines", "columns"]
Anchor = Literal["start", "middle", "end"]

#: Series that can be told apart; what is beyond them belongs into one of "others".
MOST_SERIES = 8
#: Fills that people with any colour vision tell apart (Okabe and Ito 2008), blue first.
FILLS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c7a00", "#7f7f7f")
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "plus", "ring", "bar")
DASHES: tuple[tuple[float, ...], ...] = (
    (), (6, 3), (2, 2), (8, 2, 2, 2), (4, 4), (1, 3), (10, 3), (6, 2, 1, 2, 1, 2),
)  # fmt: skip
SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; ``colour`` is a fill of the palette or a role: ink, muted, grid, ground."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; ``closed`` ones are filled with their colour."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1
    dash: tuple[float, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    size: float = SIZE
    anchor: Anchor = "start"
    bold: bool = False
    colour: str = "ink"


Shape = Rect | Stroke | Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for the pointer and the keyboard: its box, its series, its label."""

    x: float
    y: float
    width: float
    height: float
    series: int
    label: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart: its size, its shapes in the order they are drawn, the places of its values."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values; None is not known or left out, which is never zero."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is to be drawn. ``bars`` and ``stacked`` lie, so that long labels have room; ``columns`` stand.

    ``places`` are the decimal places of the values (855 with one is 85,5), ``unit`` follows each of them.
    ``break_at``: before which label the meaning of the values changes, with ``break_text``. ``empty`` is
    said where there is nothing to draw. ``comma`` separates decimals, ``dot`` thousands.
    """

    sort: Sort
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    places: int = 0
    unit: str = ""
    break_at: int | None = None
    break_text: str = ""
    empty: str = ""
    unknown: str = "…"
    others: str = ""
    comma: str = ","
    dot: str = "."

    def shown(self, value: int | None) -> str:
        """A value as it is written."""
        if value is None:
            return self.unknown
        whole, rest = divmod(abs(value), 10**self.places)
        text = f"{whole:,}".replace(",", self.dot)
        if self.places and rest:
            text += f"{self.comma}{rest:0{self.places}d}"
        return f"{'-' if value < 0 else ''}{text}{self.unit}"

    @property
    def is_empty(self) -> bool:
        """Whether there is no value at all."""
        return not any(value is not None for one in self.series for value in one.values)


def as_words(chart: Chart) -> str:
    """The values as text, for those who do not see the picture."""
    if chart.is_empty:
        return chart.empty
    lines = []
    for place, label in enumerate(chart.labels):
        parts = [f"{one.name} {chart.shown(one.values[place])}".strip() for one in chart.series]
        lines.append(f"{label}: {', '.join(parts)}")
    return "; ".join(lines)


def draw(chart: Chart, width: float, height: float = 210) -> Drawing:
    """The drawing of a chart ``width`` wide; charts that stand are ``height`` high, others as high as they need."""
    from app.kinds import chart_lying, chart_standing

    if chart.is_empty:
        text = Text(width / 2, 44, chart.empty, SIZE + 1, "middle", colour="muted")
        return Drawing(width, 80, (text,))
    kept = folded(chart)
    if kept.sort in ("lines", "columns"):
        return chart_standing.draw(kept, width, height)
    return chart_lying.draw(kept, width)


def folded(chart: Chart) -> Chart:
    """The chart with at most ``MOST_SERIES`` series: the smallest ones of more are added up as others."""
    if len(chart.series) <= MOST_SERIES:
        return chart
    weight = {n: sum(abs(v or 0) for v in one.values) for n, one in enumerate(chart.series)}
    large = sorted(sorted(weight, key=lambda n: (-weight[n], n))[: MOST_SERIES - 1])
    small = [one for n, one in enumerate(chart.series) if n not in large]
    summed = tuple(_added([one.values[n] for one in small]) for n in range(len(chart.labels)))
    series = (*(chart.series[n] for n in large), Series(chart.others, summed))
    return replace(chart, series=series)


def _added(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
