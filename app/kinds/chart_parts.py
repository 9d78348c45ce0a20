"""Parts of the drawing of a chart: widths of words, folding, patterns, markers, the legend, round steps."""

from __future__ import annotations

from math import ceil

from app.kinds.chart import DASHES, FILLS, MARKERS, SIZE, Chart, Rect, Shape, Stroke, Text

_NARROW = frozenset("iíìỉĩịlIÍÌỈĨỊjtfr.,:;'|!()[]/- ")
_WIDE = frozenset("mwMWĐÔỐỒỔỖỘƠỚỜỞỠỢ%@OQCGDNH…")
_LINE = 1.25
_HATCH = 5.0
_INK = "ground"


def text_width(text: str, size: float = SIZE) -> float:
    """At least the width of a text in the program's fonts: shapes must not hang on the font of who draws."""
    return (
        sum(0.36 if c in _NARROW else 0.86 if c in _WIDE else 0.66 if c.isupper() else 0.56 for c in text)
        * size
    )


def fold_text(text: str, width: float, most: int = 3, size: float = SIZE) -> list[str]:
    """Lines of at most ``width``, broken at spaces; what does not fit ``most`` lines ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width or not line:
            line = longer
        else:
            lines.append(line)
            line = word
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut_text(one, width, size) for one in lines]


def cut_text(text: str, width: float, size: float = SIZE) -> str:
    """The text, shortened with an ellipsis when it is wider than the room."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def filled(x: float, y: float, width: float, height: float, series: int) -> list[Shape]:
    """A bar in the colour and pattern of its series."""
    if width <= 0 or height <= 0:
        return []
    found: list[Shape] = [Rect(x, y, width, height, FILLS[series % len(FILLS)])]
    return found + _pattern(x, y, width, height, series % len(FILLS))


def _pattern(x: float, y: float, width: float, height: float, pattern: int) -> list[Shape]:
    """Thin lines of the ground's colour over a bar; the first series is plain."""
    falls, rises = pattern in (1, 3, 7), pattern in (2, 3)
    found: list[Shape] = []
    if falls or rises:
        step = _HATCH if pattern != 7 else _HATCH / 1.6
        at = step
        while at < width + height:
            if rises:
                found.append(_diagonal(x, y, width, height, at, up=True))
            if falls:
                found.append(_diagonal(x, y, width, height, at, up=False))
            at += step
    if pattern in (4, 6):
        found += [_line(x, y + n * 4, x + width, y + n * 4) for n in range(1, ceil(height / 4))]
    if pattern in (5, 6):
        found += [_line(x + n * 4, y, x + n * 4, y + height) for n in range(1, ceil(width / 4))]
    return found


def _diagonal(x: float, y: float, width: float, height: float, at: float, *, up: bool) -> Stroke:
    """A line at 45 degrees inside a rectangle, ``at`` along its lower or upper edge."""
    ax, ay = (at, 0.0) if at <= width else (width, at - width)
    bx, by = (0.0, at) if at <= height else (at - height, height)
    if not up:
        ay, by = height - ay, height - by
    return _line(x + ax, y + ay, x + bx, y + by)


def _line(x1: float, y1: float, x2: float, y2: float) -> Stroke:
    return Stroke(((x1, y1), (x2, y2)), _INK, 0.9)


def marker(x: float, y: float, series: int, size: float = 3.2) -> list[Shape]:
    """The mark of a point in the shape of its series."""
    colour = FILLS[series % len(FILLS)]
    name = MARKERS[series % len(MARKERS)]
    s, flat = size, size * 0.45
    around = tuple((x + a * s, y + b * s) for a, b in _OCTAGON)
    outlines = {
        "circle": around,
        "ring": around,
        "square": ((x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)),
        "triangle": ((x, y - s * 1.2), (x + s * 1.1, y + s * 0.9), (x - s * 1.1, y + s * 0.9)),
        "diamond": ((x, y - s * 1.3), (x + s * 1.3, y), (x, y + s * 1.3), (x - s * 1.3, y)),
        "bar": (
            (x - s * 1.3, y - flat),
            (x + s * 1.3, y - flat),
            (x + s * 1.3, y + flat),
            (x - s * 1.3, y + flat),
        ),
    }
    if name in outlines:
        found: list[Shape] = [Stroke(outlines[name], colour, 0.6, closed=True)]
        if name == "ring":
            inner = tuple((x + a * s * 0.5, y + b * s * 0.5) for a, b in _OCTAGON)
            found.append(Stroke(inner, "ground", 0.6, closed=True))
        return found
    turned = name == "cross"
    ends = (
        ((-s, -s, s, s), (-s, s, s, -s)) if turned else ((-s * 1.2, 0, s * 1.2, 0), (0, -s * 1.2, 0, s * 1.2))
    )
    return [Stroke(((x + a, y + b), (x + c, y + d)), colour, 1.8) for a, b, c, d in ends]


_OCTAGON = tuple(
    (a, b)
    for a, b in (
        (1, 0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92), (0, 1), (-0.38, 0.92), (-0.71, 0.71), (-0.92, 0.38),
        (-1, 0), (-0.92, -0.38), (-0.71, -0.71), (-0.38, -0.92), (0, -1), (0.38, -0.92), (0.71, -0.71),
        (0.92, -0.38),
    )
)  # fmt: skip


def legend(chart: Chart, width: float) -> tuple[list[Shape], float]:
    """Names of the series with their signs in lines from the top, and the height they take; none for one series."""
    if len(chart.series) < 2:
        return [], 4.0
    shapes: list[Shape] = []
    x, y = 0.0, 12.0
    for n, one in enumerate(chart.series):
        name = cut_text(one.name, width - 24)
        wide = 20 + text_width(name) + 10
        if x and x + wide > width:
            x, y = 0.0, y + SIZE * 1.6
        if chart.sort == "lines":
            shapes.append(Stroke(((x, y - 3), (x + 16, y - 3)), FILLS[n], 1.6, DASHES[n]))
            shapes += marker(x + 8, y - 3, n)
        else:
            shapes += filled(x, y - 8, 15, 9, n)
        shapes.append(Text(x + 20, y, name))
        x += wide
    return shapes, y + 10


def lines_height(count: int, size: float = SIZE) -> float:
    """The height of so many lines of text."""
    return count * size * _LINE


def text_lines(
    x: float, top: float, lines: list[str], anchor: str = "start", colour: str = "ink"
) -> list[Shape]:
    """Lines of text under each other, from ``top`` down."""
    where = {"start": "start", "middle": "middle", "end": "end"}
    return [
        Text(x, top + SIZE * 0.82 + n * SIZE * _LINE, line, SIZE, where[anchor], colour=colour)  # type: ignore[arg-type]
        for n, line in enumerate(lines)
    ]


def round_step(span: int, most: int) -> int:
    """A step of 1, 2 or 5 times a power of ten of which at most ``most`` fit into ``span``."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if span <= step * factor * most:
                return step * factor
        step *= 10


def reach(chart: Chart) -> tuple[int, int]:
    """The least and the greatest value to make room for; zero always lies between."""
    lows, highs = [0], [0]
    if chart.sort == "stacked":
        for place in range(len(chart.labels)):
            values = [one.values[place] or 0 for one in chart.series]
            lows.append(sum(v for v in values if v < 0))
            highs.append(sum(v for v in values if v > 0))
    else:
        known = [v for one in chart.series for v in one.values if v is not None]
        lows += known
        highs += known
    return min(lows), max(highs)
